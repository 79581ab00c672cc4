import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import type { RootContent } from "mdast";
import { describe, expect, it } from "vitest";
import { type Block, parseBlocks } from "../src/markdown/blocks.js";
import { parseMarkdown } from "../src/markdown/parse.js";
import { createSource } from "../src/source.js";
import { hostileTexts } from "./arbitraries.js";
import { patience, runs } from "./runs.js";

/*
 * Two parsers of CommonMark with GFM must see the same blocks: markdown-it, which reads runbooks, and micromark, which is what
 * remark and many code hosts' tools use. What they agree on is what a code host shows.
 */

/** The blocks as lines: kind, place, and of lists and tables what they hold. */
function outlineOf(text: string): readonly string[] {
  return parseBlocks(createSource("a.md", text)).map((block) => lineOf(block, text));
}

function lineOf(block: Block, text: string): string {
  const at = text.slice(block.start, block.end);
  switch (block.type) {
    case "heading":
      return `heading ${block.depth} ${JSON.stringify(text.slice(block.content.start, block.content.end))}`;
    case "code":
      return `code ${JSON.stringify(at)}`;
    case "list":
      return `list ${block.ordered ? "1." : "-"} ${block.items.map((item) => `${item.box ? (item.box.isTicked ? "[x]" : "[ ]") : ""}${item.words ? JSON.stringify(text.slice(item.words.start, item.words.end)) : ""}+${item.others.length}`).join(" ")}`;
    case "table":
      return `table ${[block.head, ...block.rows.map(({ cells }) => cells)].map((cells) => cells.map((cell) => text.slice(cell.start, cell.end)).join("|")).join(" / ")}`;
    case "html":
      return `html ${JSON.stringify(at)}`;
    default:
      return block.type;
  }
}

/** The same of the other parser. */
function otherOutlineOf(text: string): readonly string[] {
  return parseMarkdown(text)
    .children.filter(({ type }) => type !== "definition")
    .map((node) => otherLineOf(node, text));
}

function span(node: { position?: RootContent["position"] }): readonly [number, number] {
  return [node.position?.start.offset ?? 0, node.position?.end.offset ?? 0];
}

function contentOf(
  node: { readonly children: readonly { position?: RootContent["position"] }[] },
  text: string,
): string {
  const [first] = node.children;
  const last = node.children.at(-1);
  return first && last ? text.slice(span(first)[0], span(last)[1]) : "";
}

function otherLineOf(node: RootContent, text: string): string {
  const at = text.slice(...span(node)).trim();
  switch (node.type) {
    case "heading":
      return `heading ${node.depth} ${JSON.stringify(contentOf(node, text))}`;
    case "code":
      return `code ${JSON.stringify(at)}`;
    case "list":
      return `list ${node.ordered ? "1." : "-"} ${node.children
        .map((item) => {
          const [first, ...others] = item.children;
          const box = item.checked === null || item.checked === undefined ? "" : item.checked ? "[x]" : "[ ]";
          if (first?.type !== "paragraph") return `${box}+${item.children.length}`;
          return `${box}${JSON.stringify(contentOf(first, text))}+${others.length}`;
        })
        .join(" ")}`;
    case "table":
      return `table ${node.children.map((row) => row.children.map((cell) => contentOf(cell, text)).join("|")).join(" / ")}`;
    case "html":
      return `html ${JSON.stringify(at)}`;
    case "paragraph":
      return "paragraph";
    default:
      return "other";
  }
}

const root = new URL("../../../", import.meta.url);
const pages = ["packages/core/fixtures/contract/", "examples/", "docs/"]
  .filter((folder) => existsSync(new URL(folder, root)))
  .flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".md"))
      .map((path) => folder + path),
  );

describe("two parsers see the same blocks", () => {
  it.each(pages)("of %s", (path) => {
    const text = readFileSync(new URL(path, root), "utf8").replace(/^---\n[\s\S]*?\n---\n/, "");
    expect(outlineOf(text)).toEqual(otherOutlineOf(text));
  });

  const lines = fc.constantFrom(
    ...[
      "# a",
      "## a ##",
      '### <a id="x"></a>b #',
      "a",
      "b c",
      "",
      "",
      "",
      "---",
      "===",
      "- a",
      "- [ ] a",
      "- [x] a",
      "* b",
      "1. a",
      "  - c",
    ],
    ...[
      "   d",
      "    e",
      "> q",
      "```",
      "```bash run",
      "~~~",
      "````yaml fields",
      "<!-- c -->",
      "<!--",
      "-->",
      "<div>",
      "</div>",
      "<b>x</b>",
    ],
    ...[
      "| a | b |",
      "| - | - |",
      "| `\\|` | c |",
      "| a |",
      "| --- |",
      "| x",
      "\\# a",
      "#a",
      "- **Who:** [a](#b)",
      "  go on",
      "+ c",
      "1) d",
    ],
  );

  it(
    "of lines in any order",
    () => {
      fc.assert(
        fc.property(fc.array(lines, { maxLength: 12 }), fc.constantFrom("\n", "\r\n"), (all, end) => {
          // Not at the very beginning, where `---` is front matter to one of them.
          const text = ["first", "", ...all].join(end) + end;
          if (isKnown(text)) return;
          expect(outlineOf(text)).toEqual(otherOutlineOf(text));
        }),
        runs(3000),
      );
    },
    patience,
  );

  it("of hostile texts", () => {
    for (const text of hostileTexts.filter((one) => !/[\0\ufeff]/.test(one)))
      if (!isKnown(text)) expect(outlineOf(text), JSON.stringify(text)).toEqual(otherOutlineOf(text));
  });
});

/**
 * A table of one column of which the head or the line below has no pipe: some see a table, some an underlined heading, some
 * neither. Nobody writes it, and no runbook has one.
 */
function isKnown(text: string): boolean {
  return /(?:^|\n)(?:[^|\n]*\n *(?:\| *:?-+:? *\|?|:?-+:? *\|)|[^\n]*\|[^\n]*\n *(?:-+|=+)) *(?:\r?\n|$)/.test(
    text,
  );
}
