import {
  type Field,
  type FieldType,
  type PatternName,
  patterns,
  type RecordType,
  reservedIds,
} from "./field-types.js";
import { recordType } from "./fields.js";
import { nearest } from "./nearest.js";
import { wholePlace } from "./places.js";
import { createProblem, type Fix, type Problem } from "./problem.js";
import { entryOf, type MapEntry, type MapNode, type ScalarNode, type Tree, type TreeNode } from "./tree.js";

/**
 * Rules under whose id a fault is told that leaves the model readable: it is judged further. All other faults mean
 * that there is no model.
 */
const readable: ReadonlySet<string> = new Set(["field-unknown", "id-format"]);

/** Whether a model can be made in spite of these problems. */
export function isReadable(problems: readonly Problem[]): boolean {
  return problems.every((problem) => readable.has(problem.rule) || problem.rule === "key-duplicate");
}

/** What keeps a tree from being a runbook or a fragment: one problem a fault, at its place, in plain words. */
export function explain(tree: Tree): readonly Problem[] {
  const explainer = new Explainer(tree);
  explainer.document();
  return explainer.problems;
}

class Explainer {
  readonly problems: Problem[] = [];

  constructor(private readonly tree: Tree) {}

  document(): void {
    const { root } = this.tree;
    if (root.kind !== "map") {
      this.add(
        root,
        `Unexpected ${nodeName(root)}, expected a runbook`,
        "Begin the file with `runwright: 1`",
      );
      return;
    }
    const format = entryOf(root, "runwright");
    // Of a later format we would explain the fields wrongly.
    if (
      format?.value.kind === "scalar" &&
      typeof format.value.value === "number" &&
      format.value.value !== 1
    ) {
      const message = `This runbook is written in version ${format.value.text} of the format, and this tool knows version 1`;
      this.add(format.value, message, "Use a newer runwright, or write `runwright: 1`");
      return;
    }
    this.record(root, recordType(entryOf(root, "kind") ? "fragment" : "runbook"));
  }

  private record(node: TreeNode, record: RecordType, owner?: ScalarNode): void {
    if (node.kind !== "map") {
      const fields = Object.keys(record.fields).slice(0, 4).map(code).join(", ");
      this.add(
        node,
        `Unexpected ${nodeName(node)}, expected ${record.noun} with fields such as ${fields}`,
        sentence(record.means),
        owner,
      );
      return;
    }
    for (const entry of node.entries) this.entry(node, entry, record);
    for (const [name, field] of Object.entries(record.fields)) this.missing(node, name, field, record);
    for (const names of record.exactlyOne ?? []) this.count(node, names, record, 1);
    for (const names of record.atMostOne ?? []) this.count(node, names, record, 0);
  }

  private entry(node: MapNode, { key, value }: MapEntry, record: RecordType): void {
    const name = key.text;
    const field = Object.hasOwn(record.fields, name) ? record.fields[name] : undefined;
    if (!field) {
      if (!name.startsWith("x-")) this.unknownField(node, key, record);
      return;
    }
    const has = (other: string) => entryOf(node, other) !== undefined;
    if (field.only && !field.only.some(has))
      this.add(
        key,
        `${code(name)} has no meaning without ${either(field.only)}`,
        `Add ${either(field.only)}, or remove ${code(name)}`,
      );
    const clash = field.not?.find(has);
    if (clash)
      this.add(
        key,
        `${code(name)} may not stand beside ${code(clash)}, which says it itself`,
        `Say it in ${code(clash)}, and remove ${code(name)} here`,
      );
    if (field.missingRule && isNothing(value)) {
      this.add(
        key,
        `${code(name)} is empty`,
        `Write what it holds: ${field.means}`,
        undefined,
        field.missingRule,
      );
      return;
    }
    this.value(value, field.type, key, field.means);
  }

  private unknownField(node: MapNode, key: ScalarNode, record: RecordType): void {
    const name = key.text;
    const known = Object.keys(record.fields);
    const free = known.filter((field) => !entryOf(node, field));
    const guess = nearest(name, free) ?? nearest(name, known);
    const elsewhere = guess ? undefined : record.noun;
    this.add(
      key,
      `Unknown field ${code(name)}${guess ? `, did you mean ${code(guess)}?` : ` in ${elsewhere}`}`,
      guess
        ? `Write ${code(guess)}, or begin the name with \`x-\` if the field is your own`
        : `Use one of ${list(known)}; begin the name with \`x-\` if the field is your own`,
      undefined,
      "field-unknown",
      guess && !entryOf(node, guess)
        ? {
            safe: false,
            title: `Rename the field to ${guess}`,
            edits: [{ offset: key.content.start, endOffset: key.content.end, text: guess }],
          }
        : undefined,
    );
  }

