import type { Root, RootContent } from "mdast";
import type { Source } from "../source.js";
import { tooDenseAt } from "./density.js";
import { tooDeepAt } from "./depth.js";
import { frontMatterTitle, readFrontMatter } from "./front-matter.js";
import type { Block, FrontMatter, Page, Section, Words } from "./page.js";
import { BlockReader, definedAddresses, spanOfNode } from "./page-blocks.js";
import { parseBlocks } from "./parse.js";
import { blankPassages, findPassages } from "./passages.js";
import { joinSteps } from "./steps-join.js";

/**
 * Reads a Markdown page as teams have written it, `.md`, `.mdx` or `.md.erb`, into what is there. Never throws: a page that
 * nests deeper or stands denser than anybody writes comes out as one stretch of prose.
 */
export function readPage(source: Source): Page {
  if (tooDeepAt(source.text) !== undefined || tooDenseAt(source.text) !== undefined) return unread(source);
  const passages = findPassages(source.text, source.path);
  const parsed = blankPassages(source.text, passages);
  const root = parseBlocks(parsed);
  const reader = new BlockReader(source, parsed, passages, definedAddresses(root));
  const [first] = root.children;
  const frontMatter = first && readFrontMatter(source, first, spanOfNode(first));
  const sections = readSections(source, root, reader, frontMatter);
  const title = titleOf(source, sections, frontMatter);
  return { source, ...(frontMatter && { frontMatter }), ...(title && { title }), sections };
}

function titleOf(
  source: Source,
  sections: readonly Section[],
  frontMatter: FrontMatter | undefined,
): Words | undefined {
  const heading = sections.find(({ level, heading }) => level === 1 && heading?.text !== "")?.heading;
  const named = frontMatter && frontMatterTitle(source, frontMatter);
  // `# <%= current_page.data.title %>` says what the front matter says.
  return heading && !(named && /^(?:<%|\{[{%])/.test(heading.text)) ? heading : named;
}

function readSections(
  source: Source,
  root: Root,
  reader: BlockReader,
  frontMatter: FrontMatter | undefined,
): readonly Section[] {
  const sections: Section[] = [];
  let open: { readonly section: Section; readonly blocks: Block[] } | undefined;
  const begin = (section: Section) => {
    finish();
    open = { section, blocks: [] };
  };
  const add = (blocks: readonly Block[]) => {
    const [first] = blocks;
    if (!first) return;
    if (!open) begin({ level: 0, blocks: [], start: first.start, end: first.end });
    open?.blocks.push(...blocks);
  };
  const finish = () => {
    if (!open) return;
    const blocks = joinSteps(open.blocks, source.text);
    sections.push({ ...open.section, end: Math.max(open.section.end, blocks.at(-1)?.end ?? 0), blocks });
  };
  for (const node of contentOf(root, frontMatter)) {
    const span = spanOfNode(node);
    add(reader.passagesBefore(span.start));
    if (node.type === "heading") {
      begin({ heading: withoutAnchor(reader.words(node, 0)), level: node.depth, blocks: [], ...span });
      reader.passagesBefore(span.end);
      continue;
    }
    const block = reader.block(node, 0);
    if (block) add([block]);
  }
  add(reader.passagesBefore(source.text.length));
  finish();
  return sections;
}

function contentOf({ children }: Root, frontMatter: FrontMatter | undefined): readonly RootContent[] {
  return frontMatter ? children.slice(1) : children;
}

/** Site generators take `{#anchor}` behind a heading for its id. */
function withoutAnchor<T extends Words>(heading: T): T {
  const text = heading.text.replace(/ {0,9}\{#[\w.:-]{1,200}\}$/, "");
  return { ...heading, text };
}

function unread(source: Source): Page {
  const { text } = source;
  const start = text.search(/\S/);
  if (start < 0) return { source, sections: [] };
  const span = { start, end: text.trimEnd().length };
  const inlines = { commands: [], codes: [], links: [], images: [], placeholders: [] };
  const prose: Block = { kind: "prose", text: text.slice(span.start, span.end), ...span, inlines };
  return { source, sections: [{ level: 0, blocks: [prose], ...span }] };
}
