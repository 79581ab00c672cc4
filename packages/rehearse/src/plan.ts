import { type Effect, effectOf, type Linked, type Procedure, type Step } from "@runwright/core";

/** Who can carry out a step in a rehearsal. A `call` is as its procedures are, each planned by itself. */
export type Doer = "machine" | "person" | "call";

export interface PlannedStep {
  readonly id: string;
  readonly title: string;
  readonly doer: Doer;
  /** Why a machine cannot do it, each as half a sentence: `somebody must look`. */
  readonly because: readonly string[];
  readonly effect: Effect;
  /** Whether somebody must allow it first: it changes or destroys something. */
  readonly needsPermission: boolean;
  /** The procedures that it calls, as they are named. */
  readonly calls: readonly string[];
}

/** What a rehearsal of a procedure comes to. */
export interface Plan {
  readonly procedure: string;
  /** In the order of the text; which of them a run begins depends on its answers. */
  readonly steps: readonly PlannedStep[];
}

/** Sorts the steps of a procedure by who can carry them out. Pure: nothing is sent or run. */
export function plan(procedure: Procedure, linked: Linked): Plan {
  return { procedure: procedure.id, steps: procedure.steps.map((step) => planStep(step, linked)) };
}

function planStep(step: Step, linked: Linked): PlannedStep {
  const because = reasonsForPerson(step);
  const effect = effectOf(step, linked);
  return {
    id: step.id,
    title: step.title,
    doer: because.length > 0 ? "person" : step.do ? "call" : "machine",
    because,
    effect,
    needsPermission: effect !== "reads",
    calls: step.do ?? [],
  };
}

function reasonsForPerson(step: Step): readonly string[] {
  const isAsked = (condition: Step["onlyIf"]) => typeof condition === "string";
  const facts: readonly (readonly [holds: boolean, reason: string])[] = [
    [isByHand(step), "it is done by hand"],
    [step.open !== undefined, "a browser opens a page"],
    [step.approve !== undefined, "others must approve"],
    [step.confirm !== undefined, "somebody must confirm"],
    [step.ask !== undefined, "somebody must write something down"],
    [step.expect?.see !== undefined, "somebody must look"],
    [
      isAsked(step.onlyIf) || (step.choose ?? []).some(({ when }) => isAsked(when)),
      "somebody must answer a question",
    ],
  ];
  return facts.flatMap(([holds, reason]) => (holds ? [reason] : []));
}

/** Nothing in it that a machine could begin: what is left is its text. */
function isByHand(step: Step): boolean {
  const { command, request, open, do: calls, approve, choose, wait } = step;
  return [command, request, open, calls, approve, choose, wait?.for].every((part) => part === undefined);
}