  private missing(node: MapNode, name: string, field: Field, record: RecordType): void {
    if (entryOf(node, name)) return;
    const cause = field.requiredWith?.find((other) => entryOf(node, other));
    const other = field.requiredUnless && entryOf(node, field.requiredUnless.field)?.value;
    const value =
      other?.kind === "scalar" && !field.requiredUnless?.values.includes(other.text) ? other.text : undefined;
    if (!field.required && !cause && value === undefined) return;
    const why = cause ? ` beside ${code(cause)}` : value === undefined ? "" : ` with ${code(value)}`;
    this.add(
      this.name(node),
      `${capital(record.noun)} needs ${code(name)}${why}`,
      `Add ${code(name)}: ${field.means}`,
      undefined,
      field.missingRule,
    );
  }

  /** Exactly one of the fields must stand (`least` 1), or at most one (`least` 0). */
  private count(node: MapNode, names: readonly string[], record: RecordType, least: 0 | 1): void {
    const present = names.filter((name) => entryOf(node, name));
    if (present.length > 1) {
      const second = entryOf(node, present[1] ?? "");
      if (second)
        this.add(
          second.key,
          `${capital(record.noun)} has both ${code(present[0] ?? "")} and ${code(present[1] ?? "")}, and only one can hold`,
          `Keep one of ${list(present)}`,
        );
    } else if (present.length < least) {
      this.add(
        this.name(node),
        `${capital(record.noun)} needs one of ${list(names)}`,
        `Add the one that is meant: ${list(names)}`,
      );
    }
  }

  private value(node: TreeNode, type: FieldType, owner: ScalarNode, means: string): void {
    switch (type.kind) {
      case "record":
        return this.record(node, recordType(type.record), owner);
      case "either":
        if (node.kind === "map") return this.record(node, recordType(type.record), owner);
        return this.value(node, type.scalar, owner, means);
      case "list":
        if (node.kind === "seq") {
          if (type.min && node.items.length < type.min)
            return this.add(node, `${code(owner.text)} is an empty list`, `Write at least one: ${means}`);
          for (const item of node.items) this.value(item, type.of, owner, means);
          return;
        }
        if (type.orOne) return this.value(node, type.of, owner, means);
        return this.unexpected(
          node,
          "a list",
          `Write each on a line of its own, after \`- \`: ${means}`,
          owner,
        );
      case "map":
        if (node.kind !== "map")
          return this.unexpected(node, "a mapping", `Write \`name: value\` lines: ${means}`, owner);
        for (const { key, value } of node.entries) {
          if (type.keys?.introduces) this.id(key);
          if (type.keys?.pattern === "id") this.id(key);
          else if (type.keys?.pattern) this.pattern(key, type.keys.pattern);
          this.value(value, type.of, key, means);
        }
        return;
      case "json":
        return this.json(node);
      case "id":
        if (this.text(node, owner, means)) this.id(node as ScalarNode);
        return;
      case "pattern":
        if (!this.text(node, owner, means)) return;
        // The id of the file itself is no anchor, so no word is reserved there.
        if (type.name === "id") this.id(node as ScalarNode, []);
        else this.pattern(node as ScalarNode, type.name);
        return;
      case "text":
      case "markdown":
      case "command":
      case "ref":
        if (this.text(node, owner, means) && !/\S/.test((node as ScalarNode).text))
          this.add(node, `${code(owner.text)} is empty`, `Write what it holds: ${means}`);
        return;
      case "string":
        this.text(node, owner, means);
        return;
      case "enum":
        return this.oneOf(node, type.values, owner, means);
      case "const":
        if (node.kind !== "scalar" || node.value !== type.value)
          this.unexpected(
            node,
            code(String(type.value)),
            `Write ${code(String(type.value))}: ${means}`,
            owner,
          );
        return;
      case "boolean":
        if (node.kind !== "scalar" || typeof node.value !== "boolean")
          this.unexpected(
            node,
            "`true` or `false`",
            `Write \`true\` or \`false\` without quotes: ${means}`,
            owner,
          );
        return;
      case "integer":
        if (
          node.kind !== "scalar" ||
          typeof node.value !== "number" ||
          !Number.isInteger(node.value) ||
          node.value < type.min
        )
          this.unexpected(
            node,
            `a whole number from ${type.min}`,
            `Write a number without quotes: ${means}`,
            owner,
          );
        return;
      case "status":
        return this.status(node, owner, means);
      case "scalar":
        if (node.kind !== "scalar" || node.value === null)
          this.unexpected(node, "text, a number, `true` or `false`", `Write one value: ${means}`, owner);
        else this.json(node);
        return;
    }
  }

  /** Whether it is text. A number or `true` without quotes is told apart, because quotes mend it. */
  private text(node: TreeNode, owner: ScalarNode, means: string): boolean {
    if (node.kind === "scalar" && typeof node.value === "string") return true;
    if (node.kind === "scalar" && node.value !== null) {
      const kind =
        typeof node.value === "number"
          ? `the number ${code(String(node.value))}`
          : `the word ${code(String(node.value))}`;
      this.add(
        node,
        `${code(node.text)} without quotes is read as ${kind}, and ${code(owner.text)} takes text`,
        `Put it in quotes: \`"${node.text}"\``,
        undefined,
        "yaml-implicit-typing",
        {
          safe: true,
          title: "Put the value in quotes",
          edits: [{ offset: node.start, endOffset: node.end, text: JSON.stringify(node.text) }],
        },
      );
      return false;
    }
    this.unexpected(node, "text", `Write ${code(owner.text)} as text: ${means}`, owner);
    return false;
  }

