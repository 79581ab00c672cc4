import type { Span } from "@runwright/core";

/** A shell text made fit for a parser, and the way back. */
export interface Masked {
  /** With LF line ends, and each placeholder one run of a letter that means nothing to a shell. */
  readonly text: string;
  /** The offset in the original of an offset in `text`. */
  readonly originalOffset: (at: number) => number;
  /** A piece of the original without quotes and escapes, from the same piece of `text`, which lies in `within`. */
  readonly restore: (value: string, within: Span) => string;
}

/*
 * What a placeholder is replaced by: two characters that Unicode keeps out of every text, so that neither a shell nor an
 * author can mean something by them. The first begins a run, so that two placeholders side by side stay apart.
 */
const head = "\uFDD0";
const rest = "\uFDD1";
const run = /\uFDD0\uFDD1*/g;

/**
 * `{{…}}`, `<angle text>`, and the two characters themselves. An angle text begins with a letter, ends neither in a blank
 * nor in ` 2` or `&` (then it is `<in 2>err`), and no word goes on behind it (then it is `<in>out`); `<<` is a here-document.
 */
const placeholder =
  /\{\{[^{}\n]{1,100}\}\}|(?<!<)<[A-Za-z](?:[\w .:/-]{0,60}[\w.:/-])?(?<! \d)>(?![\w$"'&(])|[\uFDD0\uFDD1]/g;

/** Replaces placeholders by text of the same length and CRLF by LF. */
export function maskShell(original: string): Masked {
  const { text: plain, originalOffset } = withoutReturns(original);
  const masks = new Map<number, string>();
  const text = plain.replace(placeholder, (found: string, at: number) => {
    masks.set(at, found);
    return head + rest.repeat(found.length - 1);
  });
  const restore = (value: string, { start, end }: Span) => {
    if (!value.includes(head)) return value;
    let at = start - 1;
    return value.replace(run, (found) => {
      at = text.indexOf(head, at + 1);
      return at >= 0 && at < end ? (masks.get(at) ?? found) : found;
    });
  };
  return { text, originalOffset, restore };
}

function withoutReturns(original: string): Pick<Masked, "text" | "originalOffset"> {
  if (!original.includes("\r\n")) return { text: original, originalOffset: (at) => at };
  const offsets: number[] = [];
  for (let at = 0; at < original.length; at++) {
    if (original.charCodeAt(at) !== 13 || original.charCodeAt(at + 1) !== 10) offsets.push(at);
  }
  return { text: original.replaceAll("\r\n", "\n"), originalOffset: (at) => offsets[at] ?? original.length };
}
