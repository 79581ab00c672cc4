import {
  type PageBlock as Block,
  type Code,
  type Inlines,
  type Link,
  positionAt,
  type Source,
  type Span,
  templateReferences,
  type Words,
} from "@runwright/core";
import type { Piece } from "./import-draft.js";
import { fenceLine, holdsWords, maxNesting } from "./import-words.js";

/** A stretch of a section: a block, or what lies between two of them and is none, such as the target of a link. */
export type Stretch = Block | (Span & { readonly kind: "gap" });

/** The blocks between two offsets, and the words between them that belong to none. */
export function stretchesOf(blocks: readonly Block[], around: Span, { text }: Source): readonly Stretch[] {
  const found: Stretch[] = [];
  let at = around.start;
  const fill = (to: number) => {
    const gap = to > at ? trimmedSpan(text, { start: at, end: to }) : undefined;
    if (gap && /[\p{L}\p{N}]/u.test(text.slice(gap.start, gap.end))) found.push({ kind: "gap", ...gap });
  };
  for (const block of blocks) {
    if (block.start < at) continue;
    fill(block.start);
    if (block.kind !== "ruler") found.push(block);
    at = block.end;
  }
  fill(around.end);
  return found;
}

/** Without white space and quote marks around it. */
function trimmedSpan(text: string, { start, end }: Span): Span {
  let from = start;
  let to = end;
  while (from < to && /[\s>]/.test(text.charAt(from))) from++;
  while (to > from && /[\s>]/.test(text.charAt(to - 1))) to--;
  return { start: from, end: to };
}

/**
 * A stretch of a page as Markdown that can stand alone: lists and quotes around it taken off, LF line ends, no blanks at the
 * ends of lines. Fences are written anew, long enough for what is in them.
 */
export function markdownOf(stretch: Stretch, source: Source): string {
  if (stretch.kind === "code") return fenceOf(stretch, source);
  return tidy(dedent(stretch, source));
}

/** A stretch as a piece of a text, with the targets of the labels that it links by. */
export function pieceOf(stretch: Stretch, source: Source): Piece {
  const { kind, start, end } = stretch;
  const targets = inlinesIn(stretch).flatMap(({ links, images }) =>
    [...links, ...images].flatMap((link) => targetOf(link, source) ?? []),
  );
  return {
    kind,
    start,
    end,
    text: markdownOf(stretch, source),
    ...(kind === "prose" && { words: oneLine(stretch.text) }),
    ...(targets.length > 0 && { targets }),
  };
}

