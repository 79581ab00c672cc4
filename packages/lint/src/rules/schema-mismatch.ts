import { defineRule } from "../rule.js";

export default defineRule({
  id: "schema-mismatch",
  group: "structure",
  summary: "Something has another shape than the format gives it",
  why: "What the format does not know, no tool can check, draw, export or rehearse, and two readers understand it differently. The problem names the one field that is wrong, not every rule of a schema that it breaks.",
  severity: { recommended: "error", strict: "error", migrate: "off" },
  confidence: "high",
  bad: [
    {
      title: "a field that must be there",
      text: `parties:
  - id: [|ops|]
`,
      message: "A party needs `name`",
    },
    {
      title: "one entry where a list is expected",
      text: `parties:
  [|id: ops|]
  name: Operations
`,
      message: "Unexpected `name: value` lines, expected a list",
    },
    {
      title: "a word that is not one of the few",
      text: "risk: [|meduim|]\n",
      message: "Unexpected `meduim`, expected one of `low`, `medium`, `high`",
    },
    {
      title: "a duration without a unit",
      text: "estimated: [|20|]\n",
      message: "Unexpected `20`, expected a duration such as `90s`, `5m`, `2h`, `1d` or `1h30m`",
    },
    {
      title: "a number in quotes",
      text: 'signoff: { security: "[|1|]" }\n',
      message: '`"1"` in quotes is text, and `security` takes a number',
      fixed: "signoff: { security: 1 }\n",
    },
    {
      title: "words where a step has fields",
      text: `procedures:
  - id: check
    title: Check
    steps:
      - id: look
        title: Look at the queue
        expect: [|The queue is empty|]
`,
      message: "Unexpected `The queue is empty`, expected the fields of an expectation",
    },
    {
      title: "two actions in one step",
      text: `procedures:
  - id: check
    title: Check
    steps:
      - id: look
        title: Look at the queue
        open: https://queue.example
        [|command|]: { shell: bash, run: queue list, effect: reads }
`,
      message: "A step has both `open` and `command`, and can have only one",
    },
    {
      title: "an outcome that does not say which failure it answers",
      text: `procedures:
  - id: check
    title: Check
    steps:
      - id: look
        title: Look at the queue
        expect: { see: It is empty }
        onFailure:
          [|stop|]: The queue is not empty
`,
      message: "`stop` stands directly below `onFailure`, which names first the failure that is answered",
    },
    {
      title: "going on in spite of a failure, where nothing has failed",
      text: `procedures:
  - id: check
    title: Check
    steps:
      - id: look
        title: Look at the queue
        next:
          [|continue|]: It does not matter
`,
      message: "`continue` may not stand here: it answers a failure, and here nothing has failed",
    },
    {
      title: "going through what is not a list",
      text: `inputs:
  - id: host
    label: Host
    type: text
procedures:
  - id: all
    title: Restart all
    steps:
      - { id: restart-all, title: Restart each, do: restart, each: [|host|], as: one }
  - id: restart
    title: Restart one
    steps: [{ id: restart-one, title: "Restart {{one}}" }]
`,
      message: "`each` goes through a list, and the input `host` is of type `text`",
    },
    {
      title: "a fragment with a field of the wrong kind",
      text: "runwright: 1\nkind: fragment\nid: shared\nsystems: [|crm|]\n",
      whole: true,
      path: "shared.fragment.yaml",
      message: "Unexpected `crm`, expected a list",
    },
    {
      title: "another kind of file",
      text: "[|name: deploy|]\non: push\n",
      whole: true,
      message: "This is no runbook: it has none of a runbook's fields",
    },
  ],
  good: [
    {
      title: "one where one or a list may stand",
      text: `systems:
  - { id: crm, name: CRM }
  - { id: login, name: Login }
errors:
  - { id: denied, title: Denied, match: { at: crm, status: 403 }, then: { stop: No access } }
  - { id: gone, title: Gone, match: [{ at: [crm, login], status: 404 }, { status: 410 }], then: { stop: Gone } }
`,
    },
    {
      title: "fields of one's own, of any shape",
      text: "x-rota: { days: [Monday, 5, null] }\nparties:\n  - { id: ops, name: Operations, x-floor: 3 }\n",
    },
    {
      title: "a status as a number, and as a class",
      text: `errors:
  - { id: denied, title: Denied, match: { status: 403 }, then: { stop: No access } }
  - { id: broken, title: Broken, match: { status: 5xx }, then: { stop: Broken } }
`,
    },
    {
      title: "going on, deep inside the answer to a failure",
      text: `procedures:
  - id: check
    title: Check
    steps:
      - id: look
        title: Look at the queue
        expect: { see: It is empty }
        onFailure: { any: { retry: 1, else: { continue: It empties by itself } } }
`,
    },
    {
      title: "a request without an effect, where the method says it",
      text: `requests:
  - { id: list, method: GET, url: "https://crm.example/contacts" }
`,
    },
    {
      title: "a condition in words, and one that compares",
      text: `inputs: [{ id: region, label: Region, type: select, options: [eu, us] }]
procedures:
  - id: check
    title: Check
    steps:
      - { id: ask-region, title: Ask, ask: [region] }
      - { id: look, title: Look, onlyIf: It is late }
      - { id: look-eu, title: Look in Europe, onlyIf: { value: region, is: eu } }
`,
    },
    {
      title: "an empty text where it has a meaning",
      text: `requests:
  - { id: list, method: GET, url: "https://crm.example", query: { filter: "" } }
`,
    },
    {
      title: "any JSON where JSON is sent",
      text: `requests:
  - { id: add, method: POST, url: "https://crm.example", effect: changes, json: { list: [1, { deep: null }], yes: true } }
`,
    },
    {
      title: "going through a list that an earlier step saved",
      text: `procedures:
  - id: all
    title: Restart all
    steps:
      - id: find
        title: Find the hosts
        command: { shell: bash, run: hosts --json, effect: reads }
        save: { hosts: $.hosts }
      - { id: restart-all, title: Restart each, do: restart, each: hosts, as: one }
  - id: restart
    title: Restart one
    steps: [{ id: restart-one, title: "Restart it", text: "Restart {{one}}." }]
`,
    },
    {
      title: "a command without an exit code: it expects 0",
      text: `procedures:
  - id: check
    title: Check
    steps:
      - id: look
        title: Look at the queue
        command: { shell: bash, file: look.sh, effect: reads }
`,
    },
  ],
});
