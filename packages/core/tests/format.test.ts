import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Lexer } from "yaml";
import { format, read, write } from "../src/index.js";
import { toValue } from "../src/tree.js";
import { models } from "./arbitraries.js";
import { messyYaml } from "./messy-yaml.js";

const path = "a.runbook.yaml";
const numRuns = Number(process.env.RUNWRIGHT_RUNS ?? 300);

/** The comments of a text by another parser: each with the number of scalars before it. */
function commentsOf(text: string): { text: string; scalarsBefore: number; isBehindBracket: boolean }[] {
  const comments = [];
  let scalars = 0;
  let isScalar = false;
  let last = "";
  for (const token of new Lexer().lex(text)) {
    if (isScalar) scalars++;
    else if (token.startsWith("#"))
      comments.push({
        text: token.trimEnd(),
        scalarsBefore: scalars,
        isBehindBracket: /[\]}],?$/.test(last),
      });
    // Before a scalar that is not in quotes the lexer gives this sign.
    else if (/^["']/.test(token)) scalars++;
    if (!isScalar && !/^[\s,]*$/.test(token)) last = token;
    isScalar = token === "\u001f";
  }
  return comments;
}

describe("formatting", () => {
  it("keeps the model and every comment beside its thing, and changes nothing the second time", () => {
    fc.assert(
      fc.property(
        models,
        fc.gen(),
        fc.boolean(),
        fc.constantFrom("\n" as const, "\r\n" as const),
        (model, pick, comments, lineEnd) => {
          const tree = read(write(model), { path }).tree;
          const text = messyYaml(toValue(tree?.root ?? expect.fail()) as object, pick, { comments, lineEnd });
          const before = read(text, { path });
          expect(before.problems).toEqual([]);
          expect(before.runbook ?? before.fragment).toEqual(model);

          const { text: formatted, problems } = format(text, { path });
          expect(problems).toEqual([]);
          const after = read(formatted, { path });
          expect(after.runbook ?? after.fragment).toEqual(model);
          expect(format(formatted, { path })).toEqual({ text: formatted, problems: [] });

          const [old, now] = [commentsOf(text), commentsOf(formatted)];
          expect(now.map((comment) => comment.text)).toEqual(old.map((comment) => comment.text));
          // What stood behind a bracket is about the whole list, and may stand behind its key now.
          const moved = old.filter(
            ({ scalarsBefore, isBehindBracket }, index) =>
              !isBehindBracket && scalarsBefore !== now[index]?.scalarsBefore,
          );
          expect(moved).toEqual([]);

          if (formatted.includes("\n")) expect(/(?<!\r)\n/.test(formatted)).toBe(lineEnd === "\n");
        },
      ),
      { numRuns },
    );
  });

  it("leaves what the writer writes as it is", () => {
    fc.assert(
      fc.property(models, (model) => {
        const text = write(model);
        expect(format(text, { path })).toEqual({ text, problems: [] });
      }),
      { numRuns },
    );
  });
});
