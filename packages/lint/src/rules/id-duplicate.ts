import { defineRule } from "../rule.js";

export default defineRule({
  id: "id-duplicate",
  group: "structure",
  summary: "Two things have one id",
  why: "An id is where a `goto`, a link or a sign-off leads. With two of them, one reader continues at one place and the next reader at another; the same holds for a value that two branches save at the same time.",
  severity: { recommended: "error", strict: "error", migrate: "off" },
  confidence: "high",
  bad: [
    {
      title: "two steps, the second copied from the first",
      text: `procedures:
  - id: restart
    title: Restart
    steps:
      - id: verify
        title: Look that nobody is connected
      - id: [|verify|]
        title: Look that it runs again
`,
      message: "Another step has the id `verify` already",
    },
    {
      title: "steps of two procedures: every id is an anchor of the same page",
      text: `procedures:
  - id: stop
    title: Stop
    steps: [{ id: verify, title: Look }]
  - id: start
    title: Start
    useWhen: It is stopped.
    steps: [{ id: [|verify|], title: Look }]
`,
      message: "Another step has the id `verify` already",
    },
    {
      title: "a party and a system",
      text: `parties: [{ id: billing, name: Billing team }]
systems: [{ id: [|billing|], name: Billing system }]
`,
      message: "The id `billing` stands here for a system, and already for a party",
    },
    {
      title: "a procedure and its step",
      text: `procedures:
  - id: restart
    title: Restart
    steps: [{ id: [|restart|], title: Restart it }]
`,
      message: "The id `restart` stands here for a step, and already for a procedure",
    },
    {
      title: "a saved value and an input",
      text: `inputs: [{ id: now, label: Time }]
procedures:
  - id: check
    title: Check
    steps:
      - id: look
        title: Look
        text: "It was {{now}}."
        command: { shell: bash, run: date, effect: reads }
        save: { [|now|]: output }
`,
      message: "The id `now` stands here for a saved value, and already for an input",
    },
    {
      title: "two branches that run side by side and save the same value",
      text: `procedures:
  - id: both
    title: Both
    steps: [{ id: run-both, title: Do both, do: [left, [|right|]], onFailure: { any: { stop: Failed } } }]
  - id: left
    title: Left
    onFailure: { any: { stop: Failed } }
    steps: [{ id: ask-left, title: Ask, command: { shell: bash, run: date, effect: reads }, save: { now: output } }]
  - id: right
    title: Right
    onFailure: { any: { stop: Failed } }
    steps: [{ id: ask-right, title: Ask, command: { shell: bash, run: date, effect: reads }, save: { now: output } }]
`,
      message: "`right` saves `now` at the same time as `left` does",
    },
  ],
  good: [
    {
      title: "two ids that differ in their end",
      text: `procedures:
  - id: restart
    title: Restart
    steps:
      - { id: verify-before, title: Look that nobody is connected }
      - { id: verify-after, title: Look that it runs again }
`,
    },
    {
      title: "the runbook has the id of its procedure: it is another space",
      text: `id: restart
procedures:
  - { id: restart, title: Restart, steps: [{ id: look, title: Look }] }
`,
    },
    {
      title: "several steps save one value",
      text: `procedures:
  - id: check
    title: Check
    onFailure: { any: { stop: Failed } }
    steps:
      - { id: look, title: Look, command: { shell: bash, run: date, effect: reads }, save: { now: output } }
      - { id: again, title: Again, command: { shell: bash, run: date, effect: reads }, save: { now: output } }
`,
    },
    {
      title: "a secret that a step saves",
      text: `parties: [{ id: ops, name: Operations }]
secrets: [{ id: token, label: Token, viewers: [ops] }]
procedures:
  - id: check
    title: Check
    onFailure: { any: { stop: Failed } }
    steps:
      - { id: look, title: Look, by: ops, command: { shell: bash, run: login, effect: reads }, save: { token: $.token } }
`,
    },
    {
      title: "an endpoint has the name of a step: it is named with its system",
      text: `systems: [{ id: crm, name: CRM, endpoints: { look: "https://crm.example" } }]
procedures:
  - { id: check, title: Check, steps: [{ id: look, title: Look }] }
`,
    },
    {
      title: "an id that is named many times",
      text: `owner: ops
escalation: ops
parties: [{ id: ops, name: Operations }]
procedures:
  - { id: check, title: Check, steps: [{ id: look, title: Look, by: ops }] }
`,
    },
    {
      title: "a role of the sign-off has the id of a party: it may",
      text: "parties: [{ id: security, name: Security }]\nsignoff: { security: 1 }\n",
    },
    {
      title: "a scope and a term have no ids",
      text: `profile: oauth2
scopes: [{ scope: token, allows: Nothing }]
terms: [{ term: token, means: A key }]
secrets: [{ id: token, label: Token }]
`,
    },
    {
      title: "one fragment is reached on two ways",
      text: "uses: [a.fragment.yaml, b.fragment.yaml]\n",
      files: {
        "a.fragment.yaml": "runwright: 1\nkind: fragment\nid: a\nuses: [b.fragment.yaml]\n",
        "b.fragment.yaml": "runwright: 1\nkind: fragment\nid: b\nparties: [{ id: ops, name: Operations }]\n",
      },
    },
    {
      title: "steps that follow one another save the same value, each from its procedure",
      text: `procedures:
  - id: both
    title: Both
    onFailure: { any: { stop: Failed } }
    steps: [{ id: first, title: One, do: ask }, { id: second, title: Two, do: ask }]
  - id: ask
    title: Ask
    onFailure: { any: { stop: Failed } }
    steps: [{ id: ask-now, title: Ask, command: { shell: bash, run: date, effect: reads }, save: { now: output } }]
`,
    },
  ],
});
