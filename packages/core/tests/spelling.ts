import * as fc from "fast-check";

/*
 * One value, written in YAML in any of the ways that people write it: every style of scalar, block and flow collections,
 * explicit keys, odd indentation, comments, blank lines, CRLF. The choices come from outside; 0 is always the plainest, so
 * that a failing example shrinks to a text that a person can read. Comments are numbered: each is found again by its number.
 */

/** A number from 0, below `count`. */
export type Choose = (count: number) => number;

export interface Spelled {
  readonly value: unknown;
  readonly text: string;
}

/** The values of an arbitrary, each spelled at random. */
export function spelled(values: fc.Arbitrary<unknown>): fc.Arbitrary<Spelled> {
  return fc
    .tuple(values, fc.array(fc.nat(1000), { minLength: 1, maxLength: 120 }))
    .map(([value, choices]) => ({ value, text: spell(value, chooser(choices)) }));
}

/** Takes choices from a list, again and again. */
export function chooser(choices: readonly number[]): Choose {
  let next = 0;
  return (count) => (choices[next++ % choices.length] ?? 0) % count;
}

/** A mapping or list as a whole file. */
export function spell(value: unknown, choose: Choose): string {
  const speller = new Speller(choose);
  const root =
    isCollection(value) && choose(8) === 7
      ? `${speller.flow(value, 0)}${speller.comment()}`
      : speller.lines(value, 0);
  const head = ["", "# first\n", "\n", "---\n", "# first\n\n---\n"][choose(5)] ?? "";
  const end = speller.endsInKeep || choose(4) < 3 ? "\n" : "";
  const text = `${head}${root}${end}`;
  return choose(4) === 3 ? text.replaceAll("\n", "\r\n") : text;
}

class Speller {
  private comments = 0;
  /** What the last scalar was: no blank line may follow one that keeps them, no deep comment any block scalar. */
  private last: "keep" | "block" | "flow" = "flow";

  constructor(private readonly choose: Choose) {}

  get endsInKeep(): boolean {
    return this.last === "keep";
  }

  /** A comment for the end of a line, or nothing. */
  comment(): string {
    return this.choose(4) === 3 && this.last === "flow" ? ` # c${++this.comments}` : "";
  }

  /** The lines of a collection in block style, the first one indented too, without a last line break. */
  lines(value: unknown, column: number): string {
    const indent = " ".repeat(column);
    if (!isCollection(value) || isEmpty(value)) return `${indent}${this.flow(value, column)}`;
    if (Array.isArray(value))
      return value.map((item) => `${this.above(column)}${indent}-${this.item(item, column)}`).join("\n");
    return Object.entries(value)
      .map(
        ([key, item]) => `${this.above(column)}${indent}${this.key(key, column)}${this.value(item, column)}`,
      )
      .join("\n");
  }

  /** Blank lines and comments before an entry. */
  private above(column: number): string {
    const blank = this.choose(8) === 7 && this.last !== "keep" ? "\n" : "";
    if (this.choose(4) !== 3) return blank;
    const deepest = this.last === "flow" ? column + 6 : column;
    const comment = `${" ".repeat(this.choose(deepest + 1))}# c${++this.comments}\n`;
    this.last = "flow";
    return `${blank}${comment}${this.choose(6) === 5 ? "\n" : ""}`;
  }

  private key(key: string, column: number): string {
    const written = canBePlain(key) && this.choose(5) < 4 ? key : this.quoted(key);
    this.last = "flow";
    if (this.choose(16) === 15 || written.length > 1000)
      return `? ${written}${this.comment()}\n${" ".repeat(column)}:`;
    return `${written}${[":", " :", ":"][this.choose(3)]}`;
  }

  /** What stands behind a key and its colon. */
  private value(value: unknown, column: number): string {
    if (!isCollection(value) || isEmpty(value) || this.choose(6) === 5) return this.inline(value, column);
    const comment = this.comment();
    // A list may stand in the column of its key.
    const deeper = Array.isArray(value) ? this.choose(4) : this.choose(3) + 1;
    return `${comment}\n${this.lines(value, column + (deeper === 0 && !Array.isArray(value) ? 1 : deeper))}`;
  }

