import * as fc from "fast-check";
import { emitFlow, emitLine } from "../src/yaml/emit.js";

/*
 * The same data in the spellings of a hurried author: any indentation, any quotes, brackets or blocks, comments and empty
 * lines wherever YAML lets them stand. Each comment is numbered, so that it can be told where it went.
 */

export interface MessyOptions {
  readonly comments: boolean;
  readonly lineEnd: "\n" | "\r\n";
}

/** Writes a mapping untidily. `pick` gives random choices. */
export function messyYaml(value: object, pick: fc.GeneratorValue, options: MessyOptions): string {
  return new Mess(pick, options).document(value);
}

class Mess {
  private count = 0;
  /** The block scalar that ended last, if nothing stands behind it yet. */
  private lastBlock: string | undefined;

  constructor(
    private readonly pick: fc.GeneratorValue,
    private readonly options: MessyOptions,
  ) {}

  document(value: object): string {
    const start = this.chance(5) ? `${this.gap(0)}---${this.behind()}\n` : "";
    const end = this.chance(5) ? `...${this.behind()}\n` : "";
    return `${start}${this.map(value, 0)}${this.gap(0)}${end}${this.gap(0)}`.replaceAll(
      "\n",
      this.options.lineEnd,
    );
  }

  /** Entries, each with its line break; the first line is indented too. */
  private map(value: object, column: number): string {
    return Object.entries(value)
      .map(
        ([key, item], index) =>
          `${this.gap(index === 0 ? column : column)}${" ".repeat(column)}${this.key(key)}${this.blanks()}:${this.value(item, column)}`,
      )
      .join("");
  }

  private list(items: readonly unknown[], column: number): string {
    return items
      .map((item) => `${this.gap(column)}${" ".repeat(column)}-${this.value(item, column, true)}`)
      .join("");
  }

