import type { Verb } from "./failure.js";
import type { Observation } from "./match.js";
import type { OutcomeRetry, OutcomeUndo, Procedure } from "./runbook.js";
import type { Begun, Items, UndoTask } from "./undo.js";

/** A run of a procedure, as far as it has come: plain JSON, so it can be stored, sent and gone on with. */
export interface Run {
  readonly thread: Thread;
  /** How often each limited `goto` was taken, by the place where it is written: counted for the whole run. */
  readonly jumps: Readonly<Record<string, number>>;
  /** What the reader is to tell the next person, in the order in which it came up. */
  readonly said: readonly string[];
  /** Every decision, oldest first. */
  readonly log: readonly Taken[];
  readonly ending?: Ending;
}

export type Ending =
  | { readonly how: "done" }
  | { readonly how: "stopped"; readonly why: string }
  | { readonly how: "escalated"; readonly party: string }
  | { readonly how: "handed-over" }
  /** Nothing says what happens: what the rule `failure-path-missing` reports. */
  | { readonly how: "unanswered"; readonly step: string };

/** One decision: what happened at a step, and what the runbook made of it. */
export interface Taken {
  /** Of another runbook: `runbook/procedure`, and the step that called it. */
  readonly procedure: string;
  readonly step: string;
  readonly event: Event["kind"] | "undone";
  /**
   * Where the outcome is written, from the id of its owner: `step/ask/onFailure/any/else`, `procedure/…/onFailure/…`,
   * `error/…/then`, `step/…/next`, `step/…/choose/0/then`; the head's `escalation` after an undo that failed. Absent
   * where the next step simply follows, or nothing is said.
   */
  readonly place?: string;
  readonly verb?: Verb;
}

/** What happened where a run stands. */
export type Event =
  /** `onlyIf` did not hold: the step is not begun. */
  | { readonly kind: "skipped" }
  /** The procedures of a `do` begin; with `each`, once for each of these items. */
  | { readonly kind: "begun"; readonly items?: readonly unknown[] }
  | { readonly kind: "worked" }
  | { readonly kind: "chose"; readonly branch: number | "otherwise" }
  | { readonly kind: "failed"; readonly way: "timeout" | "refused" | "stopped" }
  | { readonly kind: "failed"; readonly observation: Observation }
  /** The other runbook that was called has escalated or handed over (4). */
  | { readonly kind: "left" };

/** Which of the open steps an event is about, where there are several. */
export interface Address {
  /** Indexes of the branches that run side by side, outermost first; empty outside any. */
  readonly branch?: readonly number[];
  /** A step further out whose time is over while its procedures still run; else the innermost. */
  readonly step?: string;
}

/** A place where the run waits for an event. */
export interface RunPosition {
  /** `check`: the procedures of a `do` have ended and its `expect` is to be judged. `runbook`: another one is followed. */
  readonly kind: "step" | "check" | "undo" | "runbook";
  readonly branch: readonly number[];
  /** Of another runbook, and of what must be taken back there: `runbook/procedure`. */
  readonly procedure: string;
  /** Of an undo: the step that is taken back. Of another runbook: the step that called it. */
  readonly step: string;
  /** The items at hand of every `each` around it, by the names that `as` gives them. */
  readonly items?: Items;
  /** The time to wait before it, from a `retry`. */
  readonly delay?: string;
}

/** Where the run waits: one place, or one for each branch that runs side by side; none once it has ended. */
export function positions(run: Run): readonly RunPosition[] {
  return threadPositions(run.thread, []);
}

function threadPositions(thread: Thread, branch: readonly number[]): readonly RunPosition[] {
  if (thread.ending) return [];
  const frame = top(thread);
  if (frame.branches)
    return frame.branches.flatMap((inner, index) => threadPositions(inner, [...branch, index]));
  const [task] = frame.undoing?.queue ?? [];
  if (task) {
    const { at: _, ...place } = task;
    return [{ kind: "undo", branch, ...place }];
  }
  const { procedure, step, phase, delay } = frame;
  const kind = phase === "check" ? "check" : phase === "elsewhere" ? "runbook" : "step";
  return [{ kind, branch, procedure, step, ...itemsAt(frame), ...(delay !== undefined && { delay }) }];
}

/** Procedures under way, each called by the one before it; one thread, and one more for each branch side by side. */
export interface Thread {
  readonly frames: Frame[];
  ending?: Ending;
}

