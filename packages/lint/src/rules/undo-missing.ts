import {
  effectOf,
  failureWays,
  type Linked,
  type Outcome,
  outcomesWithin,
  type Procedure,
  type Step,
  stepOutcomes,
} from "@runwright/core";
import { type StepMoves, stepMoves } from "../moves.js";
import { defineRule, type Finding } from "../rule.js";

/** An `undo` outcome, and the steps whose failure can take it. */
interface Return {
  readonly outcome: Outcome;
  /** The step that it goes back to. */
  readonly to: string;
  readonly failing: readonly Step[];
}

export default defineRule({
  id: "undo-missing",
  group: "flow",
  summary: "A step cannot be taken back where the runbook says that it is",
  why: "In 2017, GitLab deleted 300 GB of its own database, and found that none of five ways back worked. A step with no way back has to say so before it is done; and where a failure path promises to undo, each step must know how.",
  sources: ["Postmortem of database outage of January 31 (GitLab, 2017)"],
  severity: { recommended: "error", strict: "error", migrate: "off" },
  confidence: "high",
  check({ steps, linked, report }) {
    const ranges = new Map<Step, Return[]>();
    let all: ReadonlyMap<string, StepMoves> | undefined;
    const openStepIn = openStepFinder(linked, () => (all ??= stepMoves(linked)));
    for (const procedure of new Set(steps.map((own) => own.procedure))) {
      const open = new Set(procedure.steps.filter((step) => isOpen(step, linked) || (!step.undo && step.do)));
      const returns = returnsOf(procedure).filter((back) => open.size > 0 || isForward(back, procedure));
      if (returns.length > 0) all ??= stepMoves(linked);
      const ways = all && returns.length > 0 ? waysWithin(procedure, all) : undefined;
      for (const back of returns) {
        if (!ways || !isForward(back, procedure) || !isEmpty(back, procedure, ways)) continue;
        const { to, failing } = back;
        const failures = failing.length === 1 ? `when \`${failing[0]?.id}\` fails` : "when such a step fails";
        report({
          at: [back.outcome, "undo"],
          message: `Nothing is undone here: ${failures}, neither \`${to}\` nor a step after it has been done`,
          help: {
            yaml: "Name the first step that is to be taken back, or write what is in `then` without the `undo`",
            markdown: "Name the first step that is to be taken back, or write only what stands behind `then`",
          },
        });
      }
      for (const back of returns) {
        for (const step of ways && open.size > 0 ? rangeOf(back, procedure, ways) : []) {
          const known = ranges.get(step) ?? [];
          ranges.set(step, known);
          // A few ways back are enough to see the point, and there can be thousands.
          if (known.length < 3) known.push(back);
          else open.delete(step);
        }
      }
    }
    for (const { step } of steps) {
      const returns = ranges.get(step) ?? [];
      const fault = faultOf(step, returns, linked, openStepIn);
      if (!fault) continue;
      report({
        at: [step, "id"],
        ...fault,
        related: returns.map(({ outcome, to }) => ({
          at: [outcome, "undo"],
          message: `goes back to \`${to}\``,
        })),
      });
    }
  },
  bad: [
    {
      title: "a database is dropped",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: [|drop-old|]
        title: Drop the old database
        command: { shell: bash, run: dropdb crm-old, effect: destroys }
        expect: { exit: 0 }
`,
      message: "Step `drop-old` destroys something and has no `undo`",
    },
    {
      title: "the most destructive step has no command",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: [|power-off|]
        title: Switch the power off
        effect: destroys
        expect: { see: All lights are off }
`,
      message: "Step `power-off` destroys something and has no `undo`",
    },
    {
      title: "a request that destroys",
      text: `requests:
  - { id: delete, method: DELETE, url: "https://keys.acorn.example/old", effect: destroys }
procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: [|delete-key|]
        title: Delete the key
        request: delete
`,
      message: "Step `delete-key` destroys something and has no `undo`",
    },
    {
      title: "a failure takes back what has no way back",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: stop-app
        title: Stop the app
        command: { shell: bash, run: systemctl stop app, effect: changes }
        undo: { text: Start it again }
      - id: [|move-data|]
        title: Move the data
        command: { shell: bash, run: mv /srv/app /srv/app.old, effect: changes }
      - id: copy-data
        title: Copy the new data
        command: { shell: bash, run: ./copy.sh, effect: changes }
        undo: { text: Remove what was copied }
        onFailure:
          any: { undo: stop-app, then: { stop: The old data is back } }
`,
      message:
        "Step `move-data` has no `undo`, although a failure of `copy-data` undoes everything back to `stop-app`",
    },
    {
      title: "the failing step is undone too",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: stop-app
        title: Stop the app
        command: { shell: bash, run: systemctl stop app, effect: changes }
        undo: { text: Start it again }
      - id: [|copy-data|]
        title: Copy the new data
        command: { shell: bash, run: ./copy.sh, effect: changes }
        onFailure:
          any: { undo: stop-app, then: { stop: The app runs again } }
`,
      message:
        "Step `copy-data` has no `undo`, although a failure of `copy-data` undoes everything back to `stop-app`",
    },
    {
      title: "what cannot be undone stands in the way back",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: open-gate
        title: Open the gate
        effect: changes
        undo: { text: Close the gate }
      - id: [|send-mails|]
        title: Send the mails
        effect: changes
        undo: { none: A mail that was sent cannot be called back }
      - id: look
        title: Look at the answers
        expect: { see: Nobody complains }
        onFailure:
          any: { undo: open-gate, then: { stop: The gate is closed } }
`,
      message:
        "Step `send-mails` cannot be undone, although a failure of `look` undoes everything back to `open-gate`",
    },
    {
      title: "a called procedure has a step without a way back",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { undo: hold, then: { stop: The queue is released } } }
    steps:
      - id: hold
        title: Hold the queue
        effect: changes
        undo: { text: Release the queue }
      - id: [|update|]
        title: Update the servers
        do: update-one
      - id: look
        title: Look at the servers
        expect: { see: All are up }
  - id: update-one
    title: Update one server
    onFailure: { any: { stop: It was not updated } }
    steps:
      - id: install
        title: Install the update
        command: { shell: bash, run: ./install.sh, effect: changes }
`,
      message:
        "Step `update` has no `undo`, and `install` that it does has none, although a failure undoes everything back to `hold`",
    },
    {
      title: "what takes the place of a called procedure belongs to the `do`",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: [|send|]
        title: Send the notice
        do: prepare
        onFailure:
          any: { undo: send, then: { stop: All is as it was } }
  - id: prepare
    title: Prepare the notice
    onFailure: { any: { stop: It was not prepared } }
    steps:
      - id: look
        title: Look at the notice
        next: { goto: deliver }
  - id: deliver
    title: Deliver the notice
    onFailure: { any: { stop: It was not delivered } }
    steps:
      - id: mail
        title: Mail it
        effect: changes
        undo: { none: A mail that was sent cannot be called back }
`,
      message:
        "Step `send` has no `undo`, and `mail` that it does cannot be undone, although a failure of `send` undoes everything back to `send`",
    },
    {
      title: "and where a row of it leads there, without any `undo`",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: [|send|]
        title: Send the notice
        do: prepare
        onFailure:
          any: { undo: send, then: { stop: All is as it was } }
  - id: prepare
    title: Prepare the notice
    onFailure: { any: { goto: deliver } }
    steps:
      - id: look
        title: Look at the notice
        expect: { see: It is signed }
  - id: deliver
    title: Deliver the notice
    steps:
      - id: mail
        title: Mail it
        effect: changes
`,
      message:
        "Step `send` has no `undo`, and `mail` that it does has none, although a failure of `send` undoes everything back to `send`",
    },
    {
      title: "the step that is gone back to has not been done when it fails",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: check
        title: Check the disk
        expect: { see: There is room }
        onFailure:
          any: { undo: [|hold|], then: { stop: The queue is released } }
      - id: hold
        title: Hold the queue
        effect: changes
        undo: { text: Release the queue }
`,
      message: "Nothing is undone here: when `check` fails, neither `hold` nor a step after it has been done",
    },
    {
      title: "the way back also goes over a branch that was taken",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: hold
        title: Hold the queue
        effect: changes
        undo: { text: Release the queue }
      - id: question
        title: Is it a large one?
        choose:
          - { when: It is large, then: { goto: grow } }
        otherwise: { goto: start }
      - id: [|grow|]
        title: Add a server
        effect: changes
        next: { goto: start }
      - id: start
        title: See it start
        expect: { see: It runs }
        onFailure:
          any: { undo: hold, then: { stop: The queue is released } }
`,
      message: "Step `grow` has no `undo`, although a failure of `start` undoes everything back to `hold`",
    },
  ],
  good: [
    {
      title: "a procedure takes it back",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: drop-old
        title: Drop the old database
        command: { shell: bash, run: dropdb crm-old, effect: destroys }
        undo: { do: restore-old, tested: "2026-10-07" }
  - id: restore-old
    title: Restore the old database
    onFailure: { any: { stop: It could not be restored } }
    steps:
      - id: restore
        title: Restore it
        command: { shell: bash, run: ./restore.sh crm-old, effect: changes }
`,
    },
    {
      title: "no way back, and the step says so",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: revoke-key
        title: Revoke the old key
        effect: destroys
        undo: { none: A revoked key stays so for ever. Its replacement has been checked. }
`,
    },
    {
      title: "a step that changes something needs no way back where nobody goes back",
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
      title: "steps that only read are passed over",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: stop-app
        title: Stop the app
        effect: changes
        undo: { text: Start it again }
      - id: see-stopped
        title: See that it stopped
        expect: { see: No light }
        onFailure:
          any: { undo: stop-app, then: { stop: It runs again } }
`,
    },
    {
      title: "what was done before the step that is gone back to stays",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: tell
        title: Tell the customers
        effect: changes
      - id: stop-app
        title: Stop the app
        effect: changes
        undo: { text: Start it again }
        onFailure:
          any: { undo: stop-app, then: { stop: It runs again } }
`,
    },
    {
      title: "what is done after the failing step has not begun",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: stop-app
        title: Stop the app
        effect: changes
        undo: { text: Start it again }
        onFailure:
          any: { undo: stop-app, then: { stop: It runs again } }
      - id: send-mails
        title: Send the mails
        effect: changes
        undo: { none: A mail that was sent cannot be called back }
`,
    },
    {
      title: "a branch on which nothing fails back is not in the range",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: hold
        title: Hold the queue
        effect: changes
        undo: { text: Release the queue }
      - id: question
        title: Is it empty?
        choose:
          - { when: It is empty, then: { goto: tell } }
        otherwise: { goto: start }
      - id: tell
        title: Tell the team
        effect: changes
        next: { end: done }
      - id: start
        title: See it start
        expect: { see: It runs }
        onFailure:
          any: { undo: hold, then: { stop: The queue is released } }
`,
    },
    {
      title: "a `do` without its own `undo` goes by those of the steps that it began",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: hold-all
        title: Hold each pool
        do: hold-one
        onFailure:
          any: { undo: hold-all, then: { stop: All pools are released } }
  - id: hold-one
    title: Hold one pool
    onFailure: { any: { stop: It could not be held } }
    steps:
      - id: hold
        title: Hold it
        effect: changes
        undo: { text: Release it }
`,
    },
    {
      title: "the `undo` of a `do` covers what it calls",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: update
        title: Update the servers
        do: update-one
        undo: { text: Install the old version on each server }
        onFailure:
          any: { undo: update, then: { stop: The old version runs } }
  - id: update-one
    title: Update one server
    onFailure: { any: { stop: It was not updated } }
    steps:
      - id: install
        title: Install the update
        command: { shell: bash, run: ./install.sh, effect: changes }
`,
    },
    {
      title: "a procedure that takes over and never comes back cannot be undone from here",
      text: `parties: [{ id: boss, name: Boss }]
procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: send
        title: Send the notice
        do: prepare
        onFailure:
          any: { undo: send, then: { stop: All is as it was } }
  - id: prepare
    title: Prepare the notice
    onFailure: { any: { goto: give-up } }
    steps:
      - id: look
        title: Look at the notice
        expect: { see: It is signed }
  - id: give-up
    title: Give up
    onFailure: { any: { escalate: boss } }
    steps:
      - id: note
        title: Write it into the log
        effect: changes
        expect: { see: It stands there }
        next: { escalate: boss }
`,
    },
    {
      title: "a later step that a loop has done before",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { stop: It did not work } }
    steps:
      - id: check
        title: Check the disk
        expect: { see: There is room }
        onFailure:
          any: { undo: hold, then: { stop: The queue is released } }
      - id: hold
        title: Hold the queue
        effect: changes
        undo: { text: Release the queue }
      - id: ask
        title: Is there more to do?
        choose:
          - { when: There is more, then: { goto: check, max: 3, else: { stop: It takes too long } } }
        otherwise: { end: done }
`,
    },
    {
      title: "a row of the procedure is taken by steps before and after the one it goes back to",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { undo: hold, then: { stop: The queue is released } } }
    steps:
      - id: check
        title: Check the disk
        expect: { see: There is room }
      - id: hold
        title: Hold the queue
        effect: changes
        undo: { text: Release the queue }
      - id: look
        title: Look at the queue
        expect: { see: It stands }
`,
    },
    {
      title: "a row of the procedure that a step overrules is not its failure",
      text: `procedures:
  - id: main
    title: Main
    onFailure: { any: { undo: hold, then: { stop: The queue is released } } }
    steps:
      - id: hold
        title: Hold the queue
        effect: changes
        expect: { see: It stands }
        undo: { text: Release the queue }
      - id: install
        title: Install the update
        command: { shell: bash, run: ./install.sh, effect: changes }
        onFailure: { any: { stop: Leave everything as it is } }
`,
    },
  ],
});

