/** What stands in the parentheses of a link. */
export interface Target {
  readonly address: string;
  /** Behind the closing parenthesis. */
  readonly end: number;
}

/** No title is longer. Without a limit, each opening quote would be searched for to the end of the text. */
const maxTitle = 1000;
const maxNesting = 32;

const blanks = /[ \t\r\n]*/y;
const closers: Readonly<Record<string, string>> = { '"': '"', "'": "'", "(": ")" };
const templates =
  /\{\{(?:(?!\}\})[^\r\n]){0,200}\}\}|\{%(?:(?!%\})[^\r\n]){0,200}%\}|<%(?:(?!%>)[^\r\n]){0,200}%>/y;

/** Reads `(address "title")`; an address may be made by a template with spaces in it, as Hugo and Liquid pages have it. */
export function readTarget(text: string, at: number): Target | undefined {
  if (text.charAt(at) !== "(") return undefined;
  const start = skip(blanks, text, at + 1);
  const end =
    text.charAt(start) === "<" && !skips(templates, text, start)
      ? pointedEnd(text, start)
      : bareEnd(text, start);
  if (end === undefined) return undefined;
  const gap = skip(blanks, text, end);
  const titleEnd = gap > end ? titleFrom(text, gap) : gap;
  const close = skip(blanks, text, titleEnd);
  if (text.charAt(close) !== ")") return undefined;
  const written = text.slice(start, end);
  const address =
    written.startsWith("<") && written.endsWith(">") && !written.startsWith("<%")
      ? written.slice(1, -1)
      : written;
  return {
    address: address.replaceAll(/\\([!-/:-@[-`{-~])/g, "$1").replaceAll("&amp;", "&"),
    end: close + 1,
  };
}

function pointedEnd(text: string, start: number): number | undefined {
  for (let at = start + 1; at < text.length; at++) {
    const sign = text.charAt(at);
    if (sign === ">") return at + 1;
    if (sign === "<" || sign === "\n" || sign === "\r") return undefined;
    if (sign === "\\") at++;
  }
  return undefined;
}

function bareEnd(text: string, start: number): number | undefined {
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const past = skip(templates, text, at);
    if (past > at) {
      at = past;
      continue;
    }
    const sign = text.charAt(at);
    if (sign <= " ") break;
    if (sign === "(" && ++depth > maxNesting) return undefined;
    if (sign === ")" && --depth < 0) break;
    at += sign === "\\" && /[!-/:-@[-`{-~]/.test(text.charAt(at + 1)) ? 2 : 1;
  }
  return depth > 0 ? undefined : at;
}

/** The end of a title that begins here; the same place where there is none. */
function titleFrom(text: string, start: number): number {
  const closer = closers[text.charAt(start)];
  if (!closer) return start;
  for (let at = start + 1; at < Math.min(text.length, start + maxTitle); at++) {
    const sign = text.charAt(at);
    if (sign === "\\") at++;
    else if (sign === closer) return at + 1;
  }
  return start;
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return at + (pattern.exec(text)?.[0].length ?? 0);
}

function skips(pattern: RegExp, text: string, at: number): boolean {
  return skip(pattern, text, at) > at;
}
