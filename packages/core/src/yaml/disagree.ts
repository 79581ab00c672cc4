import type { ScalarNode } from "../tree.js";
import { decodeWithOffsets, type RawScalar } from "./offsets.js";

/*
 * Where YAML parsers in use read one text differently, or a text that is none. A runbook that two tools read
 * differently cannot be signed off, so these are problems of the file.
 */

export interface Disagreement {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly help: string;
}

/** Characters that end a line, or stand at its beginning unseen, for some parsers only. */
export function characterDisagreement(text: string): Disagreement | undefined {
  const start = text.search(/\r(?!\n)|\ufeff/);
  if (start < 0) return undefined;
  const end = start + 1;
  if (text.charAt(start) === "\r") {
    return {
      ...{ start, end },
      message:
        "A carriage return stands here without a line feed, which not every reader takes for a line end",
      help: "Save the file with line ends of one kind, LF or CRLF",
    };
  }
  return {
    ...{ start, end },
    message: "A byte order mark stands here inside the text, where nobody sees it",
    help: "Remove the character",
  };
}

/** Keys are text for us; other parsers make a number or nothing of some. */
export function keyDisagreement({ style, text, value, start, end }: ScalarNode): Disagreement | undefined {
  if (style !== "plain") return undefined;
  if (text === "<<") {
    return {
      ...{ start, end },
      message: "A merge key takes in another part of the file, and a runbook writes everything out",
      help: "Write the fields here once more, or move them to a fragment that `uses` names",
    };
  }
  if (text === "") {
    return { start, end, message: "A key is empty", help: "Write a name before the colon" };
  }
  if (value === null || (typeof value !== "string" && String(value) !== text)) {
    return {
      ...{ start, end },
      message: `The key \`${text}\` is not text for every YAML reader`,
      help: `Put it in quotes: \`"${text}"\``,
    };
  }
  return undefined;
}

/** What is wrong with a scalar that the parser accepts. */
export function textDisagreement(input: string, raw: RawScalar, node: ScalarNode): Disagreement | undefined {
  if (node.style === "double-quoted") return brokenCharacter(input, raw, node) ?? continuedBlank(input, raw);
  if (node.style === "single-quoted") return brokenCharacter(input, raw, node);
  if (node.style === "literal" || node.style === "folded") return blankEnd(input, raw, node);
  return undefined;
}

const halfCharacter = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Half of a surrogate pair, or an escape above U+10FFFF: no text, and no two digests of it need agree. */
function brokenCharacter(input: string, raw: RawScalar, node: ScalarNode): Disagreement | undefined {
  const escaped = node.style === "double-quoted" && input.slice(raw.start, raw.end).includes("\\U");
  if (!escaped && !halfCharacter.test(node.text)) return undefined;
  const { text, starts, ends } = decodeWithOffsets(input, raw);
  const at = text.search(halfCharacter);
  if (at < 0) return undefined;
  return {
    start: starts[at] ?? raw.start,
    end: ends[at] ?? raw.end,
    message: "This is no character",
    help: "Write the character itself, or the escape of a whole one: `\\U0001F600`",
  };
}

/** A blank line after an escaped line break: some parsers drop it, others do not. */
function continuedBlank(input: string, raw: RawScalar): Disagreement | undefined {
  const text = input.slice(raw.start, raw.end);
  const found = /(?<!\\)(?:\\\\)*\\\r?\n[ \t]*\r?\n/.exec(text);
  if (!found) return undefined;
  const start = raw.start + found.index + found[0].lastIndexOf("\\");
  return {
    ...{ start, end: start + 1 },
    message: "A blank line follows a line that ends in `\\`, and not every YAML reader drops it",
    help: "Remove the blank line, or the `\\`",
  };
}

/** Blanks at the end of a block scalar: some parsers count them where the indentation is given by a number. */
function blankEnd(input: string, raw: RawScalar, node: ScalarNode): Disagreement | undefined {
  const numbered = /^[|>][-+]?[1-9]/.test(input.slice(node.start, node.start + 3));
  const open = raw.end > raw.start && !/[\n\r]/.test(input.charAt(raw.end - 1));
  const blank = /(?:^|\n)[ \t]+\n*$/.test(node.text);
  if (!(numbered && blank) && !(open && !/[^\n]/.test(node.text))) return undefined;
  return {
    start: node.start,
    end: node.content.end,
    message: "This text ends in a line of blanks, which not every YAML reader counts",
    help: "Remove the blanks in the last lines of the text",
  };
}
