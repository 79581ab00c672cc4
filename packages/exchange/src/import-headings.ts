import type { Prose, Source, Span } from "@runwright/core";
import type { Piece } from "./import-draft.js";
import type { Part } from "./import-sections.js";
import { oneLine, type Stretch } from "./import-text.js";

/** The heading of a part as it is written, without its marks. */
export function rawHeading({ section }: Part, { text }: Source): string {
  const { heading, start } = section;
  if (!heading || section.level === 0) return "";
  const raw = text.slice(Math.min(start, heading.start), heading.end);
  return oneLine(raw.replace(/^[\s>]*#{1,6}(?=\s|$)/, "")).replace(/ (?:#+|=+|-+)$/, "");
}

/** A heading that says more than a title can: links, images. */
export function headingPiece({ section }: Part, raw: string): Piece {
  const { heading, start } = section;
  return { start: heading?.start ?? start, end: heading?.end ?? start, kind: "heading", text: raw };
}

export function descendants(part: Part): readonly Part[] {
  const found: Part[] = [];
  const open = [...part.children].reverse();
  for (let child = open.pop(); child; child = open.pop()) {
    found.push(child);
    open.push(...[...child.children].reverse());
  }
  return found;
}

export function spanOf({ section, stretches }: Part): Span {
  return {
    start: section.start,
    end: Math.max(section.heading?.end ?? section.start, stretches.at(-1)?.end ?? section.start),
  };
}

export function stretchSpan(stretches: readonly Stretch[]): Span {
  return { start: stretches[0]?.start ?? 0, end: stretches.at(-1)?.end ?? 0 };
}

/** A first paragraph that says what the page is about; one that ends with a colon introduces what follows. */
export function isSummary(prose: Prose, source: Source): boolean {
  const words = oneLine(prose.text);
  return (
    prose.end - prose.start <= 800 &&
    words.length >= 20 &&
    !/[:]$/.test(words) &&
    !/^(?:!?\[|\||<|\{)/.test(source.text.slice(prose.start, prose.start + 2).trim())
  );
}

/** "If the server rebooted" as what sends a reader to a procedure. */
export function conditionOf(heading: string): string | undefined {
  const words = /^(?:\d+[.)]? )?(?:if|when|in case) (?!to\b|not\b)(.{8,160})$/i.exec(heading)?.[1];
  return words === undefined ? undefined : words.charAt(0).toUpperCase() + words.slice(1);
}

/** The name of a file as words. */
export function fileWords(path: string): string {
  const name = (path.split("/").at(-1) ?? "").replace(/(?:\.html)?\.(?:md|mdx|markdown)(?:\.erb)?$/i, "");
  const words = name.replace(/[-_\s]+/g, " ").trim();
  return words === "" ? "Runbook" : words.charAt(0).toUpperCase() + words.slice(1);
}
