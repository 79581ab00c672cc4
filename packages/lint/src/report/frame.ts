import { positionAt, type Source } from "@runwright/core";
import type { Paint } from "./paint.js";
import { visible, widthOf } from "./visible.js";

/** A stretch of a source to underline, and what to say behind the line. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly label?: string;
  /** The mark that the frame is about; the others only help to understand it. */
  readonly main?: boolean;
}

export interface FrameOptions {
  readonly paint: Paint;
  /** Colour of the main mark. */
  readonly color: (text: string) => string;
  /** Shows all lines of the source. */
  readonly whole?: boolean;
}

/** More lines of one mark than these are left out: a long stretch is understood from its beginning. */
const maxLines = 4;
/** Columns of a line of the source; a longer one is cut around its mark. */
const maxWidth = 100;

/**
 * The lines of a source around its marks, with numbers, each mark underlined. The main mark has a line of context on
 * either side. Tabs are arrows, line ends are not shown, everything else is made visible.
 */
export function codeFrame(source: Source, marks: readonly Mark[], options: FrameOptions): readonly string[] {
  const { paint, color, whole = false } = options;
  const placed = marks.map((mark) => ({ ...mark, ...linesOf(source, mark) }));
  const shown = new Set<number>(whole ? source.lineStarts().map((_, index) => index + 1) : []);
  for (const { first, last, main } of placed) {
    const around = main ? 1 : 0;
    for (let line = first - around; line <= Math.min(last, first + maxLines - 1) + around; line++) {
      if (line >= 1 && line <= source.lineStarts().length) shown.add(line);
    }
  }
  const numbers = [...shown].sort((a, b) => a - b);
  // An empty line at the edge of a frame says nothing.
  while (!whole && isBlankContext(source, numbers[0], placed)) numbers.shift();
  while (!whole && isBlankContext(source, numbers.at(-1), placed)) numbers.pop();

  const gutter = String(numbers.at(-1) ?? 1).length;
  const border = (text: string) => paint.dim(`${text.padStart(gutter)} │`);
  return numbers.flatMap((number, index) => {
    const before = numbers[index - 1];
    const gap = before !== undefined && number > before + 1 ? [paint.dim(`${"·".padStart(gutter)} ·`)] : [];
    const here = placed.filter(
      ({ first, last }) => number >= first && number <= Math.min(last, first + maxLines - 1),
    );
    const view = viewLine(source, number, here);
    const code = view.parts.map((part) => part.shown).join("");
    return [
      ...gap,
      `${border(String(number))} ${code}`.trimEnd(),
      ...here.map((mark) => `${border("")} ${underline(view, mark, mark.main ? color : paint.dim)}`),
    ];
  });
}

interface Placed extends Mark {
  readonly first: number;
  readonly last: number;
}

function linesOf(source: Source, { start, end }: Mark): { first: number; last: number } {
  const first = positionAt(source, start).line;
  const until = positionAt(source, Math.max(end, start));
  // An end at the very beginning of a line belongs to the line before.
  const last = until.column === 1 && until.line > first ? until.line - 1 : until.line;
  return { first, last };
}

function isBlankContext(source: Source, line: number | undefined, marks: readonly Placed[]): boolean {
  if (line === undefined) return false;
  const { text } = lineOf(source, line);
  return text.trim() === "" && !marks.some(({ first, last }) => line >= first && line <= last);
}

function lineOf(source: Source, line: number): { start: number; text: string } {
  const starts = source.lineStarts();
  const start = starts[line - 1] ?? source.text.length;
  const next = starts[line] ?? source.text.length;
  return { start, text: source.text.slice(start, next).replace(/[\r\n]+$/, "") };
}

/** A line as it is printed, in pieces whose columns are known. */
interface View {
  readonly parts: readonly { readonly start: number; readonly end: number; readonly shown: string }[];
}

/** Cuts the line at the marks' ends, and where it is too long also around the first mark. */
function viewLine(source: Source, number: number, marks: readonly Placed[]): View {
  const { start, text } = lineOf(source, number);
  const focus = marks.find(({ main }) => main) ?? marks[0];
  const [from, to] = windowOf(text, focus ? focus.start - start : 0);
  const cuts = new Set([from, to]);
  for (const mark of marks) {
    for (const cut of [mark.start - start, mark.end - start]) if (cut > from && cut < to) cuts.add(cut);
  }
  const points = [...cuts].sort((a, b) => a - b);
  const parts = points.slice(0, -1).map((point, index) => ({
    start: start + point,
    end: start + (points[index + 1] ?? to),
    shown: showCode(text.slice(point, points[index + 1])),
  }));
  const ellipsis = (at: number) => ({ start: at, end: at, shown: "…" });
  return {
    parts: [
      ...(from > 0 ? [ellipsis(start + from)] : []),
      ...parts,
      ...(to < text.length ? [ellipsis(start + to)] : []),
    ],
  };
}

/** Which units of a line are shown: all, or as many as fit, a third of them before the mark. */
function windowOf(text: string, mark: number): readonly [from: number, to: number] {
  if (text.length <= maxWidth) return [0, text.length];
  const from = Math.max(0, Math.min(mark - Math.floor(maxWidth / 3), text.length - maxWidth));
  const to = Math.min(text.length, from + maxWidth);
  return [onBoundary(text, from), onBoundary(text, to)];
}

/** Not between the halves of a surrogate pair. */
function onBoundary(text: string, at: number): number {
  return /^[\udc00-\udfff]/.test(text.slice(at, at + 1)) && at > 0 ? at - 1 : at;
}

function showCode(text: string): string {
  return visible(text.replaceAll("\t", "\u2192   "));
}

function underline(view: View, mark: Placed, color: (text: string) => string): string {
  let indent = 0;
  let length = 0;
  for (const { start, end, shown } of view.parts) {
    const isCut = start === end;
    if (isCut ? length === 0 : end <= mark.start) indent += widthOf(shown);
    else if (!isCut && start < mark.end) {
      // The indentation of a line that a mark runs through is not part of what is meant.
      const blank = start > mark.start ? shown.length - shown.trimStart().length : 0;
      if (length === 0) indent += blank;
      length += widthOf(shown) - (length === 0 ? blank : 0);
    }
  }
  const line = (mark.main ? "━" : "─").repeat(Math.max(length, 1));
  return `${" ".repeat(indent)}${color(mark.label === undefined ? line : `${line} ${visible(mark.label)}`)}`;
}
