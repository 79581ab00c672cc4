import type { Span } from "../source.js";
import type { ScalarNode } from "../tree.js";
import { code } from "../wording.js";
import type { PageReading } from "./page-reading.js";

/** Tells that an entry has no anchor before its words, offers one that is free, and takes that as its id. */
export function missingAnchor(words: Span, noun: string, { leaves, faults, ids }: PageReading): ScalarNode {
  const { start, end } = words;
  const id = ids.free(leaves.source.text.slice(start, end));
  const anchor = `<a id="${id}"></a>`;
  const fix = {
    safe: true,
    title: `Give it the id ${id}`,
    edits: [{ offset: start, endOffset: start, text: anchor }],
  };
  const message = `This ${noun} has no anchor, which is its id`;
  faults.note("anchor-missing", words, message, `Write ${code(anchor)} before its words`, { fix });
  return leaves.said(id, words);
}
