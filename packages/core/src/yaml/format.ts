import { applyEdits } from "../edit.js";
import { layOutData } from "../markdown/format.js";
import { createProblem, type Problem } from "../problem.js";
import { type ReadOptions, read } from "../read.js";
import type { Tree, TreeNode } from "../tree.js";
import { findComments } from "./comments.js";
import { layOut } from "./layout.js";

export interface FormatResult {
  /** In the canonical layout; as it was given where a problem says why. */
  readonly text: string;
  readonly problems: readonly Problem[];
}

/**
 * A runbook or fragment in the canonical layout; of one in Markdown, its YAML parts. Comments, the order of the fields and the kind of line ends stay; the
 * model stays the same, and formatting once more changes nothing. A file that is not YAML, or that writes a key twice,
 * stays as it is.
 */
export function format(text: string, { path }: ReadOptions): FormatResult {
  const { tree, problems } = read(text, { path });
  const unreadable = problems.filter(isUnreadable);
  if (!tree || unreadable.length > 0) return { text, problems: unreadable };
  if (tree.root.kind === "scalar") return { text, problems };

  const formatted = laidOut(tree);
  // Never a damaged file: what comes out is read again, and any difference counts more than the layout.
  if (isFaithful(tree, formatted)) return { text: formatted, problems: [] };
  const problem = createProblem({
    rule: "format-refused",
    at: { source: tree.source, start: 0, end: 0 },
    message: "The file cannot be laid out anew without a change to what it says, and stays as it is",
    help: "Lay it out by hand, and tell the makers of Runwright: this is a fault of the formatter",
  });
  return { text, problems: [problem] };
}

/** What leaves something of the text out of the tree. */
function isUnreadable({ rule }: Problem): boolean {
  return rule === "parse-error" || rule === "key-duplicate";
}

function laidOut(tree: Tree): string {
  if (tree.markdown) return applyEdits(tree.source.text, layOutData(tree.source));
  const lines = layOut(tree, findComments(tree));
  return /^[^\n]*\r\n/.test(tree.source.text) ? lines.replaceAll("\n", "\r\n") : lines;
}

/** Whether the text says the same with the same comments, and is laid out as it would be again. */
function isFaithful(tree: Tree, text: string): boolean {
  const { tree: after, problems } = read(text, { path: tree.source.path });
  if (!after || problems.some(isUnreadable) || !isSame(tree.root, after.root)) return false;
  // Of a page, only parts are laid out, each with its own comments.
  if (tree.markdown) return laidOut(after) === text;
  const [before, now] = [findComments(tree), findComments(after)];
  return (
    before.length === now.length &&
    before.every((comment, index) => comment.text === now[index]?.text) &&
    laidOut(after) === text
  );
}

/** Whether two trees hold the same keys and values in the same order. */
function isSame(a: TreeNode, b: TreeNode): boolean {
  if (a.kind === "scalar") return b.kind === "scalar" && a.text === b.text && Object.is(a.value, b.value);
  if (a.kind === "seq")
    return (
      b.kind === "seq" &&
      a.items.length === b.items.length &&
      a.items.every((item, index) => isSameOrNone(item, b.items[index]))
    );
  return (
    b.kind === "map" &&
    a.entries.length === b.entries.length &&
    a.entries.every(
      ({ key, value }, index) =>
        key.text === b.entries[index]?.key.text && isSameOrNone(value, b.entries[index]?.value),
    )
  );
}

function isSameOrNone(a: TreeNode, b: TreeNode | undefined): boolean {
  return b !== undefined && isSame(a, b);
}
