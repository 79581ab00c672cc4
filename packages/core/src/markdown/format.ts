import type { Edit } from "../problem.js";
import { createSource, type Source, type Span } from "../source.js";
import { findComments } from "../yaml/comments.js";
import { layOut } from "../yaml/layout.js";
import { readYaml } from "../yaml/read.js";
import { parseBlocks } from "./blocks.js";
import { fenceOf } from "./fences.js";
import { frontMatterOf } from "./page-read.js";

/** The YAML of a page in the canonical layout: its front matter and the data of its entries. Everything else is the author's. */
export function layOutData(source: Source): readonly Edit[] {
  const front = frontMatterOf(source.text);
  if (!front) return [];
  const fences = parseBlocks(source, front.end).flatMap((block) => {
    const fence = fenceOf(block, source.text);
    const [content, ...others] = fence?.content ?? [];
    const isData = fence?.meta === "fields" && /^ya?ml$/.test(fence.lang) && fence.isClosed;
    return isData && content && others.length === 0 ? [content] : [];
  });
  return [front.content, ...fences].flatMap((part) => laidOut(source, part) ?? []);
}

function laidOut({ path, text }: Source, { start, end }: Span): Edit | undefined {
  const before = text.slice(start, end);
  const { tree, problems } = readYaml(createSource(path, before));
  if (!tree || problems.length > 0 || tree.root.kind === "scalar") return undefined;
  const comments = findComments(tree);
  const lines = layOut(tree, comments);
  const kept = readYaml(createSource(path, lines)).tree;
  const isKept = kept && findComments(kept).every(({ text: one }, index) => one === comments[index]?.text);
  if (!isKept || findComments(kept).length !== comments.length) return undefined;
  const after = before.includes("\r\n") ? lines.replaceAll("\n", "\r\n") : lines;
  return after === before ? undefined : { offset: start, endOffset: end, text: after };
}
