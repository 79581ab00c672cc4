/** Plain text as Markdown that shows exactly that text, on one line. */
export function escapeText(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[\\`*_[\]<>#|~!&]/g, "\\$&");
}

/** A text as a code span, whatever backticks are in it. */
export function codeSpan(text: string): string {
  const line = text.replace(/\s+/g, " ");
  const ticks = "`".repeat(longestRun(line) + 1);
  const pad = /^`|`$|^ .* $/.test(line) ? " " : "";
  return `${ticks}${pad}${line}${pad}${ticks}`;
}

/** A text as a fenced block that nothing in it can close. */
export function codeBlock(language: string, text: string): string {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text.replace(/\n?$/, "\n")}${fence}`;
}

/**
 * An author's own Markdown, which can neither leave its place on the page nor change the page's outline: tags of HTML
 * and headings of the upper levels are shown as they are written. Code and `<https://…>` stay.
 */
export function containMarkdown(text: string): string {
  let contained = "";
  let fence: string | undefined;
  for (const line of text.split("\n")) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === undefined) contained += `${mark ? line : withoutTags(withoutHeading(line))}\n`;
    else contained += `${line}\n`;
    if (mark && fence === undefined) fence = mark;
    else if (mark && fence !== undefined && mark.startsWith(fence) && line.trim() === mark) fence = undefined;
  }
  // A fence that its author left open would swallow the rest of the page.
  return contained.slice(0, -1) + (fence === undefined ? "" : `\n${fence}`);
}

/** `#` to `###`, and the lines under a text that make it a heading. */
function withoutHeading(line: string): string {
  return line.replace(/^( {0,3})(#{1,3}(?:[ \t]|$)|(?:=+|-+)[ \t]*$)/, "$1\\$2");
}

/** A line of Markdown outside fences: `<` that begins a tag is escaped, except in code spans. */
function withoutTags(line: string): string {
  let result = "";
  for (let at = 0; at < line.length; ) {
    const ticks = runLength(line, at, "`");
    const close = ticks > 0 ? closingRun(line, at + ticks, ticks) : -1;
    if (close >= 0) {
      result += line.slice(at, close + ticks);
      at = close + ticks;
    } else if (ticks > 0) {
      result += line.slice(at, at + ticks);
      at += ticks;
    } else {
      const isTag =
        line.charAt(at) === "<" && !/^<[a-z][a-z0-9+.-]{1,31}:[^\s<>]*>/i.test(line.slice(at, at + 2048));
      result += isTag && line.charAt(at - 1) !== "\\" ? "\\<" : line.charAt(at);
      at++;
    }
  }
  return result;
}

function runLength(text: string, at: number, char: string): number {
  let end = at;
  while (text.charAt(end) === char) end++;
  return end - at;
}

/** Where a run of exactly so many backticks begins, or -1. */
function closingRun(line: string, from: number, length: number): number {
  for (let at = line.indexOf("`", from); at >= 0; ) {
    const run = runLength(line, at, "`");
    if (run === length) return at;
    at = line.indexOf("`", at + run);
  }
  return -1;
}

function longestRun(text: string): number {
  let longest = 0;
  for (let at = text.indexOf("`"); at >= 0; ) {
    const run = runLength(text, at, "`");
    longest = Math.max(longest, run);
    at = text.indexOf("`", at + run);
  }
  return longest;
}
