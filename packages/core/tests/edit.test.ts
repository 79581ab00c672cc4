import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import {
  addItem,
  applyEdits,
  createSource,
  type Edit,
  read,
  readYaml,
  removeField,
  setField,
} from "../src/index.js";
import { entryOf, toValue } from "../src/tree.js";
import { anyText } from "./arbitraries.js";
import { type PlainModel, plainModel } from "./plain-model.js";
import { patience, runs } from "./runs.js";
import { isCollection, plainly, spelled } from "./spelling.js";

/** What a text becomes when the mapping or list at a path in it is changed. */
function changed(
  text: string,
  path: readonly (string | number)[],
  edit: (model: PlainModel, owner: object) => readonly Edit[],
): string {
  const { tree } = readYaml(createSource("a.yaml", text));
  const model = plainModel(tree ?? expect.fail(text));
  let owner: unknown = model.value;
  for (const key of path) owner = (owner as Record<string | number, unknown>)[key];
  return applyEdits(text, edit(model, owner as object));
}

const set = (text: string, path: readonly (string | number)[], name: string, value: unknown) =>
  changed(text, path, ({ places }, owner) => setField(places, owner, name, value));
const remove = (text: string, path: readonly (string | number)[], name: string) =>
  changed(text, path, ({ places }, owner) => removeField(places, owner, name));
const add = (text: string, path: readonly (string | number)[], value: unknown) =>
  changed(text, path, ({ places }, owner) => addItem(places, owner, value));

