import {
  type Linked,
  outcomesWithin,
  ownProcedures,
  type Procedure,
  type ReadResult,
  type Step,
  stepOutcomes,
} from "@runwright/core";
import { untakenOptions } from "../options.js";
import { defineRule } from "../rule.js";

export default defineRule({
  id: "step-unreachable",
  group: "flow",
  summary: "No way leads to a step or to a procedure",
  why: "What nobody reaches is done by nobody: a check that was meant to happen is skipped in silence, and everybody who reads the page believes that it is there.",
  severity: { recommended: "error", strict: "error", migrate: "off" },
  confidence: "high",
  check({ linked, runbook, file, report }) {
    const isLinked = linksInProse(file);
    for (const procedure of ownProcedures(linked)) {
      for (const index of unreached(stepGraph(procedure, linked), [0])) {
        const step = procedure.steps[index];
        const before = procedure.steps[index - 1];
        if (!step || isLinked(step.id)) continue;
        report({
          at: [step, "id"],
          message: `Nothing leads to step \`${step.id}\``,
          help: {
            yaml: "Go to it with `goto` where it is to be done, or remove it",
            markdown: "Go to it where it is to be done, with `go to [title](#id)`, or remove it",
          },
          related: before ? [{ at: leadsAway(before), message: "the step before it leads elsewhere" }] : [],
        });
      }
    }
    // The procedures of a fragment are called by the runbooks that use it.
    if (!runbook) return;
    const { procedures } = runbook;
    const begin = procedures.flatMap(({ useWhen }, index) =>
      index === 0 || useWhen !== undefined ? [index] : [],
    );
    const calls = callGraph(procedures, linked);
    for (const index of unreached(calls.between, [...begin, ...calls.always])) {
      const procedure = procedures[index];
      if (!procedure || isLinked(procedure.id)) continue;
      report({
        at: [procedure, "id"],
        message: `Nothing leads to procedure \`${procedure.id}\`, and it has no \`useWhen\``,
        help: {
          yaml: "Add `useWhen` if readers begin there or another runbook calls it; else lead to it with `do` or `goto`, or remove it",
          markdown:
            "Add a line `- **Use when:** …` if readers begin there or another runbook calls it; else lead to it with `**Do:**` or `go to`, or remove it",
        },
      });
    }
  },
  bad: [
    {
      title: "a step behind one that always ends",
      text: `procedures:
  - id: restart
    title: Restart
    steps:
      - id: press-button
        title: Press the button
        next: { end: done }
      - id: [|tell-people|]
        title: Tell people
`,
      message: "Nothing leads to step `tell-people`",
    },
    {
      title: "a step that every branch passes over",
      text: `procedures:
  - id: send
    title: Send
    steps:
      - id: weigh
        title: Weigh it
        choose:
          - when: It is heavy
            then: { goto: book-lorry }
        otherwise: { goto: post-letter }
      - id: [|wrap|]
        title: Wrap it
      - id: book-lorry
        title: Book a lorry
        next: { end: done }
      - id: post-letter
        title: Post it
`,
      message: "Nothing leads to step `wrap`",
    },
    {
      title: "of several steps in a row, the first is reported",
      text: `procedures:
  - id: close
    title: Close
    steps:
      - id: lock-door
        title: Lock the door
        next: { goto: go-home }
      - id: [|count-money|]
        title: Count the money
      - id: write-sum
        title: Write down the sum
      - id: go-home
        title: Go home
`,
      message: "Nothing leads to step `count-money`",
    },
    {
      title: "steps that lead only to each other",
      text: `procedures:
  - id: watch
    title: Watch
    steps:
      - id: look
        title: Look
        next: { end: done }
      - id: [|wait|]
        title: Wait
        next: { goto: look-again }
      - id: look-again
        title: Look again
        next: { goto: wait, max: 3, else: { end: done } }
`,
      message: "Nothing leads to step `wait`",
    },
    {
      title: "a procedure that nothing calls",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: press-deploy
        title: Press **Deploy**
  - id: [|roll-back|]
    title: Roll back
    steps:
      - id: press-undo
        title: Press **Undo**
`,
      message: "Nothing leads to procedure `roll-back`, and it has no `useWhen`",
    },
    {
      title: "a procedure that only calls itself again",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: press-deploy
        title: Press **Deploy**
  - id: [|roll-back|]
    title: Roll back
    onFailure:
      any: { goto: roll-back, max: 1, else: { stop: It does not go back } }
    steps:
      - id: press-undo
        title: Press **Undo**
        expect: { see: The old version runs }
`,
      message: "Nothing leads to procedure `roll-back`, and it has no `useWhen`",
    },
    {
      title: "steps of a page whose outcomes link only to each other",
      path: "example.runbook.md",
      text: `### <a id="look"></a>Look

- **Then:** done

### <a id="[|wait|]"></a>Wait

- **Then:** go to [Look again](#look-again)

### <a id="look-again"></a>Look again

- **Then:** go to [Wait](#wait), at most 3 times; else done
`,
      message: "Nothing leads to step `wait`",
    },
  ],
  good: [
    {
      title: "the text of a page links to it",
      path: "example.runbook.md",
      text: `### <a id="look"></a>Look

Where it is red, [wait](#wait).

- **Then:** done

### <a id="wait"></a>Wait
`,
    },
    {
      title: "only a failure leads to it",
      text: `procedures:
  - id: restart
    title: Restart
    steps:
      - id: press-button
        title: Press the button
        expect: { see: The lamp is on }
        onFailure: { any: { goto: call-operator } }
        next: { end: done }
      - id: call-operator
        title: Call the operator
`,
    },
    {
      title: "only the last resort of a retry leads to it",
      text: `procedures:
  - id: restart
    title: Restart
    steps:
      - id: press-button
        title: Press the button
        expect: { see: The lamp is on }
        onFailure: { any: { retry: 2, delay: 1m, else: { goto: call-operator } } }
        next: { end: done }
      - id: call-operator
        title: Call the operator
`,
    },
    {
      title: "the rows of the procedure lead to it",
      text: `procedures:
  - id: restart
    title: Restart
    onFailure: { any: { goto: call-operator } }
    steps:
      - id: press-button
        title: Press the button
        expect: { see: The lamp is on }
        next: { end: done }
      - id: call-operator
        title: Call the operator
`,
    },
    {
      title: "where `onlyIf` does not hold, the next step in order follows, whatever `next` says",
      text: `procedures:
  - id: restart
    title: Restart
    steps:
      - id: press-button
        title: Press the button
        onlyIf: The lamp is off
        next: { end: done }
      - id: write-note
        title: Write that the lamp was on
`,
    },
    {
      title: "branches without `otherwise`, where nobody can tell that they cover every case",
      text: `procedures:
  - id: send
    title: Send
    steps:
      - id: weigh
        title: Weigh it
        choose:
          - when: It is heavy
            then: { end: done }
      - id: post-letter
        title: Post it
`,
    },
    {
      title: "a reader begins at a procedure with `useWhen`",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: press-deploy
        title: Press **Deploy**
  - id: roll-back
    title: Roll back
    useWhen: The new version fails.
    steps:
      - id: press-undo
        title: Press **Undo**
`,
    },
    {
      title: "an undo, a repair and an error of the catalogue lead to a procedure",
      text: `errors:
  - id: session-over
    match: { shows: Sign in again }
    then: { retry: 1, first: sign-in, else: { goto: give-up } }
procedures:
  - id: deploy
    title: Deploy
    onFailure: { any: { stop: It is not deployed } }
    steps:
      - id: press-deploy
        title: Press **Deploy**
        effect: changes
        expect: { see: The new version runs }
        undo: { do: roll-back }
  - id: roll-back
    title: Roll back
    steps: [{ id: press-undo, title: Press **Undo** }]
  - id: sign-in
    title: Sign in
    steps: [{ id: type-name, title: Type your name }]
  - id: give-up
    title: Give up
    steps: [{ id: write-note, title: Write a note }]
`,
    },
    {
      title: "a secret names the procedures that renew and revoke it",
      text: `secrets:
  - id: door-code
    label: Door code
    renew: { at: 80d, do: change-code }
    revoke: block-code
procedures:
  - id: enter
    title: Enter
    steps: [{ id: open-door, title: Open the door }]
  - id: change-code
    title: Change the code
    steps: [{ id: type-code, title: Type the new code }]
  - id: block-code
    title: Block the code
    steps: [{ id: press-block, title: Press **Block** }]
`,
    },
    {
      title: "the procedures of a fragment are called by those who use it",
      path: "shared.fragment.yaml",
      whole: true,
      text: `runwright: 1
kind: fragment
id: shared
procedures:
  - id: sign-in
    title: Sign in
    steps: [{ id: type-name, title: Type your name }]
  - id: sign-out
    title: Sign out
    steps: [{ id: press-out, title: Press **Sign out** }]
`,
    },
    {
      title: "a link in the text leads to it",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: press-deploy
        title: Press **Deploy**
        text: If you want to know more, see [how it works](#how-it-works).
        next: { end: done }
      - id: how-it-works
        title: Read how it works
`,
    },
    {
      title: "a loop with a way out of it",
      text: `procedures:
  - id: watch
    title: Watch
    steps:
      - id: look
        title: Look
        next: { goto: look, max: 3, else: { goto: go-home } }
      - id: go-home
        title: Go home
`,
    },
  ],
});

