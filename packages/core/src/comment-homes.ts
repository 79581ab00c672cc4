import { generatedEdge } from "./markdown/comments.js";
import { sections } from "./markdown/homes.js";
import { createSource, positionAt, type Span } from "./source.js";
import { entryOf, type MapNode, type MarkdownTree, type Tree, type TreeNode } from "./tree.js";
import { commentPath, type Path } from "./yaml/comment-path.js";
import { findComments } from "./yaml/comments.js";
import { readYaml } from "./yaml/read.js";

/** A comment of either spelling, and what of the model it is about. */
export interface HomedComment {
  /** Line of the text in which it begins, from 1. */
  readonly line: number;
  /** Its lines without the signs that make it a comment. */
  readonly words: readonly string[];
  /** Of `#`: whether it stands alone in its line. Several such lines below each other are often one text. */
  readonly isLine: boolean;
  readonly path: Path;
}

/** The comments of a text in their order, without the line that names the schema to editors. */
export function homedComments(tree: Tree): readonly HomedComment[] {
  return tree.markdown ? inMarkdown(tree, tree.markdown) : inYaml(tree, tree.source.text);
}

/** Whether a line would name the schema to editors, behind a `#`. */
export function namesSchema(line: string): boolean {
  return /^\s*yaml-language-server:/.test(line);
}

/** The comments of a YAML text, or of a part of one that is longer. */
function inYaml(tree: Tree, text: string, by = { line: 0, path: [] as Path }): readonly HomedComment[] {
  return findComments(tree).flatMap((comment) => {
    const words = comment.text.replace(/^# ?/, "");
    if (namesSchema(words)) return [];
    return [
      {
        line: by.line + positionAt(tree.source, comment.start).line,
        words: [words],
        isLine: comment.alone,
        path: [...by.path, ...commentPath(tree.root, comment, text)],
      },
    ];
  });
}

function inMarkdown(tree: Tree, { comments, yamlParts }: MarkdownTree): readonly HomedComment[] {
  const { source } = tree;
  const spots = spotsOf(tree);
  const lineOf = (offset: number) => positionAt(source, offset).line;
  const inData = yamlParts.flatMap(({ start, end }) => {
    const part = createSource(source.path, source.text.slice(start, end));
    // A part of nothing but comments is no YAML document, and has no tree.
    const read = readYaml(part).tree ?? { ...tree, source: part, root: emptyMap };
    return inYaml(read, part.text, { line: lineOf(start) - 1, path: pathAt(spots, start) });
  });
  const between = comments.flatMap((block) =>
    commentsIn(block, source.text).map(({ start, end }) => ({
      line: lineOf(start),
      words: wordsOf(source.text.slice(start + 4, end - 3)),
      isLine: false,
      path: pathAt(spots, start),
    })),
  );
  return [...inData, ...between].sort((a, b) => a.line - b.line);
}

const emptyMap: MapNode = { kind: "map", flow: false, entries: [], start: 0, end: 0 };

/** The comments of which a block is made. */
function commentsIn({ start, end }: Span, text: string): readonly Span[] {
  const found: Span[] = [];
  for (let from = text.indexOf("<!--", start); from >= 0 && from < end; ) {
    const close = text.indexOf("-->", from + 4);
    const to = close < 0 || close > end - 3 ? end : close + 3;
    found.push({ start: from, end: to });
    from = text.indexOf("<!--", to);
  }
  return found.filter((span) => !generatedEdge({ type: "html", ...span }, text));
}

/** The lines of a comment, without an indentation that all but the first have. */
function wordsOf(content: string): readonly string[] {
  const [first = "", ...others] = content.split(/\r\n?|\n/).map((line) => line.trimEnd());
  const indents = others.filter((line) => line !== "").map((line) => line.search(/[^ \t]/));
  const indent = Math.min(...[0, ...indents].slice(indents.length > 0 ? 1 : 0));
  const lines = [first.trimStart(), ...others.map((line) => line.slice(indent))];
  const ink = lines.map((line) => line !== "");
  return lines.slice(Math.max(ink.indexOf(true), 0), Math.max(ink.lastIndexOf(true), 0) + 1);
}

/** Where an entry or a section begins on a page. */
interface Spot {
  readonly start: number;
  readonly path: Path;
}

/** The headings of a page that something of the model stands below, in the order of the page. */
function spotsOf({ root, markdown }: Tree): readonly Spot[] {
  const spots: Spot[] = [];
  const body = markdown?.yamlParts[0]?.end ?? 0;
  const add = (node: TreeNode | undefined, path: Path): void => {
    for (const [index, item] of (node?.kind === "seq" ? node.items : []).entries()) {
      if (item.kind !== "map" || !markdown?.layouts.has(item)) continue;
      spots.push({ start: item.start, path: [...path, index] });
      if (path[0] === "procedures" && path.length === 1)
        add(entryOf(item, "steps")?.value, [...path, index, "steps"]);
    }
  };
  for (const field of ["procedures", "notes"]) add(entryOf(root, field)?.value, [field]);
  for (const { field } of sections) {
    const section = entryOf(root, field);
    // A list in the front matter has no heading; its entries have no layout either.
    if (section && section.key.start >= body) spots.push({ start: section.key.start, path: [field] });
    add(section?.value, [field]);
  }
  return spots.sort((a, b) => a.start - b.start);
}

/** What the last heading before an offset is about; the whole page above the first. */
function pathAt(spots: readonly Spot[], offset: number): Path {
  let low = 0;
  let high = spots.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spots[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return spots[low - 1]?.path ?? [];
}
