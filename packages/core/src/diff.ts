import { canonicalJson } from "./canonical.js";
import {
  type ChangeKind,
  entryWeights,
  fieldWeights,
  type Level,
  turns,
  type Weight,
  weights,
} from "./diff-levels.js";
import type { FieldType } from "./field-types.js";
import { recordType } from "./fields.js";
import { joinPath } from "./link.js";
import type { Linked } from "./linked.js";
import { type LinkedModel, linkedModel, scriptPaths } from "./linked-model.js";
import { moved } from "./moved.js";
import { versionStep } from "./version.js";

export interface Change {
  /** From the head, by ids: `procedures/restart/steps/look/expect/see`. In a name, `/` is `~1` and `~` is `~0`. */
  readonly path: string;
  readonly kind: ChangeKind;
  readonly level: Level;
  /** What is no longer the same, and why that asks for this level, in plain words. */
  readonly why: string;
}

export interface Diff {
  /** The version step that the changes ask for: the gravest of theirs; `none` where not a byte differs. */
  readonly required: Level | "none";
  /** The step from one version to the other; `lower` where the version goes back. */
  readonly declared: Level | "none" | "lower";
  readonly changes: readonly Change[];
}

export interface DiffOptions {
  /**
   * Whether two scripts that have the same path from their runbook are the same file, byte by byte; the paths are as those
   * of the runbooks. Without it, scripts are not compared.
   */
  readonly isSameScript?: (before: string, after: string) => boolean;
}

/**
 * What changed between two versions of a runbook, and how large a version step that asks for. Entries are paired by their
 * ids, wherever they stand, so that one which moved to a fragment has not changed. `version`, `review` and `revisions` tell
 * about the version: a change of these alone asks for what a comment does, the smallest step.
 */
export function diff(before: Linked, after: Linked, { isSameScript = () => true }: DiffOptions = {}): Diff {
  const [old, fresh] = [linkedModel(before), linkedModel(after)];
  const comparison = new Comparison();
  comparison.records(old, fresh, "kind" in old && "kind" in fresh ? "fragment" : "runbook", head);
  if ("kind" in old !== "kind" in fresh) comparison.field("kind", old.kind, fresh.kind, weights.deed, head);
  comparison.field("fragments", old.fragments, fresh.fragments, weights.prose, head);
  comparison.beginnings(before, after);
  const scripts = new Set(scriptPaths(before));
  for (const script of scriptPaths(after))
    if (
      scripts.has(script) &&
      !isSameScript(joinPath(pathOf(before), script), joinPath(pathOf(after), script))
    )
      comparison.script(script);
  if (comparison.changes.length === 0 && !isSameText(before, after)) comparison.cosmetic();
  const { changes } = comparison;
  return { required: gravest(changes), declared: versionStep(versionOf(before), versionOf(after)), changes };
}

interface Where {
  readonly path: readonly string[];
  /** Of what: ` of the step \`look\``, or nothing at the head. */
  readonly words: string;
}

const head: Where = { path: [], words: "" };

/** A class, because the list of changes grows. */
class Comparison {
  readonly changes: Change[] = [];

