import type { Cell, ErrorEntry, Linked, Table } from "@runwright/core";
import { defineRule } from "../rule.js";

export default defineRule({
  id: "error-resolution-missing",
  group: "flow",
  summary: "An error of the catalogue names a problem and no way out of it",
  why: "A reader who has found the error in the list believes that the answer stands beside it. With no answer there, or only the advice to ask support, the list has cost time and given nothing.",
  severity: { recommended: "error", strict: "error", migrate: "error" },
  confidence: "high",
  check({ linked, report }) {
    const answered = answeredErrors(linked);
    for (const error of linked.root.errors ?? []) {
      if (!error.then && !answered.has(error.id)) {
        report({
          at: [error, "id"],
          message: `Error \`${error.id}\` has no \`then\`, and no \`onFailure\` answers it`,
          help: {
            yaml: "Add `then` with what to do, such as `then: { escalate: … }`, or a row for it to the `onFailure` of a step or procedure",
            markdown:
              "Add a line such as `- **Then:** escalate to [name](#id)`, or a line `- **If [error](#id):** …` to a step or procedure",
          },
        });
      }
      const advice = error.then && emptyAdvice(error.then, error);
      if (advice) {
        report({
          at: [advice, "stop"],
          message: `Error \`${error.id}\` only tells the reader to ask somebody, and not whom or what to do`,
          help: {
            yaml: "Write `escalate:` with the party that takes it over, or `check` and `causes` and what to do about them",
            markdown:
              "Write `escalate to [name](#id)` with the party that takes it over, or lines with `**Check:**` and `**Cause:**` and what to do about them",
          },
        });
      }
    }
  },
  checkPage({ page, report }) {
    for (const table of page.sections
      .flatMap(({ blocks }) => blocks)
      .filter(({ kind }) => kind === "table")) {
      // The type checker does not follow the filter.
      for (const { error, cell } of unanswered(table as Table))
        report({
          at: { source: page.source, start: cell.start, end: Math.max(cell.end, cell.start) },
          message: `The table names ${shown(error)} and nothing to do about it`,
          help: "Write in its row what the reader does then, or whom to call",
        });
    }
  },
  bad: [
    {
      title: "an error with causes and nothing to do",
      text: `errors:
  - id: [|token-expired|]
    title: The token is too old
    match: { status: 401 }
    causes:
      - Nobody renewed it.
`,
      message: "Error `token-expired` has no `then`, and no `onFailure` answers it",
    },
    {
      title: "of two errors, only one has a row",
      text: `errors:
  - id: queue-full
    match: { shows: queue is full }
  - id: [|queue-gone|]
    match: { shows: no such queue }
procedures:
  - id: send
    title: Send the message
    onFailure:
      queue-full: { stop: The queue is full }
      any: { stop: The message was not sent }
    steps:
      - id: press-send
        title: Press **Send**
        expect: { see: The message is in the list }
`,
      message: "Error `queue-gone` has no `then`, and no `onFailure` answers it",
    },
    {
      title: "the advice to contact support is no answer",
      text: `errors:
  - id: not-allowed
    title: Access denied
    match: { status: 403 }
    then: { stop: [|Contact support.|] }
`,
      message: "Error `not-allowed` only tells the reader to ask somebody, and not whom or what to do",
    },
    {
      title: "nor is the advice to ask an administrator",
      text: `errors:
  - id: disk-full
    title: The disk is full
    match: { exit: 28 }
    then:
      stop: "[|Please ask your system administrator for help|]"
`,
      message: "Error `disk-full` only tells the reader to ask somebody, and not whom or what to do",
    },
    {
      title: "an empty answer",
      text: `errors:
  - id: link-broken
    match: { status: 404 }
    [|then|]:
`,
      message: "`then` is empty",
    },
    {
      title: "a shared catalogue whose runbooks would all have to remember the answer",
      path: "shared.fragment.yaml",
      whole: true,
      text: `runwright: 1
kind: fragment
id: shared-errors
errors:
  - id: [|rate-limited|]
    match: { status: 429 }
    check:
      - The header \`Retry-After\` says how long to wait.
`,
      message: "Error `rate-limited` has no `then`, and no `onFailure` answers it",
    },
  ],
  good: [
    {
      title: "a row of a step answers it",
      text: `errors:
  - id: denied
    match: { shows: denied }
procedures:
  - id: enter
    title: Enter
    steps:
      - id: open-door
        title: Open the door
        expect: { see: It opens }
        onFailure: { denied: { stop: The badge has no right }, any: { stop: The door is broken } }
`,
    },
    {
      title: "a row of a procedure answers it",
      text: `errors:
  - id: denied
    match: { shows: denied }
procedures:
  - id: enter
    title: Enter
    onFailure: { denied: { stop: The badge has no right }, any: { stop: The door is broken } }
    steps:
      - { id: open-door, title: Open the door, expect: { see: It opens } }
`,
    },
    {
      title: "to escalate is an answer: it names who takes over",
      text: `parties: [{ id: identity, name: Identity team }]
errors:
  - id: denied
    match: { status: 403 }
    then: { escalate: identity }
`,
    },
    {
      title: "an error that needs nothing says so",
      text: `errors:
  - id: already-there
    match: { status: 409 }
    then: { end: done, say: "Nothing to do, because the account was there before." }
`,
    },
    {
      title: "a stop that says what is wrong is an answer",
      text: `errors:
  - id: refunded
    match: { status: 400, code: refunded }
    then: { stop: The money was paid back already. }
`,
    },
    {
      title: "whom to contact, and with what, is an answer",
      text: `errors:
  - id: line-cut
    match: { noAnswer: true }
    then: { stop: Contact the network team in #network and name the building. }
`,
    },
    {
      title: "what to tell the next person makes the advice one that can be followed",
      text: `errors:
  - id: line-cut
    match: { noAnswer: true }
    then: { stop: Contact support., say: Name the building and the time of the first failure. }
`,
    },
    {
      title: "the checklist comes before the advice",
      text: `errors:
  - id: line-cut
    match: { noAnswer: true }
    check:
      - Another page opens.
      - The cable is in.
    then: { stop: Contact support. }
`,
    },
    {
      title: "what is tried before it makes it a last resort",
      text: `errors:
  - id: busy
    match: { status: 503 }
    then: { retry: 3, delay: 1m, else: { stop: Contact support. } }
`,
    },
    {
      title: "an error in the catalogue needs no causes",
      text: `errors:
  - id: busy
    match: { status: 503 }
    then: { stop: The server is busy until noon. }
`,
    },
  ],
});

