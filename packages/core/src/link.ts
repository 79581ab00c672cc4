import { constraints } from "./constraints.js";
import { addItem, setField } from "./edit.js";
import type { EntryKind, FieldType } from "./field-types.js";
import { maxProblems } from "./limits.js";
import { type Entry, entryPlace, type Files, type Linked, type Reference, referencePlace } from "./linked.js";
import { nearest } from "./nearest.js";
import { joinPlaces, type Places } from "./places.js";
import { createProblem, type Fix, type Problem } from "./problem.js";
import type { ReadResult } from "./read.js";
import type { Fragment, Procedure, Runbook, Step } from "./runbook.js";
import { templateReferences } from "./template.js";
import { type Visit, walk } from "./walk.js";

/**
 * Joins a runbook with its fragments and resolves every reference. Undefined where the file has no model. Problems
 * about a fragment's own text stand in the fragment, and are found by linking the fragment itself.
 */
export function link(file: ReadResult, files: Files): Linked | undefined {
  const root = file.runbook ?? file.fragment;
  if (!root) return undefined;
  const problems: Problem[] = [];
  const { closure, isWhole } = gatherFragments(file, files, problems);
  const models = closure.flatMap((read) => read.runbook ?? read.fragment ?? []);
  const places = joinPlaces(closure.flatMap((read) => read.places ?? []));

  const found = closure.map((read, index) => collect(read, index));
  const introduced = found.flatMap(({ entries }) => entries);
  const entries = indexEntries(introduced, places, problems);
  const references = found.flatMap(({ references: raw }) =>
    raw.map((reference) => resolve(reference, entries)),
  );

  const all = <T>(pick: (model: Runbook | Fragment) => readonly T[] | undefined): T[] =>
    models.flatMap((model) => pick(model) ?? []);
  const byId = <T extends { id: string }>(list: readonly T[]) =>
    new Map(list.map((item) => [item.id, item] as const));
  const linked: Linked = {
    root,
    files: closure,
    places,
    entries,
    references,
    procedures: all((model) => model.procedures),
    errors: all((model) => model.errors),
    requests: byId(all((model) => model.requests)),
    systems: byId(all((model) => model.systems)),
    parties: byId(all((model) => model.parties)),
    secrets: byId(all((model) => model.secrets)),
    problems,
  };
  const stubs = new Set<string>();
  for (const reference of references) {
    // A name that leads nowhere may stand in the fragment that cannot be read: that is the fault, and it is told.
    if (reference.file !== 0 || (!isWhole && !reference.entry)) continue;
    if (problems.length >= maxProblems) break;
    problems.push(...judge(reference, linked, files, stubs));
  }
  problems.push(...constraints(linked));
  return linked;
}

/** The file and every fragment that it uses, directly or through another. Breadth first, each once. */
function gatherFragments(
  file: ReadResult,
  files: Files,
  problems: Problem[],
): { readonly closure: readonly ReadResult[]; readonly isWhole: boolean } {
  const closure = [file];
  let isWhole = true;
  const own = (file.runbook ?? file.fragment)?.uses ?? [];
  /** By path of what was loaded: through which of the file's own `uses` it was reached. */
  const reachedBy = new Map<string, number>();
  for (const user of closure) {
    for (const [index, relative] of ((user.runbook ?? user.fragment)?.uses ?? []).entries()) {
      const path = joinPath(user.source.path, relative);
      const first = user === file ? index : (reachedBy.get(user.source.path) ?? 0);
      if (path === file.source.path) problems.push(...refuseUse(file, first, circle(own[first])));
      if (path === file.source.path || reachedBy.has(path)) continue;
      const loaded = files.load(path);
      reachedBy.set(path, first);
      if (!("refused" in loaded) && loaded.fragment) {
        closure.push(loaded);
        continue;
      }
      isWhole = false;
      if (user === file) problems.push(...refuseUse(file, index, unusable(relative, loaded)));
    }
  }
  return { closure, isWhole };
}

function refuseUse(
  file: ReadResult,
  index: number,
  [message, help]: readonly [message: string, help: string],
): readonly Problem[] {
  const uses = (file.runbook ?? file.fragment)?.uses;
  const at = uses && file.places?.of(uses, index);
  return at ? [createProblem({ rule: "reference-unknown", at, message, help })] : [];
}

function circle(relative = ""): readonly [string, string] {
  return [
    `\`${relative}\` uses this file again, in a circle`,
    "Remove one of the two, or move what both need to a third fragment",
  ];
}

