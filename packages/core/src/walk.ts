import type { FieldType, RecordType } from "./field-types.js";
import { recordType } from "./fields.js";
import type { Fragment, Runbook } from "./runbook.js";

/** A value of a model with the field that it fills. */
export interface Visit {
  /** The record, list or mapping that holds it, and under which key: what `places.of` takes. */
  readonly owner: object;
  readonly key: string | number;
  readonly value: unknown;
  readonly type: FieldType;
  /** Name of the field, of which `value` may be an item or an entry. */
  readonly field: string;
  /** The records around it, outermost first. */
  readonly trail: readonly RecordVisit[];
}

export interface RecordVisit {
  readonly type: RecordType;
  readonly value: object;
}

/** Visits each value of a model in the order of the text, by the table of fields, so that no field is forgotten. */
export function walk(model: Runbook | Fragment, visit: (visit: Visit) => void): void {
  walkRecord(model, recordType("kind" in model ? "fragment" : "runbook"), [], visit);
}

function walkRecord(
  value: object,
  type: RecordType,
  trail: readonly RecordVisit[],
  visit: (visit: Visit) => void,
): void {
  const here = [...trail, { type, value }];
  for (const [key, item] of Object.entries(value)) {
    const field = Object.hasOwn(type.fields, key) ? type.fields[key] : undefined;
    if (field && item !== undefined)
      walkValue({ owner: value, key, value: item, type: field.type, field: key, trail: here }, visit);
  }
}

function walkValue(at: Visit, visit: (visit: Visit) => void): void {
  const { value, type, trail, field } = at;
  visit(at);
  if (typeof value !== "object" || value === null) return;
  const inside = (key: string | number, item: unknown, itemType: FieldType) =>
    walkValue({ owner: value, key, value: item, type: itemType, field, trail }, visit);
  switch (type.kind) {
    case "record":
      return walkRecord(value, recordType(type.record), trail, visit);
    case "either":
      return walkRecord(value, recordType(type.record), trail, visit);
    case "list":
      return (value as readonly unknown[]).forEach((item, index) => {
        inside(index, item, type.of);
      });
    case "map":
      for (const [key, item] of Object.entries(value)) inside(key, item, type.of);
      return;
    case "json":
      if (Array.isArray(value)) {
        for (const [index, item] of value.entries()) inside(index, item, type);
      } else for (const [key, item] of Object.entries(value)) inside(key, item, type);
      return;
  }
}
