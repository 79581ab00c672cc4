import { type ErrorEntry, type Match, rowSignature } from "@runwright/core";
import { defineRule, type Target } from "../rule.js";

interface Row {
  readonly error: ErrorEntry;
  readonly row: Match;
}

export default defineRule({
  id: "branches-overlap",
  group: "flow",
  summary: "Two errors of the catalogue match the same answer equally closely",
  why: "Two people with the same answer on their screens follow different advice, each sure that the page told them so.",
  severity: { recommended: "error", strict: "error", migrate: "off" },
  confidence: "medium",
  check({ linked, file, places, report }) {
    const seen = new Map<string, Row>();
    const isOwn = ({ row }: Row) => places.of(row)?.source === file.source;
    for (const error of linked.errors) {
      for (const row of error.match) {
        const target = keyOf(row);
        if (!target) continue;
        const signature = rowSignature(withPlainCode(row));
        const names = (row.at ?? ["anywhere"]).map((id) => `${id} ${signature}`);
        const before = names.flatMap((name) => seen.get(name) ?? []).find((other) => other.error !== error);
        for (const name of names) if (!seen.has(name)) seen.set(name, { error, row });
        if (!before) continue;
        // Of two fragments, that is told where one of them is judged with the other.
        const here = isOwn({ error, row }) ? { error, row } : isOwn(before) ? before : undefined;
        const other = here === before ? { error, row } : before;
        if (!here) continue;
        report({
          at: keyOf(here.row) ?? [here.row],
          message: `\`${here.error.id}\` and \`${other.error.id}\` match the same answers, and neither is closer`,
          help: "Compare one thing more in one of them, such as `code` or `at`, or make one error of both",
          related: [
            { at: keyOf(other.row) ?? [other.row], message: `\`${other.error.id}\` matches the same` },
          ],
        });
      }
    }
  },
  bad: [
    {
      title: "two errors for one status",
      text: `errors:
  - id: too-fast
    match: { status: 429 }
    then: { retry: 3, delay: 1m, else: { stop: Still too fast } }
  - id: limit-reached
    match: { status: [|429|] }
    then: { stop: The limit of the day is reached }
`,
      message: "`limit-reached` and `too-fast` match the same answers, and neither is closer",
    },
    {
      title: "one row of a list is enough",
      text: `systems: [{ id: shop, name: Shop }, { id: login, name: Login }]
errors:
  - id: shop-fault
    match: [{ at: shop, status: 500 }, { at: [shop, login], status: 5xx }]
    then: { stop: The shop has a fault }
  - id: login-fault
    match:
      - at: login
        noAnswer: true
      - at: login
        status: [|5xx|]
    then: { stop: The login has a fault }
`,
      message: "`login-fault` and `shop-fault` match the same answers, and neither is closer",
    },
    {
      title: "the usual place of a code is the same, said or not",
      text: `errors:
  - id: code-too-old
    match: { status: 400, code: invalid_grant }
    then: { stop: The code is too old }
  - id: code-used
    match: { in: $.error, code: [|invalid_grant|], status: 400 }
    then: { stop: The code was used before }
`,
      message: "`code-used` and `code-too-old` match the same answers, and neither is closer",
    },
    {
      title: "values of an answer in another order",
      text: `errors:
  - id: closed
    match: { json: { $.state: closed, $.open: { shop: 1, desk: 2 } } }
    then: { stop: It is closed }
  - id: ended
    match: { json: [|{ $.open: { desk: 2, shop: 1 }, $.state: closed }|] }
    then: { stop: It has ended }
`,
      message: "`ended` and `closed` match the same answers, and neither is closer",
    },
    {
      title: "a code and the value at its place are the same",
      text: `errors:
  - id: not-known
    match: { code: invalid_client }
    then: { stop: Not known }
  - id: wrong-client
    match: { json: [|{ $.error: invalid_client }|] }
    then: { stop: Wrong client }
`,
      message: "`wrong-client` and `not-known` match the same answers, and neither is closer",
    },
    {
      title: "an error of the runbook and one of a fragment",
      text: `uses: [shared.fragment.yaml]
errors:
  - id: my-limit
    match: { status: [|429|] }
    then: { stop: Too fast }
`,
      message: "`my-limit` and `too-fast` match the same answers, and neither is closer",
      files: {
        "shared.fragment.yaml": `runwright: 1
kind: fragment
id: shared
errors:
  - id: too-fast
    match: { status: 429 }
    then: { stop: Too fast }
`,
      },
    },
  ],
  good: [
    {
      title: "a number is closer than its class",
      text: `errors:
  - { id: server-fault, match: { status: 5xx }, then: { stop: A fault } }
  - { id: busy, match: { status: 503 }, then: { stop: Busy } }
`,
    },
    {
      title: "a code beside the status is closer than the status alone",
      text: `errors:
  - { id: not-known, match: { status: 401 }, then: { stop: Not known } }
  - { id: too-old, match: { status: 401, code: token_expired }, then: { stop: Too old } }
`,
    },
    {
      title: "the same code from two places",
      text: `errors:
  - { id: from-login, match: { code: invalid_request }, then: { stop: Login } }
  - { id: from-api, match: { code: invalid_request, in: www-authenticate }, then: { stop: API } }
`,
    },
    {
      title: "the same status from two systems",
      text: `systems: [{ id: shop, name: Shop }, { id: login, name: Login }]
errors:
  - { id: shop-gone, match: { at: shop, status: 404 }, then: { stop: Shop } }
  - { id: login-gone, match: { at: login, status: 404 }, then: { stop: Login } }
`,
    },
    {
      title: "a request is closer than its system, and a system than anywhere",
      text: `systems: [{ id: shop, name: Shop, endpoints: { api: "https://shop.example" } }]
requests: [{ id: get-order, method: GET, url: "{{shop.api}}/orders" }]
errors:
  - { id: gone, match: { status: 404 }, then: { stop: Gone } }
  - { id: shop-gone, match: { at: shop, status: 404 }, then: { stop: Shop } }
  - { id: order-gone, match: { at: get-order, status: 404 }, then: { stop: Order } }
`,
    },
    {
      title: "two rows of one error",
      text: `errors:
  - { id: gone, match: [{ status: 404 }, { status: 404 }], then: { stop: Gone } }
`,
    },
    {
      title: "words of which one may hold the other: nobody can tell",
      text: `errors:
  - { id: denied, match: { shows: denied }, then: { stop: Denied } }
  - { id: access-denied, match: { shows: access denied }, then: { stop: Access denied } }
`,
    },
    {
      title: "a status and a code, each alone: an answer may have both, and nobody can tell",
      text: `errors:
  - { id: not-known, match: { status: 401 }, then: { stop: Not known } }
  - { id: too-old, match: { code: token_expired }, then: { stop: Too old } }
`,
    },
    {
      title: "the number 1 and the text `1` are two values",
      text: `errors:
  - { id: one, match: { json: { $.state: 1 } }, then: { stop: One } }
  - { id: other, match: { json: { $.state: "1" } }, then: { stop: Other } }
`,
    },
    {
      title: "a code from a header is no value of the answer",
      text: `errors:
  - { id: one, match: { code: gone, in: www-authenticate }, then: { stop: One } }
  - { id: other, match: { json: { $.error: gone } }, then: { stop: Other } }
`,
    },
  ],
});

/** A code in the body is the value at its place, and counts as much. */
function withPlainCode(row: Match): Match {
  const { code, in: where = "$.error", json, ...others } = row;
  if (code === undefined || !where.startsWith("$") || json?.[where] !== undefined) return row;
  return { ...others, json: { ...json, [where]: code } };
}

/** What a problem about a row points at: the first thing that it compares. */
function keyOf(row: Match): Target | undefined {
  const keys = ["code", "shows", "status", "exit", "json", "noAnswer"] as const;
  const key = keys.find((candidate) => row[candidate] !== undefined);
  return key && [row, key];
}
