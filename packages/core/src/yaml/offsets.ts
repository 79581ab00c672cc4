import type { ScalarStyle } from "../tree.js";

/** The raw scalar as the parser found it: where its text stands, without quotes and block header. */
export interface RawScalar {
  readonly start: number;
  readonly end: number;
  readonly style: ScalarStyle;
  /** Columns of indentation that a block scalar's lines lose; -1 where it has no content. */
  readonly indent: number;
  readonly chomping: "clip" | "strip" | "keep";
}

const LF = 10;
const CR = 13;
const SPACE = 32;
const TAB = 9;

/**
 * Decodes a scalar once more, noting where each unit of its text came from: `units[i]` is the source offset of unit
 * `i`, and the last number is the end of the text. This is what lets a rule point at the eleventh word of a folded
 * scalar. The text must equal the parser's: a law of the tests.
 */
export function decodeWithOffsets(input: string, raw: RawScalar): { text: string; offsets: number[] } {
  const out = new Decoded();
  if (raw.style === "literal" || raw.style === "folded") decodeBlock(input, raw, out);
  else decodeFlow(input, raw, out);
  return { text: out.units.join(""), offsets: [...out.offsets, out.end || raw.end] };
}

class Decoded {
  readonly units: string[] = [];
  readonly offsets: number[] = [];
  end = 0;

  /** Adds `text`, all of it from the source stretch `[from, to)`. */
  push(text: string, from: number, to: number): void {
    for (let i = 0; i < text.length; i++) {
      this.units.push(text.charAt(i));
      this.offsets.push(Math.min(from + (text.length === to - from ? i : 0), to));
    }
    this.end = to;
  }

  /** Takes back white space before a fold: it is not part of the text. */
  dropTrailingBlanks(floor: number): void {
    while (this.units.length > floor && (this.units.at(-1) === " " || this.units.at(-1) === "\t")) {
      this.units.pop();
      this.offsets.pop();
    }
  }
}

/** Plain and quoted scalars: folded line breaks, doubled single quotes, escapes. */
function decodeFlow(input: string, raw: RawScalar, out: Decoded): void {
  let at = raw.start;
  // White space that an escape produced is text, and stays where a line is folded.
  let escapedUntil = 0;
  while (at < raw.end) {
    const unit = input.charCodeAt(at);
    if (unit === LF || unit === CR) {
      out.dropTrailingBlanks(escapedUntil);
      const fold = skipBreaks(input, at, raw.end);
      out.push(fold.breaks === 1 ? " " : "\n".repeat(fold.breaks - 1), at, fold.next);
      at = fold.next;
      escapedUntil = out.units.length;
    } else if (raw.style === "single-quoted" && unit === 39) {
      out.push("'", at, at + 2);
      at += 2;
    } else if (raw.style === "double-quoted" && unit === 92) {
      at = decodeEscape(input, at, raw.end, out);
      escapedUntil = out.units.length;
    } else {
      out.push(input.charAt(at), at, at + 1);
      at++;
    }
  }
  if (raw.style === "plain") out.dropTrailingBlanks(escapedUntil);
  out.end = raw.end;
}

const simpleEscapes: Readonly<Record<string, string>> = {
  0: "\0",
  a: "\x07",
  b: "\b",
  t: "\t",
  "\t": "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\x1b",
  " ": " ",
  '"': '"',
  "/": "/",
  "\\": "\\",
  N: "\x85",
  _: "\xa0",
  L: "\u2028",
  P: "\u2029",
};

function decodeEscape(input: string, at: number, end: number, out: Decoded): number {
  const letter = input.charAt(at + 1);
  if (letter === "\n" || letter === "\r") return skipBreaks(input, at + 1, end).next;
  const simple = simpleEscapes[letter];
  if (simple !== undefined) {
    out.push(simple, at, at + 2);
    return at + 2;
  }
  const digits = letter === "x" ? 2 : letter === "u" ? 4 : 8;
  const code = Number.parseInt(input.slice(at + 2, at + 2 + digits), 16);
  const next = at + 2 + digits;
  // Above U+10FFFF the parser has already refused the file.
  out.push(String.fromCodePoint(Math.min(code, 0x10ffff)), at, next);
  return next;
}

function decodeBlock(input: string, raw: RawScalar, out: Decoded): void {
  const indent = Math.max(raw.indent, 0);
  let pending: Line[] = [];
  let begun = false;
  let moreIndented = false;
  let last: Line | undefined;
  for (const line of lines(input, raw.start, raw.end)) {
    let column = 0;
    while (column < indent && input.charCodeAt(line.start + column) === SPACE) column++;
    if (raw.indent < 0 || line.start + column >= line.end) {
      pending.push(line);
      continue;
    }
    const from = line.start + indent;
    const first = input.charCodeAt(from);
    const indented = first === SPACE || first === TAB;
    const breaks = last ? [last, ...pending] : pending;
    if (raw.style === "folded" && !indented && !moreIndented) {
      if (pending.length > 0) pushBreaks(pending, out);
      else if (last) out.push(" ", last.end, last.next);
    } else {
      pushBreaks(breaks, out);
    }
    moreIndented = raw.style === "folded" && indented;
    for (let at = from; at < line.end; at++) out.push(input.charAt(at), at, at + 1);
    begun = true;
    last = line;
    pending = [];
  }
  if (raw.chomping === "keep") pushBreaks(begun && last ? [last, ...pending] : pending, out);
  else if (raw.chomping === "clip" && begun && last) pushBreaks([last], out);
}

function pushBreaks(ended: readonly Line[], out: Decoded): void {
  for (const line of ended) out.push("\n", line.end, Math.max(line.next, line.end));
}

interface Line {
  readonly start: number;
  /** Where its line break begins. */
  readonly end: number;
  readonly next: number;
}

function* lines(input: string, start: number, end: number): Generator<Line> {
  let from = start;
  while (from < end) {
    let at = from;
    while (at < end && input.charCodeAt(at) !== LF && input.charCodeAt(at) !== CR) at++;
    let next = at;
    if (next < end) next += input.charCodeAt(at) === CR && input.charCodeAt(at + 1) === LF ? 2 : 1;
    yield { start: from, end: at, next };
    from = next;
  }
}

/** Passes line breaks and the white space around them. */
function skipBreaks(input: string, from: number, end: number): { breaks: number; next: number } {
  let breaks = 0;
  let at = from;
  while (at < end) {
    const unit = input.charCodeAt(at);
    if (unit === LF || unit === CR) {
      breaks++;
      at += unit === CR && input.charCodeAt(at + 1) === LF ? 2 : 1;
    } else if (unit === SPACE || unit === TAB) at++;
    else break;
  }
  return { breaks, next: at };
}
