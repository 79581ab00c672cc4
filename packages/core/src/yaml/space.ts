import { lineEnd } from "../source.js";

/** Where the next token begins: past white space, line breaks and comments. */
export function skipSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    if (isSpace(text.charCodeAt(at))) at++;
    else if (text.charAt(at) === "#") at = lineEnd(text, at);
    else return at;
  }
}

/** A space, a tab or a line break. */
export function isSpace(unit: number): boolean {
  return unit === 32 || unit === 9 || unit === 10 || unit === 13;
}
