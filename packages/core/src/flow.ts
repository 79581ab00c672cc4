import { isRepeatable } from "./effect.js";
import { answer, isOfCatalogue, type Row, verbOf } from "./failure.js";
import type { Linked } from "./linked.js";
import { matchError } from "./match.js";
import { begins, impossible, isPossible } from "./possible.js";
import {
  type Address,
  copy,
  type Ending,
  type Event,
  endingsIn,
  enter,
  enterElsewhere,
  type Frame,
  gather,
  gravest,
  itemsAt,
  pop,
  type Run,
  stand,
  type Taken,
  type Thread,
  top,
  trailTo,
} from "./run.js";
import type { Outcome, Procedure, Step } from "./runbook.js";
import { markUndone, rangeStart, stepOf, undoTasks } from "./undo.js";

/*
 * "How it runs" of the format, as one pure function: given where a run is and what happened there, `next` says what
 * comes next. Rules, pages and rehearsals all ask it, so that none of them has a reading of its own. Numbers in comments
 * are the rules of "How it runs".
 */

/** A run that stands before the first step of a procedure. */
export function begin(linked: Linked, procedure: string): Run {
  return {
    thread: { frames: [enter(procedureOf(linked, procedure), "entry")] },
    jumps: {},
    said: [],
    log: [],
  };
}

/**
 * The run after an event. The run given is left as it is. A `TypeError` means that the event cannot happen there, which
 * is a fault of the caller's: every failure that a reader can meet has its answer in the runbook or ends the run as
 * `unanswered`. The runbook is one whose names all resolve.
 */
export function next(linked: Linked, run: Run, event: Event, address: Address = {}): Run {
  if (run.ending) throw new TypeError("Expected a run that has not ended");
  const { log, said, jumps } = run;
  const draft: Draft = { thread: copy(run.thread), log: [...log], said: [...said], jumps: { ...jumps } };
  new Machine(linked, draft).happen(event, trailTo(draft.thread, address.branch ?? []), address.step);
  const { ending } = draft.thread;
  return ending ? { ...draft, ending } : draft;
}

/** A copy of a run, which one call of `next` may change. */
interface Draft {
  readonly thread: Thread;
  readonly jumps: Record<string, number>;
  readonly said: string[];
  readonly log: Taken[];
}

/** Each method changes the innermost procedure of a thread. */
class Machine {
  constructor(
    private readonly linked: Linked,
    private readonly run: Draft,
  ) {}

  /** Lets an event happen at the innermost step of a thread, or at a step further out, and passes on what ends by it. */
  happen(event: Event, trail: readonly Thread[], outer: string | undefined): void {
    const reached = outer === undefined ? trail : this.trailToStep(trail, outer);
    const thread = reached.at(-1);
    if (!thread) throw new TypeError(`Expected a step that is under way, got \`${outer}\``);
    const frame = top(thread);
    if (!isPossible(event, frame, this.step(frame))) throw impossible(event, frame);
    if (thread.ending) this.take(frame, event.kind);
    else this.happenAt(thread, event);
    this.settle(reached);
  }

  private happenAt(thread: Thread, event: Event): void {
    const frame = top(thread);
    if (frame.phase === "elsewhere") return this.happenElsewhere(thread, event);
    if (frame.phase === "undo") return this.happenInUndo(thread, event);
    const step = this.step(frame);
    if (frame.phase === "act" && begins(event)) frame.begun.push({ step: step.id, ...itemsAt(frame) });
    switch (event.kind) {
      case "skipped":
        this.take(frame, "skipped");
        return this.following(thread);
      case "begun":
        return this.beginCalls(thread, event.items);
      case "worked":
        return this.worked(thread);
      case "chose":
        return this.apply(thread, branchRow(step, event.branch), "chose");
      case "failed":
        return this.failed(thread, this.failureOf(event, step));
    }
  }

