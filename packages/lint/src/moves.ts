import { failureAnswers, type Linked, type Outcome, type Procedure, type Step } from "@runwright/core";

/** A way from a step to what is done next. */
export interface Move {
  /** Id of a step or procedure; `end:done` where the procedure ends with success. */
  readonly to: string;
  readonly after: "worked" | "failed" | "skipped";
}

export interface StepMoves {
  readonly step: Step;
  readonly procedure: Procedure;
  readonly moves: readonly Move[];
  /** Procedures that it does, or that repair or undo it. */
  readonly calls: readonly string[];
}

/** For each step, by its id, where a run can go from there. What ends the run is no move. */
export function stepMoves(linked: Linked): ReadonlyMap<string, StepMoves> {
  const answersOf = failureAnswers(linked);
  const all = new Map<string, StepMoves>();
  for (const procedure of linked.procedures) {
    for (const [index, step] of procedure.steps.entries()) {
      const moves: Move[] = [];
      const calls = [...(step.do ?? []), ...(step.undo?.do === undefined ? [] : [step.undo.do])];
      const following = procedure.steps[index + 1]?.id ?? "end:done";
      const take = (outcome: Outcome, after: Move["after"]): void => {
        if (outcome.goto !== undefined) moves.push({ to: outcome.goto, after });
        if (outcome.end === "done") moves.push({ to: "end:done", after });
        if (outcome.first !== undefined) calls.push(outcome.first);
        if (outcome.continue !== undefined) worked(after);
        // A `goto` without `max` never comes to its `else`.
        const inner =
          outcome.goto !== undefined && outcome.max === undefined
            ? undefined
            : (outcome.else ?? outcome.then);
        if (inner) take(inner, after);
      };
      const worked = (after: Move["after"]): void => {
        if (step.next) take(step.next, after);
        else moves.push({ to: following, after });
      };
      for (const { then } of step.choose ?? []) take(then, "worked");
      if (step.otherwise) take(step.otherwise, "worked");
      if (!step.choose) worked("worked");
      if (step.onlyIf !== undefined) moves.push({ to: following, after: "skipped" });
      for (const { outcome } of answersOf(step, procedure)) take(outcome, "failed");
      if (!all.has(step.id)) all.set(step.id, { step, procedure, moves, calls });
    }
  }
  return all;
}
