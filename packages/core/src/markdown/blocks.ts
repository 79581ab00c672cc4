import type { List, ListItem, RootContent } from "mdast";
import type { Span } from "../source.js";
import { generatedMark } from "./homes.js";

/*
 * The blocks of a page as the typed spelling looks at them: where each begins and ends in the text, which of them are
 * comments, and what a fence says behind its backticks.
 */

/** A block of the parser with its offsets. */
export type BlockNode = RootContent;

export function spanOf({ position }: { readonly position?: BlockNode["position"] }): Span {
  return { start: position?.start.offset ?? 0, end: position?.end.offset ?? 0 };
}

/** The words of a heading, of a paragraph or of a cell, without the signs that make it one. */
export function contentOf(
  node: { readonly children: readonly { position?: BlockNode["position"] }[] } & Parameters<typeof spanOf>[0],
): Span {
  const [first] = node.children;
  const last = node.children.at(-1);
  const { end } = spanOf(node);
  return first && last ? { start: spanOf(first).start, end: spanOf(last).end } : { start: end, end };
}

/** A comment and nothing else. */
export function isComment(node: BlockNode): boolean {
  return node.type === "html" && /^<!--/.test(node.value) && isOnlyComments(node.value);
}

function isOnlyComments(html: string): boolean {
  let at = 0;
  while (at < html.length) {
    if (/\s/.test(html.charAt(at))) at++;
    else {
      const end = html.startsWith("<!--", at) ? html.indexOf("-->", at + 4) : -1;
      if (end < 0) return false;
      at = end + 3;
    }
  }
  return true;
}

/** A comment that never ends and so takes everything behind it. */
export function isOpenComment(node: BlockNode): boolean {
  if (node.type !== "html") return false;
  const last = node.value.lastIndexOf("<!--");
  return last >= 0 && node.value.indexOf("-->", last) < 0;
}

/** Whether a comment opens or closes a part that was generated. */
export function generatedEdge(node: BlockNode): "open" | "close" | undefined {
  if (node.type !== "html") return undefined;
  if (new RegExp(`^<!--\\s*${generatedMark}(?![a-z])`).test(node.value)) return "open";
  return new RegExp(`^<!--\\s*/${generatedMark}(?![a-z])`).test(node.value) ? "close" : undefined;
}

/** A fence with what stands behind it, as two words. */
export interface Fence extends Span {
  readonly lang: string;
  /** Everything behind the first word. */
  readonly meta: string;
  /** The first word and the rest as they stand in the text. */
  readonly langSpan: Span;
  /** The lines of the fence in pieces: an indentation that belongs to the fence is left out. */
  readonly content: readonly Span[];
  readonly isClosed: boolean;
}

/** The fence that a code block is, or nothing where its text is only indented. */
export function fenceOf(node: BlockNode, text: string): Fence | undefined {
  if (node.type !== "code") return undefined;
  const { start, end } = spanOf(node);
  const fence = fenceAt(text, start);
  if (fence === undefined) return undefined;
  const headEnd = endOfLine(text, start, end);
  const info = text.slice(start + fence.length, headEnd);
  const blanks = info.length - info.trimStart().length;
  const langStart = start + fence.length + blanks;
  const lang = /^\S*/.exec(info.trimStart())?.[0] ?? "";
  const lastStart = text.lastIndexOf("\n", end - 1) + 1;
  const last = text.slice(lastStart, end).trim();
  const isClosed =
    lastStart > start &&
    last.length >= fence.length &&
    last.split("").every((sign) => sign === fence.charAt(0));
  return {
    start,
    end,
    lang,
    meta: info.trimStart().slice(lang.length).trim(),
    langSpan: { start: langStart, end: langStart + lang.length },
    content: linesOf(
      text,
      { start: nextLine(text, headEnd), end: isClosed ? lastStart : end },
      columnOf(text, start),
    ),
    isClosed,
  };
}

function fenceAt(text: string, start: number): string | undefined {
  const sign = text.charAt(start);
  if (sign !== "`" && sign !== "~") return undefined;
  let end = start;
  while (text.charAt(end) === sign) end++;
  return end - start >= 3 ? text.slice(start, end) : undefined;
}

/** The lines of a fence, each with its line end, without up to `indent` blanks; one piece where there is nothing to cut. */
function linesOf(text: string, { start, end }: Span, indent: number): readonly Span[] {
  if (start >= end) return [{ start: Math.min(start, end), end }];
  if (indent === 0) return [{ start, end }];
  const pieces: Span[] = [];
  for (let at = start; at < end; ) {
    const next = Math.min(nextLine(text, endOfLine(text, at, end)), end);
    let from = at;
    while (from < at + indent && text.charAt(from) === " ") from++;
    pieces.push({ start: from, end: next });
    at = next;
  }
  return pieces;
}

function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

export function lineStart(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && text.charAt(at - 1) !== "\n" && text.charAt(at - 1) !== "\r") at--;
  return at;
}

function endOfLine(text: string, offset: number, limit: number): number {
  let at = offset;
  while (at < limit && text.charAt(at) !== "\n" && text.charAt(at) !== "\r") at++;
  return at;
}

/** Behind the line break that stands at an offset. */
function nextLine(text: string, offset: number): number {
  if (text.charAt(offset) === "\r") return offset + (text.charAt(offset + 1) === "\n" ? 2 : 1);
  return text.charAt(offset) === "\n" ? offset + 1 : offset;
}

/** The first paragraph of a list item, and what else is in the item. */
export function itemParts(item: ListItem): { readonly words?: Span; readonly others: readonly BlockNode[] } {
  const [first, ...others] = item.children;
  if (first?.type !== "paragraph") return { others: item.children };
  return { words: contentOf(first), others };
}

/** Whether a block is a list of points, which facts stand in. */
export function isBulletList(node: BlockNode): node is List {
  return node.type === "list" && !node.ordered;
}