function faultOf(
  step: Step,
  returns: readonly Return[],
  linked: Linked,
  openStepIn: (called: readonly string[]) => Step | undefined,
): Pick<Finding, "message" | "help"> | undefined {
  const [back] = returns;
  const effect = effectOf(step, linked);
  if (effect === "destroys" && !step.undo) {
    return {
      message: `Step \`${step.id}\` destroys something and has no \`undo\``,
      help: {
        yaml: "Add `undo: { do: … }` or `undo: { text: … }`; where nothing takes it back, `undo: { none: … }` with the reason",
        markdown:
          "Add a line such as `- **Undo:** do [procedure](#id)` or `- **Undo:** …`; where nothing takes it back, `- **No undo:** …` with the reason",
      },
    };
  }
  if (!back) return undefined;
  const although = `although a failure${back.failing.length === 1 ? ` of \`${back.failing[0]?.id}\`` : ""} undoes everything back to \`${back.to}\``;
  const otherWay = `to \`${step.id}\`, or let the failure go another way than back over it`;
  const help = {
    yaml: `Add an \`undo\` ${otherWay}`,
    markdown: `Add a line \`- **Undo:** …\` ${otherWay}`,
  };
  if (step.undo?.none !== undefined)
    return {
      message: `Step \`${step.id}\` cannot be undone, ${although}`,
      help: `Go back only to a step after \`${step.id}\`, or move \`${step.id}\` behind what can fail`,
    };
  if (step.undo) return undefined;
  if (effect !== "reads") return { message: `Step \`${step.id}\` has no \`undo\`, ${although}`, help };
  const inner = openStepIn(step.do ?? []);
  return (
    inner && {
      message: `Step \`${step.id}\` has no \`undo\`, and \`${inner.id}\` that it does ${inner.undo ? "cannot be undone" : "has none"}, ${although}`,
      help,
    }
  );
}

