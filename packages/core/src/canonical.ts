import { compareText } from "./problem.js";

/**
 * The canonical JSON of a value (RFC 8785): no white space, keys sorted by UTF-16 units, numbers and texts spelt as
 * ECMAScript does. Two values have one canonical JSON exactly when they are equal as JSON. Fields that are `undefined`
 * are absent.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => compareText(a, b))
      .map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`);
    return `{${fields.join(",")}}`;
  }
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined || (typeof value === "number" && !Number.isFinite(value)))
    throw new TypeError(`Expected a value that JSON has, got ${String(value)}`);
  return text;
}
