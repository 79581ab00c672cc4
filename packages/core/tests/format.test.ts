import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Lexer } from "yaml";
import { format, link, meaningDigest, type ReadResult, read, write } from "../src/index.js";
import { toValue } from "../src/tree.js";
import { models } from "./arbitraries.js";
import { patience, runs } from "./runs.js";
import { spelled } from "./spelling.js";

const path = "a.runbook.yaml";

/** Runbooks and fragments as data, each field that takes one or a list as it is mostly written. */
const values = models.map((model) => {
  const { tree } = read(write(model), { path });
  if (!tree) throw new Error("Expected a tree of what the writer writes");
  return toValue(tree.root);
});

interface SeenComment {
  readonly text: string;
  readonly scalarsBefore: number;
  /** Whether a bracket closes before it in its line. */
  readonly isBehindBracket: boolean;
}

/** The comments of a text as another parser sees them. */
function commentsOf(text: string): readonly SeenComment[] {
  const comments: SeenComment[] = [];
  let scalarsBefore = 0;
  let isScalar = false;
  let isBehindBracket = false;
  for (const token of new Lexer().lex(text)) {
    if ((isScalar && token !== "") || /^["']/.test(token)) scalarsBefore++;
    else if (token.startsWith("#")) comments.push({ text: token.trimEnd(), scalarsBefore, isBehindBracket });
    if (isScalar ? token !== "" : !/^[ \t,]*$/.test(token))
      isBehindBracket = !isScalar && /^[\]}]$/.test(token);
    // A scalar that is not in quotes has this sign before it.
    isScalar = token === "\u001f";
  }
  return comments;
}

function modelOf({ runbook, fragment }: ReadResult): unknown {
  return runbook ?? fragment;
}

describe("formatting", () => {
  it(
    "keeps the model and its digest, keeps every comment beside its thing, and changes nothing twice",
    () => {
      fc.assert(
        fc.property(spelled(values), ({ text }) => {
          const { text: formatted, problems } = format(text, { path });
          expect(problems).toEqual([]);
          const [before, after] = [read(text, { path }), read(formatted, { path })];
          expect(after.problems).toEqual([]);
          expect(modelOf(after)).toEqual(modelOf(before));
          expect(digestOf(after)).toBe(digestOf(before));
          expect(format(formatted, { path })).toEqual({ text: formatted, problems: [] });

          const [old, fresh] = [commentsOf(text), commentsOf(formatted)];
          expect(fresh.map((comment) => comment.text)).toEqual(old.map((comment) => comment.text));
          // What stood behind a bracket is about the whole list, and may stand behind its key now.
          const strayed = old.filter(
            (comment, index) =>
              !comment.isBehindBracket && comment.scalarsBefore !== fresh[index]?.scalarsBefore,
          );
          expect(strayed).toEqual([]);
          expect(formatted.includes("\r\n")).toBe(/^[^\n]*\r\n/.test(text));
          expect(/(?<!\r)\n/.test(formatted)).toBe(!formatted.includes("\r\n"));
        }),
        runs(120),
      );
    },
    patience,
  );

  it(
    "leaves what the writer writes as it is",
    () => {
      fc.assert(
        fc.property(models, (model) => {
          const text = write(model);
          expect(format(text, { path })).toEqual({ text, problems: [] });
        }),
        runs(150),
      );
    },
    patience,
  );

  it(
    "never throws and never damages what it cannot read",
    () => {
      fc.assert(
        fc.property(
          spelled(values),
          fc.nat(),
          fc.nat(20),
          fc.string({ maxLength: 3 }),
          ({ text }, from, length, put) => {
            const start = from % (text.length + 1);
            const broken = text.slice(0, start) + put + text.slice(start + length);
            const result = format(broken, { path });
            if (result.problems.length > 0) expect(result.text).toBe(broken);
            else expect(modelOf(read(result.text, { path }))).toEqual(modelOf(read(broken, { path })));
          },
        ),
        runs(150),
      );
    },
    patience,
  );
});

describe("large and strange files", () => {
  const head = "runwright: 1\n";
  it.each([
    ["a long list in brackets", `${head}x-a: [${"a, ".repeat(100_000)}a]\n`],
    ["a list that is too long in blocks", `${head}x-a: [${"{a: 1}, ".repeat(120_000)}a]\n`],
    ["many comments", `${head}${"# c\n".repeat(200_000)}`],
    ["a long text of many lines", `${head}x-a: >\n${"  a b\n".repeat(150_000)}`],
    ["a long text in quotes", `${head}x-a: "a\n${"   \\\\ \n".repeat(100_000)} "\n`],
    ["many empty lines that count", `${head}x-a: |+\n  a\n${"\n".repeat(900_000)}x-b: 1\n`],
    ["many fields", head + Array.from({ length: 50_000 }, (_, index) => `x-${index}: a # c\n`).join("")],
    ["deep nesting", `${head}x-a: ${"[".repeat(60)}${"]".repeat(60)}\n`],
  ])(
    "%s",
    (_, text) => {
      const start = performance.now();
      const result = format(text, { path });
      expect(result.problems.length === 0 || result.text === text).toBe(true);
      expect(read(result.text, { path }).tree).toBeDefined();
      expect(performance.now() - start).toBeLessThan(20_000);
    },
    patience,
  );
});

