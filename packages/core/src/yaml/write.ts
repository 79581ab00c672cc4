import type { FieldType, RecordType } from "../field-types.js";
import { recordType } from "../fields.js";
import type { Fragment, Runbook } from "../runbook.js";
import { emitEntries } from "./emit.js";

export interface WriteOptions {
  /** What editors check the file against: a path or an address, or `false` for no such line. */
  readonly schema?: string | false;
}

const publishedSchema = "./node_modules/@runwright/core/runbook.schema.json";

/**
 * The canonical YAML of a model: fields in the order of the table, `x-` fields last, block style, an empty line before
 * each section. Reading it gives an equal model, and writing that one gives the same text.
 */
export function write(model: Runbook | Fragment, { schema = publishedSchema }: WriteOptions = {}): string {
  if (schema !== false && /[\r\n]/.test(schema))
    throw new TypeError("Expected the schema's address on one line");
  const root = ordered(model, recordType("kind" in model ? "fragment" : "runbook"));
  const fields = Object.entries(root).map(([key, value]) => {
    const isSection = Array.isArray(value) && typeof value[0] === "object";
    return `${isSection ? "\n" : ""}${emitEntries({ [key]: value }, 0)}\n`;
  });
  return [...(schema === false ? [] : [`# yaml-language-server: $schema=${schema}\n`]), ...fields].join("");
}

/** The same data, each record's fields in the order of the table. */
export function ordered(record: object, { fields }: RecordType): Record<string, unknown> {
  const values = new Map<string, unknown>(Object.entries(record));
  const known = Object.entries(fields).flatMap(([name, { type }]) => {
    const value = values.get(name);
    return value === undefined ? [] : [[name, orderedValue(value, type)] as const];
  });
  const others = [...values].filter(([name]) => !Object.hasOwn(fields, name));
  return Object.fromEntries([...known, ...others]);
}

function orderedValue(value: unknown, type: FieldType): unknown {
  if (typeof value !== "object" || value === null) return value;
  switch (type.kind) {
    case "record":
    case "either":
      return ordered(value, recordType(type.record));
    case "list": {
      const items = [...(value as readonly unknown[])].map((item) => orderedValue(item, type.of));
      return type.orOne && items.length === 1 ? items[0] : items;
    }
    case "map": {
      // Keys are the author's own: one may be `__proto__`.
      const map: Record<string, unknown> = Object.create(null);
      for (const [key, item] of Object.entries(value)) map[key] = orderedValue(item, type.of);
      return map;
    }
    default:
      return value;
  }
}
