import type { Command } from "./runbook.js";

/** Where a stretch of a command stands; only outside all of these may a `{{reference}}` stand. */
export type Surroundings = "quotes" | "comment" | "here-document";

/** A part of a command in which no reference may stand. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly is: Surroundings;
}

/**
 * The parts of a command that are quotes, comments or here-documents, by the quoting of its shell, in order. One pass, so
 * that a command with thousands of references costs no more than its length.
 *
 * Bash and sh: POSIX.1-2017, Shell Command Language, 2.2 and 2.7.4. `$( )` inside double quotes is outside them again.
 */
export function stretches(text: string, shell: Command["shell"]): readonly Stretch[] {
  if (shell === "bash" || shell === "sh") return inShell(text);
  return inSimple(text, shell === "sql" ? sqlMarks : powershellMarks);
}

/** What surrounds an offset, or undefined outside everything. */
export function surroundings(all: readonly Stretch[], offset: number): Surroundings | undefined {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((all[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const found = all[low];
  return found && found.start <= offset ? found.is : undefined;
}

/** Opening marks with what closes them. */
type Marks = readonly { readonly open: string; readonly close: string; readonly is: Surroundings }[];

const sqlMarks: Marks = [
  { open: "'", close: "'", is: "quotes" },
  { open: '"', close: '"', is: "quotes" },
  { open: "`", close: "`", is: "quotes" },
  { open: "$$", close: "$$", is: "quotes" },
  { open: "--", close: "\n", is: "comment" },
  { open: "/*", close: "*/", is: "comment" },
];

const powershellMarks: Marks = [
  { open: "@'", close: "\n'@", is: "here-document" },
  { open: '@"', close: '\n"@', is: "here-document" },
  { open: "'", close: "'", is: "quotes" },
  { open: '"', close: '"', is: "quotes" },
  { open: "<#", close: "#>", is: "comment" },
  { open: "#", close: "\n", is: "comment" },
];

function inSimple(text: string, marks: Marks): readonly Stretch[] {
  const found: Stretch[] = [];
  // Behind the last of a closing mark, looking for it again would read the rest of the text each time.
  const exhausted = new Set<string>();
  let at = 0;
  while (at < text.length) {
    const mark = marks.find(({ open }) => text.startsWith(open, at));
    if (!mark) {
      at++;
      continue;
    }
    const end = exhausted.has(mark.close) ? -1 : text.indexOf(mark.close, at + mark.open.length);
    if (end < 0) exhausted.add(mark.close);
    const next = end < 0 ? text.length : end + mark.close.length;
    found.push({ start: at, end: next, is: mark.is });
    at = next;
  }
  return found;
}

interface Heredoc {
  readonly word: string;
  readonly stripsTabs: boolean;
}

function inShell(text: string): readonly Stretch[] {
  const found: Stretch[] = [];
  // What is open, innermost last: a double quote, or the bracket of a substitution.
  const open: ('"' | "(" | "{")[] = [];
  let heredocs: Heredoc[] = [];
  let quotedFrom: number | undefined;
  let at = 0;
  // Notes where the innermost double quotes begin and end, as brackets inside them come and go.
  const turn = (offset: number) => {
    const isQuoted = open.at(-1) === '"';
    if (isQuoted === (quotedFrom !== undefined)) return;
    if (quotedFrom !== undefined && quotedFrom < offset)
      found.push({ start: quotedFrom, end: offset, is: "quotes" });
    quotedFrom = isQuoted ? offset : undefined;
  };
  while (at < text.length) {
    const inQuotes = open.at(-1) === '"';
    const unit = text.charAt(at);
    if (unit === "\\") at += 2;
    else if (unit === '"') {
      if (inQuotes) open.pop();
      else open.push('"');
      at++;
    } else if (unit === "'" && !inQuotes) {
      const end = closingQuote(text, at);
      found.push({ start: at, end, is: "quotes" });
      at = end;
    } else if (text.startsWith("$(", at) || text.startsWith("${", at)) {
      open.push(text.charAt(at + 1) === "(" ? "(" : "{");
      at += 2;
    } else if (unit === "(" && !inQuotes) {
      open.push("(");
      at++;
    } else if ((unit === ")" && open.at(-1) === "(") || (unit === "}" && open.at(-1) === "{")) {
      open.pop();
      at++;
    } else if (unit === "#" && !inQuotes && beginsWord(text, at)) {
      const end = lineEnd(text, at);
      found.push({ start: at, end, is: "comment" });
      at = end;
    } else if (text.startsWith("<<", at) && !inQuotes && !text.startsWith("<<<", at)) {
      const heredoc = heredocAt(text, at);
      if (heredoc) heredocs.push(heredoc.body);
      at = heredoc?.next ?? at + 2;
    } else if (unit === "\n" && heredocs.length > 0) {
      const end = afterHeredocs(text, at + 1, heredocs);
      found.push({ start: at + 1, end, is: "here-document" });
      heredocs = [];
      at = end;
    } else if (text.startsWith("<<<", at)) at += 3;
    else at++;
    turn(at);
  }
  if (quotedFrom !== undefined) found.push({ start: quotedFrom, end: text.length, is: "quotes" });
  return found;
}

/** After a single quote; `$'…'` knows backslashes. */
function closingQuote(text: string, at: number): number {
  const ansi = text.charAt(at - 1) === "$";
  let end = at + 1;
  while (end < text.length && text.charAt(end) !== "'") end += ansi && text.charAt(end) === "\\" ? 2 : 1;
  return Math.min(end + 1, text.length);
}

function beginsWord(text: string, at: number): boolean {
  return at === 0 || /[\s;&|()]/.test(text.charAt(at - 1));
}

function heredocAt(text: string, at: number): { body: Heredoc; next: number } | undefined {
  // The word of a here-document is short, and its quotes are not nested.
  const match = /^<<(-?)[ \t]*(?:'([^'\n]{1,200})'|"([^"\n]{1,200})"|\\?([^\s'"<>|&;()]{1,200}))/.exec(
    text.slice(at, at + 420),
  );
  if (!match) return undefined;
  const word = match[2] ?? match[3] ?? match[4] ?? "";
  return { body: { word, stripsTabs: match[1] === "-" }, next: at + match[0].length };
}

/** Where the last of the here-documents ends that begin on this line. */
function afterHeredocs(text: string, from: number, heredocs: readonly Heredoc[]): number {
  let at = from;
  for (const { word, stripsTabs } of heredocs) {
    let closed = false;
    while (!closed && at < text.length) {
      const end = lineEnd(text, at);
      const line = text.slice(at, end);
      closed = (stripsTabs ? line.replace(/^\t+/, "") : line) === word;
      at = Math.min(end + 1, text.length);
    }
  }
  return at;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}