  private id(node: ScalarNode, reserved = reservedIds): void {
    const fault = reserved.includes(node.text)
      ? `${code(node.text)} is a word of the format and cannot be an id`
      : new RegExp(patterns.id.source, "u").test(node.text)
        ? undefined
        : `${code(node.text)} is not an id: ${patterns.id.expected}`;
    if (!fault) return;
    const suggestion = idFrom(node.text);
    this.add(
      node,
      fault,
      suggestion
        ? `Write an id such as ${code(suggestion)}, here and wherever it is named`
        : `Write ${patterns.id.expected}`,
      undefined,
      "id-format",
    );
  }

  private pattern(node: ScalarNode, name: PatternName): void {
    const { source, expected } = patterns[name];
    if (!new RegExp(source, "u").test(node.text))
      this.add(node, `Unexpected ${code(node.text)}, expected ${expected}`, `Write ${expected}`);
  }

  private oneOf(node: TreeNode, values: readonly string[], owner: ScalarNode, means: string): void {
    if (node.kind === "scalar" && typeof node.value === "string" && values.includes(node.value)) return;
    const guess = node.kind === "scalar" ? nearest(node.text, values) : undefined;
    const help = guess
      ? `Write ${code(guess)}`
      : `Write ${values.length > 1 ? "one of " : ""}${list(values)}: ${means}`;
    this.unexpected(node, `${values.length > 1 ? "one of " : ""}${list(values)}`, help, owner);
  }

  private status(node: TreeNode, owner: ScalarNode, means: string): void {
    const { value } = node.kind === "scalar" ? node : { value: undefined };
    const number = typeof value === "number" && Number.isInteger(value) && value >= 100 && value <= 599;
    const group = typeof value === "string" && new RegExp(patterns.statusClass.source).test(value);
    if (!number && !group)
      this.unexpected(
        node,
        "a status such as `401`, or a class such as `5xx`",
        `Write a number without quotes, or a class: ${means}`,
        owner,
      );
  }

  /** A number that JSON cannot hold exactly would be sent as another one. */
  private json(node: TreeNode): void {
    if (node.kind === "seq") for (const item of node.items) this.json(item);
    else if (node.kind === "map") for (const { value } of node.entries) this.json(value);
    else if (
      typeof node.value === "number" &&
      (!Number.isFinite(node.value) || Math.abs(node.value) > Number.MAX_SAFE_INTEGER)
    )
      this.add(
        node,
        `${code(node.text)} is a number that JSON cannot hold exactly`,
        `Put it in quotes: \`"${node.text}"\``,
      );
  }

  private unexpected(node: TreeNode, expected: string, help: string, owner: ScalarNode): void {
    this.add(node, `Unexpected ${nodeName(node)}, expected ${expected}`, help, owner);
  }

  /** What stands for an entry in a problem about something that it lacks: its id if it has one, else its first line. */
  private name(node: MapNode): TreeNode {
    return entryOf(node, "id")?.value ?? node;
  }

  private add(
    node: TreeNode,
    message: string,
    help: string,
    owner?: ScalarNode,
    rule = "schema-mismatch",
    fix?: Fix,
  ): void {
    // An empty value has no letters to point at: the field's name stands for it.
    const at = isNothing(node) && node.start === node.end && owner ? owner : node;
    this.problems.push(
      createProblem({ rule, at: wholePlace(this.tree, at), message, help, ...(fix && { fix }) }),
    );
  }
}

function isNothing(node: TreeNode): boolean {
  if (node.kind === "scalar") return node.value === null;
  return node.kind === "map" && node.entries.length === 0;
}

function nodeName(node: TreeNode): string {
  if (node.kind === "seq") return "list";
  if (node.kind === "map") return "mapping";
  if (node.value === null) return "empty value";
  const text = node.text.length > 40 ? `${node.text.slice(0, 40)}…` : node.text;
  return code(text);
}

/** Lower case, hyphens for what is not allowed, a letter first. */
function idFrom(text: string): string | undefined {
  const id = text
    .slice(0, 64)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .replace(/-$/, "");
  return id === "" || reservedIds.includes(id) ? undefined : id;
}

function either(names: readonly string[]): string {
  return names.map(code).join(" or ");
}

function list(names: readonly string[]): string {
  return names.map(code).join(", ");
}

/** In backticks, on one line. */
function code(text: string): string {
  return `\`${text.replace(/\s+/g, " ")}\``;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function sentence(text: string): string {
  return text.replace(/\.$/, "");
}
