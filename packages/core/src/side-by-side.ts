import { type Linked, ownProcedures } from "./linked.js";
import { createProblem, type Problem } from "./problem.js";
import type { Step } from "./runbook.js";

/** Where a value is saved: the `save` of a step. */
type Save = NonNullable<Step["save"]>;

/** Which branch saves a value, and where. */
interface Saved {
  readonly index: number;
  readonly save: Save;
}

/** Branches that run side by side and save the same id: nobody knows which of the two values is there afterwards. */
export function savedTwice(linked: Linked): readonly Problem[] {
  const steps = ownProcedures(linked).flatMap((procedure) => procedure.steps);
  const parallel = steps.filter(({ do: branches }) => branches && branches.length > 1);
  if (parallel.length === 0) return [];
  const saves = savesOf(linked);
  return parallel.flatMap(({ do: branches = [] }) => {
    const savedBy = new Map<string, Saved>();
    for (const [index, branch] of branches.entries()) {
      for (const [id, save] of saves(branch)) {
        const first = savedBy.get(id);
        if (!first) savedBy.set(id, { index, save });
        else if (first.index !== index) return tellClash(linked, branches, first, { index, save }, id);
      }
    }
    return [];
  });
}

function tellClash(
  { places }: Linked,
  branches: readonly string[],
  first: Saved,
  second: Saved,
  id: string,
): readonly Problem[] {
  const at = places.of(branches, second.index);
  if (!at) return [];
  const [other, branch] = [branches[first.index], branches[second.index]];
  const message =
    branch === other
      ? `\`${branch}\` runs twice at the same time, and saves \`${id}\` each time`
      : `\`${branch}\` saves \`${id}\` at the same time as \`${other}\` does`;
  const related = [...new Set([first.save, second.save])].flatMap((save) => {
    const place = places.ofKey(save, id);
    return place ? [{ at: place, message: "saved here" }] : [];
  });
  const help = "Save it under another id in one of them, or do one after the other";
  return [createProblem({ rule: "id-duplicate", at, message, help, related })];
}

/** Of a procedure, what it saves, itself or by the procedures that any of its steps and rows begins. */
function savesOf(linked: Linked): (procedure: string) => readonly (readonly [id: string, save: Save])[] {
  const steps = new Map(linked.procedures.map((procedure) => [procedure.id, procedure.steps]));
  const calls = new Map<string, Set<string>>();
  for (const { procedure, entry } of linked.references) {
    if (!procedure || entry?.kind !== "procedure") continue;
    const called = calls.get(procedure.id) ?? new Set();
    calls.set(procedure.id, called.add(entry.id));
  }
  const known = new Map<string, readonly (readonly [id: string, save: Save])[]>();
  return (id) => {
    const before = known.get(id);
    if (before) return before;
    const found: (readonly [id: string, save: Save])[] = [];
    const reached = new Set([id]);
    // A set may grow while it is gone through.
    for (const procedure of reached) {
      for (const { save } of steps.get(procedure) ?? [])
        for (const name of Object.keys(save ?? {})) if (save) found.push([name, save]);
      for (const called of calls.get(procedure) ?? []) reached.add(called);
    }
    known.set(id, found);
    return found;
  };
}