describe("setting a field that is there", () => {
  it.each([
    ["keeps the comment behind it", "a: 1 # one\nb: 2\n", 7, "a: 7 # one\nb: 2\n"],
    ["keeps the blanks before it", "a:    1\n", 7, "a:    7\n"],
    ["puts quotes where they are needed", "a: x\n", "no", 'a: "no"\n'],
    ["replaces quotes with the value", "a: 'x' # it's\n", "new", "a: new # it's\n"],
    ["finds the colon behind a key that has one", '"a" : x\n', "new", '"a" : new\n'],
    ["fills an absent value", "a: # why\nb: 1\n", "x", "a: x # why\nb: 1\n"],
    ["takes up a value from the line below", "a:\n  x\nb: 1\n", "new", "a: new\nb: 1\n"],
    [
      "keeps comments above a value that stood below",
      "a: # why\n  # and how\n  - x # this\nb: 1\n",
      "new",
      "a: new # why\n  # and how # this\nb: 1\n",
    ],
    ["replaces a mapping by a value", "a:\n  b: 1\n  c: 2\nd: 3\n", "x", "a: x\nd: 3\n"],
    [
      "writes a mapping below its key",
      "a: x # why\nb: 1\n",
      { c: 1, d: ["e"] },
      "a: # why\n  c: 1\n  d:\n    - e\nb: 1\n",
    ],
    ["writes lines below their key", "a: x # why\nb: 1\n", "one\ntwo\n", "a: | # why\n  one\n  two\nb: 1\n"],
    [
      "writes lines as one where comments stand between",
      "a: # why\n  # and how\n  - x\n",
      "one\ntwo\n",
      'a: "one\\ntwo\\n" # why\n  # and how\n',
    ],
    [
      "keeps the comment of a block scalar's header",
      "a: |- # why\n  x\n\n  y\n\nb: 1\n",
      "z",
      "a: z # why\n\nb: 1\n",
    ],
    ["takes away blank lines that counted", "a: |+\n  x\n\n\nb: 1\n", "z", "a: z\nb: 1\n"],
    ["writes an empty list", "a:\n- x\n- y\n", [], "a: []\n"],
    ["works at the end of a file without a line break", "b: 1\na: x", { c: 1 }, "b: 1\na:\n  c: 1"],
    ["works with an explicit key", "? a # key\n: x\nb: 1\n", { c: 1 }, "? a # key\n:\n  c: 1\nb: 1\n"],
    ["gives a colon to an explicit key that stands alone", "? a # key\n? b\n", "x", "? a # key\n: x\n? b\n"],
    [
      "moves a comment that a block would take in",
      "a: 1\n      # deep\nb: 2\n",
      "x\ny",
      "a: |-\n  x\n  y\n# deep\nb: 2\n",
    ],
    ["has the line ends of the file", "a: 1\r\nb: 2\r\n", { c: 1 }, "a:\r\n  c: 1\r\nb: 2\r\n"],
  ])("%s", (_, text, value, expected) => {
    expect(set(text, [], "a", value)).toBe(expected);
  });

  it.each([
    ["in braces", "{ a: 1, b: 2 }", 7, "{ a: 7, b: 2 }"],
    ["in braces without blanks", '{"a":1,"b":2}', { c: "x, y" }, '{"a":{ c: "x, y" },"b":2}'],
    ["in braces, where it is absent", "{ a, b: 2 }", 7, "{ a: 7, b: 2 }"],
    ["in braces, where only the colon stands", "{ a:, b: 2 }", 7, "{ a: 7, b: 2 }"],
    ["in braces, as lines", "{ a: 1 }", "one\ntwo", '{ a: "one\\ntwo" }'],
    ["in braces over several lines", "{\n  a: 1, # one\n  b: 2\n}", [1], "{\n  a: [1], # one\n  b: 2\n}"],
  ])("works %s", (_, text, value, expected) => {
    expect(set(text, [], "a", value)).toBe(expected);
  });

  it("finds a key with a colon, a quote or a number sign in it", () => {
    expect(set('"a:b": 1 # x\n', [], "a:b", 2)).toBe('"a:b": 2 # x\n');
    expect(set("'a '': b' : 1\n", [], "a ': b", 2)).toBe("'a '': b' : 2\n");
    expect(set('{ "a: #b":1 }\n', [], "a: #b", 2)).toBe('{ "a: #b":2 }\n');
    expect(set("https://x.example: 1\n", [], "https://x.example", 2)).toBe("https://x.example: 2\n");
  });

  it("changes nothing where it is that value already, however it is written", () => {
    const text = "a: { b: [1, 'x' ] } # y\nc: 0x10\nd: >-\n  e\n  f\n";
    expect(set(text, [], "a", { b: [1, "x"] })).toBe(text);
    expect(set(text, [], "c", 16)).toBe(text);
    expect(set(text, [], "d", "e f")).toBe(text);
  });

  it("changes nothing where a list is written as the single item that it holds", () => {
    const text = `runwright: 1\nid: a\ntitle: T\nversion: "1.0.0"\nerrors:\n  - id: e\n    match: { at: ["x"], exit: 1 }\nprocedures: [{ id: p, title: P, steps: [{ id: s, title: S, do: p }] }]\n`;
    const { runbook, places } = read(text, { path: "a.runbook.yaml" });
    const step = runbook?.procedures[0]?.steps[0] ?? expect.fail();
    expect(step.do).toEqual(["p"]);
    expect(places && setField(places, step, "do", ["p"])).toEqual([]);
    expect(places && setField(places, step, "do", "p")).toEqual([]);
  });
});