  /** The fields of two records of one kind. */
  records(before: LinkedModel, after: LinkedModel, record: string, where: Where): void {
    for (const [name, { type }] of Object.entries(recordType(record).fields)) {
      const [old, fresh] = [before[name], after[name]];
      const isDeed = record === "step" && name === "text" && isDoneByHand(before) && isDoneByHand(after);
      const weight = isDeed ? "deed" : (fieldWeights[record]?.[name] ?? "deed");
      if (weight === "none" || isSame(old, fresh)) continue;
      if (weight === "required") this.required(old, fresh, at(where, name));
      else if (weight !== "entries") this.value(old, fresh, type, weights[weight], at(where, name));
      else if (listOf(old).length + listOf(fresh).length === 0)
        this.field(name, old, fresh, weights.prose, where);
      else this.entries(listOf(old), listOf(fresh), type, at(where, name));
    }
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)]))
      if (name.startsWith("x-")) this.field(name, before[name], after[name], weights.prose, where);
  }

  /** A field as a whole. */
  field(name: string, before: unknown, after: unknown, weight: Weight, where: Where): void {
    if (!isSame(before, after))
      this.add(at(where, name), kindOf(before, after), `\`${name}\`${where.words}`, weight);
  }

  /** A value that is not the same, as finely as its type allows. */
  private value(before: unknown, after: unknown, type: FieldType, weight: Weight, where: Where): void {
    const { path, words } = where;
    const name = path.at(-1) ?? "";
    if (isRecord(before) && isRecord(after)) {
      if (type.kind === "map") return this.rows(before, after, type.of, weight, where);
      // Of an outcome with another verb, nothing is left to compare.
      if (
        (type.kind === "record" || type.kind === "either") &&
        verbs(type.record, before) === verbs(type.record, after)
      )
        return this.records(before, after, type.record, where);
    }
    if (Array.isArray(before) && Array.isArray(after) && weight.added[0] !== weight.removed[0])
      return this.items(before, after, weight, where);
    this.add(where, kindOf(before, after), `\`${name}\`${words}`, weight);
  }

  /** Entries of a mapping, by their keys. */
  private rows(before: LinkedModel, after: LinkedModel, type: FieldType, weight: Weight, where: Where): void {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const [old, fresh] = [before[key], after[key]];
      if (isSame(old, fresh)) continue;
      const field = where.path.at(-1) ?? "";
      const row = at(where, key);
      if (isRecord(old) && isRecord(fresh))
        this.value(old, fresh, type, weight, { ...row, words: ` in \`${field}\`${where.words}` });
      else this.add(row, kindOf(old, fresh), `\`${key}\` in \`${field}\`${where.words}`, weight);
    }
  }

  /** Items without a name, such as the lines of a checklist. One that goes and one that comes are one that changed. */
  private items(before: readonly unknown[], after: readonly unknown[], weight: Weight, where: Where): void {
    const [gone, come] = [without(before, after), without(after, before)];
    const words = `\`${where.path.at(-1) ?? ""}\`${where.words}`;
    const changed = Math.min(gone.length, come.length);
    for (const item of come.slice(0, changed))
      this.add(where, "changed", `${shown(item)} in ${words}`, weight);
    for (const item of gone.slice(changed)) this.add(where, "removed", `${shown(item)} in ${words}`, weight);
    for (const item of come.slice(changed)) this.add(where, "added", `${shown(item)} in ${words}`, weight);
    if (gone.length + come.length === 0) this.add(where, "moved", `An item of ${words}`, weight);
  }

  /** Entries of a list, paired by what names them. */
  private entries(
    before: readonly unknown[],
    after: readonly unknown[],
    type: FieldType,
    where: Where,
  ): void {
    if (type.kind !== "list" || type.of.kind !== "record")
      throw new Error("Unreachable: entries are a list of records");
    const { record } = type.of;
    const weight = entryWeights[record] ?? weights.deed;
    const noun = recordType(record).noun.replace(/^an? /, "");
    const [old, fresh] = [byName(before), byName(after)];
    const words = (name: string) => `The ${noun} ${shown(name)}${where.words}`;
    for (const [name, entry] of old) {
      const other = fresh.get(name);
      if (!other) this.add(at(where, name), "removed", words(name), weight);
      else
        this.records(entry, other, record, { ...at(where, name), words: ` of the ${noun} ${shown(name)}` });
    }
    for (const [name, entry] of fresh) {
      // Who follows the new version without this input cannot go on.
      const isDemanded = record === "input" && entry.required === true;
      if (!old.has(name))
        this.add(at(where, name), "added", words(name), isDemanded ? turns.demanded : weight);
    }
    for (const name of moved([...old.keys()], [...fresh.keys()]))
      this.add(at(where, name), "moved", words(name), weight);
  }

  private required(before: unknown, after: unknown, where: Where): void {
    const words = `\`required\`${where.words}`;
    if ((before === true) === (after === true)) this.add(where, kindOf(before, after), words, turns.unsaid);
    else this.add(where, kindOf(before, after), words, after === true ? turns.demanded : turns.spared);
  }

  /** Readers begin with the first procedure and with those that have `useWhen`, in the file itself. */
  beginnings(before: Linked, after: Linked): void {
    const [old, fresh] = [beginnings(before), beginnings(after)];
    const stays = new Set(after.procedures.map(({ id }) => id));
    for (const id of old)
      if (stays.has(id) && !fresh.includes(id))
        this.add(at(at(head, "procedures"), id), "changed", `The procedure \`${id}\``, turns.closed);
    const was = new Set(before.procedures.map(({ id }) => id));
    for (const id of fresh)
      if (was.has(id) && !old.includes(id))
        this.add(at(at(head, "procedures"), id), "changed", `The procedure \`${id}\``, turns.opened);
  }

  script(path: string): void {
    this.add(at(at(head, "files"), path), "changed", `The script \`${path}\``, weights.deed);
  }

  cosmetic(): void {
    this.add(head, "changed", "Only comments, layout, or what tells about the version", turns.cosmetic);
  }

  private add({ path }: Where, kind: ChangeKind, what: string, weight: Weight): void {
    const [level, reason] = weight[kind];
    const names = path.map((name) => name.replaceAll("~", "~0").replaceAll("/", "~1"));
    this.changes.push({ path: names.join("/"), kind, level, why: `${what} ${happened[kind]}: ${reason}` });
  }
}

