import { defineRule } from "../rule.js";

export default defineRule({
  id: "step-dead-end",
  group: "flow",
  summary: "A branch or an answer is there, and leads nowhere",
  why: "The reader follows the page to this point, in the very case that somebody thought of, and then the page is silent. They do what seems best to them.",
  severity: { recommended: "error", strict: "error", migrate: "off" },
  confidence: "high",
  bad: [
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
