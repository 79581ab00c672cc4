import type { Span } from "../source.js";
import type { ScalarNode } from "../tree.js";
import { code } from "../wording.js";
import type { PageReading } from "./page-reading.js";

/**
 * Tells that an entry has no anchor before its words, offers one that is free, and takes that as its id. The words of a
 * procedure begin behind its mark, and the anchor stands before it.
 */
export function missingAnchor(
  words: Span,
  noun: string,
  { leaves, faults, ids }: PageReading,
  place = words.start,
): ScalarNode {
  const { start, end } = words;
  const id = ids.free(leaves.source.text.slice(start, end));
  const anchor = `<a id="${id}"></a>`;
  const fix = {
    safe: true,
    title: `Give it the id ${id}`,
    edits: [{ offset: place, endOffset: place, text: anchor }],
  };
  const message = `This ${noun} has no anchor, which is its id`;
  faults.note("anchor-missing", words, message, `Write ${code(anchor)} before its words`, { fix });
  return leaves.said(id, words);
}
