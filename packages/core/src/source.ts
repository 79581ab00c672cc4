/** A text with its path, and the way from an offset to a line and a column. */
export interface Source {
  /** As the caller named it, with `/`; printed in problems, never opened by core. */
  readonly path: string;
  readonly text: string;
  /** Offset at which each line begins; the first is 0. */
  readonly lineStarts: () => readonly number[];
}

/** A half-open stretch of a source, in UTF-16 units of its text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A stretch of a file: what a problem points at. */
export interface Place extends Span {
  readonly source: Source;
}

/** Both from 1; the column counts UTF-16 units, as editors and language servers do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Wraps a decoded text. The line table is made on first use: most files have no problem to print. */
export function createSource(path: string, text: string): Source {
  let starts: readonly number[] | undefined;
  return { path, text, lineStarts: () => (starts ??= findLineStarts(text)) };
}

/** The line and column of an offset; an offset past the end is the end. */
export function positionAt(source: Source, offset: number): Position {
  const starts = source.lineStarts();
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: Math.min(offset, source.text.length) - (starts[low] ?? 0) + 1 };
}

/** Where the line around an offset ends, before its line break. */
export function lineEnd(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && text.charCodeAt(at) !== 10 && text.charCodeAt(at) !== 13) at++;
  return at;
}

/** YAML and editors end a line at LF, CRLF or a lone CR. */
function findLineStarts(text: string): number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 10 || (unit === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  return starts;
}
