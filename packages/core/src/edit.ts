import type { Places } from "./places.js";
import type { Edit } from "./problem.js";
import type { MapNode } from "./tree.js";
import { emitAfter, emitFlow, emitItem, emitKey } from "./yaml/emit.js";

/*
 * Changes to a text that keep every other byte: comments, order, quotes and blank lines are the author's. Each function
 * gives edits for the file in which its owner stands; nothing is written here.
 */

/** The text after the edits. They must not overlap; their order does not matter. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const ordered = [...edits].sort((a, b) => a.offset - b.offset || a.endOffset - b.endOffset);
  let result = "";
  let at = 0;
  for (const edit of ordered) {
    if (edit.offset < at)
      throw new TypeError(`Expected edits that do not overlap, got two at offset ${edit.offset}`);
    result += text.slice(at, edit.offset) + edit.text;
    at = edit.endOffset;
  }
  return result + text.slice(at);
}

/** Sets a field of a mapping in the model: its value is replaced, or the field is added after the last one. */
export function setField(places: Places, owner: object, name: string, value: unknown): readonly Edit[] {
  const found = mapping(places, owner);
  if (!found) return [];
  const { text, node } = found;
  const entry = node.entries.find((candidate) => candidate.key.text === name);
  if (!entry) return [addEntry(text, node, name, value)];
  // From the colon on, so that a block value which stood below is replaced whole.
  const offset = text.indexOf(":", entry.key.end) + 1;
  const rendered = node.flow ? ` ${emitFlow(value)}` : emitAfter(value, columnOf(text, entry.key.start));
  return [{ offset, endOffset: Math.max(entry.value.end, offset), text: withLineEnds(text, rendered) }];
}

/** Removes a field with its line, or, in `{ }`, with its comma. The last field of a mapping is replaced by `{}`. */
export function removeField(places: Places, owner: object, name: string): readonly Edit[] {
  const found = mapping(places, owner);
  const index = found?.node.entries.findIndex((candidate) => candidate.key.text === name) ?? -1;
  const entry = found?.node.entries[index];
  if (!found || !entry) return [];
  const { text, node } = found;
  const end = Math.max(entry.value.end, entry.key.end);
  const next = node.entries[index + 1];
  const before = node.entries[index - 1];
  if (!next && !before) return [{ offset: node.start, endOffset: Math.max(node.end, end), text: "{}" }];
  if (node.flow) {
    return next
      ? [{ offset: entry.key.start, endOffset: next.key.start, text: "" }]
      : [{ offset: before?.value.end ?? entry.key.start, endOffset: end, text: "" }];
  }
  // The first field of a list item stands behind its `- `: the next one moves up there.
  if (index === 0 && next) return [{ offset: entry.key.start, endOffset: next.key.start, text: "" }];
  return [{ offset: lineStart(text, entry.key.start), endOffset: nextLine(text, end), text: "" }];
}

/** Adds an item at the end of a list in the model. */
export function addItem(places: Places, list: object, value: unknown): readonly Edit[] {
  const origin = places.node(list);
  if (origin?.node.kind !== "seq") return [];
  const { node, tree } = origin;
  const { text } = tree.source;
  const last = node.items.at(-1);
  if (node.flow || !last) {
    const at = last ? last.end : node.start + 1;
    return [{ offset: at, endOffset: at, text: `${last ? ", " : ""}${emitFlow(value)}` }];
  }
  const column = columnOf(text, node.start);
  const at = lineEnd(text, last.end);
  return [
    {
      offset: at,
      endOffset: at,
      text: withLineEnds(text, `\n${" ".repeat(column)}-${emitItem(value, column)}`),
    },
  ];
}

function mapping(places: Places, owner: object): { text: string; node: MapNode } | undefined {
  const origin = places.node(owner);
  return origin?.node.kind === "map" ? { text: origin.tree.source.text, node: origin.node } : undefined;
}

function addEntry(text: string, node: MapNode, name: string, value: unknown): Edit {
  const last = node.entries.at(-1);
  if (node.flow || !last) {
    const at = last ? Math.max(last.value.end, last.key.end) : node.start + 1;
    return {
      offset: at,
      endOffset: at,
      text: `${last ? ", " : " "}${emitKey(name)}: ${emitFlow(value)}${last ? "" : " "}`,
    };
  }
  const column = columnOf(text, last.key.start);
  const at = lineEnd(text, Math.max(last.value.end, last.key.end));
  const line = `\n${" ".repeat(column)}${emitKey(name)}:${emitAfter(value, column)}`;
  return { offset: at, endOffset: at, text: withLineEnds(text, line) };
}

function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** Where the line ends, a comment at its end included. */
function lineEnd(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && text.charAt(at) !== "\n" && text.charAt(at) !== "\r") at++;
  return at;
}

function nextLine(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end < 0 ? text.length : end + 1;
}

/** In the line ends of the file. */
function withLineEnds(text: string, addition: string): string {
  const first = text.indexOf("\n");
  return first > 0 && text.charAt(first - 1) === "\r" ? addition.replaceAll("\n", "\r\n") : addition;
}
