import { maxProblems } from "./limits.js";
import { wholePlace } from "./places.js";
import { compareProblems, createProblem, type Fix, type Problem } from "./problem.js";
import type { ScalarNode, Tree, TreeNode } from "./tree.js";
import { code, shown } from "./wording.js";

/** Where a value stands. */
export interface Slot {
  /** The name of the field or row. */
  readonly owner: ScalarNode;
  /** What the field holds, as the end of a sentence. */
  readonly means: string;
  readonly required?: boolean;
  /** Whether it is a row of the author's own name in that field. */
  readonly row?: boolean;
  /** Whether it is an item of the list in that field. */
  readonly item?: boolean;
  /** What an id that stands here is the id of. */
  readonly noun?: string;
}

/** Rules of which a fault leaves a model that can be judged further. */
const readable: ReadonlySet<string> = new Set(["field-unknown", "id-format"]);

/** The faults of one file as they are found. A class, because they gather over a whole walk. */
export class Faults {
  private readonly found: Problem[] = [];
  /** Whether a model can be made in spite of them. */
  isReadable = true;

  constructor(private readonly tree: Tree) {}

  get isFull(): boolean {
    return this.found.length >= maxProblems;
  }

  sorted(): readonly Problem[] {
    return [...this.found].sort(compareProblems);
  }

  add(
    at: TreeNode,
    message: string,
    help: string,
    more: { rule?: string | undefined; fix?: Fix } = {},
  ): void {
    const { rule = "schema-mismatch", fix } = more;
    if (this.isFull) return;
    this.found.push(
      createProblem({ rule, at: wholePlace(this.tree, at), message, help, ...(fix && { fix }) }),
    );
    // What comes after so many is not looked at, and may be worse.
    if (!readable.has(rule) || this.isFull) this.isReadable = false;
  }

  /** A fault that another one tells already: the field is missing because it stands there misspelt. */
  addSilently(): void {
    this.isReadable = false;
  }

  unexpected(node: TreeNode, expected: string, help: string, fix?: Fix): void {
    this.add(node, `Unexpected ${shown(node)}, expected ${expected}`, help, fix ? { fix } : {});
  }

  empty(node: TreeNode, slot: Slot, more: { rule?: string; help?: string } = {}): void {
    const { owner, required, item } = slot;
    const what = item ? `An item of ${code(owner.text)}` : code(owner.text);
    const help = item
      ? "Write something after the `-`, or remove the `-`"
      : `Write what it holds${required ? "" : ", or remove the line"}${about(slot)}`;
    this.add(emptyPlace(node, owner), `${what} is empty`, more.help ?? help, { rule: more.rule });
  }
}

/** Where nothing is written, the field's name stands for it; of an empty text the quotes. */
function emptyPlace(node: TreeNode, owner: ScalarNode): TreeNode {
  if (node.start === node.end) return owner;
  return node.kind === "scalar" ? { ...node, content: { start: node.start, end: node.end } } : node;
}

/** The words of the field, where they are about this very value. */
export function about({ means, row }: Slot): string {
  return row ? "" : `: ${means}`;
}

export function replacement(node: ScalarNode, text: string): Fix["edits"][number] {
  return { offset: node.start, endOffset: node.end, text };
}
