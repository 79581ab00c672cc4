import { type Linked, ownProcedures } from "./linked.js";
import { createProblem, type Problem } from "./problem.js";
import type { Step } from "./runbook.js";

/** Where a value is saved: the `save` of a step. */
type Save = NonNullable<Step["save"]>;

/** Branches that run side by side and save the same id: nobody knows which of the two values is there afterwards. */
export function savedTwice(linked: Linked): readonly Problem[] {
  const steps = ownProcedures(linked).flatMap((procedure) => procedure.steps);
  const parallel = steps.filter(({ do: branches }) => branches && branches.length > 1);
  if (parallel.length === 0) return [];
  const saves = savesOf(linked);
  return parallel.flatMap(({ do: branches = [] }) => {
    const earlier = new Map<string, { readonly branch: string; readonly save: Save }>();
    for (const [index, branch] of branches.entries()) {
      const saved = [...saves(branch)];
      const clash = saved.find(([id]) => earlier.has(id));
      if (clash) return tellClash(linked, branches, index, clash, earlier.get(clash[0]));
      for (const [id, save] of saved) earlier.set(id, { branch, save });
    }
    return [];
  });
}

function tellClash(
  { places }: Linked,
  branches: readonly string[],
  index: number,
  [id, save]: readonly [string, Save],
  first: { readonly branch: string; readonly save: Save } | undefined,
): readonly Problem[] {
  const at = places.of(branches, index);
  if (!at || !first) return [];
  const branch = branches[index];
  const message =
    branch === first.branch
      ? `\`${branch}\` runs twice at the same time, and saves \`${id}\` each time`
      : `\`${branch}\` saves \`${id}\` at the same time as \`${first.branch}\` does`;
  const related = [...new Set([first.save, save])].flatMap((owner) => {
    const place = places.ofKey(owner, id);
    return place ? [{ at: place, message: "saved here" }] : [];
  });
  const help = "Save it under another id in one of them, or do one after the other";
  return [createProblem({ rule: "id-duplicate", at, message, help, related })];
}

/** Of a procedure, what it saves, itself or by the procedures that any of its steps and rows begins. */
function savesOf(linked: Linked): (procedure: string) => ReadonlyMap<string, Save> {
  const steps = new Map(linked.procedures.map((procedure) => [procedure.id, procedure.steps]));
  const calls = new Map<string, Set<string>>();
  for (const { procedure, entry } of linked.references) {
    if (!procedure || entry?.kind !== "procedure") continue;
    const called = calls.get(procedure.id) ?? new Set();
    calls.set(procedure.id, called.add(entry.id));
  }
  return (id) => {
    const saves = new Map<string, Save>();
    const reached = new Set([id]);
    // A set may grow while it is gone through.
    for (const procedure of reached) {
      for (const { save } of steps.get(procedure) ?? [])
        for (const name of Object.keys(save ?? {})) if (save && !saves.has(name)) saves.set(name, save);
      for (const called of calls.get(procedure) ?? []) reached.add(called);
    }
    return saves;
  };
}
