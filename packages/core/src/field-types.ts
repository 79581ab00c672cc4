/** What can have an id, and so be named by others: all of one space, because in Markdown each is an anchor. */
export type EntryKind =
  | "party"
  | "system"
  | "input"
  | "secret"
  | "client"
  | "request"
  | "error"
  | "procedure"
  | "step"
  | "note"
  | "safety rule"
  | "checklist item"
  /** A saved value, or the name that `as` gives to the item of a list. */
  | "value";

/** Where `{{id}}` is read, and how the value is encoded there. */
export type TemplateContext = "prose" | "url" | "text" | "json" | "shell" | "environment";

/** The shape of a value. Each kind has one meaning in the schema, the types, the reader's words and the docs. */
export type FieldType =
  /** Text for people, in one font; never blank. */
  | { readonly kind: "text"; readonly template?: TemplateContext }
  /** Markdown; line ends are LF and no white space ends it. */
  | { readonly kind: "markdown"; readonly template?: TemplateContext }
  /** Any text, an empty one too. */
  | { readonly kind: "string"; readonly template?: TemplateContext }
  /** The text of a command; line ends are LF and no white space ends it. */
  | { readonly kind: "command"; readonly template?: TemplateContext }
  /** Introduces an id. */
  | { readonly kind: "id" }
  /** Names an entry. `also` says what else may stand there and is checked elsewhere. */
  | { readonly kind: "ref"; readonly to: readonly EntryKind[]; readonly also?: "url" | "runbook" | "scope" }
  | { readonly kind: "pattern"; readonly name: PatternName; readonly template?: TemplateContext }
  | { readonly kind: "integer"; readonly min: number }
  | { readonly kind: "boolean" }
  | { readonly kind: "const"; readonly value: string | number | boolean }
  | { readonly kind: "enum"; readonly values: readonly string[] }
  /** A number or a class such as `5xx`. */
  | { readonly kind: "status" }
  /** Text, a number, or true and false. */
  | { readonly kind: "scalar"; readonly template?: TemplateContext }
  /** Any JSON value. */
  | { readonly kind: "json"; readonly template?: TemplateContext }
  /** With `orOne`, a single item may stand without the list; the model holds a list in either case. */
  | { readonly kind: "list"; readonly of: FieldType; readonly orOne?: boolean; readonly min?: number }
  /** Keys of the author's own. `keys` says what a key names or introduces. */
  | { readonly kind: "map"; readonly of: FieldType; readonly keys?: MapKeys; readonly min?: number }
  | { readonly kind: "record"; readonly record: string }
  /** One of two shapes: a fixed word or plain text, or a record. */
  | { readonly kind: "either"; readonly scalar: FieldType; readonly record: string };

export interface MapKeys {
  /** The key names an entry of these kinds. */
  readonly to?: readonly EntryKind[];
  /** Words that may stand instead. */
  readonly words?: readonly string[];
  /** The key introduces an id of this kind. */
  readonly introduces?: EntryKind;
  readonly pattern?: PatternName;
}

export type PatternName = keyof typeof patterns;

export interface Pattern {
  readonly source: string;
  /** What a person should write, after "expected". */
  readonly expected: string;
}

/** Patterns are anchored and linear. Each is the same in the schema and in the reader. */
export const patterns = {
  id: {
    source: "^[a-z][a-z0-9-]{0,63}$",
    expected: "lower-case letters, digits and hyphens, beginning with a letter, at most 64",
  },
  duration: {
    source: "^(?=[0-9])(?:[0-9]+d)?(?:[0-9]+h)?(?:[0-9]+m)?(?:[0-9]+s)?$",
    expected: "a duration such as `90s`, `5m`, `2h`, `1d` or `1h30m`",
  },
  date: {
    source: "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$",
    expected: 'a date such as `"2026-11-01"`',
  },
  semver: {
    source:
      "^(?:0|[1-9][0-9]*)\\.(?:0|[1-9][0-9]*)\\.(?:0|[1-9][0-9]*)(?:-[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?$",
    expected: 'a version of three numbers such as `"1.4.0"`',
  },
  path: {
    source: "^(?![/\\\\\\s])[^\\\\\\u0000]+$",
    expected: "a path with `/`, relative to this file",
  },
  jsonPath: {
    source: "^\\$(?:\\.[^.\\[\\]\\s]+|\\[[^\\[\\]]+\\])*$",
    expected: "a JSON path such as `$.access_token`",
  },
  where: {
    source: "^(?:www-authenticate|redirect|\\$(?:\\.[^.\\[\\]\\s]+|\\[[^\\[\\]]+\\])*)$",
    expected: "a JSON path such as `$.error`, `www-authenticate` or `redirect`",
  },
  saved: {
    source: "^(?:output|\\$(?:\\.[^.\\[\\]\\s]+|\\[[^\\[\\]]+\\])*)$",
    expected: "a JSON path such as `$.access_token`, or `output`",
  },
  statusClass: { source: "^[1-5]xx$", expected: "a class such as `5xx`" },
} as const satisfies Record<string, Pattern>;

