import type { MapEntry, TreeNode } from "../tree.js";
import type { Comment } from "./comments.js";

/** The way from the root to a part of a document: names of fields, and places in lists. */
export type Path = readonly (string | number)[];

/**
 * What a comment is about: the field or item in whose line it stands, else the one that it stands before; behind the
 * last one of a block, and indented like it, the whole block.
 */
export function commentPath(root: TreeNode, comment: Comment, text: string): Path {
  const path: (string | number)[] = [];
  let node = root;
  for (;;) {
    const child = childFor(node, comment, text);
    if (!child) return path;
    path.push(child.name);
    if (child.isWhole) return path;
    node = child.value;
  }
}

interface Child {
  readonly name: string | number;
  readonly value: TreeNode;
  /** Whether the comment is about all of it. */
  readonly isWhole: boolean;
}

function childFor(node: TreeNode, comment: Comment, text: string): Child | undefined {
  if (node.kind === "scalar") return undefined;
  const children: readonly (MapEntry | TreeNode)[] = node.kind === "map" ? node.entries : node.items;
  const next = firstBehind(children, comment.start);
  const before = childAt(children, next - 1);
  const after = childAt(children, next);
  if (before && comment.start < before.end) {
    // Between a key and its value: in the line of the key it is about both, else about what comes next.
    const isBetween = comment.start < before.value.start && !(comment.alone && isBlock(before.value));
    return { ...before, isWhole: isBetween };
  }
  if (before && !comment.alone && !/[\r\n]/.test(text.slice(before.end, comment.start)))
    return { ...before, isWhole: !isBlock(before.value) };
  if (before && comment.alone && isUnder(node, before.value, { comment, text }))
    return { ...before, isWhole: false };
  return after && { ...after, isWhole: true };
}

function childAt(
  children: readonly (MapEntry | TreeNode)[],
  index: number,
): { readonly name: string | number; readonly value: TreeNode; readonly end: number } | undefined {
  const child = children[index];
  if (!child) return undefined;
  return "key" in child
    ? { name: child.key.text, value: child.value, end: child.end }
    : { name: index, value: child, end: child.end };
}

/** The first child that begins behind an offset, by halving: a hostile file has a comment for each of its lines. */
function firstBehind(children: readonly (MapEntry | TreeNode)[], offset: number): number {
  let low = 0;
  let high = children.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((children[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether a comment behind a block is indented like its lines, and further than what comes next. */
function isUnder(
  parent: TreeNode,
  value: TreeNode,
  { comment, text }: { readonly comment: Comment; readonly text: string },
): boolean {
  const column = ({ start }: TreeNode) => start - text.lastIndexOf("\n", start - 1) - 1;
  return isBlock(value) && comment.column > column(parent) && comment.column >= column(value);
}

/** A mapping or list of lines. */
function isBlock(node: TreeNode): boolean {
  if (node.kind === "scalar" || node.flow) return false;
  return (node.kind === "map" ? node.entries : node.items).length > 0;
}
