import { readdirSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { LostComment } from "../src/comment-carry.js";
import { homedComments } from "../src/comment-homes.js";
import { type Conversion, convert, type Spelling } from "../src/convert.js";
import { meaningDigest } from "../src/digest.js";
import { link } from "../src/link.js";
import type { Linked } from "../src/linked.js";
import { type ReadResult, read } from "../src/read.js";
import { realFiles } from "./real-files.js";
import { patience, runs } from "./runs.js";

const root = new URL("../../../", import.meta.url);
const contract = "packages/core/fixtures/contract/";

const files = {
  load: (path: string) => read(readFileSync(new URL(path, root), "utf8"), { path }),
};

const runbooks = realFiles.filter(({ path }) => path.endsWith(".runbook.yaml"));
const pages = [contract, "examples/markdown/"].flatMap((folder) =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".runbook.md"))
    .sort()
    .map((path) => ({ path: folder + path, text: readFileSync(new URL(folder + path, root), "utf8") })),
);

/** The text in its other spelling; it must be possible. */
function converted(source: ReadResult, to: Spelling, linked?: Linked): Conversion {
  const result = convert(source, linked, to);
  if ("refused" in result) throw new Error(result.refused.message);
  return result;
}

const toMarkdown = (text: string) => converted(read(text, { path: "a.runbook.yaml" }), "md");
const toYaml = (text: string) => converted(read(text, { path: "a.runbook.md" }), "yaml");

/** Every line of every comment, sorted. */
function commentLines({ tree }: ReadResult, except: readonly LostComment[] = []): readonly string[] {
  const comments = tree ? homedComments(tree) : [];
  const kept = comments.filter(
    ({ line, words }) => !except.some((lost) => lost.line === line && lost.text === words.join(" ").trim()),
  );
  return kept
    .flatMap(({ words }) => words.map((line) => line.trim()))
    .filter((line) => line !== "")
    .sort();
}

const yaml = `# yaml-language-server: $schema=./runbook.schema.json
# For the night shift.
runwright: 1
id: restart # never changes
title: Restart the shop # short
version: "1.0.0"
# We have three of them.
# Two are asleep.
parties:
  # The quickest.
  - id: desk
    name: Help desk
    # by phone only
    contact: ["tel: 1"] # not at night
    hours: from 8 to 18 # Berlin
  # More to come.
errors:
  - id: down
    match: # seen once
      status: 503
      # code: down
    then: { stop: Call somebody } # a stop
# The one that matters.
procedures:
  - id: restart-shop
    title: Restart the shop
    steps:
      # Slowly!
      - id: press-restart
        title: Press Restart
        text: | # mind the gap
          Press it.
          #1 is text.
        # --> is an arrow
checklist:
  - id: done
    text: It runs # really
  # runwright:generated
references: # outside
  - title: Manual
    url: https://shop.example/manual # slow
# The end.
`;

const markdown = `---
# For the night shift.
runwright: 1
id: restart # never changes
version: "1.0.0"
---

<!-- Above the title. -->

# Restart the shop

<!-- runwright:generated status -->
<!-- not a comment of the author -->
<!-- /runwright:generated -->

The shop is down.

<!-- Inside
     the summary.

       Indented. --><!-- Beside it. -->

All of it.

## <a id="restart-shop"></a>Procedure: Restart the shop

### <a id="press-restart"></a>Press Restart

Press it.

<!-- Slowly! -->

- **Expect:** The shop runs

  <!-- Below a fact. -->

\`\`\`yaml fields
# How long?
timeout: 5m # at most
x-team:
  # quiet
  - night
# The end of the data.
\`\`\`

<!-- Behind the step. -->

## People

<!-- Three of them. -->

### <a id="desk"></a>Help desk

\`\`\`yaml fields
# hours: 8-18
\`\`\`

## References

- [Manual](https://shop.example/manual)

<!-- Behind the list. -->
`;