/** Why a file is no fragment that can be used. */
function unusable(relative: string, loaded: ReturnType<Files["load"]>): readonly [string, string] {
  if ("refused" in loaded)
    return [
      `The fragment \`${relative}\` cannot be read: ${loaded.refused}`,
      "Correct the path; it is relative to this file and stays inside the repository",
    ];
  if (loaded.runbook)
    return [
      `\`${relative}\` is a runbook, not a fragment`,
      "Call one of its procedures with `do: runbook/procedure`, or move what is shared to a fragment",
    ];
  return [
    `The fragment \`${relative}\` has problems of its own and cannot be used`,
    `Mend the problems of \`${relative}\` first`,
  ];
}

/** A path relative to a file, `.` and `..` resolved as text. */
export function joinPath(file: string, relative: string): string {
  const parts = file.split("/").slice(0, -1);
  for (const part of relative.split("/")) {
    if (part === "..") {
      if (parts.length === 0 || parts.at(-1) === "..") parts.push("..");
      else parts.pop();
    } else if (part !== "." && part !== "") parts.push(part);
  }
  return `${file.startsWith("/") && parts[0] !== "" ? "/" : ""}${parts.join("/")}`;
}

/** A path as it is written in a file: what `joinPath` leads back from. */
export function relativePath(file: string, path: string): string {
  const from = joinPath(file, "")
    .split("/")
    .filter((part) => part !== "");
  const to = path.split("/").filter((part) => part !== "");
  let shared = 0;
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared++;
  return [...from.slice(shared).map(() => ".."), ...to.slice(shared)].join("/");
}

type Unresolved = Omit<Reference, "entry">;

/** Everything in one file that has an id, and every place where an id is named. */
function collect(read: ReadResult, file: number): { entries: Entry[]; references: Unresolved[] } {
  const entries: Entry[] = [];
  const references: Unresolved[] = [];
  const model = read.runbook ?? read.fragment;
  if (!model) return { entries, references };
  walk(model, (visit) => {
    const record = visit.trail.at(-1);
    const around = surroundings(visit);
    const own = visit.owner === record?.value;
    if (own && visit.key === "id" && record?.type.entry) {
      entries.push({
        ...{
          kind: record.type.entry,
          id: String(visit.value),
          value: visit.owner,
          key: "id",
          isKey: false,
          file,
        },
        ...(record.type.entry === "step" && around.procedure && { procedure: around.procedure }),
      });
    } else if (own && visit.key === "as") {
      entries.push({
        kind: "value",
        id: String(visit.value),
        value: visit.owner,
        key: "as",
        isKey: false,
        file,
      });
    }
    const base = { owner: visit.owner, key: visit.key, field: visit.field, isKey: false, file, ...around };
    // One at a time: a text can hold more references than a call takes arguments.
    for (const reference of [...named(visit, base), ...inTemplates(visit, base)]) references.push(reference);
    if (visit.type.kind === "map" && typeof visit.value === "object" && visit.value !== null) {
      const { keys } = visit.type;
      for (const key of Object.keys(visit.value)) {
        if (keys?.introduces)
          entries.push({ kind: keys.introduces, id: key, value: visit.value, key, isKey: true, file });
        if (keys?.to && !keys.words?.includes(key))
          references.push({ ...base, id: key, to: keys.to, owner: visit.value, key, isKey: true });
      }
    }
  });
  return { entries, references };
}

function surroundings(visit: Visit): { step?: Step; procedure?: Procedure } {
  const find = (name: string) => visit.trail.find((record) => record.type.type === name)?.value;
  const step = find("Step") as Step | undefined;
  const procedure = find("Procedure") as Procedure | undefined;
  return { ...(step && { step }), ...(procedure && { procedure }) };
}

function named(visit: Visit, base: Omit<Unresolved, "id" | "to">): Unresolved[] {
  const { type, value } = visit;
  if (type.kind !== "ref" || typeof value !== "string") return [];
  // What else may stand here: an address, another runbook's procedure, a scope. Each is judged where it is used.
  if (type.also === "scope" || (type.also === "url" && !isIdLike(value))) return [];
  return [{ ...base, id: value, to: type.to }];
}

function inTemplates(visit: Visit, base: Omit<Unresolved, "id" | "to">): Unresolved[] {
  const { value, type } = visit;
  if (typeof value !== "string" || !templateOf(type) || isVerbatim(visit)) return [];
  return templateReferences(value).map(({ id, endpoint, start, end }) => ({
    ...base,
    id: endpoint === undefined ? id : `${id}.${endpoint}`,
    to: endpoint === undefined ? templateKinds : (["system"] as const),
    part: { start, end },
  }));
}