/** Whether a text links to the anchor of an entry, which leads there too. What an outcome links to is no prose. */
function linksInProse({ source: { text }, tree }: ReadResult): (id: string) => boolean {
  const outcomes = new Set(tree?.markdown?.links.map(({ id }) => id.start));
  return (id) => {
    const link = `](#${id})`;
    for (let at = text.indexOf(link); at >= 0; at = text.indexOf(link, at + 1))
      if (!outcomes.has(at + "](#".length)) return true;
    return false;
  };
}

/** For each step, the indexes of those to which it can lead. Where nobody can tell, it can. */
function stepGraph({ steps, onFailure = {} }: Procedure, linked: Linked): readonly (readonly number[])[] {
  const indexes = new Map(steps.map(({ id }, index) => [id, index] as const));
  const rows = Object.values(onFailure).flatMap((row) => [...outcomesWithin(row)]);
  return steps.map((step, index) => {
    // The rows of the procedure are told at its first step: whoever is in the procedure can come to them.
    const outcomes = [...stepOutcomes(step), ...(index === 0 ? rows : [])];
    const named = outcomes.flatMap(({ goto, undo }) => indexes.get(goto ?? undo ?? "") ?? []);
    return [...named, ...(goesOn(step, linked) ? [index + 1] : [])];
  });
}