describe("from YAML to Markdown", () => {
  test("each comment stands at what it is about", () => {
    expect(toMarkdown(yaml).text).toBe(`---
# For the night shift.
runwright: 1
# never changes
id: restart
version: "1.0.0"
---

# Restart the shop

<!-- short -->

<!-- The end. -->

## <a id="restart-shop"></a>Procedure: Restart the shop

<!-- The one that matters. -->

### <a id="press-restart"></a>Press Restart

<!-- Slowly! -->

<!-- mind the gap -->

Press it.
#1 is text.

## Errors

### <a id="down"></a>down

<!-- a stop -->

- **Then:** stop: "Call somebody"

\`\`\`yaml fields
# seen once
# code: down
match:
  status: 503
\`\`\`

## People

<!--
We have three of them.
Two are asleep.
-->

<!-- More to come. -->

### <a id="desk"></a>Help desk

<!-- The quickest. -->

<!-- by phone only -->

<!-- not at night -->

- **Contact:** tel: 1

\`\`\`yaml fields
# Berlin
hours: from 8 to 18
\`\`\`

## Sign-off checklist

- [ ] <a id="done"></a>It runs

## References

<!-- outside -->

- [Manual](https://shop.example/manual)
`);
  });

  test("those without a place are named, each with its line", () => {
    expect(toMarkdown(yaml).lost).toEqual([
      { line: 34, text: "--> is an arrow", why: "A comment in Markdown ends at `-->`" },
      { line: 37, text: "really", why: "A line of `## Sign-off checklist` has no room for a comment" },
      {
        line: 38,
        text: "runwright:generated",
        why: "In Markdown it would be the mark of a generated part",
      },
      { line: 41, text: "slow", why: "A line of `## References` has no room for a comment" },
    ]);
  });

  test("links into fragments have their words and their path", () => {
    const path = `${contract}11-fragments/fragments.runbook.yaml`;
    const source = files.load(path);
    const { text } = converted(source, "md", link(source, files));
    expect(text).toBe(files.load(path.replace(/yaml$/, "md")).source.text);
  });
});

test("from Markdown to YAML each comment stands at what it is about", () => {
  expect(toYaml(markdown)).toEqual({
    text: `# yaml-language-server: $schema=./node_modules/@runwright/core/runbook.schema.json
# For the night shift.
# Above the title.
# Inside
# the summary.
#
#   Indented.
# Beside it.
runwright: 1
# never changes
id: restart
title: Restart the shop
version: "1.0.0"
summary: |-
  The shop is down.

  All of it.

# Three of them.
parties:
  # hours: 8-18
  - id: desk
    name: Help desk

procedures:
  - id: restart-shop
    title: Restart the shop
    steps:
      # Slowly!
      # Below a fact.
      # The end of the data.
      # Behind the step.
      - id: press-restart
        title: Press Restart
        text: Press it.
        # How long?
        # at most
        timeout: 5m
        expect:
          see: The shop runs
        x-team:
          # quiet
          - night

# Behind the list.
references:
  - title: Manual
    url: https://shop.example/manual
`,
    lost: [],
  });
});

describe("a conversion is refused", () => {
  const refused = (text: string, path: string, to: Spelling) => {
    const result = convert(read(text, { path }), undefined, to);
    return "refused" in result ? result.refused : undefined;
  };

  test("to the spelling that the file has", () => {
    expect(refused(yaml, "a.runbook.yaml", "yaml")).toEqual({
      message: "`a.runbook.yaml` is written in YAML already",
      help: "Run `runwright fmt` to lay it out anew, or convert it to the other spelling",
    });
    expect(refused(markdown, "a.runbook.md", "md")?.message).toBe(
      "`a.runbook.md` is written in Markdown already",
    );
  });

  test("of a fragment, which has no other", () => {
    expect(refused("runwright: 1\nkind: fragment\nid: a\n", "a.fragment.yaml", "md")).toEqual({
      message: "`a.fragment.yaml` is a fragment, which is written in YAML",
      help: "Name a runbook; it goes on using its fragments as they are",
    });
  });

  test("of a file with problems, which would lose what they are about", () => {
    const message = (text: string, path: string, to: Spelling) => refused(text, path, to)?.message;
    expect(refused(yaml.replace("hours:", "hour:"), "a.runbook.yaml", "md")).toEqual({
      message:
        "`a.runbook.yaml` has problems, and a part of it would be gone (line 15: Unknown field `hour`, did you mean `hours`?)",
      help: "Run `runwright lint a.runbook.yaml`, and mend what it shows",
    });
    expect(message("a: [", "a.runbook.yaml", "md")).toMatch(/^`a\.runbook\.yaml` has problems, and a part/);
    expect(message(markdown.replace("**Expect", "**Expekt"), "a.runbook.md", "yaml")).toMatch(/line 33: /);
    expect(message("# A page\n", "a.md", "yaml")).toBe("`a.md` has problems, and a part of it would be gone");
  });
});

