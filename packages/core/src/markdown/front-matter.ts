import type { RootContent } from "mdast";
import type { Problem } from "../problem.js";
import { createSource, type Source, type Span } from "../source.js";
import { entryOf } from "../tree.js";
import { isYaml, readYaml } from "../yaml/read.js";
import type { FrontMatter, Page, Words } from "./page.js";

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

/**
 * What keeps programs from reading the front matter: what is no YAML at all, and keys that stand twice. What a runbook must
 * not use, anchors and the like, others may. Templates in it are filled in before anybody reads it as YAML.
 */
export function frontMatterProblems({ source, frontMatter }: Page): readonly Problem[] {
  if (frontMatter?.format !== "yaml") return [];
  const { content, tree } = frontMatter;
  const text = source.text.slice(content.start, content.end);
  if (/<%|\{\{|\{%/.test(text) || text.trim() === "") return [];
  const { problems } = readYaml(padded(source, content));
  const located = problems.map((problem) => ({ ...problem, file: source.path }));
  return tree ? located.filter(({ rule }) => rule === "key-duplicate") : isYaml(text) ? [] : located;
}

/** Blanks before the content keep every offset as it is in the whole file. */
function readTree(source: Source, content: Span): FrontMatter["tree"] {
  const { tree } = readYaml(padded(source, content));
  return tree && { ...tree, source };
}

function padded({ path, text }: Source, { start, end }: Span): Source {
  return createSource(
    path,
    (start === 0 ? "" : `${text.slice(0, start - 1).replace(/[^\r\n]/g, " ")}\n`) + text.slice(start, end),
  );
}

function afterLine(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charAt(at) !== "\n" && text.charAt(at) !== "\r") at++;
  return Math.min(text.length, text.startsWith("\r\n", at) ? at + 2 : at + 1);
}
