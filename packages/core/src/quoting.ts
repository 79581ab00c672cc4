import type { Command } from "./runbook.js";

/** Where a stretch of a command stands; only outside all of these may a `{{reference}}` stand. */
export type Surroundings = "quotes" | "comment" | "here-document";

/**
 * What surrounds an offset of a command, by the quoting of its shell, or undefined outside everything. One pass from the
 * beginning: commands are short, and asked about only where a reference stands in them.
 *
 * Bash and sh: POSIX.1-2017, Shell Command Language, 2.2 and 2.7.4. `$( )` inside double quotes is outside them again.
 */
export function surroundings(
  text: string,
  shell: Command["shell"],
  offset: number,
): Surroundings | undefined {
  if (shell === "bash" || shell === "sh") return inShell(text, offset);
  return inSimple(text, offset, shell === "sql" ? sqlMarks : powershellMarks);
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

function inSimple(text: string, offset: number, marks: Marks): Surroundings | undefined {
  let at = 0;
  while (at < offset) {
    const mark = marks.find(({ open }) => text.startsWith(open, at));
    if (!mark) {
      at++;
      continue;
    }
    const end = text.indexOf(mark.close, at + mark.open.length);
    const next = end < 0 ? text.length : end + mark.close.length;
    // A line comment gives its line end back: it may begin a here-document's close.
    if (offset < next) return mark.is;
    at = next;
  }
  return undefined;
}

interface Heredoc {
  readonly word: string;
  readonly stripsTabs: boolean;
}

function inShell(text: string, offset: number): Surroundings | undefined {
  // What is open, innermost last: a double quote, or the bracket of a substitution.
  const open: ('"' | "(" | "{" | "`")[] = [];
  let heredocs: Heredoc[] = [];
  let at = 0;
  while (at < text.length && at <= offset) {
    const inQuotes = open.at(-1) === '"';
    const unit = text.charAt(at);
    if (at === offset) return inQuotes ? "quotes" : undefined;
    if (unit === "\\") at += 2;
    else if (unit === '"') {
      if (inQuotes) open.pop();
      else open.push('"');
      at++;
    } else if (unit === "'" && !inQuotes) {
      const end = closingQuote(text, at);
      if (offset < end) return "quotes";
      at = end;
    } else if (text.startsWith("$(", at)) {
      open.push("(");
      at += 2;
    } else if (text.startsWith("${", at)) {
      open.push("{");
      at += 2;
    } else if (unit === "(" && !inQuotes) {
      open.push("(");
      at++;
    } else if ((unit === ")" && open.at(-1) === "(") || (unit === "}" && open.at(-1) === "{")) {
      open.pop();
      at++;
    } else if (unit === "#" && !inQuotes && beginsWord(text, at)) {
      const end = lineEnd(text, at);
      if (offset < end) return "comment";
      at = end;
    } else if (text.startsWith("<<", at) && !inQuotes && !text.startsWith("<<<", at)) {
      const heredoc = heredocAt(text, at);
      if (heredoc) heredocs.push(heredoc.body);
      at = heredoc?.next ?? at + 2;
    } else if (unit === "\n" && heredocs.length > 0) {
      const end = afterHeredocs(text, at + 1, heredocs);
      if (offset < end) return "here-document";
      heredocs = [];
      at = end;
    } else if (text.startsWith("<<<", at)) at += 3;
    else at++;
  }
  return open.at(-1) === '"' ? "quotes" : undefined;
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