  /** What stands behind a colon or a `-`, to the end of its last line. */
  private value(value: unknown, column: number, isItem = false): string {
    if (typeof value !== "object" || value === null) return this.scalar(value, column);
    const isEmpty = Object.keys(value).length === 0;
    if (isEmpty || this.chance(5)) {
      const lead = this.chance(4)
        ? `${this.behind()}\n${this.gap(column + 1)}${" ".repeat(column + 2)}`
        : " ";
      return `${lead}${this.flow(value, column + 2)}${this.behind()}\n`;
    }
    // A list may stand as deep as its key, in a mapping.
    const deeper = column + (Array.isArray(value) && !isItem && this.chance(3) ? 0 : 1 + this.nat(4));
    const block = (at: number) => (Array.isArray(value) ? this.list(value, at) : this.map(value, at));
    if (isItem && this.chance(2)) {
      const blanks = 1 + this.nat(3);
      const text = block(column + 1 + blanks);
      // Only where nothing stands before the first entry can it begin behind the `-`.
      if (text.startsWith(" ".repeat(column + 1 + blanks)) && !/^ *#/.test(text))
        return " ".repeat(blanks) + text.slice(column + 1 + blanks);
      return `${this.behind()}\n${text}`;
    }
    return `${this.behind()}\n${block(deeper)}`;
  }

  private scalar(value: unknown, column: number): string {
    if (value === null && this.chance(2)) return `${this.behind()}\n`;
    const deeper = column + 1 + this.nat(4);
    const lead = this.chance(6)
      ? `${this.behind()}\n${this.gap(deeper)}${" ".repeat(deeper)}`
      : ` ${this.blanks()}`;
    if (typeof value !== "string") return `${lead}${String(value)}${this.behind()}\n`;
    const block = this.block(value, deeper);
    if (block !== undefined && this.chance(2)) {
      this.lastBlock = value;
      return lead + block;
    }
    return `${lead}${this.line(value, deeper)}${this.behind()}\n`;
  }

  /** A literal or folded block, where one can hold the text. */
  private block(text: string, column: number): string | undefined {
    if (!/^[!-~ \n]*$/.test(text) || !/^\S/.test(text) || /[ ]$/m.test(text)) return undefined;
    const body = text.replace(/\n+$/, "");
    const ends = text.length - body.length;
    const chomping = ends === 0 ? "-" : ends === 1 ? "" : "+";
    const indented = (lines: readonly string[]) =>
      lines.map((line) => (line === "" ? "\n" : `${" ".repeat(column)}${line}\n`)).join("");
    const tail = "\n".repeat(Math.max(ends - 1, 0));
    if (!body.includes("\n") && this.chance(2))
      return `>${chomping}${this.behind()}\n${indented(this.folds(body))}${tail}`;
    return `|${chomping}${this.behind()}\n${indented(body.split("\n"))}${tail}`;
  }

  /** One line, or several that fold to it. */
  private line(text: string, column: number): string {
    const plain = emitLine(text);
    const isPlain = plain === text;
    if (/^[!-~ ]+$/.test(text)) {
      const isFolded = this.chance(3);
      const lines = isFolded ? this.folds(text) : [text];
      const broken = lines.join(`\n${this.chance(4) && isFolded ? "" : ""}${" ".repeat(column)}`);
      // A plain line may not begin with what would begin something else.
      if (isPlain && this.chance(2) && lines.every((line) => !/^[-?:#]/.test(line))) return broken;
      if (this.chance(2)) return `'${broken.replaceAll("'", "''")}'`;
      if (!/["\\]/.test(text)) return `"${broken}"`;
    }
    return isPlain && this.chance(2) ? text : JSON.stringify(text).replace(/[\u007f-\uffff]/g, escaped);
  }

  /** Lines that YAML joins with single blanks. */
  private folds(text: string): readonly string[] {
    const lines = [""];
    for (const [index, word] of text.split(" ").entries()) {
      const last = lines.at(-1) ?? "";
      const canBreak = index > 0 && word !== "" && last !== "" && !last.endsWith(" ") && this.chance(3);
      if (canBreak) lines.push(word);
      else lines[lines.length - 1] = index === 0 ? word : `${last} ${word}`;
    }
    return lines;
  }

  private flow(value: unknown, column: number): string {
    if (typeof value === "string")
      return this.chance(2) ? emitFlow(value) : JSON.stringify(value).replace(/[\u007f-\uffff]/g, escaped);
    if (typeof value !== "object" || value === null) return String(value);
    const entries = Array.isArray(value)
      ? value.map((item) => this.flow(item, column + 1))
      : Object.entries(value).map(
          ([key, item]) => `${this.key(key)}: ${this.space(column)}${this.flow(item, column + 1)}`,
        );
    const [open, close] = Array.isArray(value) ? "[]" : "{}";
    const comma = entries.length > 0 && this.chance(4) ? `${this.space(column)},` : "";
    const inside = entries.map((entry) => `${this.space(column)}${entry}${this.space(column)}`).join(",");
    return `${open}${inside}${comma}${this.space(column)}${close}`;
  }

  private key(key: string): string {
    const isLong = key.length > 400;
    if (!isLong && this.chance(4)) return JSON.stringify(key).replace(/[\u007f-\uffff]/g, escaped);
    const plain = emitLine(key);
    return plain === key && !/[,[\]{}]/.test(key) && this.chance(2)
      ? key
      : JSON.stringify(key).replace(/[\u007f-\uffff]/g, escaped);
  }

  /** In brackets: nothing, blanks, or a line break with or without comments. */
  private space(column: number): string {
    if (!this.chance(4)) return this.chance(3) ? " " : "";
    return `${this.behind()}\n${this.gap(column)}${" ".repeat(column + this.nat(3))}`;
  }

  /** At the end of a line: blanks, and perhaps a comment. */
  private behind(): string {
    if (this.options.comments && this.chance(4)) return `${" ".repeat(1 + this.nat(3))}${this.comment()}`;
    return this.blanks();
  }

  /** Between two lines: empty lines and comments, none indented deeper than what follows. */
  private gap(column: number): string {
    let text = "";
    // A block counts empty lines behind it, or the blanks in them.
    const isOpen = this.lastBlock?.endsWith("\n\n");
    while (!isOpen && this.chance(6)) {
      if (this.options.comments && this.chance(2))
        text += `${" ".repeat(this.nat(column + 1))}${this.comment()}\n`;
      else text += this.lastBlock === undefined ? `${this.blanks()}\n` : "\n";
    }
    this.lastBlock = undefined;
    return text;
  }

  private comment(): string {
    const texts = ["", " note", " key: value", "# - [x", ' "quote', " {{id}} # more", " é 👩‍🔧", "\t'tab'  "];
    return `# ${++this.count}${texts[this.nat(texts.length)] ?? ""}`;
  }

  private blanks(): string {
    return this.chance(8) ? " ".repeat(1 + this.nat(2)) : "";
  }

  private nat(below: number): number {
    return this.pick(fc.nat, { max: Math.max(below - 1, 0) });
  }

  /** True once in so many times. */
  private chance(of: number): boolean {
    return this.nat(of) === of - 1;
  }
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
