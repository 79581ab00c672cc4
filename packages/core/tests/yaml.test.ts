import { describe, expect, it } from "vitest";
import { createSource, readYaml, type Tree, type TreeNode } from "../src/index.js";
import { entryOf, toValue } from "../src/tree.js";

function treeOf(text: string): Tree {
  const { tree, problems } = readYaml(createSource("a.yaml", text));
  if (!tree) throw new Error(problems.map(({ message }) => message).join("\n"));
  return tree;
}

/** Every node with the text of its span, outermost first; `‹›` is around the content where that is less. */
function outline({ source, root }: Tree): string[] {
  const lines: string[] = [];
  const visit = (node: TreeNode, depth: number) => {
    const { text } = source;
    const [start, end] =
      node.kind === "scalar" ? [node.content.start, node.content.end] : [node.start, node.end];
    const isWhole = start === node.start && end === node.end;
    const shown = `${text.slice(node.start, start)}‹${text.slice(start, end)}›${text.slice(end, node.end)}`;
    lines.push(
      `${"  ".repeat(depth)}${node.kind === "scalar" ? node.style : node.kind} ${isWhole ? text.slice(node.start, node.end) : shown}`,
    );
    if (node.kind === "seq") for (const item of node.items) visit(item, depth + 1);
    if (node.kind === "map")
      for (const entry of node.entries) for (const part of [entry.key, entry.value]) visit(part, depth + 1);
  };
  visit(root, 0);
  return lines;
}

describe("the places of nodes", () => {
  it.each([
    ["a plain value ends before its comment", "a: b c  # d\n", ["map a: b c", "  plain a", "  plain b c"]],
    ["quotes are around the content", `a: "b"\n`, [`map a: "b"`, "  plain a", `  double-quoted "‹b›"`]],
    ["a key has its quotes too", "'a:b' : c", ["map 'a:b' : c", "  single-quoted '‹a:b›'", "  plain c"]],
    [
      "an absent value stands behind its colon",
      "a: # b\nc:\n",
      ["map a: # b\nc:", "  plain a", "  plain ", "  plain c", "  plain "],
    ],
    [
      "a list begins at its first dash",
      "a:\n- b\n-   c\n",
      ["map a:\n- b\n-   c", "  plain a", "  seq - b\n-   c", "    plain b", "    plain c"],
    ],
    [
      "an absent item stands behind its dash",
      "-\n- # a\n- b",
      ["seq -\n- # a\n- b", "  plain ", "  plain ", "  plain b"],
    ],
    [
      "brackets belong to their list",
      "a: [ b, c, ] # d",
      ["map a: [ b, c, ]", "  plain a", "  seq [ b, c, ]", "    plain b", "    plain c"],
    ],
    [
      "a bracket in a comment closes nothing",
      "a: [b # ]\n  ] # ]",
      ["map a: [b # ]\n  ]", "  plain a", "  seq [b # ]\n  ]", "    plain b"],
    ],
    [
      "empty brackets",
      "a: [ ]\nb: {}",
      ["map a: [ ]\nb: {}", "  plain a", "  seq [ ]", "  plain b", "  map {}"],
    ],
    [
      "braces belong to their mapping",
      "{ a: b, c }",
      ["map { a: b, c }", "  plain a", "  plain b", "  plain c", "  plain "],
    ],
    [
      "a pair in a list has no braces",
      "[a: b, {c: d}]",
      [
        "seq [a: b, {c: d}]",
        "  map a: b",
        "    plain a",
        "    plain b",
        "  map {c: d}",
        "    plain c",
        "    plain d",
      ],
    ],
    [
      "a block scalar begins at its header",
      "a: |- # b\n  c\n  d\n\ne: f",
      [
        "map a: |- # b\n  c\n  d\n\ne: f",
        "  plain a",
        "  literal |- # b\n  ‹c\n  d›",
        "  plain e",
        "  plain f",
      ],
    ],
    [
      "a header below its key",
      "a: # |\n  >2\n   b\n",
      ["map a: # |\n  >2\n   b", "  plain a", "  folded >2\n   ‹b›"],
    ],
    [
      "blank lines that count are part of it",
      "a: |+\n  b\n\n\nc: d",
      ["map a: |+\n  b\n\n\nc: d", "  plain a", "  literal |+\n  ‹b›\n\n", "  plain c", "  plain d"],
    ],
    [
      "a block scalar without text is its header",
      "a: |-\n\nb: >",
      ["map a: |-\n\nb: >", "  plain a", "  literal |-", "  plain b", "  folded >"],
    ],
    [
      "an explicit key begins at its question mark",
      "? a\n: b\n? c\n",
      ["map ? a\n: b\n? c", "  plain a", "  plain b", "  plain c", "  plain "],
    ],
    ["a document mark is nobody's", "--- # a\nb: c\n...\n", ["map b: c", "  plain b", "  plain c"]],
    [
      "CRLF stays outside",
      "a: |\r\n  b\r\nc:\r\n- d\r\n",
      [
        "map a: |\r\n  b\r\nc:\r\n- d",
        "  plain a",
        "  literal |\r\n  ‹b›",
        "  plain c",
        "  seq - d",
        "    plain d",
      ],
    ],
  ])("%s", (_, text, expected) => {
    expect(outline(treeOf(text))).toEqual(expected);
  });

  it("an entry begins at its key, or at the question mark before it, and ends with its value", () => {
    const text = "a: b # c\n? d\n: e\nf:\n";
    const { root } = treeOf(text);
    expect(root.kind === "map" && root.entries.map(({ start, end }) => text.slice(start, end))).toEqual([
      "a: b",
      "? d\n: e",
      "f:",
    ]);
  });
});

