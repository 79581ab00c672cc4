import type { Root } from "mdast";
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
const mdastExtensions = [gfmFromMarkdown(), frontmatterFromMarkdown(frontMatterKinds)];

/** Everything that GitHub sees in a text, inline content too. */
export function parseMarkdown(text: string): Root {
  return fromMarkdown(text, { extensions, mdastExtensions });
}

/**
 * Only the blocks: what stands inside a paragraph, a heading or a cell stays text. The typed spelling reads that with a
 * grammar of its own, and inline parsing is most of the time and all of the pathological cases.
 */
export function parseBlocks(text: string): Root {
  return fromMarkdown(text, { extensions: [...extensions, withoutInlines], mdastExtensions });
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
