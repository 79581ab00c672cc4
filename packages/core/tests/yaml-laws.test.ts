import * as fc from "fast-check";
import {
  CHOMPING_KEEP,
  CHOMPING_STRIP,
  EVENT_SCALAR,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE_DOUBLE_QUOTED,
  SCALAR_STYLE_FOLDED_BLOCK,
  SCALAR_STYLE_LITERAL_BLOCK,
  SCALAR_STYLE_SINGLE_QUOTED,
  type ScalarEvent,
} from "js-yaml";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { createSource, readYaml, type Tree, type TreeNode } from "../src/index.js";
import { toValue } from "../src/tree.js";
import { decodeWithOffsets, type RawScalar } from "../src/yaml/offsets.js";
import { anyText } from "./arbitraries.js";
import { createRandom, mutate } from "./mutate.js";
import { realFiles } from "./real-files.js";
import { runs } from "./runs.js";
import { plainly, spelled } from "./spelling.js";

/*
 * Laws of the reader, on three kinds of text: values spelled in every way, our own files damaged at random, and heaps of
 * tokens, most of which are no YAML at all.
 */

const scalars = fc.oneof(anyText, fc.constantFrom(null, true, false, 0, 12, -3, 1.5));
const { collection } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    { arbitrary: scalars, weight: 2 },
    { arbitrary: tie("collection"), weight: 1 },
  ),
  collection: fc.oneof(
    fc.array(tie("value"), { maxLength: 4 }),
    fc
      .array(fc.tuple(anyText, tie("value")), { maxLength: 4 })
      .map((entries) => Object.assign(Object.create(null), Object.fromEntries(entries))),
  ),
}));
const spellings = spelled(collection);

const damaged = fc
  .tuple(fc.constantFrom(...realFiles), fc.nat())
  .map(([{ text }, seed]) => mutate(text, createRandom(seed)));

const tokens = [
  ...[
    "a",
    "b",
    "key",
    "k1: ",
    "k2: ",
    "k3:\n  ",
    "- x\n",
    "1",
    "0x1F",
    "1e3",
    "true",
    "null",
    "~",
    "é",
    "😀",
    "=",
    "<<",
    "{{x}}",
    "%",
    "@",
    "`",
  ],
  ...[
    ": ",
    ":",
    "- ",
    "-",
    "? ",
    "?",
    "{",
    "}",
    "[",
    "]",
    ",",
    ", ",
    "{a: 1}",
    "[1, 2]",
    "[a: b]",
    "#",
    " # c",
    "\n# c\n",
    "---\n",
    "...\n",
  ],
  ...[
    "\n",
    "\n",
    "\n  ",
    "\n  ",
    "\n    ",
    "\n ",
    " ",
    "  ",
    "\t",
    "\r\n",
    "\r\n  ",
    "\u2028",
    "\u0085",
    "\u200b",
    "\u00a0",
    "\ufeff",
  ],
  ...["|", ">", "|-\n  ", ">+\n  ", "|2\n   ", "|1\n ", ">-", "k: |\n  ", "k: >\n  ", "\n\n  ", "\n   \n"],
  ...[
    "'",
    '"',
    "''",
    '"q"',
    "'s'",
    '"\n',
    'k: "',
    "\\n",
    "\\",
    "\\\n",
    "\\\n\n",
    " \\\n \t b",
    "\\x41",
    "\\u00e9",
    "\\U0001F600",
    "\\ud83d",
    "\\ude00",
  ],
];
const heaps = fc
  .tuple(
    fc.constantFrom("", "", "k:\n  ", "- "),
    fc.array(fc.constantFrom(...tokens), { minLength: 1, maxLength: 16 }),
  )
  .map(([begin, heap]) => begin + heap.join(""));

const texts = fc.oneof(
  { arbitrary: spellings.map(({ text }) => text), weight: 2 },
  { arbitrary: heaps, weight: 4 },
  { arbitrary: damaged, weight: 1 },
);

function treeOf(text: string): Tree | undefined {
  return readYaml(createSource("a.yaml", text)).tree;
}

describe("a value, however it is spelled,", () => {
  it("is read, by us and by the `yaml` package", () => {
    fc.assert(
      fc.property(spellings, ({ text, value }) => {
        const { tree, problems } = readYaml(createSource("a.yaml", text));
        expect(problems).toEqual([]);
        expect(plainly(tree && toValue(tree.root))).toEqual(plainly(value));
        expect(theirs(text)).toEqual({ value: plainly(value) });
      }),
      runs(2000),
    );
  });
});

describe("what we read", () => {
  const isTheirs = (text: string) => {
    const { tree, problems } = readYaml(createSource("a.yaml", text));
    const other = theirs(text);
    if (tree && problems.length === 0 && tree.root.kind !== "scalar" && other)
      expect(plainly(toValue(tree.root))).toEqual(other.value);
  };

  it("is what the `yaml` package reads, or there is a problem", () => {
    fc.assert(fc.property(texts, isTheirs), runs(4000));
  });

  it.each(realFiles)("is what the `yaml` package reads in $path", ({ text }) => {
    const tree = treeOf(text);
    expect({ value: plainly(tree && toValue(tree.root)) }).toEqual(theirs(text));
  });
});

