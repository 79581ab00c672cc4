import { Faults, type Slot } from "./explain-faults.js";
import { IdBook } from "./explain-ids.js";
import {
  checkConstant,
  checkInteger,
  checkJson,
  checkPattern,
  checkStatus,
  checkTruth,
  checkWord,
  isAnyText,
  isText,
} from "./explain-scalars.js";
import { type Field, type FieldType, patterns, type RecordType } from "./field-types.js";
import { records, recordType } from "./fields.js";
import { howToWrite } from "./markdown/home-words.js";
import { nearest } from "./nearest.js";
import type { Problem } from "./problem.js";
import { secretValueName, secretValueWords } from "./secret-value.js";
import { entryOf, type MapEntry, type MapNode, type ScalarNode, type Tree, type TreeNode } from "./tree.js";
import { article, capital, code, either, joined, list, shown } from "./wording.js";

export interface Explanation {
  /** Sorted by place. Empty exactly where the schema accepts the tree. */
  readonly problems: readonly Problem[];
  /** Whether a model can be made in spite of them: there are only unknown fields and ids of the wrong shape. */
  readonly isReadable: boolean;
}

/** What keeps a tree from being a runbook or a fragment: one problem a fault, at its place, in plain words. */
export function explain(tree: Tree): Explanation {
  const faults = new Faults(tree);
  const ids = new IdBook();
  new Explainer(tree, faults, ids).document();
  ids.tell(faults);
  return { problems: faults.sorted(), isReadable: faults.isReadable };
}

/** The fields of one mapping, and what its faults so far make of the fields that it lacks. */
interface Fields {
  readonly node: MapNode;
  readonly record: RecordType;
  readonly present: ReadonlyMap<string, MapEntry>;
  /** Fields that are there under a misspelt name: they are not missing too. */
  readonly meant: Set<string>;
  /** Something stands here that belongs elsewhere, so that the field which it lacks is that same fault. */
  misplaced: boolean;
}

/** Walks the tree along the table of fields. A class, so that the walk need not hand on where it gathers. */
class Explainer {
  private readonly root: TreeNode;

  constructor(
    private readonly tree: Tree,
    private readonly faults: Faults,
    private readonly ids: IdBook,
  ) {
    this.root = tree.root;
  }

  document(): void {
    const { root, faults } = this;
    if (root.kind !== "map")
      return faults.unexpected(root, "a runbook", "Begin the file with `runwright: 1`");
    const format = entryOf(root, "runwright")?.value;
    // Of a later format we would explain the fields wrongly.
    if (format?.kind === "scalar" && typeof format.value === "number" && format.value !== 1) {
      const message = `This runbook is written in version ${code(format.text)} of the format, and this tool knows version \`1\``;
      return faults.add(format, message, "Use a newer runwright, or write `runwright: 1`");
    }
    const runbook = recordType("runbook");
    const kind = entryOf(root, "kind");
    if (!kind) {
      if (root.entries.some(({ key }) => ownField(runbook, key.text))) return this.record(root, runbook);
      const message = "This is no runbook: it has none of a runbook's fields";
      return faults.add(
        root,
        message,
        "Begin the file with `runwright: 1`, or rename it if it is something else",
      );
    }
    if (kind.value.kind === "scalar" && kind.value.value === "fragment")
      return this.record(root, recordType("fragment"));
    const word = kind.value.kind === "scalar" ? code(kind.value.text) : shown(kind.value);
    const help = "Remove `kind` from a runbook; write `kind: fragment` in a file that runbooks share";
    faults.add(kind.key, `Only a fragment has a \`kind\`, and here it is ${word}`, help);
    this.record({ ...root, entries: root.entries.filter((entry) => entry !== kind) }, runbook);
  }

  private record(node: MapNode, record: RecordType): void {
    const present = new Map(node.entries.map((entry) => [entry.key.text, entry]));
    // What could not be read of a mapping has been told, and may be just what it lacks.
    const misplaced = this.isTold(node);
    const fields: Fields = { node, record, present, meant: new Set(), misplaced };
    for (const entry of node.entries) {
      // What comes after so many faults is not looked at.
      if (this.faults.isFull) return;
      this.entry(entry, fields);
    }
    for (const [name, field] of Object.entries(record.fields)) this.missing(name, field, fields);
    for (const names of record.exactlyOne ?? []) this.count(names, 1, fields);
    for (const names of record.atMostOne ?? []) this.count(names, 0, fields);
    this.atLeastOne(fields);
  }

