import type { Offsets, ScalarStyle } from "../tree.js";

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
 * Decodes a scalar once more, noting where each unit of its text came from. This is what lets a rule point at the
 * eleventh word of a folded scalar. The text must equal the parser's: a law of the tests.
 */
export function decodeWithOffsets(input: string, raw: RawScalar): Offsets & { readonly text: string } {
  const out = new Decoded();
  if (raw.style === "literal" || raw.style === "folded") decodeBlock(input, raw, out);
  else decodeFlow(input, raw, out);
  return { text: out.units.join(""), starts: out.starts, ends: out.ends };
}

class Decoded {
  readonly units: string[] = [];
  readonly starts: number[] = [];
  readonly ends: number[] = [];

  /** Adds `text`, all of which came from the source stretch `[from, to)`. */
  push(text: string, from: number, to: number): void {
    for (let i = 0; i < text.length; i++) {
      this.units.push(text.charAt(i));
      this.starts.push(from);
      this.ends.push(to);
    }
  }

  /** Takes back white space before a fold: it is not part of the text. */
  dropTrailingBlanks(floor: number): void {
    while (this.units.length > floor && (this.units.at(-1) === " " || this.units.at(-1) === "\t")) {
      this.units.pop();
      this.starts.pop();
      this.ends.pop();
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
      const { breaks, next } = skipBreaks(input, at, raw.end);
      // One line break is a space. Of several the first is dropped.
      if (breaks.length === 1) out.push(" ", at, breakEnd(input, at));
      else for (const start of breaks.slice(1)) out.push("\n", start, breakEnd(input, start));
      at = next;
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
  const next = at + 2 + digits;
  const code = Number.parseInt(input.slice(at + 2, next), 16);
  // Nothing above U+10FFFF is a character, as half of a pair is none: the reader refuses both.
  out.push(code <= 0x10ffff ? String.fromCodePoint(code) : "\ud800", at, next);
  return next;
}

/** Literal and folded scalars. */
function decodeBlock(input: string, raw: RawScalar, out: Decoded): void {
  let blank: Line[] = [];
  let moreIndented = false;
  let last: Line | undefined;
  for (const line of lines(input, raw.start, raw.end)) {
    if (!hasContent(input, line, raw.indent)) {
      blank.push(line);
      continue;
    }
    const from = line.start + raw.indent;
    const first = input.charCodeAt(from);
    const indented = raw.style === "folded" && (first === SPACE || first === TAB);
    if (raw.style === "literal" || indented || moreIndented) pushBreaks(last ? [last, ...blank] : blank, out);
    else if (blank.length > 0) pushBreaks(blank, out);
    else if (last) out.push(" ", last.end, last.next);
    for (let at = from; at < line.end; at++) out.push(input.charAt(at), at, at + 1);
    moreIndented = indented;
    last = line;
    blank = [];
  }
  if (raw.chomping === "keep") pushBreaks(last ? [last, ...blank] : blank, out);
  else if (raw.chomping === "clip" && last) pushBreaks([last], out);
}

function pushBreaks(ended: readonly Line[], out: Decoded): void {
  for (const line of ended) out.push("\n", line.end, line.next);
}

/**
 * Where a block scalar ends: after its last line that has content, or, where it keeps the blank lines below, before the
 * last line break. Undefined where it has no text.
 */
export function blockEnd(input: string, raw: RawScalar): number | undefined {
  let last: number | undefined;
  for (const line of lines(input, raw.start, raw.end))
    if (raw.chomping === "keep" || hasContent(input, line, raw.indent)) last = line.end;
  return last;
}

/** Whether more is in a line of a block scalar than its indentation. */
function hasContent(input: string, line: Line, indent: number): boolean {
  if (indent < 0) return false;
  let at = line.start;
  while (at < line.start + indent && input.charCodeAt(at) === SPACE) at++;
  return at < line.end;
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
    const next = at < end ? breakEnd(input, at) : at;
    yield { start: from, end: at, next };
    from = next;
  }
}

/** Where the line break that begins at an offset ends. */
function breakEnd(input: string, at: number): number {
  return input.charCodeAt(at) === CR && input.charCodeAt(at + 1) === LF ? at + 2 : at + 1;
}

/** Passes line breaks and the white space around them; `breaks` are where they begin. */
function skipBreaks(input: string, from: number, end: number): { breaks: readonly number[]; next: number } {
  const breaks: number[] = [];
  let at = from;
  while (at < end) {
    const unit = input.charCodeAt(at);
    if (unit === LF || unit === CR) {
      breaks.push(at);
      at = breakEnd(input, at);
    } else if (unit === SPACE || unit === TAB) at++;
    else break;
  }
  return { breaks, next: at };
}
