import { fromMarkdown } from "mdast-util-from-markdown";
import { files } from "./repository.js";

/** What people read to learn what to type and where to look, by path from the root. */
export const pages: readonly string[] = files.filter((path) =>
  /^([A-Z]+\.md|docs\/.*\.md|packages\/\w+\/README\.md)$/.test(path),
);

/** A fenced block of code: ```` ```yaml name.runbook.yaml ```` has the language `yaml` and a file name. */
export interface CodeBlock {
  readonly language: string;
  readonly fileName: string | undefined;
  readonly text: string;
  readonly line: number;
}

export interface Page {
  readonly blocks: readonly CodeBlock[];
  /** Every piece of code, inline or as a block, without its marks. */
  readonly code: readonly string[];
  readonly links: readonly string[];
  /** The fragments by which a code host lets a link reach this page's headings. */
  readonly headings: readonly string[];
}

type Node = ReturnType<typeof fromMarkdown> | ReturnType<typeof fromMarkdown>["children"][number];

/** What a page of Markdown holds that can be checked. */
export function readPage(markdown: string): Page {
  const blocks: CodeBlock[] = [];
  const code: string[] = [];
  const links: string[] = [];
  const headings: string[] = [];
  const visit = (node: Node): void => {
    if (node.type === "inlineCode" || node.type === "code") code.push(node.value);
    if (node.type === "code") {
      const { lang, meta, value, position } = node;
      blocks.push({
        language: lang ?? "",
        fileName: meta ?? undefined,
        text: `${value}\n`,
        line: position?.start.line ?? 0,
      });
    }
    if (node.type === "link" || node.type === "image" || node.type === "definition") links.push(node.url);
    if (node.type === "heading") headings.push(slug(plainText(node)));
    if ("children" in node) for (const child of node.children) visit(child);
  };
  visit(fromMarkdown(markdown));
  return { blocks, code, links, headings };
}

function plainText(node: Node): string {
  if ("value" in node) return node.value;
  return "children" in node ? node.children.map(plainText).join("") : "";
}

function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(/\s/g, "-");
}
