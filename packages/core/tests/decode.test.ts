import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decode, read } from "../src/index.js";
import { runs } from "./runs.js";

const path = "a.runbook.yaml";
const bytes = (...parts: readonly (string | number)[]) =>
  new Uint8Array(parts.flatMap((part) => (typeof part === "number" ? [part] : [...Buffer.from(part)])));

const notText = {
  rule: "parse-error",
  severity: "error",
  confidence: "high",
  file: path,
  message: "The file is not UTF-8 text",
  help: "Save it as UTF-8; if it is not a text file, name another",
  related: [],
};

describe("decoding the bytes of a file", () => {
  it.each(["", "title: é 😀 漢字\r\n", "\ufeffid: a", "\ufffd", "a\0b"])("gives the text %j", (text) => {
    expect(decode(bytes(text), path)).toEqual({ text });
  });

  it.each([
    [
      "a byte of Latin-1",
      bytes("id: a\ntitle: Gr", 0xfc, "n\n"),
      { line: 2, column: 10, endLine: 2, endColumn: 11, offset: 15, endOffset: 16 },
    ],
    [
      "an end in the middle of a character",
      bytes("ab", 0xe2, 0x82),
      { line: 1, column: 3, endLine: 1, endColumn: 4, offset: 2, endOffset: 3 },
    ],
    [
      "a surrogate in three bytes",
      bytes("😀", 0xed, 0xa0, 0x80),
      { line: 1, column: 3, endLine: 1, endColumn: 4, offset: 2, endOffset: 3 },
    ],
    [
      "UTF-16",
      bytes(0xff, 0xfe, 0x61, 0),
      { line: 1, column: 1, endLine: 1, endColumn: 2, offset: 0, endOffset: 1 },
    ],
    [
      "a wrong byte behind a true U+FFFD",
      bytes("\ufffd é 😀 \ufffd", 0xff),
      { line: 1, column: 9, endLine: 1, endColumn: 10, offset: 8, endOffset: 9 },
    ],
    [
      "a picture",
      bytes(0x89, "PNG\r\n", 0x1a, "\n", 0, 0),
      { line: 1, column: 1, endLine: 1, endColumn: 2, offset: 0, endOffset: 1 },
    ],
  ])("points at %s", (_, input, place) => {
    expect(decode(input, path)).toEqual({ problem: { ...notText, ...place } });
  });

  it("does not decode what is larger than a file may be", () => {
    const problem = {
      ...notText,
      ...{ line: 1, column: 1, endLine: 1, endColumn: 1, offset: 0, endOffset: 0 },
      message: "The file is larger than 1 MiB",
      help: "Split the runbook, and share parts as fragments",
    };
    expect(decode(new Uint8Array(50 * 1024 * 1024), path)).toEqual({ problem });
    expect(decode(new Uint8Array(1024 * 1024).fill(32), path)).toEqual({ text: " ".repeat(1024 * 1024) });
    // Whoever has the text already is told the same.
    expect(read("a".repeat(1024 * 1024 + 1), { path }).problems).toEqual([problem]);
    expect(read("é".repeat(512 * 1024 + 1), { path }).problems).toEqual([problem]);
    expect(read(`${"😀".repeat(256 * 1024)}a`, { path }).problems).toEqual([problem]);
    expect(read("😀".repeat(256 * 1024), { path }).problems).not.toEqual([problem]);
  });

  it("gives every text back, and points into the text for any bytes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.uint8Array(), (text, tail) => {
        const whole = bytes(text, ...tail);
        const result = decode(whole, path);
        if ("text" in result) expect(Buffer.from(result.text)).toEqual(Buffer.from(whole));
        else expect(result.problem.offset).toBeGreaterThanOrEqual(text.length);
      }),
      runs(500),
    );
  });
});
