import { resolvePlain } from "./resolve.js";

/*
 * Canonical YAML: block style, two spaces, one fact a line; text stands plain only where no YAML reader, old or new,
 * could take it for something else. Both the writer and the edits of fixes print values with it.
 */

/** A value in the place after `key:` or `-`, with the blank or line break that leads to it; `column` is its parent's. */
export function emitAfter(value: unknown, column: number): string {
  if (isEmpty(value)) return ` ${Array.isArray(value) ? "[]" : "{}"}`;
  if (Array.isArray(value)) return `\n${emitItems(value, column + 2)}`;
  if (typeof value === "object" && value !== null) return `\n${emitEntries(value, column + 2)}`;
  return ` ${emitScalar(value, column)}`;
}

/** The entries of a mapping, each line indented by `column` spaces, without a last line break. */
export function emitEntries(value: object, column: number): string {
  return Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([key, item]) => emitEntry(key, item, column))
    .join("\n");
}

/** One entry of a mapping in block style. */
export function emitEntry(key: string, item: unknown, column: number): string {
  return `${" ".repeat(column)}${emitColonKey(key, column)}${emitAfter(item, column)}`;
}

/** A key with its colon; `column` is where it begins. */
export function emitColonKey(key: string, column: number): string {
  const name = emitKey(key);
  return isLongKey(name) ? `? ${name}\n${" ".repeat(column)}:` : `${name}:`;
}

/** One entry of a mapping in `{ }`. */
export function emitFlowEntry(key: string, item: unknown): string {
  const name = emitKey(key);
  return `${isLongKey(name) ? `? ${name} ` : name}: ${emitFlow(item)}`;
}

/** Parsers look for the colon only among the 1,024 characters after the beginning of a key. */
function isLongKey(name: string): boolean {
  return name.length > 1000;
}

function emitItems(items: readonly unknown[], column: number): string {
  return items.map((item) => `${" ".repeat(column)}-${emitItem(item, column)}`).join("\n");
}

/** An item behind its `-`; the first field of a mapping, and the first item of a list, stand on the same line. */
export function emitItem(item: unknown, column: number): string {
  if (isEmpty(item) || typeof item !== "object" || item === null) return emitAfter(item, column);
  const lines = Array.isArray(item) ? emitItems(item, column + 2) : emitEntries(item, column + 2);
  return ` ${lines.slice(column + 2)}`;
}

/** A value on one line, for the inside of `[ ]` and `{ }`. */
export function emitFlow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(emitFlow).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return entries.length === 0
      ? "{}"
      : `{ ${entries.map(([key, item]) => emitFlowEntry(key, item)).join(", ")} }`;
  }
  if (typeof value !== "string") return emitOther(value);
  return isPlain(value) && !/[,[\]{}]/.test(value) ? value : emitQuoted(value);
}

function emitKey(key: string): string {
  return /^[A-Za-z$_][A-Za-z0-9$_./-]*$/.test(key) && isPlain(key) && key.length <= 100
    ? key
    : emitQuoted(key);
}

function emitScalar(value: unknown, column: number): string {
  if (typeof value !== "string") return emitOther(value);
  return (value.includes("\n") ? emitLiteral(value, column + 2) : undefined) ?? emitLine(value);
}

/** Text on one line, plain where every YAML reader takes it for that text. */
export function emitLine(text: string): string {
  return isPlain(text) ? text : emitQuoted(text);
}

function emitOther(value: unknown): string {
  if (value === null || value === undefined) return "null";
  // To YAML 1.1 `1e21` is text: a number with an exponent has a point.
  return String(value).replace(/^(-?[0-9])e/, "$1.0e");
}

/** A literal block, or nothing where one cannot hold the text exactly. */
function emitLiteral(text: string, column: number): string | undefined {
  // A first line that is indented or blank would need an indentation indicator; control characters need escapes.
  if (!/^[^\s]/.test(text) || hasOddUnit(text) || /[ \t]$/m.test(text)) return undefined;
  // Empty lines at the end would count or not with what stands below; quotes say it.
  if (text.endsWith("\n\n")) return undefined;
  const body = text.endsWith("\n") ? text.slice(0, -1) : text;
  const lines = body.split("\n").map((line) => (line === "" ? "" : `${" ".repeat(column)}${line}`));
  return `${body === text ? "|-" : "|"}\n${lines.join("\n")}`;
}

function emitQuoted(text: string): string {
  // Patterns and quotations read best where nothing is escaped.
  if (/["\\]/.test(text) && !/['\t\n]/.test(text) && !hasOddUnit(text)) return `'${text}'`;
  // JSON's quoting is YAML's, but for what YAML reads as a line break and for characters that no text should show.
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Whether text may stand without quotes in a block: read back the same by YAML 1.1 and 1.2. */
function isPlain(text: string): boolean {
  if (text === "" || text.length > 10_000 || hasOddUnit(text)) return false;
  if (/^(?:[\s?:,[\]{}#&*!|>'"%@`=<~]|-(?!-?[A-Za-z]))/.test(text) || /\s$/.test(text)) return false;
  if (/: |:$| #|[\t\n]/.test(text)) return false;
  return typeof resolvePlain(text) === "string" && !readsOtherwiseIn11(text) && !looksLikeNumber(text);
}

/** Like a number or a date at a glance, whether or not some reader takes it for one: quotes leave no doubt. */
function looksLikeNumber(text: string): boolean {
  // Durations and classes of a status are everyday words of the format, and no reader takes them for numbers.
  if (/^(?:(?:[0-9]+[dhms])+|[1-5]xx)$/.test(text)) return false;
  return /^(?:[-+]?[0-9.][0-9_,.:eExXoOa-fA-F+-]*(?:[tT ][0-9:.+ zZ-]*)?|[eE][-+]?[0-9]+)$/.test(text);
}

/**
 * Whether a YAML 1.1 reader (PyYAML, Psych, SnakeYAML and older go-yaml are such) takes this plain text for a boolean, a
 * number, a date or a time: `no`, `0777`, `1:30`, `1_000`, `2026-11-01`. (https://yaml.org/type/)
 */
export function readsOtherwiseIn11(text: string): boolean {
  if (/^(?:y|n|yes|no|on|off|true|false|null|~|=)$/i.test(text)) return true;
  return /^[-+.0-9]/.test(text) && numbersIn11.some((pattern) => pattern.test(text));
}

const numbersIn11: readonly RegExp[] = [
  // Psych takes commas as well as the underscores of the specification.
  /^[-+]?[0-9][0-9_,]*$/,
  /^[-+]?0(?:b[01_]+|o[0-7_]+|x[0-9a-fA-F_]+)$/,
  /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/,
  /^[-+]?(?:[0-9][0-9_,]*\.[0-9_]*|\._*[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?$/,
  /^[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+$/,
  /^[-+]?\.(?:inf|nan)$/i,
  /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?[ \t]*(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?)?)?$/,
];

/** Control characters, lone surrogates, and what no editor shows. Joiners are part of words and of emoji. */
export function hasOddUnit(text: string): boolean {
  return /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(
    text,
  );
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