/** Every `undo` outcome of a procedure with the steps whose failure, or whose end, can come to it. */
function returnsOf(procedure: Procedure): readonly Return[] {
  const own = procedure.steps.flatMap((step) =>
    [...stepOutcomes(step)].map((outcome) => ({ outcome, failing: [step] })),
  );
  const shared = Object.entries(procedure.onFailure ?? {}).flatMap(([row, whole]) => {
    const failing = procedure.steps.filter((step) => canTake(step, row));
    return [...outcomesWithin(whole)].map((outcome) => ({ outcome, failing }));
  });
  return [...own, ...shared].flatMap(({ outcome, failing }) =>
    outcome.undo === undefined ? [] : [{ outcome, to: outcome.undo, failing }],
  );
}

/** Whether a failure of a step can come to a row of its procedure. */
function canTake(step: Step, row: string): boolean {
  const ways = failureWays(step);
  if (step.onFailure?.[row]) return false;
  if (row === "any") return ways.size > 0;
  return row === "timeout" || row === "refused" || row === "stopped" ? ways.has(row) : ways.has("other");
}

interface WaysWithin {
  readonly after: ReadonlyMap<string, readonly string[]>;
  readonly before: ReadonlyMap<string, readonly string[]>;
}

/** From each step of a procedure to those that can follow it, and the other way round. */
function waysWithin(procedure: Procedure, all: ReadonlyMap<string, StepMoves>): WaysWithin {
  const after = new Map<string, string[]>(procedure.steps.map(({ id }) => [id, []]));
  const before = new Map<string, string[]>(procedure.steps.map(({ id }) => [id, []]));
  for (const { id } of procedure.steps) {
    for (const { to } of all.get(id)?.moves ?? []) {
      if (!before.has(to)) continue;
      after.get(id)?.push(to);
      before.get(to)?.push(id);
    }
  }
  return { after, before };
}

