import { canonicalJson } from "./canonical.js";
import { entryLevels, type Level, levelOf, type Weight, weights } from "./diff-levels.js";
import type { Field, FieldType } from "./field-types.js";
import { recordType } from "./fields.js";
import type { Linked } from "./linked.js";

export interface Change {
  /** From the head, by ids: `procedures/restart/steps/look/expect/see`. */
  readonly path: string;
  readonly kind: "added" | "removed" | "changed" | "moved";
  readonly level: Level;
  /** What changed, in plain words. */
  readonly why: string;
}

export interface Diff {
  /** The version step that the changes ask for: the gravest of theirs; `none` where nothing of meaning changed. */
  readonly required: Level | "none";
  /** The step from one version to the other; `lower` where the version goes back. */
  readonly declared: Level | "none" | "lower";
  readonly changes: readonly Change[];
}

/**
 * What changed between two versions of a runbook, and how large a version step that asks for. Entries are paired by their
 * ids, wherever they stand, so that an entry which moved to a fragment has not changed. `version`, `revisions`, `review` and
 * `uses` tell about the version and are not compared.
 */
export function diff(before: Linked, after: Linked): Diff {
  const changes: Change[] = [];
  compareRecords(linkedFields(before), linkedFields(after), "runbook", { path: [], changes, words: "" });
  return { required: gravest(changes), declared: versionStep(versionOf(before), versionOf(after)), changes };
}

type Fields = Readonly<Record<string, unknown>>;

interface Where {
  readonly path: readonly string[];
  readonly changes: Change[];
  /** Of what: "of the step `look`", or nothing at the head. */
  readonly words: string;
}

/** The head of the file, with the entries of its fragments behind its own. */
function linkedFields({ root, files }: Linked): Fields {
  const merged: Record<string, unknown> = { ...root };
  for (const { fragment } of files.slice(1)) {
    for (const [name, value] of Object.entries(fragment ?? {})) {
      const own = merged[name] ?? [];
      if (Array.isArray(value) && Array.isArray(own)) merged[name] = [...own, ...value];
    }
  }
  return merged;
}

function compareRecords(before: Fields, after: Fields, name: string, where: Where): void {
  const record = recordType(name);
  for (const [field, description] of Object.entries(record.fields)) {
    const weight = weights[name]?.[field] ?? "deed";
    if (weight !== "none") compareField({ field, description, weight }, before[field], after[field], where);
  }
  for (const field of extensionsOf(before, after)) {
    const described = {
      field,
      description: { type: { kind: "json" }, means: "a field of your own" } as const,
      weight: "prose" as const,
    };
    compareField(described, before[field], after[field], where);
  }
}

interface Described {
  readonly field: string;
  readonly description: Field;
  readonly weight: Weight;
}

function compareField(
  { field, description, weight }: Described,
  before: unknown,
  after: unknown,
  where: Where,
): void {
  if (same(before, after)) return;
  const { type, means } = description;
  const inner: Where = { ...where, path: [...where.path, field] };
  const entries = entryRecord(type);
  if (entries && (weight === "entries" || entryLevels[entries]) && weight !== "prose")
    return compareEntries(listOf(before), listOf(after), entries, inner);
  const kind = before === undefined ? "added" : after === undefined ? "removed" : "changed";
  if (kind === "changed" && isFields(before) && isFields(after)) {
    const inside = recordOf(type);
    // Of an outcome with another verb nothing is left to compare.
    if (inside && verbs(inside, before) === verbs(inside, after))
      return compareRecords(before, after, inside, inner);
    if (type.kind === "map" && type.of.kind === "record")
      return compareRows(before, after, { type, weight }, inner);
  }
  add(inner, kind, levelOf(weight, kind), `\`${field}\`${where.words} ${was(kind)}: ${means}`);
}

