import { describe, expect, it } from "vitest";
import { applyEdits, type Problem, read } from "../src/index.js";
import { linkTexts } from "./linking.js";

/*
 * The mistakes that people make in a runbook in Markdown, and what they are told; then what is no mistake. A case shows
 * the part of a page that it is about; the rest of the page is the one below.
 */

const usual = {
  front: '---\nrunwright: 1\nid: example\nversion: "1.0.0"\n---',
  title: "# Example",
  procedure: '## <a id="main"></a>Procedure: Main',
  heading: '### <a id="look"></a>Look',
  step: "",
  people: '## People\n\n### <a id="on-call"></a>On-call team',
  party: "",
  end: "",
};

type Parts = Partial<Record<keyof typeof usual, string>>;

const path = "a.runbook.md";

/** The usual page, with some of its parts written otherwise. */
function page(parts: Parts): string {
  const all = Object.values({ ...usual, ...parts }).filter((part) => part !== "");
  return `${all.join("\n\n")}\n`;
}

/**
 * What a person sees of each problem: the lines of its place, which is marked in them, what is said, what to do, and the
 * lines that a fix changes, as they are then. A suggestion is a fix that somebody has to look at.
 */
function told(text: string): readonly string[] {
  return read(text, { path }).problems.flatMap((problem) => {
    const { rule, severity, message, help, fix, offset, endOffset } = problem;
    const before = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
    const after = text.slice(endOffset, lineEnd(text, endOffset));
    return [
      `${before}[|${text.slice(offset, endOffset)}|]${after}`,
      `${severity === "error" ? "" : `${severity}, `}${rule}: ${message}`,
      `→ ${help}`,
      ...(fix ? [`${fix.safe ? "fix" : "suggestion"}: ${changedLines(text, fixed(text, problem))}`] : []),
    ].map((line) => line.replaceAll("\r", ""));
  });
}

function fixed(text: string, { fix }: Problem): string {
  return applyEdits(text, fix?.edits ?? []);
}