describe("setting a field that is not there", () => {
  it.each([
    ["adds it after the last", "b: 1 # one\n\n# end\n", [], "b: 1 # one\na: x\n\n# end\n"],
    ["at the end of a file without a line break", "b: 1", [], "b: 1\na: x"],
    [
      "in the column of its sisters",
      "l:\n  -   b: 1\n      c: 2\nz: 1\n",
      ["l", 0],
      "l:\n  -   b: 1\n      c: 2\n      a: x\nz: 1\n",
    ],
    ["behind a block scalar, before the blank lines", "b: |\n  t\n\n\n", [], "b: |\n  t\na: x\n\n\n"],
    [
      "behind a block scalar that keeps its blank lines",
      "b: |+\n  t\n\nc: |+\n  t\n\n",
      [],
      "b: |+\n  t\n\nc: |+\n  t\n\na: x\n",
    ],
    ["behind a block scalar without text", "b: |- # why\n", [], "b: |- # why\na: x\n"],
    ["behind an absent value", "m:\n  b: # why\nz: 1\n", ["m"], "m:\n  b: # why\n  a: x\nz: 1\n"],
    ["in a list item of lists", "- - b: 1\n", [0, 0], "- - b: 1\n    a: x\n"],
    ["in braces", "m: { b: 1 } # why\n", ["m"], "m: { b: 1, a: x } # why\n"],
    [
      "in braces over several lines",
      "m: {\n  b: 1, # one\n  c: 2 # two\n  }\n",
      ["m"],
      "m: {\n  b: 1, # one\n  c: 2, a: x # two\n  }\n",
    ],
    ["in braces with an open comma", "m: { b: 1, }\n", ["m"], "m: { b: 1, a: x, }\n"],
    ["in braces behind an absent value", "m: { b, c: }\n", ["m"], "m: { b, c:, a: x }\n"],
    ["in empty braces", "m: {}\n", ["m"], "m: { a: x }\n"],
    ["in a pair without braces", "[b: 1, c]\n", [0], "[{ b: 1, a: x }, c]\n"],
    ["with the line ends of the file", "b: 1\r\nc: 2", [], "b: 1\r\nc: 2\r\na: x"],
  ])("%s", (_, text, path, expected) => {
    expect(set(text, path, "a", "x")).toBe(expected);
  });

  it("moves a comment that it would take in", () => {
    expect(set("b: 1\n     # deep\n\n   # too\n# not\n", [], "a", "x\ny\n")).toBe(
      "b: 1\na: |\n  x\n  y\n# deep\n\n# too\n# not\n",
    );
  });

  it("writes a name so that it is read as that name", () => {
    expect(set("b: 1\n", [], "on", 1)).toBe('b: 1\n"on": 1\n');
    expect(set("b: 1\n", [], "a: b", 1)).toBe('b: 1\n"a: b": 1\n');
    expect(set("{ b: 1 }\n", [], "1", 1)).toBe('{ b: 1, "1": 1 }\n');
  });
});

describe("removing a field", () => {
  it.each([
    [
      "takes its line and the comment in it",
      "b: 1\na: 2 # two\n# three\nc: 3\n",
      [],
      "b: 1\n# three\nc: 3\n",
    ],
    [
      "that is the first keeps what stands around it",
      "# top\na: 1\n\n# b\nb: 2\n",
      [],
      "# top\n\n# b\nb: 2\n",
    ],
    ["that is the last", "b: 1\na: 2\n", [], "b: 1\n"],
    ["that is the last without a line break", "b: 1\na: 2", [], "b: 1\n"],
    ["takes all its lines", "a:\n  - x # y\n  - z\nb: 1\n", [], "b: 1\n"],
    ["takes a block scalar with the blank lines that count", "a: |+\n  x\n\nb: 1\n", [], "b: 1\n"],
    ["but not those that do not", "a: |\n  x\n\nb: 1\n", [], "\nb: 1\n"],
    ["behind a dash lets the next one move up", "- a: 1 # one\n  b: 2\n", [0], "- b: 2\n"],
    ["behind a dash lets a comment move up", "- a: 1 # one\n  # two\n  b: 2\n", [0], "- # two\n  b: 2\n"],
    ["that is the only one leaves braces", "m:\n  a: 1 # one\nz: 2\n", ["m"], "m:\n  {} # one\nz: 2\n"],
    ["that is the only one of a list item", "- a: 1\n- b\n", [0], "- {}\n- b\n"],
    ["that is explicit", "? a # key\n: x\nb: 1\n", [], "b: 1\n"],
    [
      "keeps blank lines out of the block scalar above",
      "- b: |+\n    x\n  a: 1\n\n\n  c: 2\n",
      [0],
      "- b: |+\n    x\n  c: 2\n",
    ],
    [
      "keeps comments out of the block scalar above",
      "b: |\n  x\na: 1\n     # deep\nc: 2\n",
      [],
      "b: |\n  x\n# deep\nc: 2\n",
    ],
    [
      "even where that stands deeper",
      "b:\n  - m: >-\n      x\na: 1\n\n        # deep\nc: 2\n",
      [],
      "b:\n  - m: >-\n      x\n\n# deep\nc: 2\n",
    ],
    ["from braces takes its comma", "{ a: 1, b: 2 }", [], "{ b: 2 }"],
    ["from the end of braces takes the comma before", "{ b: 2, a: 1 }", [], "{ b: 2 }"],
    ["from the end of braces with an open comma", "{ b: 2, a: 1, }", [], "{ b: 2, }"],
    [
      "from braces over several lines takes its line",
      "{\n  a: 1, # one\n  b: 2\n}",
      [],
      "{\n  # one\n  b: 2\n}",
    ],
    [
      "from braces without a comment takes its whole line",
      "{\n  b: 2,\n  a: 1,\n  c: 3\n}",
      [],
      "{\n  b: 2,\n  c: 3\n}",
    ],
    [
      "from the end of braces keeps the comment before",
      "{\n  b: 2, # two\n  a: 1\n}",
      [],
      "{\n  b: 2, # two\n  \n}",
    ],
    ["from braces that hold nothing else", "m: { a: 1 } # c\n", ["m"], "m: {} # c\n"],
    ["from a pair without braces", "[a: 1, ? a: 2]", [0], "[{}, ? a: 2]"],
    ["from an explicit pair without braces", "[a: 1, ? a: 2]", [1], "[a: 1, {}]"],
    ["with CRLF", "b: 1\r\na: 2\r\nc: 3\r\n", [], "b: 1\r\nc: 3\r\n"],
    ["that is not there changes nothing", "b: 1\n", [], "b: 1\n"],
  ])("%s", (_, text, path, expected) => {
    expect(remove(text, path, "a")).toBe(expected);
  });
});

