import { failureAnswers, outcomesWithin } from "@runwright/core";
import { defineRule } from "../rule.js";

export default defineRule({
  id: "step-dead-end",
  group: "flow",
  summary: "A branch or an answer is there, and leads nowhere",
  why: "The reader follows the page to this point, in the very case that somebody thought of, and then the page is silent. They do what seems best to them.",
  severity: { recommended: "error", strict: "error", migrate: "off" },
  confidence: "high",
  check({ steps, linked, report }) {
    const answersOf = failureAnswers(linked);
    for (const { step, procedure } of steps) {
      if (!step.choose || !step.next) continue;
      // What failed and goes on as if it had worked has taken no branch.
      const goesOn = answersOf(step, procedure).some(({ outcome }) =>
        [...outcomesWithin(outcome)].some((part) => part.continue !== undefined),
      );
      if (goesOn) continue;
      report({
        at: [step, "next"],
        message: `The \`next\` of \`${step.id}\` is never taken: its branches say where it goes on`,
        help: {
          yaml: "Remove `next`, or move it to the branch that is meant; for all other cases, that is `otherwise`",
          markdown:
            "Remove the line, or move what it says to the branch that is meant; for all other cases, that is `**Otherwise:**`",
        },
      });
    }
  },
  bad: [
    {
      title: "a `next` beside branches",
      text: `procedures:
  - id: refund
    title: Refund
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: look-up
        title: Look up the order
        choose:
          - when: It is paid
            then: { goto: pay-back }
        otherwise: { stop: It is not paid }
        next: [|{ goto: tell }|]
      - { id: pay-back, title: Pay it back }
      - { id: tell, title: Tell the customer }
`,
      message: "The `next` of `look-up` is never taken: its branches say where it goes on",
    },
    {
      title: "a step that is passed over does not take its `next` either",
      text: `procedures:
  - id: refund
    title: Refund
    steps:
      - id: look-up
        title: Look up the order
        onlyIf: It is a large order
        choose:
          - when: It is paid
            then: { goto: pay-back }
        otherwise: { stop: It is not paid }
        next: [|{ end: done }|]
      - { id: pay-back, title: Pay it back }
`,
      message: "The `next` of `look-up` is never taken: its branches say where it goes on",
    },
    {
      title: "a branch with an empty `then`",
      text: `procedures:
  - id: refund
    title: Refund
    steps:
      - id: look-up
        title: Look up the order
        choose:
          - when: It is paid
            then: { goto: pay-back }
          - when: It is not paid
            [|then|]:
        otherwise: { stop: The order has no state }
      - id: pay-back
        title: Pay it back
`,
      message: "`then` is empty",
    },
    {
      title: "a branch without `then`",
      text: `procedures:
  - id: refund
    title: Refund
    steps:
      - id: look-up
        title: Look up the order
        choose:
          - [|when: It is paid|]
        otherwise: { stop: It is not paid }
`,
      message: "A branch needs `then`",
    },
    {
      title: "an undo that does not say what comes after it",
      text: `procedures:
  - id: move
    title: Move
    steps:
      - id: close-shop
        title: Close the shop
        effect: changes
        undo: { text: Open it again }
      - id: check
        title: Check
        expect: { see: The new server answers }
        onFailure:
          any: [|{ undo: close-shop }|]
`,
      message: "An outcome with `undo` needs `then`",
    },
    {
      title: "an undo whose `then` is empty",
      text: `procedures:
  - id: move
    title: Move
    steps:
      - id: close-shop
        title: Close the shop
        effect: changes
        undo: { text: Open it again }
      - id: check
        title: Check
        expect: { see: The new server answers }
        onFailure:
          any: { undo: close-shop, then: [|{}|] }
`,
      message: "`then` is empty",
    },
    {
      title: "an empty `next`",
      text: `procedures:
  - id: move
    title: Move
    steps:
      - id: close-shop
        title: Close the shop
        [|next|]:
      - id: check
        title: Check
`,
      message: "`next` is empty",
    },
  ],
  good: [
    {
      title: "without `next`, the step below follows",
      text: `procedures:
  - id: move
    title: Move
    steps:
      - { id: close-shop, title: Close the shop }
      - { id: open-shop, title: Open the shop }
`,
    },
    {
      title: "after the last step, the procedure is done",
      text: `procedures:
  - id: move
    title: Move
    steps:
      - { id: close-shop, title: Close the shop }
`,
    },
    {
      title: "a branch may end the procedure",
      text: `procedures:
  - id: refund
    title: Refund
    steps:
      - id: look-up
        title: Look up the order
        choose:
          - when: It is paid
            then: { end: done }
        otherwise: { end: handed-over }
`,
    },
    {
      title: "a branch may stop without success, and says why",
      text: `procedures:
  - id: refund
    title: Refund
    steps:
      - id: look-up
        title: Look up the order
        choose:
          - when: It is paid
            then: { goto: pay-back }
        otherwise: { stop: It is not paid }
      - { id: pay-back, title: Pay it back }
`,
    },
    {
      title: "a step in the middle may end the procedure",
      text: `procedures:
  - id: move
    title: Move
    steps:
      - id: check
        title: Check
        expect: { see: The new server answers }
        onFailure: { any: { goto: give-up } }
        next: { end: done }
      - { id: give-up, title: Give up }
`,
    },
    {
      title: "a failure that does not matter leads to the step below",
      text: `procedures:
  - id: move
    title: Move
    steps:
      - id: greet
        title: Greet
        expect: { see: They greet back }
        onFailure: { any: { continue: Not everybody greets } }
      - { id: close-shop, title: Close the shop }
`,
    },
    {
      title: "a choice that is refused goes on as if it had worked, and takes no branch",
      text: `procedures:
  - id: refund
    title: Refund
    steps:
      - id: look-up
        title: Look up the order
        confirm: { agree: I may see this order }
        choose:
          - when: It is paid
            then: { goto: pay-back }
        otherwise: { stop: It is not paid }
        onFailure: { refused: { continue: Somebody else looks it up } }
        next: { goto: tell }
      - { id: pay-back, title: Pay it back }
      - { id: tell, title: Tell the customer }
`,
    },
    {
      title: "an undo that goes on somewhere",
      text: `procedures:
  - id: move
    title: Move
    steps:
      - id: close-shop
        title: Close the shop
        effect: changes
        undo: { text: Open it again }
      - id: check
        title: Check
        expect: { see: The new server answers }
        onFailure:
          any: { undo: close-shop, then: { goto: close-shop, max: 1, else: { stop: It does not work } } }
`,
    },
  ],
});
