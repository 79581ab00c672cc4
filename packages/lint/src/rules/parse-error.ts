import { defineRule } from "../rule.js";

export default defineRule({
  id: "parse-error",
  group: "structure",
  summary: "The file is not text that every YAML reader reads alike",
  why: "A file that cannot be read helps nobody, and one that two tools read differently is worse: each reader follows another runbook. Only the first error is told, because those after it are mostly its consequences.",
  sources: ["YAML 1.2.2"],
  severity: { recommended: "error", strict: "error", migrate: "error" },
  confidence: "high",
  bad: [
    {
      title: "a colon inside text without quotes",
      text: "summary: Reset[|:|] the cache after a deployment\n",
      message: "A `: ` stands inside text without quotes, where YAML reads a second key",
    },
    {
      title: "a reference without quotes in brackets",
      text: "tags: [[|{{team}}|], billing]\n",
      message: "A `{{…}}` stands without quotes, where YAML reads it as a mapping",
    },
    {
      title: "a tab where the line is indented",
      text: "parties:\n[|\t|]- id: ops\n",
      message: "A tab stands where the line is indented, and YAML takes only spaces there",
    },
    {
      title: "a line that is indented otherwise than its neighbours",
      text: "parties:\n  - id: ops\n   [|n|]ame: Operations\n",
      message: "This line is indented otherwise than the lines that it belongs to",
    },
    {
      title: "a reference without quotes at the beginning of a text",
      text: "summary: {{team}} [|d|]oes it\n",
      message: "A `{{…}}` begins a text without quotes, where YAML reads it as a mapping",
    },
    {
      title: "a list that is not closed",
      text: "tags: [billing, cache\n[|p|]rocedures: []\n",
      message: "A bracket or a quote opens above this line and does not close",
    },
    {
      title: "an anchor, by which a later part could repeat this one",
      text: "owner: [|&who|] ops\n",
      message: "An anchor marks a part to be repeated, and a runbook writes everything out",
    },
    {
      title: "a tag, which not every reader knows",
      text: "summary: [|!!binary|] aGVsbG8=\n",
      message: "A tag changes what kind of value this is, and not every YAML reader knows it",
    },
    {
      title: "a merge key",
      text: "review:\n  [|<<|]: { every: 90d }\n",
      message: "A merge key takes in another part of the file, and a runbook writes everything out",
    },
    {
      title: "a second document in the file",
      text: "title: Restart\n[|---|]\ntitle: Rotate\n",
      message: "A second document begins here, and a file holds one runbook",
    },
    {
      title: "an empty file",
      text: "[||]",
      whole: true,
      message: "The file is empty",
    },
  ],
  good: [
    {
      title: "a colon in quotes, and one without a blank after it",
      text: 'summary: "Reset: the cache, at 10:30, from https://crm.example"\nuseWhen: It says cache:stale\n',
    },
    {
      title: "a reference in quotes",
      text: 'systems: [{ id: crm, name: CRM, endpoints: { base: "https://crm.example" }, tools: [{ name: Page, open: "{{crm.base}}" }] }]\n',
    },
    {
      title: "a template of another tool inside text",
      text: "summary: The chart uses {{ .Values.name }} for it.\n",
    },
    {
      title: "signs of YAML inside text",
      text: "summary: Use *one* & only one <<here>>, never #2 or !important\nnotFor: It's 5 % | 6 > 4\n",
    },
    {
      title: "a tab inside text",
      text: "summary: one\ttwo\n",
    },
    {
      title: "a tab inside a command",
      text: `procedures:
  - id: count
    title: Count
    steps:
      - id: count-lines
        title: Count the lines
        command:
          shell: bash
          run: |
            if test -f /tmp/list; then
            	wc -l /tmp/list
            fi
          effect: reads
`,
    },
    {
      title: "a mark before the one document, and its like inside a text",
      text: `---
runwright: 1
id: divided
title: A page with a line across
version: "1.0.0"
summary: |
  Above

  ---

  Below
procedures: [{ id: main, title: Main, steps: [{ id: read, title: Read }] }]
`,
      whole: true,
    },
    {
      title: "the line ends of Windows",
      text: "summary: One\r\nuseWhen: Two\r\n",
    },
    {
      title: "JSON, which is YAML",
      text: '{ "runwright": 1, "id": "json", "title": "JSON", "version": "1.0.0", "procedures": [{ "id": "main", "title": "Main", "steps": [{ "id": "read", "title": "Read" }] }] }\n',
      whole: true,
    },
    {
      title: "writing from right to left, and emoji",
      text: "summary: שלום 👩‍🔧 مرحبا\n",
    },
  ],
});
