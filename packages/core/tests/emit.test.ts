import * as fc from "fast-check";
import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import { createSource, readYaml } from "../src/index.js";
import { toValue } from "../src/tree.js";
import { emitEntries, emitFlow } from "../src/yaml/emit.js";
import { anyText } from "./arbitraries.js";
import { patience, runs } from "./runs.js";
import { plainly } from "./spelling.js";

describe("a value in block style", () => {
  it.each([
    ["words", "Restart it.", "k: Restart it."],
    [
      "words with signs that mean nothing here",
      "it's a #1, [or] {two} & more: no",
      'k: "it\'s a #1, [or] {two} & more: no"',
    ],
    ["an address", "https://x.example/?a=b&c#d", "k: https://x.example/?a=b&c#d"],
    ["nothing", "", 'k: ""'],
    ["a colon at the end", "a:", 'k: "a:"'],
    ["a comment", "a #b", 'k: "a #b"'],
    ["an indicator at the beginning", "- a", 'k: "- a"'],
    ["a reference, which needs quotes in brackets", "{{id}}", 'k: "{{id}}"'],
    ["words of YAML 1.2", "null", 'k: "null"'],
    ["words of YAML 1.1", "no", 'k: "no"'],
    ["a number as text", "007", 'k: "007"'],
    ["a date as text", "2026-11-01", 'k: "2026-11-01"'],
    ["a time as text", "12:30", 'k: "12:30"'],
    ["an exponent as text", "E5", 'k: "E5"'],
    ["blanks at the end", "a ", 'k: "a "'],
    ["backslashes and quotes, with as few as can be", '"C:\\temp"', "k: '\"C:\\temp\"'"],
    ["what nobody sees", "a\u200b\u00a0\ufeffb", 'k: "a\\u200b\u00a0\\ufeffb"'],
    ["lines", "a\n\n  b\n", "k: |\n  a\n\n    b"],
    ["lines without an end", "a\nb", "k: |-\n  a\n  b"],
    ["lines with two ends", "a\nb\n\n", 'k: "a\\nb\\n\\n"'],
    ["lines that begin with a blank", " a\nb", 'k: " a\\nb"'],
    ["lines that end with a blank", "a \nb", 'k: "a \\nb"'],
    ["lines with carriage returns", "a\r\nb", 'k: "a\\r\\nb"'],
    ["numbers", [0, -1.5, 1e21, 1.25e-7], "k:\n  - 0\n  - -1.5\n  - 1.0e+21\n  - 1.25e-7"],
    ["the other scalars", [null, true, false], "k:\n  - null\n  - true\n  - false"],
    ["empty collections", [[], {}], "k:\n  - []\n  - {}"],
    ["collections", [{ a: { b: 1 }, c: [2] }, [[3]]], "k:\n  - a:\n      b: 1\n    c:\n      - 2\n  - - - 3"],
    [
      "keys that need quotes",
      { no: 1, "1": 2, "a b": 3, "": 4, "$.a": 5 },
      'k:\n  "1": 2\n  "no": 1\n  "a b": 3\n  "": 4\n  $.a: 5',
    ],
    ["what is undefined, not at all", { a: undefined, b: 1 }, "k:\n  b: 1"],
  ])("writes %s", (_, value, expected) => {
    expect(emitEntries({ k: value }, 0)).toBe(expected);
  });

  it("writes a key of more than 1,000 letters as an explicit one", () => {
    const key = "k".repeat(1000);
    expect(emitEntries({ [key]: { a: 1 } }, 2)).toBe(`  ? "${key}"\n  :\n    a: 1`);
    expect(emitFlow({ [key]: 1 })).toBe(`{ ? "${key}" : 1 }`);
  });
});

describe("a value in flow style", () => {
  it.each([
    ["words", "Restart it", "Restart it"],
    ["a comma", "a, b", '"a, b"'],
    ["brackets", "a[0]", '"a[0]"'],
    ["lines", "a\nb", '"a\\nb"'],
    ["collections", { a: [1, { b: "c: d" }], e: {}, f: [] }, '{ a: [1, { b: "c: d" }], e: {}, f: [] }'],
  ])("writes %s", (_, value, expected) => {
    expect(emitFlow(value)).toBe(expected);
  });
});

describe("any JSON value that is written", () => {
  const { map } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      { arbitrary: anyText, weight: 3 },
      // JSON has one zero.
      fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })).map((number) => number + 0),
      fc.constantFrom(null, true, false, 1e21, 123456789012345680000, 5e-324),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.oneof(tie("map"), fc.constant({})),
    ),
    map: fc.array(fc.tuple(anyText, tie("value")), { minLength: 1, maxLength: 4 }).map((entries) => {
      const made: Record<string, unknown> = Object.create(null);
      for (const [key, value] of entries) made[key] = value;
      return made;
    }),
  }));

  it.each([
    ["block", (value: object) => [`${emitEntries(value, 0)}\n`, value] as const],
    ["flow", (value: object) => [`k: ${emitFlow(value)}\n`, { k: value }] as const],
  ])(
    "is read again the same by every reader, in %s style",
    (_, write) => {
      fc.assert(
        fc.property(map, (made) => {
          const [text, value] = write(made as object);
          const { tree, problems } = readYaml(createSource("a.yaml", text));
          const wanted = plainly(value);
          expect(problems).toEqual([]);
          expect(plainly(tree && toValue(tree.root))).toEqual(wanted);
          for (const version of ["1.2", "1.1"] as const) {
            const document = parseDocument(text, { version, uniqueKeys: false });
            expect([version, document.errors, plainly(document.toJS())]).toEqual([version, [], wanted]);
          }
          expect(plainly(load(text))).toEqual(wanted);
        }),
        runs(700),
      );
    },
    patience,
  );
});
