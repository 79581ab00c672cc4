import type { Span } from "../source.js";
import type { IdLink } from "../tree.js";
import { codeSpanAt, linkAt, type Quoted, quotedAt } from "./inline.js";

/** Whether some words hold a link of their own. */
function holdsLink(text: string, { start, end }: Span): boolean {
  // Longer than any title: nobody can tell what such words show.
  if (end - start > 2000) return true;
  for (let at = start; at < end; at++) {
    const sign = text.charAt(at);
    if (sign === "\\") at++;
    else if (sign === "`") at = (codeSpanAt(text, at, end)?.end ?? at + 1) - 1;
    else if (sign === "[" && linkAt(text, at, end)) return true;
    else if (sign === "<" && /^<[a-z][a-z0-9+.-]{1,31}:/i.test(text.slice(at, at + 40))) return true;
  }
  return false;
}

/** Nothing, for an entry of the same page, or the path of a fragment: an id of elsewhere is not ours. */
function isFragmentPath(path: string): boolean {
  return path === "" || (/\.ya?ml$/.test(path) && !/[:?]|^\/\//.test(path));
}

/** A place in a stretch of text that moves on as things are recognised. A class, because that place is its state. */
export class Cursor {
  constructor(
    readonly text: string,
    public at: number,
    readonly end: number,
  ) {}

  get isAtEnd(): boolean {
    return this.at >= this.end;
  }

  /** What is left. */
  get rest(): Span {
    return { start: this.at, end: this.end };
  }

  /** Passes these words, whatever their case. */
  take(words: string): Span | undefined {
    const end = this.at + words.length;
    if (end > this.end || this.text.slice(this.at, end).toLowerCase() !== words.toLowerCase())
      return undefined;
    const start = this.at;
    this.at = end;
    return { start, end };
  }

  /** Passes what a sticky pattern matches here. The patterns look at a few letters, never at the whole rest. */
  match(pattern: RegExp): Span | undefined {
    pattern.lastIndex = this.at;
    const length = pattern.exec(this.text)?.[0].length;
    if (length === undefined || this.at + length > this.end) return undefined;
    const start = this.at;
    this.at += length;
    return { start, end: this.at };
  }

  /** Passes a link to an id: `[words](#id)` or `[words](path#id)`. */
  idLink(): IdLink | undefined {
    const link = linkAt(this.text, this.at, this.end);
    const hash = link ? this.text.slice(link.target.start, link.target.end).indexOf("#") : -1;
    if (!link || hash < 0) return undefined;
    const { start, end, words, target } = link;
    const id = { start: target.start + hash + 1, end: target.end };
    const path = { start: target.start, end: target.start + hash };
    if (id.start === id.end || !isFragmentPath(this.text.slice(path.start, path.end))) return undefined;
    // A link inside the words would be the one that people follow.
    if (holdsLink(this.text, words)) return undefined;
    this.at = end;
    return { start, end, words, path, id };
  }

  quoted(): Quoted | undefined {
    const quoted = quotedAt(this.text, this.at, this.end);
    if (quoted) this.at = quoted.end;
    return quoted;
  }
}
