import {
  entryOf,
  type Places,
  readsOtherwiseIn11,
  type ScalarNode,
  type TreeNode,
  type Visit,
  walk,
} from "@runwright/core";
import { defineRule } from "../rule.js";

/** Fields of these types hold text, and nothing else is read in them. */
const textTypes: ReadonlySet<Visit["type"]["kind"]> = new Set([
  ...(["text", "markdown", "string", "command"] as const),
  ...(["id", "ref", "pattern", "enum", "const"] as const),
]);

export default defineRule({
  id: "yaml-implicit-typing",
  group: "structure",
  summary: "Text stands without quotes, and YAML readers take it for something else",
  why: "Norway's `NO` becomes false, a time `1:30` becomes ninety, a version `1.10` becomes 1.1: some tool in the chain reads another value than the person who wrote it. Where our own reader does so already, it is an error under every preset.",
  sources: ["YAML 1.2.2, section 10.3.2", "YAML 1.1, https://yaml.org/type/"],
  severity: { recommended: "warning", strict: "error", migrate: "off" },
  confidence: "high",
  fix: "safe",
  check({ file, linked, places, report }) {
    walk(linked.root, (visit) => {
      for (const node of plainTexts(visit, places)) {
        if (!readsOtherwiseIn11(node.text)) continue;
        const quoted = JSON.stringify(node.text);
        report({
          at: { source: file.source, start: node.start, end: node.end },
          message: `Older YAML readers take \`${node.text}\` without quotes for ${meaningIn11(node.text)}`,
          help: `Put it in quotes: \`${quoted}\``,
          fix: {
            title: "Put the value in quotes",
            edits: [{ offset: node.start, endOffset: node.end, text: quoted }],
          },
        });
      }
    });
  },
  bad: [
    {
      title: "the country Norway",
      text: `inputs:
  - id: country
    label: Country
    type: select
    options: [SE, [|NO|], FI]
procedures:
  - { id: main, title: Main, steps: [{ id: ask-country, title: Ask, ask: [country] }] }
`,
      message: "Older YAML readers take `NO` without quotes for `false`",
      fixed: `inputs:
  - id: country
    label: Country
    type: select
    options: [SE, "NO", FI]
procedures:
  - { id: main, title: Main, steps: [{ id: ask-country, title: Ask, ask: [country] }] }
`,
    },
    {
      title: "an answer",
      text: `procedures:
  - id: check
    title: Check
    steps:
      - id: look
        title: Look at the lamp
        expect: { see: [|on|] }
        onFailure: { any: { stop: It is dark } }
`,
      message: "Older YAML readers take `on` without quotes for `true`",
      fixed: `procedures:
  - id: check
    title: Check
    steps:
      - id: look
        title: Look at the lamp
        expect: { see: "on" }
        onFailure: { any: { stop: It is dark } }
`,
    },
    {
      title: "a time",
      text: `parties:
  - id: ops
    name: Operations
    hours: [|8:30|]
`,
      message: "Older YAML readers take `8:30` without quotes for a number",
      fixed: `parties:
  - id: ops
    name: Operations
    hours: "8:30"
`,
    },
    {
      title: "a day",
      text: "review: { every: 90d, last: [|2026-11-01|] }\n",
      message: "Older YAML readers take `2026-11-01` without quotes for a date",
      fixed: 'review: { every: 90d, last: "2026-11-01" }\n',
    },
    {
      title: "a key",
      text: `requests:
  - id: list
    method: GET
    url: https://crm.example
    query:
      [|y|]: latitude
`,
      message: "Older YAML readers take `y` without quotes for `true`",
      fixed: `requests:
  - id: list
    method: GET
    url: https://crm.example
    query:
      "y": latitude
`,
    },
    {
      title: "a number with underscores",
      text: "tags: [[|1_000|]]\n",
      message: "Older YAML readers take `1_000` without quotes for a number",
      fixed: 'tags: ["1_000"]\n',
    },
    {
      title: "digits, which every reader takes for a number",
      text: "tags: [crm, [|404|]]\n",
      message: "`404` without quotes is read as a number, and `tags` takes text",
      fixed: 'tags: [crm, "404"]\n',
    },
    {
      title: "a number that begins with zero and loses it",
      text: `secrets:
  - id: pin
    label: [|007|]
`,
      message: "`007` without quotes is read as the number `7`, and `label` takes text",
      fixed: `secrets:
  - id: pin
    label: "007"
`,
    },
    {
      title: "a version of two numbers, which loses its end",
      text: "version: [|1.10|]\n",
      message: "`1.10` without quotes is read as the number `1.1`, and `version` takes text",
    },
    {
      title: "true, where words are expected",
      text: "title: [|True|]\n",
      message: "`True` without quotes is read as true or false, and `title` takes text",
      fixed: 'title: "True"\n',
    },
  ],
  good: [
    {
      title: "the same in quotes, single ones too",
      text: `tags: ["NO", 'on', "8:30", "404"]\nreview: { last: '2026-11-01' }\n`,
    },
    {
      title: "a duration: letters end it",
      text: "estimated: 20m\nreview: { every: 90d }\n",
    },
    {
      title: "a version of three numbers, which no reader takes for a number",
      text: "version: 1.4.0\n",
    },
    {
      title: "a word inside longer text",
      text: "summary: No e-mail, on 2026-11-01 at 8:30, for 1_000 people\n",
    },
    {
      title: "a number where a number is expected",
      text: "signoff: { security: 1 }\n",
    },
    {
      title: "true where true or false is expected",
      text: `inputs: [{ id: host, label: Host, required: true }]
procedures:
  - { id: main, title: Main, steps: [{ id: ask-host, title: Ask, ask: [host] }] }
`,
    },
    {
      title: "a value that may be of any type",
      text: `inputs: [{ id: count, label: Count, type: number, default: 10 }]
procedures:
  - { id: main, title: Main, steps: [{ id: ask-count, title: Ask, ask: [count] }] }
`,
    },
    {
      title: "a parameter, which may be a number",
      text: 'requests: [{ id: list, method: GET, url: "https://crm.example", query: { page: 1, all: true } }]\n',
    },
    {
      title: "a block of text",
      text: "summary: |\n  no\nuseWhen: >\n  8:30\n",
    },
    {
      title: "an address of numbers",
      text: `procedures:
  - id: check
    title: Check
    steps:
      - { id: look, title: Look, command: { shell: sql, run: SELECT 1, effect: reads, env: { PGHOST: 10.0.0.1 } } }
`,
    },
    {
      title: "a status class",
      text: "errors: [{ id: broken, title: Broken, match: { status: 5xx }, then: { stop: Broken } }]\n",
    },
  ],
});

