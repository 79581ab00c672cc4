import {
  effectOf,
  type Linked,
  requestOf,
  type Step,
  setField,
  systemOf,
  templateReferences,
} from "@runwright/core";
import { type StepMoves, stepMoves } from "../moves.js";
import { defineRule } from "../rule.js";

export default defineRule({
  id: "confirmation-missing",
  group: "flow",
  summary: "A step destroys something, and nobody has to confirm on what",
  why: "In 2017, a correct playbook and one mistyped number took more servers out of Amazon S3 than were meant, and with them a large part of the web. Whoever must type the name of what they are about to destroy reads it once more.",
  sources: ["Summary of the Amazon S3 Service Disruption in the Northern Virginia Region, 28 February 2017"],
  severity: { recommended: "error", strict: "error", migrate: "off" },
  confidence: "high",
  fix: "unsafe",
  check({ steps, linked, places, report }) {
    const destroying = steps.filter(({ step }) => effectOf(step, linked) === "destroys" && !step.confirm);
    if (destroying.length === 0) return;
    const all = stepMoves(linked);
    for (const { step } of destroying) {
      if (isConfirmedBefore(step, all)) continue;
      const { name, confirm } = confirmation(step, linked);
      report({
        at: [step, "id"],
        message: `Step \`${step.id}\` destroys something, and nobody has to confirm it`,
        help: {
          yaml: `Add \`confirm: { type: … }\` with ${name}, so that the reader types it`,
          markdown: `Add a line \`- **Confirm:**\` with ${name} in backticks behind it, so that the reader types it`,
        },
        fix: { title: "Add a `confirm`", edits: setField(places, step, "confirm", confirm) },
      });
    }
  },
  bad: [
    {
      title: "a script gets a number, and nobody reads it again",
      text: `inputs: [{ id: count, label: How many servers }]
procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: [|take-away|]
        title: Take servers away
        command: { shell: bash, run: "./terminate.sh {{count}}", effect: destroys }
        undo: { none: It was copied before }
`,
      message: "Step `take-away` destroys something, and nobody has to confirm it",
      fixed: `inputs: [{ id: count, label: How many servers }]
procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: take-away
        title: Take servers away
        command: { shell: bash, run: "./terminate.sh {{count}}", effect: destroys }
        undo: { none: It was copied before }
        confirm:
          type: "{{count}}"
`,
    },
    {
      title: "the system is what the reader types, where no input names the target",
      text: `systems: [{ id: billing, name: Billing }]
procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: [|drop-old|]
        title: Drop the old database
        command: { shell: bash, run: dropdb crm-old, at: billing, effect: destroys }
        undo: { none: It was copied before }
`,
      message: "Step `drop-old` destroys something, and nobody has to confirm it",
      fixed: `systems: [{ id: billing, name: Billing }]
procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: drop-old
        title: Drop the old database
        command: { shell: bash, run: dropdb crm-old, at: billing, effect: destroys }
        undo: { none: It was copied before }
        confirm:
          type: billing
`,
    },
    {
      title: "a person destroys, without any command",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: [|power-off|]
        title: Switch the power off
        effect: destroys
        undo: { none: It was copied before }
`,
      message: "Step `power-off` destroys something, and nobody has to confirm it",
      fixed: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: power-off
        title: Switch the power off
        effect: destroys
        undo: { none: It was copied before }
        confirm:
          agree: Say here what cannot be brought back
`,
    },
    {
      title: "a request that destroys",
      text: `inputs: [{ id: key-id, label: Key ID }]
systems: [{ id: keys, name: Keys, endpoints: { api: "https://keys.acorn.example" } }]
requests:
  - { id: delete, method: DELETE, url: "{{keys.api}}/{{key-id}}", effect: destroys }
procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: [|delete-key|]
        title: Delete the key
        request: delete
        undo: { none: It was copied before }
`,
      message: "Step `delete-key` destroys something, and nobody has to confirm it",
    },
    {
      title: "a confirmation that not every way comes by",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: question
        title: Is it urgent?
        choose:
          - { when: It is urgent, then: { goto: power-off } }
        otherwise: { goto: agree }
      - id: agree
        title: Agree
        confirm: { type: db1 }
      - id: [|power-off|]
        title: Switch the power off
        effect: destroys
        undo: { none: It was copied before }
`,
      message: "Step `power-off` destroys something, and nobody has to confirm it",
    },
    {
      title: "an approval by others is not the reader's own look at the name",
      text: `parties: [{ id: security, name: Security }]
procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: ask
        title: Ask security
        approve: { by: { security: 1 } }
      - id: [|power-off|]
        title: Switch the power off
        effect: destroys
        undo: { none: It was copied before }
`,
      message: "Step `power-off` destroys something, and nobody has to confirm it",
    },
  ],
  good: [
    {
      title: "the reader types the name of the target",
      text: `inputs: [{ id: server, label: Server }]
procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: drop-old
        title: Drop the old database
        command: { shell: bash, run: "dropdb --host={{server}} crm-old", effect: destroys }
        confirm: { type: "{{server}}" }
        undo: { none: It was copied before }
`,
    },
    {
      title: "the reader agrees in words",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: power-off
        title: Switch the power off
        effect: destroys
        confirm: { agree: Nobody works on this server }
        undo: { none: It was copied before }
`,
    },
    {
      title: "a step of its own lets it be confirmed",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: agree
        title: Confirm the server
        confirm: { type: db1 }
      - id: power-off
        title: Switch the power off
        effect: destroys
        undo: { none: It was copied before }
`,
    },
    {
      title: "a change can be taken back",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: restart
        title: Restart the app
        command: { shell: bash, run: systemctl restart app, effect: changes }
`,
    },
    {
      title: "a command that reads may have a frightening name",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: plan
        title: Plan the deletion
        command: { shell: bash, run: terraform plan -destroy, effect: reads }
`,
    },
    {
      title: "a DELETE that can be sent again changes, and destroys nothing",
      text: `requests:
  - { id: end-session, method: DELETE, url: "https://login.acorn.example/session", effect: changes }
procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: sign-out
        title: End the session
        request: end-session
`,
    },
    {
      title: "the step that calls destroys nothing itself",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: call
        title: Clear up
        do: clear
  - id: clear
    title: Clear up
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: power-off
        title: Switch the power off
        effect: destroys
        confirm: { type: db1 }
        undo: { none: It was copied before }
`,
    },
    {
      title: "a confirmation that sends the reader elsewhere when it is refused",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: agree
        title: Confirm the server
        confirm: { type: db1 }
        onFailure: { refused: { goto: tell } }
      - id: power-off
        title: Switch the power off
        effect: destroys
        undo: { none: It was copied before }
        next: { end: done }
      - id: tell
        title: Tell the team
`,
    },
  ],
});

/** Every way here comes straight from a step that does nothing but let it be confirmed. */
function isConfirmedBefore({ id }: Step, all: ReadonlyMap<string, StepMoves>): boolean {
  let before = 0;
  for (const { step, procedure, moves } of all.values()) {
    if (procedure.steps[0]?.id === id) return false;
    for (const { to, after } of moves) {
      if (to !== id) continue;
      if (after !== "worked" || !step.confirm || hasAction(step)) return false;
      before++;
    }
  }
  return before > 0;
}

function hasAction({ command, request, open, do: called, effect }: Step): boolean {
  return (command ?? request ?? open ?? called) !== undefined || (effect ?? "reads") !== "reads";
}

/** What names the target best: a value that the reader gave, else the system. */
function confirmation(step: Step, linked: Linked): { name: string; confirm: object } {
  const { command } = step;
  const texts = [
    command?.run,
    ...(command?.args ?? []),
    requestOf(step, linked)?.url,
    ...Object.values(step.with ?? {}),
    step.text,
  ];
  const ids = texts.flatMap((text) =>
    typeof text === "string" && !command?.verbatim ? templateReferences(text) : [],
  );
  const value = ids.find(
    ({ id, endpoint }) =>
      endpoint === undefined && /^(?:input|value)$/.test(linked.entries.get(id)?.kind ?? ""),
  );
  if (value) return { name: `\`{{${value.id}}}\``, confirm: { type: `{{${value.id}}}` } };
  const system = systemOf(step, linked);
  if (system !== undefined)
    return { name: `the name of the target, such as \`${system}\``, confirm: { type: system } };
  return { name: "the name of the target", confirm: { agree: "Say here what cannot be brought back" } };
}