  /**
   * The time of a step is over while its procedures run: they are given up, and what they began belongs to it. Where a
   * branch of theirs has left the run already, that is graver than the time (9).
   */
  private trailToStep(trail: readonly Thread[], step: string): readonly Thread[] {
    for (const [index, thread] of trail.entries()) {
      const frame = thread.frames.find((candidate) => candidate.step === step && candidate.phase === "calls");
      if (!frame) continue;
      const grave = gravest(endingsIn(thread));
      while (top(thread) !== frame) pop(thread);
      gather(frame);
      if (leavesRun(grave)) thread.ending = grave;
      return trail.slice(0, index + 1);
    }
    return trail.slice(-1).some((thread) => top(thread).step === step) ? trail : [];
  }

  /** Passes the endings of branches on to the step that waits for them, from the inside out. */
  private settle(trail: readonly Thread[]): void {
    for (const thread of trail.slice(0, -1).reverse()) {
      const frame = top(thread);
      const { branches = [] } = frame;
      const endings = branches.flatMap(({ ending }) => ending ?? []);
      if (endings.length < branches.length) return;
      gather(frame);
      const grave = gravest(endings);
      if (leavesRun(grave)) thread.ending = grave;
      else if (grave.how === "stopped") this.failed(thread, "stopped");
      else this.callsDone(thread);
    }
  }

  private beginCalls(thread: Thread, list: readonly unknown[] | undefined): void {
    const frame = top(thread);
    const { each, as = each } = this.step(frame);
    // After a retry, the item that stopped is tried again; those before it are done.
    if (as !== undefined && list) frame.each ??= { as, list: copy(list), index: 0 };
    if (frame.each?.list.length !== 0) return this.call(thread);
    this.take(frame, "begun");
    this.callsDone(thread);
  }

  private call(thread: Thread): void {
    const frame = top(thread);
    const { items } = itemsAt(frame);
    this.take(frame, "begun");
    frame.begun.push({ step: frame.step, ...(items && { items }), inside: [] });
    frame.phase = "calls";
    delete frame.delay;
    const frames = (this.step(frame).do ?? []).map((id) =>
      id.includes("/")
        ? enterElsewhere(id, frame.step, items)
        : enter(procedureOf(this.linked, id), "do", items),
    );
    if (frames.length === 1) thread.frames.push(...frames);
    else frame.branches = frames.map((inner) => ({ frames: [inner] }));
  }

  private happenElsewhere(thread: Thread, event: Event): void {
    const frame = top(thread);
    this.take(frame, event.kind);
    if (event.kind === "left") thread.ending = { how: "handed-over" };
    else if (event.kind === "worked") this.leave(thread, { how: "done" });
    else this.leave(thread, { how: "stopped", why: `\`${frame.procedure}\` stopped` });
  }

  /** All that a `do` began has ended well, for the item at hand. */
  private callsDone(thread: Thread): void {
    const frame = top(thread);
    const { each } = frame;
    if (each && each.index + 1 < each.list.length) {
      each.index++;
      return this.call(thread);
    }
    delete frame.each;
    if (this.step(frame).expect) frame.phase = "check";
    else this.worked(thread);
  }

  private worked(thread: Thread): void {
    const frame = top(thread);
    const { next: outcome } = this.step(frame);
    if (outcome) return this.apply(thread, { outcome, place: `step/${frame.step}/next` }, "worked");
    this.take(frame, "worked");
    this.following(thread);
  }

  private following(thread: Thread): void {
    const frame = top(thread);
    const { steps } = procedureOf(this.linked, frame.procedure);
    const following = steps[steps.findIndex(({ id }) => id === frame.step) + 1];
    if (following) stand(frame, following.id);
    else this.leave(thread, { how: "done" });
  }

  private failed(thread: Thread, failure: string | undefined): void {
    const frame = top(thread);
    const procedure = procedureOf(this.linked, frame.procedure);
    this.apply(thread, answer(this.linked, this.step(frame), procedure, failure), "failed");
  }

  private failureOf(event: Extract<Event, { kind: "failed" }>, step: Step): string | undefined {
    return "way" in event ? event.way : matchError(step, event.observation, this.linked)?.id;
  }

