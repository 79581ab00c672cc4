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
import { createSource, readYaml, type Span, type Tree, type TreeNode } from "../src/index.js";
import { toValue } from "../src/tree.js";
import { decodeWithOffsets, type RawScalar } from "../src/yaml/offsets.js";
import { anyText } from "./arbitraries.js";
import { createRandom, mutate } from "./mutate.js";
import { faultyFiles, realFiles } from "./real-files.js";
import { patience, runs } from "./runs.js";
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

// The large ones are damaged in mutations.test.ts; here another parser has to read them, too.
const smallFiles = realFiles.filter(({ text }) => text.length < 6000);
const damaged = fc
  .tuple(fc.constantFrom(...smallFiles), fc.nat())
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
  it(
    "is read, by us and by the `yaml` package",
    () => {
      fc.assert(
        fc.property(spellings, ({ text, value }) => {
          const { tree, problems } = readYaml(createSource("a.yaml", text));
          expect(problems).toEqual([]);
          expect(plainly(tree && toValue(tree.root))).toEqual(plainly(value));
          expect(theirs(text)).toEqual({ value: plainly(value) });
        }),
        runs(700),
      );
    },
    patience,
  );
});

describe("what we read", () => {
  const isTheirs = (text: string) => {
    const { tree, problems } = readYaml(createSource("a.yaml", text));
    const other = theirs(text);
    if (tree && problems.length === 0 && tree.root.kind !== "scalar" && other)
      expect(plainly(toValue(tree.root))).toEqual(other.value);
  };

  it(
    "is what the `yaml` package reads, or there is a problem",
    () => {
      fc.assert(fc.property(texts, isTheirs), runs(1500));
    },
    patience,
  );

  it.each(faultyFiles)("is what the `yaml` package reads in $path, or there is a problem", ({ text }) =>
    isTheirs(text),
  );

  it.each(realFiles)("is what the `yaml` package reads in $path", ({ text }) => {
    const tree = treeOf(text);
    expect({ value: plainly(tree && toValue(tree.root)) }).toEqual(theirs(text));
  });
});

/** What the `yaml` package reads in one document of YAML 1.2, if it accepts it. */
function theirs(text: string): { readonly value: unknown } | undefined {
  const documents = parseAllDocuments(text, {
    version: "1.2",
    schema: "core",
    uniqueKeys: false,
    logLevel: "error",
  });
  const [document] = documents;
  if (!Array.isArray(documents) || documents.length !== 1 || !document || document.errors.length > 0)
    return undefined;
  return { value: plainly(document.toJS()) };
}

describe("the nodes of a tree", () => {
  it(
    "lie in their parent, behind one another, and begin and end with their own signs",
    () => {
      fc.assert(
        fc.property(texts, (text) => {
          const tree = treeOf(text);
          if (tree) expect([...misplaced(text, tree.root, { start: 0, end: text.length })]).toEqual([]);
        }),
        runs(1500),
      );
    },
    patience,
  );

  it.each(realFiles)("do so in $path", ({ text }) => {
    const tree = treeOf(text);
    expect(tree && [...misplaced(text, tree.root, { start: 0, end: text.length })]).toEqual([]);
  });
});

/** What is wrong with the places of a node and those inside it. */
function* misplaced(text: string, node: TreeNode, room: Span): Generator<string> {
  const fault = (what: string) =>
    `${what}: ${node.kind} ${node.start}-${node.end} in ${room.start}-${room.end}`;
  if (node.start < room.start || node.end < node.start || node.end > room.end) yield fault("outside");
  const written = text.slice(node.start, node.end);
  if (node.kind === "scalar") {
    const { style, content } = node;
    const around = `${text.slice(node.start, content.start)}…${text.slice(content.end, node.end)}`;
    const isInside = node.start <= content.start && content.start <= content.end && content.end <= node.end;
    if (!isInside || !scalarSigns[style].test(`${around}${written}`)) yield fault(`no ${style}: ${around}`);
    return;
  }
  if (node.kind === "seq") {
    if (!(node.flow ? /^\[[\s\S]*\]$/ : /^-(?:\s|$)/).test(written)) yield fault("no list");
    yield* misplacedInOrder(text, node.items, node);
    return;
  }
  // `[a: 1]` holds a mapping without braces.
  const isPair = node.flow && node.entries.length === 1 && node.entries[0]?.end === node.end;
  if (node.flow && !isPair && !/^\{[\s\S]*\}$/.test(written)) yield fault("no mapping");
  let at = node.start;
  for (const entry of node.entries) {
    if (entry.start < at || entry.end !== Math.max(entry.key.end, entry.value.end)) yield fault("no entry");
    if (!/^(?:\?\s[\s\S]*)?$/.test(text.slice(entry.start, entry.key.start))) yield fault("no key");
    yield* misplacedInOrder(text, [entry.key, entry.value], entry);
    at = entry.end;
  }
}

