import { effectOf, isRepeatable } from "./effect.js";
import type { Linked } from "./linked.js";
import { matchError, type Observation } from "./match.js";
import type { Outcome, Procedure, Step } from "./runbook.js";

/*
 * "How it runs" of the format, as one pure function: given where a run is and what happened there, `next` says what
 * comes next. Rules, pages and rehearsals all ask it, so that none of them has a reading of its own. A run is plain
 * JSON: it can be stored, sent to a page and gone on with. Numbers in comments are the rules of "How it runs".
 */

/** A run of a procedure, as far as it has come. */
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
  readonly procedure: string;
  readonly step: string;
  readonly event: Event["kind"] | "undone";
  /** Where the outcome stands: `step`, `procedure` or `catalogue` and the name of the row, or `next`, `choose`. */
  readonly place?: string;
  readonly verb?: Verb;
}

export type Verb = "goto" | "retry" | "undo" | "escalate" | "stop" | "continue" | "end";

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
  readonly procedure: string;
  /** Of an undo: the step that is taken back. Of another runbook: the step that called it. */
  readonly step: string;
  /** The item of `each` that this is about. */
  readonly item?: unknown;
  /** The time to wait before it, from a `retry`. */
  readonly delay?: string;
}

interface Thread {
  /** Innermost last. */
  readonly frames: readonly Frame[];
  readonly ending?: Ending;
}

interface Frame {
  readonly procedure: string;
  readonly role: "entry" | "do" | "first" | "undo";
  readonly step: string;
  readonly phase: "act" | "running" | "check" | "undoing";
  readonly delay?: string;
  /** Steps begun in this run of the procedure, in order, for an `undo` outcome. */
  readonly begun: readonly Begun[];
  /** Steps of procedures that a `goto` replaced by this one: its caller's undo reaches them too. */
  readonly before: readonly Begun[];
  readonly tries: Readonly<Record<string, number>>;
  /** The items of `each`, and the one at hand. */
  readonly items?: readonly unknown[];
  readonly index?: number;
  /** The branches of a `do` with several procedures. */
  readonly branches?: readonly Thread[];
  /** While a `first` procedure repairs: what holds if it stops (5). */
  readonly repair?: { readonly otherwise: Outcome | null; readonly place: string };
  readonly undoing?: { readonly queue: readonly UndoTask[]; readonly then: Outcome; readonly place: string };
}

interface Begun {
  readonly step: string;
  readonly item?: unknown;
  /** Of a `do`: what its procedures began. */
  readonly inside?: readonly Begun[];
}

