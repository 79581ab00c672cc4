import { defineRule } from "../rule.js";

const path = "example.runbook.md";

export default defineRule({
  id: "text-misplaced",
  group: "structure",
  summary: "Something stands on a page where no field takes it",
  why: "What belongs to no step, person or note is in no check, no export and no rehearsal, although a reader sees it and relies on it. Nothing is passed over in silence: where a text would be lost, it is an error whatever the preset.",
  severity: { recommended: "warning", strict: "error", migrate: "warning" },
  confidence: "high",
  fix: "safe",
  bad: [
    {
      title: "a remark behind the facts",
      path,
      text: `- **Expect:** The lamp is green.

[|Wait until it is warm.|]
`,
      message: "Text stands behind the facts, and no field takes it",
    },
    {
      title: "an introduction to a procedure",
      path,
      text: `## <a id="change"></a>Procedure: Change the lamp

[|You need a ladder.|]

### <a id="look"></a>Look at the lamp
`,
      message: "A procedure has no text of its own",
    },
    {
      title: "an introduction to a section",
      path,
      text: `## People

[|Call them in this order.|]

### <a id="ops"></a>Operations
`,
      message: "Text stands in `## People` before its first entry",
    },
    {
      title: "steps below a heading that does not say that it is a procedure",
      path,
      text: `## <a id="change"></a>Change the lamp

[|### <a id="look"></a>Look at the lamp|]
`,
      message: "A heading of level 3 stands in a note, whose text it would end",
    },
    {
      title: "a second title",
      path,
      text: `# Change the lamp

[|# Change the belt|]
`,
      message: "A second heading of level 1 stands here, and a runbook has one title",
    },
    {
      title: "a command that no step does",
      path,
      text: `## Systems

### <a id="belt"></a>Belt

\`\`\`[|bash run|]
date
\`\`\`
`,
      message: "A command stands here, and only a step has one",
    },
    {
      title: "an anchor where nothing has an id",
      path,
      text: `## Words

### [|<a id="belt"></a>|]Belt

What carries the parcels.
`,
      message: "An anchor stands before an entry that has no id",
      fixed: `## Words

### Belt

What carries the parcels.
`,
    },
    {
      title: "a section in two forms",
      path,
      text: `## Words

| Term | Means |
| --- | --- |
| Belt | What carries the parcels |

[|### Lamp|]

What shines.
`,
      message: "`## Words` has its entries in two forms",
    },
  ],
  good: [
    {
      title: "text before the facts",
      path,
      text: `Wait until it is warm.

> It takes a minute.

- **Expect:** The lamp is green.
`,
    },
    {
      title: "what a procedure needs",
      path,
      text: `## <a id="change"></a>Procedure: Change the lamp

- **Needs:** A ladder.

### <a id="look"></a>Look at the lamp
`,
    },
    {
      title: "a comment, which is no text",
      path,
      text: `- **Expect:** The lamp is green.

<!-- It takes a minute. -->
`,
    },
    {
      title: "a part that is generated",
      path,
      text: `## People

<!-- runwright:generated people -->

Operations: 1

<!-- /runwright:generated -->

### <a id="ops"></a>Operations
`,
    },
    {
      title: "headings of level 4 in a text",
      path,
      text: `## <a id="belt"></a>The belt

#### How it runs

It runs at night.
`,
    },
    {
      title: "a summary, a picture and when to use it, under the title",
      path,
      text: `# Change the lamp

The lamp shows whether the belt runs.

![The lamp](lamp.png)

**Use when:** The lamp is red.

It is never blue.
`,
    },
    {
      title: "a title that stands in the front matter",
      path,
      whole: true,
      text: `---
runwright: 1
id: lamp
title: Change the lamp
version: "1.0.0"
---

## <a id="change"></a>Procedure: Change the lamp

### <a id="look"></a>Look at the lamp
`,
    },
  ],
});