/** `[words][label]`, `[label][]` and `[label]` need a line that says where the label leads. */
function targetOf({ start, end, address }: Link, { text }: Source): string | undefined {
  const raw = text.slice(start, Math.min(end, start + 2000));
  if (
    !/^!?\[/.test(raw) ||
    !raw.endsWith("]") ||
    raw.includes("](") ||
    /[\s<>]/.test(address) ||
    address === ""
  )
    return undefined;
  const [, label] = /\[([^[\]]+)\](?:\[\])?$/.exec(raw) ?? [];
  return label === undefined ? undefined : `[${oneLine(label)}]: ${address}`;
}

function inlinesIn(stretch: Stretch, depth = 0): readonly Inlines[] {
  if (depth > maxNesting) return [];
  if (stretch.kind === "prose") return [stretch.inlines];
  if (stretch.kind === "table")
    return [stretch.head, ...stretch.rows].flatMap((row) => row.map(({ inlines }) => inlines));
  if (stretch.kind === "quote") return stretch.blocks.flatMap((block) => inlinesIn(block, depth + 1));
  if (stretch.kind !== "steps") return [];
  return stretch.items.flatMap(({ words, blocks }) => [
    ...(words ? [words.inlines] : []),
    ...blocks.flatMap((block) => inlinesIn(block, depth + 1)),
  ]);
}

/** A code block as a fence of its own. */
export function fenceOf(code: Code, source: Source): string {
  const raw = source.text.slice(code.start, code.end);
  const { lang, rest } = fenceLine(raw);
  // A block can reach over lines that are less indented than it is.
  const text = holdsWords(`${lang} ${rest} ${code.text}`, raw) ? code.text : dedent(code, source);
  return fence(text, [lang, rest].filter((word) => word !== "").join(" "));
}

export function fence(text: string, info = ""): string {
  const runs = text.match(/`{3,}/g) ?? [];
  const marks = "`".repeat(runs.reduce((most, run) => Math.max(most, run.length + 1), 3));
  const lines = text.split(/\r\n?|\n/).map((line) => line.trimEnd());
  const first = lines.findIndex((line) => line !== "");
  const body = first < 0 ? "" : lines.slice(first, lines.findLastIndex((line) => line !== "") + 1).join("\n");
  // An info string behind backticks may hold none.
  return `${marks}${info.replaceAll("`", "'")}\n${body}\n${marks}`;
}

/** The words of a stretch with each line moved left by as much as the first one is indented. */
function dedent({ start, end }: Span, source: Source): string {
  const { text } = source;
  const lines = text.slice(start, end).split(/\r\n?|\n/);
  const lineStart = start - (positionAt(source, start).column - 1);
  const before = text.slice(lineStart, start);
  const column = columnsOf(before);
  const isQuoted = before.includes(">");
  return lines.map((line, index) => (index === 0 ? line : cut(line, column, isQuoted))).join("\n");
}

function columnsOf(before: string): number {
  let column = 0;
  for (const unit of before) column += unit === "\t" ? 4 - (column % 4) : 1;
  return column;
}

/** Takes white space, and quote marks where there are some, off the beginning of a line. */
function cut(line: string, columns: number, isQuoted: boolean): string {
  let at = 0;
  let column = 0;
  while (column < columns && at < line.length) {
    const unit = line.charAt(at);
    if (unit === "\t") column += 4 - (column % 4);
    else if (unit === " " || (isQuoted && unit === ">")) column++;
    else break;
    at++;
  }
  return line.slice(at);
}

/** No white space at the beginning, the end, or the ends of lines; a hard line break stays one, with a backslash. */
function tidy(text: string): string {
  return text
    .split("\n")
    .map((line, index, lines) => {
      const bare = line.trimEnd();
      const isBreak = line.endsWith("  ") && bare !== "" && (lines[index + 1] ?? "").trim() !== "";
      return isBreak && !/[|\\>`]$/.test(bare) && !bare.startsWith("#") ? `${bare}\\` : bare;
    })
    .join("\n")
    .trim();
}

/** What looks like a reference of ours in somebody else's words, with blanks inside the braces: then it is none. */
export function withoutReferences(text: string): string {
  const found = templateReferences(text);
  if (found.length === 0) return text;
  let result = "";
  let at = 0;
  for (const { start, end } of found) {
    result += `${text.slice(at, start)}{{ ${text.slice(start + 2, end - 2)} }}`;
    at = end;
  }
  return result + text.slice(at);
}

/** Words of a page on one line. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** The first sentence of some words, short enough for a title, without its last mark. */
export function titleOf(words: string, longest = 90): string {
  const line = oneLine(words.slice(0, 2000));
  const sentence = /^.*?[.!?:](?=\s|$)/.exec(line.slice(0, 400))?.[0] ?? line;
  // `e.g.` and `1.` end no sentence.
  const isWhole = sentence.length >= 12 && !/(?:e\.g|i\.e|etc|vs|\b\d)\.$/i.test(sentence);
  const bare = (isWhole ? sentence : line).replace(/[\s.:;,]+$/, "");
  if (bare.length <= longest) return bare;
  const short = bare.slice(0, longest);
  const space = short.lastIndexOf(" ");
  return `${(space > longest / 2 ? short.slice(0, space) : short).replace(/[\ud800-\udbff]$|[\s.:;,]+$/, "")}…`;
}

/** Every span of running text in a stretch: paragraphs and what list items say, those of quotes and lists inside too. */
export function proseIn(stretch: Stretch, depth = 0): readonly Words[] {
  if (depth > maxNesting) return [];
  if (stretch.kind === "prose") return [stretch];
  if (stretch.kind === "quote") return stretch.blocks.flatMap((block) => proseIn(block, depth + 1));
  if (stretch.kind !== "steps") return [];
  return stretch.items.flatMap(({ words, blocks }) => [
    ...(words ? [words] : []),
    ...blocks.flatMap((block) => proseIn(block, depth + 1)),
  ]);
}