interface UndoTask {
  readonly procedure: string;
  readonly step: string;
  readonly item?: unknown;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
/** A copy that one call of `next` may change. */
type Draft<T> = T extends readonly (infer Item)[]
  ? Draft<Item>[]
  : T extends object
    ? { -readonly [K in keyof T]: Draft<T[K]> }
    : T;
type DraftRun = Mutable<Omit<Run, "thread" | "log" | "said" | "jumps">> & {
  thread: DraftThread;
  log: Taken[];
  said: string[];
  jumps: Record<string, number>;
};
type DraftThread = { frames: DraftFrame[]; ending?: Ending };
type DraftFrame = Omit<Draft<Frame>, "branches" | "repair" | "undoing"> & {
  branches?: DraftThread[];
  repair?: { otherwise: Outcome | null; place: string };
  undoing?: { queue: UndoTask[]; then: Outcome; place: string };
};

/** A run that stands before the first step of a procedure. */
export function begin(linked: Linked, procedure: string): Run {
  return {
    thread: { frames: [enter(procedureOf(linked, procedure), "entry")] },
    jumps: {},
    said: [],
    log: [],
  };
}

/** Where the run waits: one place, or one for each branch that runs side by side; none once it has ended. */
export function positions(run: Run): readonly RunPosition[] {
  return run.ending ? [] : threadPositions(run.thread, []);
}

/**
 * The run after an event. The run given is left as it is. A `TypeError` means that the event cannot happen there, which
 * is a fault of the caller's: every failure that a reader can meet has its answer in the runbook or ends the run as
 * `unanswered`.
 */
export function next(linked: Linked, run: Run, event: Event, address: Address = {}): Run {
  if (run.ending) throw new TypeError("Expected a run that has not ended");
  const draft = copy(run) as DraftRun;
  const machine = new Machine(linked, draft);
  const trail = threadTrail(draft.thread, address.branch ?? []);
  const innermost = trail.at(-1);
  if (!innermost || innermost.ending)
    throw new TypeError("Expected the address of a branch that is still open");
  const outer = address.step === undefined ? undefined : machine.abandonAbove(trail, address.step);
  machine.event(outer ?? innermost, event, outer !== undefined);
  machine.settle(outer ? trail.slice(0, trail.indexOf(outer) + 1) : trail);
  if (draft.thread.ending) draft.ending = draft.thread.ending;
  return draft as Run;
}

/** The row that answers a failure, by rule 3: step, procedure, catalogue, then the two `any`. */
export function answer(
  linked: Linked,
  step: Step,
  procedure: Procedure,
  failure: { readonly way: "timeout" | "refused" | "stopped" } | { readonly error: string | undefined },
): { readonly outcome: Outcome; readonly place: string; readonly fromCatalogue: boolean } | undefined {
  const name = "way" in failure ? failure.way : failure.error;
  const row = (rows: Step["onFailure"], key: string, owner: string) => {
    const outcome = rows?.[key];
    return outcome && { outcome, place: `${owner}/onFailure/${key}`, fromCatalogue: false };
  };
  const stepRows = `step/${step.id}`;
  const procedureRows = `procedure/${procedure.id}`;
  if (name !== undefined) {
    const named = row(step.onFailure, name, stepRows) ?? row(procedure.onFailure, name, procedureRows);
    if (named) return named;
    const error = "error" in failure ? linked.errors.find(({ id }) => id === name) : undefined;
    if (error?.then) return { outcome: error.then, place: `error/${error.id}/then`, fromCatalogue: true };
  }
  return row(step.onFailure, "any", stepRows) ?? row(procedure.onFailure, "any", procedureRows);
}

/** The verb of an outcome. */
export function verbOf(outcome: Outcome): Verb {
  for (const verb of ["goto", "retry", "undo", "escalate", "stop", "continue"] as const)
    if (outcome[verb] !== undefined) return verb;
  return "end";
}

class Machine {
  constructor(
    private readonly linked: Linked,
    private readonly run: DraftRun,
  ) {}

  /** Ends everything that runs above a step, whose time is over, and gives the thread that the step is in. */
  abandonAbove(trail: readonly DraftThread[], step: string): DraftThread {
    for (const thread of trail) {
      const depth = thread.frames.findIndex((frame) => frame.step === step);
      const frame = thread.frames[depth];
      if (!frame) continue;
      // What was begun above it belongs to it, should it be undone.
      while (thread.frames.length > depth + 1) this.pop(thread);
      this.collectBranches(frame);
      return thread;
    }
    throw new TypeError(`Expected a step that is under way, got \`${step}\``);
  }

  event(thread: DraftThread, event: Event, isOuter: boolean): void {
    const frame = top(thread);
    if (frame.phase === "undoing") return this.undoEvent(thread, frame, event);
    if (frame.step === "") return this.otherRunbookEvent(thread, frame, event);
    const step = this.step(frame);
    const procedure = this.procedure(frame);
    if (isOuter && event.kind !== "failed") throw new TypeError("Expected a failure of the outer step");
    switch (event.kind) {
      case "skipped":
        if (step.onlyIf === undefined)
          throw new TypeError(`Expected a step with \`onlyIf\`, got \`${step.id}\``);
        this.take(frame, event.kind);
        return this.following(thread, frame, procedure);
      case "begun":
        return this.beginCalls(thread, frame, step, event.items);
      case "worked":
        if (step.choose) throw new TypeError(`Expected the branch that was chosen at \`${step.id}\``);
        if (step.do && frame.phase === "act")
          throw new TypeError(`Expected \`${step.id}\` to begin what it does`);
        if (frame.phase === "act") frame.begun.push(begunOf(frame));
        this.take(frame, event.kind);
        return this.worked(thread, frame, step, procedure);
      case "chose":
        return this.chose(thread, frame, step, event.branch);
      case "failed": {
        // Before a refused confirmation or approval nothing was done.
        const refused = "way" in event && event.way === "refused";
        if (frame.phase === "act" && !refused) frame.begun.push(begunOf(frame));
        return this.failed(
          thread,
          frame,
          "way" in event
            ? { way: event.way }
            : { error: matchError(step, event.observation, this.linked)?.id },
        );
      }
      case "left":
        throw new TypeError("Expected another runbook to be under way");
    }
  }

