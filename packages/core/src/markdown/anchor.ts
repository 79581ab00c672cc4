import type { Fix } from "../problem.js";
import type { Span } from "../source.js";
import type { ScalarNode } from "../tree.js";
import { code } from "../wording.js";
import type { PageReading } from "./entry.js";

/**
 * Tells that an entry has no anchor, offers one that is free, and takes that as its id. The anchor goes before the words,
 * or before what stands in front of them.
 */
export function missingAnchor(
  words: Span & { readonly front?: number },
  noun: string,
  { leaves, faults, ids }: PageReading,
): ScalarNode {
  const text = leaves.source.text.slice(words.start, words.end);
  const loose = looseAnchor(text);
  const id = ids.free(loose?.id ?? text);
  const anchor = `<a id="${id}"></a>`;
  const front = words.front ?? words.start;
  const edits = [
    { offset: front, endOffset: front, text: anchor },
    ...(loose?.start ? [{ offset: words.start, endOffset: words.start + loose.start, text: "" }] : []),
    ...(loose ? [{ offset: words.start + loose.end, endOffset: words.end, text: "" }] : []),
  ];
  const fix: Fix = { safe: true, title: `Give it the id ${id}`, edits };
  const message = `This ${noun} has no anchor, which is its id`;
  faults.note("anchor-missing", words, message, `Write ${code(anchor)} before its words`, { fix });
  return leaves.said(id, words);
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
