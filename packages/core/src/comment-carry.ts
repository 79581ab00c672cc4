import type { HomedComment } from "./comment-homes.js";
import { lineStart } from "./markdown/blocks.js";
import { generatedMark, sections } from "./markdown/homes.js";
import { lineEnd, type Span } from "./source.js";
import { entryOf, type Tree, type TreeNode } from "./tree.js";
import type { Path } from "./yaml/comment-path.js";
import { hasOddUnit } from "./yaml/emit.js";

/** A text with comments put in, and what became of each. */
export interface Carried {
  readonly text: string;
  readonly carried: readonly HomedComment[];
  readonly lost: readonly LostComment[];
}

/** A comment that has no place in the other spelling. */
export interface LostComment {
  /** Line of the source, from 1. */
  readonly line: number;
  readonly text: string;
  /** A sentence without a full stop. */
  readonly why: string;
}

/** Puts comments into the text of a tree that `write` or `writeMarkdown` made, each at what it is about. */
export function carryComments(tree: Tree, comments: readonly HomedComment[]): Carried {
  const page = tree.markdown && new PageTarget(tree);
  const lines: Insertion[] = [];
  const blocks = new Map<number, HomedComment[]>();
  const carried: HomedComment[] = [];
  const lost: LostComment[] = [];
  for (const comment of comments) {
    const steps = stepsTo(tree.root, comment.path);
    const target = oddity(comment) ?? page?.targetOf(steps, comment) ?? lineTarget(steps, tree);
    if (typeof target === "string") {
      lost.push(lostComment(comment, target));
      continue;
    }
    carried.push(comment);
    if (target.at === "line") lines.push({ offset: target.offset, text: hashLines(comment, tree, target) });
    else blocks.set(target.offset, [...(blocks.get(target.offset) ?? []), comment]);
  }
  const inserted = [...blocks].map(([offset, several]) => ({ offset, text: htmlBlocks(several) }));
  return { text: insert(tree.source.text, [...lines, ...inserted]), carried, lost };
}

export function lostComment({ line, words }: HomedComment, why: string): LostComment {
  return { line, text: words.join(" ").trim(), why };
}

/** Above a line, or as a block behind the end of one; or why nowhere. */
type Target = { readonly at: "line" | "block"; readonly offset: number } | string;

interface Insertion {
  readonly offset: number;
  readonly text: string;
}

/** A part of a document on the way to another, and where its key or its first word stands. */
interface Step {
  readonly node: TreeNode;
  readonly start: number;
  readonly name: string | number;
}

/** The parts on a path from the root on, as far as it leads in this tree. */
function stepsTo(root: TreeNode, path: Path): readonly Step[] {
  const steps: Step[] = [];
  let node = root;
  for (const name of path) {
    // Where one or a list may stand, one spelling writes a list of one.
    if (typeof name === "number" && node.kind !== "seq") {
      if (name === 0) continue;
      break;
    }
    const entry = typeof name === "string" ? entryOf(node, name) : undefined;
    const next = typeof name === "number" && node.kind === "seq" ? node.items[name] : entry?.value;
    if (!next) break;
    steps.push({ node: next, start: entry?.key.start ?? next.start, name });
    node = next;
  }
  return steps;
}

function lineTarget(steps: readonly Step[], { root, source }: Tree): Target {
  const first = root.kind === "map" ? root.entries[0] : undefined;
  const offset = steps.at(-1)?.start ?? first?.start ?? root.start;
  return { at: "line", offset: lineStart(source.text, offset) };
}

/** A class, because what stands where on a page is asked for each comment. */
class PageTarget {
  private readonly text: string;
  private readonly parts: readonly Span[];
  /** The end of the line of the title. */
  private readonly title: number;

  constructor(private readonly tree: Tree) {
    this.text = tree.source.text;
    this.parts = tree.markdown?.yamlParts ?? [];
    this.title = lineEnd(this.text, this.text.indexOf("\n# ", this.parts[0]?.end) + 1);
  }

