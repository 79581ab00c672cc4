import { lineEnd } from "../source.js";
import type { MapNode, ScalarNode, SeqNode, Tree, TreeNode } from "../tree.js";
import type { Comment } from "./comments.js";
import { emitColonKey, emitLine } from "./emit.js";
import { skipSpace } from "./space.js";

/**
 * The text of a tree in the canonical layout: block style, two spaces a level, one fact a line, quotes only where they
 * are needed, at most one empty line in a row, LF line ends. The order of the fields, the lines of long texts and the
 * comments are the author's.
 */
export function layOut(tree: Tree, comments: readonly Comment[]): string {
  return new Layout(tree.source.text, comments).document(tree.root);
}

/** A class, because the lines written so far and the next comment are real state. */
class Layout {
  private readonly lines: string[] = [];
  private next = 0;
  /** The last text counts the empty lines behind it, so none may be added. */
  private isOpen = false;

  constructor(
    private readonly text: string,
    private readonly comments: readonly Comment[],
  ) {}

  document(root: TreeNode): string {
    if (root.kind === "scalar") throw new TypeError("Expected a mapping or a list");
    if (isEmpty(root)) this.line(0, root.kind === "map" ? "{}" : "[]");
    else this.entries(root, 0, false);
    this.ownLines(this.commentsBefore(this.text.length), 0);
    return `${this.lines.join("\n")}\n`;
  }

  /** The entries of a block, a line each; with `inline`, the first continues the line of a `-`. */
  private entries(node: MapNode | SeqNode, column: number, inline: boolean): void {
    let end = node.start;
    for (const [index, entry] of (node.kind === "map" ? node.entries : node.items).entries()) {
      const isItem = !("key" in entry);
      // A `-` stands before its item; in brackets there is none.
      const start = isItem && !node.flow ? skipSpace(this.text, end) : entry.start;
      const comments = this.commentsBefore(start);
      this.ownLines(comments, column);
      if (index > 0 || comments.length > 0) this.emptyLine(start);
      const head = isItem ? "-" : emitColonKey(entry.key.text, column);
      if (inline && index === 0) this.append(` ${head}`);
      else this.line(column, head);
      this.value(isItem ? entry : entry.value, column, isItem);
      end = entry.end;
    }
    this.ownLines(node.flow ? this.commentsBefore(node.end) : this.commentsUnder(node), column);
  }