const happened: Readonly<Record<ChangeKind, string>> = {
  added: "was added",
  removed: "was removed",
  changed: "changed",
  moved: "stands in another place",
};

function at(where: Where, name: string): Where {
  return { ...where, path: [...where.path, name] };
}

function kindOf(before: unknown, after: unknown): "added" | "removed" | "changed" {
  return before === undefined ? "added" : after === undefined ? "removed" : "changed";
}

/** Procedures where a reader may begin. */
function beginnings({ root }: Linked): readonly string[] {
  const isRunbook = !("kind" in root);
  return (root.procedures ?? [])
    .filter(({ useWhen }, index) => isRunbook && (index === 0 || useWhen !== undefined))
    .map(({ id }) => id);
}

/** Entries by id, or by what else names them; a branch by its condition, a row of a match by all that it says. */
function byName(list: readonly unknown[]): ReadonlyMap<string, LinkedModel> {
  const entries = new Map<string, LinkedModel>();
  for (const [index, entry] of list.entries()) {
    if (!isRecord(entry)) continue;
    const name = nameOf(entry);
    // Two of one name are a fault that is told elsewhere; the second must not hide here.
    entries.set(entries.has(name) ? `${name} (${index + 1})` : name, entry);
  }
  return entries;
}

function nameOf(entry: LinkedModel): string {
  for (const field of ["id", "term", "scope", "name", "title", "when"]) {
    const name = entry[field];
    if (typeof name === "string") return name;
  }
  return canonicalJson(entry.when ?? entry);
}

/** The items of a list that another does not have, as often as it lacks them. */
function without(list: readonly unknown[], other: readonly unknown[]): readonly unknown[] {
  const counts = new Map<string, number>();
  for (const item of other) counts.set(canonicalJson(item), (counts.get(canonicalJson(item)) ?? 0) + 1);
  return list.filter((item) => {
    const count = counts.get(canonicalJson(item)) ?? 0;
    counts.set(canonicalJson(item), count - 1);
    return count <= 0;
  });
}

/** Which of the fields that exclude one another a record has. */
function verbs(record: string, value: LinkedModel): string {
  const { exactlyOne = [], atMostOne = [] } = recordType(record);
  return [...exactlyOne, ...atMostOne]
    .flat()
    .filter((name) => value[name] !== undefined)
    .join(" ");
}

function shown(item: unknown): string {
  const text = typeof item === "string" ? item : canonicalJson(item);
  return `\`${text.length > 60 ? `${text.slice(0, 60)}…` : text}\``;
}

function isSame(before: unknown, after: unknown): boolean {
  return before === undefined || after === undefined
    ? before === after
    : canonicalJson(before) === canonicalJson(after);
}

function isSameText(before: Linked, after: Linked): boolean {
  return (
    before.files.length === after.files.length &&
    before.files.every(({ source }, index) => source.text === after.files[index]?.source.text)
  );
}

function isRecord(value: unknown): value is LinkedModel {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function gravest(changes: readonly Change[]): Level | "none" {
  return (
    (["major", "minor", "patch"] as const).find((level) =>
      changes.some((change) => change.level === level),
    ) ?? "none"
  );
}

function pathOf({ files }: Linked): string {
  return files[0]?.source.path ?? "";
}

/** A fragment has no version of its own. */
function versionOf({ root }: Linked): string {
  return "version" in root ? root.version : "0.0.0";
}

const actions = ["command", "request", "open", "do", "approve", "choose"] as const;

/** Whether a step's words are all that says what is done. */
function isDoneByHand(step: object): boolean {
  return !actions.some((action) => action in step);
}
