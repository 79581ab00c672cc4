import { lineEnd, type Span } from "../source.js";
import type { ScalarNode, Tree, TreeNode } from "../tree.js";

/** From its `#` to the end of its line. */
export interface Comment extends Span {
  /** Without blanks at its end. */
  readonly text: string;
  /** In its line, from 0. */
  readonly column: number;
  /** Whether nothing but blanks stands before it in its line. */
  readonly alone: boolean;
}

/** The comments of a YAML text in their order. A `#` is one wherever no scalar stands. */
export function findComments({ source: { text }, root }: Tree): readonly Comment[] {
  const comments: Comment[] = [];
  let next = text.indexOf("#");
  const scan = (from: number, to: number): void => {
    if (next >= 0 && next < from) next = text.indexOf("#", from);
    while (next >= 0 && next < to) {
      const start = next;
      const end = lineEnd(text, start);
      const lineStart = text.lastIndexOf("\n", start) + 1;
      const alone = /^[ \t]*$/.test(text.slice(lineStart, start));
      comments.push({ start, end, text: text.slice(start, end).trimEnd(), column: start - lineStart, alone });
      next = text.indexOf("#", end);
    }
  };
  let at = 0;
  for (const scalar of scalars(root)) {
    scan(at, scalar.start);
    at = scalar.end;
    if (scalar.style === "literal" || scalar.style === "folded") {
      const headerEnd = lineEnd(text, scalar.start);
      scan(scalar.start, headerEnd);
      at = Math.max(at, headerEnd);
    }
  }
  scan(at, text.length);
  return comments;
}

/** The scalars of a tree in their order, keys too. */
function* scalars(node: TreeNode): Generator<ScalarNode> {
  if (node.kind === "scalar") yield node;
  else if (node.kind === "seq") for (const item of node.items) yield* scalars(item);
  else
    for (const { key, value } of node.entries) {
      yield key;
      yield* scalars(value);
    }
}