  /** Passes the endings of branches on to the step that waits for them, from the inside out. */
  settle(trail: readonly DraftThread[]): void {
    for (let depth = trail.length - 1; depth > 0; depth--) {
      const outer = trail[depth - 1];
      const frame = outer && top(outer);
      if (!outer || !frame?.branches?.every((branch) => branch.ending)) return;
      const grave = gravest(frame.branches.flatMap((branch) => branch.ending ?? []));
      this.collectBranches(frame);
      if (grave.how === "done") this.callsDone(outer, frame);
      else if (grave.how === "stopped") this.failed(outer, frame, { way: "stopped" });
      else outer.ending = grave;
    }
  }

  private beginCalls(
    thread: DraftThread,
    frame: DraftFrame,
    step: Step,
    items: readonly unknown[] | undefined,
  ): void {
    const called = step.do;
    if (!called || frame.phase !== "act")
      throw new TypeError(`Expected a step with \`do\` that has not begun, got \`${step.id}\``);
    this.take(frame, "begun");
    if (step.each !== undefined) {
      // After a retry, the item that stopped is tried again; those before it are done.
      frame.items ??= [...(items ?? [])];
      frame.index ??= 0;
      if (frame.items.length === 0) return this.callsDone(thread, frame);
    }
    frame.begun.push({ ...begunOf(frame), inside: [] });
    frame.phase = "running";
    const [only] = called;
    if (called.length === 1 && only !== undefined) thread.frames.push(this.frameFor(only));
    else frame.branches = called.map((id) => ({ frames: [this.frameFor(id)] }));
  }

  /** `runbook/procedure` is followed elsewhere: a frame without a step waits for its end. */
  private frameFor(called: string): DraftFrame {
    if (!called.includes("/")) return draftOf(enter(procedureOf(this.linked, called), "do"));
    return draftOf({
      procedure: called,
      role: "do",
      step: "",
      phase: "act",
      begun: [],
      before: [],
      tries: {},
    });
  }

  private otherRunbookEvent(thread: DraftThread, frame: DraftFrame, event: Event): void {
    if (event.kind === "left") thread.ending = { how: "handed-over" };
    else if (event.kind === "worked") this.leave(thread, { how: "done" });
    else if (event.kind === "failed")
      this.leave(thread, { how: "stopped", why: `\`${frame.procedure}\` stopped` });
    else throw new TypeError("Expected the other runbook to have worked, stopped or been left");
  }

  /** All that a `do` began has ended well. */
  private callsDone(thread: DraftThread, frame: DraftFrame): void {
    const step = this.step(frame);
    if (frame.items && frame.index !== undefined && frame.index + 1 < frame.items.length) {
      frame.index++;
      frame.phase = "act";
      return this.beginCalls(thread, frame, step, undefined);
    }
    if (step.expect) frame.phase = "check";
    else this.worked(thread, frame, step, this.procedure(frame));
  }

  private chose(thread: DraftThread, frame: DraftFrame, step: Step, branch: number | "otherwise"): void {
    const outcome = branch === "otherwise" ? step.otherwise : step.choose?.[branch]?.then;
    if (!step.choose) throw new TypeError(`Expected a step with \`choose\`, got \`${step.id}\``);
    if (!outcome && branch !== "otherwise")
      throw new TypeError(`Expected a branch of \`${step.id}\`, got ${branch}`);
    frame.begun.push(begunOf(frame));
    const place = `step/${step.id}/${branch === "otherwise" ? "otherwise" : `choose/${branch}`}`;
    if (!outcome) thread.ending = { how: "unanswered", step: step.id };
    else this.apply(thread, frame, outcome, place, "chose");
  }

  private worked(thread: DraftThread, frame: DraftFrame, step: Step, procedure: Procedure): void {
    if (step.next) this.apply(thread, frame, step.next, `step/${step.id}/next`, "worked");
    else this.following(thread, frame, procedure);
  }

  private following(thread: DraftThread, frame: DraftFrame, procedure: Procedure): void {
    const index = procedure.steps.findIndex(({ id }) => id === frame.step);
    const following = procedure.steps[index + 1];
    if (following) stand(frame, following.id);
    else this.leave(thread, { how: "done" });
  }

