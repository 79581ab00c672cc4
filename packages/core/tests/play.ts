import { load } from "js-yaml";
import {
  type Address,
  begin,
  type Event,
  type Linked,
  link,
  next,
  type Observation,
  positions,
  type Run,
  type RunPosition,
  read,
  type Taken,
} from "../src/index.js";

/*
 * A world for tests of how a runbook runs: short YAML, then what happens, then the way that the run took, in words.
 * Titles, the head and the two parties `ops` and `boss` are added, so that a test shows only what it is about.
 */

export const works: Event = { kind: "worked" };
export const fails: Event = { kind: "failed", observation: {} };
export const timesOut: Event = { kind: "failed", way: "timeout" };
export const isRefused: Event = { kind: "failed", way: "refused" };
export const stops: Event = { kind: "failed", way: "stopped" };
export const isSkipped: Event = { kind: "skipped" };
export const begins: Event = { kind: "begun" };
export const isLeft: Event = { kind: "left" };
export const otherwise: Event = { kind: "chose", branch: "otherwise" };
export const chooses = (branch: number): Event => ({ kind: "chose", branch });
export const failsWith = (observation: Observation): Event => ({ kind: "failed", observation });
export const beginsWith = (...items: readonly unknown[]): Event => ({ kind: "begun", items });

/** An event in a branch, by its index; in a branch of a branch, by several. */
export const inBranch = (branch: number | readonly number[], event: Event): Happening => ({
  event,
  address: { branch: typeof branch === "number" ? [branch] : branch },
});
/** An event at a step further out. */
export const at = (step: string, event: Event, branch: readonly number[] = []): Happening => ({
  event,
  address: { step, branch },
});

export interface Happening {
  readonly event: Event;
  readonly address: Address;
}

/** A run that stands before the first step of a procedure; of the first one, where none is named. */
export function run(yaml: string, procedure?: string): Play {
  const linked = linkedOf(yaml);
  return new Play(linked, begin(linked, procedure ?? linked.procedures[0]?.id ?? ""));
}

export class Play {
  constructor(
    readonly linked: Linked,
    readonly run: Run,
    private readonly passed: readonly string[] = [show(run)],
  ) {}

  /** Where the run waited, each time, and how it ended. */
  get path(): string {
    return this.passed.join(" → ");
  }

  get said(): readonly string[] {
    return this.run.said;
  }

  /** The decisions, as `step event: verb (place)`. */
  get decisions(): readonly string[] {
    return this.run.log.map(showTaken);
  }

  after(...happenings: readonly (Event | Happening)[]): Play {
    let { run } = this;
    const passed = [...this.passed];
    for (const happening of happenings) {
      const { event, address } = "event" in happening ? happening : { event: happening, address: {} };
      run = next(this.linked, run, event, address);
      passed.push(show(run));
    }
    return new Play(this.linked, run, passed);
  }
}

/** A runbook in the short form of these tests, with everything that the format asks for. */
export function linkedOf(yaml: string): Linked {
  const short = load(yaml) as { procedures: readonly ShortProcedure[] } & Record<string, unknown>;
  const whole = {
    ...{ runwright: 1, id: "example", title: "Example", version: "1.0.0" },
    parties: ["ops", "boss"].map((id) => ({ id, name: id })),
    ...short,
    procedures: short.procedures.map(({ steps, ...procedure }) => ({
      title: "A procedure",
      ...procedure,
      steps: steps.map((step) => ({ title: "A step", ...step })),
    })),
  };
  const file = read(JSON.stringify(whole), { path: "example.runbook.yaml" });
  const linked = link(file, { load: () => ({ refused: "There are no files here" }) });
  const messages = [...file.problems, ...(linked?.problems ?? [])].map(({ message }) => message);
  if (!linked || messages.length > 0) throw new Error(messages.join("\n"));
  return linked;
}

interface ShortProcedure {
  readonly id: string;
  readonly steps: readonly Record<string, unknown>[];
}

function show(run: Run): string {
  const { ending } = run;
  if (!ending) return positions(run).map(showPosition).join(" | ");
  switch (ending.how) {
    case "stopped":
      return `stopped: ${ending.why}`;
    case "escalated":
      return `escalated to ${ending.party}`;
    case "unanswered":
      return `unanswered at ${ending.step}`;
    case "done":
    case "handed-over":
      return ending.how;
  }
}

function showPosition({ kind, step, procedure, items, delay }: RunPosition): string {
  const what = procedure.includes("/") ? procedure : step;
  const values = Object.entries(items ?? {}).map(([name, value]) => ` ${name}=${JSON.stringify(value)}`);
  const prefix = kind === "check" || kind === "undo" ? `${kind} ` : "";
  return `${prefix}${what}${values.join("")}${delay === undefined ? "" : ` in ${delay}`}`;
}

function showTaken({ step, event, verb, place }: Taken): string {
  return `${step} ${event}${verb ? `: ${verb}` : ""}${place ? ` (${place})` : ""}`;
}