/** The steps on any way from the step that is gone back to, to one that fails; both are among them. */
function rangeOf(
  { to, failing }: Return,
  procedure: Procedure,
  { after, before }: WaysWithin,
): readonly Step[] {
  const later = reach([to], after);
  const earlier = reach(
    failing.map(({ id }) => id),
    before,
  );
  return procedure.steps.filter(({ id }) => later.has(id) && earlier.has(id));
}

function reach(from: readonly string[], next: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  // A set may grow while it is gone through.
  const seen = new Set(from);
  for (const id of seen) for (const other of next.get(id) ?? []) seen.add(other);
  return seen;
}

/** Whether an undo names a step that stands behind every step whose failure comes to it. */
function isForward({ to, failing }: Return, { steps }: Procedure): boolean {
  const named = steps.findIndex(({ id }) => id === to);
  return failing.length > 0 && failing.every((step) => steps.indexOf(step) < named);
}

/** Whether no way leads from the named step, or from one behind it, to a step that fails. */
function isEmpty({ to, failing }: Return, { steps }: Procedure, { after }: WaysWithin): boolean {
  const behind = steps.slice(steps.findIndex(({ id }) => id === to)).map(({ id }) => id);
  const reached = reach(behind, after);
  return !failing.some(({ id }) => reached.has(id));
}

