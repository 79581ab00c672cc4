import { defineRule } from "../rule.js";

export default defineRule({
  id: "field-unknown",
  group: "structure",
  summary: "A field is none of the format's",
  why: "A misspelt field is silently nothing: the failure path below `onfailure` would not exist, and nobody would see it until the step fails. Fields of your own begin with `x-` and are kept.",
  severity: { recommended: "error", strict: "error", migrate: "off" },
  confidence: "high",
  fix: "unsafe",
  bad: [
    {
      title: "letters of the wrong case",
      text: `procedures:
  - id: check
    title: Check
    [|onfailure|]: { any: { stop: It failed } }
    steps:
      - { id: look, title: Look, expect: { see: It works } }
`,
      message: "Unknown field `onfailure`, did you mean `onFailure`?",
      fixed: `procedures:
  - id: check
    title: Check
    onFailure: { any: { stop: It failed } }
    steps:
      - { id: look, title: Look, expect: { see: It works } }
`,
    },
    {
      title: "letters that changed places",
      text: "[|onwer|]: ops\nparties: [{ id: ops, name: Operations }]\n",
      message: "Unknown field `onwer`, did you mean `owner`?",
      fixed: "owner: ops\nparties: [{ id: ops, name: Operations }]\n",
    },
    {
      title: "a misspelt verb",
      text: `procedures:
  - id: check
    title: Check
    onFailure: { any: { [|stopp|]: It failed } }
    steps:
      - { id: look, title: Look, expect: { see: It works } }
`,
      message: "Unknown field `stopp`, did you mean `stop`?",
      fixed: `procedures:
  - id: check
    title: Check
    onFailure: { any: { stop: It failed } }
    steps:
      - { id: look, title: Look, expect: { see: It works } }
`,
    },
    {
      title: "a field one level too high",
      text: `procedures:
  - id: check
    title: Check
    steps:
      - id: look
        title: Look
        [|run|]: queue list
`,
      message: "Unknown field `run` in a step, it belongs in `command`",
    },
    {
      title: "a field of another entry",
      text: `[|steps|]:
  - { id: look, title: Look }
`,
      message: "Unknown field `steps` in a runbook, it belongs in a procedure",
    },
    {
      title: "a field that nobody knows",
      text: `parties:
  - id: ops
    name: Operations
    [|room|]: "4.12"
`,
      message: "Unknown field `room` in a party",
    },
    {
      title: "a head field in a fragment",
      text: "runwright: 1\nkind: fragment\nid: shared\n[|audience|]: [support]\n",
      whole: true,
      path: "shared.fragment.yaml",
      message: "Unknown field `audience` in a fragment, it belongs in a runbook",
    },
  ],
  good: [
    {
      title: "a field of the team's own",
      text: "x-cost-centre: 4711\nparties: [{ id: ops, name: Operations, x-room: 4.12 }]\n",
    },
    {
      title: "names that the author gives: endpoints",
      text: 'systems: [{ id: crm, name: CRM, endpoints: { onfailure: "https://crm.example" } }]\n',
    },
    {
      title: "names that the author gives: parameters, headers and environment",
      text: `requests:
  - id: list
    method: GET
    url: https://crm.example
    query: { onwer: me, titel: x }
    headers: { X-Titel: y }
procedures:
  - id: check
    title: Check
    steps:
      - id: look
        title: Look
        command: { shell: bash, run: env, env: { TITEL: z }, effect: reads }
`,
    },
    {
      title: "keys of the JSON that is sent",
      text: `requests:
  - { id: add, method: POST, url: "https://crm.example", effect: changes, json: { titel: x, steps: [] } }
`,
    },
    {
      title: "rows of onFailure, which are the ids of errors",
      text: `errors: [{ id: onfailure, title: Odd, match: { shows: odd }, then: { stop: Odd } }]
procedures:
  - id: check
    title: Check
    onFailure: { onfailure: { stop: Odd }, any: { stop: Why } }
    steps: [{ id: look, title: Look }]
`,
    },
    {
      title: "roles, which are names of the team's own",
      text: "signoff: { security: 1, release-captain: 2 }\n",
    },
    {
      title: "saved values",
      text: `procedures:
  - id: check
    title: Check
    steps:
      - { id: look, title: Look, command: { shell: bash, run: date, effect: reads }, save: { titel: output } }
`,
    },
    {
      title: "fields in quotes",
      text: '"summary": What it does\n',
    },
    {
      title: "words in a text that look like fields",
      text: "summary: |\n  onfailure: nothing\n  onwer: nobody\n",
    },
    {
      title: "JSON paths",
      text: `requests:
  - { id: list, method: GET, url: "https://crm.example", expect: { json: { $.titel: x } } }
`,
    },
  ],
});
