import { defineRule } from "../rule.js";

const path = "example.runbook.md";

export default defineRule({
  id: "outcome-unclear",
  group: "structure",
  summary: "What happens then is not said in one of the forms that a run can follow",
  why: "`Call the team` leaves open whether the run ends there, who takes it, and what the next person is told. The few forms say it, and so no two readers do different things.",
  severity: { recommended: "error", strict: "error", migrate: "error" },
  confidence: "high",
  bad: [
    {
      title: "a sentence of one's own",
      path,
      text: "- **If anything else fails:** [|call the network team|]\n",
      message: "The outcome `call the network team` is not understood",
    },
    {
      title: "a name without a link",
      path,
      text: "- **If anything else fails:** escalate to [|the network team|]\n",
      message: "`escalate to` needs a link to a party",
    },
    {
      title: "the number of a step, which the next new step makes wrong",
      path,
      text: "- **If anything else fails:** go to [|step 3|]\n",
      message: "`go to` needs a link to a step or a procedure",
    },
    {
      title: "a reason without quotes",
      path,
      text: "- **If anything else fails:** stop: [|the lamp is red|]\n",
      message: "The words of `stop` stand in straight double quotes",
    },
    {
      title: "the quotes of a word processor",
      path,
      text: "- **If anything else fails:** stop: [|“The lamp is red.”|]\n",
      message: "The words of `stop` stand in straight double quotes",
    },
    {
      title: "a full stop at the end",
      path,
      text: '- **Then:** done; say "The lamp is green"[|.|]\n',
      message: "A full stop ends the outcome, which is no sentence of prose",
    },
    {
      title: "words behind the outcome",
      path,
      text: "- **Then:** done[|, and lock the door|]\n",
      message: "`, and lock the door` is not understood here",
    },
    {
      title: "an undoing with no end",
      path,
      text: "- **If anything else fails:** [|undo back to [Read the page](#only-step)|]\n",
      message: "Nothing says what comes after the undoing",
    },
    {
      title: "a branch",
      path,
      text: "- **When:** The lamp is red → [|change it|]\n",
      message: "The outcome `change it` is not understood",
    },
  ],
  good: [
    {
      title: "capital letters",
      path,
      text: '- **If anything else fails:** Stop: "The lamp is red."\n',
    },
    {
      title: "quotes inside the words",
      path,
      text: '- **If anything else fails:** stop: "It says \\"Stop\\"."\n',
    },
    {
      title: "the words of an outcome inside quotes",
      path,
      text: '- **If anything else fails:** stop: "Do not try again; else it burns."\n',
    },
    {
      title: "trying again, and then something else",
      path,
      text: `- **If anything else fails:** try again, 2 times, 30s apart; say "It takes a moment."; else escalate to [Operations](#ops)

## People

### <a id="ops"></a>Operations
`,
    },
    {
      title: "undoing, and then something else",
      path,
      text: '- **If anything else fails:** undo back to [Read the page](#only-step), then stop: "Undone."\n',
    },
    {
      title: "the words of what is seen, which are free",
      path,
      text: "- **Expect:** Go to step 3 lights up.\n",
    },
    {
      title: "the undo of a step, which may be words",
      path,
      text: "- **Effect:** changes\n- **Undo:** Put the old lamp back.\n",
    },
  ],
});