function digestOf(file: ReadResult): string | undefined {
  const linked = link(file, { load: () => ({ refused: "there are no other files here" }) });
  return linked && meaningDigest(linked);
}

describe("the examples", () => {
  const folder = new URL("../../../examples/", import.meta.url).pathname;
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.(?:runbook|fragment)\.yaml$/.test(name),
  );

  it.each(files.filter((name) => !name.startsWith("faulty/")).sort())(
    "%s is laid out as `fmt` does",
    (name) => {
      const text = readFileSync(join(folder, name), "utf8");
      expect(format(text, { path: name })).toEqual({ text, problems: [] });
    },
  );
});

describe("the layout", () => {
  it("is that of the writer: blocks, two spaces, quotes where they are needed, one empty line at most", () => {
    const text = `---
# head
# of the file

runwright:   1 # one
id: 'x'
"title": "Say \\"no\\" to \\\\d"
version: '1.0.0'
tags: [ops, "on", # behind on
    'c d' # behind c d
    # at the end
  ] # behind the list
audience: [ops, support]   # hoisted
x-empty: [ ] # nothing
x-commented: { # one
    # two
  } # three
summary: >-   # folded
      Some text
      here.

        more

      end
notFor: |
      literal
       deeper
# not in the text


# before the procedures
procedures:
# at the list
-   id: a   # a id
    title:
       # before the value
       value
    steps:   # steps
      # first
      - # dash
        id: s
        title: "multi
          line"
        x-nested: {a: 1, b: [c, {d: ~}]} # nested
        # under the step

      # under the steps

    # under the procedure
# after all
x-plain: plain
   text over
   lines # plain
x-null:
x-kept: |+
  keep


x-last: 0x1F
...
# really the end
`;
    expect(format(text, { path }).problems).toEqual([]);
    expect(format(text, { path }).text).toBe(`# head
# of the file

runwright: 1 # one
id: x
title: Say "no" to \\d
version: "1.0.0"
tags:
  - ops
  - "on" # behind on
  - c d # behind c d
  # at the end
  # behind the list
audience: # hoisted
  - ops
  - support
x-empty: [] # nothing
x-commented: # one
  # two
  {} # three
summary: >- # folded
  Some text
  here.

    more

  end
notFor: |
  literal
   deeper
# not in the text

# before the procedures
procedures:
  # at the list
  - id: a # a id
    title:
      # before the value
      value
    steps: # steps
      # first
      - # dash
        id: s
        title: "multi
          line"
        x-nested: # nested
          a: 1
          b:
            - c
            - d: ~
        # under the step

      # under the steps

    # under the procedure
# after all
x-plain: plain
  text over
  lines # plain
x-null:
x-kept: |+
  keep


x-last: 0x1F
# really the end
`);
  });

  it("leaves a file with problems of its syntax alone, and says why", () => {
    const twice = "runwright: 1\nid:   a\nid: b\n";
    const { text, problems } = format(twice, { path });
    expect(text).toBe(twice);
    expect(problems.map(({ line, message }) => `${line}: ${message}`)).toEqual([
      "3: `id` stands here a second time, and only one of the two can count",
    ]);
  });

  it("lays out a file that breaks the schema, too", () => {
    expect(format("runwright:   1\nsteps: [ ]\n", { path })).toEqual({
      text: "runwright: 1\nsteps: []\n",
      problems: [],
    });
  });
});

describe("a runbook in Markdown", () => {
  const page = (front: string, data: string, lineEnd = "\n") =>
    `---\n${front}---\n\n# Example\n\n<!-- a comment -->\n\n## <a id="main"></a>Procedure:   Main\n\n### <a id="look"></a>Look\n\nText  *as* it was.\n\n\n* **Expect:** A lamp\n\n\`\`\`yaml fields\n${data}\`\`\`\n`.replaceAll(
      "\n",
      lineEnd,
    );
  const front = "runwright: 1\nid: 'example'   # the id\nversion: '1.0.0'\ntags: [a,b]\n";
  const laidFront = 'runwright: 1\nid: example # the id\nversion: "1.0.0"\ntags:\n  - a\n  - b\n';

  it.each(["\n", "\r\n"])(
    "has its front matter and its data laid out, and nothing else, with %j",
    (lineEnd) => {
      const before = page(front, "timeout:    5m\nx-a: { b: 1 }\n", lineEnd);
      const after = page(laidFront, "timeout: 5m\nx-a:\n  b: 1\n", lineEnd);
      expect(format(before, { path: "a.runbook.md" })).toEqual({ text: after, problems: [] });
      expect(format(after, { path: "a.runbook.md" })).toEqual({ text: after, problems: [] });
    },
  );

  it("stays as it is where it cannot be read", () => {
    const { text, problems } = format(page(front, "a: [\n"), { path: "a.runbook.md" });
    expect({ text, rules: problems.map(({ rule }) => rule) }).toEqual({
      text: page(front, "a: [\n"),
      rules: ["parse-error"],
    });
  });
});
