import { readdirSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type Part, type Place, type Places, type Runbook, read } from "../src/index.js";
import { writeMarkdown } from "../src/markdown/write.js";
import { entryOf, type TreeNode } from "../src/tree.js";
import { runbooks } from "./arbitraries.js";
import { patience, runs } from "./runs.js";

const path = "a.runbook.md";
const withCrlf = (text: string) => text.replaceAll("\n", "\r\n");
const shown = (place: Place | undefined) => place?.source.text.slice(place.start, place.end);

function modelOf(text: string): { runbook: Runbook; places: Places } {
  const { runbook, places, problems } = read(text, { path });
  if (!runbook || !places) throw new Error(problems.map(({ message }) => message).join("\n"));
  return { runbook, places };
}

/** Fails where a value of the model has no place in the text, or where a unit of one stands elsewhere than is said. */
function expectPlaces(text: string): void {
  const { runbook, places } = modelOf(text);
  const open: object[] = [runbook];
  for (let owner = open.pop(); owner; owner = open.pop())
    for (const [name, value] of Object.entries(owner)) {
      const key = Array.isArray(owner) ? Number(name) : name;
      const node = childOf(places.node(owner)?.node, key);
      if (!node || !isInside(text, places.of(owner, key)) || !isInside(text, places.ofKey(owner, name)))
        expect.fail(`${name} has no place`);
      // What somebody adds for programs of their own is one value to us.
      if (typeof value === "object" && value !== null && !name.startsWith("x-")) open.push(value);
      if (typeof value === "string" && node.kind === "scalar")
        expectUnits(value, node.style, (part) => places.of(owner, key, part));
    }
}

function childOf(node: TreeNode | undefined, key: string | number): TreeNode | undefined {
  if (typeof key === "string") return node && entryOf(node, key)?.value;
  // A list of the model may stand as a single item in the text.
  return node?.kind === "seq" ? node.items[key] : node;
}

function isInside(text: string, place: Place | undefined): boolean {
  return place !== undefined && 0 <= place.start && place.start <= place.end && place.end <= text.length;
}

function expectUnits(value: string, style: string, ask: (part: Part) => Place | undefined): void {
  let before = 0;
  for (let at = 0; at < value.length; at++) {
    const place = ask({ start: at, end: at + 1 });
    const written = shown(place) ?? "";
    if (!isWritten(value, at, { written, style }) || (place?.start ?? 0) < before)
      expect.fail(`unit ${at} of ${JSON.stringify(value)} is said to stand at ${JSON.stringify(written)}`);
    before = place?.start ?? 0;
  }
}

function isWritten(
  value: string,
  at: number,
  { written, style }: { readonly written: string; readonly style: string },
): boolean {
  const unit = value.charAt(at);
  const isBreak = /^\r?\n$/.test(written);
  if (style === "markdown")
    // The one value that is written in other words.
    return (
      written === unit || (unit === "\n" && isBreak) || (value === "handed-over" && written === "handed over")
    );
  // In the data text is written as YAML writes it: with escapes, of which one may stand for two units, and folded.
  if (style === "double-quoted") return String(parse(`"${written}"`)).includes(unit);
  if (style === "single-quoted" && unit === "'") return written === "''";
  return written === unit || (/[ \n]/.test(unit) && /^\s+$/.test(written));
}

describe("Every value, and every unit of every text, stands where it is said to stand", () => {
  it(
    "in runbooks of every shape",
    () => {
      fc.assert(
        fc.property(runbooks, (runbook: Runbook) => {
          const text = writeMarkdown(runbook);
          expectPlaces(text);
          expectPlaces(withCrlf(text));
        }),
        runs(75),
      );
    },
    patience,
  );

  const root = new URL("../../../", import.meta.url);
  const files = ["packages/core/fixtures/contract/", "examples/markdown/"].flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".runbook.md"))
      .map((file) => folder + file),
  );

  it.each(files.sort())("in %s", (file) => {
    const text = readFileSync(new URL(file, root), "utf8").replaceAll("\r\n", "\n");
    expectPlaces(text);
    expectPlaces(withCrlf(text));
  });
});

const handWritten = `---
runwright: 1
id: lamp-out
version: "1.2.0"
tags: [lamp, "night"]
---

# The lamp is out

It was \`on\` before.

**Not for:** Candles, which
burn down.

## <a id="main"></a>Procedure: Light it

### <a id="look"></a>Look at the lamp

First words.

<!-- A remark -->

Second words.

  ~~~bash run
  switch on
    --now
  ~~~

- **Who:** [The night shift](#night)
- **Where:** [Cellar](#cellar)
- **Effect:** reads, not repeatable
- **Expect:** \`*shine*\`
- **If [gone](#gone):** try again, 2 times, 30s apart; say "Say \\"please\\" now"; else go to [Top](#roof), at most once
- **If anything else fails:** do [Darken](#darken), then try again, once
- **Then:** handed over

\`\`\`yaml fields
timeout: 5m # long
x-colour: "a\\tb"
\`\`\`

### <a id="choose"></a>

- **When:** It is red → stop: "Red"
- **When:** It is blue → undo back to [Top](#cellar), then escalate to [Night](#night)
- **Otherwise:** done

\`\`\`yaml fields
title: |
  Choose # one
  of two
\`\`\`

## People

### The night shift <a id="night"></a>

## Words

| Term | Means | Aliases |
| --- | --- | --- |
| Fuse | Either \\| or | plug; wire |

## Sign-off checklist

- [ ] <a id="bulb"></a>The bulb is new

## References

- [Manual \\[old\\]](docs/manual.md)
`;

