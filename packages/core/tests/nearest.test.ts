import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nearest } from "../src/index.js";
import { runs } from "./runs.js";

describe("the nearest name", () => {
  it.each([
    ["a letter is missing", "escalte", ["escalate", "escalation"], "escalate"],
    ["a letter is too many", "reetry", ["retry", "result"], "retry"],
    ["a letter is wrong", "ratry", ["retry", "query"], "retry"],
    ["two neighbours are swapped", "tsep", ["stop", "step"], "step"],
    ["only the case differs", "ONFAILURE", ["onFailure"], "onFailure"],
    ["the hyphen is missing", "clientid", ["client", "client-id"], "client-id"],
    ["a third of the letters is wrong", "abcdef", ["abcdxy"], "abcdxy"],
    ["more than a third is wrong", "abcdef", ["abcxyz"], undefined],
    ["one letter of two is wrong", "if", ["id"], "id"],
    ["nothing is like it", "summary", ["id", "title", "steps"], undefined],
    ["of two that are equally near the first counts", "stap", ["step", "stop"], "step"],
    ["the nearer counts, not the first", "steps", ["stops", "steps"], "steps"],
    ["there are no candidates", "step", [], undefined],
    ["the word is empty", "", ["a", "ab"], "a"],
    ["an emoji is missing", "go😀", ["go"], undefined],
  ])("where %s", (_, word, candidates, expected) => {
    expect(nearest(word, candidates)).toBe(expected);
  });

  it("is the one that the plain table of distances gives", () => {
    const words = fc.string({ unit: fc.constantFrom(..."abcAB-"), maxLength: 9 });
    fc.assert(
      fc.property(words, fc.array(words, { maxLength: 5 }), (word, candidates) => {
        let limit = Math.max(1, Math.floor(word.length / 3)) + 1;
        let best: string | undefined;
        for (const candidate of candidates) {
          const distance = distanceByTable(word.toLowerCase(), candidate.toLowerCase());
          if (distance < limit) [limit, best] = [distance, candidate];
        }
        expect(nearest(word, candidates)).toBe(best);
      }),
      runs(1000),
    );
  });

  // Else hostile input would cost squares: a file can hold ten thousand names that are like one another.
  it("is looked for by the first 64 letters, among the first 2,000 candidates", () => {
    expect(nearest("x".repeat(1_000_000), ["x".repeat(64), "x".repeat(1_000_000)])).toBe("x".repeat(64));
    const others = Array.from({ length: 1999 }, (_, index) => `${index}${"ab".repeat(25)}${index}`);
    expect(nearest("step", [...others, "stap"])).toBe("stap");
    expect(nearest("step", [...others, "other", "stap"])).toBeUndefined();
  });
});

/** Insertions, removals, replacements and swaps of neighbours, written down as in a textbook. */
function distanceByTable(a: string, b: string): number {
  const table: number[][] = [];
  const at = (i: number, j: number) => table[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 0; i <= a.length; i++) {
    const row: number[] = [];
    table.push(row);
    for (let j = 0; j <= b.length; j++) {
      const replaced = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwapped ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY;
      row.push(i === 0 && j === 0 ? 0 : Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, replaced, swapped));
    }
  }
  return at(a.length, b.length);
}