describe("adding an item", () => {
  it.each([
    ["to a list", "l:\n  - a # one\nz: 1\n", ["l"], "x", "l:\n  - a # one\n  - x\nz: 1\n"],
    ["in the column of its key", "l:\n- a\nz: 1\n", ["l"], "x", "l:\n- a\n- x\nz: 1\n"],
    ["that is a mapping", "- a", [], { b: 1, c: "x\ny" }, "- a\n- b: 1\n  c: |-\n    x\n    y"],
    ["that is a list", "- a\n", [], [["b"], "c"], "- a\n- - - b\n  - c\n"],
    ["behind an absent one", "l:\n  - a\n  -\n", ["l"], "x", "l:\n  - a\n  -\n  - x\n"],
    ["behind lines that keep their end", "- |+\n  a\n\n", [], "x", "- |+\n  a\n\n- x\n"],
    ["in brackets", "l: [a, b] # c\n", ["l"], "x, y", 'l: [a, b, "x, y"] # c\n'],
    ["in brackets with an open comma", "[a, ]", [], "x", "[a, x, ]"],
    [
      "in brackets over several lines",
      "[\n  a, # one\n  b # two\n]",
      [],
      { c: 1 },
      "[\n  a, # one\n  b, { c: 1 } # two\n]",
    ],
    ["in empty brackets", "l: []\n", ["l"], { a: "x\ny" }, 'l: [{ a: "x\\ny" }]\n'],
    ["with CRLF", "- a\r\n", [], { b: 1, c: 2 }, "- a\r\n- b: 1\r\n  c: 2\r\n"],
  ])("%s", (_, text, path, value, expected) => {
    expect(add(text, path, value)).toBe(expected);
  });

  it("to a list that is written as a single item makes a list of both", () => {
    const text = (match: string) =>
      `runwright: 1\nid: a\ntitle: T\nversion: "1.0.0"\nerrors:\n  - id: e\n    match: ${match}\nprocedures: [{ id: p, title: P, steps: [{ id: s, title: S }] }]\n`;
    const after = (match: string, pick: "match" | "at", value: unknown) => {
      const { runbook, places, problems } = read(text(match), { path: "a.runbook.yaml" });
      const error = runbook?.errors?.[0] ?? expect.fail(JSON.stringify(problems));
      const list = (pick === "match" ? error.match : error.match[0]?.at) ?? expect.fail();
      const result = applyEdits(text(match), places ? addItem(places, list, value) : []);
      const again = read(result, { path: "a.runbook.yaml" });
      expect(again.problems).toEqual([]);
      const model = again.runbook?.errors?.[0]?.match;
      expect(pick === "match" ? model : model?.[0]?.at).toEqual([...list, value]);
      return result.slice(text("").indexOf("match: ") + 7, result.indexOf("\nprocedures"));
    };
    expect(after("{ status: 401, at: x } # c", "at", "z")).toBe("{ status: 401, at: [x, z] } # c");
    expect(after("{ status: 401 } # c", "match", { exit: 1 })).toBe("[{ status: 401 }, { exit: 1 }] # c");
    expect(
      after("# c\n      at: x # d\n      shows: |\n        one\n\n          two\n", "match", { exit: 1 }),
    ).toBe("# c\n      - at: x # d\n        shows: |\n          one\n\n            two\n      - exit: 1\n");
  });
});

