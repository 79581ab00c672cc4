import type { Span } from "../source.js";
import { type Block, lineStart } from "./blocks.js";

/** A block of prose, or of what is left out of it: a comment, a part that was generated. */
export interface ProseBlock extends Span {
  readonly isLeftOut: boolean;
}

/** A block as a whole line: an indentation before it belongs to the text. */
export function proseBlock({ start, end }: Block, text: string, isLeftOut: boolean): ProseBlock {
  return { start: lineStart(text, start), end, isLeftOut };
}

/**
 * The text of the blocks in pieces of the source: what is left out takes the blank lines on one of its sides with it, so
 * that what stood apart stays apart. Nothing where there is no text.
 */
export function proseOf(blocks: readonly ProseBlock[], text: string): readonly Span[] {
  const pieces: Span[] = [];
  let last: ProseBlock | undefined;
  let gap: Span | undefined;
  for (const block of blocks) {
    if (block.isLeftOut) {
      if (last) gap = { start: gap?.start ?? block.start, end: block.end };
      continue;
    }
    const open = pieces.at(-1);
    if (!open || !last) pieces.push({ start: block.start, end: block.end });
    else if (!gap) pieces[pieces.length - 1] = { start: open.start, end: block.end };
    else {
      const isBlankBefore = hasBlankLine(text.slice(last.end, gap.start));
      const isBlankAfter = hasBlankLine(text.slice(gap.end, block.start));
      pieces[pieces.length - 1] = {
        start: open.start,
        end: isBlankBefore || !isBlankAfter ? gap.start : last.end,
      };
      pieces.push({ start: isBlankBefore ? block.start : gap.end, end: block.end });
    }
    gap = undefined;
    last = block;
  }
  return pieces;
}

function hasBlankLine(text: string): boolean {
  return /(?:\r\n?|\n)[ \t]*(?:\r\n?|\n)/.test(text);
}