  private entry({ key, value }: MapEntry, fields: Fields): void {
    const name = key.text;
    const field = ownField(fields.record, name);
    if (!field) {
      if (name.startsWith("x-")) checkJson(this.faults, value);
      else this.unknownField(key, fields);
      return;
    }
    if (field.only && !field.only.some((other) => fields.present.has(other))) {
      // The field that it needs may be just what could not be read.
      if (this.isTold(fields.node)) return this.faults.addSilently();
      const others = either(field.only);
      const message = `${code(name)} has no meaning without ${others}`;
      this.faults.add(key, message, `Add ${others}, or remove ${code(name)}`);
      fields.misplaced = true;
    }
    const clash = field.not?.find((other) => fields.present.has(other));
    if (clash) {
      const message = `${code(name)} may not stand beside ${code(clash)}, which has its own`;
      this.faults.add(key, message, `Write ${code(name)} in the ${clash}, and remove it here`);
    }
    const noun = (name === "id" && fields.record.entry) || "item";
    const slot = {
      owner: key,
      means: field.means,
      required: field.required || field.missingRule !== undefined,
      noun,
    };
    if (field.missingRule && isNothing(value)) {
      // All of these fields hold outcomes.
      const help = `Write an outcome below it, such as \`goto: …\` or \`escalate: …\`: ${field.means}`;
      this.faults.empty(value, slot, { rule: field.missingRule, help });
    } else this.value(value, field.type, slot);
  }

  private unknownField(key: ScalarNode, fields: Fields): void {
    const { record, present } = fields;
    const name = key.text;
    fields.misplaced = true;
    const reason =
      record.elsewhere && Object.hasOwn(record.elsewhere, name) ? record.elsewhere[name] : undefined;
    if (reason !== undefined) {
      const [verbs = []] = record.exactlyOne ?? [];
      const message = `${code(name)} may not stand here: ${reason}`;
      return this.faults.add(key, message, `Use one of ${list(verbs)}, or remove it`);
    }
    const unknown = `Unknown field ${code(name)}`;
    const rule = "field-unknown";
    if (record.type === "Secret" && secretValueName.test(name)) {
      const [message, help] = secretValueWords(name);
      return this.faults.add(key, message, help, { rule });
    }
    const inner = innerFields(record, name);
    if (inner.length > 0) {
      const message = `${unknown} in ${record.noun}, it belongs in ${either(inner)}`;
      const help =
        key.style === "markdown"
          ? `Remove it, or write the ${either(inner)} that it belongs to`
          : `Write it below ${either(inner)}, indented by two more spaces`;
      return this.faults.add(key, message, help, { rule });
    }
    const known = Object.keys(record.fields);
    const own = "begin the name with `x-` if the field is your own";
    const guess =
      nearest(
        name,
        known.filter((other) => !present.has(other)),
      ) ?? nearest(name, known);
    if (guess === undefined) {
      const home = homes(name);
      const where = home ? `, it belongs in ${home}` : "";
      const help = home ? `Move it to ${home}, or ${own}` : `Use one of ${list(known)}; or ${own}`;
      return this.faults.add(key, `${unknown} in ${record.noun}${where}`, help, { rule });
    }
    const message = `${unknown}, did you mean ${code(guess)}?`;
    if (present.has(guess)) {
      const help = `${code(guess)} is there already: move what is new to it, and remove ${code(name)}`;
      return this.faults.add(key, message, help, { rule });
    }
    fields.meant.add(guess);
    const edits = [{ offset: key.start, endOffset: key.end, text: guess }];
    const fix = { safe: false, title: `Rename the field to ${guess}`, edits };
    this.faults.add(key, message, `Write ${code(guess)}, or ${own}`, { rule, fix });
  }

  private missing(name: string, field: Field, fields: Fields): void {
    const reason = fields.present.has(name) ? undefined : missingReason(field, fields);
    if (reason === undefined) return;
    const { record, node } = fields;
    if (fields.meant.has(name) || this.isTold(node, name)) return this.faults.addSilently();
    const how = howToWrite(this.tree, node, name) ?? `Add ${code(name)}`;
    const help =
      field.type.kind === "const" ? `Add \`${name}: ${field.type.value}\`` : `${how}: ${field.means}`;
    const message = `${capital(record.noun)}${reason} needs ${code(name)}`;
    this.faults.add(this.name(node), message, help, { rule: field.missingRule });
  }

  /** Whether the reader has told that something of a mapping, or this field, could not be read. */
  private isTold(node: MapNode, name?: string): boolean {
    const hole = this.tree.markdown?.holes.get(node);
    return hole === "any" || (name !== undefined && hole?.includes(name) === true);
  }