  /** Carries out what is written, or its `else` where its tries are used up. */
  private apply(thread: Thread, written: Row | undefined, event: Taken["event"]): void {
    const frame = top(thread);
    const row = written && this.rowLeft(frame, written);
    this.take(frame, event, row);
    if (!row) {
      thread.ending = { how: "unanswered", step: frame.step };
      return;
    }
    const { outcome, place } = row;
    if (outcome.goto !== undefined) this.jump(thread, outcome, place);
    else if (outcome.retry !== undefined) this.retry(thread, outcome, place);
    else if (outcome.undo !== undefined) this.undo(thread, outcome, place);
    else if (outcome.escalate !== undefined) thread.ending = { how: "escalated", party: outcome.escalate };
    else if (outcome.stop !== undefined) this.leave(thread, { how: "stopped", why: outcome.stop });
    else if (outcome.continue !== undefined) this.worked(thread);
    else if (outcome.end === "handed-over") thread.ending = { how: "handed-over" };
    else this.leave(thread, { how: "done" });
  }

  /** An outcome, or what its `else`s come to; undefined where the last has none. */
  private rowLeft(frame: Frame, row: Row): Row | undefined {
    if (!this.isUsedUp(frame, row)) return row;
    const { outcome, place } = row;
    return outcome.else && this.rowLeft(frame, { outcome: outcome.else, place: `${place}/else` });
  }

  private isUsedUp(frame: Frame, row: Row): boolean {
    const { outcome, place } = row;
    if (outcome.max !== undefined) return (this.run.jumps[place] ?? 0) >= outcome.max;
    if (outcome.retry === undefined) return false;
    // The catalogue cannot know whether this step may be done twice (3).
    if (isOfCatalogue(row) && isRepeatable(this.step(frame), this.linked) === false) return true;
    return (frame.tries[tryKey(frame, place)] ?? 0) >= outcome.retry;
  }

  private jump(thread: Thread, outcome: Extract<Outcome, { goto: string }>, place: string): void {
    if (outcome.max !== undefined) this.run.jumps[place] = (this.run.jumps[place] ?? 0) + 1;
    const frame = top(thread);
    const here = procedureOf(this.linked, frame.procedure);
    if (here.steps.some(({ id }) => id === outcome.goto)) return stand(frame, outcome.goto);
    // The other procedure takes the place of this one: its end goes to the same caller.
    const entered = enter(procedureOf(this.linked, outcome.goto), frame.role, frame.items);
    thread.frames[thread.frames.length - 1] = { ...entered, before: [...frame.before, ...frame.begun] };
  }

  private retry(thread: Thread, outcome: Extract<Outcome, { retry: number }>, place: string): void {
    const frame = top(thread);
    const key = tryKey(frame, place);
    frame.tries[key] = (frame.tries[key] ?? 0) + 1;
    frame.phase = "act";
    if (outcome.delay === undefined) delete frame.delay;
    else frame.delay = outcome.delay;
    if (outcome.first === undefined) return;
    frame.repair = { outcome, place };
    thread.frames.push(enter(procedureOf(this.linked, outcome.first), "first", itemsAt(frame).items));
  }

  private repaired(thread: Thread, done: boolean): void {
    const frame = top(thread);
    const { outcome, place = "" } = frame.repair ?? {};
    delete frame.repair;
    if (!done)
      this.apply(thread, outcome?.else && { outcome: outcome.else, place: `${place}/else` }, "failed");
  }

  private undo(thread: Thread, outcome: Extract<Outcome, { undo: string }>, place: string): void {
    const frame = top(thread);
    const from = rangeStart(frame.begun, outcome.undo, procedureOf(this.linked, frame.procedure));
    const queue = undoTasks(frame.begun, from, this.linked);
    frame.undoing = { queue, from, outcome, place };
    frame.phase = "undo";
    // The items of an `each` are undone too: done again, it begins with the first.
    delete frame.each;
    this.undoNext(thread);
  }

  private undoNext(thread: Thread): void {
    const frame = top(thread);
    const { queue, from } = undoingOf(frame);
    const [task] = queue;
    if (!task) {
      for (const begun of frame.begun.slice(from)) begun.undone = true;
      return this.apply(thread, this.endUndo(frame), "undone");
    }
    // What another runbook began, only its reader can take back.
    if (task.procedure.includes("/")) return;
    const { undo } = stepOf(task.step, this.linked)?.step ?? {};
    if (undo?.do !== undefined)
      thread.frames.push(enter(procedureOf(this.linked, undo.do), "undo", task.items));
    // With words to follow, the run waits for the reader. What cannot be undone fails; the linter says so before (8).
    else if (undo?.text === undefined) this.undoFailed(thread, undefined);
  }

