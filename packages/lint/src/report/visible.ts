/*
 * Text of a runbook is written by people we do not know, and printed on terminals that obey what they read. Nothing
 * that a terminal would act on, and nothing that hides or reorders what stands there, gets past this file.
 */

/** The text with every control, bidirectional and invisible character replaced by something to look at. */
export function visible(text: string): string {
  if (isPlain(text)) return text;
  let shown = "";
  for (let at = 0; at < text.length; ) {
    const point = text.codePointAt(at) ?? 0;
    const next = at + (point > 0xffff ? 2 : 1);
    shown += isHidden(point, text, at) ? stand(point) : text.slice(at, next);
    at = next;
  }
  return shown;
}

/** A value as JSON in which nothing stands that a terminal would act on or a reader could not see. */
export function visibleJson(value: object): string {
  const text = JSON.stringify(value, null, 2);
  let shown = "";
  let from = 0;
  for (let at = 0; at < text.length; ) {
    const point = text.codePointAt(at) ?? 0;
    const next = at + (point > 0xffff ? 2 : 1);
    // `JSON.stringify` has escaped the ASCII controls of its values; those that are left are its own line breaks.
    if (point > 0x7e && isHidden(point, "", 0)) {
      shown += text.slice(from, at) + escapes(text.slice(at, next));
      from = next;
    }
    at = next;
  }
  return `${shown}${text.slice(from)}\n`;
}

function escapes(text: string): string {
  const units = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}

/** How many columns of a terminal a text takes, once it is `visible`. */
export function widthOf(text: string): number {
  if (isPlain(text)) return text.length;
  segmenter ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  let width = 0;
  for (const { segment } of segmenter.segment(text))
    width += isWide(segment) ? 2 : isCombining(segment) ? 0 : 1;
  return width;
}

// Made on first use: it costs milliseconds, and most runbooks are plain.
let segmenter: Intl.Segmenter | undefined;

function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x20 || unit > 0x7e) return false;
  }
  return true;
}

function isHidden(point: number, text: string, at: number): boolean {
  if (point < 0x300) return point < 0x20 || (point >= 0x7f && point < 0xa0) || point === 0xad;
  // Between two pictures a zero-width joiner makes one of them: 👩 + joiner + 🚒 is a firefighter.
  if (point === 0x200d)
    return !(
      isPicture(text.slice(Math.max(at - 4, 0), at)) &&
      /^\p{Extended_Pictographic}/u.test(text.slice(at + 1, at + 3))
    );
  return (
    hiddenRanges.some(([first, last]) => point >= first && point <= last) ||
    // Half of a surrogate pair: no character, and not printable.
    (point >= 0xd800 && point <= 0xdfff)
  );
}

/** Without width, without a glyph, or turning the direction of what follows. */
const hiddenRanges: readonly (readonly [first: number, last: number])[] = [
  [0x061c, 0x061c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
  [0xfffe, 0xffff],
  [0xe0000, 0xe0fff],
];

function isPicture(before: string): boolean {
  return /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)$/u.test(before);
}

/** ASCII controls have pictures of their own, one column wide; everything else is named by its number. */
function stand(point: number): string {
  if (point < 0x20) return String.fromCharCode(0x2400 + point);
  if (point === 0x7f) return "\u2421";
  return `<U+${point.toString(16).toUpperCase().padStart(4, "0")}>`;
}

function isWide(segment: string): boolean {
  if (/\p{Emoji_Presentation}|\ufe0f|^\p{Regional_Indicator}{2}/u.test(segment)) return true;
  const point = segment.codePointAt(0) ?? 0;
  return wideRanges.some(([first, last]) => point >= first && point <= last);
}

/** East Asian Wide and Fullwidth, in blocks (https://www.unicode.org/reports/tr11/). */
const wideRanges: readonly (readonly [first: number, last: number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f200, 0x1f2ff],
  [0x20000, 0x3fffd],
];

function isCombining(segment: string): boolean {
  return /^\p{M}+$/u.test(segment);
}