  /** Exactly one of the fields must stand (`least` 1), or at most one (`least` 0). */
  private count(names: readonly string[], least: 0 | 1, { record, present, node, misplaced }: Fields): void {
    const found = names.flatMap((name) => present.get(name)?.key ?? []);
    const [first, second] = found.sort((a, b) => a.start - b.start);
    if (first && second) {
      const both = `both ${code(first.text)} and ${code(second.text)}`;
      const help = `Keep one of the two${record.entry === "step" ? ", and make the other a step of its own" : ""}`;
      return this.faults.add(second, `${capital(record.noun)} has ${both}, and can have only one`, help);
    }
    if (first || least === 0) return;
    if (misplaced) return this.faults.addSilently();
    const choices = names.map((name) => `${code(name)} (${record.fields[name]?.means})`);
    const [only] = names;
    const how = only === undefined ? undefined : howToWrite(this.tree, node, only);
    const help = names.length > 3 ? "Add the one that is meant" : (how ?? `Add ${joined(choices, "or")}`);
    this.faults.add(this.name(node), `${capital(record.noun)} needs one of ${list(names)}`, help);
  }

  private atLeastOne({ record, present, node, misplaced }: Fields): void {
    const { atLeastOne } = record;
    if (!atLeastOne || atLeastOne.fields.some((name) => present.has(name))) return;
    if (misplaced) return this.faults.addSilently();
    const message = `${capital(record.noun)} needs at least one of ${list(atLeastOne.fields)}`;
    this.faults.add(this.name(node), message, atLeastOne.help);
  }

  private value(node: TreeNode, type: FieldType, slot: Slot): void {
    const { faults } = this;
    if (type.kind === "json") return checkJson(faults, node);
    if (node.kind === "scalar" && node.value === null) {
      const mayBeEmptyText = type.kind === "string" || type.kind === "scalar";
      return faults.empty(
        node,
        slot,
        mayBeEmptyText ? { help: 'Write a value, or `""` for an empty one' } : {},
      );
    }
    switch (type.kind) {
      case "record":
        return this.recordOf(node, recordType(type.record), slot);
      case "either":
        return this.either(node, type.scalar, recordType(type.record), slot);
      case "list":
        return this.list(node, type, slot);
      case "map":
        return this.map(node, type, slot);
      case "id":
        if (isText(faults, node, slot, "an id such as `on-call`", "id"))
          this.ids.introduce(node, slot.noun ?? "item");
        return;
      case "pattern":
        if (!isText(faults, node, slot, patterns[type.name].expected, type.name)) return;
        return type.name === "id" ? this.ids.introduceApart(node) : checkPattern(faults, node, type.name);
      case "ref":
        // A scope is no id.
        if (type.to.length === 0) isText(faults, node, slot, "text");
        else if (isText(faults, node, slot, refWords(type.to), "id")) this.ids.name(node);
        return;
      case "text":
      case "markdown":
      case "command":
        isText(faults, node, slot, "text");
        return;
      case "string":
        isAnyText(faults, node, slot, "text");
        return;
      case "enum":
        return checkWord(faults, node, type.values, slot);
      case "const":
        return checkConstant(faults, node, type.value, slot);
      case "boolean":
        return checkTruth(faults, node, slot);
      case "integer":
        return checkInteger(faults, node, type.min, slot);
      case "status":
        return checkStatus(faults, node, slot);
      case "scalar":
        if (node.kind === "scalar") return checkJson(faults, node);
        return faults.unexpected(node, "text, a number, `true` or `false`", "Write one value");
    }
  }

  private recordOf(node: TreeNode, record: RecordType, { item, owner }: Slot): void {
    if (node.kind === "map") return this.record(node, record);
    const where = item ? "after the `-`" : `below ${code(owner.text)}`;
    const help = `Write them ${where} as \`name: value\` lines${mainFields(record)}`;
    this.faults.unexpected(node, `the fields of ${record.noun}`, help);
  }

  private either(node: TreeNode, scalar: FieldType, record: RecordType, slot: Slot): void {
    if (node.kind === "map") return this.record(node, record);
    if (node.kind === "scalar" && scalar.kind !== "const") return this.value(node, scalar, slot);
    const fixed = scalar.kind === "const" ? scalar.value : undefined;
    if (node.kind === "scalar" && node.value === fixed) return;
    const words = fixed === undefined ? "words" : code(String(fixed));
    const help = `Write ${words}, or \`name: value\` lines${mainFields(record)}`;
    this.faults.unexpected(node, `${words} or the fields of ${record.noun}`, help);
  }

  private list(node: TreeNode, type: FieldType & { kind: "list" }, slot: Slot): void {
    const { owner, means } = slot;
    if (node.kind !== "seq") {
      if (type.orOne) return this.value(node, type.of, slot);
      return this.faults.unexpected(
        node,
        "a list",
        `Write each on a line of its own, after \`- \`: ${means}`,
      );
    }
    if (type.min && node.items.length < type.min)
      return this.faults.add(node, `${code(owner.text)} is an empty list`, `Write at least one: ${means}`);
    for (const item of node.items) this.value(item, type.of, { ...slot, item: true });
  }

