import { defineRule } from "../rule.js";

export default defineRule({
  id: "id-format",
  group: "structure",
  summary: "An id has letters that an id may not have, or is a word of the format",
  why: "Ids become anchors of pages, names in links and rows of reports. Blanks and capitals break those on one host and not on the next, and a step named `end` cannot be told from the end.",
  severity: { recommended: "warning", strict: "error", migrate: "off" },
  confidence: "high",
  fix: "unsafe",
  bad: [
    {
      title: "capitals, a blank and a sign",
      text: `procedures:
  - id: rotate
    title: Rotate
    steps:
      - id: [|Step 3!|]
        title: Rotate the secret
`,
      message:
        "`Step 3!` is not an id: lower-case letters, digits and hyphens, beginning with a letter, at most 64",
      fixed: `procedures:
  - id: rotate
    title: Rotate
    steps:
      - id: step-3
        title: Rotate the secret
`,
    },
    {
      title: "an underscore; the fix renames it wherever it is named",
      text: `owner: on_call
parties:
  - id: [|on_call|]
    name: On-call
`,
      message:
        "`on_call` is not an id: lower-case letters, digits and hyphens, beginning with a letter, at most 64",
      fixed: `owner: on-call
parties:
  - id: on-call
    name: On-call
`,
    },
    {
      title: "a word of the format",
      text: `procedures:
  - id: rotate
    title: Rotate
    steps:
      - id: [|end|]
        title: Close the page
`,
      message: "`end` is a word of the format and cannot be an id",
      fixed: `procedures:
  - id: rotate
    title: Rotate
    steps:
      - id: end-step
        title: Close the page
`,
    },
    {
      title: "digits alone",
      text: 'parties:\n  - id: "[|2026|]"\n    name: This year\'s team\n',
      message:
        "`2026` is not an id: lower-case letters, digits and hyphens, beginning with a letter, at most 64",
    },
    {
      title: "a saved value",
      text: `procedures:
  - id: check
    title: Check
    steps:
      - id: look
        title: Look
        command: { shell: bash, run: date, effect: reads }
        save: { [|startTime|]: output }
        onFailure: { any: { stop: Failed } }
`,
      message:
        "`startTime` is not an id: lower-case letters, digits and hyphens, beginning with a letter, at most 64",
    },
    {
      title: "the name of an endpoint",
      text: 'systems: [{ id: crm, name: CRM, endpoints: { [|Base_URL|]: "https://crm.example" } }]\n',
      message:
        "`Base_URL` is not an id: lower-case letters, digits and hyphens, beginning with a letter, at most 64",
      fixed: 'systems: [{ id: crm, name: CRM, endpoints: { base-url: "https://crm.example" } }]\n',
    },
  ],
  good: [
    {
      title: "digits and hyphens behind the first letter",
      text: "parties: [{ id: tier-2-support, name: Support }]\n",
    },
    {
      title: "one letter",
      text: "parties: [{ id: a, name: Team A }]\n",
    },
    {
      title: "words that begin with a word of the format",
      text: "parties: [{ id: end-users, name: Users }, { id: anybody, name: Anybody }]\n",
    },
    {
      title: "capitals in a title",
      text: "parties: [{ id: dba, name: DBA }]\n",
    },
    {
      title: "a word of the format as the name of an endpoint, which is no anchor",
      text: 'systems: [{ id: crm, name: CRM, endpoints: { end: "https://crm.example" } }]\n',
    },
    {
      title: "a word of the format as the file's own id",
      text: "id: errors\n",
    },
    {
      title: "roles, scopes, parameters and variables, which are no ids",
      text: `signoff: { Security Team: 1 }
profile: oauth2
scopes: [{ scope: "read:All", allows: All }]
requests: [{ id: list, method: GET, url: "https://crm.example", query: { Page_No: 1 } }]
`,
    },
    {
      title: "names that every object has in JavaScript",
      text: "parties: [{ id: constructor, name: Construction }]\n",
    },
    {
      title: "sixty-four letters",
      text: `parties: [{ id: ${"a".repeat(64)}, name: Long }]\n`,
    },
    {
      title: "the built-in rows of onFailure, which name no error",
      text: `procedures:
  - id: check
    title: Check
    onFailure: { timeout: { stop: Too late }, any: { stop: Failed } }
    steps: [{ id: look, title: Look }]
`,
    },
  ],
});
