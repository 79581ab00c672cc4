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
 * An author's own Markdown, which can neither leave its place on the page nor pass for a part of it: tags of HTML,
 * headings of the upper levels, labels of ours and links that do not lead to the web or a mailbox are shown as they are
 * written. Code and `<https://…>` stay.
 */
export function containMarkdown(text: string): string {
  const contained: string[] = [];
  let fence: { readonly indent: string; readonly mark: string } | undefined;
  for (const line of text.replace(/\r\n?/g, "\n").split("\n")) {
    const [, indent = "", mark = "", info = ""] = /^([ \t]*)(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    // In a list, a line further left ends the list and its code; outside, it would not. So the code ends in any case.
    if (fence && line.trim() !== "" && !line.startsWith(fence.indent)) {
      contained.push(fence.indent + fence.mark);
      fence = undefined;
    }
    if (fence) {
      const width = indent.replaceAll("\t", "    ").length;
      const isClose = mark.startsWith(fence.mark) && info.trim() === "" && width <= fence.indent.length + 6;
      // Whether a mark further right closes depends on the list it stands in; where the opening one stood, it does.
      contained.push(isClose ? fence.indent + fence.mark : line);
      if (isClose) fence = undefined;
    } else if (mark !== "" && /^ {0,3}$/.test(indent) && !(mark.startsWith("`") && info.includes("`"))) {
      fence = { indent, mark };
      contained.push(line);
    } else contained.push(harmless(withoutLabel(withoutHeading(line))));
  }
  // A fence that its author left open would swallow the rest of the page.
  if (fence) contained.push(fence.indent + fence.mark);
  return contained.join("\n");
}

/** The same behind a label in its line, where a fence would not be one. */
export function containAfterLabel(text: string): string {
  const contained = containMarkdown(text);
  return /^ {0,3}(?:`{3}|~{3})/.test(contained) ? `\n\n${contained}` : contained;
}

/** `#` to `###`, and the lines under a text that make it a heading. */
function withoutHeading(line: string): string {
  return line.replace(/^( {0,3})(#{1,3}(?:[ \t]|$)|(?:=+|-+)[ \t]*$)/, "$1\\$2");
}

/** What can stand before the text of a line and leave it at the beginning of a paragraph. */
const beforeText =
  /^(?:[\s>\p{Cf}]|&#?\w{1,32};)*(?:(?:[-+*]|\d{1,9}[.)])(?:[\s>\p{Cf}]|&#?\w{1,32};)+)*(?:\[[ xX]\]\s+)?!?\[?/u;

/** The labels with which a page gives facts, as a reader sees them. */
const factLabel =
  /^(?:(?:who|only if|write down|wait|request|open|do at the same time|do|approval|confirm|expect|undo|no undo|otherwise|then|use when|not for|you need) ?:|(?:when|if) [^:]*:)/;

/** Bold text that begins a line like a fact of ours is shown with its stars. */
function withoutLabel(line: string): string {
  const start = beforeText.exec(line)?.[0] ?? "";
  const rest = line.slice(start.length);
  const run = /^[*_]{2,}/.exec(rest)?.[0];
  if (run === undefined) return line;
  const bold = rest.slice(run.length);
  const seen = bold
    .normalize("NFKC")
    .replace(/\p{Cf}|[*_`\\[\]~!]/gu, "")
    .replace(/\s+/g, " ")
    .trimStart()
    .toLowerCase();
  // A label may go on in the next line.
  const isOpen = !/[*_]{2}/.test(bold) && /^(?:only|write|do|no|not|use|you|if|when)\b/.test(seen);
  const isHidden = /&#?\w{1,32};/.test(bold.split(/[*_]{2}/, 1)[0] ?? "");
  if (!isOpen && !isHidden && !factLabel.test(seen)) return line;
  return start + run.replace(/[*_]/g, "\\$&") + bold;
}

/** Where a link may lead: the web, a mailbox, or a place beside the page. */
const targetSign = String.raw`[^\s()\[\]<>\\\x60]`;
const besidePage = String.raw`\.{0,2}\/(?!\/)|(?!\/\/)(?=[^\s()\[\]<>\\\x60&:]*[\s)])`;
const target = String.raw`(?:https?:\/\/|mailto:|#|${besidePage})(?:${targetSign}|\(${targetSign}*\))*`;
const inlineTarget = new RegExp(String.raw`^\]\(${target}(?: +"[^"\\<>\[\]\x60]*")?\)`, "i");
const definedTarget = new RegExp(String.raw`^\]:[ \t]+${target}(?=[ \t\n])`, "i");
const autolink = /^<(?:https?:\/\/|mailto:)[^\s<>]*>/i;

/**
 * A line of Markdown outside fences, read as Markdown reads it: what is escaped stays, then code spans, which end in
 * their line; elsewhere `<` that begins a tag is escaped, and the brackets of links that lead elsewhere.
 */
function harmless(line: string): string {
  let result = "";
  for (let at = 0; at < line.length; ) {
    const char = line.charAt(at);
    let taken = char;
    let written = char;
    if (char === "\\") written = taken = line.slice(at, at + 2);
    else if (char === "`") {
      const ticks = runLength(line, at, "`");
      const close = closingRun(line, at + ticks, ticks);
      const span = close < 0 ? undefined : line.slice(at, close + ticks);
      taken = span !== undefined && !span.includes("]:") ? span : line.slice(at, at + ticks);
      // A span that goes on in the next line, or a fence after the mark of a list, would hide what follows from us.
      written = taken === span ? span : taken.replaceAll("`", "\\`");
    } else if (char === "~" && line.startsWith("~~~", at)) {
      taken = line.slice(at, at + runLength(line, at, "~"));
      written = taken.replaceAll("~", "\\~");
    } else if (char === "<") {
      taken = autolink.exec(line.slice(at, at + 2048))?.[0] ?? char;
      written = taken === char ? "\\<" : taken;
    } else if (char === "]") {
      const ahead = `${line.slice(at, at + 2048)}\n`;
      const next = ahead.charAt(1);
      const allowed = next === "(" ? inlineTarget : next === ":" ? definedTarget : undefined;
      if (allowed) {
        taken = allowed.exec(ahead)?.[0] ?? `]${next}`;
        written = taken.length === 2 ? `]\\${next}` : taken;
      }
    }
    result += written;
    at += taken.length;
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