/**
 * Finds a step inside called procedures that changes something and does not say how that is taken back. The steps of a
 * procedure that takes the place of a called one belong to the caller too, if they come back to it.
 */
function openStepFinder(
  linked: Linked,
  moves: () => ReadonlyMap<string, StepMoves>,
): (called: readonly string[]) => Step | undefined {
  const procedures = new Map(linked.procedures.map((procedure) => [procedure.id, procedure] as const));
  let returning: ReadonlySet<string> | undefined;
  return (called) => {
    // A set may grow while it is gone through.
    const seen = new Set(called);
    for (const id of seen) {
      for (const step of procedures.get(id)?.steps ?? []) {
        if (isOpen(step, linked)) return step;
        for (const inner of (step.undo ? undefined : step.do) ?? []) seen.add(inner);
        for (const { to } of moves().get(step.id)?.moves ?? []) {
          if (!procedures.has(to)) continue;
          returning ??= returningProcedures(linked, moves());
          if (returning.has(to)) seen.add(to);
        }
      }
    }
    return undefined;
  };
}

/** The procedures that can end in their caller: with `done` or a `stop` of their own, or of one that takes their place. */
function returningProcedures(linked: Linked, all: ReadonlyMap<string, StepMoves>): ReadonlySet<string> {
  const hasStop = (outcome: Outcome) => [...outcomesWithin(outcome)].some(({ stop }) => stop !== undefined);
  const isInCatalogue = linked.errors.some(({ then }) => then && hasStop(then));
  const returning = new Set<string>();
  const replaces = new Map<string, string[]>();
  for (const { id, steps, onFailure = {} } of linked.procedures) {
    if (Object.values(onFailure).some(hasStop)) returning.add(id);
    for (const step of steps) {
      const moves = all.get(step.id)?.moves ?? [];
      const fails = isInCatalogue && failureWays(step).has("other");
      if (fails || moves.some(({ to }) => to === "end:done") || [...stepOutcomes(step)].some(hasStop))
        returning.add(id);
      for (const { to } of moves) {
        const before = replaces.get(to);
        if (before) before.push(id);
        else replaces.set(to, [id]);
      }
    }
  }
  // A set may grow while it is gone through.
  for (const id of returning) for (const before of replaces.get(id) ?? []) returning.add(before);
  return returning;
}

/** It does something, or says that it cannot be undone, and no way back is written. */
function isOpen(step: Step, linked: Linked): boolean {
  return step.undo ? step.undo.none !== undefined : effectOf(step, linked) !== "reads";
}
