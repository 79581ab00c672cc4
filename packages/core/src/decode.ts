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
    // Decoded leniently, the first replacement character stands where the first wrong byte is.
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    const start = Math.max(text.indexOf("\ufffd"), 0);
    const problem = createProblem({
      rule: "parse-error",
      at: { source: createSource(path, text), start, end: start + 1 },
      message: "The file is not UTF-8 text",
      help: "Save it as UTF-8; if it is not a text file, name another",
    });
    return { problem };
  }
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
