import { type HomedComment, namesSchema } from "./comment-homes.js";
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
  const insertions: Insertion[] = [];
  const below = new Map<number, HomedComment[]>();
  const lost = new Map<HomedComment, string>();
  for (const comment of comments) {
    const steps = stepsTo(tree.root, comment.path);
    const target = oddity(comment) ?? page?.targetOf(steps, comment) ?? lineTarget(steps, tree);
    if (typeof target === "string") lost.set(comment, target);
    else if (target.at === "line")
      insertions.push({ offset: target.offset, text: hashLines(comment, tree, target) });
    else {
      const known = below.get(target.offset);
      if (known) known.push(comment);
      else below.set(target.offset, [comment]);
    }
  }
  for (const [offset, several] of below) {
    const blocks = blocksOf(several).map((block) => withoutMarks(block, lost));
    insertions.push({ offset, text: blocks.map(html).join("") });
  }
  return {
    text: insert(tree.source.text, insertions),
    carried: comments.filter((comment) => !lost.has(comment)),
    lost: comments.flatMap((comment) => lostComment(comment, lost.get(comment)) ?? []),
  };
}

/** What is told of a comment that is lost for a reason. */
export function lostComment({ line, words }: HomedComment, why: string | undefined): LostComment | undefined {
  return why === undefined ? undefined : { line, text: words.join(" ").trim(), why };
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
  if (words.some(hasOddUnit)) return "It holds a character that no text should show";
  return words.some(namesSchema) ? "In YAML it would name the schema to editors" : undefined;
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

/** Comments below one heading in groups: lines that follow each other are one text. */
function blocksOf(comments: readonly HomedComment[]): readonly (readonly HomedComment[])[] {
  const blocks: HomedComment[][] = [];
  let last: HomedComment | undefined;
  for (const comment of comments) {
    const goesOn =
      last?.isLine &&
      comment.isLine &&
      comment.line === last.line + 1 &&
      comment.path.join("\n") === last.path.join("\n");
    if (goesOn) blocks.at(-1)?.push(comment);
    else blocks.push([comment]);
    last = comment;
  }
  return blocks;
}

/** The comments of a block without those that would make it the edge of a generated part. */
function withoutMarks(
  block: readonly HomedComment[],
  lost: Map<HomedComment, string>,
): readonly HomedComment[] {
  const words = block.map((comment) => comment.words.join(" ").trim());
  const first = words.findIndex((line) => line !== "" && !isGeneratedMark(line));
  const edge = words.slice(0, first < 0 ? block.length : first).findLastIndex(isGeneratedMark);
  for (const comment of block.slice(0, edge + 1))
    lost.set(comment, "In Markdown it would be the mark of a generated part");
  return block.slice(edge + 1);
}

function isGeneratedMark(line: string): boolean {
  return line.replace(/^\//, "").startsWith(generatedMark);
}

function html(block: readonly HomedComment[]): string {
  const words = block.flatMap((comment) => comment.words);
  const [first, ...others] = words;
  if (first === undefined) return "";
  if (others.length > 0) return `\n\n<!--\n${words.join("\n")}\n-->`;
  return first.trim() === "" ? "\n\n<!-- -->" : `\n\n<!-- ${first.trim()} -->`;
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
