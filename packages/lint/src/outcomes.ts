import {
  type Linked,
  type Outcome,
  outcomesWithin,
  ownProcedures,
  type Runbook,
  stepOutcomes,
} from "@runwright/core";

/** Every outcome that a file writes, those inside others too: of its steps, its procedures and its catalogue. */
export function* ownOutcomes(linked: Linked): Generator<Outcome> {
  for (const procedure of ownProcedures(linked)) {
    for (const outcome of Object.values(procedure.onFailure ?? {})) yield* outcomesWithin(outcome);
    for (const step of procedure.steps) yield* stepOutcomes(step);
  }
  for (const { then } of linked.root.errors ?? []) if (then) yield* outcomesWithin(then);
}

/** What a fix writes where nothing is said: whom a reader may always call, else a stop that waits for its reason. */
export function lastResort(runbook: Runbook | undefined): Readonly<Record<string, string>> {
  return runbook?.escalation ? { escalate: runbook.escalation } : { stop: "Say here why it cannot go on" };
}