  private failed(thread: DraftThread, frame: DraftFrame, failure: Parameters<typeof answer>[3]): void {
    const step = this.step(frame);
    const found = answer(this.linked, step, this.procedure(frame), failure);
    if (!found) {
      thread.ending = { how: "unanswered", step: step.id };
      return;
    }
    const { outcome, place, fromCatalogue } = found;
    // The catalogue cannot know whether this step may be done twice (3).
    if (fromCatalogue && outcome.retry !== undefined && isRepeatable(step, this.linked) === false)
      this.applyElse(thread, frame, outcome.else, place);
    else this.apply(thread, frame, outcome, place, "failed");
  }

  private apply(
    thread: DraftThread,
    frame: DraftFrame,
    outcome: Outcome,
    place: string,
    event: Taken["event"],
  ): void {
    if (outcome.say !== undefined) this.run.said.push(outcome.say);
    this.take(frame, event, place, verbOf(outcome));
    if (outcome.goto !== undefined) return this.jump(thread, frame, outcome, place);
    if (outcome.retry !== undefined) return this.retry(thread, frame, outcome, place);
    if (outcome.undo !== undefined) return this.undo(thread, frame, outcome, place);
    if (outcome.escalate !== undefined) thread.ending = { how: "escalated", party: outcome.escalate };
    else if (outcome.stop !== undefined) this.leave(thread, { how: "stopped", why: outcome.stop });
    else if (outcome.continue !== undefined)
      this.worked(thread, frame, this.step(frame), this.procedure(frame));
    else if (outcome.end === "handed-over") thread.ending = { how: "handed-over" };
    else this.leave(thread, { how: "done" });
  }

  private applyElse(
    thread: DraftThread,
    frame: DraftFrame,
    otherwise: Outcome | undefined | null,
    place: string,
  ): void {
    if (otherwise) this.apply(thread, frame, otherwise, `${place}/else`, "failed");
    else thread.ending = { how: "unanswered", step: frame.step };
  }

  private jump(
    thread: DraftThread,
    frame: DraftFrame,
    outcome: Extract<Outcome, { goto: string }>,
    place: string,
  ): void {
    if (outcome.max !== undefined) {
      const taken = (this.run.jumps[place] ?? 0) + 1;
      if (taken > outcome.max) return this.applyElse(thread, frame, outcome.else, place);
      this.run.jumps[place] = taken;
    }
    if (this.procedure(frame).steps.some(({ id }) => id === outcome.goto)) return stand(frame, outcome.goto);
    // The other procedure takes the place of this one: its end goes to the same caller.
    const entered = draftOf(enter(procedureOf(this.linked, outcome.goto), frame.role));
    entered.before = [...frame.before, ...frame.begun];
    thread.frames[thread.frames.length - 1] = entered;
  }

  private retry(
    thread: DraftThread,
    frame: DraftFrame,
    outcome: Extract<Outcome, { retry: number }>,
    place: string,
  ): void {
    const key = `${frame.step} ${place}`;
    const tries = (frame.tries[key] ?? 0) + 1;
    if (tries > outcome.retry) return this.applyElse(thread, frame, outcome.else, place);
    frame.tries[key] = tries;
    frame.phase = "act";
    if (outcome.delay === undefined) delete frame.delay;
    else frame.delay = outcome.delay;
    if (outcome.first === undefined) return;
    frame.phase = "running";
    frame.repair = { otherwise: outcome.else ?? null, place };
    thread.frames.push(draftOf(enter(procedureOf(this.linked, outcome.first), "first")));
  }

  private undo(
    thread: DraftThread,
    frame: DraftFrame,
    outcome: Extract<Outcome, { undo: string }>,
    place: string,
  ): void {
    const from = rangeStart(frame.begun, outcome.undo, this.procedure(frame));
    const range = frame.begun.splice(from);
    const queue = this.undoTasks(range, this.procedure(frame));
    frame.undoing = { queue, then: outcome.then, place };
    frame.phase = "undoing";
    this.undoNext(thread, frame);
  }

  /** What a stretch of a run needs to be taken back, newest first; each step once, for each of its items. */
  private undoTasks(range: readonly Begun[], procedure: Procedure): UndoTask[] {
    const tasks: UndoTask[] = [];
    const seen = new Set<string>();
    for (const begun of [...range].reverse()) {
      const step = this.find(begun.step) ?? { step: undefined, procedure };
      const key = JSON.stringify([begun.step, begun.item]);
      if (!step.step || (seen.has(key) && !begun.inside)) continue;
      const known = seen.has(key);
      seen.add(key);
      if (step.step.do && !step.step.undo) tasks.push(...this.undoTasks(begun.inside ?? [], procedure));
      else if (!known && (step.step.do || effectOf(step.step, this.linked) !== "reads"))
        tasks.push({
          procedure: step.procedure.id,
          step: begun.step,
          ...("item" in begun && { item: begun.item }),
        });
    }
    return tasks;
  }

