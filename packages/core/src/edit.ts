import { addEntryOnPage, isDataNode, isInData, removeFieldOnPage, setFieldOnPage } from "./markdown/edit.js";
import { jsonEquals } from "./match.js";
import type { Places } from "./places.js";
import type { Edit } from "./problem.js";
import { lineEnd } from "./source.js";
import { entryOf, type MapEntry, type MapNode, type Tree, type TreeNode, toValue } from "./tree.js";
import { emitAfter, emitEntry, emitFlow, emitFlowEntry, emitItem } from "./yaml/emit.js";
import { isSpace, skipSpace } from "./yaml/space.js";

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
  const { text, node, tree } = found;
  // A mapping of the model has fields by name, whatever its type.
  const values = owner as Readonly<Record<string, unknown>>;
  const entry = entryOf(node, name);
  // The model may hold a list where a single item is written: either is what stands there.
  const same = (known: unknown) => jsonEquals(known, value);
  if (entry && (same(toValue(entry.value)) || same(values[name]))) return [];
  const inYaml = (map: MapNode, field: string, item: unknown) => setInYaml(text, map, field, item);
  if (tree.markdown && !isDataNode(node))
    return setFieldOnPage(tree, node, { owner: values, name, value }, inYaml);
  return setInYaml(text, node, name, value);
}

function setInYaml(text: string, node: MapNode, name: string, value: unknown): readonly Edit[] {
  const entry = entryOf(node, name);
  if (!entry) return addEntry(text, node, name, value);
  return node.flow ? [replaceInFlow(text, entry, value)] : replaceInBlock(text, node, entry, value);
}

/** Removes a field with its line, or, in `{ }`, with its comma. The only field of a mapping leaves `{}`. */
export function removeField(places: Places, owner: object, name: string): readonly Edit[] {
  const found = mapping(places, owner);
  const entry = found && entryOf(found.node, name);
  if (!found || !entry) return [];
  const { text, node, tree } = found;
  if (tree.markdown && !isDataNode(node)) return removeFieldOnPage(tree, node, name);
  if (node.entries.length === 1) return [{ offset: node.start, endOffset: node.end, text: "{}" }];
  return node.flow ? [removeFromFlow(text, node, entry)] : removeFromBlock(text, node, entry);
}

/** Adds an item at the end of a list in the model. One that is written as a single item becomes a list. */
export function addItem(places: Places, list: object, value: unknown): readonly Edit[] {
  const origin = places.node(list);
  if (!origin) return [];
  const { node, tree } = origin;
  const { text } = tree.source;
  // A list of entries under headings, or of facts, has its own form.
  if (tree.markdown && !isInData(tree, node)) return addEntryOnPage(tree, node, value);
  if (node.kind === "scalar") {
    const items = `[${emitFlow(node.value)}, ${emitFlow(value)}]`;
    return [{ offset: node.start, endOffset: node.end, text: items }];
  }
  if (node.flow) {
    if (node.kind === "map") return [insert(node.start, "["), insert(node.end, `, ${emitFlow(value)}]`)];
    const last = node.items.at(-1);
    return [insert(last?.end ?? node.start + 1, `${last ? ", " : ""}${emitFlow(value)}`)];
  }
  const column = columnOf(text, node.start);
  const dashes = node.kind === "map" ? indentAsItem(text, node) : [];
  return [
    ...dashes,
    ...insertLines(text, node.end, `${" ".repeat(column)}-${emitItem(value, column)}`, column),
  ];
}

function mapping(places: Places, owner: object): { text: string; node: MapNode; tree: Tree } | undefined {
  const origin = places.node(owner);
  if (origin?.node.kind !== "map") return undefined;
  return { text: origin.tree.source.text, node: origin.node, tree: origin.tree };
}

function addEntry(text: string, node: MapNode, name: string, value: unknown): readonly Edit[] {
  if (!node.flow) {
    const column = columnOf(text, node.start);
    return insertLines(text, node.end, emitEntry(name, value, column), column);
  }
  const last = node.entries.at(-1);
  const entry = emitFlowEntry(name, value);
  if (!last) return [insert(node.start + 1, ` ${entry} `)];
  if (last.end < node.end) return [insert(last.end, `, ${entry}`)];
  // `[a: 1]` holds a mapping without braces.
  return [insert(node.start, "{ "), insert(node.end, `, ${entry} }`)];
}

function replaceInFlow(text: string, { value: old }: MapEntry, value: unknown): Edit {
  if (old.start < old.end) return { offset: old.start, endOffset: old.end, text: emitFlow(value) };
  const colon = text.charAt(old.start - 1) === ":" ? "" : ":";
  return insert(old.start, `${colon} ${emitFlow(value)}`);
}

/** Replaces what stands behind the colon; the comments there, on its line or above the old value, stay before the new. */
function replaceInBlock(text: string, node: MapNode, entry: MapEntry, value: unknown): readonly Edit[] {
  const { key, value: old } = entry;
  const column = columnOf(text, node.start);
  const colon = skipSpace(text, key.end);
  // `? key` may stand alone.
  if (text.charAt(colon) !== ":")
    return insertLines(text, key.end, `${" ".repeat(column)}:${emitAfter(value, column)}`, column);
  const offset = colon + 1;
  const gap = text.slice(offset, old.start);
  const above = gap.includes("#") ? gap.trimEnd() : "";
  const beside = text.slice(headEnd(text, old), lineEnd(text, headEnd(text, old)));
  // Between the header of a block scalar and its text there is no room for comments.
  const quoted = typeof value === "string" && value.includes("\n") && above.includes("\n");
  const rendered = quoted ? ` ${emitFlow(value)}` : emitAfter(value, column);
  const breakAt = rendered.includes("\n") ? rendered.indexOf("\n") : rendered.length;
  const head = /^[ \t]+$/.test(gap)
    ? rendered.slice(0, breakAt).replace(" ", gap)
    : rendered.slice(0, breakAt);
  const body = withLineEnds(text, rendered.slice(breakAt));
  const endOffset = lineEnd(text, old.end);
  return [
    { offset, endOffset, text: head + above + beside + body },
    ...(holdsLiteral(rendered) ? moveCommentsOut(text, endOffset, column) : []),
  ];
}

