import { setField } from "@runwright/core";
import { defineRule } from "../rule.js";
import { unmappedStatuses } from "../statuses.js";

export default defineRule({
  id: "http-status-unmapped",
  group: "flow",
  summary: "A request can be refused in a way that no row answers",
  why: "A refused request looks the same to most people: it does not work. But 401 needs a new token, 403 another role, 429 patience and 5xx somebody to call; a reader who does not know which tries everything, and with 429 makes it worse.",
  sources: ["RFC 9110, section 15", "RFC 6585, section 4"],
  severity: { recommended: "error", strict: "error", migrate: "off" },
  confidence: "high",
  fix: "unsafe",
  check({ steps, linked, places, runbook, report }) {
    for (const { step, procedure } of steps) {
      const missing = unmappedStatuses(step, procedure, linked);
      const request = linked.requests.get(step.request ?? "");
      if (missing.length === 0 || !request) continue;
      const outcome = runbook?.escalation
        ? { escalate: runbook.escalation }
        : { stop: "Say here why it cannot go on" };
      report({
        at: [step, "id"],
        message: `Step \`${step.id}\` answers some errors of its request, but not ${sentence(missing)}`,
        help: {
          yaml: "Add errors with these statuses to `errors` and a row for each, or an `any` row to the `onFailure` of the step or of its procedure",
          markdown:
            "Add errors with these statuses below `## Errors` and a line `- **If [error](#id):** …` for each, or a line `- **If anything else fails:** …` to the step or to its procedure",
        },
        related: [{ at: [request, "id"], message: "the request" }],
        fix: {
          title: "Add an `any` row",
          edits: step.onFailure
            ? setField(places, step.onFailure, "any", outcome)
            : setField(places, step, "onFailure", { any: outcome }),
        },
      });
    }
  },
  bad: [
    {
      title: "only the missing token is answered",
      text: `escalation: on-call
parties: [{ id: on-call, name: On-call }]
requests:
  - { id: call, method: GET, url: "https://crm.acorn.example/contacts" }
errors:
  - { id: no-token, match: { status: 401 } }
procedures:
  - id: main
    title: Main
    steps:
      - id: [|send|]
        title: Send the request
        request: call
        onFailure: { no-token: { stop: Sign in first } }
`,
      message: "Step `send` answers some errors of its request, but not `400`, `429` and `5xx`",
      fixed: `escalation: on-call
parties: [{ id: on-call, name: On-call }]
requests:
  - { id: call, method: GET, url: "https://crm.acorn.example/contacts" }
errors:
  - { id: no-token, match: { status: 401 } }
procedures:
  - id: main
    title: Main
    steps:
      - id: send
        title: Send the request
        request: call
        onFailure: { no-token: { stop: Sign in first }, any: { escalate: on-call } }
`,
    },
    {
      title: "a record that may not be there",
      text: `inputs: [{ id: contact, label: Contact }]
requests:
  - { id: call, method: GET, url: "https://crm.acorn.example/contacts/{{contact}}" }
errors:
  - { id: bad-request, match: { status: 400 }, then: { stop: It did not work } }
  - { id: no-token, match: { status: 401 }, then: { stop: It did not work } }
  - { id: busy, match: { status: 429 }, then: { stop: It did not work } }
  - { id: down, match: { status: 5xx }, then: { stop: It did not work } }
procedures:
  - id: main
    title: Main
    steps:
      - id: [|send|]
        title: Send the request
        request: call
        onFailure: { no-token: { stop: Sign in first } }
`,
      message: "Step `send` answers some errors of its request, but not `404`",
    },
    {
      title: "a change that somebody else made first",
      text: `requests:
  - { id: call, method: POST, url: "https://crm.acorn.example/contacts", effect: changes }
errors:
  - { id: bad-request, match: { status: 400 }, then: { stop: It did not work } }
  - { id: no-token, match: { status: 401 }, then: { stop: It did not work } }
  - { id: busy, match: { status: 429 }, then: { stop: It did not work } }
  - { id: down, match: { status: 5xx }, then: { stop: It did not work } }
procedures:
  - id: main
    title: Main
    steps:
      - id: [|send|]
        title: Send the request
        request: call
        onFailure: { busy: { stop: Later } }
`,
      message: "Step `send` answers some errors of its request, but not `409`",
    },
    {
      title: "an error of another system answers nothing here",
      text: `systems: [{ id: shop, name: Shop }]
requests:
  - { id: call, method: GET, url: "https://crm.acorn.example/contacts" }
errors:
  - { id: refused, match: { status: 4xx } }
  - { id: shop-down, match: { at: shop, status: 5xx }, then: { stop: It did not work } }
procedures:
  - id: main
    title: Main
    steps:
      - id: [|send|]
        title: Send the request
        request: call
        onFailure: { refused: { stop: It was refused } }
`,
      message: "Step `send` answers some errors of its request, but not `5xx`",
    },
    {
      title: "an error of the catalogue without a row and without a way out answers nothing",
      text: `requests:
  - { id: call, method: GET, url: "https://crm.acorn.example/contacts" }
errors:
  - { id: refused, match: { status: 4xx } }
  - { id: down, match: { status: 5xx } }
procedures:
  - id: main
    title: Main
    steps:
      - id: [|send|]
        title: Send the request
        request: call
        onFailure: { refused: { stop: It was refused } }
`,
      message: "Step `send` answers some errors of its request, but not `5xx`",
    },
    {
      title: "neither 401 nor 403 is answered",
      text: `requests:
  - { id: call, method: GET, url: "https://crm.acorn.example/contacts" }
errors:
  - { id: bad-request, match: { status: 400 } }
  - { id: busy, match: { status: 429 }, then: { stop: It did not work } }
  - { id: down, match: { status: 5xx }, then: { stop: It did not work } }
procedures:
  - id: main
    title: Main
    steps:
      - id: [|send|]
        title: Send the request
        request: call
        onFailure: { bad-request: { stop: Ask who wrote it } }
`,
      message: "Step `send` answers some errors of its request, but not `401` or `403`",
    },
  ],
  good: [
    {
      title: "`any` answers what has no row",
      text: `requests:
  - { id: call, method: GET, url: "https://crm.acorn.example/contacts" }
errors:
  - { id: no-token, match: { status: 401 } }
procedures:
  - id: main
    title: Main
    steps:
      - id: send
        title: Send the request
        request: call
        onFailure: { no-token: { stop: Sign in first }, any: { stop: It did not work } }
`,
    },
    {
      title: "`any` of the procedure answers too",
      text: `requests:
  - { id: call, method: GET, url: "https://crm.acorn.example/contacts" }
errors:
  - { id: no-token, match: { status: 401 } }
procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: send
        title: Send the request
        request: call
        onFailure: { no-token: { stop: Sign in first } }
`,
    },
    {
      title: "two classes answer every status",
      text: `requests:
  - { id: call, method: POST, url: "https://crm.acorn.example/contacts", effect: changes }
errors:
  - { id: refused, match: { status: 4xx } }
  - { id: down, match: { status: 5xx } }
procedures:
  - id: main
    title: Main
    steps:
      - id: send
        title: Send the request
        request: call
        onFailure: { refused: { stop: It was refused }, down: { stop: It is down } }
`,
    },
    {
      title: "the catalogue answers for itself",
      text: `requests:
  - { id: call, method: GET, url: "https://crm.acorn.example/contacts" }
errors:
  - { id: no-token, match: { status: 401 } }
  - { id: bad-request, match: { status: 400 }, then: { stop: It did not work } }
  - { id: busy, match: { status: 429 }, then: { stop: It did not work } }
  - { id: down, match: { status: 503 }, then: { stop: It did not work } }
procedures:
  - id: main
    title: Main
    steps:
      - id: send
        title: Send the request
        request: call
        onFailure: { no-token: { stop: Sign in first } }
`,
    },
    {
      title: "where nothing at all is answered, another rule speaks",
      text: `requests:
  - { id: call, method: GET, url: "https://crm.acorn.example/contacts" }
procedures:
  - id: main
    title: Main
    steps:
      - id: send
        title: Send the request
        request: call
`,
    },
    {
      title: "an address without an ID in it is always there",
      text: `systems: [{ id: crm, name: CRM, endpoints: { api: "https://crm.acorn.example" } }]
requests:
  - { id: call, method: GET, url: "{{crm.api}}/contacts?limit={{limit}}" }
inputs: [{ id: limit, label: Limit }]
errors:
  - { id: bad-request, match: { status: 400 } }
  - { id: no-token, match: { status: 401 }, then: { stop: It did not work } }
  - { id: busy, match: { status: 429 }, then: { stop: It did not work } }
  - { id: down, match: { status: 5xx }, then: { stop: It did not work } }
procedures:
  - id: main
    title: Main
    steps:
      - id: send
        title: Send the request
        request: call
        onFailure: { bad-request: { stop: Ask who wrote it } }
`,
    },
    {
      title: "a status that is expected is no error",
      text: `requests:
  - { id: call, method: POST, url: "https://crm.acorn.example/contacts", effect: reads, expect: { status: 400 } }
errors:
  - { id: no-token, match: { status: 401 }, then: { stop: It did not work } }
  - { id: busy, match: { status: 429 }, then: { stop: It did not work } }
  - { id: down, match: { status: 5xx }, then: { stop: It did not work } }
procedures:
  - id: main
    title: Main
    steps:
      - id: send
        title: Send the request
        request: call
        onFailure: { busy: { stop: Later } }
`,
    },
    {
      title: "a command with `curl` is not a request",
      text: `errors:
  - { id: curl-failed, match: { exit: 22 } }
procedures:
  - id: main
    title: Main
    steps:
      - id: ask-token
        title: Ask for a token
        command: { shell: bash, run: "curl --fail https://login.acorn.example/token", effect: reads }
        onFailure: { curl-failed: { stop: No token } }
`,
    },
    {
      title: "a page in a browser shows its error to a person",
      text: `requests:
  - { id: call, method: GET, url: "https://crm.acorn.example/contacts" }
errors:
  - { id: denied, match: { shows: denied } }
procedures:
  - id: main
    title: Main
    steps:
      - id: look
        title: Open the page
        open: call
        onFailure: { denied: { stop: No access } }
`,
    },
    {
      title: "a row for 403 says what to do without access, and 401 may be the same",
      text: `requests:
  - { id: call, method: GET, url: "https://crm.acorn.example/contacts" }
errors:
  - { id: bad-request, match: { status: 400 } }
  - { id: forbidden, match: { status: 403 }, then: { stop: It did not work } }
  - { id: busy, match: { status: 429 }, then: { stop: It did not work } }
  - { id: down, match: { status: 5xx }, then: { stop: It did not work } }
procedures:
  - id: main
    title: Main
    steps:
      - id: send
        title: Send the request
        request: call
        onFailure: { bad-request: { stop: Ask who wrote it } }
`,
    },
  ],
});

function sentence(statuses: readonly string[]): string {
  const shown = statuses.map((status) => status.replace(/\d\w\w/g, "`$&`"));
  const last = shown.pop() ?? "";
  return shown.length === 0 ? last : `${shown.join(", ")} and ${last}`;
}