/** The lines of the second text in which it differs from the first. */
function changedLines(first: string, second: string): string {
  const shorter = Math.min(first.length, second.length);
  let start = 0;
  while (start < shorter && first[start] === second[start]) start++;
  let end = 0;
  while (end < shorter - start && first.at(-1 - end) === second.at(-1 - end)) end++;
  const from = start === 0 ? 0 : second.lastIndexOf("\n", start - 1) + 1;
  return second.slice(from, lineEnd(second, Math.max(from, second.length - end)));
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

const withCrlf = (text: string) => text.replaceAll("\n", "\r\n");

function expectTold(parts: Parts, expected: readonly string[]): void {
  const text = page(parts);
  expect(told(text)).toEqual(expected);
  // The same is said where lines end with CRLF.
  expect(told(withCrlf(text))).toEqual(expected);
  // Each fix mends its problem and makes no other.
  const { problems } = read(text, { path });
  for (const problem of problems) {
    if (!problem.fix) continue;
    const after = read(fixed(text, problem), { path }).problems;
    expect(after.length).toBeLessThan(problems.length);
  }
}

describe("An entry without an anchor", () => {
  it.each<[string, Parts, ...string[]]>([
    [
      "a procedure",
      { procedure: "## Procedure: Main" },
      "## Procedure: [|Main|]",
      "anchor-missing: This procedure has no anchor, which is its id",
      '→ Write `<a id="main"></a>` before its words',
      'fix: ## <a id="main"></a>Procedure: Main',
    ],
    [
      "a step",
      { heading: "### Look" },
      "### [|Look|]",
      "anchor-missing: This step has no anchor, which is its id",
      '→ Write `<a id="look"></a>` before its words',
      'fix: ### <a id="look"></a>Look',
    ],
    [
      "a note",
      { end: "## Good to know\n\nThe lamp is old." },
      "## [|Good to know|]",
      "anchor-missing: This note has no anchor, which is its id",
      '→ Write `<a id="good-to-know"></a>` before its words',
      'fix: ## <a id="good-to-know"></a>Good to know',
    ],
    [
      "a party",
      { people: "## People\n\n### Night shift" },
      "### [|Night shift|]",
      "anchor-missing: This party has no anchor, which is its id",
      '→ Write `<a id="night-shift"></a>` before its words',
      'fix: ### <a id="night-shift"></a>Night shift',
    ],
    [
      "an item of the checklist",
      { end: "## Sign-off checklist\n\n- [ ] The lamp is new" },
      "- [ ] [|The lamp is new|]",
      "anchor-missing: This checklist item has no anchor, which is its id",
      '→ Write `<a id="the-lamp-is-new"></a>` before its words',
      'fix: - [ ] <a id="the-lamp-is-new"></a>The lamp is new',
    ],
    [
      "a step whose id would be taken",
      { heading: "### On call", people: '## People\n\n### <a id="on-call"></a>On-call team' },
      "### [|On call|]",
      "anchor-missing: This step has no anchor, which is its id",
      '→ Write `<a id="on-call-2"></a>` before its words',
      'fix: ### <a id="on-call-2"></a>On call',
    ],
    [
      "an entry whose heading is a word only",
      { end: '## Words\n\n### <a id="lamp"></a>Lamp\n\nWhat shines.' },
      '### [|<a id="lamp"></a>|]Lamp',
      "text-misplaced: An anchor stands before an entry that has no id",
      "→ Remove the anchor",
      "fix: ### Lamp",
    ],
    [
      "an anchor that is not closed",
      { heading: '### <a id="look">Look' },
      '### [|<a id="look">Look|]',
      "anchor-missing: This step has no anchor, which is its id",
      '→ Write `<a id="look"></a>` before its words',
      'fix: ### <a id="look"></a>Look',
    ],
    [
      "an anchor around the words",
      { heading: '### <a id="look">Look</a>' },
      '### [|<a id="look">Look</a>|]',
      "anchor-missing: This step has no anchor, which is its id",
      '→ Write `<a id="look"></a>` before its words',
      'fix: ### <a id="look"></a>Look',
    ],
    [
      "an anchor in braces",
      { heading: "### Look {#look}" },
      "### [|Look {#look}|]",
      "anchor-missing: This step has no anchor, which is its id",
      '→ Write `<a id="look"></a>` before its words',
      'fix: ### <a id="look"></a>Look',
    ],
    [
      "an anchor in the line above",
      { heading: '<a id="look"></a>\n### Look' },
      "### [|Look|]",
      "anchor-missing: This step has no anchor, which is its id",
      '→ Write `<a id="look"></a>` before its words',
      'fix: ### <a id="look"></a>Look',
    ],
    [
      "an anchor above a blank line",
      { procedure: '<a id="main"></a>\n\n## Procedure: Main' },
      "## Procedure: [|Main|]",
      "anchor-missing: This procedure has no anchor, which is its id",
      '→ Write `<a id="main"></a>` before its words',
      'fix: ## <a id="main"></a>Procedure: Main',
    ],
  ])("%s", (_, parts, ...expected) => expectTold(parts, expected));
});

describe("A label", () => {
  it.each<[string, Parts, ...string[]]>([
    [
      "that is misspelt",
      { step: "- **Expected:** A lamp" },
      "- [|**Expected:**|] A lamp",
      "label-unknown: `**Expected:**` is no label of a step, did you mean `**Expect:**`?",
      "→ Write `**Expect:**`",
      "suggestion: - **Expect:** A lamp",
    ],
    [
      "with the colon outside",
      { step: "- **Who**: [On-call team](#on-call)" },
      "- [|**Who**:|] [On-call team](#on-call)",
      "label-unknown: `**Who**:` is not read as a fact, which begins with `**Who:**`",
      "→ Write `**Who:**`",
      "fix: - **Who:** [On-call team](#on-call)",
    ],
    [
      "that is not bold",
      { step: "- Who: [On-call team](#on-call)" },
      "- [|Who:|] [On-call team](#on-call)",
      "label-unknown: `Who:` is not read as a fact, which begins with `**Who:**`",
      "→ Write `**Who:**`",
      "fix: - **Who:** [On-call team](#on-call)",
    ],
    [
      "in italics",
      { step: "- _Who:_ [On-call team](#on-call)" },
      "- [|_Who:_|] [On-call team](#on-call)",
      "label-unknown: `_Who:_` is not read as a fact, which begins with `**Who:**`",
      "→ Write `**Who:**`",
      "fix: - **Who:** [On-call team](#on-call)",
    ],
    [
      "in own words",
      { step: "- **If it fails:** done" },
      "- [|**If it fails:**|] done",
      "label-unknown: `**If it fails:**` is no label of a step, did you mean `**If anything else fails:**`?",
      "→ Write `**If anything else fails:**`",
      "suggestion: - **If anything else fails:** done",
    ],
    [
      "of another kind of entry",
      { step: "- **Expect:** A lamp\n- **Contact:** +44 1632 960007" },
      "- [|**Contact:**|] +44 1632 960007",
      "label-unknown: `**Contact:**` is no label of a step, it belongs in a party",
      "→ Move it there, or write it before the facts",
    ],
    [
      "of an error of the catalogue without a link",
      { step: "- **If timeout:** done" },
      "- [|**If timeout:**|] done",
      "label-unknown: `**If timeout:**` is no label of a step, did you mean `**If time runs out:**`?",
      "→ Write `**If time runs out:**`",
      "suggestion: - **If time runs out:** done",
    ],
    [
      "of an error in a party",
      { party: "- **Contact:** #ops\n- **If [Gone](#gone):** done" },
      "- [|**If [Gone](#gone):**|] done",
      "label-unknown: `**If [Gone](#gone):**` is no label of a party, it belongs in a procedure or a step",
      "→ Move it there, or write it before the facts",
    ],
    [
      "misspelt among others",
      { step: "- **Expect:** A lamp\n- **Who's there:** [On-call team](#on-call)" },
      "- [|**Who's there:**|] [On-call team](#on-call)",
      "label-unknown: `**Who's there:**` is no label of a step",
      "→ Use one of **Who:** **Where:** **Request:** **Open:** **Only if:** **Write down:** **Do:** **Do at the same time:** **Approval:** **Wait:** **Confirm:** **Effect:** **Expect:** **Undo:** **No undo:** **When:** **Otherwise:** **If [error](#id):** **If refused:** **If time runs out:** **If it stops:** **If anything else fails:** **Then:**",
    ],
    [
      "that nothing stands behind",
      { step: "- **Expect:**" },
      "- [|**Expect:**|]",
      "fact-unclear: `**Expect:**` has nothing behind it",
      "→ Write its value on the same line, or remove the line",
    ],
    [
      "that stands in an ordered list",
      { step: "1. **Expect:** A lamp" },
      "1. [|**Expect:**|] A lamp",
      "label-unknown: `**Expect:**` is not read as a fact, which begins with `- `",
      "→ Write `- ` before it",
      "fix: - **Expect:** A lamp",
    ],
    [
      "that stands in an ordered list behind prose",
      { step: "1. Look.\n2. **Expect:** A lamp" },
      "2. [|**Expect:**|] A lamp",
      "label-unknown: `**Expect:**` is not read as a fact, which begins with `- `",
      "→ Write `- ` before it",
    ],
    [
      "that begins a paragraph",
      { step: "Look.\n\n**Expect:** A lamp" },
      "[|**Expect:**|] A lamp",
      "label-unknown: `**Expect:**` is not read as a fact, which begins with `- `",
      "→ Write `- ` before it",
      "fix: - **Expect:** A lamp",
    ],
    [
      "that begins each line of a paragraph",
      { step: "**Expect:** A lamp\n**If [Gone](#gone):** done" },
      "[|**Expect:**|] A lamp",
      "label-unknown: `**Expect:**` is not read as a fact, which begins with `- `",
      "→ Write `- ` before it",
      "fix: - **Expect:** A lamp\n- **If [Gone](#gone):** done",
    ],
    [
      "that begins a paragraph of more lines",
      { step: "**Expect:** A lamp\nthat is red" },
      "[|**Expect:**|] A lamp",
      "label-unknown: `**Expect:**` is not read as a fact, which begins with `- `",
      "→ Write `- ` before it",
    ],
    [
      "that begins a paragraph behind facts",
      { step: "- **Expect:** A lamp\n\n**Then:** done" },
      "[|**Then:**|] done",
      "label-unknown: `**Then:**` is not read as a fact, which begins with `- `",
      "→ Write `- ` before it",
      "fix: - **Then:** done",
    ],
    [
      "missing among others",
      { step: "- **Expect:** A lamp\n- It is red" },
      "- [|It is red|]",
      "label-unknown: A line among the facts has no label",
      "→ Begin it with a label such as `**Expect:**`, or move it before the first fact",
    ],
    [
      "under the title, not bold",
      { title: "# Example\n\nUse when: The lamp is red." },
      "[|Use when:|] The lamp is red.",
      "label-unknown: `Use when:` is no label of a runbook, did you mean `**Use when:**`?",
      "→ Write `**Use when:**`",
      "fix: **Use when:** The lamp is red.",
    ],
    [
      "under the title, misspelt",
      { title: "# Example\n\n**Used when:** The lamp is red." },
      "[|**Used when:**|] The lamp is red.",
      "label-unknown: `**Used when:**` is no label of a runbook, did you mean `**Use when:**`?",
      "→ Write `**Use when:**`",
      "suggestion: **Use when:** The lamp is red.",
    ],
    [
      "under the title, colon outside",
      { title: "# Example\n\n**Use when**: The lamp is red." },
      "[|**Use when**:|] The lamp is red.",
      "label-unknown: `**Use when**:` is no label of a runbook, did you mean `**Use when:**`?",
      "→ Write `**Use when:**`",
      "fix: **Use when:** The lamp is red.",
    ],
    [
      "under the title, without a text",
      { title: "# Example\n\n**Not for:**" },
      "[|**Not for:**|]",
      "fact-unclear: `**Not for:**` has nothing behind it",
      "→ Write it, or remove the label",
    ],
    [
      "under the title, twice",
      { title: "# Example\n\n**Not for:** A\n\n**Not for:** B" },
      "[|**Not for:**|] B",
      "key-duplicate: `**Not for:**` stands here a second time",
      "→ Keep one of the two",
    ],
  ])("%s", (_, parts, ...expected) => expectTold(parts, expected));
});

describe("A fact", () => {
  it.each<[string, Parts, ...string[]]>([
    [
      "with a name where a link is wanted",
      { step: "- **Who:** On-call team" },
      "- **Who:** [|On-call team|]",
      "fact-unclear: `**Who:**` takes one link to a party",
      "→ Write `[On-call team](#on-call)`",
      "fix: - **Who:** [On-call team](#on-call)",
    ],
    [
      "with an id where a link is wanted",
      { step: "- **Who:** on-call" },
      "- **Who:** [|on-call|]",
      "fact-unclear: `**Who:**` takes one link to a party",
      "→ Write `[On-call team](#on-call)`",
      "fix: - **Who:** [On-call team](#on-call)",
    ],
    [
      "with the name of a party of a fragment, which another link names",
      {
        front: '---\nrunwright: 1\nid: example\nversion: "1.0.0"\nuses: [shared.fragment.yaml]\n---',
        procedure:
          '## <a id="main"></a>Procedure: Main\n\n- **If refused:** escalate to [Security](shared.fragment.yaml#security)',
        step: "- **Who:** Security",
      },
      "- **Who:** [|Security|]",
      "fact-unclear: `**Who:**` takes one link to a party",
      "→ Write `[Security](shared.fragment.yaml#security)`",
      "fix: - **Who:** [Security](shared.fragment.yaml#security)",
    ],
    [
      "with the name of an entry of another kind",
      { step: "- **Who:** Look" },
      "- **Who:** [|Look|]",
      "fact-unclear: `**Who:**` takes one link to a party",
      '→ Write `[name](#id)`, with the id that stands in the anchor `<a id="…">` of its heading',
    ],
    [
      "with the name of what a step does",
      { step: "- **Do:** main" },
      "- **Do:** [|main|]",
      "fact-unclear: `**Do:**` takes one link to a procedure",
      "→ Write `[Main](#main)`",
      "fix: - **Do:** [Main](#main)",
    ],
    [
      "with a name that nobody has",
      { step: "- **Who:** The caretaker" },
      "- **Who:** [|The caretaker|]",
      "fact-unclear: `**Who:**` takes one link to a party",
      '→ Write `[name](#id)`, with the id that stands in the anchor `<a id="…">` of its heading',
    ],
    [
      "with a link and words",
      { step: "- **Who:** [On-call team](#on-call) or a friend" },
      "- **Who:** [|[On-call team](#on-call) or a friend|]",
      "fact-unclear: `**Who:**` takes one link to a party",
      '→ Write `[On-call team](#on-call)`, with the id that stands in the anchor `<a id="…">` of its heading',
    ],
    [
      "with an address where an id is wanted",
      { step: "- **Who:** [On-call team](https://example.org/)" },
      "- **Who:** [|[On-call team](https://example.org/)|]",
      "fact-unclear: `**Who:**` takes one link to a party",
      '→ Write `[On-call team](#on-call)`, with the id that stands in the anchor `<a id="…">` of its heading',
    ],
    [
      "with links that are not divided by commas",
      { step: "- **Do at the same time:** [Main](#main) and [Main](#main)" },
      "- **Do at the same time:** [Main](#main)[| and [Main](#main)|]",
      "fact-unclear: `**Do at the same time:**` takes links to a procedure, with `, ` between",
      '→ Write `[Main](#main)`, with the id that stands in the anchor `<a id="…">` of its heading',
    ],
    [
      "over two lines",
      { step: "- **Expect:** A lamp\n  that is red" },
      "- [|**Expect:** A lamp|]",
      "fact-unclear: A fact is one line, and this one goes on in the next",
      "→ Join the lines",
      "fix: - **Expect:** A lamp that is red",
    ],
    [
      "over two lines, without an indentation",
      { step: "- **Expect:** A lamp\nthat is red" },
      "- [|**Expect:** A lamp|]",
      "fact-unclear: A fact is one line, and this one goes on in the next",
      "→ Join the lines",
      "fix: - **Expect:** A lamp that is red",
    ],
    [
      "with a list below it",
      { step: "- **Expect:** A lamp\n  - that is red" },
      "  [|- that is red|]",
      "fact-unclear: A fact is one line, and something else stands below it",
      "→ Write it on the same line, or as data in `yaml fields`",
    ],
    [
      "with an indented fence of ours below it",
      { step: "- **Expect:** A lamp\n\n  ```yaml fields\n  timeout: 5m\n  ```" },
      "  [|```yaml fields|]",
      "fact-unclear: The fence belongs to the line above it, because it is indented",
      "→ Move the fence to the beginning of the line, with an empty line before it",
    ],
    [
      "with an indented sample below it",
      { step: "- **Expect:** This:\n\n  ```text\n  red\n  ```" },
      "  [|```text|]",
      "fact-unclear: A fact is one line, and something else stands below it",
      "→ Write it on the same line, or as data in `yaml fields`",
    ],
    [
      "with text behind it",
      { step: "- **Expect:** A lamp\n\nIt is red." },
      "[|It is red.|]",
      "text-misplaced: Text stands behind the facts, and no field takes it",
      "→ Write it before the first line with a bold label",
    ],
    [
      "with text behind it, in a procedure",
      { procedure: '## <a id="main"></a>Procedure: Main\n\n- **Needs:** A lamp\n\nIt is red.' },
      "[|It is red.|]",
      "text-misplaced: Text stands behind the facts, and no field takes it",
      "→ Move it to an entry that has text of its own",
    ],
    [
      "twice",
      { step: "- **Expect:** A lamp\n- **Expect:** Two lamps" },
      "- [|**Expect:**|] Two lamps",
      "key-duplicate: `**Expect:**` stands here a second time",
      "→ Keep one of the two",
    ],
    [
      "that stands in the data too",
      { step: "- **Expect:** A lamp\n\n```yaml fields\nexpect:\n  see: Two lamps\n```" },
      "  [|see|]: Two lamps",
      "key-duplicate: `see` is said here a second time",
      "→ Keep one of the two",
    ],
    [
      "of a list that stands in the data too",
      { party: "- **Contact:** +44 1632 960007\n\n```yaml fields\ncontact: [phone]\n```" },
      "[|contact|]: [phone]",
      "key-duplicate: `contact` is said here a second time",
      "→ Keep one of the two",
    ],
    [
      "that undoes in two ways",
      { step: "- **Undo:** Switch it off\n- **No undo:** It is broken" },
      "- [|**No undo:**|] It is broken",
      "schema-mismatch: An undo has both `text` and `none`, and can have only one",
      "→ Keep one of the two",
    ],
    [
      "that says an effect in own words",
      { step: "- **Effect:** changes the lamp" },
      "- **Effect:** [|changes the lamp|]",
      "fact-unclear: `**Effect:**` takes `reads`, `changes` or `destroys`",
      "→ Write one of them, then perhaps `, repeatable` or `, not repeatable`",
    ],
    [
      "that says an effect that there is not",
      { step: "- **Effect:** writes" },
      "- **Effect:** [|writes|]",
      "fact-unclear: `**Effect:**` takes `reads`, `changes` or `destroys`",
      "→ Write one of them, then perhaps `, repeatable` or `, not repeatable`",
    ],
    [
      "that says no duration",
      { step: "- **Wait:** 5 minutes" },
      "- **Wait:** [|5 minutes|]",
      "fact-unclear: `**Wait:**` takes a duration, or how often and how long to try",
      "→ Write `5m`, or `every 10s, at most 2m`",
    ],
    [
      "that says two durations",
      { step: "- **Wait:** 5m or more" },
      "- **Wait:** [|5m or more|]",
      "fact-unclear: `**Wait:**` takes a duration, or how often and how long to try",
      "→ Write `5m`, or `every 10s, at most 2m`",
    ],
    [
      "with an address in no brackets",
      { step: "- **Open:** https://example.org/" },
      "- **Open:** [|https://example.org/|]",
      "fact-unclear: `**Open:**` takes a link to a request, or an address in `< >`",
      "→ Write `[title](#id)`, or `<https://…>`",
      "fix: - **Open:** <https://example.org/>",
    ],
    [
      "with an approval by a name",
      { step: "- **Approval:** 1 of On-call team" },
      "- **Approval:** 1 of [|On-call team|]",
      "fact-unclear: `**Approval:**` is not understood here",
      "→ Write `1 of [Security](#security), within 1d`, with the id of a party; links to checklist items stand behind `, after `",
    ],
    [
      "with an approval without a number",
      { step: "- **Approval:** [On-call team](#on-call)" },
      "- **Approval:** [|[On-call team](#on-call)|]",
      "fact-unclear: `**Approval:**` is not understood here",
      "→ Write `1 of [Security](#security), within 1d`, with the id of a party; links to checklist items stand behind `, after `",
    ],
    [
      "with an approval twice of one party",
      { step: "- **Approval:** 1 of [On-call team](#on-call), 2 of [On-call team](#on-call)" },
      "- **Approval:** 1 of [On-call team](#on-call), 2 of [On-call team](#on-call[|)|]",
      "fact-unclear: `**Approval:**` is not understood here",
      "→ Write `1 of [Security](#security), within 1d`, with the id of a party; links to checklist items stand behind `, after `",
    ],
    [
      "with words behind a call",
      { step: "- **Do:** [Main](#main) for each host" },
      "- **Do:** [Main](#main) [|for each host|]",
      "fact-unclear: What stands behind the link is not understood",
      "→ Write nothing behind it, or ``for each `host` in [Hosts](#hosts)`` with a list of your own",
    ],
  ])("%s", (_, parts, ...expected) => expectTold(parts, expected));
});

describe("An outcome", () => {
  it.each<[string, Parts, ...string[]]>([
    [
      "with curly quotes",
      { step: "- **If refused:** stop: “It is broken”" },
      "- **If refused:** stop: [|“It is broken”|]",
      "outcome-unclear: The words of `stop` stand in straight double quotes",
      '→ Write `stop: "It is broken"`',
      'fix: - **If refused:** stop: "It is broken"',
    ],
    [
      "with curly quotes before more",
      { step: "- **If refused:** try again, once; say “Wait”; else done" },
      "- **If refused:** try again, once; say [|“Wait”|]; else done",
      "outcome-unclear: The words of `say` stand in straight double quotes",
      '→ Write `; say "…"`',
      'fix: - **If refused:** try again, once; say "Wait"; else done',
    ],
    [
      "with no quotes",
      { step: "- **If refused:** stop: It is broken" },
      "- **If refused:** stop: [|It is broken|]",
      "outcome-unclear: The words of `stop` stand in straight double quotes",
      '→ Write `stop: "It is broken"`',
      'suggestion: - **If refused:** stop: "It is broken"',
    ],
    [
      "with a quote inside quotes",
      { step: '- **If refused:** stop: "The "red" lamp"' },
      '- **If refused:** stop: "The "[|red" lamp"|]',
      "outcome-unclear: The quotes end before these words",
      '→ Write a quote among the words as `\\"`, or take single quotes',
    ],
    [
      "with a full stop at the end",
      { step: "- **If refused:** escalate to [On-call team](#on-call)." },
      "- **If refused:** escalate to [On-call team](#on-call)[|.|]",
      "outcome-unclear: A full stop ends the outcome, which is no sentence of prose",
      "→ Remove the full stop",
      "fix: - **If refused:** escalate to [On-call team](#on-call)",
    ],
    [
      "with a full stop behind done",
      { step: "- **Then:** done." },
      "- **Then:** done[|.|]",
      "outcome-unclear: A full stop ends the outcome, which is no sentence of prose",
      "→ Remove the full stop",
      "fix: - **Then:** done",
    ],
    [
      "with a name instead of a link",
      { step: "- **If refused:** escalate to On-call team" },
      "- **If refused:** escalate to [|On-call team|]",
      "outcome-unclear: `escalate to` needs a link to a party",
      "→ Write `escalate to [On-call team](#on-call)`",
    ],
    [
      "without `to`",
      { step: "- **If refused:** escalate [On-call team](#on-call)" },
      "- **If refused:** [|escalate [On-call team](#on-call)|]",
      "outcome-unclear: The outcome `escalate [On-call team](#on-call)` is not understood",
      "→ Write `escalate to [On-call team](#on-call)`",
    ],
    [
      "with words about a name",
      { step: "- **If refused:** escalate Identity on-call" },
      "- **If refused:** [|escalate Identity on-call|]",
      "outcome-unclear: The outcome `escalate Identity on-call` is not understood",
      "→ Write `escalate to [On-call team](#on-call)`",
    ],
    [
      "in own words that name somebody",
      { step: "- **If refused:** please call the On-call team" },
      "- **If refused:** [|please call the On-call team|]",
      "outcome-unclear: The outcome `please call the On-call team` is not understood",
      "→ Write `escalate to [On-call team](#on-call)`",
    ],
    [
      "in own words that name nothing",
      { step: "- **If refused:** think" },
      "- **If refused:** [|think|]",
      "outcome-unclear: The outcome `think` is not understood",
      '→ Write one of `go to [title](#id)`, `try again, 2 times; else …`, `undo back to [step](#id), then …`, `escalate to [party](#id)`, `stop: "why"`, `continue: "why"`, `done`, `handed over`',
    ],
    [
      "that says retry",
      { step: "- **If refused:** retry twice" },
      "- **If refused:** [|retry twice|]",
      "outcome-unclear: The outcome `retry twice` is not understood",
      "→ Write `try again, 2 times; else …`",
    ],
    [
      "that says twice",
      { step: "- **If refused:** try again, twice" },
      "- **If refused:** try again, [|twice|]",
      "outcome-unclear: `try again` needs a number",
      "→ Write `, once` or `, 2 times`",
      "fix: - **If refused:** try again, 2 times",
    ],
    [
      "with a number and no `times`",
      { step: "- **If refused:** try again, 3; else done" },
      "- **If refused:** try again, [|3|]; else done",
      "outcome-unclear: `try again` needs a number",
      "→ Write `, once` or `, 2 times`",
      "fix: - **If refused:** try again, 3 times; else done",
    ],
    [
      "that goes somewhere too often",
      { step: "- **Then:** go to [Look](#look), at most often" },
      "- **Then:** go to [Look](#look), at most [|often|]",
      "outcome-unclear: `at most` needs a number",
      "→ Write `, at most once` or `, at most 2 times`",
    ],
    [
      "without a number",
      { step: "- **If refused:** try again" },
      "- **If refused:** [|try again|]",
      "retry-unbounded: `try again` does not say how often",
      "→ Write `, once` or `, 2 times` behind it",
    ],
    [
      "without a number, with an else",
      { step: "- **If refused:** try again; else done" },
      "- **If refused:** [|try again|]; else done",
      "retry-unbounded: `try again` does not say how often",
      "→ Write `, once` or `, 2 times` behind it",
    ],
    [
      "with a pause that is none",
      { step: "- **If refused:** try again, 2 times, 30 seconds apart" },
      "- **If refused:** try again, 2 times[|, 30 seconds apart|]",
      "outcome-unclear: `, 30 seconds apart` is not understood here",
      '→ Behind the verb stand `, once`, `, 2 times`, `, 30s apart` or `, at most 2 times`, then `; say "…"`, and last `; else …`',
    ],
    [
      "that goes to no link",
      { step: "- **Then:** go to the next step" },
      "- **Then:** go to [|the next step|]",
      "outcome-unclear: `go to` needs a link to a step or a procedure",
      "→ Write `go to [title](#id)`",
    ],
    [
      "that goes to a name",
      { step: "- **Then:** go to Look" },
      "- **Then:** go to [|Look|]",
      "outcome-unclear: `go to` needs a link to a step or a procedure",
      "→ Write `go to [Look](#look)`",
    ],
    [
      "that goes to an address",
      { step: "- **Then:** go to [Look](https://example.org/)" },
      "- **Then:** go to [|[Look](https://example.org/)|]",
      "outcome-unclear: `go to` needs a link to a step or a procedure",
      "→ Write `go to [Look](#look)`",
    ],
    [
      "that does a procedure and nothing then",
      { step: "- **If refused:** do [Main](#main)" },
      "- **If refused:** [|do [Main](#main)|]",
      "outcome-unclear: A procedure that is done after a failure repairs something, and then the step is tried again",
      "→ Write `do [Main](#main), then try again, once; else …`, or `go to [title](#id)`",
    ],
    [
      "that undoes and nothing then",
      { step: "- **If refused:** undo back to [Look](#look)" },
      "- **If refused:** [|undo back to [Look](#look)|]",
      "outcome-unclear: Nothing says what comes after the undoing",
      "→ Write `undo back to [Look](#look), then escalate to [party](#id)`",
    ],
    [
      "that undoes without a place",
      { step: "- **If refused:** undo everything" },
      "- **If refused:** [|undo everything|]",
      "outcome-unclear: The outcome `undo everything` is not understood",
      "→ Write `undo back to [step](#id), then …`",
    ],
    [
      "with words behind it",
      { step: "- **If refused:** go to [Look](#look) if you like" },
      "- **If refused:** go to [Look](#look) [|if you like|]",
      "outcome-unclear: `if you like` is not understood here",
      '→ Behind the verb stand `, once`, `, 2 times`, `, 30s apart` or `, at most 2 times`, then `; say "…"`, and last `; else …`',
    ],
    [
      "with else behind a comma",
      { step: "- **If refused:** try again, once, else done" },
      "- **If refused:** try again, once[|, else done|]",
      "outcome-unclear: `else done` stands behind `; `",
      "→ Write `; ` before it",
      "fix: - **If refused:** try again, once; else done",
    ],
    [
      "with an else that is not understood",
      { step: "- **If refused:** try again, once; else panic" },
      "- **If refused:** try again, once; else [|panic|]",
      "outcome-unclear: The outcome `panic` is not understood",
      '→ Write one of `go to [title](#id)`, `try again, 2 times; else …`, `undo back to [step](#id), then …`, `escalate to [party](#id)`, `stop: "why"`, `continue: "why"`, `done`, `handed over`',
    ],
    [
      "with else behind what has none",
      { step: "- **If refused:** escalate to [On-call team](#on-call); else done" },
      "- **If refused:** escalate to [On-call team](#on-call)[|; else done|]",
      "outcome-unclear: An `else` stands only behind `go to` and `try again`",
      "→ Remove it, or write what is tried before it",
    ],
    [
      "that is empty",
      { step: "- **If refused:**" },
      "- [|**If refused:**|]",
      "fact-unclear: `**If refused:**` has nothing behind it",
      "→ Write its value on the same line, or remove the line",
    ],
    [
      "that is empty behind an arrow",
      { step: "- **When:** It is red →\n- **Otherwise:** done" },
      "- **When:** It is red [|→|]",
      "outcome-unclear: The outcome is empty",
      '→ Write what happens then: `go to [title](#id)`, `try again, 2 times; else …`, `undo back to [step](#id), then …`, `escalate to [party](#id)`, `stop: "why"`, `continue: "why"`, `done`, `handed over`',
    ],
    [
      "behind words without an arrow",
      { step: "- **When:** It is red, go to [Look](#look)\n- **Otherwise:** done" },
      "- **When:** [|It is red, go to [Look](#look)|]",
      "fact-unclear: `**When:**` has no `→` between its words and what happens then",
      "→ Write `words → outcome`, such as `The lamp is red → go to [Look](#look)`",
    ],
    [
      "behind an arrow without words",
      { step: "- **When:** → done\n- **Otherwise:** done" },
      "- **When:** [|→ done|]",
      "fact-unclear: `**When:**` has no `→` between its words and what happens then",
      "→ Write `words → outcome`, such as `The lamp is red → go to [title](#id)`",
    ],
    [
      "behind an arrow, in own words",
      { step: "- **When:** It is red → call On-call team\n- **Otherwise:** done" },
      "- **When:** It is red → [|call On-call team|]",
      "outcome-unclear: The outcome `call On-call team` is not understood",
      "→ Write `escalate to [On-call team](#on-call)`",
    ],
  ])("%s", (_, parts, ...expected) => expectTold(parts, expected));
});

describe("A fence", () => {
  it.each<[string, Parts, ...string[]]>([
    [
      "of data twice",
      { step: "```yaml fields\ntimeout: 5m\n```\n\n```yaml fields\nx-a: 1\n```" },
      "```[|yaml fields|]",
      "key-duplicate: A second `yaml fields` stands in this entry",
      "→ Move its lines to the first one",
    ],
    [
      "`yaml field`",
      { step: "```yaml field\ntimeout: 5m\n```" },
      "```[|yaml field|]",
      "label-unknown: `yaml field` is read as a sample, did you mean `yaml fields`?",
      "→ Write `yaml fields` behind the backticks",
      "suggestion: ```yaml fields",
    ],
    [
      "`json fields`",
      { step: "```json fields\n{}\n```" },
      "```[|json fields|]",
      "label-unknown: `json fields` is no data, which is written in YAML",
      "→ Write `yaml fields` behind the backticks",
    ],
    [
      "of fields without a language",
      { step: "```fields\ntimeout: 5m\n```" },
      "```[|fields|]",
      "label-unknown: `fields` is no data, did you mean `yaml fields`?",
      "→ Write `yaml fields` behind the backticks",
      "suggestion: ```yaml fields",
    ],
    [
      "of a command in a party",
      { party: "```bash run\nls\n```" },
      "```[|bash run|]",
      "text-misplaced: A command stands here, and only a step has one",
      "→ Move it to a step, or leave out `run` behind the language",
    ],
    [
      "of a command twice",
      { step: "- **Effect:** reads\n\n```bash run\nls\n```\n\n```bash run\npwd\n```" },
      "```[|bash run|]",
      "key-duplicate: A second command stands in this step",
      "→ Make a step of its own of it, or one command of both",
    ],
    [
      "`shell run`",
      { step: "- **Effect:** reads\n\n```shell run\nls\n```" },
      "```[|shell run|]",
      "label-unknown: `shell` is no shell of a command",
      "→ Write `bash`, `sh`, `powershell` or `sql` before `run`",
    ],
    [
      "`run`",
      { step: "- **Effect:** reads\n\n```run\nls\n```" },
      "```[|run|]",
      "label-unknown: `run` does not say the shell of the command",
      "→ Write `bash`, `sh`, `powershell` or `sql` before it",
    ],
    [
      "that does not end",
      { step: "```bash run\nls" },
      "[|```bash run|]",
      "parse-error: The fence that begins here has no end, and takes in all that follows",
      "→ Close it with a line of as many backticks",
    ],
    [
      "of prose that does not end",
      { step: "```text\nls" },
      "[|```text|]",
      "parse-error: The fence that begins here has no end, and takes in all that follows",
      "→ Close it with a line of as many backticks",
    ],
    [
      "that does not end, under the title",
      { title: "# Example\n\n```text\nls" },
      "[|```text|]",
      "parse-error: The fence that begins here has no end, and takes in all that follows",
      "→ Close it with a line of as many backticks",
    ],
    [
      "of data under the title",
      { title: "# Example\n\n```yaml fields\nrisk: high\n```" },
      "```[|yaml fields|]",
      "text-misplaced: Data stand under the title, and those of the runbook itself stand in the front matter",
      "→ Move them to the front matter, or to the entry that they belong to",
    ],
    [
      "of a command under the title",
      { title: "# Example\n\n```bash run\nls\n```" },
      "```[|bash run|]",
      "text-misplaced: A command stands under the title, and only a step has one",
      "→ Move it to a step, or leave out `run` behind the language",
    ],
    [
      "of data in a section",
      { people: '## People\n\n```yaml fields\nx-a: 1\n```\n\n### <a id="on-call"></a>On-call team' },
      "[|```yaml fields|]",
      "text-misplaced: Text stands in `## People` before its first entry",
      "→ Write it in an entry below, or as a note with a heading of its own",
    ],
    [
      "whose YAML is broken",
      { step: "- **Expect:** A lamp\n\n```yaml fields\ntimeout: 5m\nsave: a: b\n```" },
      "save: a[|:|] b",
      "parse-error: A `: ` stands inside text without quotes, where YAML reads a second key",
      "→ Put the text after the first `: ` in quotes",
    ],
    [
      "whose YAML is a list",
      { step: "```yaml fields\n- timeout: 5m\n```" },
      "[|- timeout: 5m|]",
      "schema-mismatch: The data of an entry is `name: value` lines",
      "→ Write each field on a line of its own: `name: value`",
    ],
    [
      "whose field is misspelt",
      { step: "```yaml fields\ntimeuot: 5m\n```" },
      "[|timeuot|]: 5m",
      "field-unknown: Unknown field `timeuot`, did you mean `timeout`?",
      "→ Write `timeout`, or begin the name with `x-` if the field is your own",
      "suggestion: timeout: 5m",
    ],
    [
      "whose value is of another type",
      { step: "```yaml fields\ntimeout: [5m]\n```" },
      "timeout: [|[5m]|]",
      "schema-mismatch: Unexpected list, expected a duration such as `90s`, `5m`, `2h`, `1d` or `1h30m`",
      "→ Write a duration such as `90s`, `5m`, `2h`, `1d` or `1h30m`",
    ],
    [
      "with a key twice",
      { step: "```yaml fields\ntimeout: 5m\ntimeout: 6m\n```" },
      "[|timeout|]: 6m",
      "key-duplicate: `timeout` stands here a second time, and only one of the two can count",
      "→ Merge the two `timeout` into one, or remove the one that is not meant",
    ],
    [
      "with an id",
      { step: "```yaml fields\nid: other\n```" },
      "[|id|]: other",
      "key-duplicate: `id` is said here a second time",
      "→ Keep one of the two",
    ],
    [
      "with a title",
      { step: "```yaml fields\ntitle: Other\n```" },
      "[|title|]: Other",
      "key-duplicate: `title` is said here a second time",
      "→ Keep one of the two",
    ],
  ])("%s", (_, parts, ...expected) => expectTold(parts, expected));
});

describe("A comment or a generated part", () => {
  it.each<[string, Parts, ...string[]]>([
    [
      "that does not end",
      { step: "Look.\n\n<!-- a remark" },
      "[|<!--|] a remark",
      "parse-error: The comment or HTML that begins here has no end, and takes in all that follows",
      "→ Write `-->`, or its closing tag, where it ends",
    ],
    [
      "that does not end, under the title",
      { title: "# Example\n\n<!-- a remark" },
      "[|<!--|] a remark",
      "parse-error: The comment or HTML that begins here has no end, and takes in all that follows",
      "→ Write `-->`, or its closing tag, where it ends",
    ],
    [
      "that does not end, in a section",
      { people: '## People\n\n<!-- a remark\n\n### <a id="on-call"></a>On-call team' },
      "[|<!--|] a remark",
      "parse-error: The comment or HTML that begins here has no end, and takes in all that follows",
      "→ Write `-->`, or its closing tag, where it ends",
    ],
    [
      "that does not end, before the title",
      { title: "<!-- a remark\n\n# Example" },
      "[|<!--|] a remark",
      "parse-error: The comment or HTML that begins here has no end, and takes in all that follows",
      "→ Write `-->`, or its closing tag, where it ends",
    ],
    [
      "generated, in a step",
      { step: "<!-- runwright:generated graph -->\n\nLook." },
      "[|<!-- runwright:generated graph -->|]",
      "text-misplaced: The generated part that begins here has no end",
      "→ Write `<!-- /runwright:generated -->` where it ends, or remove the mark",
    ],
    [
      "generated, under the title",
      { title: "# Example\n\n<!-- runwright:generated graph -->\n\nLook." },
      "[|<!-- runwright:generated graph -->|]",
      "text-misplaced: The generated part that begins here has no end",
      "→ Write `<!-- /runwright:generated -->` where it ends, or remove the mark",
    ],
    [
      "generated, before the first entry",
      { people: '## People\n\n<!-- runwright:generated list -->\n\n### <a id="on-call"></a>On-call team' },
      "[|<!-- runwright:generated list -->|]",
      "text-misplaced: The generated part that begins here has no end",
      "→ Write `<!-- /runwright:generated -->` where it ends, or remove the mark",
    ],
  ])("%s", (_, parts, ...expected) => expectTold(parts, expected));
});

describe("The checklist", () => {
  it.each<[string, Parts, ...string[]]>([
    [
      "with a ticked box",
      { end: '## Sign-off checklist\n\n- [x] <a id="new"></a>The lamp is new' },
      '- [|[x]|] <a id="new"></a>The lamp is new',
      "checklist-ticked: A box of the checklist is ticked in the runbook itself",
      "→ Leave it open: `[ ]`; approvals are recorded by sign-off, one for each version",
      'fix: - [ ] <a id="new"></a>The lamp is new',
    ],
    [
      "with a line without a box",
      { end: '## Sign-off checklist\n\n- <a id="new"></a>The lamp is new' },
      '- [|<a id="new"></a>The lamp is new|]',
      "fact-unclear: A line of the checklist has no box",
      "→ Begin it with `- [ ] `",
      'fix: - [ ] <a id="new"></a>The lamp is new',
    ],
    [
      "with a line without box and anchor",
      { end: "## Sign-off checklist\n\n- The lamp is new" },
      "- [|The lamp is new|]",
      "fact-unclear: A line of the checklist has no box",
      "→ Begin it with `- [ ] `",
      "fix: - [ ] The lamp is new",
      "- [|The lamp is new|]",
      "anchor-missing: This checklist item has no anchor, which is its id",
      '→ Write `<a id="the-lamp-is-new"></a>` before its words',
      'fix: - <a id="the-lamp-is-new"></a>The lamp is new',
    ],
    [
      "with a box that has no blank in it",
      { end: '## Sign-off checklist\n\n- [] <a id="new"></a>The lamp is new' },
      '- [|[] <a id="new"></a>The lamp is new|]',
      "fact-unclear: A line of the checklist has no box",
      "→ Begin it with `- [ ] `",
      'fix: - [ ] <a id="new"></a>The lamp is new',
    ],
    [
      "with an empty box",
      { end: "## Sign-off checklist\n\n- [ ]" },
      "- [|[ ]|]",
      "fact-unclear: A line of the checklist has no text",
      "→ Write what is confirmed behind the box, or remove the line",
    ],
    [
      "with a box without text",
      { end: '## Sign-off checklist\n\n- [ ] <a id="new"></a>' },
      '- [ ] <a id="[|new|]"></a>',
      "schema-mismatch: A checklist item needs `text`",
      "→ Write it behind the anchor: what is confirmed",
    ],
    [
      "with a box over two lines",
      { end: '## Sign-off checklist\n\n- [ ] <a id="new"></a>The lamp\n  is new' },
      '- [ ] [|<a id="new"></a>The lamp\n  is new|]',
      "fact-unclear: This line goes on in the next one",
      "→ Join the lines",
      'fix: - [ ] <a id="new"></a>The lamp is new',
    ],
    [
      "with boxes below a box",
      { end: '## Sign-off checklist\n\n- [ ] <a id="new"></a>The lamp\n  - [ ] <a id="red"></a>is new' },
      '  [|- [ ] <a id="red"></a>is new|]',
      "fact-unclear: Something stands below a line that is whole by itself",
      "→ Write it on the same line, or write each entry under a heading of its own",
    ],
    [
      "with text before it",
      { end: '## Sign-off checklist\n\nBefore release:\n\n- [ ] <a id="new"></a>The lamp is new' },
      "[|Before release:|]",
      "text-misplaced: Text stands in `## Sign-off checklist` before its first entry",
      "→ Write it in an entry below, or as a note with a heading of its own",
    ],
    [
      "in an ordered list",
      { end: '## Sign-off checklist\n\n1. [ ] <a id="new"></a>The lamp is new' },
      '[|1. [ ] <a id="new"></a>The lamp is new|]',
      "text-misplaced: Text stands in `## Sign-off checklist` before its first entry",
      "→ Write it in an entry below, or as a note with a heading of its own",
    ],
    [
      "with both forms",
      {
        end: '## Sign-off checklist\n\n- [ ] <a id="new"></a>The lamp is new\n\n### <a id="red"></a>The lamp is red',
      },
      '[|### <a id="red"></a>The lamp is red|]',
      "text-misplaced: `## Sign-off checklist` has its entries in two forms",
      "→ Write all of them under headings, or none",
    ],
  ])("%s", (_, parts, ...expected) => expectTold(parts, expected));
});

describe("A heading", () => {
  it.each<[string, Parts, ...string[]]>([
    [
      "of a section, misspelt",
      { end: "## Error" },
      "## [|Error|]",
      "section-misspelt: `## Error` is no section, did you mean `## Errors`?",
      "→ Write `## Errors`, or give a note an anchor",
      "suggestion: ## Errors",
    ],
    [
      "of a section, without its last letter",
      { end: '## Safety rule\n\n### <a id="off"></a>Switch it off' },
      "## [|Safety rule|]",
      "section-misspelt: `## Safety rule` is no section, did you mean `## Safety rules`?",
      "→ Write `## Safety rules`, or give a note an anchor",
      "suggestion: ## Safety rules",
    ],
    [
      "of a section by its name in YAML",
      { people: '## Parties\n\n### <a id="on-call"></a>On-call team' },
      "## [|Parties|]",
      "section-misspelt: `## Parties` is no section, did you mean `## People`?",
      "→ Write `## People`, or give a note an anchor",
      "suggestion: ## People",
    ],
    [
      "of a note that is called like a section",
      { end: '## <a id="errors"></a>Errors\n\nThere are many.' },
      '## <a id="errors"></a>[|Errors|]',
      "warning, section-misspelt: This note is called like the section `## Errors`",
      "→ For the section, write `## Errors` without an anchor; else give the note another title",
      '## <a id="[|errors|]"></a>Errors',
      "id-format: `errors` is a word of the format and cannot be an id",
      "→ Write an id such as `errors-note`, here and wherever it is named",
      'suggestion: ## <a id="errors-note"></a>Errors',
    ],
    [
      "of a section with an anchor and its entries",
      { people: '## <a id="people"></a>People\n\n### <a id="on-call"></a>On-call team' },
      '## [|<a id="people"></a>|]People',
      "text-misplaced: An anchor stands before a section that has no id",
      "→ Remove the anchor",
      "fix: ## People",
    ],
    [
      "of level 1 a second time",
      { end: "# Part two\n\nText." },
      "[|# Part two|]",
      "text-misplaced: A second heading of level 1 stands here, and a runbook has one title",
      "→ Write `##` for a note, or `####` inside a text",
    ],
    [
      "of level 1 behind a section only",
      { title: "", end: "# Example" },
      "[|---|]",
      "schema-mismatch: The page has no title",
      "→ Write `# Title` below the front matter",
      "[|# Example|]",
      "text-misplaced: The title stands behind the first section",
      "→ Move it to the top, below the front matter",
    ],
    [
      "of level 3 in a note",
      { end: '## <a id="hints"></a>Hints\n\n### More' },
      "[|### More|]",
      "text-misplaced: A heading of level 3 stands in a note, whose text it would end",
      "→ Write `####` in a text; if these are steps, begin the heading above them with `Procedure: `",
    ],
    [
      "of level 3 in a note, several times",
      { end: '## <a id="hints"></a>Hints\n\n### One\n\n### Two' },
      "[|### One|]",
      "text-misplaced: A heading of level 3 stands in a note, whose text it would end",
      "→ Write `####` in a text; if these are steps, begin the heading above them with `Procedure: `",
    ],
    [
      "of level 3 before any section",
      { title: '# Example\n\n### <a id="first"></a>First' },
      '[|### <a id="first"></a>First|]',
      "text-misplaced: A heading of level 3 stands in no section",
      '→ Write a heading of level 2 above it, such as `## <a id="…"></a>Procedure: …` or `## People`',
    ],
    [
      "of a procedure without a title",
      { procedure: '## <a id="main"></a>Procedure:' },
      '## <a id="[|main|]"></a>Procedure:',
      "schema-mismatch: A procedure needs `title`",
      "→ Write it in the heading: its title",
    ],
    [
      "of a step without a title",
      { heading: '### <a id="look"></a>' },
      '### <a id="[|look|]"></a>',
      "schema-mismatch: A step needs `title`",
      "→ Write it in the heading: what is done, as an instruction",
    ],
    [
      "of a procedure without its colon",
      { procedure: '## <a id="main"></a>Procedure Main' },
      '## <a id="main"></a>[|Procedure Main|]',
      "section-misspelt: `## Procedure Main` is no procedure, whose heading begins with `Procedure: `",
      "→ Write `Procedure: ` before its title",
      'suggestion: ## <a id="main"></a>Procedure: Main',
    ],
    [
      "of a section twice",
      { end: '## People\n\n### <a id="night"></a>Night shift' },
      "## [|People|]",
      "key-duplicate: `parties` stands in two places of this page",
      "→ Move its entries to the first of them: a list is not divided",
    ],
  ])("%s", (_, parts, ...expected) => expectTold(parts, expected));
});

describe("The head of a page", () => {
  it.each<[string, Parts, ...string[]]>([
    [
      "with text before the title",
      { title: "Read this first.\n\n# Example" },
      "[|Read this first.|]",
      "text-misplaced: Text stands before the title",
      "→ Move it below `# Title`",
    ],
    [
      "with no title",
      { title: "" },
      "[|---|]",
      "schema-mismatch: The page has no title",
      "→ Write `# Title` below the front matter",
    ],
    [
      "with an empty title",
      { title: "#" },
      "[|#|]",
      "schema-mismatch: The title is empty",
      "→ Write the title behind the `#`",
    ],
    [
      "with a title in the front matter too",
      { front: '---\nrunwright: 1\nid: example\ntitle: Other\nversion: "1.0.0"\n---' },
      "# [|Example|]",
      "key-duplicate: `title` stands in two places of this page",
      "→ Keep one of the two",
    ],
    [
      "with no procedure",
      { procedure: "", heading: "" },
      "[|# Example|]",
      "schema-mismatch: The page has no procedure",
      '→ Write `## <a id="…"></a>Procedure: Title`, and its steps below it under `###`',
    ],
    [
      "with no step",
      { heading: "" },
      '## <a id="[|main|]"></a>Procedure: Main',
      "schema-mismatch: A procedure needs `steps`",
      "→ Write a heading of level 3 below for each: its steps, in order",
    ],
    [
      "with no front matter",
      { front: "" },
      "[|# Example|]",
      "parse-error: A runbook in Markdown begins with front matter, and this file has none",
      "→ Write `---`, the head fields such as `runwright: 1`, and `---` at the beginning",
    ],
    [
      "with front matter that begins late",
      { front: '\n---\nrunwright: 1\nid: example\nversion: "1.0.0"\n---' },
      "[|---|]",
      "parse-error: The front matter begins in the first line of the file, and something stands before it",
      "→ Remove what stands before the first `---`",
      "fix: ---",
    ],
    [
      "with front matter behind a comment",
      { front: '<!-- mine -->\n---\nrunwright: 1\nid: example\nversion: "1.0.0"\n---' },
      "[|---|]",
      "parse-error: The front matter begins in the first line of the file, and something stands before it",
      "→ Remove what stands before the first `---`",
    ],
    [
      "with front matter that never ends",
      { front: '---\nrunwright: 1\nid: example\nversion: "1.0.0"' },
      "[|---|]",
      "parse-error: The front matter that begins here has no end",
      "→ Write `---` in a line of its own below its last field",
    ],
    [
      "with front matter that ends in dots",
      { front: '---\nrunwright: 1\nid: example\nversion: "1.0.0"\n...' },
      "[|---|]",
      "parse-error: The front matter that begins here has no end",
      "→ Write `---` in a line of its own below its last field",
    ],
    [
      "with front matter whose YAML is broken",
      { front: '---\nrunwright: 1\nid: example: 2\nversion: "1.0.0"\n---' },
      "id: example[|:|] 2",
      "parse-error: A `: ` stands inside text without quotes, where YAML reads a second key",
      "→ Put the text after the first `: ` in quotes",
    ],
    [
      "with front matter that is a list",
      { front: "---\n- runwright: 1\n---" },
      "[|- runwright: 1|]",
      "schema-mismatch: Front matter is `name: value` lines",
      "→ Write each field on a line of its own: `name: value`",
    ],
    [
      "with empty front matter",
      { front: "---\n---" },
      "[|---|]",
      "schema-mismatch: A runbook needs `runwright`",
      "→ Add `runwright: 1`",
      "[|---|]",
      "schema-mismatch: A runbook needs `id`",
      "→ Add `id` to the front matter: its identity, the same for ever",
      "[|---|]",
      "schema-mismatch: A runbook needs `version`",
      "→ Add `version` to the front matter: its version, by semver, in quotes",
    ],
    [
      "with a field of the front matter misspelt",
      { front: '---\nrunwright: 1\nid: example\nversoin: "1.0.0"\n---' },
      '[|versoin|]: "1.0.0"',
      "field-unknown: Unknown field `versoin`, did you mean `version`?",
      "→ Write `version`, or begin the name with `x-` if the field is your own",
      'suggestion: version: "1.0.0"',
    ],
    [
      "with a number as its version",
      { front: "---\nrunwright: 1\nid: example\nversion: 1.0\n---" },
      "version: [|1.0|]",
      "yaml-implicit-typing: `1.0` without quotes is read as the number `1`, and `version` takes text",
      '→ Write a version of three numbers such as `"1.4.0"`, in quotes',
    ],
    [
      "with a list in the front matter that the page has too",
      { front: '---\nrunwright: 1\nid: example\nversion: "1.0.0"\nparties: [{ id: ops, name: Ops }]\n---' },
      "## [|People|]",
      "key-duplicate: `parties` stands in two places of this page",
      "→ Move its entries to the first of them: a list is not divided",
    ],
    [
      "with steps in the front matter",
      { front: '---\nrunwright: 1\nid: example\nversion: "1.0.0"\nsteps: []\n---' },
      "[|steps|]: []",
      "field-unknown: Unknown field `steps` in a runbook, it belongs in a procedure",
      "→ Move it to a procedure, or begin the name with `x-` if the field is your own",
    ],
  ])("%s", (_, parts, ...expected) => expectTold(parts, expected));
});

describe("A section", () => {
  it.each<[string, Parts, ...string[]]>([
    [
      "with text before its first entry",
      { people: '## People\n\nAsk them.\n\n### <a id="on-call"></a>On-call team' },
      "[|Ask them.|]",
      "text-misplaced: Text stands in `## People` before its first entry",
      "→ Write it in an entry below, or as a note with a heading of its own",
    ],
    [
      "with a table where there is none",
      { people: "## People\n\n| Name |\n| --- |\n| On-call team |" },
      "[|| Name ||]",
      "text-misplaced: Text stands in `## People` before its first entry",
      "→ Write it in an entry below, or as a note with a heading of its own",
    ],
    [
      "with an unescaped pipe in a table",
      { end: "## Words\n\n| Term | Means |\n| --- | --- |\n| Pipe | The sign | of a pipe |" },
      "| Pipe | The sign | [|of a pipe|] |",
      "fact-unclear: The row has more cells than the table has columns",
      "→ Write a pipe inside a cell as `\\|`",
    ],
    [
      "with an unknown column",
      { end: "## Words\n\n| Term | Meaning |\n| --- | --- |\n| Lamp | What shines |" },
      "| Term | [|Meaning|] |",
      "label-unknown: `Meaning` is no column of this table",
      "→ Use the columns `Term`, `Means`, `Aliases`",
    ],
    [
      "with a table without a term",
      { end: "## Words\n\n| Term | Means |\n| --- | --- |\n| | What shines |" },
      "[|| | What shines ||]",
      "schema-mismatch: A term needs `term`",
      "→ Write it in the column `Term`: the word",
    ],
    [
      "with a table and entries",
      {
        end: "## Words\n\n| Term | Means |\n| --- | --- |\n| Lamp | What shines |\n\n### Bulb\n\nA part of it.",
      },
      "[|### Bulb|]",
      "text-misplaced: `## Words` has its entries in two forms",
      "→ Write all of them under headings, or none",
    ],
    [
      "with two tables",
      {
        end: "## Words\n\n| Term | Means |\n| --- | --- |\n| Lamp | What shines |\n\nMore:\n\n| Term | Means |\n| --- | --- |\n| Bulb | A part of it |",
      },
      "[|More:|]",
      "text-misplaced: Text stands in `## Words` before its first entry",
      "→ Write it in an entry below, or as a note with a heading of its own",
    ],
    [
      "with a reference that is no link",
      { end: "## References\n\n- https://example.org/" },
      "- [|https://example.org/|]",
      "fact-unclear: A reference is one link and nothing else",
      "→ Write `- [title](address)`",
    ],
    [
      "with a reference with words behind it",
      { end: "## References\n\n- [The manual](https://example.org/), page 5" },
      "- [|[The manual](https://example.org/), page 5|]",
      "fact-unclear: A reference is one link and nothing else",
      "→ Write `- [title](address)`",
    ],
    [
      "with a reference in a line of text",
      { end: "## References\n\n[The manual](https://example.org/)" },
      "[|[The manual](https://example.org/)|]",
      "text-misplaced: Text stands in `## References` before its first entry",
      "→ Write it in an entry below, or as a note with a heading of its own",
    ],
    [
      "with text in a procedure",
      { procedure: '## <a id="main"></a>Procedure: Main\n\nThis takes a while.' },
      "[|This takes a while.|]",
      "text-misplaced: A procedure has no text of its own",
      "→ Write it in the first step, as `- **Use when:** …`, or in a note",
    ],
    [
      "with a misspelt label in a procedure",
      { procedure: '## <a id="main"></a>Procedure: Main\n\n- **Need:** A lamp' },
      "- [|**Need:**|] A lamp",
      "label-unknown: `**Need:**` is no label of a procedure, did you mean `**Needs:**`?",
      "→ Write `**Needs:**`",
      "suggestion: - **Needs:** A lamp",
    ],
  ])("%s", (_, parts, ...expected) => expectTold(parts, expected));
});

describe("More than one mistake", () => {
  it.each<[string, Parts, ...string[]]>([
    [
      "in a step are all told, in the order of the page",
      { step: "- **Who:** Nobody\n- **Expected:** A lamp\n- **Then:** done." },
      "- **Who:** [|Nobody|]",
      "fact-unclear: `**Who:**` takes one link to a party",
      '→ Write `[name](#id)`, with the id that stands in the anchor `<a id="…">` of its heading',
      "- [|**Expected:**|] A lamp",
      "label-unknown: `**Expected:**` is no label of a step, did you mean `**Expect:**`?",
      "→ Write `**Expect:**`",
      "suggestion: - **Expect:** A lamp",
      "- **Then:** done[|.|]",
      "outcome-unclear: A full stop ends the outcome, which is no sentence of prose",
      "→ Remove the full stop",
      "fix: - **Then:** done",
    ],
    [
      "in a procedure does not hide the others",
      { procedure: "## Procedure: Main\n\n- **If refused:** retry", step: "- **Effect:** writes" },
      "## Procedure: [|Main|]",
      "anchor-missing: This procedure has no anchor, which is its id",
      '→ Write `<a id="main"></a>` before its words',
      'fix: ## <a id="main"></a>Procedure: Main',
      "- **If refused:** [|retry|]",
      "outcome-unclear: The outcome `retry` is not understood",
      "→ Write `try again, 2 times; else …`",
      "- **Effect:** [|writes|]",
      "fact-unclear: `**Effect:**` takes `reads`, `changes` or `destroys`",
      "→ Write one of them, then perhaps `, repeatable` or `, not repeatable`",
    ],
  ])("%s", (_, parts, ...expected) => expectTold(parts, expected));
});

describe("In a step is accepted", () => {
  it.each<[string, string, object]>([
    [
      "prose, facts and data",
      "Look.\n\n- **Expect:** A lamp\n\n```yaml fields\ntimeout: 5m\n```",
      { text: "Look.", expect: { see: "A lamp" }, timeout: "5m" },
    ],
    [
      "`*` before the facts",
      "* **Expect:** A lamp\n* **Then:** done",
      { expect: { see: "A lamp" }, next: { end: "done" } },
    ],
    ["`+` before the facts", "+ **Expect:** A lamp", { expect: { see: "A lamp" } }],
    [
      "facts in two lists",
      "- **Expect:** A lamp\n\n* **Then:** done",
      { expect: { see: "A lamp" }, next: { end: "done" } },
    ],
    [
      "blank lines between the facts",
      "- **Expect:** A lamp\n\n- **Then:** done",
      { expect: { see: "A lamp" }, next: { end: "done" } },
    ],
    [
      "indented facts",
      "  - **Expect:** A lamp\n  - **Then:** done",
      { expect: { see: "A lamp" }, next: { end: "done" } },
    ],
    [
      "labels in another case",
      "- **who:** [On-call team](#on-call)\n- **EXPECT:** A lamp",
      { by: "on-call", expect: { see: "A lamp" } },
    ],
    [
      "blanks at the ends of lines",
      "Look.  \n\n- **Expect:** A lamp   \n- **Then:** done\t",
      { text: "Look.", expect: { see: "A lamp" }, next: { end: "done" } },
    ],
    ["a fact that is one code span", "- **Expect:** `*`", { expect: { see: "*" } }],
    ["link words of any kind", "- **Who:** [`the` [best] team](#on-call)", { by: "on-call" }],
    ["a link in angle brackets", "- **Who:** [On-call team](<#on-call>)", { by: "on-call" }],
    [
      "`->` for the arrow",
      "- **When:** It is red -> done\n- **Otherwise:** done",
      { otherwise: { end: "done" }, choose: [{ when: "It is red", then: { end: "done" } }] },
    ],
    [
      "`-->` for the arrow",
      "- **When:** It is red --> done\n- **Otherwise:** done",
      { otherwise: { end: "done" }, choose: [{ when: "It is red", then: { end: "done" } }] },
    ],
    [
      "arrows in words and reasons",
      '- **When:** A → B is red → stop: "A → B"\n- **Otherwise:** done',
      { otherwise: { end: "done" }, choose: [{ when: "A → B is red", then: { stop: "A → B" } }] },
    ],
    [
      "an outcome in capitals",
      "- **Then:** Go to [Look](#look), at most Once",
      { next: { goto: "look", max: 1 } },
    ],
    [
      "a quote in quotes",
      '- **If refused:** stop: "The \\"red\\" lamp"',
      { onFailure: { refused: { stop: 'The "red" lamp' } } },
    ],
    [
      "a fence of tildes",
      "- **Effect:** reads\n\n~~~sh run\nls\n~~~",
      { command: { shell: "sh", run: "ls", effect: "reads" } },
    ],
    ["a fence in a fence", "````yaml fields\nx-a: |\n  ```\n  b\n  ```\n````", { "x-a": "```\nb\n```\n" }],
    [
      "an indented fence",
      "Look.\n\n  ~~~sh run\n  ls\n    -l\n  ~~~\n\n- **Effect:** reads",
      { text: "Look.", command: { shell: "sh", run: "ls\n  -l", effect: "reads" } },
    ],
    ["`YAML Fields` and `yml`", "```YML Fields\nx-a: 1\n```", { "x-a": 1 }],
    ["an empty fence of data", "```yaml fields\n```", {}],
    ["comments in the data", "```yaml fields\n# mine\ntimeout: 5m # yours\n```", { timeout: "5m" }],
    [
      "other fences in the prose",
      "```yaml\nfields: 1\n```\n\n```bash\nrun\n```",
      { text: "```yaml\nfields: 1\n```\n\n```bash\nrun\n```" },
    ],
    [
      "comments between blocks",
      "<!-- one -->\n\nLook.\n\n<!-- two -->\n\nLook again.\n\n<!-- three -->\n\n- **Expect:** A lamp\n\n<!-- four -->",
      { text: "Look.\n\nLook again.", expect: { see: "A lamp" } },
    ],
    ["a comment in a fact's item", "- **Expect:** A lamp\n\n  <!-- why -->", { expect: { see: "A lamp" } }],
    [
      "a generated part with headings in it",
      "Look.\n\n<!-- runwright:generated graph -->\n\n# One\n\n### Two\n\n- **Expect:** No\n\n<!-- /runwright:generated -->\n\nLook again.",
      { text: "Look.\n\nLook again." },
    ],
    [
      "the end of a generated part that never began",
      "Look.\n\n<!-- /runwright:generated -->",
      { text: "Look." },
    ],
    [
      "bold words that are no labels of ours",
      "- **Contact:** +44 1632 960007\n- **Note:** mind the gap\n- **Warning** hot",
      { text: "- **Contact:** +44 1632 960007\n- **Note:** mind the gap\n- **Warning** hot" },
    ],
    [
      "a label in the middle of a text",
      "Look, and then **Expect:** nothing.\n\n> **Expect:** a quotation",
      { text: "Look, and then **Expect:** nothing.\n\n> **Expect:** a quotation" },
    ],
    [
      "an anchor that ends a text above a section",
      'Look.\n\n<a id="below"></a>',
      { text: 'Look.\n\n<a id="below"></a>' },
    ],
    [
      "prose in a list before the facts",
      "- One\n- Two\n- **Expect:** A lamp",
      { text: "- One\n- Two", expect: { see: "A lamp" } },
    ],
    ["headings of level 4 in a text", "#### Why\n\nLook.", { text: "#### Why\n\nLook." }],
    ["a line across the page", "A | b\n\n***\n\nC", { text: "A | b\n\n***\n\nC" }],
  ])("%s", (_, step, fields) => {
    for (const text of [page({ step }), withCrlf(page({ step }))]) {
      const { runbook, problems } = read(text, { path });
      expect(problems).toEqual([]);
      expect(runbook?.procedures[0]?.steps).toEqual([{ id: "look", title: "Look", ...fields }]);
    }
  });
});

const example = {
  runwright: 1,
  id: "example",
  version: "1.0.0",
  title: "Example",
  parties: [{ id: "on-call", name: "On-call team" }],
  procedures: [{ id: "main", title: "Main", steps: [{ id: "look", title: "Look" }] }],
};

describe("On a page is accepted", () => {
  it.each<[string, Parts, object]>([
    [
      "sections in any order",
      {
        procedure: "",
        heading: "",
        people: "",
        end: '## Systems\n\n### <a id="crm"></a>CRM\n\n## <a id="hints"></a>Hints\n\nNone.\n\n## People\n\n### <a id="on-call"></a>On-call team\n\n## <a id="main"></a>Procedure: Main\n\n### <a id="look"></a>Look',
      },
      { systems: [{ id: "crm", name: "CRM" }], notes: [{ id: "hints", title: "Hints", text: "None." }] },
    ],
    [
      "sections in another case",
      { people: '## PEOPLE\n\n### <a id="on-call"></a>Team' },
      { parties: [{ id: "on-call", name: "Team" }] },
    ],
    [
      "`procedure:` in another case",
      { procedure: '## <a id="main"></a>procedure:  Main thing' },
      { procedures: [{ id: "main", title: "Main thing", steps: [{ id: "look", title: "Look" }] }] },
    ],
    ["a section without entries", { end: "## Errors" }, { errors: [] }],
    ["an underlined title", { title: "Another example\n===============" }, { title: "Another example" }],
    ["signs behind a title", { title: "# Another example ##" }, { title: "Another example" }],
    [
      "a title on the page that the front matter has too",
      {
        front: '---\nrunwright: 1\nid: example\nversion: "1.0.0"\ntitle: "An  example"\n---',
        title: "# An example",
      },
      { title: "An  example" },
    ],
    [
      "a summary with both labels",
      {
        title:
          "# Example\n\nA lamp.\n\nIn two parts.\n\n**Use when:** It is dark.\n**not for:** Candles.\n\n- Nor fires",
      },
      { summary: "A lamp.\n\nIn two parts.", useWhen: "It is dark.", notFor: "Candles.\n\n- Nor fires" },
    ],
    ["no summary", { title: "# Example\n\n**Use when:** It is dark." }, { useWhen: "It is dark." }],
    [
      "comments under the title and in sections",
      {
        title: "<!-- zero -->\n\n# Example\n\n<!-- one -->\n\nA lamp.\n\n<!-- two -->",
        people: '## People\n\n<!-- three -->\n\n### <a id="on-call"></a>Team',
      },
      { summary: "A lamp.", parties: [{ id: "on-call", name: "Team" }] },
    ],
    [
      "a generated part under the title",
      {
        title:
          "# Example\n\nA lamp.\n\n<!-- runwright:generated contents -->\n\n## Contents\n\n- [Main](#main)\n\n<!-- /runwright:generated -->",
      },
      { summary: "A lamp." },
    ],
    [
      "a generated part in a section",
      {
        people:
          '## People\n\n<!-- runwright:generated list -->\n\nOne team.\n\n<!-- /runwright:generated -->\n\n### <a id="on-call"></a>Team',
      },
      { parties: [{ id: "on-call", name: "Team" }] },
    ],
    [
      "a title in the data alone",
      { heading: '### <a id="look"></a>', step: "```yaml fields\ntitle: |\n  Look\n  about\n```" },
      { procedures: [{ id: "main", title: "Main", steps: [{ id: "look", title: "Look\nabout\n" }] }] },
    ],
    [
      "an anchor at the end of a heading",
      { people: '## People\n\n### Team <a id="on-call"></a>' },
      { parties: [{ id: "on-call", name: "Team" }] },
    ],
    [
      "an anchor with `name`",
      { people: "## People\n\n### <a name='on-call'></a> Team" },
      { parties: [{ id: "on-call", name: "Team" }] },
    ],
    [
      "an underlined section",
      { people: 'People\n------\n\n### <a id="on-call"></a>Team' },
      { parties: [{ id: "on-call", name: "Team" }] },
    ],
    [
      "a table of words",
      {
        end: "## Words\n\n| means | TERM | Aliases |\n|:--|--:|---|\n| A sign \\| of a pipe | Pipe | bar; rod |\n| What shines | Lamp",
      },
      {
        terms: [
          { means: "A sign | of a pipe", term: "Pipe", aliases: ["bar", "rod"] },
          { means: "What shines", term: "Lamp" },
        ],
      },
    ],
    [
      "a list of references",
      { end: "## References\n\n* [The [old] manual](docs/manual.md)\n* [Site](https://example.org/a_(b))" },
      {
        references: [
          { title: "The [old] manual", path: "docs/manual.md" },
          { title: "Site", url: "https://example.org/a_(b)" },
        ],
      },
    ],
    [
      "a checklist",
      {
        end: '## Sign-off checklist\n\n* [ ] <a id="new"></a>The lamp is new\n* [ ] The lamp is red <a id="red"></a>',
      },
      {
        checklist: [
          { id: "new", text: "The lamp is new" },
          { id: "red", text: "The lamp is red" },
        ],
      },
    ],
    [
      "a note whose title begins like a section",
      { end: '## <a id="hints"></a>Errors of beginners\n\nNone.' },
      { notes: [{ id: "hints", title: "Errors of beginners", text: "None." }] },
    ],
    [
      "an empty front matter line and comments in it",
      { front: '---\n# mine\n\nrunwright: 1\nid: example # yours\nversion: "1.0.0"\n---   ' },
      {},
    ],
  ])("%s", (_, parts, fields) => {
    for (const text of [page(parts), withCrlf(page(parts))]) {
      const { runbook, problems } = read(text, { path });
      expect(problems).toEqual([]);
      expect(runbook).toEqual({ ...example, ...fields });
    }
  });
});

it("A link to a step that is not there is told by its id", () => {
  const text = page({ step: "- **Then:** go to [Lock](#lock)" });
  const { problems } = linkTexts({ [path]: text });
  const seen = problems.map(({ rule, message, help, offset, endOffset }) => ({
    ...{ rule, message, help },
    at: text.slice(offset, endOffset),
  }));
  expect(seen).toEqual([
    {
      rule: "reference-unknown",
      message: "`lock` names no step or procedure, did you mean `look`?",
      help: "Write `look`, or add a step or a procedure with the id `lock`",
      at: "lock",
    },
  ]);
});
