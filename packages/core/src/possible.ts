import { failureWays } from "./failure.js";
import type { Event, Frame } from "./run.js";
import type { Step } from "./runbook.js";

/** Whether an event can happen where a run of a procedure stands; in which ways a step can fail, rule 1 says. */
export function isPossible(event: Event, { phase, each }: Frame, step: Step): boolean {
  const way = wayOf(event);
  const isFailure = event.kind === "failed" && failureWays(step).has(way ?? "other");
  switch (phase) {
    case "act":
      return isPossibleFirst(event, step, isFailure, each !== undefined);
    case "calls":
      return isFailure && way === "timeout";
    case "check":
      return event.kind === "worked" || (isFailure && (way === undefined || way === "timeout"));
    case "undo":
      return event.kind === "worked" || (event.kind === "failed" && way === undefined);
    case "elsewhere":
      return event.kind === "worked" || event.kind === "left" || way === "stopped";
  }
}

function isPossibleFirst(event: Event, step: Step, isFailure: boolean, hasItems: boolean): boolean {
  switch (event.kind) {
    case "skipped":
      return step.onlyIf !== undefined;
    case "begun":
      return step.do !== undefined && (step.each === undefined || hasItems || event.items !== undefined);
    case "worked":
      return !step.do && !step.choose;
    case "chose":
      return step.choose !== undefined && (event.branch === "otherwise" || event.branch in step.choose);
    case "failed":
      // What a `do` calls fails by itself; before that, only its confirmation can be refused.
      return isFailure && (!step.do || wayOf(event) === "refused");
    case "left":
      return false;
  }
}

/** Whether a step was begun, now that this happened: not where it was skipped or refused. A `do` begins by itself. */
export function begins(event: Event): boolean {
  return (
    event.kind === "worked" ||
    event.kind === "chose" ||
    (event.kind === "failed" && wayOf(event) !== "refused")
  );
}

export function impossible(event: Event, { step, phase }: Frame): TypeError {
  return new TypeError(
    `Expected what can happen at \`${step}\` (${phase}), got \`${wayOf(event) ?? event.kind}\``,
  );
}

function wayOf(event: Event): "timeout" | "refused" | "stopped" | undefined {
  return "way" in event ? event.way : undefined;
}
