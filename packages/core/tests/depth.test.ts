import fc from "fast-check";
import type { Nodes } from "mdast";
import { expect, test } from "vitest";
import { tooDeepAt } from "../src/markdown/depth.js";
import { parseBlocks } from "../src/markdown/parse.js";
import { patience, runs } from "./runs.js";

test("the first line that nests deeper than 64 levels is told", () => {
  expect(tooDeepAt("> ".repeat(64))).toBe(undefined);
  expect(tooDeepAt(`a\r\n${"> ".repeat(65)}`)).toBe(3);
  expect(tooDeepAt(`${"- ".repeat(65)}a`)).toBe(0);
  expect(tooDeepAt(`${"1. ".repeat(65)}a`)).toBe(0);
  expect(tooDeepAt(`${"[^a]: ".repeat(65)}a`)).toBe(0);
  expect(tooDeepAt(Array.from({ length: 66 }, (_, depth) => `${"  ".repeat(depth)}- a\n`).join(""))).toBe(
    64 * 63 + 64 * 4,
  );
});

test("a ruler is no list, and a wide table in a fence nests nothing", () => {
  expect(tooDeepAt("- ".repeat(200))).toBe(undefined);
  expect(tooDeepAt("* * * ".repeat(50))).toBe(undefined);
  expect(tooDeepAt(`\`\`\`\n${" ".repeat(400)}- a\n\`\`\``)).toBe(undefined);
});

const parts = [
  "- ",
  "* ",
  "+ ",
  "1. ",
  "> ",
  ">",
  "-",
  "[^a]: ",
  "  ",
  "    ",
  "\t",
  " ",
  "a",
  "\n",
  "\n",
  "\r\n",
  "```\n",
  "---\n",
];
const nested = fc.array(fc.constantFrom(...parts), { maxLength: 300 }).map((all) => all.join(""));

test("no text is parsed into more levels than were counted", { timeout: patience }, () => {
  fc.assert(
    fc.property(nested, fc.integer({ min: 1, max: 12 }), (text, limit) => {
      if (tooDeepAt(text, limit) === undefined) expect(depthOf(parseBlocks(text))).toBeLessThanOrEqual(limit);
    }),
    runs(1000),
  );
});

/** How many items, quotes and footnotes stand in one another. */
function depthOf(root: Nodes): number {
  const isContainer = /^(?:listItem|blockquote|footnoteDefinition)$/;
  let deepest = 0;
  const open: [Nodes, number][] = [[root, 0]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [node, before] = next;
    const depth = before + (isContainer.test(node.type) ? 1 : 0);
    deepest = Math.max(deepest, depth);
    if ("children" in node) for (const child of node.children) open.push([child, depth]);
  }
  return deepest;
}
