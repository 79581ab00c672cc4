import { describe, expect, it } from "vitest";
import { createSource, positionAt } from "../src/index.js";
import { lineEnd } from "../src/source.js";

/** Where each character of a text is, as `line:column`. */
function positions(text: string): string[] {
  const source = createSource("a.runbook.yaml", text);
  return Array.from({ length: text.length + 1 }, (_, offset) => {
    const { line, column } = positionAt(source, offset);
    return `${line}:${column}`;
  });
}

describe("the line and column of an offset", () => {
  it.each([
    ["an empty text has one place", "", ["1:1"]],
    ["a line break belongs to the line that it ends", "a\nb", ["1:1", "1:2", "2:1", "2:2"]],
    ["CRLF is one line break of two units", "a\r\nb", ["1:1", "1:2", "1:3", "2:1", "2:2"]],
    ["a lone CR ends a line too", "a\rb", ["1:1", "1:2", "2:1", "2:2"]],
    ["empty lines count", "\n\n", ["1:1", "2:1", "3:1"]],
    ["LF before CR is two line ends", "\n\ra", ["1:1", "2:1", "3:1", "3:2"]],
    ["a tab is one column, an emoji two", "\t😀a", ["1:1", "1:2", "1:3", "1:4", "1:5"]],
    ["U+2028 and U+0085 end no line", "a\u2028b\u0085c", ["1:1", "1:2", "1:3", "1:4", "1:5", "1:6"]],
  ])("%s", (_, text, expected) => {
    expect(positions(text)).toEqual(expected);
  });

  it("is that of the end for an offset behind it", () => {
    expect(positionAt(createSource("a", "ab\nc"), 99)).toEqual({ line: 2, column: 2 });
  });

  it("makes the line table once", () => {
    const source = createSource("a", "a\nb\r\nc");
    expect(source.lineStarts()).toEqual([0, 2, 5]);
    expect(source.lineStarts()).toBe(source.lineStarts());
  });
});

describe("the end of the line around an offset", () => {
  it.each([
    ["before LF", "ab\ncd", 0, 2],
    ["before CRLF", "ab\r\ncd", 1, 2],
    ["before a lone CR", "ab\rcd", 1, 2],
    ["at the end of the text", "ab", 1, 2],
    ["where the offset is a line break", "\n\n", 0, 0],
    ["where the offset is the end", "ab", 2, 2],
  ])("is %s", (_, text, offset, end) => {
    expect(lineEnd(text, offset)).toBe(end);
  });
});
