import type { Root } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { frontmatterFromMarkdown } from "mdast-util-frontmatter";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { frontmatter } from "micromark-extension-frontmatter";
import { gfm } from "micromark-extension-gfm";

const frontMatterKinds: ["yaml", "toml"] = ["yaml", "toml"];
const extensions = [gfm(), frontmatter(frontMatterKinds)];
const mdastExtensions = [gfmFromMarkdown(), frontmatterFromMarkdown(frontMatterKinds)];

/**
 * Everything that GitHub sees in a text, with front matter in YAML or TOML, each node with its offsets in UTF-16 units.
 * It is the parser that remark-parse and remark-gfm wrap, used without their wrapping.
 */
export function parseMarkdown(text: string): Root {
  return fromMarkdown(text, { extensions, mdastExtensions });
}
