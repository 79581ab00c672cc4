import type { PageBlock as Block, Code, Page, Runbook, Span } from "@runwright/core";

/*
 * How words are counted, in one place: `import`'s figure of coverage, the law that no word is lost, and the bench all ask
 * here.
 */

/** A bag: how often each word stands. */
export type Words = ReadonlyMap<string, number>;

/**
 * The words of a text: its longest stretches of letters and digits of any script (Unicode categories L and N), in lower
 * case. `kubectl-get_pods` is three words, `don't` is two, `https://a.example/b` is four.
 */
export function wordsIn(text: string): readonly string[] {
  return (text.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => word.toLowerCase());
}

/**
 * All words of a page: of prose, code, addresses, comments, template passages and front matter, its keys too. Four things
 * are letters or digits and no words, because they are Markdown's own marks: the number of a list item, the `x` of a ticked
 * box, the first word behind a fence, and the mark of a quote's tone (`[!NOTE]` keeps its word; only `>` goes).
 */
export function wordsOfPage(page: Page): Words {
  const marks = page.sections.flatMap(({ blocks }) => marksIn(blocks, page.source.text, 0));
  const sorted = marks.sort((one, other) => one.start - other.start);
  const kept: string[] = [];
  let at = 0;
  for (const { start, end } of sorted) {
    if (start < at) continue;
    kept.push(page.source.text.slice(at, start));
    at = end;
  }
  kept.push(page.source.text.slice(at));
  return countWords(kept);
}

/** Every word of a page that a runbook does not hold in any of its texts, as often as it is missing. */
export function lostWords(page: Page, runbook: Runbook): readonly string[] {
  const there = countWords(stringsIn(runbook));
  const lost: string[] = [];
  for (const [word, count] of wordsOfPage(page)) {
    const missing = count - (there.get(word) ?? 0);
    for (let i = 0; i < missing; i++) lost.push(word);
  }
  return lost;
}

/** How much of a page became more than prose. */
export interface Coverage {
  /** All words of the page. */
  readonly words: number;
  /** Those of them that stand in a field with a meaning: never in `notes`, in a `text`, or in a guessed outcome. */
  readonly typed: number;
}

/** Counts the words of a page that stand in typed fields of the runbook: each at most as often as on the page. */
export function coverageOf(page: Page, runbook: Runbook): Coverage {
  const all = wordsOfPage(page);
  const typed = countWords(typedStrings(runbook));
  let words = 0;
  let covered = 0;
  for (const [word, count] of all) {
    words += count;
    covered += Math.min(count, typed.get(word) ?? 0);
  }
  return { words, typed: covered };
}

/** Whether a text has every word of another, as often. */
export function holdsWords(text: string, wanted: string): boolean {
  const there = countWords([text]);
  return [...countWords([wanted])].every(([word, count]) => (there.get(word) ?? 0) >= count);
}

export function countWords(texts: readonly string[]): Words {
  const counts = new Map<string, number>();
  for (const text of texts) for (const word of wordsIn(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** Deeper nesting than a person writes: what is below stays text. */
export const maxNesting = 24;

function marksIn(blocks: readonly Block[], text: string, depth: number): Span[] {
  if (depth > maxNesting * 4) return [];
  return blocks.flatMap((block) => {
    if (block.kind === "code") return fenceWord(block, text);
    if (block.kind === "quote") return marksIn(block.blocks, text, depth + 1);
    if (block.kind !== "steps") return [];
    return block.items.flatMap((item) => {
      const mark = itemMark(text, item.start);
      return [
        ...(mark ? [{ start: item.start, end: item.start + mark.length }] : []),
        ...marksIn(item.blocks, text, depth + 1),
      ];
    });
  });
}

/** What begins a list item: its bullet or number, and its box. */
function itemMark(text: string, start: number): string | undefined {
  return /^(?:[-*+]|\d{1,9}[.)])(?:[ \t]{1,4}\[[ xX]\])?/.exec(text.slice(start, start + 24))?.[0];
}

function fenceWord({ start, end }: Code, text: string): readonly Span[] {
  const { open, lang } = fenceLine(text.slice(start, end));
  return lang === "" ? [] : [{ start: start + open, end: start + open + lang.length }];
}

/** The line that opens a fence: where its first word begins, that word, and what stands behind it. */
export function fenceLine(raw: string): {
  readonly open: number;
  readonly lang: string;
  readonly rest: string;
} {
  const [line = ""] = raw.split(/[\r\n]/, 1);
  const open = /^(?:`{3,}|~{3,})[ \t]*/.exec(line)?.[0].length;
  if (open === undefined) return { open: 0, lang: "", rest: "" };
  const lang = /^\S*/.exec(line.slice(open))?.[0] ?? "";
  return { open, lang, rest: line.slice(open + lang.length).trim() };
}

/** All texts in a value, keys left out. */
function stringsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

/** Fields that hold prose, or words of the format and of ours rather than the page's. */
const untyped = new Set([
  ...["text", "notes", "id", "version", "shell", "effect", "type", "label", "onFailure", "next", "goto"],
]);

function typedStrings(runbook: Runbook): readonly string[] {
  const found: string[] = [];
  const visit = (value: unknown) => {
    if (typeof value === "string") found.push(value);
    if (typeof value !== "object" || value === null) return;
    for (const [key, item] of Object.entries(value)) {
      // The page's title said a second time is not a second thing that was understood.
      const isRepeated = key === "title" && value !== runbook && item === runbook.title;
      if (!untyped.has(key) && !key.startsWith("x-") && !isRepeated) visit(item);
    }
  };
  visit(runbook);
  return found;
}