/** The scalars without quotes that a visited value is text of: itself, or the keys and values of a mapping. */
function plainTexts({ owner, key, type, trail }: Visit, places: Places): readonly ScalarNode[] {
  const isInRecord = owner === trail.at(-1)?.value;
  if (type.kind === "map") {
    const node = nodeOf(owner, key, places);
    const entries = node?.kind === "map" ? node.entries : [];
    // A key is text, whatever is read in it.
    const keys = entries.map((entry) => entry.key).filter(({ style }) => style === "plain");
    const values = textTypes.has(type.of.kind) ? entries.map((entry) => entry.value) : [];
    return [...keys, ...values.filter(isPlainText)];
  }
  // The entries of a mapping have been seen with it.
  if (!textTypes.has(type.kind) || (!isInRecord && typeof key === "string")) return [];
  return [nodeOf(owner, key, places)].filter(isPlainText);
}

function isPlainText(node: TreeNode | undefined): node is ScalarNode {
  return node?.kind === "scalar" && node.style === "plain" && typeof node.value === "string";
}

function nodeOf(owner: object, key: string | number, places: Places): TreeNode | undefined {
  const node = places.node(owner)?.node;
  if (typeof key === "string") return entryOf(node, key)?.value;
  // One item may stand without its list.
  return node?.kind === "seq" ? node.items[key] : node;
}

function meaningIn11(text: string): string {
  if (/^(?:y|yes|on)$/i.test(text)) return "`true`";
  if (/^(?:n|no|off)$/i.test(text)) return "`false`";
  if (/^[0-9]{4}-/.test(text)) return "a date";
  return /[0-9]/.test(text) ? "a number" : "something else";
}
