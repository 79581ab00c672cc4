import { effectOf } from "./effect.js";
import type { Linked } from "./linked.js";
import type { Procedure, Step } from "./runbook.js";

/** The items at hand of every `each` around a place, by the names that `as` gives them. */
export type Items = Readonly<Record<string, unknown>>;

/** A step that was begun; the list of them is the memory that an `undo` outcome works from. */
export interface Begun {
  /** Id of the step, or the `runbook/procedure` that was followed elsewhere. */
  readonly step: string;
  readonly items?: Items;
  /** Of a `do`: what its procedures began. */
  readonly inside?: Begun[];
  undone?: true;
}

/** One thing to take back. */
export interface UndoTask {
  readonly procedure: string;
  readonly step: string;
  readonly items?: Items;
  /** Where its record stands: an index in the list, then one inside each `do`. */
  readonly at: readonly number[];
}

/**
 * Index of the oldest record that an undo back to a step reaches: the first of that step; where it was passed over, the
 * first of a step that stands behind it in the procedure.
 */
export function rangeStart(begun: readonly Begun[], named: string, procedure: Procedure): number {
  const own = begun.findIndex(({ step, undone }) => step === named && !undone);
  if (own >= 0) return own;
  const order = procedure.steps.map(({ id }) => id);
  const later = begun.findIndex(({ step, undone }) => order.indexOf(step) > order.indexOf(named) && !undone);
  return later >= 0 ? later : begun.length;
}

/**
 * What must be taken back of all that was begun from an index on, newest first. Steps that only read are passed over. A
 * `do` goes by its own `undo`, once for each item, else by the steps that it began. What was begun several times is
 * taken back once, where it was begun last; what has been taken back since then is not taken back again.
 */
export function undoTasks(begun: readonly Begun[], from: number, linked: Linked): UndoTask[] {
  const tasks: UndoTask[] = [];
  const seen = new Set<string>();
  const visit = (records: readonly Begun[], first: number, around: Around): void => {
    for (const [index, record] of [...records.entries()].slice(first).reverse()) {
      const { step: id, items, inside = [], undone } = record;
      const at = [...around.at, index];
      const path = `${around.path}/${JSON.stringify([id, items])}`;
      const found = stepOf(id, linked);
      if (found?.step.do && !found.step.undo) visit(inside, 0, { at, path, caller: id });
      else if (!seen.has(path)) {
        seen.add(path);
        const reads = found && !found.step.do && effectOf(found.step, linked) === "reads";
        // What another runbook began is named by what was called there.
        const named = found
          ? { procedure: found.procedure, step: id }
          : { procedure: id, step: around.caller };
        if (!undone && !reads) tasks.push({ ...named, ...(items && { items }), at });
      }
    }
  };
  visit(begun, from, { at: [], path: "", caller: "" });
  return tasks;
}

interface Around {
  readonly at: readonly number[];
  readonly path: string;
  /** The `do` that began it. */
  readonly caller: string;
}

/** Notes that a task is done. */
export function markUndone(begun: readonly Begun[], [index = 0, ...rest]: readonly number[]): void {
  const record = begun[index];
  if (!record) return;
  if (rest.length === 0) record.undone = true;
  else markUndone(record.inside ?? [], rest);
}

/** A step by its id, wherever it stands. */
export function stepOf(id: string, linked: Linked): { step: Step; procedure: string } | undefined {
  for (const procedure of linked.procedures) {
    const step = procedure.steps.find((candidate) => candidate.id === id);
    if (step) return { step, procedure: procedure.id };
  }
  return undefined;
}
