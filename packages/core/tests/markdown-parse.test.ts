import fc from "fast-check";
import type { Root } from "mdast";
import { expect, test } from "vitest";
import { parseBlocks } from "../src/markdown/parse.js";
import { markdownText } from "./markdown-text.js";
import { patience, runs } from "./runs.js";

const shape = ({ children }: Root) =>
  JSON.stringify(children, (key, value) => (key === "spread" ? undefined : value));

test("a text that is parsed stretch by stretch has the blocks that it has as a whole", {
  timeout: patience,
}, () => {
  fc.assert(
    fc.property(markdownText, fc.integer({ min: 1, max: 60 }), (text, stretch) => {
      expect(shape(parseBlocks(text, stretch))).toBe(shape(parseBlocks(text, text.length + 1)));
    }),
    runs(2000),
  );
});

test("a byte order mark counts as a unit", () => {
  const [heading] = parseBlocks("\ufeff# a\n").children;
  expect([heading?.position?.start.offset, heading?.position?.end.offset]).toEqual([1, 4]);
});

test("an underlined heading right below a definition begins at its own words, and parsing goes on behind it", () => {
  const text = "text\n\n[a]: b\nTitle\n===\n\n# More\n";
  const starts = (stretch: number) =>
    parseBlocks(text, stretch).children.map(({ type, position }) => `${type} ${position?.start.offset}`);
  expect(starts(1)).toEqual(["paragraph 0", "definition 6", "heading 13", "heading 24"]);
  expect(starts(text.length + 1)).toEqual(starts(1));
});