describe.each([
  ["LF", handWritten],
  ["CRLF", withCrlf(handWritten)],
])("With %s, the place of something that a person wrote", (_, text) => {
  const { runbook, places } = modelOf(text);
  const at = (...trail: (string | number)[]) => {
    let owner: object = runbook;
    for (const key of trail.slice(0, -1))
      owner = (owner as Record<string, object>)[key] ?? expect.fail(String(key));
    return { owner, key: trail.at(-1) ?? "" };
  };
  const value = (...trail: (string | number)[]) => {
    const { owner, key } = at(...trail);
    return places.of(owner, key);
  };
  const name = (...trail: (string | number)[]) => {
    const { owner, key } = at(...trail);
    return places.ofKey(owner, String(key));
  };
  const words = (part: string, ...trail: (string | number)[]) => {
    const { owner, key } = at(...trail);
    const start = String((owner as Record<string, unknown>)[key]).indexOf(part);
    return places.of(owner, key, { start, end: start + part.length });
  };
  const look = ["procedures", 0, "steps", 0] as const;
  const choose = ["procedures", 0, "steps", 1] as const;

  it.each<[string, Place | undefined, string]>([
    ["the title of the page", value("title"), "The lamp is out"],
    ["a value of the front matter", value("version"), "1.2.0"],
    ["an item in the front matter", value("tags", 1), "night"],
    ["a name in the front matter", name("tags"), "tags"],
    ["the summary", value("summary"), "It was `on` before."],
    ["a word of a paragraph with a label", words("burn", "notFor"), "burn"],
    ["the label of that paragraph", name("notFor"), "**Not for:**"],
    ["a heading", value(...look, "title"), "Look at the lamp"],
    ["an anchor", value(...look, "id"), "look"],
    ["an anchor at the end", value("parties", 0, "id"), "night"],
    ["a whole step: its heading", value(...look), '### <a id="look"></a>Look at the lamp'],
    ["prose before a comment", words("First", ...look, "text"), "First"],
    ["prose behind a comment", words("Second", ...look, "text"), "Second"],
    [
      "prose on both sides of it",
      words("words.\n\nSecond", ...look, "text"),
      "words.\n\n<!-- A remark -->\n\nSecond",
    ],
    ["the label of a fact", name(...look, "by"), "**Who:**"],
    ["the id of a link", value(...look, "by"), "night"],
    ["a fact in a code span", value(...look, "expect", "see"), "*shine*"],
    ["a word that says yes or no", value(...look, "command", "repeatable"), "not repeatable"],
    ["the shell of a command", value(...look, "command", "shell"), "bash"],
    ["a word of a command", words("--now", ...look, "command", "run"), "--now"],
    ["its blanks, without those of the fence", words("on\n  -", ...look, "command", "run"), "on\n    -"],
    ["a value of the data", value(...look, "timeout"), "5m"],
    ["a name of the data", name(...look, "timeout"), "timeout"],
    ["an escape in the data", words("\t", ...look, "x-colour"), "\\t"],
    ["a title in the data", words("# one\nof", ...choose, "title"), "# one\n  of"],
    ["the error of a row", name(...look, "onFailure", "gone"), "gone"],
    ["a whole outcome", value(...look, "onFailure", "any"), "do [Darken](#darken), then try again, once"],
    ["the verb of an outcome", name(...look, "onFailure", "gone", "retry"), "try again"],
    ["its number", value(...look, "onFailure", "gone", "retry"), "2"],
    ["its pause", value(...look, "onFailure", "gone", "delay"), "30s"],
    ["its words behind an escape", words("now", ...look, "onFailure", "gone", "say"), "now"],
    ["its words with an escape", words('y "', ...look, "onFailure", "gone", "say"), 'y \\"'],
    ["its else", name(...look, "onFailure", "gone", "else"), "else"],
    ["where it goes then", value(...look, "onFailure", "gone", "else", "goto"), "roof"],
    ["how often", value(...look, "onFailure", "gone", "else", "max"), "once"],
    ["what repairs", value(...look, "onFailure", "any", "first"), "darken"],
    ["an end in two words", value(...look, "next", "end"), "handed over"],
    ["the words of a branch", value(...choose, "choose", 0, "when"), "It is red"],
    ["the arrow of a branch", name(...choose, "choose", 0, "then"), "→"],
    ["the reason of a branch", value(...choose, "choose", 0, "then", "stop"), "Red"],
    ["where an undo goes back to", value(...choose, "choose", 1, "then", "undo"), "cellar"],
    ["what comes after it", value(...choose, "choose", 1, "then", "then"), "escalate to [Night](#night)"],
    ["a cell", value("terms", 0, "term"), "Fuse"],
    ["a pipe in a cell", words("| o", "terms", 0, "means"), "| o"],
    ["a cell with a pipe", words("r | o", "terms", 0, "means"), "r \\| o"],
    ["an item in a cell", value("terms", 0, "aliases", 1), "wire"],
    ["the id of a box", value("checklist", 0, "id"), "bulb"],
    ["the text of a box", value("checklist", 0, "text"), "The bulb is new"],
    ["the words of a reference", words("old", "references", 0, "title"), "old"],
    ["the path of a reference", value("references", 0, "path"), "docs/manual.md"],
  ])("is that of %s", (_, place, expected) => {
    expect(shown(place)?.replaceAll("\r\n", "\n")).toBe(expected);
  });
});
