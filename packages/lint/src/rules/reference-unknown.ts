import { defineRule } from "../rule.js";

export default defineRule({
  id: "reference-unknown",
  group: "structure",
  summary: "A name leads to nothing, or to something that cannot stand there",
  why: "The reader who is sent to `escalte` stands before a closed door, mostly when something has already gone wrong. A renamed step or a party that left the list breaks paths that nobody walks on a good day.",
  severity: { recommended: "error", strict: "error", migrate: "off" },
  confidence: "high",
  fix: "unsafe",
  bad: [
    {
      title: "a misspelt step",
      text: `procedures:
  - id: check
    title: Check
    steps:
      - { id: look, title: Look, next: { goto: [|restrat|] } }
      - { id: wait-here, title: Wait }
      - { id: restart, title: Restart }
`,
      message: "`restrat` names no step or procedure, did you mean `restart`?",
      fixed: `procedures:
  - id: check
    title: Check
    steps:
      - { id: look, title: Look, next: { goto: restart } }
      - { id: wait-here, title: Wait }
      - { id: restart, title: Restart }
`,
    },
    {
      title: "a party that is not in the list",
      text: "escalation: [|on-call|]\n",
      message: "`on-call` names no party",
    },
    {
      title: "an entry of another kind",
      text: "owner: [|crm|]\nsystems: [{ id: crm, name: CRM }]\n",
      message: "`crm` is a system, and `owner` takes a party",
    },
    {
      title: "a row for an error that is not in the catalogue",
      text: `errors: [{ id: invalid-client, title: Not known, match: { code: invalid_client }, then: { stop: Not known } }]
procedures:
  - id: check
    title: Check
    onFailure: { [|invalid-clients|]: { stop: Why }, any: { stop: Why } }
    steps: [{ id: look, title: Look, expect: { see: It works } }]
`,
      message: "`invalid-clients` names no error, did you mean `invalid-client`?",
      fixed: `errors: [{ id: invalid-client, title: Not known, match: { code: invalid_client }, then: { stop: Not known } }]
procedures:
  - id: check
    title: Check
    onFailure: { invalid-client: { stop: Why }, any: { stop: Why } }
    steps: [{ id: look, title: Look, expect: { see: It works } }]
`,
    },
    {
      title: "a step of another procedure",
      text: `procedures:
  - id: check
    title: Check
    steps: [{ id: look, title: Look, next: { goto: [|press|] } }]
  - id: restart
    title: Restart
    useWhen: It hangs.
    steps: [{ id: press, title: Press the button }]
`,
      message:
        "The step `press` belongs to the procedure `restart`, and `goto` reaches only steps of its own procedure",
    },
    {
      title: "a fragment that is not there",
      text: "uses: [[|shared/people.fragment.yaml|]]\n",
      message: "The fragment `shared/people.fragment.yaml` cannot be read: there is no such file",
    },
    {
      title: "a procedure of another runbook",
      text: `procedures:
  - id: check
    title: Check
    onFailure: { any: { stop: Failed } }
    steps: [{ id: look, title: Look, do: [|cache/restrat|] }]
`,
      files: {
        "cache.runbook.yaml":
          'runwright: 1\nid: cache\ntitle: Cache\nversion: "1.0.0"\nprocedures: [{ id: restart, title: Restart, steps: [{ id: press, title: Press }] }]\n',
      },
      message: "The runbook `cache` has no procedure `restrat`, did you mean `cache/restart`?",
      fixed: `procedures:
  - id: check
    title: Check
    onFailure: { any: { stop: Failed } }
    steps: [{ id: look, title: Look, do: cache/restart }]
`,
    },
  ],
  good: [
    {
      title: "the built-in rows are no errors of the catalogue",
      text: `procedures:
  - id: check
    title: Check
    onFailure: { timeout: { stop: Late }, refused: { stop: No }, stopped: { stop: No }, any: { stop: Why } }
    steps: [{ id: look, title: Look, expect: { see: It works } }]
`,
    },
    {
      title: "the ends of a procedure are words, not steps",
      text: `procedures:
  - id: check
    title: Check
    steps: [{ id: look, title: Look, next: { end: done } }]
`,
    },
    {
      title: "a name that stands before the entry",
      text: "owner: ops\nescalation: ops\nparties: [{ id: ops, name: Operations }]\n",
    },
    {
      title: "an address where an address may stand",
      text: `procedures:
  - { id: check, title: Check, steps: [{ id: look, title: Look, open: "https://queue.example/list" }] }
`,
    },
    {
      title: "roles of the sign-off, which may be parties and need not",
      text: "signoff: { security: 1 }\n",
    },
    {
      title: "scopes, which are the server's names",
      text: 'profile: oauth2\nclients: [{ id: app, scopes: ["read:contacts"] }]\n',
    },
    {
      title: "an entry of a fragment, and of the fragment that it uses",
      text: "uses: [shared/systems.fragment.yaml]\nowner: ops\n",
      files: {
        "shared/systems.fragment.yaml":
          "runwright: 1\nkind: fragment\nid: systems\nuses: [people.fragment.yaml]\n",
        "shared/people.fragment.yaml":
          "runwright: 1\nkind: fragment\nid: people\nparties: [{ id: ops, name: Operations }]\n",
      },
    },
    {
      title: "a procedure that takes the place of this one",
      text: `procedures:
  - id: check
    title: Check
    steps: [{ id: look, title: Look, next: { goto: restart } }]
  - { id: restart, title: Restart, steps: [{ id: press, title: Press }] }
`,
    },
    {
      title: "a saved value in a condition",
      text: `procedures:
  - id: check
    title: Check
    onFailure: { any: { stop: Failed } }
    steps:
      - { id: count, title: Count, command: { shell: bash, run: queue count, effect: reads }, save: { waiting: output } }
      - { id: look, title: Look, onlyIf: { value: waiting, atLeast: 10 } }
`,
    },
    {
      title: "links in prose, which other rules follow",
      text: "summary: See [the list](#nowhere).\n",
    },
  ],
});
