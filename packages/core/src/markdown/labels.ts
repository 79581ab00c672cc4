import type { Span } from "../source.js";
import type { IdLink } from "../tree.js";
import { Cursor } from "./cursor.js";
import { errorRow, type Fact, type Kind } from "./homes.js";

/** A list item that begins with a label: `**Who:**`, `**If [error](#id):**`. */
export interface Label extends Span {
  /** The words before the colon; of a row of the catalogue only `If [error](#id)`. */
  readonly name: string;
  /** The fact of this kind that has the label, if there is one. */
  readonly fact?: Fact;
  /** The error that a row is about. */
  readonly error?: IdLink;
  /** Where the value begins. */
  readonly valueStart: number;
  /** Another spelling of a label: not bold, or the colon stands outside. */
  readonly isLoose?: boolean;
}

/** The label at the beginning of an item, whether or not this kind has such a fact. */
export function labelAt(text: string, { start, end }: Span, kind: Kind): Label | undefined {
  return (
    rowLabel(text, { start, end }, kind) ??
    boldLabel(text, { start, end }, kind) ??
    looseLabel(text, { start, end }, kind)
  );
}

function rowLabel(text: string, { start, end }: Span, kind: Kind): Label | undefined {
  const cursor = new Cursor(text, start, end);
  if (!cursor.take("**If ")) return undefined;
  const error = cursor.idLink();
  if (!error || !cursor.take(":**")) return undefined;
  const fact = kind.facts.includes(errorRow) ? errorRow : undefined;
  return {
    name: errorRow.label,
    ...(fact && { fact }),
    error,
    start,
    end: cursor.at,
    valueStart: passBlanks(cursor),
  };
}

function boldLabel(text: string, { start, end }: Span, kind: Kind): Label | undefined {
  const cursor = new Cursor(text, start, end);
  if (!cursor.match(/\*\*[^*\n:]{1,80}:\*\*/y)) return undefined;
  const name = text.slice(start + 2, cursor.at - 3);
  const fact = kind.facts.find(({ label }) => label.toLowerCase() === name.toLowerCase());
  return { name, ...(fact && { fact }), start, end: cursor.at, valueStart: passBlanks(cursor) };
}

/** `Who:`, `**Who**:`, `_Who:_`, where this kind has such a label: somebody meant a fact. */
function looseLabel(text: string, { start, end }: Span, kind: Kind): Label | undefined {
  const cursor = new Cursor(text, start, end);
  cursor.match(/[*_]{1,2}/y);
  const words = cursor.match(/[A-Za-z][A-Za-z ]{0,40}/y);
  const name = words && text.slice(words.start, words.end).trimEnd();
  const fact = kind.facts.find(({ label }) => label.toLowerCase() === name?.toLowerCase());
  if (!fact || name === undefined) return undefined;
  const close = cursor.match(/(?::[*_]{0,2}|[*_]{1,2}:)(?=[ \t]|$)/my);
  if (!close) return undefined;
  return { name: fact.label, fact, isLoose: true, start, end: cursor.at, valueStart: passBlanks(cursor) };
}

function passBlanks(cursor: Cursor): number {
  while (!cursor.isAtEnd && /[ \t]/.test(cursor.text.charAt(cursor.at))) cursor.at++;
  return cursor.at;
}