describe("an owner of another model", () => {
  it("is not edited", () => {
    const { places } = plainModel(readYaml(createSource("a.yaml", "a: 1\n")).tree ?? expect.fail());
    expect([setField(places, {}, "a", 1), removeField(places, {}, "a"), addItem(places, [], 1)]).toEqual([
      [],
      [],
      [],
    ]);
    const list = plainModel(readYaml(createSource("a.yaml", "- 1\n")).tree ?? expect.fail());
    expect([
      setField(list.places, list.value as object, "a", 1),
      removeField(list.places, list.value as object, "a"),
    ]).toEqual([[], []]);
  });
});

describe("applying edits", () => {
  it("is the same in any order", () => {
    const edits = [
      { offset: 4, endOffset: 5, text: "E" },
      { offset: 0, endOffset: 0, text: "^" },
      { offset: 1, endOffset: 4, text: "" },
    ];
    expect(applyEdits("abcdef", edits)).toBe("^aEf");
    expect(applyEdits("abcdef", [...edits].reverse())).toBe("^aEf");
    expect(applyEdits("abc", [])).toBe("abc");
  });

  it("refuses edits that overlap", () => {
    const edits = [
      { offset: 0, endOffset: 2, text: "" },
      { offset: 1, endOffset: 3, text: "" },
    ];
    expect(() => applyEdits("abc", edits)).toThrow(
      new TypeError("Expected edits that do not overlap, got two at offset 1"),
    );
  });
});

