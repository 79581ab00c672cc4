import { defineRule } from "../rule.js";

export default defineRule({
  id: "input-undeclared",
  group: "structure",
  summary: "A `{{name}}` in a text names nothing that the runbook declares",
  why: "Nobody is asked for the value, so the reader sends a request with `{{tenant}}` in it, or fills in a guess. Declared once, an input is asked for before the first step and checked.",
  severity: { recommended: "error", strict: "error", migrate: "off" },
  confidence: "high",
  fix: "unsafe",
  bad: [
    {
      title: "an input that nobody declares",
      text: `inputs:
  - id: region
    label: Region
requests:
  - id: list
    method: GET
    url: "https://{{region}}.crm.example/[|{{tenant}}|]/contacts"
`,
      message: "`{{tenant}}` names nothing that the runbook declares",
      fixed: `inputs:
  - id: region
    label: Region
  - id: tenant
    label: Tenant
requests:
  - id: list
    method: GET
    url: "https://{{region}}.crm.example/{{tenant}}/contacts"
`,
    },
    {
      title: "a misspelt input",
      text: `inputs:
  - id: user-name
    label: User name
procedures:
  - id: check
    title: Check
    steps:
      - { id: look, title: Look, text: "Look up [|{{username}}|]." }
`,
      message: "`{{username}}` names nothing that the runbook declares, did you mean `{{user-name}}`?",
      fixed: `inputs:
  - id: user-name
    label: User name
procedures:
  - id: check
    title: Check
    steps:
      - { id: look, title: Look, text: "Look up {{user-name}}." }
`,
    },
    {
      title: "in a command",
      text: `procedures:
  - id: check
    title: Check
    onFailure: { any: { stop: Failed } }
    steps:
      - id: look
        title: Look
        command:
          shell: bash
          run: |
            kubectl config use-context staging
            kubectl get pod [|{{pod}}|]
          effect: reads
`,
      message: "`{{pod}}` names nothing that the runbook declares",
    },
    {
      title: "an endpoint that the system does not have",
      text: `systems:
  - id: crm
    name: CRM
    endpoints: { base: "https://crm.example" }
requests:
  - { id: list, method: GET, url: "[|{{crm.api}}|]/contacts" }
`,
      message: "The system `crm` has no endpoint `api`",
    },
    {
      title: "a party: people are no values",
      text: `parties: [{ id: ops, name: Operations }]
procedures:
  - { id: check, title: Check, steps: [{ id: look, title: Look, text: "Call [|{{ops}}|]." }] }
`,
      message: "`{{ops}}` names nothing that the runbook declares",
    },
    {
      title: "in the JSON of a request, far inside",
      text: `requests:
  - id: add
    method: POST
    url: https://crm.example
    effect: changes
    json: { contact: { tags: ["vip", "from-[|{{source}}|]"] } }
`,
      message: "`{{source}}` names nothing that the runbook declares",
    },
  ],
  good: [
    {
      title: "a declared input",
      text: `inputs: [{ id: tenant, label: Tenant }]
requests: [{ id: list, method: GET, url: "https://crm.example/{{tenant}}" }]
`,
    },
    {
      title: "a variable of the shell, set or not, is no input",
      text: `procedures:
  - id: check
    title: Check
    onFailure: { any: { stop: Failed } }
    steps:
      - { id: look, title: Look, command: { shell: bash, run: 'echo "$HOME/$TENANT"', effect: reads } }
`,
    },
    {
      title: "a value that an earlier step saved",
      text: `procedures:
  - id: check
    title: Check
    onFailure: { any: { stop: Failed } }
    steps:
      - { id: ask-now, title: Ask, command: { shell: bash, run: date, effect: reads }, save: { now: output } }
      - { id: look, title: Look, text: "It was {{now}}." }
`,
    },
    {
      title: "the item of a list",
      text: `inputs: [{ id: hosts, label: Hosts, type: list }]
procedures:
  - id: all
    title: All
    onFailure: { any: { stop: Failed } }
    steps: [{ id: each-host, title: Each, do: restart, each: hosts, as: host }]
  - { id: restart, title: Restart, steps: [{ id: press, title: Press, text: "Restart {{host}}." }] }
`,
    },
    {
      title: "templates of Go, Helm and Prometheus",
      text: "summary: It shows {{ .Values.name }}, {{.Name}}, {{ $labels.instance }} and {{end}}.\n",
    },
    {
      title: "braces with blanks are plain text",
      text: "summary: Write {{ tenant }} as it stands.\n",
    },
    {
      title: "a command that is taken literally",
      text: `procedures:
  - id: check
    title: Check
    onFailure: { any: { stop: Failed } }
    steps:
      - id: look
        title: Look
        command: { shell: bash, run: "docker inspect -f {{name}} web", effect: reads, verbatim: true }
`,
    },
    {
      title: "an address of a system",
      text: `systems: [{ id: crm, name: CRM, endpoints: { base: "https://crm.example" } }]
requests: [{ id: list, method: GET, url: "{{crm.base}}/contacts" }]
`,
    },
    {
      title: "an input of a fragment",
      text: 'uses: [shared.fragment.yaml]\nrequests: [{ id: list, method: GET, url: "https://crm.example/{{tenant}}" }]\n',
      files: {
        "shared.fragment.yaml":
          "runwright: 1\nkind: fragment\nid: shared\ninputs: [{ id: tenant, label: Tenant }]\n",
      },
    },
    {
      title: "a field of one's own, which nobody reads",
      text: 'x-note: "{{whatever}}"\n',
    },
  ],
});
