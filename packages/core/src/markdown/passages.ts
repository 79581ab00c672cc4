import type { Passage } from "./page.js";

/*
 * Markdown pages carry what a site generator makes something of: Hugo's shortcodes, Liquid, ERB, MDX. No Markdown parser
 * knows them, and it would take their signs for lists, quotes and links. So the lines that are nothing else are found
 * before parsing, and blanked for the parser: same length, same lines.
 */

/** The passages that fill their lines, in order, outside of fences. `path` tells MDX, where JSX counts too. */
export function findPassages(text: string, path: string): Passage[] {
  if (!mayHavePassages.test(text)) return [];
  const finder = new PassageFinder(text, path.endsWith(".mdx"));
  return finder.find();
}

/** The text with blanks in place of the passages. */
export function blankPassages(text: string, passages: readonly Passage[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of passages) {
    parts.push(text.slice(at, start), text.slice(start, end).replaceAll(/[^\r\n]/g, " "));
    at = end;
  }
  return parts.join("") + text.slice(at);
}

const mayHavePassages = /\{[{%]|<%|:::|^import |^export |^<[A-Z/]|^\{/m;

type Language = Passage["language"];

const signs: readonly (readonly [open: string, close: string, language: Language])[] = [
  ["{{<", ">}}", "hugo"],
  ["{{%", "%}}", "hugo"],
  ["{{", "}}", "liquid"],
  ["{%", "%}", "liquid"],
  ["<%", "%>", "erb"],
];

/** What stands between these is no Markdown either. */
const verbatim = /^\{(?:%-?|\{[<%])\s{0,9}(comment|highlight|mermaid)\b/;

/** A longer one is a sign that was never closed. */
const maxLength = 10_000;

/** Of JSX, which is looked through unit by unit. */
const maxElement = 2000;

const beforeContent = /[ \t>]*/y;
const fenceSign = /(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}|~{3,})/y;
const colons = /:{3,}[^\r\n`]*/y;
const module = /(?:import|export)[ {]/y;
const element = /<\/?(?:[A-Z][\w.]*|>)/y;

class PassageFinder {
  private readonly found: Passage[] = [];
  private fence: string | undefined;
  /** Signs of which the rest of the text has no other. */
  private readonly exhausted = new Set<string>();

  constructor(
    private readonly text: string,
    private readonly isMdx: boolean,
  ) {}

  find(): Passage[] {
    for (let start = 0; start < this.text.length; ) {
      const end = this.lineEnd(start);
      const content = start + (match(beforeContent, this.text, start)?.length ?? 0);
      const stop = this.isInFence(content, end) ? undefined : this.passageEnd(start, content);
      start = this.nextLine(stop ?? end);
    }
    return this.found;
  }

  /** Keeps count of fences; a line of one is in it. */
  private isInFence(content: number, end: number): boolean {
    const sign = match(fenceSign, this.text, content);
    if (this.fence === undefined) {
      if (sign === undefined) return false;
      const marks = sign.slice(sign.search(/[`~]/));
      if (marks.startsWith("`") && this.text.slice(content + sign.length, end).includes("`")) return false;
      this.fence = marks;
      return true;
    }
    const isClosing =
      sign?.startsWith(this.fence) && this.text.slice(content + sign.length, end).trim() === "";
    if (isClosing) this.fence = undefined;
    return true;
  }

  /** Where the passage ends that begins with this line's content and fills its last line. */
  private passageEnd(lineStart: number, content: number): number | undefined {
    const language = this.languageAt(lineStart, content);
    if (!language) return undefined;
    let end: number | undefined = content;
    for (let at: number | undefined = content; at !== undefined; ) {
      at = this.partEnd(lineStart, at);
      if (at === undefined) return undefined;
      end = at;
      const rest = at + (match(/[ \t]*/y, this.text, at)?.length ?? 0);
      if (this.isLineEnd(rest)) break;
      at = rest;
    }
    this.found.push({ kind: "passage", language, start: content, end });
    return end;
  }

  private languageAt(lineStart: number, at: number): Language | undefined {
    const sign = signs.find(([open]) => this.text.startsWith(open, at));
    if (sign) return sign[2];
    return this.partEnd(lineStart, at) === undefined ? undefined : "mdx";
  }

  private partEnd(lineStart: number, at: number): number | undefined {
    const sign = signs.find(([open]) => this.text.startsWith(open, at));
    if (sign) return this.signEnd(at, sign[1]);
    const admonition = match(colons, this.text, at);
    if (admonition) return at + admonition.trimEnd().length;
    if (!this.isMdx) return undefined;
    if (at === lineStart && match(module, this.text, at)) return this.blankLine(at);
    if (match(element, this.text, at)) return this.balancedEnd(at, ">");
    return this.text.startsWith("{", at) ? this.balancedEnd(at, "}") : undefined;
  }

  private signEnd(at: number, close: string): number | undefined {
    const end = this.indexOf(close, at + 2);
    if (end === undefined) return undefined;
    const word = verbatim.exec(this.text.slice(at, at + 40))?.[1];
    if (!word) return end + close.length;
    return this.verbatimEnd(word, end) ?? end + close.length;
  }

  private verbatimEnd(word: string, from: number): number | undefined {
    for (const name of [`end${word}`, `/${word}`, `/ ${word}`]) {
      const at = this.indexOf(name, from);
      const close = at === undefined ? undefined : this.indexOf("}", at);
      if (close === undefined) continue;
      return this.text.charAt(close + 1) === "}" ? close + 2 : close + 1;
    }
    return undefined;
  }

  /** Not further away than a passage is long; what the rest of the text has not is looked for once. */
  private indexOf(sign: string, from: number): number | undefined {
    if (this.exhausted.has(sign)) return undefined;
    const stretch = this.text.slice(from, from + maxLength);
    const at = stretch.indexOf(sign);
    if (at >= 0) return from + at;
    if (from + maxLength >= this.text.length) this.exhausted.add(sign);
    return undefined;
  }

  /** The end of JSX: `close` outside of quotes and of braces inside. Not over a blank line. */
  private balancedEnd(from: number, close: string): number | undefined {
    let depth = 0;
    const limit = Math.min(this.text.length, from + maxElement);
    for (let at = from + 1; at < limit; at++) {
      const sign = this.text.charAt(at);
      if (depth === 0 && sign === close) return at + 1;
      if (sign === "{") depth++;
      else if (sign === "}") depth--;
      else if (sign === "\n" && this.isLineEnd(at + 1)) return undefined;
    }
    return undefined;
  }

  private blankLine(from: number): number {
    let end = this.lineEnd(from);
    for (let next = this.nextLine(end); next < this.text.length; next = this.nextLine(end)) {
      if (this.isLineEnd(next)) break;
      end = this.lineEnd(next);
    }
    return end;
  }

  private isLineEnd(at: number): boolean {
    const code = this.text.charCodeAt(at);
    return at >= this.text.length || code === 10 || code === 13;
  }

  private lineEnd(from: number): number {
    let at = from;
    while (!this.isLineEnd(at)) at++;
    return at;
  }

  private nextLine(from: number): number {
    const end = this.lineEnd(from);
    return this.text.startsWith("\r\n", end) ? end + 2 : end + 1;
  }
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