  targetOf(steps: readonly Step[], { words }: HomedComment): Target {
    const last = steps.at(-1);
    if (last && this.isData(last.start)) return { at: "line", offset: lineStart(this.text, last.start) };
    if (words.some((line) => /--!?>/.test(line))) return "A comment in Markdown ends at `-->`";
    if (isGeneratedMark(words)) return "In Markdown it would be the mark of a generated part";
    return this.blockTarget(steps);
  }

  /** Below the heading of the entry, the section or the page that holds the part. */
  private blockTarget(steps: readonly Step[]): Target {
    const [section, item] = steps;
    if (!section) return { at: "block", offset: this.title };
    const entry = steps.findLast(({ node }) => this.isEntry(node)) ?? this.firstEntry(section, item);
    if (entry) return { at: "block", offset: lineEnd(this.text, entry.start) };
    const home = sections.find(({ field }) => field === section.name);
    if (!home) return { at: "block", offset: this.title };
    if (!item) return { at: "block", offset: lineEnd(this.text, section.start) };
    return `A line of \`## ${home.title}\` has no room for a comment`;
  }

  /** Procedures and notes stand below no heading that they share. */
  private firstEntry({ name, node }: Step, item: Step | undefined): { readonly start: number } | undefined {
    const isShared = sections.some(({ field }) => field === name);
    const first = node.kind === "seq" && !isShared && !item ? node.items[0] : undefined;
    return first && this.isEntry(first) ? first : undefined;
  }

  private isEntry(node: TreeNode): boolean {
    return node.kind === "map" && this.tree.markdown?.layouts.has(node) === true;
  }

  /** Whether a place is in the front matter or in a `yaml fields`. */
  private isData(offset: number): boolean {
    let low = 0;
    let high = this.parts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.parts[middle]?.start ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return offset < (this.parts[low - 1]?.end ?? 0);
  }
}

function oddity({ words }: HomedComment): string | undefined {
  return words.some(hasOddUnit) ? "It holds a character that no text should show" : undefined;
}

function isGeneratedMark(words: readonly string[]): boolean {
  return words.join(" ").trimStart().replace(/^\//, "").startsWith(generatedMark);
}

/** A comment as lines that begin with `#`, indented like the line below. */
function hashLines(
  { words }: HomedComment,
  { source }: Tree,
  { offset }: { readonly offset: number },
): string {
  const indent = /^ */.exec(source.text.slice(offset, lineEnd(source.text, offset)))?.[0] ?? "";
  return words.map((line) => `${indent}#${line === "" ? "" : ` ${line}`}\n`).join("");
}

/** Comments below one heading; lines that follow each other become one. */
function htmlBlocks(comments: readonly HomedComment[]): string {
  const blocks: { words: readonly string[]; last: HomedComment }[] = [];
  for (const comment of comments) {
    const open = blocks.at(-1);
    const goesOn =
      open?.last.isLine &&
      comment.isLine &&
      comment.line === open.last.line + 1 &&
      comment.path.join("\n") === open.last.path.join("\n");
    if (open && goesOn)
      blocks[blocks.length - 1] = { words: [...open.words, ...comment.words], last: comment };
    else blocks.push({ words: comment.words, last: comment });
  }
  return blocks.map(({ words }) => `\n\n${html(words)}`).join("");
}

function html(words: readonly string[]): string {
  const [first = "", ...others] = words;
  if (others.length > 0) return `<!--\n${words.join("\n")}\n-->`;
  return first.trim() === "" ? "<!-- -->" : `<!-- ${first.trim()} -->`;
}

function insert(text: string, insertions: readonly Insertion[]): string {
  const parts: string[] = [];
  let from = 0;
  for (const { offset, text: added } of [...insertions].sort((a, b) => a.offset - b.offset)) {
    parts.push(text.slice(from, offset), added);
    from = offset;
  }
  return [...parts, text.slice(from)].join("");
}
