import { reservedIds } from "./field-types.js";

/** A `{{id}}` or `{{system.endpoint}}` in a text. */
export interface TemplateReference {
  readonly id: string;
  readonly endpoint?: string;
  /** In UTF-16 units of the text, braces included. */
  readonly start: number;
  readonly end: number;
}

const pattern = /\{\{([a-z][a-z0-9-]{0,63})(?:\.([a-z][a-z0-9-]{0,63}))?\}\}/g;

/** The references in a text, in order. Any other `{{` is plain text: Go and Prometheus templates need no escape. */
export function templateReferences(text: string): readonly TemplateReference[] {
  if (!text.includes("{{")) return [];
  // `{{else}}` and `{{end}}` are Go's: words of the format are no ids.
  const matches = [...text.matchAll(pattern)].filter((match) => !reservedIds.includes(match[1] ?? ""));
  return matches.map((match) => ({
    id: match[1] ?? "",
    ...(match[2] !== undefined && { endpoint: match[2] }),
    start: match.index,
    end: match.index + match[0].length,
  }));
}
