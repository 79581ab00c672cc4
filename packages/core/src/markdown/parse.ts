import type { Nodes, Root } from "mdast";
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
const extensions = [gfm(), frontmatter(frontMatterKinds)];
const mdastExtensions = [
  // The transforms look for addresses in what has been parsed: they overflow the stack on deep trees, and the nodes that
  // they make have no place.
  ...gfmFromMarkdown().map((extension) => ({ ...extension, transforms: [] })),
  frontmatterFromMarkdown(frontMatterKinds),
];

/** Everything that GitHub sees in a text, inline content too. */
export function parseMarkdown(text: string): Root {
  return withByteOrderMark(text, fromMarkdown(text, { extensions, mdastExtensions }));
}

/**
 * Only the blocks: what stands inside a paragraph, a heading or a cell stays text. The typed spelling reads that with a
 * grammar of its own, and inline parsing is most of the time and all of the pathological cases.
 */
export function parseBlocks(text: string): Root {
  const root = fromMarkdown(text, { extensions: [...extensions, withoutInlines], mdastExtensions });
  return withByteOrderMark(text, root);
}

/** The parser skips a byte order mark without counting it. */
function withByteOrderMark(text: string, root: Root): Root {
  if (text.charCodeAt(0) !== 0xfeff) return root;
  const nodes: Nodes[] = [root];
  for (let node = nodes.pop(); node; node = nodes.pop()) {
    const { start, end } = node.position ?? {};
    if (start?.offset !== undefined && node !== root) start.offset++;
    if (end?.offset !== undefined) end.offset++;
    if ("children" in node) for (const child of node.children) nodes.push(child);
  }
  return root;
}

const withoutInlines = {
  disable: {
    null: [
      ...["attention", "autolink", "characterEscape", "characterReference", "codeText"],
      ...["hardBreakEscape", "htmlText", "labelEnd", "labelStartImage", "labelStartLink"],
      ...["literalAutolink", "strikethrough", "gfmFootnoteCall", "gfmPotentialFootnoteCall"],
    ],
  },
};