  private map(node: TreeNode, type: FieldType & { kind: "map" }, slot: Slot): void {
    if (node.kind !== "map") {
      const help = `Write each as \`name: value\` on a line of its own: ${slot.means}`;
      return this.faults.unexpected(node, "`name: value` lines", help);
    }
    if (type.of.kind === "record" && this.isRowForgotten(node, recordType(type.of.record), slot)) return;
    const { keys } = type;
    for (const { key, value } of node.entries) {
      if (keys?.to && !keys.words?.includes(key.text)) this.ids.name(key);
      if (keys?.introduces) this.ids.introduce(key, keys.introduces);
      else if (keys?.pattern === "id") this.ids.introduceApart(key);
      else if (keys?.pattern) checkPattern(this.faults, key, keys.pattern);
      this.value(value, type.of, { owner: key, means: slot.means, row: true });
    }
  }

  /** `onFailure: { stop: why }`: an outcome where a row should say first what it answers. */
  private isRowForgotten(node: MapNode, record: RecordType, { owner }: Slot): boolean {
    const [verbs = []] = record.exactlyOne ?? [];
    const found = node.entries.find(({ key, value }) => verbs.includes(key.text) && value.kind !== "map");
    if (!found) return false;
    const verb = code(found.key.text);
    const field = code(owner.text);
    const message = `${verb} stands directly below ${field}, which names first the failure that is answered`;
    const help = `Write \`any:\` below ${field}, and ${verb} below that, indented by two more spaces`;
    this.faults.add(found.key, message, help);
    return true;
  }

  /** What stands for an entry in a problem about something that it lacks: its id if it has one, else its first line. */
  private name(node: MapNode): TreeNode {
    const id = entryOf(node, "id")?.value;
    const isWholeFile = node.start === this.root.start;
    return !isWholeFile && id?.kind === "scalar" && /\S/.test(id.text) ? id : node;
  }
}

function ownField(record: RecordType, name: string): Field | undefined {
  return Object.hasOwn(record.fields, name) ? record.fields[name] : undefined;
}

/** What demands a field, as words behind the record's noun: ` with x`. Undefined where nothing does. */
function missingReason(field: Field, { record, present }: Fields): string | undefined {
  if (field.required) return "";
  const cause = field.requiredWith?.find((other) => {
    // Where the other may not stand without this one, that is said of the other.
    const { only } = record.fields[other] ?? {};
    return present.has(other) && (!only || only.some((name) => present.has(name)));
  });
  if (cause) return ` with ${code(cause)}`;
  const unless = field.requiredUnless;
  const value = unless && present.get(unless.field)?.value;
  if (!unless || value?.kind !== "scalar" || unless.values.includes(value.text)) return undefined;
  // A value that is itself a fault demands nothing.
  const type = record.fields[unless.field]?.type;
  return type?.kind === "enum" && type.values.includes(value.text)
    ? ` with \`${unless.field}: ${value.text}\``
    : undefined;
}

/** Fields of the record whose own fields have one of this name: where a field that stands too high belongs. */
function innerFields(record: RecordType, name: string): readonly string[] {
  return Object.entries(record.fields).flatMap(([outer, { type }]) => {
    const inner = type.kind === "list" && type.orOne ? type.of : type;
    const isHome =
      (inner.kind === "record" || inner.kind === "either") && ownField(recordType(inner.record), name);
    return isHome ? [outer] : [];
  });
}

/** The one or two records that have a field of this name; nothing where it would be a long list. */
function homes(name: string): string {
  const owners = Object.values(records).filter((record) => ownField(record, name));
  const nouns = [...new Set(owners.map(({ noun }) => noun))];
  return nouns.length <= 2 ? joined(nouns, "or") : "";
}

/** The fields that make a record, for the one who wrote something else in its place. */
function mainFields(record: RecordType): string {
  const required = Object.keys(record.fields).filter((name) => record.fields[name]?.required);
  const [choice] = record.exactlyOne ?? [];
  const parts = [...required.map(code), ...(choice ? [`one of ${list(choice)}`] : [])];
  return parts.length > 0
    ? `: ${joined(parts, "and")}`
    : `, such as ${either(Object.keys(record.fields).slice(0, 3))}`;
}

function refWords(kinds: readonly string[]): string {
  return `the id of ${joined(kinds.map(article), "or")}`;
}

function isNothing(node: TreeNode): boolean {
  if (node.kind === "scalar") return node.value === null;
  return node.kind === "map" && node.entries.length === 0;
}