describe("the values of plain scalars, by the core schema of YAML 1.2", () => {
  it.each([
    [null, ["", "~", "null", "Null", "NULL"]],
    [true, ["true", "True", "TRUE"]],
    [false, ["false", "False", "FALSE"]],
    [12, ["12", "+12", "012", "0xc", "0xC", "0o14", "12.", "12.0", "1.2e1", "1.2E+1"]],
    [0, ["0", "-0", "0.", "-0.0", ".0", "0x0"]],
    [-0.5, ["-0.5", "-.5", "-5e-1"]],
    [Number.POSITIVE_INFINITY, [".inf", "+.Inf", ".INF", "1e999"]],
    [Number.NEGATIVE_INFINITY, ["-.inf"]],
    [Number.NaN, [".nan", ".NaN", ".NAN"]],
  ])("%s", (value, spellings) => {
    expect(spellings.map((spelling) => toValue(treeOf(`- ${spelling}`).root))).toEqual(
      spellings.map(() => [value]),
    );
  });

  it.each([
    "no",
    "Yes",
    "on",
    "y",
    "nULL",
    "tRUE",
    "1_000",
    "1:30",
    "2026-11-01",
    "0b1",
    "0x",
    "0o8",
    "-0x1",
    "1e",
    "+",
    ".",
    ".Nan",
    "+.nan",
    "1.2.3",
    "12a",
    "０",
    "=",
    "https://x.example:80/a",
  ])("%j is text", (text) => {
    expect(toValue(treeOf(`- ${text}`).root)).toEqual([text]);
  });

  it("keeps the spelling beside the value", () => {
    const { root } = treeOf("a: 1.10");
    expect(entryOf(root, "a")?.value).toMatchObject({ text: "1.10", value: 1.1 });
  });

  it("reads no number in quotes or blocks", () => {
    expect(toValue(treeOf(`["1", '1']`).root)).toEqual(["1", "1"]);
    expect(toValue(treeOf("- |\n  1\n- >-\n  null\n").root)).toEqual(["1\n", "null"]);
  });
});

describe("names that every object has", () => {
  it("are keys like any other", () => {
    const value = toValue(treeOf("__proto__: { a: 1 }\nconstructor: 2\ntoString: 3\n").root) as object;
    expect(Object.entries(value)).toEqual([
      ["__proto__", Object.assign(Object.create(null), { a: 1 })],
      ["constructor", 2],
      ["toString", 3],
    ]);
    expect(Object.getPrototypeOf(value)).toBeNull();
  });

  it("are found only where they stand", () => {
    const names = Array.from({ length: 100 }, (_, index) => `k${index}: ${index}\n`).join("");
    for (const text of ["a: 1\n", names]) {
      const { root } = treeOf(text);
      expect(["constructor", "__proto__", "k"].map((name) => entryOf(root, name))).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
    }
    expect(entryOf(treeOf(names).root, "k77")?.value).toMatchObject({ value: 77 });
  });
});

describe("a key that stands twice", () => {
  it("is a problem at the second, and the first counts", () => {
    const { tree, problems } = readYaml(createSource("a.yaml", `a: 1\nb: 2\n"a": 3\n`));
    expect(tree && toValue(tree.root)).toEqual({ a: 1, b: 2 });
    expect(problems).toEqual([
      {
        ...{ rule: "key-duplicate", severity: "error", confidence: "high", file: "a.yaml" },
        ...{ line: 3, column: 1, endLine: 3, endColumn: 4, offset: 10, endOffset: 13 },
        message: "`a` stands here a second time, and only one of the two can count",
        help: "Merge the two `a` into one, or remove the one that is not meant",
        related: [
          {
            ...{ file: "a.yaml", line: 1, column: 1, endLine: 1, endColumn: 2, offset: 0, endOffset: 1 },
            message: "the first one",
          },
        ],
      },
    ]);
  });

  it("is told for the first thousand", () => {
    expect(readYaml(createSource("a.yaml", "a: 1\n".repeat(5000))).problems).toHaveLength(1000);
  });

  it("is none in another mapping", () => {
    expect(readYaml(createSource("a.yaml", "a: { a: 1 }\nb: [{ a: 1 }, { a: 2 }]\n")).problems).toEqual([]);
  });
});

