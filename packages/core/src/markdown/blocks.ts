import MarkdownIt from "markdown-it";
import { maxDepth } from "../limits.js";
import type { Source, Span } from "../source.js";

/*
 * The blocks of a text with their offsets: what is a heading, a list, a fence, a table, and what is only text. The typed
 * spelling reads what stands inside them with a grammar of its own, so that no inline content is parsed here; a parser
 * that only looks for blocks is a hundred times faster than one that builds the whole tree.
 */

export type Block = HeadingBlock | ListBlock | CodeBlock | TableBlock | HtmlBlock | TextBlock;

export interface HeadingBlock extends Span {
  readonly type: "heading";
  readonly depth: number;
  /** Its words, without the signs that make it a heading. */
  readonly content: Span;
}

export interface ListBlock extends Span {
  readonly type: "list";
  readonly ordered: boolean;
  readonly items: readonly ItemBlock[];
}

export interface ItemBlock extends Span {
  /** Its first paragraph, if it begins with one; of an item with a box what stands behind the box. */
  readonly words?: Span;
  /** The box of an item that has one: `[ ]` or `[x]`. */
  readonly box?: Span & { readonly isTicked: boolean };
  /** Everything else in it. */
  readonly others: readonly Block[];
}

export interface CodeBlock extends Span {
  readonly type: "code";
  readonly isFenced: boolean;
}

export interface TableBlock extends Span {
  readonly type: "table";
  readonly head: readonly Span[];
  readonly rows: readonly (Span & { readonly cells: readonly Span[] })[];
}

export interface HtmlBlock extends Span {
  readonly type: "html";
}

/** A paragraph, or a block that the format does not look into: a quotation, a line across the page. */
export interface TextBlock extends Span {
  readonly type: "paragraph" | "other";
}

/** A list has two levels, its own and that of an item. Beyond its limit the parser takes everything for text. */
const maxLevel = 2 * maxDepth;

type Parser = ReturnType<typeof MarkdownIt>;

let made: Parser | undefined;

/** Made when the first page is read: most runs of the command line read YAML only. */
function blockParser(): Parser {
  if (made) return made;
  made = new MarkdownIt("commonmark", { html: true, maxNesting: maxLevel + 2 }).enable("table");
  made.core.ruler.enableOnly(["normalize", "block"]);
  // A definition (`[id]: address`) is text to us, and the parser would leave it out of its tokens.
  made.block.ruler.disable("reference");
  return made;
}

type Token = ReturnType<Parser["parse"]>[number];

/**
 * The blocks of a source from an offset on, which must be the beginning of a line. `onDeep` is told where lists and
 * quotations stand in one another deeper than a page may nest: what is below there was not parsed.
 */
export function parseBlocks(source: Source, start = 0, onDeep?: (offset: number) => void): readonly Block[] {
  return new BlockReader(source, start).read(onDeep);
}

/** Walks the parser's flat list of tokens once. A class, because the position in that list is real state. */
class BlockReader {
  private readonly tokens: readonly Token[];
  private readonly text: string;
  /** The line of the source in which the part begins that is read. */
  private readonly firstLine: number;
  private next = 0;

  constructor(
    private readonly source: Source,
    start: number,
  ) {
    this.text = source.text;
    this.firstLine = lineIndex(source.lineStarts(), start);
    // The parser takes CR and CRLF for line ends as we do, so that its numbers of lines are ours.
    this.tokens = blockParser().parse(source.text.slice(start), {});
  }

  read(onDeep?: (offset: number) => void): readonly Block[] {
    const deep = this.tokens.find(({ level }) => level >= maxLevel);
    if (deep) onDeep?.(this.spanOf(deep).start);
    return this.blocks(() => this.next >= this.tokens.length);
  }

  private blocks(isEnd: () => boolean): readonly Block[] {
    const found: Block[] = [];
    while (!isEnd()) {
      const token = this.tokens[this.next++];
      const block = token && this.block(token);
      if (block) found.push(block);
    }
    return found;
  }

  private block(token: Token): Block | undefined {
    const span = this.spanOf(token);
    switch (token.type) {
      case "heading_open":
        return this.heading(token, span);
      case "bullet_list_open":
      case "ordered_list_open":
        return this.list(token, span);
      case "fence":
      case "code_block":
        return { type: "code", isFenced: token.type === "fence", ...span };
      case "table_open":
        return this.table(span);
      case "html_block":
        return { type: "html", ...span };
      case "paragraph_open":
        this.close("paragraph_close");
        return { type: "paragraph", ...span };
      case "blockquote_open":
        this.closeLevel("blockquote_close", token.level);
        return { type: "other", ...span };
      default:
        return { type: "other", ...span };
    }
  }

  private heading(token: Token, span: Span): Block {
    this.close("heading_close");
    const depth = Number(token.tag.slice(1));
    return { type: "heading", depth, content: headingContent(this.text, span, token.markup), ...span };
  }

  private list(token: Token, span: Span): Block {
    const items: ItemBlock[] = [];
    const isOrdered = token.type === "ordered_list_open";
    const close = isOrdered ? "ordered_list_close" : "bullet_list_close";
    for (
      let inner = this.tokens[this.next++];
      inner && inner.type !== close;
      inner = this.tokens[this.next++]
    )
      items.push(this.item(inner));
    return { type: "list", ordered: isOrdered, items, ...span };
  }

