import { lineEnd, type Span } from "../source.js";
import type { MapEntry, MapNode, TreeNode } from "../tree.js";
import { code } from "../wording.js";
import { missingAnchor } from "./anchor.js";
import { type Block, type ItemBlock, type TableBlock, trimmedSpan } from "./blocks.js";
import { replacing } from "./faults.js";
import { anchorAt } from "./heading.js";
import type { Column, SectionHome } from "./homes.js";
import { linkAt } from "./inline.js";
import { entry, key, mapOf, seqOf } from "./leaves.js";
import type { PageReading } from "./page-reading.js";

/** Reads the short form of a section: a table, boxes to tick, or links. Nothing where the block is none. */
export function readShort(
  node: Block,
  section: SectionHome,
  page: PageReading,
): readonly MapNode[] | undefined {
  const { short } = section;
  if (short?.form === "table" && node.type === "table") return readTable(node, short.columns, page);
  if (node.type !== "list" || node.ordered) return undefined;
  if (short?.form === "boxes") return node.items.map((item) => readBox(item, page));
  return short?.form === "links" ? node.items.map((item) => readReference(item, page)) : undefined;
}

function readTable(
  { head, rows }: TableBlock,
  columns: readonly Column[],
  page: PageReading,
): readonly MapNode[] {
  const { text } = page.leaves.source;
  const homes = head.map((span) => {
    const title = text.slice(span.start, span.end);
    const column = columns.find((one) => one.title.toLowerCase() === title.toLowerCase());
    const isSecond =
      column &&
      head.some(
        (other) =>
          other.start < span.start &&
          text.slice(other.start, other.end).toLowerCase() === title.toLowerCase(),
      );
    if (isSecond)
      page.faults.add(
        "key-duplicate",
        span,
        `The column ${code(title)} stands here a second time`,
        "Keep one of the two",
      );
    if (!column) {
      const titles = columns.map((one) => code(one.title)).join(", ");
      page.faults.add(
        "label-unknown",
        span,
        `${code(title)} is no column of this table`,
        `Use the columns ${titles}`,
      );
    }
    return column;
  });
  const hasHoles = homes.includes(undefined);
  return rows.map(({ cells, start, end }) => {
    const extra = cells[homes.length];
    if (extra)
      page.faults.add(
        "fact-unclear",
        extra,
        "The row has more cells than the table has columns",
        "Write a pipe inside a cell as `\\|`",
      );
    const node = mapOf(
      cells.flatMap((cell, index) => cellEntry(cell, homes[index], page) ?? []),
      { start, end },
    );
    if (hasHoles || extra) page.leaves.holes.set(node, "any");
    return node;
  });
}

/** A cell as a field; an empty one is a field that is not there. */
function cellEntry(span: Span, column: Column | undefined, page: PageReading): MapEntry | undefined {
  const { leaves } = page;
  const { text } = leaves.source;
  if (!column || span.start >= span.end) return undefined;
  const value = (part: Span): TreeNode => leaves.cut(withoutEscapes(text, part));
  return entry(
    key(column.field, span),
    column.isList ? seqOf(listParts(text, span).map(value), span) : value(span),
  );
}

/** A pipe in a cell is written `\|`. */
function withoutEscapes(text: string, { start, end }: Span): readonly Span[] {
  const pieces: Span[] = [];
  let from = start;
  for (let at = text.indexOf("\\|", start); at >= 0 && at < end; at = text.indexOf("\\|", at + 2)) {
    pieces.push({ start: from, end: at });
    from = at + 1;
  }
  return [...pieces, { start: from, end }];
}

function listParts(text: string, { start, end }: Span): readonly Span[] {
  const parts: Span[] = [];
  let from = start;
  for (let at = text.indexOf("; ", start); at >= 0 && at < end; at = text.indexOf("; ", at + 1)) {
    parts.push(trimmedSpan(text, { start: from, end: at }));
    from = at + 1;
  }
  return [...parts, trimmedSpan(text, { start: from, end })];
}

