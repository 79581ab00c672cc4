import { defineRule } from "../rule.js";

const path = "example.runbook.md";

export default defineRule({
  id: "section-misspelt",
  group: "structure",
  summary: "A heading is nearly the name of a section",
  why: "Under `## Peopel` nobody is found, and each link to a person there leads nowhere. Where it has no anchor it was meant as the section, and that is an error whatever the preset; with one it is a note, and its title misleads.",
  severity: { recommended: "warning", strict: "error", migrate: "off" },
  confidence: "high",
  fix: "unsafe",
  bad: [
    {
      title: "two letters that changed places",
      path,
      text: `## [|Peopel|]

### <a id="ops"></a>Operations
`,
      message: "`## Peopel` is no section, did you mean `## People`?",
      fixed: `## People

### <a id="ops"></a>Operations
`,
    },
    {
      title: "a colon at the end",
      path,
      text: `## [|People:|]

### <a id="ops"></a>Operations
`,
      message: "`## People:` is no section, did you mean `## People`?",
      fixed: `## People

### <a id="ops"></a>Operations
`,
    },
    {
      title: "one where there are several",
      path,
      text: `## [|System|]

### <a id="crm"></a>CRM
`,
      message: "`## System` is no section, did you mean `## Systems`?",
      fixed: `## Systems

### <a id="crm"></a>CRM
`,
    },
    {
      title: "a note that is called like a section",
      path,
      text: `## <a id="who"></a>[|People|]

Ask who is there today.
`,
      message: "This note is called like the section `## People`",
    },
  ],
  good: [
    {
      title: "small letters",
      path,
      text: `## people

### <a id="ops"></a>Operations
`,
    },
    {
      title: "a note with words of a section among others",
      path,
      text: `## <a id="who"></a>People who know the belt

Ask who is there today.
`,
    },
    {
      title: "a procedure that is called like a section",
      path,
      text: `## <a id="all-systems"></a>Procedure: Systems

### <a id="look"></a>Look at the lamps
`,
    },
    {
      title: "an entry that is called like a section",
      path,
      text: `## Systems

### <a id="errors-system"></a>Errors
`,
    },
    {
      title: "a heading inside a text",
      path,
      text: "#### Peopel\n\nAsk who is there today.\n",
    },
    {
      title: "the same section in another order",
      path,
      text: `## People

### <a id="ops"></a>Operations

## <a id="change"></a>Procedure: Change the lamp

### <a id="look"></a>Look at the lamp
`,
    },
  ],
});