  private item(token: Token): ItemBlock {
    const span = this.spanOf(token);
    const first = this.tokens[this.next];
    const content = first?.type === "paragraph_open" ? this.tokens[this.next + 1]?.content : undefined;
    const all = this.blocks(
      () =>
        this.tokens[this.next]?.type === "list_item_close" && this.tokens[this.next]?.level === token.level,
    );
    this.next++;
    if (content === undefined || !first) return { ...span, others: all };
    const words = itemWords(this.text, this.spanOf(first), content);
    const box = boxAt(this.text, words);
    const others = all.slice(1);
    return box
      ? { ...span, box, words: { start: passBlank(this.text, box.end), end: words.end }, others }
      : { ...span, words, others };
  }

  private table(span: Span): Block {
    const rows: (Span & { cells: readonly Span[] })[] = [];
    for (
      let inner = this.tokens[this.next++];
      inner && inner.type !== "table_close";
      inner = this.tokens[this.next++]
    ) {
      if (inner.type !== "tr_open") continue;
      const row = this.spanOf(inner);
      rows.push({ ...row, cells: cellsOf(this.text, row) });
    }
    const [head, ...others] = rows;
    return { type: "table", head: head?.cells ?? [], rows: others, ...span };
  }

  private close(type: string): void {
    while (this.next < this.tokens.length && this.tokens[this.next++]?.type !== type);
  }

  private closeLevel(type: string, level: number): void {
    for (let token = this.tokens[this.next++]; token; token = this.tokens[this.next++])
      if (token.type === type && token.level === level) return;
  }

  /** From the first to the last line that is not blank; blanks before the first word are not part of it. */
  private spanOf({ map }: Token): Span {
    const starts = this.source.lineStarts();
    const [first, behind] = map ?? [0, 0];
    let start = starts[first + this.firstLine] ?? this.text.length;
    let end = starts[behind + this.firstLine] ?? this.text.length;
    while (end > start && /\s/.test(this.text.charAt(end - 1))) end--;
    while (start < end && /[ \t]/.test(this.text.charAt(start))) start++;
    return { start, end };
  }
}

function lineIndex(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function headingContent(text: string, { start, end }: Span, markup: string): Span {
  if (!markup.startsWith("#")) {
    // Underlined: the last line is the line.
    const content = { start, end: lineStart(text, end) };
    return trimmedSpan(text, content);
  }
  const words = trimmedSpan(text, { start: start + markup.length, end });
  let close = words.end;
  while (close > words.start && text.charAt(close - 1) === "#") close--;
  // Signs at the end close the heading only where a blank stands before them.
  const isClosed = close < words.end && (close === words.start || /[ \t]/.test(text.charAt(close - 1)));
  return isClosed ? trimmedSpan(text, { start: words.start, end: close }) : words;
}

/** A paragraph that begins behind the sign of its item; the parser gives its text, and the lines in which it stands. */
function itemWords(text: string, { start, end }: Span, content: string): Span {
  const firstEnd = lineEndAt(text, start, end);
  const first = /^[^\n]*/.exec(content)?.[0].trimEnd() ?? "";
  const line = text.slice(start, firstEnd).trimEnd();
  return { start: line.endsWith(first) ? start + line.length - first.length : start, end };
}

/** A box and a blank behind it: what GitHub shows as one. */
function boxAt(text: string, { start, end }: Span): ItemBlock["box"] {
  const sign = /^\[([ \txX])\][ \t]+\S/.exec(text.slice(start, Math.min(end, start + 20)))?.[1];
  return sign === undefined ? undefined : { start, end: start + 3, isTicked: /x/i.test(sign) };
}

function passBlank(text: string, offset: number): number {
  let at = offset;
  while (/[ \t]/.test(text.charAt(at))) at++;
  return at;
}

/** The cells of a row, split at each pipe that no backslash escapes. */
function cellsOf(text: string, { start, end }: Span): readonly Span[] {
  const cells: Span[] = [];
  let from = text.charAt(start) === "|" ? start + 1 : start;
  for (let at = from; at < end; at++) {
    if (text.charAt(at) === "\\") at++;
    else if (text.charAt(at) === "|") {
      cells.push(trimmedSpan(text, { start: from, end: at }));
      from = at + 1;
    }
  }
  return from < end ? [...cells, trimmedSpan(text, { start: from, end })] : cells;
}

/** A stretch without blanks at either end. */
export function trimmedSpan(text: string, { start, end }: Span): Span {
  let from = start;
  let to = end;
  while (from < to && /\s/.test(text.charAt(from))) from++;
  while (to > from && /\s/.test(text.charAt(to - 1))) to--;
  return { start: from, end: to };
}

export function lineStart(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && text.charAt(at - 1) !== "\n" && text.charAt(at - 1) !== "\r") at--;
  return at;
}

function lineEndAt(text: string, offset: number, limit: number): number {
  let at = offset;
  while (at < limit && text.charAt(at) !== "\n" && text.charAt(at) !== "\r") at++;
  return at;
}

/** Behind the line break that stands at an offset. */
export function nextLine(text: string, offset: number): number {
  if (text.charAt(offset) === "\r") return offset + (text.charAt(offset + 1) === "\n" ? 2 : 1);
  return text.charAt(offset) === "\n" ? offset + 1 : offset;
}
