import { failureWays, setField, unansweredWays } from "@runwright/core";
import { defineRule } from "../rule.js";
import { unmappedStatuses } from "../statuses.js";

export default defineRule({
  id: "failure-path-missing",
  group: "flow",
  summary: "A step can fail, and nothing says what happens then",
  why: "A runbook that says only what should happen leaves the reader alone at the moment when it matters. Teams with written answers recover about three times as fast as teams that improvise.",
  sources: ["Site Reliability Engineering (Beyer et al., 2016), chapter 1"],
  severity: { recommended: "error", strict: "error", migrate: "off" },
  confidence: "high",
  fix: "unsafe",
  check({ steps, linked, places, runbook, isOn, report }) {
    for (const { step, procedure } of steps) {
      const open = unansweredWays(step, procedure);
      if (open.size === 0) continue;
      // Where only some statuses of a request are open, that rule names them.
      if (isOn("http-status-unmapped") && unmappedStatuses(step, procedure, linked).length > 0) continue;
      const outcome = runbook?.escalation
        ? { escalate: runbook.escalation }
        : { stop: "Say here why it cannot go on" };
      report({
        at: [step, "id"],
        message: `Step \`${step.id}\` can fail${how(open, failureWays(step).size)}, and nothing says what happens then`,
        help: {
          yaml: "Add an `any` row to the `onFailure` of the step or of its procedure, such as `any: { escalate: … }`",
          markdown:
            "Add a line such as `- **If anything else fails:** escalate to [name](#id)` to the step or to its procedure",
        },
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
      title: "a command without an answer",
      text: `procedures:
  - id: migrate
    title: Migrate the database
    steps:
      - id: [|migrate-schema|]
        title: Run the migration
        command:
          shell: bash
          run: ./migrate.sh
          effect: changes
`,
      message: "Step `migrate-schema` can fail, and nothing says what happens then",
      fixed: `procedures:
  - id: migrate
    title: Migrate the database
    steps:
      - id: migrate-schema
        title: Run the migration
        command:
          shell: bash
          run: ./migrate.sh
          effect: changes
        onFailure:
          any:
            stop: Say here why it cannot go on
`,
    },
    {
      title: "a row for one error answers only that error",
      text: `errors:
  - id: denied
    title: Access denied
    match: { shows: denied }
procedures:
  - id: check
    title: Check the page
    steps:
      - id: [|open-page|]
        title: Open the page
        expect: { see: The page opens }
        onFailure: { denied: { stop: No access } }
`,
      message: "Step `open-page` can fail, and nothing says what happens then",
      fixed: `errors:
  - id: denied
    title: Access denied
    match: { shows: denied }
procedures:
  - id: check
    title: Check the page
    steps:
      - id: open-page
        title: Open the page
        expect: { see: The page opens }
        onFailure: { denied: { stop: No access }, any: { stop: Say here why it cannot go on } }
`,
    },
    {
      title: "an approval that is answered when it takes too long, but not when it is refused",
      text: `parties:
  - id: security
    name: Security
procedures:
  - id: release
    title: Release
    steps:
      - id: [|ask-security|]
        title: Ask security
        timeout: 2h
        approve: { by: { security: 1 } }
        onFailure: { timeout: { stop: Nobody answered } }
`,
      message: "Step `ask-security` can fail as `refused`, and nothing says what happens then",
    },
    {
      title: "the owner of the runbook is called by the fix where the runbook names one to call",
      text: `escalation: on-call
parties:
  - id: on-call
    name: On-call
procedures:
  - id: check
    title: Check
    steps:
      - id: [|look|]
        title: Look at the queue
        expect: { see: The queue is empty }
`,
      message: "Step `look` can fail, and nothing says what happens then",
      fixed: `escalation: on-call
parties:
  - id: on-call
    name: On-call
procedures:
  - id: check
    title: Check
    steps:
      - id: look
        title: Look at the queue
        expect: { see: The queue is empty }
        onFailure:
          any:
            escalate: on-call
`,
    },
  ],
  good: [
    {
      title: "a request whose errors are answered in part has a rule that names the others",
      text: `requests:
  - { id: read, method: GET, url: "https://crm.acorn.example/contacts" }
errors:
  - { id: no-token, match: { status: 401 } }
procedures:
  - id: main
    title: Main
    steps:
      - id: send
        title: Send the request
        request: read
        onFailure: { no-token: { stop: Sign in first } }
`,
    },
    {
      title: "the procedure answers for all its steps",
      text: `procedures:
  - id: migrate
    title: Migrate the database
    onFailure:
      any: { stop: The migration failed }
    steps:
      - id: migrate-schema
        title: Run the migration
        command: { shell: bash, run: ./migrate.sh, effect: changes }
`,
    },
    {
      title: "a step that a person only reads cannot fail",
      text: `procedures:
  - id: read
    title: Read
    steps:
      - id: read-page
        title: Read the page
        text: It says why we do this.
`,
    },
    {
      title: "a confirmation fails in one way only, and that one is answered",
      text: `procedures:
  - id: clear
    title: Clear the cache
    steps:
      - id: confirm-clear
        title: Confirm
        confirm: { agree: The cache may be empty for an hour }
        onFailure: { refused: { stop: Not now } }
`,
    },
    {
      title: "a question is not a step that fails",
      text: `procedures:
  - id: decide
    title: Decide
    steps:
      - id: question
        title: Is it paid?
        choose:
          - when: It is paid
            then: { end: done }
        otherwise: { end: handed-over }
`,
    },
    {
      title: "a called procedure that stops is answered by name",
      text: `procedures:
  - id: main
    title: Main
    steps:
      - id: call
        title: Do the other
        do: other
        onFailure: { stopped: { end: handed-over } }
  - id: other
    title: Other
    steps:
      - id: read-page
        title: Read the page
        next: { stop: Nothing to read }
`,
    },
  ],
});

/** Names the ways that are open where others are answered: the reader of the message looks for the missing row. */
function how(open: ReadonlySet<string>, all: number): string {
  const named = [...open].filter((way) => way !== "other");
  return open.size === all || named.length === 0
    ? ""
    : ` as ${named.map((way) => `\`${way}\``).join(" and ")}`;
}
