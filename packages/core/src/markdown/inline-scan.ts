import type { Span } from "../source.js";
import { pairEmphasis, type Run, runBetween } from "./emphasis.js";
import { readTarget, type Target } from "./link-target.js";
import type { Link } from "./page.js";
import { isElement } from "./placeholders.js";

/*
 * CommonMark's inline grammar with GitHub's addresses, as far as words, code and links go, in one pass from left to right.
 * The parser's own takes minutes for a hostile line, knows no Liquid or ERB, and would take these apart.
 */

export interface Scan {
  /** What a reader sees, line ends as spaces. Nothing of `{{ … }}` and the like is touched. */
  readonly text: string;
  /** Each from behind its backticks to before them; `whole` has these. */
  readonly codes: readonly (Span & { readonly text: string; readonly whole: Span })[];
  readonly links: readonly Link[];
  readonly images: readonly Link[];
  /** Where elements and addresses stand. In order. */
  readonly silent: readonly Span[];
}

/** How labels of references are compared. */
export function labelOf(label: string): string {
  return label.trim().replaceAll(/\s+/g, " ").toLowerCase().toUpperCase();
}

interface Opener {
  readonly at: number;
  readonly part: number;
  readonly isImage: boolean;
  /** Links that stood before it. */
  readonly links: number;
  isActive: boolean;
}

type Draft = Span & { readonly address: string; readonly parts: readonly [number, number] };

const templates: readonly (readonly [open: string, close: string])[] = [
  ["{{", "}}"],
  ["{%", "%}"],
  ["<%", "%>"],
];
const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };

const plain = /[^\\`{<!\]&*_~\r\nhw[]+/y;
const entity = /&(?:(amp|lt|gt|quot|apos|nbsp)|#(\d{1,7})|#[xX]([\da-fA-F]{1,6}));/y;
const angled = /<([A-Za-z][A-Za-z\d+.-]{1,31}:[^\s<>]*|[\w.+-]{1,64}@[\w.-]{1,255})>/y;
const tag = /<(\/?[A-Za-z][\w.-]*)((?:\s[^<>]*)?\/?)>/y;
const bare = /(?:https?:\/\/(?=[\w{])|www\.(?=\w))(?:\{\{[^{}\r\n]{0,100}\}\}|[^\s<])*/y;
const lineEnd = /[ \t]*\\?(?:\r\n|\n|\r)[ \t]*/y;
const label = /\[((?:[^[\]\\]|\\.){0,999})\]/y;

/** One use for one text. */
export class InlineScanner {
  private at = 0;
  private readonly parts: string[] = [];
  private readonly runs: Run[] = [];
  private readonly openers: Opener[] = [];
  private readonly codes: Scan["codes"][number][] = [];
  private links: Draft[] = [];
  private readonly images: Draft[] = [];
  private readonly silent: Span[] = [];
  private readonly exhausted = new Set<string>();
  private readonly ticks: ReadonlyMap<number, number[]>;

  constructor(
    private readonly text: string,
    private readonly addresses: ReadonlyMap<string, string>,
  ) {
    this.ticks = tickRuns(text);
  }

  scan(): Scan {
    while (this.at < this.text.length) this.step();
    const used = pairEmphasis(this.runs);
    const starts: number[] = [];
    let length = 0;
    const shown = this.parts.map((part, index) => {
      const words = part.slice(used.get(index) ?? 0);
      starts.push(length);
      length += words.length;
      return words;
    });
    const text = shown.join("");
    const finish = ({ start, end, address, parts: [from, to] }: Draft): Link => ({
      start,
      end,
      address,
      words: text.slice(starts[from] ?? text.length, starts[to] ?? text.length).trim(),
    });
    return {
      text: text.trim(),
      codes: this.codes,
      links: this.links.map(finish).sort((a, b) => a.start - b.start),
      images: this.images.map(finish).sort((a, b) => a.start - b.start),
      silent: this.silent,
    };
  }

  private step(): void {
    const sign = this.text.charAt(this.at);
    if (sign === "\\") return this.escape();
    if (sign === "`") return this.code();
    if (sign === "{" || sign === "<") {
      if (this.template()) return;
      if (sign === "<" && this.pointed()) return;
    }
    if (sign === "!" && this.text.charAt(this.at + 1) === "[") return this.open(2);
    if (sign === "[") return this.open(1);
    if (sign === "]") return this.close();
    if (sign === "&" && this.entity()) return;
    if (sign === "*" || sign === "_" || sign === "~") return this.run(sign);
    if ((sign === "h" || sign === "w") && this.bare()) return;
    const end = this.match(lineEnd);
    if (end) return this.take(end[0].length, " ");
    const rest = this.match(plain);
    this.take(rest?.[0].length ?? 1);
  }

  private match(pattern: RegExp, at = this.at): RegExpExecArray | null {
    pattern.lastIndex = at;
    return pattern.exec(this.text);
  }

  private take(length: number, words = this.text.slice(this.at, this.at + length)): void {
    this.parts.push(words);
    this.at += length;
  }

  private hush(start: number, end: number): void {
    this.silent.push({ start, end });
  }

  private escape(): void {
    if (this.match(lineEnd)) return this.take(this.match(lineEnd)?.[0].length ?? 1, " ");
    const next = this.text.charAt(this.at + 1);
    if (/[!-/:-@[-`{-~]/.test(next)) this.take(2, next);
    else this.take(1);
  }

  private code(): void {
    let length = 1;
    while (this.text.charAt(this.at + length) === "`") length++;
    const runs = this.ticks.get(length) ?? [];
    // The runs of a length are in falling order: what has been passed is taken away from the end.
    while ((runs.at(-1) ?? Number.POSITIVE_INFINITY) <= this.at) runs.pop();
    const close = runs.at(-1);
    if (close === undefined) return this.take(length);
    let start = this.at + length;
    let end = close;
    const isPadded = /^[ \r\n]/.test(this.text.charAt(start)) && /[ \r\n]$/.test(this.text.charAt(end - 1));
    if (isPadded && this.text.slice(start, end).trim() !== "") {
      start += this.text.startsWith("\r\n", start) ? 2 : 1;
      end -= this.text.startsWith("\r\n", end - 2) ? 2 : 1;
    }
    const words = this.text.slice(start, end).replaceAll(/\r\n|\n|\r/g, " ");
    this.codes.push({ start, end, text: words, whole: { start: this.at, end: close + length } });
    this.take(close + length - this.at, words);
  }

  /** `{{ … }}`, `{% … %}` and `<% … %>` within a text stay as they are. */
  private template(): boolean {
    const sign = templates.find(([open]) => this.text.startsWith(open, this.at));
    if (!sign) return false;
    const [, close] = sign;
    const end = this.exhausted.has(close) ? -1 : this.text.indexOf(close, this.at + 2);
    if (end < 0) {
      this.exhausted.add(close);
      return false;
    }
    if (close !== "}}") this.hush(this.at, end + close.length);
    this.take(end + close.length - this.at);
    return true;
  }

  private pointed(): boolean {
    const address = this.match(angled);
    if (address?.[1]) {
      const [whole, written] = address;
      this.link(written.includes(":") ? written : `mailto:${written}`, whole.length, written);
      return true;
    }
    if (this.text.startsWith("<!--", this.at) && !this.exhausted.has("-->")) {
      const end = this.text.indexOf("-->", this.at + 4);
      if (end < 0) this.exhausted.add("-->");
      else {
        this.hush(this.at, end + 3);
        this.take(end + 3 - this.at, "");
        return true;
      }
    }
    return this.element();
  }

  /** A name in pointed brackets that is no element is what the page's reader replaces, and stays. */
  private element(): boolean {
    const found = this.match(tag);
    if (!found?.[1]) return false;
    const [whole, name, rest = ""] = found;
    const isMarkup = isElement(name.replace("/", "")) || name.startsWith("/") || /[=/]/.test(rest);
    if (!isMarkup) return false;
    this.hush(this.at, this.at + whole.length);
    this.take(whole.length, /^br$/i.test(name) ? " " : "");
    return true;
  }

  private entity(): boolean {
    const found = this.match(entity);
    if (!found) return false;
    const [whole, name, decimal, hex] = found;
    const code = decimal ? Number(decimal) : Number.parseInt(hex ?? "0", 16);
    const isCode = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    this.take(whole.length, name ? entities[name] : isCode ? String.fromCodePoint(code) : "\ufffd");
    return true;
  }

  private run(sign: string): void {
    let length = 1;
    while (this.text.charAt(this.at + length) === sign) length++;
    const around = runBetween(sign, this.text.charAt(this.at - 1), this.text.charAt(this.at + length));
    // Of `~` one or two strike out, more do not.
    if (sign !== "~" || length <= 2) this.runs.push({ part: this.parts.length, sign, length, ...around });
    this.take(length);
  }

  private bare(): boolean {
    if (/[A-Za-z\d]/.test(this.text.charAt(this.at - 1))) return false;
    let written = this.match(bare)?.[0];
    if (!written) return false;
    if (this.openers.length > 0) written = written.split("]", 1)[0] ?? "";
    written = withoutEnd(written);
    if (written.length < 5) return false;
    this.link(written.startsWith("w") ? `http://${written}` : written, written.length, written);
    return true;
  }

  private link(address: string, length: number, words: string): void {
    const part = this.parts.length;
    this.links.push({ start: this.at, end: this.at + length, address, parts: [part, part + 1] });
    this.hush(this.at, this.at + length);
    this.take(length, words);
  }

  private open(length: number): void {
    const opener = { at: this.at, part: this.parts.length, links: this.links.length, isActive: true };
    this.openers.push({ ...opener, isImage: length === 2 });
    this.take(length);
  }

  private close(): void {
    const opener = this.openers.pop();
    const found = opener?.isActive ? this.addressFor(opener) : undefined;
    if (!opener || !found) return this.take(1);
    this.parts[opener.part] = "";
    // A link in a link: the inner one counts, but an address that only looks like one is part of the words.
    if (!opener.isImage) this.links.length = Math.min(this.links.length, opener.links);
    const draft = { start: opener.at, end: found.end, address: found.address };
    (opener.isImage ? this.images : this.links).push({ ...draft, parts: [opener.part, this.parts.length] });
    if (!opener.isImage) for (const other of this.openers) if (!other.isImage) other.isActive = false;
    this.hush(this.at, found.end);
    this.take(found.end - this.at, "");
  }

  private addressFor(opener: Opener): Target | undefined {
    const target = readTarget(this.text, this.at + 1);
    if (target) return target;
    const written = this.match(label, this.at + 1);
    const own = this.text.slice(opener.at + (opener.isImage ? 2 : 1), Math.min(this.at, opener.at + 1002));
    const address = this.addresses.get(labelOf(written?.[1] || own));
    if (address === undefined) return undefined;
    return { address, end: this.at + 1 + (written?.[0].length ?? 0) };
  }
}

/** Where the runs of backticks of each length stand, the last first. */
function tickRuns(text: string): Map<number, number[]> {
  const runs = new Map<number, number[]>();
  for (const match of text.matchAll(/`+/g)) {
    const { length } = match[0];
    const same = runs.get(length);
    if (same) same.push(match.index);
    else runs.set(length, [match.index]);
  }
  for (const same of runs.values()) same.reverse();
  return runs;
}

/** An address in running text ends before the sentence's own signs. */
function withoutEnd(address: string): string {
  let surplus = 0;
  for (const sign of address) surplus += sign === ")" ? 1 : sign === "(" ? -1 : 0;
  let end = address.length;
  for (; end > 0; end--) {
    const last = address.charAt(end - 1);
    if (/[?!.,:;*_~'"]/.test(last)) continue;
    if (last !== ")" || surplus <= 0) break;
    surplus--;
  }
  return address.slice(0, end);
}
