import type { Fix } from "../problem.js";
import type { Span } from "../source.js";
import type { ScalarNode } from "../tree.js";
import { code } from "../wording.js";
import type { Block } from "./blocks.js";
import { anchorAt } from "./heading.js";
import type { PageReading } from "./page-reading.js";

/**
 * Tells that an entry has no anchor before its words, offers one that is free, and takes that as its id. The words of a
 * procedure begin behind its mark, and the anchor stands before it.
 */
export function missingAnchor(
  words: Span & { readonly above?: Above },
  noun: string,
  { leaves, faults, ids }: PageReading,
  place = words.start,
): ScalarNode {
  const text = leaves.source.text.slice(words.start, words.end);
  const { above } = words;
  const loose = above ? undefined : looseAnchor(text);
  const id = ids.free(above?.id ?? loose?.id ?? text);
  const anchor = `<a id="${id}"></a>`;
  const edits = [
    ...(above ? [{ offset: above.start, endOffset: above.end, text: "" }] : []),
    { offset: place, endOffset: place, text: anchor },
    ...(loose?.start ? [{ offset: words.start, endOffset: words.start + loose.start, text: "" }] : []),
    ...(loose ? [{ offset: words.start + loose.end, endOffset: words.end, text: "" }] : []),
  ];
  const fix: Fix = { safe: true, title: `Give it the id ${id}`, edits };
  const message = `This ${noun} has no anchor, which is its id`;
  faults.note("anchor-missing", words, message, `Write ${code(anchor)} before its words`, { fix });
  return leaves.said(id, words);
}

/** An anchor in a line above the heading that it is for, with what stands between the two. */
export interface Above extends Span {
  readonly id: string;
}

/** The anchor that a block is and nothing else, if it is one; `end` is where the heading below it begins. */
export function anchorAbove(block: Block | undefined, end: number, text: string): Above | undefined {
  if (block?.type !== "paragraph") return undefined;
  const found = anchorAt(text, block);
  const isAlone = found !== undefined && found.words.start === found.words.end;
  return isAlone
    ? { id: text.slice(found.anchor.start, found.anchor.end), start: block.start, end }
    : undefined;
}

/** An id as other tools write it: `Words {#id}`, `<a id="id">Words</a>`. Between the two ends stand the words. */
function looseAnchor(text: string): (Span & { readonly id: string }) | undefined {
  const open = text.endsWith("}") ? text.lastIndexOf("{#") : -1;
  if (open > 0) return { id: text.slice(open + 2, -1), start: 0, end: text.slice(0, open).trimEnd().length };
  const tag = /^<a\s{1,9}(?:id|name)=["']([^"'<>]{1,64})["']\s?\/?>\s?/.exec(text);
  if (!tag) return undefined;
  const end = text.endsWith("</a>") ? text.length - 4 : text.length;
  return { id: tag[1] ?? "", start: tag[0].length, end: Math.max(tag[0].length, end) };
}
