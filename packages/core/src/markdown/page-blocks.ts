import type { Heading, ListItem, Nodes, Paragraph, RootContent, TableCell } from "mdast";
import { positionAt, type Source, type Span } from "../source.js";
import { type Cut, cutOf, joinCuts, standIn } from "./cut.js";
import { labelOf } from "./inline-scan.js";
import type { Block, Cell, Inlines, Passage, Prose, Quote, Step, Steps, Table, Words } from "./page.js";
import { readCode } from "./plain-code.js";
import { readInlines } from "./plain-inlines.js";
import { joinSteps } from "./steps-join.js";

/** Makes the page's blocks of what the parser found. */
export class BlockReader {
  private nextPassage = 0;

  /** `parsed` is the text as the parser saw it, with blanks for the passages. */
  constructor(
    private readonly source: Source,
    private readonly parsed: string,
    private readonly passages: readonly Passage[],
    private readonly addresses: ReadonlyMap<string, string>,
  ) {}

  /** The passages before an offset that no block has taken yet. */
  passagesBefore(offset: number): Passage[] {
    const from = this.nextPassage;
    while ((this.passages[this.nextPassage]?.start ?? offset) < offset) this.nextPassage++;
    return this.passages.slice(from, this.nextPassage);
  }

  /** The blocks of a container that ends at `end`, inside so many quotes. Headings are prose there. */
  blocks(nodes: readonly RootContent[], end: number, quotes: number): Block[] {
    const blocks: Block[] = [];
    for (const node of nodes) {
      blocks.push(...this.passagesBefore(spanOfNode(node).start));
      const block = this.block(node, quotes);
      if (block) blocks.push(block);
    }
    blocks.push(...this.passagesBefore(end));
    return joinSteps(blocks, this.source.text);
  }

  block(node: RootContent, quotes: number): Block | undefined {
    const span = node.type === "code" ? this.withoutPassages(spanOfNode(node)) : spanOfNode(node);
    switch (node.type) {
      case "list":
        return this.steps(node.children, { ...span, ordered: node.ordered === true, quotes });
      case "blockquote":
        return this.quote(node.children, span, quotes + 1);
      case "footnoteDefinition":
        return { ...this.quote(node.children, span, quotes), tone: "footnote" };
      default:
        break;
    }
    const block = this.leaf(node, span, quotes);
    // A passage inside a leaf, such as a comment over several lines, is part of it.
    this.passagesBefore(span.end);
    return block;
  }

  /** A passage is blank to the parser: one behind an indented block would seem to belong to it. */
  private withoutPassages({ start, end }: Span): Span {
    let last = end;
    while (last > start && /\s/.test(this.parsed.charAt(last - 1))) last--;
    return { start, end: last };
  }

  private leaf(node: RootContent, span: Span, quotes: number): Block | undefined {
    switch (node.type) {
      case "paragraph":
        return this.prose(node, span, quotes);
      case "heading":
        return { ...this.prose(node, span, quotes), level: node.depth };
      case "code":
        return readCode(this.source, this.parsed, node, span);
      case "table":
        return this.table(
          node.children.map((row) => row.children),
          span,
        );
      case "html":
        return { kind: "passage", language: "html", ...span };
      case "definition":
        return { kind: "definition", label: node.label ?? node.identifier, address: node.url, ...span };
      case "thematicBreak":
        return { kind: "ruler", ...span };
      default:
        return undefined;
    }
  }

