import { defineRule } from "../rule.js";

const path = "example.runbook.md";

export default defineRule({
  id: "label-unknown",
  group: "structure",
  summary: "A line of a page has a label that means nothing where it stands",
  why: "On the page a misspelt label looks as right as any other. Tools would pass over it, and the answer to a failure that somebody wrote would be in no check, no rehearsal and no export.",
  severity: { recommended: "error", strict: "error", migrate: "error" },
  confidence: "high",
  fix: "unsafe",
  bad: [
    {
      title: "a misspelt label",
      path,
      text: "- [|**Expekt:**|] The lamp is green.\n",
      message: "`**Expekt:**` is no label of a step, did you mean `**Expect:**`?",
      fixed: "- **Expect:** The lamp is green.\n",
    },
    {
      title: "another name for an answer to a failure",
      path,
      text: '- [|**If it fails:**|] stop: "The lamp is red."\n',
      message: "`**If it fails:**` is no label of a step, did you mean `**If anything else fails:**`?",
      fixed: '- **If anything else fails:** stop: "The lamp is red."\n',
    },
    {
      title: "the colon behind the bold words",
      path,
      text: "- [|**Expect**:|] The lamp is green.\n",
      message: "`**Expect**:` is not read as a fact, which begins with `**Expect:**`",
      fixed: "- **Expect:** The lamp is green.\n",
    },
    {
      title: "a label that is not bold",
      path,
      text: "- [|Expect:|] The lamp is green.\n",
      message: "`Expect:` is not read as a fact, which begins with `**Expect:**`",
      fixed: "- **Expect:** The lamp is green.\n",
    },
    {
      title: "a line among the facts without a label",
      path,
      text: `- **Expect:** The lamp is green.
- [|The belt runs.|]
`,
      message: "A line among the facts has no label",
    },
    {
      title: "under the title",
      path,
      text: `# Change the lamp

[|**Use wen:**|] The lamp is red.
`,
      message: "`**Use wen:**` is no label of a runbook, did you mean `**Use when:**`?",
      fixed: `# Change the lamp

**Use when:** The lamp is red.
`,
    },
    {
      title: "the words behind a fence",
      path,
      text: "```[|yaml field|]\ntimeout: 5m\n```\n",
      message: "`yaml field` is read as a sample, did you mean `yaml fields`?",
    },
    {
      title: "a shell that commands are not written for",
      path,
      text: "```[|zsh run|]\ndate\n```\n",
      message: "`zsh` is no shell of a command",
    },
    {
      title: "a column of a table",
      path,
      text: `## Words

| Term | Means | [|Remark|] |
| --- | --- | --- |
| Belt | What carries the parcels | |
`,
      message: "`Remark` is no column of this table",
    },
  ],
  good: [
    {
      title: "small letters in a label",
      path,
      text: "- **expect:** The lamp is green.\n",
    },
    {
      title: "bold words of one's own, in a list before the facts",
      path,
      text: `- **Red:** the belt stands.
- **Green:** the belt runs.

- **Expect:** The lamp is green.
`,
    },
    {
      title: "a list that ends in facts, which is one list to Markdown",
      path,
      text: `- Look at the lamp.
- Look at the belt.
- **Expect:** Both are still.
`,
    },
    {
      title: "a label of steps in a note, where it is none",
      path,
      text: `## <a id="signs"></a>Signs

- **Who:** is on the sign.
`,
    },
    {
      title: "bold words inside a sentence",
      path,
      text: "Press **Expect:** on the panel.\n",
    },
    {
      title: "another fence, which is shown and not run",
      path,
      text: "```zsh\ndate\n```\n",
    },
    {
      title: "a field of one's own",
      path,
      text: "```yaml fields\nx-floor: 3\n```\n",
    },
  ],
});