function* misplacedInOrder(
  text: string,
  nodes: readonly TreeNode[],
  { start, end }: Span,
): Generator<string> {
  let at = start;
  for (const node of nodes) {
    yield* misplaced(text, node, { start: at, end });
    at = node.end;
  }
}

/** What is around the content of a scalar, and then the whole scalar. */
const scalarSigns = {
  plain: /^…/,
  "single-quoted": /^'…'/,
  "double-quoted": /^"…"/,
  literal: /^(?:\|[^…]*)?…\s*\|/,
  folded: /^(?:>[^…]*)?…\s*>/,
  markdown: /(?!)/, // stands in no YAML
};

const blanks = ["", " ", "  ", "\t", " \t"];
const breaks = ["\n", "\r\n", "\r"];
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

const emptyLines = fc.constantFrom("", " ", "  ", "    ", "        ", "\t", "    \t");
const blockLines = fc
  .tuple(fc.constantFrom("    ", "    ", "    ", "      ", "    \t", "   "), many([...words, ...blanks], 4))
  .map(([indent, line]) => indent + line);

/** Scalars of each style, as wild as the style allows; some are none after all. */
const wildFlowScalars = fc.oneof(
  many([...words, ...blanks, ...blanks, ...foldings], 10),
  many([...words, ...blanks, ...foldings], 10).map((inner) => `'${inner.replaceAll(/'+/g, "''")}'`),
  many(
    [...words, ...blanks, ...foldings, ...escapes, ...escapes, ...breaks.map((end) => `\\${end}  `)],
    10,
  ).map((inner) => `"${inner.replaceAll(/(?<!\\)"/g, '\\"')}"`),
);
const wildBlockScalars = fc
  .record({
    style: fc.constantFrom("|", ">"),
    indicators: fc.constantFrom("", "", "-", "+", "1", "2", "4", "2-", "+1", "-3"),
    comment: fc.constantFrom("", "", " ", " # comment", "\t# comment"),
    first: fc.constantFrom(...breaks),
    lines: fc.array(
      fc.tuple(
        fc.oneof({ arbitrary: blockLines, weight: 3 }, { arbitrary: emptyLines, weight: 1 }),
        fc.constantFrom(...breaks),
      ),
      { maxLength: 7 },
    ),
    isOpen: fc.boolean(),
  })
  .map(({ style, indicators, comment, first, lines, isOpen }) => {
    const text = style + indicators + comment + first + lines.flat().join("");
    return isOpen ? text.replace(/[\r\n]+$/, "") : text;
  });
const wildScalars = fc.oneof(wildFlowScalars, wildBlockScalars);

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

  const expectRight = (text: string, event: ScalarEvent) => {
    const raw = rawOf(event);
    const decoded = decodeWithOffsets(text, raw);
    expect(decoded.text).toBe(getScalarValue(text, event));
    const units = [...decoded.text.split("").keys()].map((index) => {
      const [start = Number.NaN, end = Number.NaN] = [decoded.starts[index], decoded.ends[index]];
      const isInOrder = start >= (decoded.starts[index - 1] ?? raw.start) && end >= start && end <= raw.end;
      return isInOrder ? wayOf(decoded.text.charAt(index), text.slice(start, end), raw) : "out of order";
    });
    expect(units.filter((way) => way === "wrong" || way === "out of order")).toEqual([]);
    expect([decoded.starts.length, decoded.ends.length]).toEqual([units.length, units.length]);
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

  it(
    "gives the parser's text, and for each unit the place where it is written",
    () => {
      const seen = new Map<string, number>();
      fc.assert(
        fc.property(
          fc.oneof({ arbitrary: wildTexts, weight: 5 }, { arbitrary: heaps, weight: 1 }),
          (text) => {
            for (const event of scalarEvents(text)) {
              expectRight(text, event);
              const { style } = rawOf(event);
              seen.set(style, (seen.get(style) ?? 0) + 1);
            }
          },
        ),
        runs(2500),
      );
      // Enough of them were scalars at all.
      for (const style of ["plain", ...styleNames.values()])
        expect([style, (seen.get(style) ?? 0) > 50]).toEqual([style, true]);
    },
    patience,
  );

  it("holds for every escape, and for no escape at all", () => {
    const text = `"${[...escapes, "\\x7F", "\\uFFFF", "\\U0010FFFF", "\\Uffffffff".slice(0, 0)].join("")}"`;
    for (const event of scalarEvents(text)) expectRight(text, event);
    for (const event of scalarEvents("[\"\", '', a]")) expectRight("[\"\", '', a]", event);
    expect(scalarEvents(text)).toHaveLength(1);
  });
});