  /** What a heading or paragraph says; its place is that of its words, without `#` and underlines. */
  words(node: Heading | Paragraph, quotes: number): Words & { readonly inlines: Inlines } {
    const first = node.children[0];
    const last = node.children.at(-1);
    if (!first || !last) {
      const { start } = spanOfNode(node);
      const at = start + (/^#{1,6}/.exec(this.source.text.slice(start, start + 6))?.[0].length ?? 0);
      return {
        ...readInlines(this.source, cutOf("", { start: at, end: at }), this.addresses),
        start: at,
        end: at,
      };
    }
    const content = { start: spanOfNode(first).start, end: spanOfNode(last).end };
    return readInlines(this.source, this.lines(content, quotes), this.addresses);
  }

  private prose(node: Heading | Paragraph, span: Span, quotes: number): Prose {
    return { kind: "prose", ...this.words(node, quotes), ...span };
  }

  /** Running text over several lines, without the blanks and the signs of quotes before each. */
  private lines({ start, end }: Span, quotes: number): Cut {
    const { text } = this.source;
    const starts = this.source.lineStarts();
    const cuts: Cut[] = [];
    let at = start;
    for (let line = positionAt(this.source, start).line; ; line++) {
      const next = starts[line] ?? text.length;
      if (next >= end) break;
      const lineEnd = endBefore(text, at, next);
      cuts.push(cutOf(text, { start: at, end: lineEnd }), standIn("\n", { start: lineEnd, end: next }));
      at = Math.min(end, next + prefixLength(text, next, quotes));
    }
    cuts.push(cutOf(text, { start: at, end }));
    return joinCuts(cuts);
  }

  private quote(nodes: readonly RootContent[], span: Span, quotes: number): Quote {
    const blocks = this.blocks(nodes, span.end, quotes);
    const [first] = blocks;
    const sign =
      first?.kind === "prose" ? /^\[!([A-Za-z]{2,20})\][ \t]*(\r\n|\n|\r|$)/.exec(this.rest(first)) : null;
    if (!sign?.[1] || first?.kind !== "prose") return { kind: "quote", ...span, blocks };
    const tone = sign[1].toLowerCase();
    if (first.start + sign[0].length >= first.end)
      return { kind: "quote", tone, ...span, blocks: blocks.slice(1) };
    const next = first.start + sign[0].length;
    const start = next + prefixLength(this.source.text, next, quotes);
    const words = readInlines(this.source, this.lines({ start, end: first.end }, quotes), this.addresses);
    return { kind: "quote", tone, ...span, blocks: [{ kind: "prose", ...words }, ...blocks.slice(1)] };
  }

  private rest({ start, end }: Span): string {
    return this.source.text.slice(start, end);
  }

  private steps(
    items: readonly ListItem[],
    { start, end, ordered, quotes }: Span & { readonly ordered: boolean; readonly quotes: number },
  ): Steps {
    const read: Step[] = [];
    for (const item of items) {
      const span = spanOfNode(item);
      const between = this.passagesBefore(span.start);
      const last = read.at(-1);
      const [passage] = between.slice(-1);
      if (last && passage) {
        read[read.length - 1] = { ...last, end: passage.end, blocks: [...last.blocks, ...between] };
      }
      read.push(this.step(item, span, quotes));
    }
    const hasBoxes = read.some(({ checked }) => checked !== undefined);
    return {
      kind: "steps",
      style: ordered ? "numbered" : hasBoxes ? "checkbox" : "bullet",
      start,
      end,
      items: read,
    };
  }

  private step(item: ListItem, span: Span, quotes: number): Step {
    const [first, ...rest] = item.children;
    const number = /^(\d{1,9})[.)]/.exec(this.source.text.slice(span.start, span.start + 10))?.[1];
    const isSaid = first?.type === "paragraph";
    const words = isSaid ? { words: this.words(first, quotes) } : {};
    return {
      ...span,
      ...(number !== undefined && { number: Number(number) }),
      ...(typeof item.checked === "boolean" && { checked: item.checked }),
      ...words,
      blocks: this.blocks(isSaid ? rest : item.children, span.end, quotes),
    };
  }

  private table(rows: readonly (readonly TableCell[])[], span: Span): Table {
    const [head = [], ...body] = rows.map((cells) => cells.map((cell) => this.cell(spanOfNode(cell))));
    return { kind: "table", ...span, head, rows: body };
  }

  /** A cell without its pipes; `\|` in it is a pipe. */
  private cell({ start, end }: Span): Cell {
    const { text } = this.source;
    let from = text.charAt(start) === "|" ? start + 1 : start;
    let to = text.charAt(end - 1) === "|" && text.charAt(end - 2) !== "\\" && end > from ? end - 1 : end;
    while (from < to && isBlank(text.charAt(from))) from++;
    while (to > from && isBlank(text.charAt(to - 1))) to--;
    const cuts: Cut[] = [];
    let at = from;
    for (let pipe = text.indexOf("\\|", at); pipe >= 0 && pipe < to; pipe = text.indexOf("\\|", at + 1)) {
      cuts.push(cutOf(text, { start: at, end: pipe }));
      at = pipe + 1;
    }
    cuts.push(cutOf(text, { start: at, end: to }));
    return { ...readInlines(this.source, joinCuts(cuts), this.addresses), start: from, end: to };
  }
}

/** The addresses that the page defines, by label. The first of a label counts. */
export function definedAddresses(root: Nodes): ReadonlyMap<string, string> {
  const addresses = new Map<string, string>();
  const nodes: Nodes[] = [root];
  for (let node = nodes.pop(); node; node = nodes.pop()) {
    if (node.type === "definition") {
      const label = labelOf(node.label ?? node.identifier);
      if (!addresses.has(label)) addresses.set(label, node.url);
    } else if ("children" in node && node.type !== "paragraph" && node.type !== "table") {
      for (const child of node.children.toReversed()) nodes.push(child);
    }
  }
  return addresses;
}

/** The parser gives every node of a text a place. */
export function spanOfNode(node: Nodes): Span {
  const start = node.position?.start.offset ?? 0;
  return { start, end: node.position?.end.offset ?? start };
}

const isBlank = (unit: string) => unit === " " || unit === "\t";

function prefixLength(text: string, start: number, quotes: number): number {
  let at = start;
  const skipBlanks = () => {
    while (isBlank(text.charAt(at))) at++;
  };
  skipBlanks();
  for (let left = quotes; left > 0 && text.charAt(at) === ">"; left--) {
    at++;
    skipBlanks();
  }
  return at - start;
}

function endBefore(text: string, from: number, next: number): number {
  let end = next;
  while (end > from && /[\r\n]/.test(text.charAt(end - 1))) end--;
  return end;
}
