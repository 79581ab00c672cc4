import type { RootContent } from "mdast";
import { createSource, type Source, type Span } from "../source.js";
import { entryOf } from "../tree.js";
import { readYaml } from "../yaml/read.js";
import type { FrontMatter, Words } from "./page.js";

/** The front matter that the parser found at the start of a text. YAML that cannot be read leaves no tree. */
export function readFrontMatter(source: Source, node: RootContent, span: Span): FrontMatter | undefined {
  if (node.type !== "yaml" && (node.type as string) !== "toml") return undefined;
  const { text } = source;
  const start = afterLine(text, span.start);
  const lastLine = Math.max(
    start,
    text.lastIndexOf("\n", span.end - 1) + 1,
    text.lastIndexOf("\r", span.end - 1) + 1,
  );
  const content = { start, end: Math.max(start, lastLine) };
  if (node.type !== "yaml") return { format: "toml", ...span, content };
  const tree = readTree(source, content);
  return { format: "yaml", ...span, content, ...(tree && { tree }) };
}

/** What the front matter calls the page. */
export function frontMatterTitle(source: Source, { format, content, tree }: FrontMatter): Words | undefined {
  if (format === "yaml") {
    const value = entryOf(tree?.root, "title")?.value;
    if (value?.kind !== "scalar" || value.text.trim() === "") return undefined;
    return { text: value.text.trim(), ...value.content };
  }
  const text = source.text.slice(content.start, content.end);
  const found = /^title[ \t]{0,20}=[ \t]{0,20}["']([^"'\\\r\n]{1,500})["']/m.exec(text);
  if (!found?.[1]) return undefined;
  const start = content.start + found.index + found[0].length - found[1].length - 1;
  return { text: found[1], start, end: start + found[1].length };
}

/** Blanks before the content keep every offset as it is in the whole file. */
function readTree(source: Source, { start, end }: Span): FrontMatter["tree"] {
  const padding = start === 0 ? "" : `${" ".repeat(start - 1)}\n`;
  const { tree } = readYaml(createSource(source.path, padding + source.text.slice(start, end)));
  return tree && { ...tree, source };
}

function afterLine(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charAt(at) !== "\n" && text.charAt(at) !== "\r") at++;
  return Math.min(text.length, text.startsWith("\r\n", at) ? at + 2 : at + 1);
}
