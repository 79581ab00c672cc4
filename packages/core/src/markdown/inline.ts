import type { Span } from "../source.js";

/*
 * The little of inline Markdown that facts are made of: links, code spans, quoted words. Each function looks at one place
 * of a text and no further than `end`; places are offsets in that text.
 */

export interface InlineLink extends Span {
  readonly words: Span;
  readonly target: Span;
}

/** `[words](target)` or `[words](<target>)`, brackets in the words balanced, escaped or in code. */
export function linkAt(text: string, at: number, end: number): InlineLink | undefined {
  if (text.charAt(at) !== "[") return undefined;
  const close = closingBracket(text, at, end);
  if (close === undefined || text.charAt(close + 1) !== "(") return undefined;
  const target = targetAt(text, close + 2, end);
  if (!target) return undefined;
  const after = target.end + (text.charAt(target.end) === ">" ? 1 : 0);
  if (after >= end || text.charAt(after) !== ")") return undefined;
  return { start: at, end: after + 1, words: { start: at + 1, end: close }, target };
}

function closingBracket(text: string, at: number, end: number): number | undefined {
  let depth = 0;
  const unclosed = new Set<number>();
  for (let i = at; i < end; i++) {
    const sign = text.charAt(i);
    if (sign === "\\") i++;
    else if (sign === "`") i = codeEnd(text, i, { end, unclosed }) - 1;
    else if (sign === "[") depth++;
    else if (sign === "]" && --depth === 0) return i;
  }
  return undefined;
}

function targetAt(text: string, start: number, end: number): Span | undefined {
  if (text.charAt(start) === "<") {
    const close = text.indexOf(">", start);
    return close < 0 || close >= end ? undefined : { start: start + 1, end: close };
  }
  let depth = 0;
  for (let i = start; i < end; i++) {
    const sign = text.charAt(i);
    if (/\s/.test(sign)) return undefined;
    if (sign === "(") depth++;
    else if (sign === ")" && depth-- === 0) return { start, end: i };
  }
  return undefined;
}

/** Behind a code span, or behind the backticks where nothing closes them. `unclosed` remembers lengths without an end. */
function codeEnd(
  text: string,
  at: number,
  { end, unclosed }: { readonly end: number; readonly unclosed: Set<number> },
): number {
  const length = runLength(text, at);
  if (unclosed.has(length)) return at + length;
  for (let i = at + length; i < end; ) {
    if (text.charAt(i) !== "`") {
      i++;
      continue;
    }
    const run = runLength(text, i);
    i += run;
    if (run === length) return i;
  }
  unclosed.add(length);
  return at + length;
}

function runLength(text: string, at: number): number {
  let end = at;
  while (text.charAt(end) === "`") end++;
  return end - at;
}

export interface CodeSpan extends Span {
  /** Without the backticks and the blanks that keep backticks apart from them. */
  readonly content: Span;
}

/** A code span that begins here (CommonMark 0.31, section 6.1). */
export function codeSpanAt(text: string, at: number, end: number): CodeSpan | undefined {
  const length = runLength(text, at);
  if (length === 0) return undefined;
  const unclosed = new Set<number>();
  const close = codeEnd(text, at, { end, unclosed });
  if (unclosed.size > 0) return undefined;
  const raw = { start: at + length, end: close - length };
  const inner = text.slice(raw.start, raw.end);
  const isPadded = inner.startsWith(" ") && inner.endsWith(" ") && /[^ ]/.test(inner);
  const content = isPadded ? { start: raw.start + 1, end: raw.end - 1 } : raw;
  return { start: at, end: close, content };
}

/** The whole stretch as one code span and nothing else. */
export function loneCodeSpan(text: string, { start, end }: Span): CodeSpan | undefined {
  const code = codeSpanAt(text, start, end);
  return code?.end === end ? code : undefined;
}

export interface Quoted extends Span {
  /** The words between the quotes, in pieces: the backslash of each `\"` is left out. */
  readonly pieces: readonly Span[];
}

/** `"words"`, a quote among them as `\"`. */
export function quotedAt(text: string, at: number, end: number): Quoted | undefined {
  if (text.charAt(at) !== '"') return undefined;
  const pieces: Span[] = [];
  let start = at + 1;
  for (let i = start; i < end; i++) {
    const sign = text.charAt(i);
    if (sign === "\\" && text.charAt(i + 1) === '"' && i + 1 < end) {
      pieces.push({ start, end: i });
      start = i + 1;
      i++;
    } else if (sign === '"') {
      pieces.push({ start, end: i });
      return { start: at, end: i + 1, pieces };
    }
  }
  return undefined;
}

/** A text as one code span that is read back as just that text; nothing where none can hold it. */
export function codeSpan(text: string): string | undefined {
  if (text.trim() !== text || /[\r\n]/.test(text) || text === "") return undefined;
  const runs = [...text.matchAll(/`+/g)].map(([run]) => run.length);
  let length = 1;
  while (runs.includes(length)) length++;
  const fence = "`".repeat(length);
  const pad = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** Words as they may stand between a link's brackets: shown as they are, and ending where they end. */
export function linkWords(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  // A link among the words would be the one that people follow.
  const isOpen = !isBalanced(line) || line.includes("](");
  let words = "";
  for (let i = 0; i < line.length; i++) {
    const code = codeSpanAt(line, i, line.length);
    if (code) {
      words += line.slice(i, code.end);
      i = code.end - 1;
      continue;
    }
    const sign = line.charAt(i);
    const mustEscape =
      sign === "<" || sign === "`" || (isOpen && /[[\]]/.test(sign)) || isLooseBackslash(line, i);
    words += mustEscape ? `\\${sign}` : sign;
  }
  return words;
}

/** A backslash that would escape what follows it, or the closing bracket. */
function isLooseBackslash(line: string, at: number): boolean {
  return line.charAt(at) === "\\" && (at + 1 === line.length || /[[\]\\`<]/.test(line.charAt(at + 1)));
}

function isBalanced(line: string): boolean {
  let depth = 0;
  for (const sign of line) {
    if (sign === "[") depth++;
    if (sign === "]" && --depth < 0) return false;
  }
  return depth === 0;
}