/** Rows by name, such as those of `onFailure`. */
function compareRows(
  before: Fields,
  after: Fields,
  { type, weight }: { type: FieldType; weight: Weight },
  where: Where,
): void {
  const record = type.kind === "map" ? recordOf(type.of) : undefined;
  for (const row of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, fresh] = [before[row], after[row]];
    if (same(old, fresh)) continue;
    const inner: Where = { ...where, path: [...where.path, row] };
    const kind = old === undefined ? "added" : fresh === undefined ? "removed" : "changed";
    if (record && isFields(old) && isFields(fresh) && verbs(record, old) === verbs(record, fresh))
      compareRecords(old, fresh, record, { ...inner, words: ` of the row \`${row}\`${where.words}` });
    else
      add(
        inner,
        kind,
        levelOf(weight, kind),
        `The row \`${row}\`${where.words} ${was(kind)}: what happens then`,
      );
  }
}

/** Entries of a list, paired by what names them. */
function compareEntries(
  before: readonly unknown[],
  after: readonly unknown[],
  record: string,
  where: Where,
): void {
  const levels = entryLevels[record] ?? { added: "major", removed: "major", moved: "major" };
  const [old, fresh] = [byName(before), byName(after)];
  const noun = recordType(record).noun.replace(/^an? /, "");
  for (const [name, entry] of old) {
    const inner: Where = {
      ...where,
      path: [...where.path, name],
      words: ` of the ${noun} \`${shown(name)}\``,
    };
    const other = fresh.get(name);
    if (other === undefined)
      add(inner, "removed", levels.removed, `The ${noun} \`${shown(name)}\`${where.words} was removed`);
    else if (isFields(entry) && isFields(other)) compareRecords(entry, other, record, inner);
  }
  for (const [name, entry] of fresh) {
    if (old.has(name)) continue;
    const inner: Where = { ...where, path: [...where.path, name] };
    // Who begins with the new version without this input cannot go on.
    const mustBeGiven = record === "input" && isFields(entry) && entry.required === true;
    const what = `The ${noun} \`${shown(name)}\`${where.words} was added${mustBeGiven ? ", and the reader must have it" : ""}`;
    add(inner, "added", mustBeGiven ? "major" : levels.added, what);
  }
  for (const name of moved([...old.keys()], [...fresh.keys()]))
    add(
      { ...where, path: [...where.path, name] },
      "moved",
      levels.moved,
      `The ${noun} \`${shown(name)}\`${where.words} stands in another place`,
    );
  reportNewFirst(record, before, after, where);
}

/** Readers begin with the first procedure. */
function reportNewFirst(
  record: string,
  before: readonly unknown[],
  after: readonly unknown[],
  where: Where,
): void {
  const [old, fresh] = [nameOf(before[0], 0), nameOf(after[0], 0)];
  if (record === "procedure" && old !== fresh && before.length > 0 && after.length > 0)
    add(
      { ...where, path: [...where.path, fresh] },
      "moved",
      "major",
      `The procedure \`${fresh}\` is now the first, where readers begin`,
    );
}

/** The names that changed their place among those that both lists have: as few as explain the new order. */
function moved(before: readonly string[], after: readonly string[]): readonly string[] {
  const places = new Map(before.map((name, index) => [name, index] as const));
  const common = after.filter((name) => places.has(name));
  const kept = longestRise(common.map((name) => places.get(name) ?? 0));
  return common.filter((name) => !kept.has(places.get(name) ?? 0));
}