const templateKinds: readonly EntryKind[] = ["input", "secret", "value"];

function templateOf(type: FieldType): boolean {
  return ("template" in type && type.template !== undefined) || (type.kind === "ref" && type.also === "url");
}

function isVerbatim(visit: Visit): boolean {
  return visit.field === "run" && "verbatim" in visit.owner && visit.owner.verbatim === true;
}

/** An id has no `:` or `/`: an address has both. */
function isIdLike(text: string): boolean {
  return !/[:/.{]/.test(text);
}

function indexEntries(introduced: readonly Entry[], places: Places, problems: Problem[]): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  const reported = new Set<string>();
  for (const entry of introduced) {
    const first = entries.get(entry.id);
    if (!first) entries.set(entry.id, entry);
    else if (mayShareId(first, entry)) {
      // The secret itself is what the id names; the value is written into it.
      if (entry.kind === "secret") entries.set(entry.id, entry);
    } else {
      const at = entryPlace(entry, places);
      const related = entryPlace(first, places);
      // What two fragments have in common is told where a file of this run can be changed: in the root or its `uses`.
      if (at && related && !reported.has(`${entry.id} ${at.start}`)) {
        reported.add(`${entry.id} ${at.start}`);
        problems.push(
          createProblem({
            rule: "id-duplicate",
            at,
            message: sameId(entry, first),
            help: "Give one of the two another id, and change it wherever that one is named",
            related: [{ at: related, message: "the first one" }],
          }),
        );
      }
    }
  }
  return entries;
}

function sameId({ id, kind }: Entry, first: Entry): string {
  return kind === first.kind
    ? `Another ${kind} has the id \`${id}\` already`
    : `The id \`${id}\` stands here for ${article(kind)}, and already for ${article(first.kind)}`;
}

/** Several steps may write one value, and a saved value may be a secret's. */
function mayShareId(first: Entry, second: Entry): boolean {
  const kinds = [first.kind, second.kind];
  return kinds.includes("value") && kinds.every((kind) => kind === "value" || kind === "secret");
}

function resolve(reference: Unresolved, entries: ReadonlyMap<string, Entry>): Reference {
  const entry = entries.get(reference.id.split(".")[0] ?? "");
  return entry && reference.to.includes(entry.kind) ? { ...reference, entry } : reference;
}

function judge(reference: Reference, linked: Linked, files: Files, stubs: Set<string>): readonly Problem[] {
  const [message, help, fixText] = fault(reference, linked, files) ?? [];
  // Only then: a place inside a text is computed, and most references are right.
  const at = message === undefined ? undefined : referencePlace(reference, linked.places);
  if (!at || message === undefined || help === undefined) return [];
  const rule = reference.part ? "input-undeclared" : "reference-unknown";
  const edits = [{ offset: at.start, endOffset: at.end, text: fixText ?? "" }];
  const fix =
    fixText === undefined || !isSpeltPlainly(fixText)
      ? inputStub(reference, linked, stubs)
      : { safe: false, title: `Write ${fixText}`, edits };
  return [createProblem({ rule, at, message, help, ...(fix && { fix }) })];
}

/** Declares the input that a text names, once, with its id as the label until somebody finds a better one. */
function inputStub({ id, part }: Reference, { root, places }: Linked, stubs: Set<string>): Fix | undefined {
  if (!part || id.includes(".") || stubs.has(id)) return undefined;
  stubs.add(id);
  const words = id.replaceAll("-", " ");
  const input = { id, label: `${words.charAt(0).toUpperCase()}${words.slice(1)}` };
  const edits = root.inputs ? addItem(places, root.inputs, input) : setField(places, root, "inputs", [input]);
  return edits.length === 0 ? undefined : { safe: false, title: `Declare the input ${id}`, edits };
}

/** Whether a name can be put in the place of another whatever surrounds it: an id of another shape might need quotes. */
function isSpeltPlainly(name: string): boolean {
  return /^(?:[A-Za-z][\w/-]*|\{\{[A-Za-z][\w.-]*\}\})$/.test(name);
}

type Fault = readonly [message: string, help: string, fix?: string | undefined];

