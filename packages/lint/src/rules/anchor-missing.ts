import { defineRule } from "../rule.js";

const path = "example.runbook.md";

export default defineRule({
  id: "anchor-missing",
  group: "structure",
  summary: "An entry of a page has no anchor, which is its id",
  why: "Without an anchor the id is made of the words. Whoever corrects a word changes it, and each link that led there ends at the top of the page, where a reader in a hurry begins again.",
  severity: { recommended: "error", strict: "error", migrate: "warning" },
  confidence: "high",
  fix: "safe",
  bad: [
    {
      title: "a step",
      path,
      text: "### [|Look at the lamp|]\n",
      message: "This step has no anchor, which is its id",
      fixed: '### <a id="look-at-the-lamp"></a>Look at the lamp\n',
    },
    {
      title: "a procedure",
      path,
      text: `## Procedure: [|Change the lamp|]

### <a id="look"></a>Look at the lamp
`,
      message: "This procedure has no anchor, which is its id",
      fixed: `## <a id="change-the-lamp"></a>Procedure: Change the lamp

### <a id="look"></a>Look at the lamp
`,
    },
    {
      title: "somebody who is called, where another entry has the first id that comes to mind",
      path,
      text: `### <a id="support"></a>Call support

## People

### [|Support|]
`,
      message: "This party has no anchor, which is its id",
      fixed: `### <a id="support"></a>Call support

## People

### <a id="support-2"></a>Support
`,
    },
    {
      title: "a line of the checklist",
      path,
      text: `## Sign-off checklist

- [ ] [|The scope is small.|]
`,
      message: "This checklist item has no anchor, which is its id",
      fixed: `## Sign-off checklist

- [ ] <a id="the-scope-is-small"></a>The scope is small.
`,
    },
    {
      title: "a heading that is no section, and so a note",
      path,
      text: `## [|What the lamp means|]

It is red when the belt stands.
`,
      message: "This note has no anchor, which is its id",
      fixed: `## <a id="what-the-lamp-means"></a>What the lamp means

It is red when the belt stands.
`,
    },
  ],
  good: [
    {
      title: "an anchor behind the words",
      path,
      text: '### Look at the lamp <a id="look"></a>\n',
    },
    {
      title: "an anchor with a name, as older pages have it",
      path,
      text: '### <a name="look"></a>Look at the lamp\n',
    },
    {
      title: "sections, which are found by their words",
      path,
      text: `## People

### <a id="ops"></a>Operations
`,
    },
    {
      title: "terms and versions, which have no id",
      path,
      text: `## Words

### Belt

What carries the parcels.

## Revisions

| Version | Date | Summary |
| --- | --- | --- |
| 1.0.0 | 2026-11-01 | The first one. |
`,
    },
    {
      title: "a heading inside a text",
      path,
      text: `### <a id="look"></a>Look at the lamp

#### In the dark

Take a torch.
`,
    },
    {
      title: "a heading inside a fence",
      path,
      text: `### <a id="look"></a>Look at the note

\`\`\`
### Lamp
\`\`\`
`,
    },
  ],
});
