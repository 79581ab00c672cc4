import type { Nodes, Root, RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { frontmatterFromMarkdown } from "mdast-util-frontmatter";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { frontmatter } from "micromark-extension-frontmatter";
import { gfm } from "micromark-extension-gfm";

/*
 * The parser that remark-parse and remark-gfm wrap, used without their wrapping: GitHub's Markdown with front matter in
 * YAML or TOML, each node with its offsets in UTF-16 units.
 */

const frontMatterKinds: ["yaml", "toml"] = ["yaml", "toml"];
const github = gfm();
const extensions = [github, frontmatter(frontMatterKinds)];
const mdastExtensions = [
  // The transforms look for addresses in what has been parsed: they overflow the stack on deep trees, and the nodes that
  // they make have no place.
  ...gfmFromMarkdown().map((extension) => ({ ...extension, transforms: [] })),
  frontmatterFromMarkdown(frontMatterKinds),
];

/** Everything that GitHub sees in a text, inline content too. */
export function parseMarkdown(text: string): Root {
  const root = fromMarkdown(text, { extensions, mdastExtensions });
  if (hasByteOrderMark(text)) shift(root.children, 0, 1);
  return withoutOverlaps(root);
}

/**
 * Only the blocks: what stands inside a paragraph, a heading or a cell stays text. The typed spelling reads that with a
 * grammar of its own, and inline parsing is most of the time and all of the pathological cases.
 *
 * Parsed stretch by stretch, because the parser's time grows with the square of a text's blocks. A block that is followed
 * by another is closed, whatever comes later; the last of a stretch is parsed again with what follows.
 */
export function parseBlocks(text: string, stretch = 4096): Root {
  const children: RootContent[] = [];
  let line = 0;
  for (let start = 0, size = Math.max(stretch, frontMatterEnd(text)); start < text.length; ) {
    const end = lineStartFrom(text, start + size);
    const part = text.slice(start, end);
    const blocks = parsePart(part, start === 0 && frontMatterEnd(text) > 0);
    shift(blocks, line, start + (hasByteOrderMark(part) ? 1 : 0));
    if (end >= text.length) {
      children.push(...blocks);
      break;
    }
    const next = lastFreshBlock(text, blocks);
    const again = blocks[next];
    const restart = lineStartBefore(text, again?.position?.start.offset ?? 0);
    // Without a step forward this would never end.
    if (next === 0 || restart <= start) {
      size *= 2;
      continue;
    }
    children.push(...blocks.slice(0, next));
    start = restart;
    line = (again?.position?.start.line ?? 1) - 1;
    size = stretch;
  }
  return { type: "root", children };
}

/**
 * The index of the last block that reads the same at the start of a text as where it stands: one with a blank line before
 * it, because what may stand right below another block is less (`2.` begins no list there), or one with a sign of its own. 0
 * where only the first does.
 */
function lastFreshBlock(text: string, blocks: readonly RootContent[]): number {
  for (let index = blocks.length - 1; index > 0; index--) {
    const at = blocks[index]?.position?.start.offset;
    // A byte order mark would not be read where it begins a stretch.
    if (at === undefined || text.charCodeAt(at) === 0xfeff) continue;
    const before = text.slice(Math.max(0, at - 200), at);
    if (/(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)[ \t]*$/.test(before)) return index;
    if (/[\r\n]$/.test(before) && /^(?:#{1,6}[ \t]|```|~~~)/.test(text.slice(at, at + 7))) return index;
  }
  return 0;
}

/** Front matter that is never closed leaves the parser in a state where some lists after it are none. */
function parsePart(text: string, hasFrontMatter: boolean): RootContent[] {
  const syntax = hasFrontMatter ? [...blockExtensions, frontmatter(frontMatterKinds)] : blockExtensions;
  return withoutOverlaps(fromMarkdown(text, { extensions: syntax, mdastExtensions })).children;
}

/** Where front matter may end: it is no block that another closes. */
function frontMatterEnd(text: string): number {
  const fence = /^\ufeff?(---|\+\+\+)[ \t]*[\r\n]/.exec(text)?.[1];
  if (fence === undefined) return 0;
  const close = (fence === "---" ? /[\r\n]---[ \t]*(?:[\r\n]|$)/ : /[\r\n]\+\+\+[ \t]*(?:[\r\n]|$)/).exec(
    text,
  );
  return close ? close.index + close[0].length : 0;
}

/** The parser skips a byte order mark without counting it. */
const hasByteOrderMark = (text: string) => text.charCodeAt(0) === 0xfeff;

function shift(blocks: readonly RootContent[], lines: number, offset: number): void {
  if (lines === 0 && offset === 0) return;
  const nodes: Nodes[] = [...blocks];
  for (let node = nodes.pop(); node; node = nodes.pop()) {
    for (const point of [node.position?.start, node.position?.end]) {
      if (point?.offset === undefined) continue;
      point.offset += offset;
      point.line += lines;
    }
    if ("children" in node) for (const child of node.children) nodes.push(child);
  }
}

/**
 * The parser lets two kinds of blocks reach into their neighbours: an underlined heading begins at the definitions before
 * it, and an item that ends in an open fence goes on to the end of the next one's number.
 */
function withoutOverlaps(root: Root): Root {
  const nodes: Nodes[] = [root];
  for (let node = nodes.pop(); node; node = nodes.pop()) {
    if (!("children" in node)) continue;
    let before: Nodes | undefined;
    for (const child of node.children) {
      nodes.push(child);
      if (before?.position && child.position) mend(before, child, before.position, child.position);
      before = child;
    }
  }
  return root;
}

type Position = NonNullable<Nodes["position"]>;

function mend(before: Nodes, node: Nodes, left: Position, right: Position): void {
  if ((left.end.offset ?? 0) <= (right.start.offset ?? 0)) return;
  const words = node.type === "heading" ? node.children[0]?.position : undefined;
  if (words) right.start = { ...words.start };
  else if (before.type === "listItem") left.end = { ...right.start };
}

function lineStartFrom(text: string, from: number): number {
  let at = Math.min(from, text.length);
  while (at < text.length && !isLineStart(text, at)) at++;
  return at;
}

function lineStartBefore(text: string, from: number): number {
  let at = from;
  while (at > 0 && !isLineStart(text, at)) at--;
  return at;
}

function isLineStart(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  return before === 10 || (before === 13 && text.charCodeAt(at) !== 10);
}

type Extension = ReturnType<typeof gfm>;
type Construct = Exclude<NonNullable<NonNullable<Extension["text"]>[number]>, readonly unknown[]>;

/** What turns off inline content; a checkbox is the one that counts, and stands first in its item. */
const withoutInlines = {
  disable: {
    null: [
      ...["attention", "autolink", "characterEscape", "characterReference", "codeText"],
      ...["hardBreakEscape", "htmlText", "labelEnd", "labelStartImage", "labelStartLink"],
    ],
  },
};

// GitHub's addresses may begin with any letter. Being turned off they would still cut the text at each word, and to put it
// together again takes time that grows with its square.
const bracket = 91;
const blockExtensions = [
  { ...github, text: { [bracket]: checkboxes(github.text?.[bracket]) } },
  withoutInlines,
];

function checkboxes(constructs: Construct | readonly Construct[] | undefined): Construct[] {
  return [constructs ?? []].flat().filter(({ name }) => name === "tasklistCheck");
}