  private undoNext(thread: DraftThread, frame: DraftFrame): void {
    const { undoing } = frame;
    if (!undoing) throw new Error("Unreachable: a frame that undoes nothing");
    const [task] = undoing.queue;
    if (!task) {
      delete frame.undoing;
      frame.phase = "act";
      return this.apply(thread, frame, undoing.then, `${undoing.place}/then`, "undone");
    }
    const undo = this.find(task.step)?.step.undo;
    if (undo?.do !== undefined) thread.frames.push(draftOf(enter(procedureOf(this.linked, undo.do), "undo")));
    // With words to follow, the run waits for the reader. What cannot be undone fails (8 forbids it; the linter says so).
    else if (undo?.text === undefined) this.undoFailed(thread, frame, undefined);
  }

  private undoEvent(thread: DraftThread, frame: DraftFrame, event: Event): void {
    if (event.kind === "worked") this.undone(thread, frame);
    else if (event.kind === "failed") this.undoFailed(thread, frame, "way" in event ? event.way : undefined);
    else throw new TypeError("Expected the undo to have worked or failed");
  }

  private undone(thread: DraftThread, frame: DraftFrame): void {
    const task = frame.undoing?.queue.shift();
    if (task) this.run.log.push({ procedure: task.procedure, step: task.step, event: "undone" });
    this.undoNext(thread, frame);
  }

  /** The undoing ends; the procedure's rows hold, else the runbook's `escalation` (6). Undoing again would not end. */
  private undoFailed(thread: DraftThread, frame: DraftFrame, way: string | undefined): void {
    const procedure = this.procedure(frame);
    delete frame.undoing;
    frame.phase = "act";
    const name = way !== undefined && procedure.onFailure?.[way] ? way : "any";
    const row = procedure.onFailure?.[name];
    const escalation = "escalation" in this.linked.root ? this.linked.root.escalation : undefined;
    if (row && row.undo === undefined)
      this.apply(thread, frame, row, `procedure/${procedure.id}/onFailure/${name}`, "failed");
    else
      thread.ending =
        escalation === undefined
          ? { how: "unanswered", step: frame.step }
          : { how: "escalated", party: escalation };
  }

  /** The procedure ends with success or stops; its caller goes on, fails, repairs or undoes further (4, 5, 6). */
  private leave(thread: DraftThread, ending: Extract<Ending, { how: "done" | "stopped" }>): void {
    const left = top(thread);
    if (left.role === "entry" || thread.frames.length === 1) {
      thread.ending = ending;
      return;
    }
    this.pop(thread);
    const caller = top(thread);
    const done = ending.how === "done";
    if (left.role === "do") {
      if (done) this.callsDone(thread, caller);
      else this.failed(thread, caller, { way: "stopped" });
    } else if (left.role === "undo") {
      if (done) this.undone(thread, caller);
      else this.undoFailed(thread, caller, "stopped");
    } else {
      const { repair } = caller;
      delete caller.repair;
      caller.phase = "act";
      if (!done) this.applyElse(thread, caller, repair?.otherwise, repair?.place ?? "");
    }
  }

  /** Takes the innermost frame off; what it began belongs to the step that called it. */
  private pop(thread: DraftThread): void {
    const left = thread.frames.pop();
    const caller = thread.frames.at(-1);
    if (left?.role === "do" && caller) inside(caller).push(...left.before, ...left.begun);
  }

  private collectBranches(frame: DraftFrame): void {
    for (const branch of frame.branches ?? []) {
      while (branch.frames.length > 1) this.pop(branch);
      const [outermost] = branch.frames;
      if (outermost) {
        this.collectBranches(outermost);
        inside(frame).push(...outermost.before, ...outermost.begun);
      }
    }
    delete frame.branches;
  }

  private take(frame: DraftFrame, event: Taken["event"], place?: string, verb?: Verb): void {
    this.run.log.push({
      procedure: frame.procedure,
      step: frame.step,
      event,
      ...(place !== undefined && { place }),
      ...(verb && { verb }),
    });
  }