/** What the `yaml` package reads in one document of YAML 1.2, if it accepts it. */
function theirs(text: string): { readonly value: unknown } | undefined {
  const documents = parseAllDocuments(text, { version: "1.2", schema: "core", uniqueKeys: false });
  const [document] = documents;
  if (!Array.isArray(documents) || documents.length !== 1 || !document || document.errors.length > 0)
    return undefined;
  return { value: plainly(document.toJS()) };
}

describe("the nodes of a tree", () => {
  it("lie in their parent, behind one another, and begin and end with their own signs", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const tree = treeOf(text);
        if (tree) expectSpans(text, tree.root, { start: 0, end: text.length });
      }),
      runs(4000),
    );
  });
});

function expectSpans(
  text: string,
  node: TreeNode,
  parent: { readonly start: number; readonly end: number },
): void {
  const { start, end } = node;
  const written = text.slice(start, end);
  expect(start).toBeGreaterThanOrEqual(parent.start);
  expect(end).toBeGreaterThanOrEqual(start);
  expect(end).toBeLessThanOrEqual(parent.end);
  if (node.kind === "scalar") {
    const { style, content } = node;
    const before = text.slice(start, content.start);
    expect(content.start).toBeGreaterThanOrEqual(start);
    expect(content.end).toBeGreaterThanOrEqual(content.start);
    expect(content.end).toBeLessThanOrEqual(end);
    if (style === "plain") expect(content).toEqual({ start, end });
    if (style === "single-quoted") expect([before, text.slice(content.end, end)]).toEqual(["'", "'"]);
    if (style === "double-quoted") expect([before, text.slice(content.end, end)]).toEqual(['"', '"']);
    if (style === "literal") expect(written).toMatch(/^\|/);
    if (style === "folded") expect(written).toMatch(/^>/);
    return;
  }
  if (node.kind === "seq") {
    expect(written).toMatch(node.flow ? /^\[[^]*\]$/ : /^-(?:\s|$)/);
    expectInOrder(text, node.items, node);
    return;
  }
  // `[a: 1]` holds a mapping without braces.
  const isPair = node.flow && node.entries.length === 1 && node.entries[0]?.end === end;
  if (node.flow && !isPair) expect(written).toMatch(/^\{[^]*\}$/);
  for (const entry of node.entries) {
    expect(text.slice(entry.start, entry.key.start)).toMatch(/^(?:\?\s[^]*)?$/);
    expect(entry.end).toBe(Math.max(entry.key.end, entry.value.end));
    expectInOrder(text, [entry.key, entry.value], entry);
  }
  let at = start;
  for (const entry of node.entries) {
    expect(entry.start).toBeGreaterThanOrEqual(at);
    expect(entry.end).toBeLessThanOrEqual(end);
    at = entry.end;
  }
}

function expectInOrder(
  text: string,
  nodes: readonly TreeNode[],
  parent: { readonly start: number; readonly end: number },
): void {
  let at = parent.start;
  for (const node of nodes) {
    expectSpans(text, node, { start: at, end: parent.end });
    at = node.end;
  }
}

const blanks = ["", " ", "  ", "\t", " \t"];
const breaks = ["\n", "\r\n", "\r"];
const spaces = ["", " ", "  ", "   ", "    ", "     "];
const words = [
  "a",
  "word",
  "é",
  "😀",
  "👩‍🔧",
  "\u200b",
  "\u2028",
  "\u0085",
  "\u00a0",
  "- x",
  "# x",
  "x:",
  "{{a}}",
  "''",
  '"',
  "|",
  "漢字",
];
const escapes = [
  '\\"',
  "\\\\",
  "\\/",
  "\\n",
  "\\t",
  "\\r",
  "\\0",
  "\\a",
  "\\b",
  "\\e",
  "\\f",
  "\\v",
  "\\ ",
  "\\\t",
  "\\N",
  "\\_",
  "\\L",
  "\\P",
  "\\x41",
  "\\u00e9",
  "\\uD83D",
  "\\U0001F600",
];
const many = (parts: readonly string[], maxLength: number) =>
  fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength }).map((all) => all.join(""));
const foldings = breaks.flatMap((first) => [
  `${first}  `,
  ` \t${first} \t `,
  `${first}${first}  `,
  `${first} \n\t\r\n   `,
]);