/** A run of one procedure. */
export interface Frame {
  readonly procedure: string;
  /** What called it, and so what its end means. */
  readonly role: "entry" | "do" | "first" | "undo";
  step: string;
  /**
   * What the step waits for: that it is done, that its procedures end, that its `expect` is judged, that steps are
   * taken back; `elsewhere`: that another runbook ends.
   */
  phase: "act" | "calls" | "check" | "undo" | "elsewhere";
  delay?: string;
  /** Of the `each`s of its callers. */
  readonly items?: Items;
  /** Steps begun in this run of the procedure, in order, for an `undo` outcome. */
  readonly begun: Begun[];
  /** Steps of procedures that a `goto` replaced by this one: its caller's undo reaches them too. */
  readonly before: readonly Begun[];
  /** How often each `retry` was taken: counted for this run of the procedure. */
  readonly tries: Record<string, number>;
  /** The list of the step's `each`, and the item at hand. */
  each?: { readonly as: string; readonly list: readonly unknown[]; index: number };
  /** The branches of a `do` with several procedures. */
  branches?: Thread[];
  /** The `retry` whose `first` procedure is under way. */
  repair?: { readonly outcome: OutcomeRetry; readonly place: string };
  /** The `undo` under way: what is left to take back of what was begun from an index on. */
  undoing?: {
    readonly outcome: OutcomeUndo;
    readonly place: string;
    readonly from: number;
    readonly queue: UndoTask[];
  };
}

/** The innermost procedure under way. */
export function top(thread: Thread): Frame {
  const frame = thread.frames.at(-1);
  if (!frame) throw new TypeError("Expected a run with at least one procedure under way");
  return frame;
}

/** The items of every `each` around the step of a frame, its own too; nothing where there is none. */
export function itemsAt({ items, each }: Frame): { readonly items?: Items } {
  if (each) return { items: { ...items, [each.as]: each.list[each.index] } };
  return items ? { items } : {};
}

/** The threads from the outermost to the branch with that address. */
export function trailTo(root: Thread, branch: readonly number[]): Thread[] {
  const trail = [root];
  let thread = root;
  for (const index of branch) {
    const inner = top(thread).branches?.[index];
    if (!inner) throw new TypeError(`Expected the address of a branch, got index ${index}`);
    trail.push(inner);
    thread = inner;
  }
  if (thread.ending) throw new TypeError("Expected the address of a branch that is still open");
  return trail;
}

/** Begins a run of a procedure at its first step. */
export function enter(procedure: Procedure, role: Frame["role"], items?: Items): Frame {
  const fresh = { begun: [], before: [], tries: {}, ...(items && { items }) };
  return { procedure: procedure.id, role, step: procedure.steps[0]?.id ?? "", phase: "act", ...fresh };
}

/** `runbook/procedure` is followed elsewhere, called by a step here; all that it begins is one record. */
export function enterElsewhere(called: string, step: string, items?: Items): Frame {
  const own = items && { items };
  const fresh = { begun: [{ step: called, ...own }], before: [], tries: {}, ...own };
  return { procedure: called, role: "do", step, phase: "elsewhere", ...fresh };
}

/** Goes to a step of the same procedure. */
export function stand(frame: Frame, step: string): void {
  frame.step = step;
  frame.phase = "act";
  delete frame.delay;
  delete frame.each;
}

/** Takes the innermost procedure off; what a `do` began belongs to the step that called it. */
export function pop(thread: Thread): Frame {
  const left = top(thread);
  gather(left);
  thread.frames.pop();
  if (left.role === "do") insideOf(top(thread)).push(...left.before, ...left.begun);
  return left;
}

/** Ends the branches of a step; what they began belongs to it. */
export function gather(frame: Frame): void {
  for (const branch of frame.branches ?? []) {
    while (branch.frames.length > 1) pop(branch);
    const outermost = top(branch);
    gather(outermost);
    insideOf(frame).push(...outermost.before, ...outermost.begun);
  }
  delete frame.branches;
}

/** Where the steps begun by a `do` are kept: in the newest record of it. */
function insideOf(caller: Frame): Begun[] {
  return caller.begun.findLast(({ step }) => step === caller.step)?.inside ?? [];
}

/** The endings of all branches under way in a thread, also of those inside others. */
export function endingsIn(thread: Thread): Ending[] {
  if (thread.ending) return [thread.ending];
  return thread.frames.flatMap(({ branches = [] }) => branches.flatMap(endingsIn));
}

/** Of several endings: escalated, handed over, stopped, done; and before all, what nothing answers (9). */
export function gravest(endings: readonly Ending[]): Ending {
  for (const how of ["unanswered", "escalated", "handed-over", "stopped"] as const) {
    const found = endings.find((ending) => ending.how === how);
    if (found) return found;
  }
  return { how: "done" };
}

/** A deep copy of plain JSON. */
export function copy<T>(value: T): T {
  // The two claims hold because a copy has the shape of what it copies.
  if (Array.isArray(value)) return value.map(copy) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copy(item)])) as T;
}
