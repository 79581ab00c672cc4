import { setField } from "@runwright/core";
import { untakenOptions } from "../options.js";
import { lastResort } from "../outcomes.js";
import { defineRule } from "../rule.js";

export default defineRule({
  id: "branches-not-exhaustive",
  group: "flow",
  summary: "Branches do not say what happens when none of them holds",
  why: "The one case that nobody thought of is the one in which the reader needs the page most, and there the page is silent.",
  severity: { recommended: "error", strict: "error", migrate: "off" },
  confidence: "high",
  fix: "unsafe",
  check({ steps, linked, runbook, places, report }) {
    for (const { step } of steps) {
      if (!step.choose || step.otherwise) continue;
      const untaken = untakenOptions(step, linked);
      if (untaken?.options.length === 0) continue;
      report({
        at: [step, "id"],
        message: `Step \`${step.id}\` does not say what happens when ${untaken ? optionsLeft(untaken) : "no branch holds"}`,
        help: {
          yaml: "Add `otherwise` beside `choose`, such as `otherwise: { escalate: … }`",
          markdown: "Add a line such as `- **Otherwise:** escalate to [name](#id)`",
        },
        fix: { title: "Add `otherwise`", edits: setField(places, step, "otherwise", lastResort(runbook)) },
      });
    }
  },
  bad: [
    {
      title: "a question with one answer",
      text: `procedures:
  - id: refund
    title: Refund
    steps:
      - id: [|look-up|]
        title: Is the order paid?
        choose:
          - when: It is paid
            then: { goto: pay-back }
      - { id: pay-back, title: Pay it back }
`,
      message: "Step `look-up` does not say what happens when no branch holds",
      fixed: `procedures:
  - id: refund
    title: Refund
    steps:
      - id: look-up
        title: Is the order paid?
        choose:
          - when: It is paid
            then: { goto: pay-back }
        otherwise:
          stop: Say here why it cannot go on
      - { id: pay-back, title: Pay it back }
`,
    },
    {
      title: "an option that no branch takes",
      text: `escalation: shipping
parties: [{ id: shipping, name: Shipping desk }]
inputs:
  - { id: country, label: Country, type: select, options: [de, fr, jp] }
procedures:
  - id: send
    title: Send
    steps:
      - id: [|choose-papers|]
        title: Choose the papers
        choose:
          - when: { value: country, in: [de, fr] }
            then: { end: done }
`,
      message: "Step `choose-papers` does not say what happens when `country` is `jp`",
      fixed: `escalation: shipping
parties: [{ id: shipping, name: Shipping desk }]
inputs:
  - { id: country, label: Country, type: select, options: [de, fr, jp] }
procedures:
  - id: send
    title: Send
    steps:
      - id: choose-papers
        title: Choose the papers
        choose:
          - when: { value: country, in: [de, fr] }
            then: { end: done }
        otherwise:
          escalate: shipping
`,
    },
    {
      title: "the other value of a boolean",
      text: `inputs: [{ id: fragile, label: Is it fragile?, type: boolean }]
procedures:
  - id: send
    title: Send
    steps:
      - id: [|wrap|]
        title: Wrap it
        choose:
          - when: { value: fragile, is: true }
            then: { end: done }
`,
      message: "Step `wrap` does not say what happens when `fragile` is `false`",
    },
    {
      title: "two answers in words: nobody can tell that there is no third",
      text: `procedures:
  - id: hand-in
    title: Hand in
    steps:
      - id: [|go-to-counter|]
        title: Go to the counter
        choose:
          - when: It is open
            then: { end: done }
          - when: It is closed
            then: { stop: It is closed }
`,
      message: "Step `go-to-counter` does not say what happens when no branch holds",
    },
    {
      title: "numbers between two limits",
      text: `inputs: [{ id: weight, label: Weight, type: number }]
procedures:
  - id: send
    title: Send
    steps:
      - id: [|choose-carrier|]
        title: Choose the carrier
        choose:
          - when: { value: weight, atLeast: 30 }
            then: { end: done }
          - when: { value: weight, atMost: 1 }
            then: { end: handed-over }
`,
      message: "Step `choose-carrier` does not say what happens when no branch holds",
    },
    {
      title: "a value that was saved can be anything",
      text: `requests: [{ id: get-job, method: GET, url: "https://jobs.example/7" }]
procedures:
  - id: follow
    title: Follow
    onFailure: { any: { stop: No job } }
    steps:
      - id: look
        title: Look at the job
        request: get-job
        save: { state: $.state }
      - id: [|decide|]
        title: Decide
        choose:
          - when: { value: state, is: done }
            then: { end: done }
          - when: { value: state, is: failed }
            then: { stop: It failed }
`,
      message: "Step `decide` does not say what happens when no branch holds",
    },
    {
      title: "an empty `otherwise`",
      text: `procedures:
  - id: refund
    title: Refund
    steps:
      - id: look-up
        title: Is the order paid?
        choose:
          - when: It is paid
            then: { end: done }
        [|otherwise|]:
`,
      message: "`otherwise` is empty",
    },
  ],
  good: [
    {
      title: "branches in words, with `otherwise`",
      text: `procedures:
  - id: refund
    title: Refund
    steps:
      - id: look-up
        title: Is the order paid?
        choose:
          - when: It is paid
            then: { end: done }
        otherwise: { stop: It is not paid }
`,
    },
    {
      title: "every option has a branch",
      text: `inputs: [{ id: country, label: Country, type: select, options: [de, fr, jp] }]
procedures:
  - id: send
    title: Send
    steps:
      - id: choose-papers
        title: Choose the papers
        choose:
          - when: { value: country, in: [de, fr] }
            then: { end: done }
          - when: { value: country, is: jp }
            then: { end: handed-over }
`,
    },
    {
      title: "both values of a boolean have a branch",
      text: `inputs: [{ id: fragile, label: Is it fragile?, type: boolean }]
procedures:
  - id: send
    title: Send
    steps:
      - id: wrap
        title: Wrap it
        choose:
          - when: { value: fragile, is: true }
            then: { end: done }
          - when: { value: fragile, is: false }
            then: { end: handed-over }
`,
    },
    {
      title: "all but one, and that one",
      text: `inputs: [{ id: country, label: Country, type: select, options: [de, fr, jp] }]
procedures:
  - id: send
    title: Send
    steps:
      - id: choose-papers
        title: Choose the papers
        choose:
          - when: { value: country, not: jp }
            then: { end: done }
          - when: { value: country, is: jp }
            then: { end: handed-over }
`,
    },
    {
      title: "a question in words before tests that cover every option",
      text: `inputs: [{ id: fragile, label: Is it fragile?, type: boolean }]
procedures:
  - id: send
    title: Send
    steps:
      - id: wrap
        title: Wrap it
        choose:
          - when: It is wrapped already
            then: { end: done }
          - when: { value: fragile, is: true }
            then: { stop: Bring glass paper }
          - when: { value: fragile, not: true }
            then: { end: handed-over }
`,
    },
    {
      title: "tests of two values, of which one is covered",
      text: `inputs:
  - { id: fragile, label: Is it fragile?, type: boolean }
  - { id: weight, label: Weight, type: number }
procedures:
  - id: send
    title: Send
    steps:
      - id: wrap
        title: Wrap it
        choose:
          - when: { value: weight, atLeast: 30 }
            then: { stop: Too heavy }
          - when: { value: fragile, is: true }
            then: { end: handed-over }
          - when: { value: fragile, is: false }
            then: { end: done }
`,
    },
    {
      title: "options that look like numbers",
      text: `inputs: [{ id: level, label: Level, type: select, options: ["1", "2"] }]
procedures:
  - id: send
    title: Send
    steps:
      - id: decide
        title: Decide
        choose:
          - when: { value: level, is: 1 }
            then: { end: done }
          - when: { value: level, is: "2" }
            then: { end: handed-over }
`,
    },
    {
      title: "the options come from a fragment",
      text: `uses: [shared.fragment.yaml]
procedures:
  - id: send
    title: Send
    steps:
      - id: decide
        title: Decide
        choose:
          - when: { value: level, is: low }
            then: { end: done }
          - when: { value: level, is: high }
            then: { end: handed-over }
`,
      files: {
        "shared.fragment.yaml": `runwright: 1
kind: fragment
id: shared
inputs: [{ id: level, label: Level, type: select, options: [low, high] }]
`,
      },
    },
    {
      title: "a step that is only sometimes done needs no branch for the other case",
      text: `procedures:
  - id: send
    title: Send
    steps:
      - { id: wrap, title: Wrap it, onlyIf: It is fragile }
      - { id: post, title: Post it }
`,
    },
    {
      title: "a step with `onlyIf` and `otherwise` has an answer for both",
      text: `procedures:
  - id: send
    title: Send
    steps:
      - id: weigh
        title: Weigh it
        onlyIf: It is a parcel
        choose:
          - when: It is heavy
            then: { stop: Too heavy }
        otherwise: { end: done }
      - { id: post, title: Post it }
`,
    },
  ],
});

/** `country` is `jp` or `fr`, or how many it is not told for. */
function optionsLeft({ input, options }: { input: string; options: readonly string[] }): string {
  const shown = options.slice(0, 3).map((option) => `\`${option.replace(/[\s`]+/g, " ")}\``);
  const more = options.length > 3 ? ` or ${options.length - 3} more` : "";
  return `\`${input}\` is ${shown.join(" or ")}${more}`;
}