  /** What stands behind a dash. */
  private item(value: unknown, column: number): string {
    if (!isCollection(value) || isEmpty(value) || this.choose(6) === 5) return this.inline(value, column);
    const deeper = column + 2 + this.choose(2);
    if (this.choose(5) === 4) return `${this.comment()}\n${this.lines(value, deeper)}`;
    // On the line of the dash; a comment cannot stand above its first entry.
    const lines = this.lines(value, deeper);
    return /^[\n#]|^ *#/.test(lines)
      ? `\n${lines}`
      : `${" ".repeat(deeper - column - 1)}${lines.slice(deeper)}`;
  }

  /** A scalar of any style, or a collection in flow style, with the blanks before it. */
  private inline(value: unknown, column: number): string {
    const way = this.choose(12);
    const lead = way < 10 ? " " : way === 10 ? "  " : this.below(column);
    if (typeof value === "string") {
      const block = this.choose(2) === 1 || value.includes("\n") ? this.block(value, column) : undefined;
      if (block !== undefined) return ` ${block}`;
    }
    if (value === null && this.choose(3) === 2) {
      this.last = "flow";
      return this.comment();
    }
    const written = this.flow(value, column, true);
    this.last = "flow";
    return `${lead}${written}${this.comment()}`;
  }

  /** A line break between a key and its value, perhaps with comments on the way. */
  private below(column: number): string {
    const indent = " ".repeat(column + 1 + this.choose(3));
    const alone = this.choose(4) === 3 ? `${indent}# c${++this.comments}\n` : "";
    return `${this.comment()}\n${alone}${indent}`;
  }

  /** On one line or on several that are deeper than `column`; in block context more may stand plain. */
  flow(value: unknown, column: number, inBlock = false): string {
    if (typeof value === "string") {
      if (canBePlain(value) && this.choose(3) < 2) return this.folded(value, column);
      if (inBlock && /^[a-z][a-z,[\]{}]*$/.test(value) && !isWord(value)) return value;
      return this.quoted(value, column);
    }
    if (!isCollection(value)) return this.other(value);
    const broken = this.choose(4) === 3;
    const separate = (text: string) =>
      broken ? `${this.comment()}\n${" ".repeat(column + 1 + this.choose(3))}${text}` : text;
    const items = Array.isArray(value)
      ? value.map((item) => this.flowItem(item, column))
      : Object.entries(value).map(([key, item]) => this.flowEntry(key, item, column));
    const comma = items.length > 0 && this.choose(5) === 4 ? "," : "";
    const inner = items.map((item, index) => separate(index === 0 ? item : ` ${item}`)).join(",");
    const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
    return `${open}${this.choose(2) ? " " : ""}${inner}${comma}${separate(this.choose(2) ? " " : "")}${close}`;
  }

  private flowItem(item: unknown, column: number): string {
    const [entry, ...others] = isCollection(item) && !Array.isArray(item) ? Object.entries(item) : [];
    const isPair = entry && others.length === 0 && entry[1] !== null && entry[0].length < 300;
    return isPair && this.choose(3) === 2
      ? this.flowEntry(entry[0], entry[1], column)
      : this.flow(item, column);
  }

  private flowEntry(key: string, value: unknown, column: number): string {
    const plain = canBePlain(key) && this.choose(3) < 2;
    const written = plain ? key : this.quoted(key);
    if (value === null && this.choose(2)) return this.choose(2) ? `${written}:` : written;
    const colon = !plain && this.choose(3) === 2 ? ":" : ": ";
    return `${this.choose(16) === 15 || written.length > 1000 ? "? " : ""}${written}${colon}${this.flow(value, column)}`;
  }

  private other(value: unknown): string {
    if (value === null) return ["null", "~", "Null", "NULL"][this.choose(4)] ?? "null";
    if (typeof value === "boolean") {
      const word = String(value);
      return [word, word.toUpperCase(), word.charAt(0).toUpperCase() + word.slice(1)][this.choose(3)] ?? word;
    }
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0)
      return (
        [String(value), `0x${value.toString(16)}`, `0o${value.toString(8)}`, `+${value}`][this.choose(4)] ??
        ""
      );
    return String(value);
  }

