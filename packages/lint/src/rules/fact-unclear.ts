import { defineRule } from "../rule.js";

const path = "example.runbook.md";

export default defineRule({
  id: "fact-unclear",
  group: "structure",
  summary: "What stands behind a label is not written as that label takes it",
  why: "A reader would guess what is meant, and each would guess something else: a name without a link is nobody whom a tool can find, and half a line is half an instruction.",
  severity: { recommended: "error", strict: "error", migrate: "error" },
  confidence: "high",
  fix: "safe",
  bad: [
    {
      title: "a name without a link",
      path,
      text: `- **Who:** [|Customer support|]

## People

### <a id="support"></a>Customer support
`,
      message: "`**Who:**` takes one link to a party",
      fixed: `- **Who:** [Customer support](#support)

## People

### <a id="support"></a>Customer support
`,
    },
    {
      title: "a line that goes on in the next",
      path,
      text: `- [|**Expect:** The lamp|]
  is green.
`,
      message: "A fact is one line, and this one goes on in the next",
      fixed: "- **Expect:** The lamp is green.\n",
    },
    {
      title: "a duration in words",
      path,
      text: "- **Wait:** [|five minutes|]\n",
      message: "`**Wait:**` takes a duration, or how often and how long to try",
    },
    {
      title: "an effect of one's own words",
      path,
      text: "- **Effect:** [|writes|]\n",
      message: "`**Effect:**` takes `reads`, `changes` or `destroys`",
    },
    {
      title: "a branch without an arrow",
      path,
      text: "- **When:** [|The lamp is red, stop|]\n",
      message: "`**When:**` has no `→` between its words and what happens then",
    },
    {
      title: "an address as it stands",
      path,
      text: "- **Open:** [|https://belt.example|]\n",
      message: "`**Open:**` takes a link to a request, or an address in `< >`",
    },
    {
      title: "a command that is indented, and so belongs to the line above",
      path,
      text: `- **Effect:** reads

  [|\`\`\`bash run|]
  date
  \`\`\`
`,
      message: "The fence belongs to the line above it, because it is indented",
    },
    {
      title: "a line of the checklist without a box",
      path,
      text: `## Sign-off checklist

- [|<a id="small"></a>The scope is small.|]
`,
      message: "A line of the checklist has no box",
      fixed: `## Sign-off checklist

- [ ] <a id="small"></a>The scope is small.
`,
    },
    {
      title: "a pipe inside a cell",
      path,
      text: `## Words

| Term | Means |
| --- | --- |
| Belt | On | [|off|] |
`,
      message: "The row has more cells than the table has columns",
    },
  ],
  good: [
    {
      title: "several links with commas",
      path,
      text: `- **Write down:** [Host](#host), [Port](#port)

## Inputs

### <a id="host"></a>Host

### <a id="port"></a>Port
`,
    },
    {
      title: "how often, and how long",
      path,
      text: "- **Wait:** every 10s, at most 2m\n- **Expect:** The lamp is green.\n",
    },
    {
      title: "words that are meant as they stand",
      path,
      text: "- **Expect:** `**Ready:**`\n",
    },
    {
      title: "an arrow among the words of a branch",
      path,
      text: '- **When:** It says A → B → stop: "The lamp is red."\n- **Otherwise:** done\n',
    },
    {
      title: "an arrow of letters",
      path,
      text: '- **When:** The lamp is red -> stop: "The lamp is red."\n- **Otherwise:** done\n',
    },
    {
      title: "a text that goes on in the next line, which is no fact",
      path,
      text: `- Look at the lamp
  and at the belt.
`,
    },
    {
      title: "a pipe with a backslash",
      path,
      text: `## Words

| Term | Means |
| --- | --- |
| Belt | On \\| off |
`,
    },
    {
      title: "a comment below a fact",
      path,
      text: `- **Effect:** reads
  <!-- The belt stands still. -->
`,
    },
  ],
});
