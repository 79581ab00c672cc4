import type { Linked } from "./linked.js";
import type { Outcome, Procedure, Step } from "./runbook.js";

/** How a step can fail: the built-in rows, and `other` for what only a row of the catalogue or `any` answers. */
export type FailureWay = "timeout" | "refused" | "stopped" | "other";

/** The ways in which a step can fail, by rule 1 of "How it runs". None for a step that a person only reads. */
export function failureWays(step: Step): ReadonlySet<FailureWay> {
  const ways = new Set<FailureWay>();
  if (step.command || step.request !== undefined || step.open !== undefined || step.expect) ways.add("other");
  if (step.timeout !== undefined || step.wait?.every !== undefined || step.approve?.within !== undefined)
    ways.add("timeout");
  if (step.confirm || step.approve) ways.add("refused");
  if (step.do) ways.add("stopped");
  return ways;
}

/** The ways that neither the step nor its procedure answers. An `any` answers all. */
export function unansweredWays(step: Step, procedure: Procedure): ReadonlySet<FailureWay> {
  const rows = { ...procedure.onFailure, ...step.onFailure };
  if (rows.any) return new Set();
  return new Set([...failureWays(step)].filter((way) => way === "other" || !rows[way]));
}

/** An outcome and where it is written, as in `Taken.place`. */
export interface Row {
  readonly outcome: Outcome;
  readonly place: string;
}

type Answering = Pick<Step | Procedure, "id" | "onFailure">;

/**
 * What answers a failure, by rule 3 of "How it runs": `timeout`, `refused`, `stopped`, or the id of an error; undefined
 * for one that the catalogue does not know. Undefined where nothing is said.
 */
export function answer(
  linked: Pick<Linked, "errors">,
  step: Answering,
  procedure: Answering,
  failure: string | undefined,
): Row | undefined {
  const row = ({ id, onFailure }: Answering, kind: "step" | "procedure", name: string): Row | undefined => {
    const outcome = onFailure?.[name];
    return outcome && { outcome, place: `${kind}/${id}/onFailure/${name}` };
  };
  if (failure !== undefined) {
    const named = row(step, "step", failure) ?? row(procedure, "procedure", failure);
    if (named) return named;
    // No error has the id of a built-in row: those skip the catalogue.
    const outcome = linked.errors.find(({ id }) => id === failure)?.then;
    if (outcome) return { outcome, place: `error/${failure}/then` };
  }
  return row(step, "step", "any") ?? row(procedure, "procedure", "any");
}

/** Whether a row that `answer` found is the catalogue's. */
export function isOfCatalogue({ place }: Row): boolean {
  return place.startsWith("error/");
}

export type Verb = "goto" | "retry" | "undo" | "escalate" | "stop" | "continue" | "end";

/** The verb of an outcome. */
export function verbOf(outcome: Outcome): Verb {
  for (const verb of ["goto", "retry", "undo", "escalate", "stop", "continue"] as const)
    if (outcome[verb] !== undefined) return verb;
  return "end";
}

/** An outcome and those inside it (`else`, `then`), outermost first. */
export function* outcomesWithin(outcome: Outcome): Generator<Outcome> {
  yield outcome;
  if (outcome.else) yield* outcomesWithin(outcome.else);
  if (outcome.then) yield* outcomesWithin(outcome.then);
}

/** Every outcome that a step names: its rows, `next`, and its branches. */
export function* stepOutcomes(step: Step): Generator<Outcome> {
  const direct = [
    ...Object.values(step.onFailure ?? {}),
    ...(step.choose ?? []).map((branch) => branch.then),
    ...(step.otherwise ? [step.otherwise] : []),
    ...(step.next ? [step.next] : []),
  ];
  for (const outcome of direct) yield* outcomesWithin(outcome);
}