/** Scalars of each style, as wild as the style allows; some are none after all. */
const wildScalars = fc.oneof(
  many([...words, ...blanks, ...blanks, ...foldings], 10),
  many([...words, ...blanks, ...foldings, "''"], 10).map((inner) => `'${inner.replaceAll(/'+/g, "''")}'`),
  many(
    [...words, ...blanks, ...foldings, ...escapes, ...escapes, ...breaks.map((end) => `\\${end}  `)],
    10,
  ).map((inner) => `"${inner.replaceAll(/(?<!\\)"/g, '\\"')}"`),
  fc
    .tuple(
      many(["|", ">"], 1),
      fc.constantFrom("", "-", "+", "1", "2", "4", "2-", "+1", "-3"),
      fc.constantFrom("", " ", " # comment", "\t# comment"),
      fc.constantFrom(...breaks),
      fc.array(
        fc.tuple(
          fc.constantFrom(...spaces),
          fc.oneof(fc.constant(""), fc.constant("\t"), many([...words, ...blanks], 4)),
          fc.constantFrom(...breaks),
        ),
        { maxLength: 7 },
      ),
      fc.boolean(),
    )
    .map(([style, indicators, comment, end, lines, isOpen]) => {
      const text = `${style}${indicators}${comment}${end}${lines.flat().join("")}`;
      return isOpen ? text.replace(/[\r\n]+$/, "") : text;
    }),
);
const wildTexts = fc
  .tuple(
    fc.constantFrom("k: ", "- ", "# c\nk: ", "- k: ", "k:\n  ", "k: # c\r\n  ", "["),
    wildScalars,
    fc.constantFrom("", "\n", " # c\n", "\n# c\nz: 1\n", "]", "\r\nz: 1"),
  )
  .map((parts) => parts.join(""));

describe("decoding a scalar with offsets", () => {
  const styleNames = new Map<number, RawScalar["style"]>([
    [SCALAR_STYLE_SINGLE_QUOTED, "single-quoted"],
    [SCALAR_STYLE_DOUBLE_QUOTED, "double-quoted"],
    [SCALAR_STYLE_LITERAL_BLOCK, "literal"],
    [SCALAR_STYLE_FOLDED_BLOCK, "folded"],
  ]);
  const rawOf = ({ valueStart: start, valueEnd: end, style, indent, chomping }: ScalarEvent): RawScalar => ({
    ...{ start, end, indent, style: styleNames.get(style) ?? "plain" },
    chomping: chomping === CHOMPING_STRIP ? "strip" : chomping === CHOMPING_KEEP ? "keep" : "clip",
  });
  const scalarEvents = (text: string): ScalarEvent[] => {
    try {
      return parseEvents(text, {}).flatMap((event) =>
        event.type === EVENT_SCALAR && event.valueStart >= 0 ? [event] : [],
      );
    } catch {
      return [];
    }
  };

  const isRight = (text: string, event: ScalarEvent) => {
    const raw = rawOf(event);
    const decoded = decodeWithOffsets(text, raw);
    expect(decoded.text).toBe(getScalarValue(text, event));
    expect([decoded.starts.length, decoded.ends.length]).toEqual([decoded.text.length, decoded.text.length]);
    let last = raw.start;
    for (const [index, start] of decoded.starts.entries()) {
      const end = decoded.ends[index] ?? Number.NaN;
      expect(start).toBeGreaterThanOrEqual(last);
      expect(end).toBeGreaterThanOrEqual(start);
      expect(end).toBeLessThanOrEqual(raw.end);
      expect(wayOf(decoded.text.charAt(index), text.slice(start, end), raw)).not.toBe("wrong");
      last = start;
    }
  };

  /** How a unit of the text is written in the source. */
  const wayOf = (unit: string, written: string, { style }: RawScalar) => {
    if (written === unit) return "literally";
    if (style === "single-quoted" && unit === "'" && written === "''") return "doubled";
    if (style === "double-quoted" && /^\\(?:[^xuU\r\n]|x..|u.{4}|U.{8})$/.test(written)) return "escaped";
    if ((unit === "\n" || (unit === " " && style !== "literal")) && /^(?:\n|\r\n|\r)$/.test(written))
      return "by a line break";
    // A text that ends in a line break may end with the file.
    return unit === "\n" && written === "" && /literal|folded/.test(style) ? "by the end" : "wrong";
  };

  it("gives the parser's text, and for each unit the place where it is written", () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(fc.oneof({ arbitrary: wildTexts, weight: 3 }, { arbitrary: texts, weight: 1 }), (text) => {
        for (const event of scalarEvents(text)) {
          isRight(text, event);
          const { style } = rawOf(event);
          seen.set(style, (seen.get(style) ?? 0) + 1);
        }
      }),
      runs(4000),
    );
    // Enough of them were scalars at all.
    for (const style of ["plain", ...styleNames.values()])
      expect([style, (seen.get(style) ?? 0) > 100]).toEqual([style, true]);
  });

  it("holds for every escape, and for no escape at all", () => {
    const text = `"${[...escapes, "\\x7F", "\\uFFFF", "\\U0010FFFF", "\\Uffffffff".slice(0, 0)].join("")}"`;
    for (const event of scalarEvents(text)) isRight(text, event);
    for (const event of scalarEvents("[\"\", '', a]")) isRight("[\"\", '', a]", event);
    expect(scalarEvents(text)).toHaveLength(1);
  });
});
