import { describe, expect, it } from "vitest";
import { completeExample, fixExample, lintExample } from "../src/testing.js";

/* Where rules point on a page: inside a heading, a fact, a fence, a cell or the front matter. */

const path = "example.runbook.md";

interface Case {
  readonly title: string;
  readonly rule: string;
  /** As an example of a rule: the reported place stands in `[|` and `|]`. */
  readonly text: string;
  readonly message: string;
  readonly help?: string;
  readonly fixed?: string;
  readonly whole?: boolean;
}

const cases: readonly Case[] = [
  {
    title: "the id of a step, in its anchor",
    rule: "failure-path-missing",
    text: `### <a id="[|look|]"></a>Look at the lamp

- **Expect:** It is green.
`,
    message: "Step `look` can fail, and nothing says what happens then",
    help: "Add a line such as `- **If anything else fails:** escalate to [name](#id)` to the step or to its procedure",
    fixed: `### <a id="look"></a>Look at the lamp

- **Expect:** It is green.
- **If anything else fails:** stop: "Say here why it cannot go on"
`,
  },
  {
    title: "the target of a link",
    rule: "reference-unknown",
    text: `- **Who:** [Operations](#[|opps|])

## People

### <a id="ops"></a>Operations
`,
    message: "`opps` names no party, did you mean `ops`?",
    fixed: `- **Who:** [Operations](#ops)

## People

### <a id="ops"></a>Operations
`,
  },
  {
    title: "a link inside an outcome, with a sign of right-to-left writing before it",
    rule: "reference-unknown",
    text: '- **If anything else fails:** try again, once; say "שלום 👩‍🔧"; else go to [Look](#[|look|])\n',
    message: "`look` names no step or procedure",
  },
  {
    title: "the error in the label of a row",
    rule: "reference-unknown",
    text: '- **If [Denied](#[|denied|]):** stop: "No access."\n',
    message: "`denied` names no error",
  },
  {
    title: "a value of the front matter",
    rule: "reference-unknown",
    whole: true,
    text: `---
runwright: 1
id: lamp
version: "1.0.0"
owner: [|nobody|]
---

# Change the lamp

## <a id="change"></a>Procedure: Change the lamp

### <a id="look"></a>Look at the lamp
`,
    message: "`nobody` names no party",
  },
  {
    title: "a link of an outcome, where steps of another procedure are out of reach",
    rule: "reference-unknown",
    text: `- **Then:** go to [Press Undo](#[|press-undo|])

## <a id="undo-it"></a>Procedure: Undo it

- **Use when:** It is wrong.

### <a id="press-undo"></a>Press Undo
`,
    message:
      "The step `press-undo` belongs to the procedure `undo-it`, and `goto` reaches only steps of its own procedure",
  },
  {
    title: "a step that a command destroys something in",
    rule: "undo-missing",
    text: `### <a id="[|empty|]"></a>Empty the queue

- **Effect:** destroys

\`\`\`bash run
queue purge shop
\`\`\`
`,
    message: "Step `empty` destroys something and has no `undo`",
    help: "Add a line such as `- **Undo:** do [procedure](#id)` or `- **Undo:** …`; where nothing takes it back, `- **No undo:** …` with the reason",
  },
  {
    title: "the verb of a sentence",
    rule: "retry-unbounded",
    text: "- **If anything else fails:** [|try again|], 2 times, 30s apart\n",
    message: "Nothing says what happens when the last try has failed too",
    help: "Add `; else …` at its end, such as `; else escalate to [name](#id)`",
    fixed:
      '- **If anything else fails:** try again, 2 times, 30s apart; else stop: "Say here why it cannot go on"\n',
  },
  {
    title: "the verb of a sentence inside another",
    rule: "retry-backoff-missing",
    text: `- **Request:** [List](#list)
- **If anything else fails:** go to [Read the page](#only-step), at most once; else [|try again|], 2 times; else stop: "Down."

## Requests

### <a id="list"></a>List

\`\`\`yaml fields
method: GET
url: https://crm.example
\`\`\`
`,
    message: "This `retry` sends the request again at once",
    help: "Add `, 30s apart` behind how often it is tried, so that the server has time to recover",
  },
  {
    title: "a sentence in the data of a step",
    rule: "retry-not-idempotent",
    text: `- **Request:** [Refund](#refund)

\`\`\`yaml fields
onFailure:
  any:
    [|retry|]: 1
    else: { stop: No refund }
\`\`\`

## Requests

### <a id="refund"></a>Refund

\`\`\`yaml fields
method: POST
url: https://bank.example
effect: changes
\`\`\`
`,
    message: "This `retry` does `only-step` again, and `refund` is a POST that does not say `repeatable`",
  },
  {
    title: "a part of a command",
    rule: "script-failure-hidden",
    text: `- **Effect:** changes

\`\`\`bash run
[|pg_dump shop|] | gzip > shop.gz
\`\`\`
`,
    message: "The pipeline hides a failure of `pg_dump shop`: only its last command counts",
    fixed: `- **Effect:** changes

\`\`\`bash run
set -euo pipefail
pg_dump shop | gzip > shop.gz
\`\`\`
`,
  },
  {
    title: "a part of a command in a fence that is indented",
    rule: "script-failure-hidden",
    text: `- **Effect:** changes

 ~~~bash run
 cat a > b
 [|cd /srv|]
   rm -rf old
 ~~~
`,
    message: "The command goes on when `cd …` fails, and can end as if it had worked",
    fixed: `- **Effect:** changes

 ~~~bash run
 set -euo pipefail
 cat a > b
 cd /srv
   rm -rf old
 ~~~
`,
  },
  {
    title: "a part of a command behind the line ends of Windows",
    rule: "failure-swallowed",
    text: "- **Effect:** changes\r\n\r\n```bash run\r\necho begin\r\n./migrate.sh [||| true|]\r\n```\r\n",
    message: "`|| true` hides every failure of `./migrate.sh`",
    help: "Remove `|| true`, and say with `**If anything else fails:**` what happens when the command fails",
    fixed: "- **Effect:** changes\r\n\r\n```bash run\r\necho begin\r\n./migrate.sh\r\n```\r\n",
  },
  {
    title: "words of the text, behind a comment and the line ends of Windows",
    rule: "input-undeclared",
    text: "First.\r\n\r\n<!-- {{host}} -->\r\n\r\nThen write\r\n**[|{{host}}|]** in the field.\r\n",
    message: "`{{host}}` names nothing that the runbook declares",
    help: "Declare it below `## Inputs`, or save it in an earlier step",
  },
  {
    title: "a part of an address in a code span",
    rule: "input-undeclared",
    text: "- **Open:** `https://crm.example/[|{{customer}}|]`\n",
    message: "`{{customer}}` names nothing that the runbook declares",
  },
  {
    title: "what a sentence says, behind a quote in quotes",
    rule: "input-undeclared",
    text: '- **Then:** done; say "Write \\"[|{{customer}}|]\\" down."\n',
    message: "`{{customer}}` names nothing that the runbook declares",
  },
  {
    title: "what a sentence says",
    rule: "error-resolution-missing",
    text: `## Errors

### <a id="denied"></a>Denied

- **Then:** stop: "[|Please ask your system administrator for help|]"

\`\`\`yaml fields
match:
  status: 403
\`\`\`
`,
    message: "Error `denied` only tells the reader to ask somebody, and not whom or what to do",
  },
  {
    title: "words of the text of a step",
    rule: "wait-timeout-missing",
    text: "Press the button.\n[|Wait until the lamp is **green**|].\n",
    message: "`Wait until the lamp is **green**` says what to wait for, and not for how long",
  },
  {
    title: "a field of the data, where a fact says it already",
    rule: "key-duplicate",
    text: `- **Expect:** The lamp is green.

\`\`\`yaml fields
expect:
  [|see|]: The lamp is red.
\`\`\`
`,
    message: "`see` is said here a second time",
  },
  {
    title: "the value of a secret, in its data",
    rule: "field-unknown",
    text: `## Secrets and tokens

### <a id="key"></a>Key

\`\`\`yaml fields
[|value|]: s3cret
\`\`\`
`,
    message: "A runbook never holds a secret's value, and `value` looks like one",
  },
  {
    title: "a cell of a table, behind a pipe in a cell",
    rule: "schema-mismatch",
    text: `## Revisions

| Version | Summary | Date |
| --- | --- | --- |
| 1.0.0 | On \\| off | [|1 Nov 2026|] |
`,
    message: "Unexpected `1 Nov 2026`, expected a date such as `2026-11-01`",
    help: "Write a date such as `2026-11-01`",
  },
  {
    title: "a row of a table that lacks a cell",
    rule: "schema-mismatch",
    text: `## Words

| Term | Means |
| --- | --- |
[|| Belt | ||]
`,
    message: "A term needs `means`",
    help: "Write it in the column `Means`: what it means, in plain words",
  },
  {
    title: "a command that does not say what it does",
    rule: "schema-mismatch",
    text: `[|\`\`\`bash run|]
date
\`\`\`
`,
    message: "A command needs `effect`",
    help: "Add a line `- **Effect:** …`: what it does to the system",
  },
  {
    title: "text of the data that older readers take for something else",
    rule: "yaml-implicit-typing",
    text: `## Inputs

### <a id="country"></a>Country

\`\`\`yaml fields
type: select
options: [SE, [|NO|], FI]
\`\`\`
`,
    message: "Older YAML readers take `NO` without quotes for `false`",
    fixed: `## Inputs

### <a id="country"></a>Country

\`\`\`yaml fields
type: select
options: [SE, "NO", FI]
\`\`\`
`,
  },
  {
    title: "an anchor of another shape; the fix renames it in links too",
    rule: "id-format",
    text: `- **Who:** [Operations](#on_call)

## People

### <a id="[|on_call|]"></a>Operations
`,
    message:
      "`on_call` is not an id: lower-case letters, digits and hyphens, beginning with a letter, at most 64",
    fixed: `- **Who:** [Operations](#on-call)

## People

### <a id="on-call"></a>Operations
`,
  },
];

describe("a problem of a page stands at the words that it is about", () => {
  it.each(cases)("$rule: $title", async ({ rule, message, help, fixed, ...example }) => {
    const whole = { ...example, message, path };
    const { text, marked } = completeExample(whole);
    const problems = (await lintExample(whole)).filter((problem) => problem.rule === rule);
    expect(
      problems.map((problem) => [
        problem.message,
        problem.offset,
        text.slice(problem.offset, problem.endOffset),
      ]),
    ).toEqual([[message, marked?.start, text.slice(marked?.start, marked?.end)]]);
    const [problem] = problems;
    if (help !== undefined) expect(problem?.help).toBe(help);
    if (fixed !== undefined) expect(problem && fixExample(whole, problem)).toBe(fixed);
  });
});