/** `- [ ] <a id="…"></a>text` */
function readBox(item: ItemBlock, page: PageReading): MapNode {
  const { leaves, faults } = page;
  const { text } = leaves.source;
  const { words, others, box } = item;
  const whole = item;
  let inner = words && trimmedSpan(text, words);
  refuseMore(inner, others, page);
  if (!inner || !box) {
    // What looks like a box and is none: without a blank in it, or behind it, or without a text.
    const near = inner && /^\[[ \t]?\][ \t]{0,9}/.exec(text.slice(inner.start, inner.end))?.[0].length;
    if (!inner || near === inner.end - inner.start) return emptyItem(inner ?? item, page);
    const sign = { start: inner.start, end: inner.start + (near ?? 0) };
    const fix = replacing(sign, "[ ] ", "Add a box", true);
    faults.add("fact-unclear", inner, "A line of the checklist has no box", "Begin it with `- [ ] `", fix);
    inner = { start: sign.end, end: inner.end };
  } else if (box.isTicked) {
    faults.note(
      "checklist-ticked",
      box,
      "A box of the checklist is ticked in the runbook itself",
      "Leave it open: `[ ]`; approvals are recorded by sign-off, one for each version",
      {
        fix: replacing(box, "[ ]", "Untick the box", true),
      },
    );
  }
  const anchored = inner && anchorAt(text, inner);
  const id = anchored ? leaves.slice(anchored.anchor) : missingAnchor(inner ?? whole, "checklist item", page);
  const value = anchored?.words ?? inner;
  return mapOf(
    [
      entry(key("id", id), id),
      ...(value && value.start < value.end ? [entry(key("text", value), leaves.cut([value]))] : []),
    ],
    whole,
  );
}

function emptyItem({ start, end }: Span, { faults, leaves }: PageReading): MapNode {
  const message = "A line of the checklist has no text";
  faults.add(
    "fact-unclear",
    { start, end },
    message,
    "Write what is confirmed behind the box, or remove the line",
  );
  const unread = mapOf([], { start, end });
  leaves.holes.set(unread, "any");
  return unread;
}

/** `- [title](address)`. An address that names no host is a path. */
function readReference(item: ItemBlock, page: PageReading): MapNode {
  const { leaves, faults } = page;
  const { text } = leaves.source;
  const { words, others } = item;
  const inner = words && trimmedSpan(text, words);
  refuseMore(inner, others, page);
  const link = inner && linkAt(text, inner.start, inner.end);
  if (!inner || !link || link.end !== inner.end) {
    faults.add(
      "fact-unclear",
      inner ?? item,
      "A reference is one link and nothing else",
      "Write `- [title](address)`",
    );
    const node = mapOf([], item);
    leaves.holes.set(node, "any");
    return node;
  }
  const address = text.slice(link.target.start, link.target.end);
  const field = isAddress(address) ? "url" : "path";
  return mapOf(
    [
      entry(key("title", link.words), leaves.cut(unescapedWords(text, link.words))),
      entry(key(field, link.target), leaves.slice(link.target)),
    ],
    item,
  );
}

/** Whether an address has a scheme or a host of its own. */
export function isAddress(target: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(target);
}

/** Only what the writer escapes between brackets: brackets, backticks, `<` and the backslash itself. */
function unescapedWords(text: string, { start, end }: Span): readonly Span[] {
  const pieces: Span[] = [];
  let from = start;
  for (let at = start; at < end - 1; at++) {
    if (text.charAt(at) !== "\\" || !/[[\]\\`<]/.test(text.charAt(at + 1))) continue;
    pieces.push({ start: from, end: at });
    from = ++at;
  }
  return [...pieces, { start: from, end }];
}

function refuseMore(words: Span | undefined, others: readonly Block[], page: PageReading): void {
  const { text } = page.leaves.source;
  const [inner] = others;
  if (inner && words) {
    const { start, end } = inner;
    page.faults.add(
      "fact-unclear",
      { start, end: Math.min(end, lineEnd(text, start)) },
      "Something stands below a line that is whole by itself",
      "Write it on the same line, or write each entry under a heading of its own",
    );
  } else if (words && /[\r\n]/.test(text.slice(words.start, words.end))) {
    const joined = text.slice(words.start, words.end).replace(/[ \t]*(?:\r\n?|\n)[ \t]*/g, " ");
    page.faults.add(
      "fact-unclear",
      words,
      "This line goes on in the next one",
      "Join the lines",
      replacing(words, joined, "Join the lines", true),
    );
  }
}