function goesOn(step: Step, linked: Linked): boolean {
  if (step.onlyIf !== undefined) return true;
  if (step.choose) return !step.otherwise && untakenOptions(step, linked)?.options.length !== 0;
  return !step.next;
}

/** What makes a step not go on to the one below it. */
function leadsAway(step: Step): readonly [object, string] {
  return [step, step.next && !step.choose ? "next" : step.otherwise ? "otherwise" : "choose"];
}

interface Calls {
  /** For each procedure, the indexes of those that it names. */
  readonly between: readonly (readonly number[])[];
  /** Named by errors and secrets. */
  readonly always: readonly number[];
}

function callGraph(procedures: readonly Procedure[], linked: Linked): Calls {
  const ids = new Map(procedures.map(({ id }, index) => [id, index] as const));
  const indexes = new Map(procedures.map((procedure, index) => [procedure, index] as const));
  const between = procedures.map((): number[] => []);
  const always: number[] = [];
  for (const { id, field, procedure } of linked.references) {
    const isOwnPath = field === "do" && id.startsWith(`${linked.root.id}/`);
    const named = ids.get(isOwnPath ? id.slice(linked.root.id.length + 1) : id);
    if (named === undefined) continue;
    const caller = procedure && indexes.get(procedure);
    if (caller === undefined) always.push(named);
    else between[caller]?.push(named);
  }
  return { between, always };
}

/**
 * The nodes to which no way leads from where one begins, in their order; of those that lead to each other, the first, so
 * that one missing way is told once.
 */
function unreached(next: readonly (readonly number[])[], begin: readonly number[]): readonly number[] {
  const seen = new Set<number>();
  const reach = (from: readonly number[]) => {
    const queue = [...from];
    for (const node of queue) {
      if (seen.has(node) || node >= next.length) continue;
      seen.add(node);
      queue.push(...(next[node] ?? []));
    }
  };
  reach(begin);
  const open = next.flatMap((_, node) => (seen.has(node) ? [] : [node]));
  const led = new Set(open.flatMap((node) => (next[node] ?? []).filter((to) => to !== node)));
  const found: number[] = [];
  for (const node of [...open.filter((candidate) => !led.has(candidate)), ...open]) {
    if (seen.has(node)) continue;
    found.push(node);
    reach([node]);
  }
  return found.sort((a, b) => a - b);
}
