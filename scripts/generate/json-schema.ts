import {
  type Field,
  type FieldType,
  patterns,
  type RecordType,
  reservedIds,
} from "../../packages/core/src/field-types.js";
import { records } from "../../packages/core/src/fields.js";

type Schema = Record<string, unknown>;

/** Beyond these a number would be sent as another one. */
const safeNumber: Schema = { minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER };

/** The published schema of the format, JSON Schema 2020-12, made from the table of fields. */
export function jsonSchema(): Schema {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Runwright runbook",
    description: "A runbook (`*.runbook.yaml`) or a fragment that runbooks share (`*.fragment.yaml`).",
    if: { type: "object", required: ["kind"] },
    then: { $ref: "#/$defs/fragment" },
    else: { $ref: "#/$defs/runbook" },
    $defs: {
      ...Object.fromEntries(Object.entries(records).map(([name, record]) => [name, recordSchema(record)])),
      json: {
        description: "Any JSON value, with no number that JSON cannot hold exactly.",
        // The type leaves out what YAML calls numbers and JSON does not: infinity, and not a number.
        type: ["string", "number", "boolean", "null", "array", "object"],
        ...safeNumber,
        items: { $ref: "#/$defs/json" },
        additionalProperties: { $ref: "#/$defs/json" },
      },
    },
  };
}

function recordSchema(record: RecordType): Schema {
  const fields = Object.entries(record.fields);
  const required = fields.filter(([, field]) => field.required).map(([name]) => name);
  const rules = [
    ...(record.exactlyOne ?? []).map((names) => ({ oneOf: names.map((name) => ({ required: [name] })) })),
    ...(record.atMostOne ?? []).map((names) => ({
      not: { anyOf: pairs(names).map((pair) => ({ required: pair })) },
    })),
    ...(record.atLeastOne ? [{ anyOf: record.atLeastOne.fields.map((name) => ({ required: [name] })) }] : []),
    ...fields.flatMap(([name, field]) => fieldRules(name, field)),
  ];
  return {
    description: record.means,
    type: "object",
    properties: Object.fromEntries(fields.map(([name, field]) => [name, fieldSchema(field)])),
    patternProperties: { "^x-": { $ref: "#/$defs/json" } },
    additionalProperties: false,
    ...(required.length > 0 && { required }),
    ...(rules.length > 0 && { allOf: rules }),
  };
}

function fieldSchema(field: Field): Schema {
  return { description: sentence(field.means), ...typeSchema(field.type) };
}

function fieldRules(name: string, field: Field): Schema[] {
  const present = { required: [name] };
  const anyOf = (names: readonly string[]) => ({ anyOf: names.map((other) => ({ required: [other] })) });
  return [
    ...(field.only ? [{ if: present, then: anyOf(field.only) }] : []),
    ...(field.not ? [{ if: present, then: { not: anyOf(field.not) } }] : []),
    ...(field.requiredUnless
      ? [
          {
            if: { properties: { [field.requiredUnless.field]: { enum: field.requiredUnless.values } } },
            else: present,
          },
        ]
      : []),
    ...(field.requiredWith ? [{ if: anyOf(field.requiredWith), then: present }] : []),
  ];
}

function typeSchema(type: FieldType): Schema {
  switch (type.kind) {
    case "text":
    case "markdown":
    case "command":
      return { type: "string", pattern: "\\S" };
    case "string":
      return { type: "string" };
    case "id":
      return { type: "string", pattern: patterns.id.source, not: { enum: reservedIds } };
    case "ref":
      return { type: "string", pattern: "\\S" };
    case "pattern":
      return { type: "string", pattern: patterns[type.name].source };
    case "integer":
      return { type: "integer", minimum: type.min };
    case "boolean":
      return { type: "boolean" };
    case "const":
      return { const: type.value };
    case "enum":
      return { enum: type.values };
    case "status":
      return {
        anyOf: [
          { type: "integer", minimum: 100, maximum: 599 },
          { type: "string", pattern: patterns.statusClass.source },
        ],
      };
    case "scalar":
      return { type: ["string", "number", "boolean"], ...safeNumber };
    case "json":
      return { $ref: "#/$defs/json" };
    case "list": {
      const array = { type: "array", items: typeSchema(type.of), ...(type.min && { minItems: type.min }) };
      return type.orOne ? { anyOf: [typeSchema(type.of), array] } : array;
    }
    case "map":
      return {
        type: "object",
        additionalProperties: typeSchema(type.of),
        ...(type.keys?.pattern && { propertyNames: { pattern: patterns[type.keys.pattern].source } }),
        ...(type.keys?.introduces && { propertyNames: typeSchema({ kind: "id" }) }),
        ...(type.min && { minProperties: type.min }),
      };
    case "record":
      return { $ref: `#/$defs/${type.record}` };
    case "either":
      return { anyOf: [typeSchema(type.scalar), { $ref: `#/$defs/${type.record}` }] };
  }
}

function pairs(names: readonly string[]): string[][] {
  return names.flatMap((first, i) => names.slice(i + 1).map((second) => [first, second]));
}

function sentence(means: string): string {
  return `${means.charAt(0).toUpperCase()}${means.slice(1)}.`;
}
