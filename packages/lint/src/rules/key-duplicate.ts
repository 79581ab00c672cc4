import { defineRule } from "../rule.js";

export default defineRule({
  id: "key-duplicate",
  group: "structure",
  summary: "One mapping has the same key twice",
  why: "Some YAML readers take the first of the two and some the last, without a word. The failure path that you see may not be the one that a tool follows.",
  sources: ["YAML 1.2.2, section 3.2.1.3"],
  severity: { recommended: "error", strict: "error", migrate: "error" },
  confidence: "high",
  bad: [
    {
      title: "two answers to the failure of one step",
      text: `procedures:
  - id: check
    title: Check
    steps:
      - id: look
        title: Look
        expect: { see: It works }
        onFailure: { timeout: { stop: Too late } }
        [|onFailure|]: { any: { stop: It failed } }
`,
      message: "`onFailure` stands here a second time, and only one of the two can count",
    },
    {
      title: "a head field, far from the first one",
      text: `summary: One
parties:
  - id: ops
    name: Operations
[|summary|]: Two
`,
      message: "`summary` stands here a second time, and only one of the two can count",
    },
    {
      title: "the same key with and without quotes",
      text: `requests:
  - id: list
    method: GET
    url: https://crm.example
    query:
      page: 1
      [|"page"|]: 2
`,
      message: "`page` stands here a second time, and only one of the two can count",
    },
    {
      title: "in the JSON that is sent",
      text: `requests:
  - { id: add, method: POST, url: "https://crm.example", effect: changes, json: { user: { name: A, [|name|]: B } } }
`,
      message: "`name` stands here a second time, and only one of the two can count",
    },
    {
      title: "in a field of one's own",
      text: "x-team: { floor: 2, [|floor|]: 3 }\n",
      message: "`floor` stands here a second time, and only one of the two can count",
    },
    {
      title: "even with the same value",
      text: `parties:
  - id: ops
    name: Operations
    [|name|]: Operations
`,
      message: "`name` stands here a second time, and only one of the two can count",
    },
  ],
  good: [
    {
      title: "one `onFailure` with two rows",
      text: `procedures:
  - id: check
    title: Check
    steps:
      - id: look
        title: Look
        timeout: 5m
        expect: { see: It works }
        onFailure:
          timeout: { stop: Too late }
          any: { stop: It failed }
`,
    },
    {
      title: "the same field in two steps",
      text: `procedures:
  - id: check
    title: Check
    steps:
      - { id: look, title: Look, text: One }
      - { id: listen, title: Listen, text: Two }
`,
    },
    {
      title: "the same field one level deeper",
      text: `procedures:
  - id: check
    title: Check
    steps:
      - id: look
        title: Look
        text: Look
        undo: { text: Look away }
`,
    },
    {
      title: "parameters that differ in their case",
      text: `requests:
  - { id: list, method: GET, url: "https://crm.example", query: { page: 1, Page: 2 } }
`,
    },
    {
      title: "words in a text that look like a key twice",
      text: "summary: |\n  name: one\n  name: two\n",
    },
    {
      title: "keys that every object has",
      text: "x-odd: { constructor: 1, __proto__: 2, toString: 3 }\n",
    },
    {
      title: "the same field in two entries of one line",
      text: "parties: [{ id: ops, name: Operations }, { id: dev, name: Development }]\n",
    },
    {
      title: "a value that is like a key beside it",
      text: "x-odd: { one: two, two: one }\n",
    },
    {
      title: "a key that only a comment repeats",
      text: "summary: What it does\n# summary: What it did before\n",
    },
    {
      title: "a key and a longer one",
      text: 'systems: [{ id: crm, name: CRM, endpoints: { base: "https://a.example", base-eu: "https://b.example" } }]\n',
    },
  ],
});