/** The members of a longest rising part of a list of different numbers (patience sorting). */
function longestRise(numbers: readonly number[]): ReadonlySet<number> {
  const tops: number[] = [];
  const behind = new Map<number, number | undefined>();
  for (const number of numbers) {
    let low = 0;
    let high = tops.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((tops[middle] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    behind.set(number, tops[low - 1]);
    tops[low] = number;
  }
  const rise = new Set<number>();
  for (let at = tops.at(-1); at !== undefined; at = behind.get(at)) rise.add(at);
  return rise;
}

/** By id, or what else names an entry; a branch or a row of a match by all that it says. */
function byName(list: readonly unknown[]): Map<string, unknown> {
  const entries = new Map<string, unknown>();
  for (const [index, entry] of list.entries()) {
    const name = nameOf(entry, index);
    // A second entry of one name is an error elsewhere; it must not hide here.
    entries.set(entries.has(name) ? `${name}#${index}` : name, entry);
  }
  return entries;
}

function nameOf(entry: unknown, index: number): string {
  if (!isFields(entry)) return entry === undefined ? "" : String(index);
  for (const field of ["id", "term", "scope", "name", "title"])
    if (typeof entry[field] === "string") return entry[field];
  return "when" in entry ? canonicalJson(entry.when) : canonicalJson(entry);
}

function shown(name: string): string {
  const text = name.startsWith('"') ? name.slice(1, -1) : name;
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function entryRecord(type: FieldType): string | undefined {
  return type.kind === "list" && type.of.kind === "record" ? type.of.record : undefined;
}

function recordOf(type: FieldType): string | undefined {
  return type.kind === "record" || type.kind === "either" ? type.record : undefined;
}

/** Which of the fields that exclude one another a record has. */
function verbs(record: string, value: Fields): string {
  const alternatives = [
    ...(recordType(record).exactlyOne ?? []),
    ...(recordType(record).atMostOne ?? []),
  ].flat();
  return alternatives.filter((name) => value[name] !== undefined).join(" ");
}

function extensionsOf(before: Fields, after: Fields): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => name.startsWith("x-"));
}

function add(where: Where, kind: Change["kind"], level: Level, why: string): void {
  where.changes.push({ path: where.path.map(shown).join("/"), kind, level, why });
}

function was(kind: "added" | "removed" | "changed"): string {
  return kind === "changed" ? "changed" : `was ${kind}`;
}

function same(before: unknown, after: unknown): boolean {
  return before === undefined || after === undefined
    ? before === after
    : canonicalJson(before) === canonicalJson(after);
}

function isFields(value: unknown): value is Fields {
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

function versionOf({ root }: Linked): string {
  return "version" in root ? root.version : "0.0.0";
}

/** The step from one version to the other, by semver 2.0.0; build metadata does not count. */
export function versionStep(before: string, after: string): Level | "none" | "lower" {
  const [old, fresh] = [versionParts(before), versionParts(after)];
  for (const [index, level] of (["major", "minor", "patch"] as const).entries()) {
    const [from, to] = [old.numbers[index] ?? 0n, fresh.numbers[index] ?? 0n];
    if (to !== from) return to > from ? level : "lower";
  }
  if (old.pre === fresh.pre) return "none";
  // From a pre-release to its release, or to a later one, is the smallest step.
  return comparePre(old.pre, fresh.pre) < 0 ? "patch" : "lower";
}

function versionParts(version: string): { numbers: readonly bigint[]; pre: string } {
  const [core = "", pre = ""] = (version.split("+")[0] ?? "").split(/-(.*)/s);
  return { numbers: core.split(".").map(BigInt), pre };
}

/** Semver 2.0.0, section 11: no pre-release is the greatest; numbers by value and below words. */
function comparePre(a: string, b: string): number {
  if (a === "" || b === "") return a === b ? 0 : a === "" ? 1 : -1;
  const [left, right] = [a.split("."), b.split(".")];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [one, other] = [left[i], right[i]];
    if (one === undefined || other === undefined) return one === undefined ? -1 : 1;
    const numeric = [one, other].map((part) => /^[0-9]+$/.test(part));
    if (numeric[0] && numeric[1]) {
      if (BigInt(one) !== BigInt(other)) return BigInt(one) < BigInt(other) ? -1 : 1;
    } else if (numeric[0] !== numeric[1]) return numeric[0] ? -1 : 1;
    else if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}