  private happenInUndo(thread: Thread, event: Event): void {
    if (event.kind !== "failed") return this.undone(thread);
    const [task] = undoingOf(top(thread)).queue;
    const found = task && stepOf(task.step, this.linked);
    this.undoFailed(thread, found && this.failureOf(event, found.step));
  }

  private undone(thread: Thread): void {
    const frame = top(thread);
    const task = undoingOf(frame).queue.shift();
    if (task) {
      this.run.log.push({ procedure: task.procedure, step: task.step, event: "undone" });
      markUndone(frame.begun, task.at);
    }
    this.undoNext(thread);
  }

  /** The undoing ends; the procedure's rows hold, else the runbook's `escalation` (6). Undoing again would not end. */
  private undoFailed(thread: Thread, failure: string | undefined): void {
    const frame = top(thread);
    const then = this.endUndo(frame);
    const procedure = procedureOf(this.linked, frame.procedure);
    const found = answer({ errors: [] }, { id: frame.step }, procedure, failure);
    const row = found && this.rowLeft(frame, found);
    if (row?.outcome.continue !== undefined) {
      // As if it had worked: as if all were undone.
      this.take(frame, "failed", row);
      return this.apply(thread, then, "undone");
    }
    if (row && row.outcome.undo === undefined) return this.apply(thread, row, "failed");
    const party = "escalation" in this.linked.root ? this.linked.root.escalation : undefined;
    const escalation =
      party === undefined ? undefined : { outcome: { escalate: party }, place: "escalation" };
    this.apply(thread, escalation, "failed");
  }

  /** Gives what follows when all is undone. */
  private endUndo(frame: Frame): Row {
    const { outcome, place } = undoingOf(frame);
    delete frame.undoing;
    return { outcome: outcome.then, place: `${place}/then` };
  }

  /** The procedure ends with success or stops; its caller goes on, fails, repairs or undoes further (4, 5, 6). */
  private leave(thread: Thread, ending: Extract<Ending, { how: "done" | "stopped" }>): void {
    if (thread.frames.length === 1) {
      thread.ending = ending;
      return;
    }
    const { role } = pop(thread);
    const done = ending.how === "done";
    if (role === "first") this.repaired(thread, done);
    else if (role === "do" && done) this.callsDone(thread);
    else if (role === "do") this.failed(thread, "stopped");
    else if (done) this.undone(thread);
    else this.undoFailed(thread, "stopped");
  }

  /** Notes a decision, and what its outcome says. */
  private take({ procedure, step }: Frame, event: Taken["event"], row?: Row): void {
    const taken = row && { place: row.place, verb: verbOf(row.outcome) };
    this.run.log.push({ procedure, step, event, ...taken });
    if (row?.outcome.say !== undefined) this.run.said.push(row.outcome.say);
  }

  private step(frame: Frame): Step {
    const found = stepOf(frame.step, this.linked);
    if (!found)
      throw new TypeError(`Expected a run of this runbook, got one at an unknown step \`${frame.step}\``);
    return found.step;
  }
}

function branchRow(step: Step, branch: number | "otherwise"): Row | undefined {
  const outcome = branch === "otherwise" ? step.otherwise : step.choose?.[branch]?.then;
  const place = branch === "otherwise" ? "otherwise" : `choose/${branch}/then`;
  return outcome && { outcome, place: `step/${step.id}/${place}` };
}

/** Whether an ending ends the whole run from any depth (4), or, in a branch, waits only for the others (9). */
function leavesRun({ how }: Ending): boolean {
  return how !== "done" && how !== "stopped";
}

function undoingOf({ undoing }: Frame): NonNullable<Frame["undoing"]> {
  if (!undoing) throw new Error("Unreachable: a procedure that undoes nothing");
  return undoing;
}

function tryKey(frame: Frame, place: string): string {
  return `${frame.step} ${place}`;
}

function procedureOf(linked: Linked, id: string): Procedure {
  const found = linked.procedures.find((procedure) => procedure.id === id);
  if (!found) throw new TypeError(`Expected the id of a procedure, got \`${id}\``);
  return found;
}
