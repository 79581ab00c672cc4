import type { Span } from "../source.js";
import { type HeadingBlock, trimmedSpan } from "./blocks.js";

/** A heading in its two parts. */
export interface HeadingParts extends Span {
  readonly level: number;
  /** What stands in the quotes of the anchor. */
  readonly anchor?: Span;
  /** The whole anchor, with its tags. */
  readonly anchorTag?: Span;
  readonly words: Span;
  /** Where an anchor belongs that is not there, if not directly before the words. */
  readonly anchorPlace?: number;
  /** An anchor that stands above it, where it does not count. */
  readonly above?: Span & { readonly id: string };
}

/** `## <a id="anchor"></a>Words`. The anchor may also stand at the end. */
export function headingParts({ start, end, depth, content }: HeadingBlock, text: string): HeadingParts {
  const whole = { start, end, level: depth };
  const anchor = anchorAt(text, content);
  return anchor ? { ...whole, ...anchor } : { ...whole, words: content };
}

export interface Anchored {
  readonly anchor: Span;
  readonly anchorTag: Span;
  readonly words: Span;
}

/** The anchor at the beginning, or the end, of a stretch of text, and the words that it leaves. */
export function anchorAt(text: string, { start, end }: Span): Anchored | undefined {
  const part = text.slice(start, end);
  const tag =
    /^<a\s{1,9}(?:id|name)\s?=\s?(?:"([^"<>]{0,200})"|'([^'<>]{0,200})')\s?>\s?<\/a>/.exec(part) ??
    lastTag(part);
  if (!tag) return undefined;
  const from = start + tag.index;
  const to = from + tag[0].length;
  const id = tag[1] ?? tag[2] ?? "";
  const idStart = from + tag[0].search(/["']/) + 1;
  return {
    anchor: { start: idStart, end: idStart + id.length },
    anchorTag: { start: from, end: to },
    words: trimmedSpan(text, from === start ? { start: to, end } : { start, end: from }),
  };
}

function lastTag(part: string): RegExpExecArray | undefined {
  const at = part.endsWith("</a>") ? part.lastIndexOf("<a ") : -1;
  const tag =
    at < 0
      ? null
      : /^<a\s{1,9}(?:id|name)\s?=\s?(?:"([^"<>]{0,200})"|'([^'<>]{0,200})')\s?>\s?<\/a>$/.exec(
          part.slice(at),
        );
  if (!tag) return undefined;
  tag.index = at;
  return tag;
}

/** What a heading shows of a text that cannot stand in it as it is: one line, without signs at its end that Markdown drops. */
export function headingWords(value: string): string {
  return value.replace(/\s+/g, " ").trim();
}

/** Stands in a heading that cannot show anything of what the data says. */
export const untitled = "…";