/** Not ids: outcomes and built-in rows are spelt so, and the sections of the Markdown spelling have these anchors. */
export const reservedIds: readonly string[] = [
  ...["timeout", "refused", "stopped", "any", "end", "else", "break", "continue"],
  ...[
    "errors",
    "people",
    "systems",
    "inputs",
    "requests",
    "secrets-and-tokens",
    "clients",
    "scopes",
    "words",
  ],
  ...["safety-rules", "sign-off-checklist", "references", "revisions"],
];

export interface Field {
  readonly type: FieldType;
  /** What it holds, as the end of a sentence that begins with the field's name. */
  readonly means: string;
  /** The schema demands it. */
  readonly required?: boolean;
  /** May stand only where one of these fields does. */
  readonly only?: readonly string[];
  /** May not stand beside any of these. */
  readonly not?: readonly string[];
  /** The schema demands it where one of these fields stands. */
  readonly requiredWith?: readonly string[];
  /** The schema demands it, unless another field has one of these values. */
  readonly requiredUnless?: { readonly field: string; readonly values: readonly string[] };
  /** The rule that reports it missing or empty, where a more telling one than `schema-mismatch` exists. */
  readonly missingRule?: string;
}

export interface RecordType {
  /** Name of the TypeScript interface. */
  readonly type: string;
  /** What it is, as one sentence. */
  readonly means: string;
  /** What a person calls one of these in a message: "a step". */
  readonly noun: string;
  /** Its `id` introduces an entry of this kind. */
  readonly entry?: EntryKind;
  readonly exactlyOne?: readonly (readonly string[])[];
  readonly atMostOne?: readonly (readonly string[])[];
  /** One of these fields must stand, and several may; `help` is the next action of one who has none. */
  readonly atLeastOne?: { readonly fields: readonly string[]; readonly help: string };
  /** Fields of a record of the same type that may not stand in this one, each with the reason. */
  readonly elsewhere?: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, Field>>;
}

export const text = (template?: TemplateContext): FieldType => ({
  kind: "text",
  ...(template && { template }),
});
export const string = (template?: TemplateContext): FieldType => ({
  kind: "string",
  ...(template && { template }),
});
export const markdown: FieldType = { kind: "markdown", template: "prose" };
export const id: FieldType = { kind: "id" };
export const ref = (...to: readonly EntryKind[]): FieldType => ({ kind: "ref", to });
export const pattern = (name: PatternName): FieldType => ({ kind: "pattern", name });
export const integer = (min: number): FieldType => ({ kind: "integer", min });
export const boolean: FieldType = { kind: "boolean" };
export const constant = (value: string | number | boolean): FieldType => ({ kind: "const", value });
export const oneOf = (...values: readonly string[]): FieldType => ({ kind: "enum", values });
export const scalar = (template?: TemplateContext): FieldType => ({
  kind: "scalar",
  ...(template && { template }),
});
export const json = (template?: TemplateContext): FieldType => ({
  kind: "json",
  ...(template && { template }),
});
export const list = (of: FieldType, min = 0): FieldType => ({ kind: "list", of, ...(min && { min }) });
export const oneOrMany = (of: FieldType): FieldType => ({ kind: "list", of, orOne: true, min: 1 });
export const map = (of: FieldType, keys?: MapKeys): FieldType => ({ kind: "map", of, ...(keys && { keys }) });
export const record = (name: string): FieldType => ({ kind: "record", record: name });
export const either = (scalarType: FieldType, name: string): FieldType => ({
  kind: "either",
  scalar: scalarType,
  record: name,
});
