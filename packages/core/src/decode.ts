/// <reference path="./globals.d.ts" />
import { maxBytes } from "./limits.js";
import { createProblem, type Problem } from "./problem.js";
import { createSource, type Source } from "./source.js";

/**
 * The text of a file's bytes, or the problem that they are not UTF-8. A byte order mark stays in the text, where the
 * reader reports it.
 */
export function decode(bytes: Uint8Array, path: string): { text: string } | { problem: Problem } {
  if (bytes.length > maxBytes) return { problem: tooLarge(createSource(path, "")) };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    const start = firstReplaced(text, bytes);
    const problem = createProblem({
      rule: "parse-error",
      at: { source: createSource(path, text), start, end: start + 1 },
      message: "The file is not UTF-8 text",
      help: "Save it as UTF-8; if it is not a text file, name another",
    });
    return { problem };
  }
}

/** Where the first wrong byte stands in the text that was decoded in spite of it: at the first U+FFFD that is not its own. */
function firstReplaced(text: string, bytes: Uint8Array): number {
  let byte = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0xfffd && !(bytes[byte] === 0xef && bytes[byte + 1] === 0xbf && bytes[byte + 2] === 0xbd))
      return at;
    byte += utf8Length(unit);
  }
  return text.length;
}

/** Bytes of a UTF-16 unit in UTF-8; half of a surrogate pair has half of the pair's four. */
export function utf8Length(unit: number): number {
  if (unit < 0x80) return 1;
  return unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
}

/** The problem of a file that is not read because of its size. */
export function tooLarge(source: Source): Problem {
  return createProblem({
    rule: "parse-error",
    at: { source, start: 0, end: 0 },
    message: "The file is larger than 1 MiB",
    help: "Split the runbook, and share parts as fragments",
  });
}
