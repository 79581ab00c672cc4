import { maxDepth } from "../limits.js";

/*
 * The parser takes time that grows with the square of the nesting, and at some thousand levels it overflows the stack. A
 * file is looked over before: line by line, in linear time, with the containers of CommonMark and nothing else.
 */

/** The offset of the first line whose lists, quotes and footnotes nest deeper than the limit. May see more than there are. */
export function tooDeepAt(text: string, limit = maxDepth): number | undefined {
  let open: readonly Container[] = [];
  for (let start = 0; start < text.length; ) {
    let end = start;
    while (end < text.length && text.charCodeAt(end) !== 10 && text.charCodeAt(end) !== 13) end++;
    const line = new Line(text, start, end);
    const kept = line.pass(open);
    const begun = line.begin(limit + 1 - kept);
    // A line that begins nothing may go on lazily with the paragraph before it, and then all stays open.
    if (begun.length > 0) open = [...open.slice(0, kept), ...begun];
    if (open.length > limit) return start;
    start = text.charCodeAt(end) === 13 && text.charCodeAt(end + 1) === 10 ? end + 2 : end + 1;
  }
  return undefined;
}

/** A quote needs its sign on each line, an item so many columns of indentation, a footnote four. */
type Container = "quote" | "footnote" | number;

const unit = { tab: 9, space: 32, star: 42, plus: 43, dash: 45, greater: 62, bracket: 91 };
const itemNumber = /\d{1,9}[.)]/y;
const footnote = /\[\^[^\]\s]{1,999}\]:/y;

/** A line that is read from left to right. A tab goes on to the next column that divides by four. */
class Line {
  private at: number;
  private column = 0;
  /** From here on the line is a ruler. */
  private readonly rulerFrom: number;

  constructor(
    private readonly text: string,
    start: number,
    private readonly end: number,
  ) {
    this.at = start;
    this.rulerFrom = rulerStart(text, start, end);
  }

  /** How many of the open containers go on in this line. */
  pass(open: readonly Container[]): number {
    let kept = 0;
    for (const container of open) {
      const { width, next } = this.indentation();
      if (container === "quote") {
        if (width > 3 || this.text.charCodeAt(next) !== unit.greater || next >= this.end) break;
        this.passQuote(next, width);
      } else if (next >= this.end) {
        // A blank line keeps items open.
      } else if (container === "footnote" && width === 0 && open[kept - 1] === "footnote") {
        // The parser takes the indentation of one footnote for that of all footnotes right in it.
      } else if (width >= (container === "footnote" ? 4 : container)) {
        this.passColumns(container === "footnote" ? 4 : container);
      } else break;
      kept++;
    }
    return kept;
  }

  /** The containers that begin here, at most `most`. */
  begin(most: number): Container[] {
    const begun: Container[] = [];
    while (begun.length < most) {
      const { width, next } = this.indentation();
      if (width > 3 || next >= this.end) break;
      const size = this.markerSize(next);
      if (size === undefined) break;
      if (size === "quote") {
        this.passQuote(next, width);
        begun.push("quote");
        continue;
      }
      if (size === "footnote") {
        const length = this.footnoteSize(next);
        this.column += width + length;
        this.at = next + length;
        // All blanks behind it are its own, so that code does not begin there.
        this.passColumns(this.indentation().width);
        begun.push("footnote");
        continue;
      }
      this.column += width + size;
      this.at = next + size;
      const { width: gap, next: content } = this.indentation();
      const used = gap > 4 || content >= this.end ? 1 : gap;
      this.passColumns(used);
      begun.push(width + size + used);
    }
    return begun;
  }

  private markerSize(at: number): number | "quote" | "footnote" | undefined {
    const first = this.text.charCodeAt(at);
    if (first === unit.greater) return "quote";
    if (first === unit.bracket) return this.footnoteSize(at) > 0 ? "footnote" : undefined;
    let size = 1;
    if (first >= 48 && first <= 57) {
      itemNumber.lastIndex = at;
      size = itemNumber.exec(this.text)?.[0].length ?? 0;
    } else if (first !== unit.dash && first !== unit.star && first !== unit.plus) return undefined;
    if (size === 0 || at >= this.rulerFrom) return undefined;
    const after = this.text.charCodeAt(at + size);
    return at + size >= this.end || after === unit.space || after === unit.tab ? size : undefined;
  }

  private footnoteSize(at: number): number {
    footnote.lastIndex = at;
    return footnote.exec(this.text)?.[0].length ?? 0;
  }

  private passQuote(at: number, width: number): void {
    this.at = at + 1;
    this.column += width + 1;
    const { width: gap } = this.indentation();
    if (gap > 0) this.passColumns(1);
  }

  /** Columns of white space from here; those of a tab that has been begun count as what is left of it. */
  private indentation(): { readonly width: number; readonly next: number } {
    let column = this.column;
    let next = this.at;
    for (; next < this.end; next++) {
      const code = this.text.charCodeAt(next);
      if (code === unit.space) column++;
      else if (code === unit.tab) column = (column >> 2) * 4 + 4;
      else break;
    }
    return { width: column - this.column, next };
  }

  private passColumns(count: number): void {
    const goal = this.column + count;
    while (this.column < goal && this.at < this.end) {
      if (this.text.charCodeAt(this.at) === unit.tab) {
        const stop = (this.column >> 2) * 4 + 4;
        if (stop > goal) {
          this.column = goal;
          return;
        }
        this.column = stop;
      } else this.column++;
      this.at++;
    }
  }
}

/** From where a line is nothing but one sign, `-` or `*`, three times or more: `- - - -` is a ruler and no four lists. */
function rulerStart(text: string, start: number, end: number): number {
  let sign = 0;
  let signs = 0;
  let at = end;
  for (; at > start; at--) {
    const code = text.charCodeAt(at - 1);
    if (code === unit.space || code === unit.tab) continue;
    if ((code !== unit.dash && code !== unit.star) || (signs > 0 && code !== sign)) break;
    sign = code;
    signs++;
  }
  return signs < 3 ? end : at;
}