/* Whatever is edited, however it was written: reading gives that change and no other, and no other byte is another. */
describe("any edit of any text", () => {
  const lines = fc.constantFrom("a\nb\n\n", "x\n", "a\n\nb\n\n\n", "one\ntwo", "a b c");
  const scalars = fc.oneof(anyText, lines, fc.constantFrom(null, true, 0, 1.5));
  const mapOf = (entries: readonly (readonly [string, unknown])[]) => {
    const map: Record<string, unknown> = Object.create(null);
    for (const [key, value] of entries) map[key] = value;
    return map;
  };
  const { collection } = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 4 }, scalars, tie("collection")),
    collection: fc.oneof(
      fc.array(tie("value"), { maxLength: 4 }),
      fc.array(fc.tuple(anyText, tie("value")), { maxLength: 4 }).map(mapOf),
    ),
  }));
  const newValues = fc.oneof(
    anyText,
    lines,
    fc.constantFrom(null, true, 3, [], {}, ["a", "b"], { a: "x\ny", b: [1] }, { b: { c: "x\ny\n" } }, "a\nb"),
  );
  const cases = fc.record({
    file: spelled(collection),
    owner: fc.nat(),
    field: fc.nat(),
    name: anyText,
    isNew: fc.boolean(),
    value: newValues,
  });

  const lineOf = (text: string, offset: number) => text.lastIndexOf("\n", offset - 1) + 1;
  const endOfLine = (text: string, offset: number) => text.slice(offset).search(/[\r\n]|$/) + offset;
  const commentsIn = (text: string) => text.match(/# c\d+/g) ?? [];
  /** A comment may be moved out of the way of a block scalar, and blank lines that would become part of one go. */
  const loosely = (text: string) => text.replace(/^[ \t]+(?=#)/gm, "").replace(/^(?:[ \t]*\r?\n)+/, "");

  /** A mapping or list of a file: the model, its place, its node, and how the file is read again. */
  const choose = ({
    file: { text },
    owner: which,
    field,
    name,
    isNew,
  }: {
    file: { text: string };
    owner: number;
    field: number;
    name: string;
    isNew: boolean;
  }) => {
    const model = plainModel(readYaml(createSource("a.yaml", text)).tree ?? expect.fail(text));
    const [owner, node] = model.owners[which % model.owners.length] ?? expect.fail();
    const keys = Object.keys(owner);
    const key = isNew ? name : (keys[field % Math.max(keys.length, 1)] ?? name);
    return { ...model, text, owner, node, key, entry: entryOf(node, key) };
  };

  const expectRead = (text: string, value: unknown) => {
    const { tree, problems } = readYaml(createSource("a.yaml", text));
    expect(problems).toEqual([]);
    expect(plainly(tree && toValue(tree.root))).toEqual(plainly(value));
    const other = parseDocument(text, { uniqueKeys: false, logLevel: "error" });
    expect([other.errors, plainly(other.toJS())]).toEqual([[], plainly(value)]);
  };

  it(
    "sets a field, and only that",
    () => {
      fc.assert(
        fc.property(cases, (made) => {
          const { text, value, places, owner, node, key, entry } = choose(made);
          if (Array.isArray(owner)) return;
          const before = plainly(value);
          const edits = setField(places, owner, key, made.value);
          Object.assign(owner, mapOf([[key, made.value]]));
          const after = applyEdits(text, edits);
          expectRead(after, value);
          if (JSON.stringify(before) === JSON.stringify(plainly(value))) expect(after).toBe(text);
          const from = entry ? entry.key.end : node.end;
          const to = entry ? entry.value.end : node.end;
          expect(after.startsWith(text.slice(0, node.flow && !entry ? node.start : from))).toBe(true);
          expect(loosely(after).endsWith(loosely(text.slice(endOfLine(text, to))))).toBe(true);
          expect(commentsIn(after)).toEqual(
            expect.arrayContaining([
              ...commentsIn(text.slice(0, entry?.value.start ?? from)),
              ...commentsIn(text.slice(to)),
            ]),
          );
        }),
        runs(600),
      );
    },
    patience,
  );

  it(
    "removes a field, and only that",
    () => {
      fc.assert(
        fc.property(cases, (made) => {
          const { text, value, places, owner, node, key, entry } = choose({ ...made, isNew: false });
          if (Array.isArray(owner) || !entry) return;
          const edits = removeField(places, owner, key);
          delete (owner as Record<string, unknown>)[key];
          const after = applyEdits(text, edits);
          expectRead(after, value);
          const { start, end } = Object.keys(owner).length === 0 ? node : entry;
          expect(after.startsWith(text.slice(0, node.flow ? node.start : lineOf(text, start)))).toBe(true);
          const rest = node.flow ? node.end : endOfLine(text, end);
          expect(loosely(after).endsWith(loosely(text.slice(rest)).trimStart())).toBe(true);
          expect(commentsIn(after)).toEqual(
            expect.arrayContaining([...commentsIn(text.slice(0, start)), ...commentsIn(text.slice(rest))]),
          );
        }),
        runs(600),
      );
    },
    patience,
  );

  it(
    "adds an item, and only that",
    () => {
      fc.assert(
        fc.property(cases, (made) => {
          const { text, value, places, owner, node } = choose(made);
          if (!Array.isArray(owner)) return;
          const edits = addItem(places, owner, made.value);
          owner.push(made.value);
          const after = applyEdits(text, edits);
          expectRead(after, value);
          // Nothing goes: the text is what is left without the addition, but for comments that moved.
          expect(after.startsWith(text.slice(0, node.flow ? node.start : node.end))).toBe(true);
          expect(
            loosely(after).endsWith(loosely(text.slice(node.flow ? node.end : endOfLine(text, node.end)))),
          ).toBe(true);
          expect(commentsIn(after)).toEqual(commentsIn(text));
        }),
        runs(600),
      );
    },
    patience,
  );

  it(
    "can be followed by the opposite, and nothing is left of both",
    () => {
      fc.assert(
        fc.property(cases, (made) => {
          const { text, places, owner, key, entry, node } = choose({ ...made, isNew: true });
          if (
            Array.isArray(owner) ||
            entry ||
            node.flow ||
            isCollection(made.value) ||
            node.start === node.end
          )
            return;
          const once = applyEdits(text, setField(places, owner, key, made.value));
          const again = choose({ ...made, file: { text: once } });
          const back = applyEdits(once, removeField(again.places, again.owner, key));
          expect(loosely(back.trimEnd())).toBe(loosely(text.trimEnd()));
        }),
        runs(300),
      );
    },
    patience,
  );
});
