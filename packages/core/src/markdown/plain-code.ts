import type { Code as CodeNode } from "mdast";
import { positionAt, type Source, type Span } from "../source.js";
import { type Cut, cutOf, joinCuts, sliceCut, spanOf, standIn } from "./cut.js";
import { judgeFence } from "./fence.js";
import type { Code } from "./page.js";
import { createCommand } from "./plain-inlines.js";

/** A fenced or indented block, with the place of each unit of its text. `parsed` is the text as the parser saw it. */
export function readCode(source: Source, parsed: string, node: CodeNode, span: Span): Code {
  const cut = contentCut(source, parsed, node, span);
  const lang = node.lang
    ?.toLowerCase()
    .replace(/^\{?\.?/, "")
    .replace(/[}{:,;].*$/, "");
  const { holds, commands } = judgeFence(cut.text, lang || undefined);
  return {
    kind: "code",
    ...span,
    ...(lang && { lang }),
    text: cut.text,
    placeOf: (start, end) => ({ source, ...spanOf(cut, start, end) }),
    holds,
    commands: commands.map(({ shell, stretches }) =>
      createCommand(source, shell, joinStretches(cut, stretches)),
    ),
  };
}

function joinStretches(cut: Cut, stretches: readonly (readonly [start: number, end: number])[]): Cut {
  const cuts: Cut[] = [];
  for (const [start, end] of stretches) {
    // Trailing blanks are left out, so the line end is found rather than reckoned.
    const before = cuts.length > 0 ? cut.text.lastIndexOf("\n", start - 1) : -1;
    if (before >= 0) cuts.push(sliceCut(cut, before, before + 1));
    cuts.push(sliceCut(cut, start, end));
  }
  return joinCuts(cuts);
}

/**
 * Each line of the parser's value is what is left of a line in the source when the signs of quotes and lists before it are
 * taken away, so it is found from the line's end.
 */
function contentCut(source: Source, parsed: string, node: CodeNode, span: Span): Cut {
  const starts = source.lineStarts();
  const isFenced = /^[`~]{3}/.test(source.text.slice(span.start, span.start + 3));
  const first = positionAt(source, span.start).line - 1 + (isFenced ? 1 : 0);
  const cuts: Cut[] = [];
  if (node.value === "") return standIn("", { start: span.end, end: span.end });
  const values = node.value.split(/\r\n|\n|\r/);
  // A passage is blank to the parser, which then takes it for lines of an indented block: it is none of its text.
  while (!isFenced && values.at(-1)?.trim() === "") values.pop();
  values.forEach((value, index) => {
    const start = starts[first + index] ?? source.text.length;
    const next = starts[first + index + 1] ?? source.text.length;
    const end = start + source.text.slice(start, next).replace(/[\r\n]+$/, "").length;
    const isBlank = !isFenced && value.trim() === "";
    // A passage among the lines of an indented block stays there, as it is.
    const ink = isBlank ? source.text.slice(start, end).search(/\S/) : -1;
    if (ink >= 0) cuts.push(cutOf(source.text, { start: start + ink, end }));
    else if (isBlank) cuts.push(standIn("", { start: end, end }));
    else cuts.push(lineCut(source.text, { parsed, value, start, end }));
    if (index < values.length - 1) cuts.push(standIn("\n", { start: end, end: next }));
  });
  return joinCuts(cuts);
}

function lineCut(
  text: string,
  { parsed, value, start, end }: Span & { readonly parsed: string; readonly value: string },
): Cut {
  const from = end - value.length;
  // The parser writes U+FFFD where there is a null character.
  if (from >= start && parsed.slice(from, end).replaceAll("\0", "\ufffd") === value) {
    return cutOf(text, { start: from, end });
  }
  // A tab of which only some columns belong to the line: the parser writes blanks for them, and all stand for the tab.
  const content = value.replace(/^[ \t]+/, "");
  const at = Math.max(start, end - content.length);
  const blanks = value.slice(0, value.length - content.length);
  return joinCuts([
    standIn(blanks, { start: Math.max(start, at - 1), end: at }),
    cutOf(text, { start: at, end }),
  ]);
}
