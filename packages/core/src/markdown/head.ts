import { nearest } from "../nearest.js";
import type { Span } from "../source.js";
import { lineEnd } from "../source.js";
import type { MapEntry } from "../tree.js";
import { code } from "../wording.js";
import type { Block } from "./blocks.js";
import { generatedEdge, isComment, isOpenComment, openGenerated } from "./comments.js";
import { replacing } from "./faults.js";
import { fenceOf } from "./fences.js";
import { headLabels } from "./homes.js";
import { entry, key } from "./leaves.js";
import type { PageReading } from "./page-reading.js";
import { type ProseBlock, proseBlock, proseOf } from "./prose.js";

interface Segment {
  readonly field: string;
  readonly key: Span;
  readonly blocks: ProseBlock[];
}

/** What stands under the title: the summary, then `**Use when:**` and `**Not for:**`, each up to the next label. */
export function readHead(blocks: readonly Block[], page: PageReading): readonly MapEntry[] {
  const { leaves, faults } = page;
  const { text } = leaves.source;
  const segments: Segment[] = [];
  const open = (field: string, at: Span): Segment => {
    const segment = { field, key: at, blocks: [] };
    segments.push(segment);
    return segment;
  };
  let segment: Segment | undefined;
  let isGenerated = false;
  for (const block of blocks) {
    const edge = generatedEdge(block, text);
    if (edge) isGenerated = edge === "open";
    const { start, end } = proseBlock(block, text, false);
    if (isGenerated || edge || isComment(block, text)) {
      if (!isGenerated && !edge) leaves.comments.push({ start: block.start, end: block.end });
      segment?.blocks.push({ start, end, isLeftOut: true });
      continue;
    }
    if (isOpenComment(block, text)) {
      faults.addOpenComment(block);
      continue;
    }
    refuseFields(block, page);
    const labels = block.type === "paragraph" ? labelsIn(text, { start, end }, page) : [];
    const [first] = labels;
    if (!first || first.start > start) {
      segment ??= open("summary", { start, end: lineEnd(text, start) });
      segment.blocks.push({ start, end: first?.start ?? end, isLeftOut: false });
    }
    for (const [index, label] of labels.entries()) {
      segment = open(label.field, label);
      const stop = labels[index + 1]?.start ?? end;
      if (text.slice(label.valueStart, stop).trim() !== "")
        segment.blocks.push({ start: label.valueStart, end: stop, isLeftOut: false });
    }
  }
  const unclosed = openGenerated(blocks, text);
  if (unclosed) faults.addOpenGenerated(unclosed);
  return segments.flatMap(({ field, key: at, blocks: parts }) => {
    const pieces = proseOf(
      parts.map((part) => withoutBlanksBehind(part, text)),
      text,
    );
    if (pieces.length > 0) return entry(key(field, at), leaves.cut(pieces));
    faults.add(
      "fact-unclear",
      at,
      `${code(text.slice(at.start, at.end))} has nothing behind it`,
      "Write it, or remove the label",
    );
    return [];
  });
}

function withoutBlanksBehind(block: ProseBlock, text: string): ProseBlock {
  let { end } = block;
  while (end > block.start && /\s/.test(text.charAt(end - 1))) end--;
  return { ...block, end };
}

interface HeadLabel extends Span {
  readonly field: string;
  readonly valueStart: number;
}

/** The labels that begin a line of a paragraph. */
function labelsIn(text: string, { start, end }: Span, page: PageReading): readonly HeadLabel[] {
  const found: HeadLabel[] = [];
  for (let at = start; at < end; ) {
    const stop = Math.min(lineEnd(text, at), end);
    const label = labelOf(text, { start: at, end: stop }, page);
    if (label) found.push(label);
    at = stop + (text.startsWith("\r\n", stop) ? 2 : 1);
  }
  return found;
}

function labelOf(text: string, { start, end }: Span, page: PageReading): HeadLabel | undefined {
  const line = text.slice(start, Math.min(end, start + 60));
  const bold = /^ {0,3}\*\*([^*:]{1,40}):\*\*[ \t]*/.exec(line);
  const loose =
    bold ?? /^ {0,3}[*_]{0,2}([A-Za-z]+ [a-z]+)(?::[*_]{1,2}|[*_]{1,2}:|:(?=[ \t]))[ \t]*/.exec(line);
  const name = loose?.[1] ?? "";
  const exact = headLabels.find(({ label }) => label.toLowerCase() === name.toLowerCase());
  const from = start + (loose?.[0].search(/\S/) ?? 0);
  const at = { start: from, end: start + (loose?.[0].trimEnd().length ?? 0) };
  if (bold && exact) return { ...at, field: exact.field, valueStart: start + bold[0].length };
  const guess =
    exact?.label ??
    (bold
      ? nearest(
          name,
          headLabels.map(({ label }) => label),
        )
      : undefined);
  if (guess === undefined) return undefined;
  const label = `**${guess}:**`;
  page.faults.add(
    "label-unknown",
    at,
    `${code(text.slice(at.start, at.end))} is no label of a runbook, did you mean ${code(label)}?`,
    `Write ${code(label)}`,
    replacing(at, label, `Write ${label}`, exact !== undefined),
  );
  return undefined;
}

function refuseFields(block: Block, { faults, leaves }: PageReading): void {
  const fence = fenceOf(block, leaves.source.text);
  if (!fence) return;
  if (!fence.isClosed)
    faults.add(
      "parse-error",
      { start: fence.start, end: lineEnd(leaves.source.text, fence.start) },
      "The fence that begins here has no end, and takes in all that follows",
      "Close it with a line of as many backticks",
    );
  else if (fence.meta === "run")
    faults.add(
      "text-misplaced",
      fence.head,
      "A command stands under the title, and only a step has one",
      "Move it to a step, or leave out `run` behind the language",
    );
  else if (fence.meta === "fields")
    faults.add(
      "text-misplaced",
      fence.head,
      "Data stand under the title, and those of the runbook itself stand in the front matter",
      "Move them to the front matter, or to the entry that they belong to",
    );
}