/* Each of these is read otherwise by at least one parser in wide use, or by another implementation of the same version. */
describe("what parsers do not read alike is a problem", () => {
  const told = (text: string) =>
    readYaml(createSource("a.yaml", text)).problems.map(
      ({ line, column, endColumn, message, help }) => `${line}:${column}-${endColumn} ${message} → ${help}`,
    );

  it.each([
    [
      "a number as a key that is not spelt as numbers are",
      "a: 1\n007: b\n",
      '2:1-4 The key `007` is not text for every YAML reader → Put it in quotes: `"007"`',
    ],
    [
      "a float as a key",
      "1.0: b\n",
      '1:1-4 The key `1.0` is not text for every YAML reader → Put it in quotes: `"1.0"`',
    ],
    [
      "nothing in words as a key",
      "a: { ~: b }\n",
      '1:6-7 The key `~` is not text for every YAML reader → Put it in quotes: `"~"`',
    ],
    ["an absent key", "a:\n  : b\n", "2:3-3 A key is empty → Write a name before the colon"],
    [
      "a lone carriage return",
      "a: b # c\rd: e\n",
      "1:9-1 A carriage return stands here without a line feed, which not every reader takes for a line end → Save the file with line ends of one kind, LF or CRLF",
    ],
    [
      "a byte order mark inside",
      "a: 1\n\ufeffb: 2\n",
      "2:1-2 A byte order mark stands here inside the text, where nobody sees it → Remove the character",
    ],
    [
      "half of a pair of surrogates",
      `a: "x\\ud83d y"\n`,
      "1:6-12 This is no character → Write the character itself, or the escape of a whole one: `\\U0001F600`",
    ],
    [
      "an escape above the last character",
      `a: "\\U00110000"\n`,
      "1:5-15 This is no character → Write the character itself, or the escape of a whole one: `\\U0001F600`",
    ],
    [
      "an escape that overflows",
      `a: "\\U80000041"\n`,
      "1:5-15 This is no character → Write the character itself, or the escape of a whole one: `\\U0001F600`",
    ],
    [
      "a blank line after an escaped line break",
      `a: "b \\\n\n  c"\n`,
      "1:7-8 A blank line follows a line that ends in `\\`, and not every YAML reader drops it → Remove the blank line, or the `\\`",
    ],
    [
      "blanks at the end of a text that is indented by a number",
      "a: |2\n    b\n   \nc: d\n",
      "1:4-6 This text ends in a line of blanks, which not every YAML reader counts → Remove the blanks in the last lines of the text",
    ],
    [
      "a text of nothing but blanks at the end of the file",
      "a: |+\n  ",
      "1:4-6 This text ends in a line of blanks, which not every YAML reader counts → Remove the blanks in the last lines of the text",
    ],
    [
      "the end of a document before it",
      "...\na: b\n",
      "1:1-4 The end of a document stands before the runbook → Remove the line that begins with `...`",
    ],
  ])("%s", (_, text, message) => {
    expect(told(text)).toEqual([message]);
  });

  it.each([
    ["a whole number as a key", "{ 200: a, -1: b, true: c }", { 200: "a", "-1": "b", true: "c" }],
    [
      "any key in quotes",
      `{ "007": a, '': b, "~": c, "<<": d }`,
      { "007": "a", "": "b", "~": "c", "<<": "d" },
    ],
    ["an escaped byte order mark and an escaped pair", `["\\uFEFF", "\\ud83d\\ude00"]`, ["\ufeff", "😀"]],
    ["a backslash before a line break that is escaped itself", `["a\\\\\n\n  b"]`, ["a\\\nb"]],
    ["blanks at the end of a text that shows its indentation", "- |\n  a\n    \n- b\n", ["a\n  \n", "b"]],
    ["CRLF, and LF in between", "- a\r\n- b\n", ["a", "b"]],
  ])("but not %s", (_, text, value) => {
    expect(told(text)).toEqual([]);
    expect(toValue(treeOf(text).root)).toEqual(value);
  });

  it("is told before an error that it brings about", () => {
    expect(told("a: [b\rc: d\n")).toEqual([
      "1:6-1 A carriage return stands here without a line feed, which not every reader takes for a line end → Save the file with line ends of one kind, LF or CRLF",
    ]);
  });
});
