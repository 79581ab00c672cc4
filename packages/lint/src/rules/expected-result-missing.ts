import { effectOf, type Linked, requestOf, type Step, setField } from "@runwright/core";
import { defineRule } from "../rule.js";

export default defineRule({
  id: "expected-result-missing",
  group: "flow",
  summary: "A step does not say what is seen when it worked",
  why: "Under stress, people take silence for success. A reader who does not know what right looks like goes on after a step that did nothing, and nobody can tell later where it went wrong.",
  sources: ["The Site Reliability Workbook (Beyer et al., 2018), chapter 8"],
  severity: { recommended: "warning", strict: "error", migrate: "off" },
  confidence: "high",
  fix: "unsafe",
  check({ steps, linked, places, report }) {
    for (const { step, procedure } of steps) {
      if (step.expect || requestOf(step, linked)?.expect || saysByItself(step)) continue;
      const following = step.next ? undefined : procedure.steps[procedure.steps.indexOf(step) + 1];
      if (isNavigation(step, linked) && following && showsWhereWeAre(following)) continue;
      report({
        at: [step, "id"],
        message: `Step \`${step.id}\` does not say what is seen when it worked`,
        help: {
          yaml: `Add an \`expect\`, such as \`expect: { ${step.command ? "output: { contains: … }" : "see: …"} }\``,
          markdown: "Add a line such as `- **Expect:** …` with what is seen then",
        },
        fix: {
          title: "Add an `expect`",
          edits: setField(places, step, "expect", { see: "Say here what is seen when it worked" }),
        },
      });
    }
  },
  bad: [
    {
      title: "a command that says nothing of its output",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: [|run-sync|]
        title: Run the sync
        command: { shell: bash, run: ./sync.sh, effect: changes }
`,
      message: "Step `run-sync` does not say what is seen when it worked",
      fixed: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: run-sync
        title: Run the sync
        command: { shell: bash, run: ./sync.sh, effect: changes }
        expect:
          see: Say here what is seen when it worked
`,
    },
    {
      title: "a button is pressed, and nothing is looked at",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: [|press-sync|]
        title: Press **Sync now**
        text: It stands at the top of the page.
        effect: changes
      - id: tell
        title: Tell the team
        expect: { see: They have answered }
`,
      message: "Step `press-sync` does not say what is seen when it worked",
    },
    {
      title: "a request without an expected answer",
      text: `requests:
  - { id: close, method: POST, url: "https://tickets.acorn.example/42/close", effect: changes }
procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: [|close-ticket|]
        title: Close the ticket
        request: close
`,
      message: "Step `close-ticket` does not say what is seen when it worked",
    },
    {
      title: "a page is opened last, and nobody says what stands there",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: [|open-status|]
        title: Open the status page
        open: https://status.acorn.example
`,
      message: "Step `open-status` does not say what is seen when it worked",
    },
    {
      title: "the next step says it only when it is done at all",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: [|look-at-queue|]
        title: Look at the queue
      - id: clear-queue
        title: Clear the queue
        onlyIf: It is longer than 1000
        expect: { see: It is empty }
`,
      message: "Step `look-at-queue` does not say what is seen when it worked",
    },
    {
      title: "a waiting that never looks",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: [|restart|]
        title: Restart the app
        command: { shell: bash, run: systemctl restart app, effect: changes }
        timeout: 5m
`,
      message: "Step `restart` does not say what is seen when it worked",
    },
  ],
  good: [
    {
      title: "an exit code alone is an expected result",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: run-sync
        title: Run the sync
        command: { shell: bash, run: ./sync.sh, effect: changes }
        expect: { exit: 0 }
`,
    },
    {
      title: "the request itself says what it expects",
      text: `requests:
  - id: close
    method: POST
    url: https://tickets.acorn.example/42/close
    effect: changes
    expect: { status: 204 }
procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: close-ticket
        title: Close the ticket
        request: close
`,
    },
    {
      title: "on the way to a page, the next step says what stands there",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: open-settings
        title: Open the settings
      - id: open-keys
        title: Open **Keys**
        expect: { see: A list of keys }
`,
    },
    {
      title: "a page is opened, and the next step asks about it",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: open-status
        title: Open the status page
        open: https://status.acorn.example
      - id: question
        title: Is it up?
        choose:
          - { when: The first line says **Up**, then: { end: done } }
        otherwise: { stop: The server is down }
`,
    },
    {
      title: "a called procedure has expected results of its own",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: call
        title: Do the other
        do: other
  - id: other
    title: Other
    steps:
      - id: read-page
        title: Read the page
`,
    },
    {
      title: "an approval is given or refused",
      text: `parties: [{ id: security, name: Security }]
procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: ask-security
        title: Ask security
        approve: { by: { security: 1 } }
`,
    },
    {
      title: "waiting is over when the time is",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: let-it-work
        title: Let it work
        wait: { for: 10m }
`,
    },
    {
      title: "what the reader writes down is the result",
      text: `inputs: [{ id: ticket, label: Ticket }]
procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: note-ticket
        title: Take down the number of the ticket
        ask: [ticket]
`,
    },
    {
      title: "a confirmation is given or not",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: agree
        title: Agree to the downtime
        confirm: { agree: The shop may be closed for ten minutes }
`,
    },
    {
      title: "a step that only tells something has nothing to show",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: know-limits
        title: Know what this page cannot do
        text: It never brings deleted orders back.
`,
    },
  ],
});

/** What ends such a step is written in it: what is called, agreed to, asked for or chosen, or a time that is over. */
function saysByItself(step: Step): boolean {
  if (step.do || step.approve || step.choose || step.wait?.for !== undefined) return true;
  const hasAction = step.command !== undefined || step.request !== undefined || step.open !== undefined;
  if (hasAction || (step.effect !== undefined && step.effect !== "reads")) return false;
  return step.ask !== undefined || step.confirm !== undefined || readingTitle.test(step.title);
}

/** Of a step that only tells something, there is nothing to see. */
const readingTitle = /^(?:read|know|note|remember|understand|keep in mind)\b/i;

/** The way to a place, where a next step says what is there. */
function isNavigation(step: Step, linked: Linked): boolean {
  return !step.command && step.request === undefined && effectOf(step, linked) === "reads";
}

function showsWhereWeAre(step: Step): boolean {
  return step.onlyIf === undefined && (step.expect ?? step.choose ?? step.ask) !== undefined;
}
