import { recordType } from "./fields.js";
import { joinPath, relativePath } from "./link.js";
import type { Linked } from "./linked.js";
import type { Fragment, Procedure, Runbook } from "./runbook.js";

/** The data of a runbook or fragment, field by field. */
export type LinkedModel = Readonly<Record<string, unknown>>;

/**
 * A runbook and its fragments as one document, so that it does not matter in which of the files a part stands: each list
 * that a fragment may hold has the runbook's own entries, then those of its fragments, each fragment once, in the order in
 * which `uses` first names them, breadth first. `uses` is left out, and so are `runwright`, `kind` and `id` of the fragments;
 * their own `x-` fields stand in a list `fragments`, an item for each fragment that has some. A script's path is relative to
 * the runbook. All else is as `read` gives it: nothing is filled in.
 */
export function linkedModel(linked: Pick<Linked, "files">): LinkedModel {
  const [root, ...fragments]: readonly LinkedModel[] = located(linked).map((part) => ({ ...part }));
  const model: Record<string, unknown> = { ...root, uses: undefined };
  for (const name of sharedLists) {
    const lists = [root, ...fragments].flatMap((part) => (part?.[name] === undefined ? [] : [part[name]]));
    if (lists.length > 0) model[name] = lists.flat();
  }
  const own = fragments.map(extensions).filter((fields) => Object.keys(fields).length > 0);
  return own.length > 0 ? { ...model, fragments: own } : model;
}

/** The scripts that commands run, each once, by their paths from the runbook. */
export function scriptPaths(linked: Pick<Linked, "files">): readonly string[] {
  const steps = located(linked).flatMap(({ procedures = [] }) =>
    procedures.flatMap((procedure) => procedure.steps),
  );
  return [...new Set(steps.flatMap(({ command }) => command?.file ?? []))];
}

/** What a fragment brings to the runbooks that use it. */
const sharedLists = Object.entries(recordType("fragment").fields).flatMap(([name, { type }]) =>
  type.kind === "list" && type.of.kind === "record" ? [name] : [],
);

/** The models of all files, the paths of scripts relative to the first. */
function located({ files }: Pick<Linked, "files">): readonly (Runbook | Fragment)[] {
  const rootPath = files[0]?.source.path ?? "";
  return files.flatMap(({ source, runbook, fragment }) => {
    const model = runbook ?? fragment;
    if (!model?.procedures) return model ?? [];
    const locate = (file: string) => relativePath(rootPath, joinPath(source.path, file));
    return { ...model, procedures: model.procedures.map((procedure) => locateScripts(procedure, locate)) };
  });
}

function locateScripts(procedure: Procedure, locate: (file: string) => string): Procedure {
  const steps = procedure.steps.map((step) => {
    const { command } = step;
    return command?.file === undefined
      ? step
      : { ...step, command: { ...command, file: locate(command.file) } };
  });
  return { ...procedure, steps };
}

function extensions(fragment: LinkedModel): LinkedModel {
  return Object.fromEntries(Object.entries(fragment).filter(([name]) => name.startsWith("x-")));
}
