import { type Circle, circles, type Place } from "@runwright/core";
import { ownOutcomes } from "../outcomes.js";
import { defineRule, type Finding } from "../rule.js";

export default defineRule({
  id: "loop-exit-missing",
  group: "flow",
  summary: "A way leads back to where it began, and nothing ends it",
  why: "A tired reader follows the page round and round, doing the same steps with the same result, and calls for help an hour later than they could have.",
  severity: { recommended: "error", strict: "error", migrate: "off" },
  confidence: "high",
  check({ linked, file, files, places, report }) {
    const isOwn = (place: Place | undefined) => place?.source === file.source;
    for (const circle of circles(linked, files)) {
      const own = circle.written.filter(([owner, key]) => isOwn(places.of(owner, key)));
      const [at, ...others] = own.toReversed();
      // A circle of a fragment is told there.
      if (!at) continue;
      report({
        at,
        ...wordsFor(circle),
        related: others.reverse().map((other) => ({ at: other, message: "a call on the way" })),
      });
    }
    for (const outcome of ownOutcomes(linked)) {
      if (outcome.goto === undefined || outcome.max === undefined || outcome.else) continue;
      const times = outcome.max === 1 ? "once" : `${outcome.max} times`;
      report({
        at: [outcome, "goto"],
        message: `The \`goto\` to \`${outcome.goto}\` is taken at most ${times}, and nothing says what happens after that`,
        help: {
          yaml: "Add `else` to it, such as `else: { escalate: … }`",
          markdown: "Add `; else …` at its end, such as `; else escalate to [name](#id)`",
        },
      });
    }
  },
  bad: [
    {
      title: "two steps that lead to each other",
      text: `procedures:
  - id: watch
    title: Watch
    steps:
      - id: look
        title: Look at the queue
      - id: wait
        title: Wait a minute
        next: { goto: [|look|] }
`,
      message: "The way round `look` → `wait` → `look` has no end",
    },
    {
      title: "a failure that goes back for ever",
      text: `procedures:
  - id: start
    title: Start
    steps:
      - { id: press-button, title: Press the button }
      - { id: wait, title: Wait }
      - id: check
        title: Check
        expect: { see: The lamp is green }
        onFailure:
          any:
            goto: [|press-button|]
`,
      message: "The way round `press-button` → `check` → `press-button` has no end",
    },
    {
      title: "a last resort that begins the loop again",
      text: `procedures:
  - id: start
    title: Start
    steps:
      - { id: press-button, title: Press the button }
      - id: check
        title: Check
        expect: { see: The lamp is green }
        onFailure:
          any: { retry: 3, delay: 1m, else: { goto: [|press-button|] } }
`,
      message: "The way round `press-button` → `check` → `press-button` has no end",
    },
    {
      title: "a limit, and nothing for when it is reached",
      text: `procedures:
  - id: watch
    title: Watch
    steps:
      - id: look
        title: Look at the queue
      - id: wait
        title: Wait a minute
        next: { goto: [|look|], max: 5 }
`,
      message: "The `goto` to `look` is taken at most 5 times, and nothing says what happens after that",
    },
    {
      title: "two procedures that send the reader to each other",
      text: `procedures:
  - id: sign-in
    title: Sign in
    steps:
      - id: type-password
        title: Type the password
        expect: { see: The start page opens }
        onFailure: { any: { goto: new-password } }
  - id: new-password
    title: Get a new password
    steps:
      - id: ask-password
        title: Ask for a new password
        next: { goto: [|sign-in|] }
`,
      message:
        "The way round `sign-in` → `type-password` → `new-password` → `ask-password` → `sign-in` has no end",
    },
    {
      title: "procedures that call each other",
      text: `procedures:
  - id: deploy
    title: Deploy
    onFailure: { any: { stop: It is not deployed } }
    steps:
      - id: clear-cache
        title: Clear the cache
        do: restart
  - id: restart
    title: Restart
    onFailure: { any: { stop: It does not start } }
    steps:
      - id: deploy-again
        title: Deploy again
        do: [|deploy|]
`,
      message: "The calls `deploy` → `restart` → `deploy` form a circle",
    },
    {
      title: "a repair that fails in the way that it repairs",
      text: `requests:
  - { id: new-token, method: POST, url: "https://login.example/token", effect: reads }
errors:
  - id: token-expired
    match: { status: 401 }
    then: { retry: 1, first: [|renew-token|], else: { stop: The token does not work } }
procedures:
  - id: renew-token
    title: Renew the token
    onFailure: { any: { stop: No new token } }
    steps:
      - id: ask-token
        title: Ask for a new token
        request: new-token
`,
      message: "The calls `renew-token` → `renew-token` form a circle",
    },
    {
      title: "calls that go through another runbook",
      text: `id: shop
procedures:
  - id: stop-shop
    title: Stop the shop
    onFailure: { any: { stop: It does not stop } }
    steps:
      - id: stop-database
        title: Stop the database
        do: [|database/stop-all|]
`,
      message: "The calls `stop-shop` → `database/stop-all` → `stop-shop` form a circle",
      files: {
        "database.runbook.yaml": `runwright: 1
id: database
title: Database
version: "1.0.0"
procedures:
  - id: stop-all
    title: Stop all
    onFailure: { any: { stop: It does not stop } }
    steps: [{ id: stop-shop-first, title: Stop the shop first, do: shop/stop-shop }]
`,
      },
    },
  ],
  good: [
    {
      title: "a loop with a limit, and an end for when it is reached",
      text: `procedures:
  - id: watch
    title: Watch
    steps:
      - { id: look, title: Look at the queue }
      - id: wait
        title: Wait a minute
        next: { goto: look, max: 5, else: { stop: The queue stays full } }
`,
    },
    {
      title: "one limit anywhere in the loop is enough",
      text: `procedures:
  - id: watch
    title: Watch
    steps:
      - { id: look, title: Look at the queue, next: { goto: decide } }
      - { id: wait, title: Wait a minute, next: { goto: look } }
      - id: decide
        title: Decide
        choose:
          - when: It is empty
            then: { end: done }
        otherwise: { goto: wait, max: 5, else: { stop: The queue stays full } }
`,
    },
    {
      title: "a way up the page that does not come back",
      text: `procedures:
  - id: watch
    title: Watch
    steps:
      - { id: look, title: Look at the queue, next: { goto: decide } }
      - { id: report, title: Report, next: { end: done } }
      - id: decide
        title: Decide
        choose:
          - when: It is full
            then: { goto: report }
        otherwise: { end: done }
`,
    },
    {
      title: "the helper has its own answer, so the row of the procedure does not lead back to it",
      text: `procedures:
  - id: start
    title: Start
    onFailure: { any: { goto: call-operator } }
    steps:
      - { id: press-button, title: Press the button, expect: { see: The lamp is on }, next: { end: done } }
      - id: call-operator
        title: Call the operator
        expect: { see: Somebody answers }
        onFailure: { any: { stop: Nobody answers } }
`,
    },
    {
      title: "a step that cannot fail does not come to the row of its procedure",
      text: `procedures:
  - id: start
    title: Start
    onFailure: { any: { goto: write-note } }
    steps:
      - { id: press-button, title: Press the button, expect: { see: The lamp is on }, next: { end: done } }
      - { id: write-note, title: Write a note }
`,
    },
    {
      title: "a repair that cannot fail in the way that it repairs",
      text: `systems:
  - { id: crm, name: CRM, endpoints: { base: "https://crm.example" } }
  - { id: login, name: Login, endpoints: { token: "https://login.example" } }
requests:
  - { id: new-token, method: POST, url: "{{login.token}}", effect: reads }
  - { id: get-contact, method: GET, url: "{{crm.base}}" }
errors:
  - id: token-expired
    match: { at: crm, status: 401 }
    then: { retry: 1, first: renew-token, else: { stop: The token does not work } }
procedures:
  - id: read-contact
    title: Read the contact
    onFailure: { any: { stop: No contact } }
    steps: [{ id: send-request, title: Ask for it, request: get-contact }]
  - id: renew-token
    title: Renew the token
    onFailure: { any: { stop: No new token } }
    steps: [{ id: ask-token, title: Ask for a new token, request: new-token }]
`,
    },
    {
      title: "a closer error answers what the repair itself can meet",
      text: `requests:
  - { id: new-token, method: POST, url: "https://login.example/token", effect: reads }
errors:
  - id: token-expired
    match: { status: 401 }
    then: { retry: 1, first: renew-token, else: { stop: The token does not work } }
  - id: wrong-password
    match: { at: new-token, status: 401 }
    then: { stop: The password is wrong }
procedures:
  - id: renew-token
    title: Renew the token
    onFailure: { any: { stop: No new token } }
    steps: [{ id: ask-token, title: Ask for a new token, request: new-token }]
`,
    },
    {
      title: "one item after the other is no loop",
      text: `inputs: [{ id: hosts, label: Hosts, type: list }]
procedures:
  - id: patch-all
    title: Patch all
    onFailure: { any: { stop: Not all are patched } }
    steps: [{ id: patch, title: Patch each host, do: patch-host, each: hosts, as: host }]
  - id: patch-host
    title: Patch one host
    steps: [{ id: install, title: "Install it on {{host}}" }]
`,
    },
    {
      title: "a procedure that is called twice calls nobody back",
      text: `procedures:
  - id: deploy
    title: Deploy
    onFailure: { any: { stop: It is not deployed } }
    steps:
      - { id: check-before, title: Check, do: check }
      - { id: press-deploy, title: Press **Deploy** }
      - { id: check-after, title: Check again, do: check }
  - id: check
    title: Check
    steps: [{ id: look, title: Look at the page }]
`,
    },
    {
      title: "two procedures that undo each other",
      text: `procedures:
  - id: close
    title: Close the shop
    steps: [{ id: hang-sign, title: Hang up the sign, effect: changes, undo: { do: open } }]
  - id: open
    title: Open the shop
    useWhen: It is eight o'clock.
    steps: [{ id: take-sign, title: Take the sign away, effect: changes, undo: { do: close } }]
`,
    },
    {
      title: "a retry has its own limit",
      text: `procedures:
  - id: start
    title: Start
    steps:
      - id: press-button
        title: Press the button
        expect: { see: The lamp is on }
        onFailure: { any: { retry: 3, delay: 10s, else: { stop: It does not start } } }
`,
    },
  ],
});

/** More of a way than this is not read. */
const maxShown = 8;

function wordsFor({ kind, path }: Circle): Pick<Finding, "message" | "help"> {
  const [first = "", ...rest] = path.map((id) => `\`${id}\``);
  const way = rest.length < maxShown ? rest : [...rest.slice(0, maxShown - 3), "…", ...rest.slice(-2)];
  const round = [first, ...way, first].join(" → ");
  return kind === "call"
    ? {
        message: `The calls ${round} form a circle`,
        help: {
          yaml: "Take one of the calls out, or go there with `goto` and a `max`: a call waits for what it calls",
          markdown:
            "Take one of the calls out, or go there with `go to [title](#id), at most 3 times; else …`: a call waits for what it calls",
        },
      }
    : {
        message: `The way round ${round} has no end`,
        help: {
          yaml: "Add `max` and `else` to this `goto`: how often it is taken, and what happens after that",
          markdown:
            "Add `, at most 3 times; else …` behind this link: how often it is taken, and what happens after that",
        },
      };
}