/** The errors that a row of a step or procedure names. */
function answeredErrors(linked: Linked): ReadonlySet<string> {
  const rows = linked.procedures.flatMap(({ onFailure, steps }) => [
    onFailure,
    ...steps.map((step) => step.onFailure),
  ]);
  return new Set(rows.flatMap((row) => Object.keys(row ?? {})));
}

/** A `stop` that only sends the reader away, where nothing else of the error helps. */
function emptyAdvice(then: NonNullable<ErrorEntry["then"]>, error: ErrorEntry): object | undefined {
  if (then.stop === undefined || then.say !== undefined || error.check) return undefined;
  const [first = "", ...rest] =
    then.stop
      .toLowerCase()
      .match(/[\p{L}\p{N}#@-]+/gu)
      ?.filter((word) => word !== "please") ?? [];
  return asking.has(first) && rest.length > 0 && rest.every((word) => nobodyInParticular.has(word))
    ? then
    : undefined;
}

const wordsOf = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const asking = wordsOf("contact call ask email e-mail inform notify tell");

/** Words that name nobody. With any other word, the advice may be one that a reader can follow. */
const nobodyInParticular = wordsOf(
  `the your our a an customer technical tech it system systems local support service help desk helpdesk administrator
  administrators admin admins team engineering engineer engineers developer developers someone somebody vendor for
  assistance`,
);

/** Rows of an error table whose column for the answer is empty; nothing of a table that has no such columns. */
function unanswered({ head, rows }: Table): readonly { readonly error: Cell; readonly cell: Cell }[] {
  const errors = head.findIndex(({ text }) =>
    /^(?:error|error code|error message|code|status|status code|symptom|problem|failure)s?$/i.test(
      text.trim(),
    ),
  );
  const answers = head.findIndex(({ text }) =>
    /^(?:resolution|solution|fix|action|remedy|what to do|how to fix|mitigation)(?: steps)?s?$/i.test(
      text.trim(),
    ),
  );
  if (errors < 0 || answers < 0) return [];
  return rows.flatMap((row) => {
    const error = row[errors];
    const cell = row[answers];
    if (!error || !cell || error.text.trim() === "") return [];
    const isEmpty = /^(?:|-+|–|—|\?+|tbd|todo|n\/?a|none)$/i.test(cell.text.trim());
    return isEmpty && cell.inlines.links.length === 0
      ? [{ error, cell: cell.end > cell.start ? cell : error }]
      : [];
  });
}

function shown({ text }: Cell): string {
  const words = text.trim().replace(/\s+/g, " ").replaceAll("`", "'");
  return `\`${words.length > 60 ? `${words.slice(0, 60)}…` : words}\``;
}