describe("every runbook keeps its meaning", () => {
  test.each([...runbooks, ...pages])("$path", ({ path, text }) => {
    const to = path.endsWith(".md") ? "yaml" : "md";
    const source = read(text, { path });
    const linked = link(source, files);
    const there = converted(source, to, linked);
    const otherPath = path.replace(/\w+$/, to);
    const other = read(there.text, { path: otherPath });
    const otherLinked = link(other, files);
    expect(otherLinked && meaningDigest(otherLinked)).toBe(linked && meaningDigest(linked));
    const back = converted(other, to === "md" ? "yaml" : "md", otherLinked);
    expect(read(back.text, { path }).runbook).toEqual(source.runbook);
    expect([...there.lost, ...back.lost]).toEqual([]);
  });
});

describe("no comment is lost in silence", () => {
  const words = fc.constantFrom(
    ...[
      "",
      " a word",
      "b: c",
      " - d",
      " # e",
      " -->",
      "!-- f",
      " <!-- g -- h",
      " |",
      "  \t i",
      " ```",
      " <b>",
    ],
    ...[
      "-",
      ">",
      "->",
      " runwright:generated",
      " yaml",
      "\u200b",
      " `j`",
      " {{k}}",
      " * l",
      "[m](#n)",
      " yaml-language-server: x",
      '"',
    ],
  );

  /** There, and back again. */
  const bothWays = (source: ReadResult, to: Spelling): void => {
    const { text, lost } = converted(source, to);
    const other = read(text, { path: `law.runbook.${to}` });
    const kept = commentLines(other);
    expect(kept).toEqual(commentLines(source, lost));
    expect(lost.map(({ why }) => why)).not.toContain("The text with its comments would be read otherwise");
    const back = converted(other, to === "md" ? "yaml" : "md");
    expect(back.lost).toEqual([]);
    const again = read(back.text, { path: source.source.path });
    expect(commentLines(again)).toEqual(kept);
    expect(again.runbook).toEqual(source.runbook);
  };

  it(
    "from YAML",
    () => {
      const comments = fc.array(
        fc.record({ at: fc.nat(), column: fc.nat(12), words, isBeside: fc.boolean() }),
        { maxLength: 12 },
      );
      fc.assert(
        fc.property(fc.constantFrom(...runbooks), comments, ({ text, path }, added) => {
          const lines = text.split("\n");
          for (const { at, column, words: content, isBeside } of added) {
            const line = at % lines.length;
            if (isBeside) lines[line] = `${lines[line]} #${content}`;
            else lines.splice(line, 0, `${" ".repeat(column)}#${content}`);
          }
          const before = read(text, { path });
          const source = read(lines.join("\n"), { path });
          // A comment inside a text is text, and one may break a plain one.
          fc.pre(source.runbook !== undefined && source.problems.length === before.problems.length);
          bothWays(source, "md");
        }),
        runs(50),
      );
    },
    patience,
  );

  it(
    "from Markdown",
    () => {
      const comments = fc.array(
        fc.record({ at: fc.nat(), words: fc.array(words, { minLength: 1, maxLength: 3 }) }),
        { maxLength: 8 },
      );
      fc.assert(
        fc.property(fc.constantFrom(...pages), comments, ({ text, path }, added) => {
          const blocks = text.split("\n\n");
          for (const { at, words: lines } of added)
            blocks.splice(1 + (at % blocks.length), 0, `<!-- ${lines.join("\n")} -->`);
          const before = read(text, { path });
          const source = read(blocks.join("\n\n"), { path });
          fc.pre(source.runbook !== undefined && source.problems.length === before.problems.length);
          bothWays(source, "yaml");
        }),
        runs(50),
      );
    },
    patience,
  );
});