  private procedure(frame: { readonly procedure: string }): Procedure {
    return procedureOf(this.linked, frame.procedure);
  }

  private step(frame: { readonly procedure: string; readonly step: string }): Step {
    const step = this.procedure(frame).steps.find(({ id }) => id === frame.step);
    if (!step)
      throw new TypeError(`Expected a run of this runbook, got one at an unknown step \`${frame.step}\``);
    return step;
  }

  private find(id: string): { step: Step; procedure: Procedure } | undefined {
    for (const procedure of this.linked.procedures) {
      const step = procedure.steps.find((candidate) => candidate.id === id);
      if (step) return { step, procedure };
    }
    return undefined;
  }
}

function enter(procedure: Procedure, role: Frame["role"]): Frame {
  return {
    procedure: procedure.id,
    role,
    step: procedure.steps[0]?.id ?? "",
    phase: "act",
    begun: [],
    before: [],
    tries: {},
  };
}

function stand(frame: DraftFrame, step: string): void {
  frame.step = step;
  frame.phase = "act";
  delete frame.delay;
  delete frame.items;
  delete frame.index;
}

function top(thread: DraftThread): DraftFrame {
  const frame = thread.frames.at(-1);
  if (!frame) throw new TypeError("Expected a run with at least one procedure under way");
  return frame;
}

function begunOf(frame: DraftFrame): Draft<Begun> {
  return { step: frame.step, ...(frame.items && { item: frame.items[frame.index ?? 0] }) } as Draft<Begun>;
}

/** Where the steps begun by a `do` are kept: in the newest record of it. */
function inside(caller: DraftFrame): Draft<Begun>[] {
  const record = caller.begun.findLast((begun) => begun.step === caller.step);
  if (!record) return [];
  record.inside ??= [];
  return record.inside;
}

/**
 * Index of the oldest record to undo: the first of the named step; where it was skipped, the first of a step that
 * stands behind it in the procedure.
 */
function rangeStart(begun: readonly Begun[], named: string, procedure: Procedure): number {
  const own = begun.findIndex(({ step }) => step === named);
  if (own >= 0) return own;
  const order = procedure.steps.map(({ id }) => id);
  const later = begun.findIndex(({ step }) => order.indexOf(step) > order.indexOf(named));
  return later >= 0 ? later : begun.length;
}

/** Of branches that have ended: escalated, handed over, stopped, done; and before all, what nothing answers (9). */
function gravest(endings: readonly Ending[]): Ending {
  for (const how of ["unanswered", "escalated", "handed-over", "stopped"] as const) {
    const found = endings.find((ending) => ending.how === how);
    if (found) return found;
  }
  return { how: "done" };
}

/** The threads from the outermost to the branch with that address. */
function threadTrail(root: DraftThread, branch: readonly number[]): DraftThread[] {
  const trail = [root];
  for (const index of branch) {
    const inner = top(trail.at(-1) ?? root).branches?.[index];
    if (!inner) throw new TypeError(`Expected a branch, got index ${index}`);
    trail.push(inner);
  }
  return trail;
}

function threadPositions(thread: Thread, branch: readonly number[]): readonly RunPosition[] {
  const frame = thread.frames.at(-1);
  if (thread.ending || !frame) return [];
  if (frame.branches)
    return frame.branches.flatMap((inner, index) => threadPositions(inner, [...branch, index]));
  const { procedure, step, delay } = frame;
  const [task] = frame.undoing?.queue ?? [];
  if (task) return [{ kind: "undo", branch, ...task }];
  if (step === "") return [{ kind: "runbook", branch, procedure, step: thread.frames.at(-2)?.step ?? "" }];
  const item = frame.items?.[frame.index ?? 0];
  return [
    {
      kind: frame.phase === "check" ? "check" : "step",
      branch,
      procedure,
      step,
      ...(item !== undefined && { item }),
      ...(delay !== undefined && { delay }),
    },
  ];
}

function procedureOf(linked: Linked, id: string): Procedure {
  const found = linked.procedures.find((procedure) => procedure.id === id);
  if (!found) throw new TypeError(`Expected the id of a procedure, got \`${id}\``);
  return found;
}

/** A frame that one call of `next` may change: it is fresh, so nobody else holds it. */
function draftOf(frame: Frame): DraftFrame {
  return copy(frame) as DraftFrame;
}

/** A deep copy of plain JSON. */
function copy<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copy) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copy(item)])) as T;
}
