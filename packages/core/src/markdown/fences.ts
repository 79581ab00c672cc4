import { lineEnd, type Span } from "../source.js";
import { type Block, lineStart, nextLine } from "./blocks.js";

/** A fence with what stands behind it, as two words. */
export interface Fence extends Span {
  readonly lang: string;
  /** Everything behind the first word. */
  readonly meta: string;
  /** The first word as it stands in the text. */
  readonly langSpan: Span;
  /** Both words, or the backticks where there are none. */
  readonly head: Span;
  /** The lines of the fence in pieces: an indentation that belongs to the fence is left out. */
  readonly content: readonly Span[];
  readonly isClosed: boolean;
}

/** The fence that a code block is, or nothing where it is none. */
export function fenceOf(block: Block, text: string): Fence | undefined {
  if (block.type !== "code" || !block.isFenced) return undefined;
  const { start, end } = block;
  const sign = text.charAt(start);
  let langStart = start;
  while (text.charAt(langStart) === sign) langStart++;
  const length = langStart - start;
  const headEnd = Math.min(lineEnd(text, start), end);
  while (langStart < headEnd && /[ \t]/.test(text.charAt(langStart))) langStart++;
  const info = text.slice(langStart, headEnd).trimEnd();
  const lang = /^\S*/.exec(info)?.[0] ?? "";
  const lastStart = lineStart(text, end);
  const isClosed = lastStart > start && isClosing(text.slice(lastStart, end), { sign, length });
  const content = { start: nextLine(text, headEnd), end: isClosed ? lastStart : end };
  return {
    start,
    end,
    lang,
    meta: info.slice(lang.length).trim(),
    langSpan: { start: langStart, end: langStart + lang.length },
    head: lang === "" ? { start, end: headEnd } : { start: langStart, end: langStart + info.length },
    content: linesOf(text, content, start - lineStart(text, start)),
    isClosed,
  };
}

function isClosing(line: string, { sign, length }: { sign: string; length: number }): boolean {
  // Indented further it is a line of the fence's text.
  if (/^(?: {4}| {0,3}\t)/.test(line)) return false;
  const signs = line.trim();
  return signs.length >= length && signs === sign.repeat(signs.length);
}

/** The lines of a fence, each with its line end, without up to `indent` blanks; one piece where there is nothing to cut. */
function linesOf(text: string, { start, end }: Span, indent: number): readonly Span[] {
  if (start >= end) return [{ start: Math.min(start, end), end }];
  if (indent === 0) return [{ start, end }];
  const pieces: Span[] = [];
  for (let at = start; at < end; ) {
    const next = Math.min(nextLine(text, lineEnd(text, at)), end);
    let from = at;
    while (from < at + indent && text.charAt(from) === " ") from++;
    pieces.push({ start: from, end: next });
    at = next;
  }
  return pieces;
}
