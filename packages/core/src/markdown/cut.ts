import type { Span } from "../source.js";

/*
 * Text that was put together from several stretches of a source: the lines of a fence without the `> ` before each, a
 * command without its prompts. Every unit knows where it stands.
 */

export interface Cut {
  readonly text: string;
  /** In order, without gaps in `text`. */
  readonly pieces: readonly Piece[];
}

/** A stretch of the text and the one that it came from. Where their lengths differ, each unit stands for the whole. */
interface Piece {
  readonly at: number;
  readonly length: number;
  readonly from: Span;
}

/** A stretch of a source as it is. */
export function cutOf(text: string, { start, end }: Span): Cut {
  return {
    text: text.slice(start, end),
    pieces: start < end ? [{ at: 0, length: end - start, from: { start, end } }] : [],
  };
}

/** A text that is written otherwise than it reads: a line end of two units, a tab that counts as spaces. */
export function standIn(text: string, from: Span): Cut {
  return { text, pieces: text === "" ? [] : [{ at: 0, length: text.length, from }] };
}

export function joinCuts(cuts: readonly Cut[]): Cut {
  const pieces: Piece[] = [];
  let at = 0;
  for (const cut of cuts) {
    for (const piece of cut.pieces) pieces.push({ ...piece, at: piece.at + at });
    at += cut.text.length;
  }
  return { text: cuts.map((cut) => cut.text).join(""), pieces };
}

export function sliceCut(cut: Cut, start: number, end: number): Cut {
  const pieces: Piece[] = [];
  for (let i = pieceAt(cut, start); i < cut.pieces.length; i++) {
    const piece = cut.pieces[i];
    if (!piece || piece.at >= end) break;
    const first = Math.max(start, piece.at);
    const last = Math.min(end, piece.at + piece.length);
    if (first >= last) continue;
    pieces.push({ at: first - start, length: last - first, from: spanIn(piece, first, last) });
  }
  return { text: cut.text.slice(start, end), pieces };
}

/** Where a stretch of the text stands; an empty one where it would begin. */
export function spanOf(cut: Cut, start: number, end: number): Span {
  const first = cut.pieces[pieceAt(cut, start)];
  const last = cut.pieces[pieceAt(cut, Math.max(start, end - 1))];
  if (!first || !last) {
    const stop = cut.pieces.at(-1)?.from.end ?? 0;
    const from = first ? spanIn(first, start, start + 1).start : stop;
    return { start: from, end: Math.max(from, stop) };
  }
  const from = spanIn(first, start, start + 1).start;
  return { start: from, end: end > start ? spanIn(last, end - 1, end).end : from };
}

function spanIn({ at, length, from }: Piece, start: number, end: number): Span {
  if (from.end - from.start !== length) return from;
  return { start: from.start + start - at, end: from.start + end - at };
}

/** The index of the piece that holds a unit; the number of pieces for what is past the end. */
function pieceAt({ pieces }: Cut, unit: number): number {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const piece = pieces[middle];
    if (piece && piece.at + piece.length <= unit) low = middle + 1;
    else high = middle;
  }
  return low;
}