  private quoted(text: string, column?: number): string {
    const single =
      !/[^\t\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/.test(text) && this.choose(2) === 1;
    if (single) {
      const doubled = text.replaceAll("'", "''");
      return `'${column === undefined ? doubled : this.folded(doubled, column)}'`;
    }
    const escaped = [...text].map((character) => this.escaped(character)).join("");
    if (column === undefined || this.choose(4) < 3) return `"${escaped}"`;
    // Between two letters a line can be broken with a backslash, and nothing is seen of it.
    const broken = escaped.replace(
      /(?<=^[a-z]+)(?=[a-z])/,
      () => `\\\n${" ".repeat(column + 1 + this.choose(3))}`,
    );
    return `"${broken === escaped ? this.folded(escaped, column) : broken}"`;
  }

  private escaped(character: string): string {
    const code = character.codePointAt(0) ?? 0;
    const short = shortEscapes[character];
    const isSafe = /^[\t\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]$/u.test(character) || code > 0xffff;
    if (isSafe && character !== '"' && character !== "\\" && this.choose(9) < 8) return character;
    const forms = [
      ...(short ? [`\\${short}`] : []),
      ...(code <= 0xff ? [`\\x${code.toString(16).padStart(2, "0")}`] : []),
      ...(code <= 0xffff ? [`\\u${code.toString(16).padStart(4, "0").toUpperCase()}`] : []),
      `\\U${code.toString(16).padStart(8, "0")}`,
    ];
    return forms[this.choose(forms.length)] ?? "";
  }

  /** Single spaces between words become line breaks. */
  private folded(text: string, column: number): string {
    if (this.choose(3) < 2) return text;
    return text.replace(/(?<=[A-Za-z0-9,;.]) (?=[A-Za-z0-9])/g, () =>
      this.choose(3) === 2
        ? `${["", " ", "\t"][this.choose(3)]}\n${" ".repeat(column + 1 + this.choose(4))}`
        : " ",
    );
  }

  /** A literal or folded scalar behind its key, or nothing where none can hold the text. */
  private block(text: string, column: number): string | undefined {
    if (
      /[^\t\n\x20-\x7e\u0085\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/.test(
        text.replace(/[\ud800-\udbff][\udc00-\udfff]/g, ""),
      )
    )
      return undefined;
    const body = text.replace(/\n+$/, "");
    const ends = text.length - body.length;
    // Text of line breaks alone has no line to be indented by; blanks alone in the last line are read in two ways.
    if (body === "" || /(?:^|\n)[ \t]+$/.test(body)) return undefined;
    const chomping = ends === 0 ? "-" : ends === 1 && this.choose(3) < 2 ? "" : "+";
    const first = /^\n*([^\n]*)/.exec(body)?.[1] ?? "";
    const width = 1 + this.choose(4);
    const digit = first.startsWith(" ") || this.choose(6) === 5 ? String(width) : "";
    const isFolded = this.choose(2) === 1;
    const indicators = this.choose(2) ? `${digit}${chomping}` : `${chomping}${digit}`;
    this.last = "flow";
    const header = `${isFolded ? ">" : "|"}${indicators}${this.comment()}`;
    this.last = chomping === "+" ? "keep" : "block";
    const lines = isFolded ? this.foldedLines(body) : body.split("\n");
    const indent = " ".repeat(column + width);
    const indented = lines.map((line) =>
      line === "" ? indent.slice(0, this.choose(2) * this.choose(column + width)) : indent + line,
    );
    return `${header}\n${indented.join("\n")}${"\n".repeat(Math.max(ends - 1, 0))}`;
  }

  /** The lines that a folded scalar needs: one empty line more between two that are not indented. */
  private foldedLines(body: string): string[] {
    const isIndented = (line: string | undefined) => /^[ \t]/.test(line ?? "");
    const result: string[] = [];
    let before: string | undefined;
    for (const line of body.split("\n")) {
      if (line !== "") {
        if (before !== undefined && !isIndented(before) && !isIndented(line)) result.push("");
        before = line;
      }
      result.push(...(isIndented(line) ? [line] : this.folded(line, -1).split(/[ \t]*\n */)));
    }
    return result;
  }
}

const shortEscapes: Readonly<Record<string, string>> = {
  "\0": "0",
  "\x07": "a",
  "\b": "b",
  "\t": "t",
  "\n": "n",
  "\v": "v",
  "\f": "f",
  "\r": "r",
  "\x1b": "e",
  " ": " ",
  '"': '"',
  "/": "/",
  "\\": "\\",
  "\x85": "N",
  "\xa0": "_",
  "\u2028": "L",
  "\u2029": "P",
};

/** Words that any YAML reader takes for text, in block and in flow style. Far fewer than may stand plain. */
function canBePlain(text: string): boolean {
  return /^[A-Za-z$](?:[\w.;/'"()|~ -]*[\w.;/'")])?$/.test(text) && !isWord(text) && !/ -| {2}/.test(text);
}

function isWord(text: string): boolean {
  return /^(?:true|false|null)$/i.test(text);
}

export function isCollection(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** A value for comparing: in the order of its keys, which may be any words, and without regard to prototypes. */
export function plainly(value: unknown): unknown {
  if (!isCollection(value)) return value;
  if (Array.isArray(value)) return value.map(plainly);
  return { entries: Object.entries(value).map(([key, item]) => [key, plainly(item)]) };
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}