/** Where the part of a value ends that stands on the line where comments beside it are: a block scalar's header. */
function headEnd(text: string, node: TreeNode): number {
  return isBlockScalar(node) ? node.start + header(text, node).length : node.end;
}

function removeFromFlow(text: string, { entries }: MapNode, entry: MapEntry): Edit {
  const { start, end } = entry;
  const comma = skipSpace(text, end);
  if (text.charAt(comma) !== ",") {
    // The comma before the last one goes too, unless a comment stands behind it: an open comma is no fault.
    const before = entries[entries.indexOf(entry) - 1]?.end ?? start;
    return { offset: text.slice(before, start).includes("#") ? start : before, endOffset: end, text: "" };
  }
  const blanks = /^[ \t]*/.exec(text.slice(comma + 1, lineEnd(text, comma)))?.[0] ?? "";
  const next = comma + 1 + blanks.length;
  const ownLine = isLineBreak(text, next) && isBlank(text.slice(lineStart(text, start), start));
  return ownLine
    ? { offset: lineStart(text, start), endOffset: nextLine(text, next), text: "" }
    : { offset: start, endOffset: next, text: "" };
}

function removeFromBlock(text: string, { entries, start }: MapNode, entry: MapEntry): readonly Edit[] {
  const offset = lineStart(text, entry.start);
  let endOffset = nextLine(text, entry.end);
  // The first field of a list item stands behind its `- `: what comes next moves up there.
  if (!isBlank(text.slice(offset, entry.start))) {
    while (isSpace(text.charCodeAt(endOffset))) endOffset++;
    return [{ offset: entry.start, endOffset, text: "" }];
  }
  const before = entries[entries.indexOf(entry) - 1];
  const above = before && lastLeaf(before.value);
  if (!above || !isBlockScalar(above)) return [{ offset, endOffset, text: "" }];
  // What now stands below a block scalar must not become part of it.
  if (header(text, above).includes("+")) {
    while (endOffset < text.length && isBlank(text.slice(endOffset, lineEnd(text, endOffset))))
      endOffset = nextLine(text, endOffset);
  }
  return [{ offset, endOffset, text: "" }, ...moveCommentsOut(text, endOffset - 1, columnOf(text, start))];
}

function lastLeaf(node: TreeNode): TreeNode {
  const last =
    node.kind === "map" ? node.entries.at(-1)?.value : node.kind === "seq" ? node.items.at(-1) : undefined;
  return last && !("flow" in node && node.flow) ? lastLeaf(last) : node;
}

function isBlockScalar(node: TreeNode): boolean {
  return node.kind === "scalar" && (node.style === "literal" || node.style === "folded");
}

/** `|` or `>` with what is said beside it about its end and its indentation. */
function header(text: string, node: TreeNode): string {
  return /^[|>][-+1-9]*/.exec(text.slice(node.start, node.start + 4))?.[0] ?? "";
}

/** A mapping becomes the first item of a list in its place. */
function indentAsItem(text: string, { start, end }: MapNode): readonly Edit[] {
  const edits = [insert(start, "- ")];
  for (let at = nextLine(text, start); at < end; at = nextLine(text, at))
    if (!isLineBreak(text, at)) edits.push(insert(at, "  "));
  return edits;
}

/** Adds lines below the line of an offset, which may have a comment. */
function insertLines(text: string, offset: number, lines: string, column: number): readonly Edit[] {
  const at = lineEnd(text, offset);
  return [
    insert(at, withLineEnds(text, `\n${lines}`)),
    ...(holdsLiteral(lines) ? moveCommentsOut(text, at, column) : []),
  ];
}

/** Whether lines that we wrote may end in a literal block. */
function holdsLiteral(lines: string): boolean {
  return / \|-?\n/.test(lines);
}

/** Comment lines below an offset that stand so deep that a block scalar above would take them in. */
function moveCommentsOut(text: string, offset: number, column: number): readonly Edit[] {
  const edits: Edit[] = [];
  for (let at = nextLine(text, offset); at < text.length; at = nextLine(text, at)) {
    const line = text.slice(at, lineEnd(text, at));
    const ink = line.search(/[^ \t]/);
    if (ink < 0) continue;
    if (line.charAt(ink) !== "#") break;
    if (ink > column) edits.push({ offset: at, endOffset: at + ink, text: " ".repeat(column) });
  }
  return edits;
}

function insert(offset: number, text: string): Edit {
  return { offset, endOffset: offset, text };
}

function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
}

function nextLine(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end < 0 ? text.length : end + 1;
}

function isLineBreak(text: string, offset: number): boolean {
  return text.charAt(offset) === "\n" || text.charAt(offset) === "\r";
}

function isBlank(text: string): boolean {
  return !/[^ \t]/.test(text);
}

/** In the line ends of the file. */
function withLineEnds(text: string, addition: string): string {
  const first = text.indexOf("\n");
  return first > 0 && text.charAt(first - 1) === "\r" ? addition.replaceAll("\n", "\r\n") : addition;
}