function fault(reference: Reference, linked: Linked, files: Files): Fault | undefined {
  const { entry, id } = reference;
  if (entry) return reference.part ? templateFault(reference, entry, linked) : scopeFault(reference, entry);
  if (reference.field === "do" && id.includes("/")) return otherRunbookFault(id, files);

  const other = linked.entries.get(id);
  const expected = reference.to.map(article).join(" or ");
  if (other && !reference.part)
    return [
      `\`${id}\` is ${article(other.kind)}, and \`${reference.field}\` takes ${expected}`,
      `Name ${expected}`,
    ];
  const guess = nearest(id, candidates(reference, linked));
  const shown = (name: string) => (reference.part ? `{{${name}}}` : name);
  const question = guess ? `, did you mean \`${shown(guess)}\`?` : "";
  if (reference.part) {
    const isPage = linked.files[0]?.tree?.markdown !== undefined;
    const stub = id.includes(".")
      ? `Declare the system and its endpoint ${isPage ? "below `## Systems`" : "in `systems`"}`
      : `Declare it ${isPage ? "below `## Inputs`" : "in `inputs`"}, or save it in an earlier step${reference.field === "run" ? "; a command with `verbatim: true` has no references" : ""}`;
    return [
      `\`{{${id}}}\` names nothing that the runbook declares${question}`,
      guess ? `Write \`{{${guess}}}\`, or declare \`${id}\`` : stub,
      guess && shown(guess),
    ];
  }
  // A fragment cannot lean on the runbooks that use it.
  const home = "kind" in linked.root ? " here or in a fragment that this one `uses`" : "";
  const help = guess
    ? `Write \`${guess}\`, or add ${expected} with the id \`${id}\`${home}`
    : `Add ${expected} with the id \`${id}\`${home}, or name one that is there`;
  return [`\`${id}\` names no ${reference.to.join(" or ")}${question}`, help, guess];
}

function candidates(reference: Reference, linked: Linked): string[] {
  const ids = [...linked.entries.values()]
    .filter((entry) => reference.to.includes(entry.kind))
    .map(({ id }) => id);
  if (reference.isKey && reference.to.includes("error")) ids.push("timeout", "refused", "stopped", "any");
  if (reference.part && reference.id.includes("."))
    return [...linked.systems.values()].flatMap((system) =>
      Object.keys(system.endpoints ?? {}).map((name) => `${system.id}.${name}`),
    );
  return ids;
}

/** A name that resolves, but not to something that can stand in this text. */
function templateFault(reference: Reference, entry: Entry, linked: Linked): Fault | undefined {
  const [system, endpoint] = reference.id.split(".");
  if (endpoint === undefined) return undefined;
  const endpoints = Object.keys(linked.systems.get(entry.id)?.endpoints ?? {});
  if (endpoints.includes(endpoint)) return undefined;
  const guess = nearest(endpoint, endpoints);
  return [
    `The system \`${system}\` has no endpoint \`${endpoint}\`${guess ? `, did you mean \`{{${system}.${guess}}}\`?` : ""}`,
    `Add \`${endpoint}\` to the \`endpoints\` of \`${system}\`, or name one that is there`,
    guess && `{{${system}.${guess}}}`,
  ];
}

/** A step is reached only from its own procedure. */
function scopeFault(reference: Reference, entry: Entry): Fault | undefined {
  if (entry.kind !== "step" || entry.procedure === reference.procedure) return undefined;
  const home = entry.procedure?.id ?? "";
  if (!reference.procedure)
    return [
      `\`${entry.id}\` is a step, and an error's \`then\` serves every procedure`,
      `Name a procedure here, or answer the error in the rows of \`${home}\``,
    ];
  return [
    `The step \`${entry.id}\` belongs to the procedure \`${home}\`, and \`${reference.field}\` reaches only steps of its own procedure`,
    `Go to the procedure \`${home}\`, or do it with \`do\``,
  ];
}

function otherRunbookFault(id: string, files: Files): Fault | undefined {
  if (!files.runbook) return undefined;
  const [runbook = "", procedure = ""] = id.split("/");
  const found = files.runbook(runbook);
  if (!found)
    return [
      `No runbook under the root has the id \`${runbook}\``,
      "Write `runbook/procedure` with the id of a runbook of this repository",
    ];
  if (!found.runbook)
    return [
      `The runbook \`${runbook}\` has problems of its own and cannot be called`,
      `Mend the problems of \`${found.source.path}\` first`,
    ];
  const procedures = found.runbook.procedures.map((candidate) => candidate.id);
  if (procedures.includes(procedure)) return undefined;
  const guess = nearest(procedure, procedures);
  return [
    `The runbook \`${runbook}\` has no procedure \`${procedure}\`${guess ? `, did you mean \`${runbook}/${guess}\`?` : ""}`,
    "Name a procedure of that runbook",
    guess && `${runbook}/${guess}`,
  ];
}

function article(kind: EntryKind): string {
  return /^[aeiou]/.test(kind) ? `an ${kind}` : kind === "value" ? "a saved value" : `a ${kind}`;
}