  /** The value behind the `key:` or `-` that was written last, which stands at `column`. */
  private value(node: TreeNode, column: number, isItem: boolean): void {
    if (node.kind === "scalar") return this.scalar(node, column);
    if (isEmpty(node)) {
      const comments = this.commentsBefore(node.end);
      this.behindHead(comments, column + 2);
      this.place(node.kind === "map" ? "{}" : "[]", comments.length > 0, column + 2);
      return this.append(this.commentBehind(node));
    }
    const comments = this.commentsBefore(firstStart(node));
    this.behindHead(comments, column + 2);
    // What stands behind the closing bracket is about the whole: it moves up to the head if nothing is in its way.
    const closes = node.flow && /[[{]/.test(this.text.charAt(node.start));
    const hoisted = closes && comments.length === 0 ? this.commentBehind(node) : "";
    this.append(hoisted);
    this.entries(node, column + 2, isItem && comments.length === 0 && hoisted === "");
    const behind = closes ? this.commentBehind(node).slice(1) : "";
    if (behind) this.line(column + 2, behind);
  }

  private scalar(node: ScalarNode, column: number): void {
    const comments = this.commentsBefore(node.start);
    if (node.style === "plain" && node.start === node.end) return this.absent(node, comments, column);
    this.behindHead(comments, column + 2);
    const [first = "", ...rest] = this.spell(node, column + 2);
    this.place(first, comments.length > 0, column + 2);
    for (const line of rest) this.lines.push(line);
    this.isOpen = isBlock(node) && node.text.endsWith("\n\n");
    this.append(this.commentBehind(node));
  }

  /** No value at all: of the comments, one fits behind the head. */
  private absent(node: ScalarNode, comments: readonly Comment[], column: number): void {
    this.behindHead(comments, column);
    const behind = this.commentBehind(node);
    if (comments.length === 0) this.append(behind);
    else if (behind !== "") this.line(column, behind.slice(1));
  }

  /** The lines of a scalar; those after the first are indented to `column`. */
  private spell(node: ScalarNode, column: number): readonly string[] {
    if (isBlock(node)) return this.spellBlock(node, column);
    const raw = this.text.slice(node.start, node.end);
    if (!raw.includes("\n")) return [typeof node.value === "string" ? emitLine(node.text) : raw];
    const [first = "", ...rest] = raw.split(/\r?\n/);
    return [
      trimmedEnd(first),
      ...rest.map((line) => indented(trimmedEnd(line.replace(/^[ \t]+/, "")), column)),
    ];
  }

  private spellBlock(node: ScalarNode, column: number): readonly string[] {
    const { style, text } = node;
    const headerEnd = lineEnd(this.text, node.start);
    const [comment] = this.commentsBefore(headerEnd);
    const behind = comment ? ` ${comment.text}` : "";
    if (!/\S/.test(text)) return [`${emitLine(text)}${behind}`];
    const header = this.text.slice(node.start, comment?.start ?? headerEnd);
    const body = withoutLineEnds(text);
    const ends = text.length - body.length;
    const chomping = ends === 0 ? "-" : ends === 1 ? "" : "+";
    const emptyLines = new Array<string>(Math.max(ends - 1, 0)).fill("");
    if (style === "folded" && !/[1-9]/.test(header)) {
      const lines = this.foldedLines(node).map((line) => indented(line, column));
      return [`>${chomping}${behind}`, ...lines, ...emptyLines];
    }
    const lines = body.split("\n");
    // Where the first lines are blank or begin with a blank, they do not show the indentation.
    const ink = lines.findIndex((line) => /\S/.test(line));
    const isHidden = lines
      .slice(0, ink + 1)
      .some((line, at) => line.startsWith(" ") || (at < ink && line !== ""));
    const digit = isHidden ? "2" : "";
    return [`|${digit}${chomping}${behind}`, ...lines.map((line) => indented(line, column)), ...emptyLines];
  }

  /** The lines of a folded block as they are written, without their indentation and without empty ones at the end. */
  private foldedLines({ start, end }: ScalarNode): readonly string[] {
    const first = this.text.indexOf("\n", start) + 1;
    const lines = this.text.slice(first, end).split(/\r?\n/);
    const shown = lines.find((line) => /[^ ]/.test(line)) ?? "";
    const indent = /^ */.exec(shown)?.[0].length ?? 0;
    const bare = lines.map((line) => line.slice(indent));
    while (bare.at(-1) === "") bare.pop();
    return bare;
  }

  /** Takes the comments up to an offset. */
  private commentsBefore(offset: number): readonly Comment[] {
    const from = this.next;
    while ((this.comments[this.next]?.start ?? offset) < offset) this.next++;
    return this.comments.slice(from, this.next);
  }

  /** Takes the comments that stand under a block and are indented like it, not like what comes next. */
  private commentsUnder(node: MapNode | SeqNode): readonly Comment[] {
    const own = this.columnOf(node.start);
    const after = skipSpace(this.text, node.end);
    const limit = after < this.text.length ? this.columnOf(after) : -1;
    const from = this.next;
    for (;;) {
      const comment = this.comments[this.next];
      const isUnder =
        comment && comment.start < after && comment.alone && comment.column >= own && comment.column > limit;
      if (!isUnder) return this.comments.slice(from, this.next);
      this.next++;
    }
  }

  /** Takes the comment in the line in which something ends: with a blank before it, or nothing. */
  private commentBehind({ end }: TreeNode): string {
    const comment = this.comments[this.next];
    if (!comment || comment.start < end || !/^[ \t,]*$/.test(this.text.slice(end, comment.start))) return "";
    this.next++;
    return ` ${comment.text}`;
  }

  /** Comments between a key and its value: the first stays behind the key if it stood in a line with it. */
  private behindHead(comments: readonly Comment[], column: number): void {
    for (const [index, comment] of comments.entries()) {
      if (index === 0 && !comment.alone) this.append(` ${comment.text}`);
      else this.line(column, comment.text);
    }
  }

  private ownLines(comments: readonly Comment[], column: number): void {
    for (const comment of comments) {
      this.emptyLine(comment.start);
      this.line(column, comment.text);
    }
  }

  /** An empty line where the author has one before this place. */
  private emptyLine(offset: number): void {
    if (this.isOpen || this.lines.length === 0) return;
    let breaks = 0;
    for (let at = offset - 1; at >= 0 && breaks < 2; at--) {
      const unit = this.text.charAt(at);
      if (unit === "\n") breaks++;
      else if (unit !== " " && unit !== "\t" && unit !== "\r") return;
    }
    if (breaks === 2) this.lines.push("");
  }

  /** Text behind the head, or below it where comments stand between. */
  private place(text: string, below: boolean, column: number): void {
    if (below) this.line(column, text);
    else this.append(` ${text}`);
  }

  private line(column: number, text: string): void {
    this.lines.push(...`${" ".repeat(column)}${text}`.split("\n"));
    this.isOpen = false;
  }

  private append(text: string): void {
    this.lines.push(`${this.lines.pop() ?? ""}${text}`);
  }

  private columnOf(offset: number): number {
    return offset - this.text.lastIndexOf("\n", offset - 1) - 1;
  }
}

function isEmpty(node: MapNode | SeqNode): boolean {
  return (node.kind === "map" ? node.entries : node.items).length === 0;
}

/** Where the first entry begins: its key, or in a block the `-` before it. */
function firstStart(node: MapNode | SeqNode): number {
  if (!node.flow) return node.start;
  return (node.kind === "map" ? node.entries[0] : node.items[0])?.start ?? node.end;
}

function isBlock({ style }: ScalarNode): boolean {
  return style === "literal" || style === "folded";
}

function indented(line: string, column: number): string {
  return line === "" ? "" : `${" ".repeat(column)}${line}`;
}

/** Without blanks at the end, unless a `\` makes the first of them count. */
function trimmedEnd(line: string): string {
  let end = line.length;
  while (end > 0 && (line.charAt(end - 1) === " " || line.charAt(end - 1) === "\t")) end--;
  return line.charAt(end - 1) === "\\" ? line : line.slice(0, end);
}

function withoutLineEnds(text: string): string {
  let end = text.length;
  while (text.charAt(end - 1) === "\n") end--;
  return text.slice(0, end);
}
