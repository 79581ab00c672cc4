import fc from "fast-check";
import { expect, test } from "vitest";
import type { Block, Inlines, Page, Words } from "../src/markdown/page.js";
import { readPage } from "../src/markdown/plain.js";
import { createSource, type Place, type Span } from "../src/source.js";
import { markdownText } from "./markdown-text.js";
import { patience, runs } from "./runs.js";

const path = fc.constantFrom("page.md", "page.mdx", "page.md.erb");

function law(title: string, check: (page: Page, text: string) => void) {
  test(title, { timeout: patience }, () => {
    fc.assert(
      fc.property(markdownText, path, (text, path) => check(readPage(createSource(path, text)), text)),
      runs(500),
    );
  });
}

law("any text is a page", (page, text) => {
  expect(page.source.text).toBe(text);
});

law("every part stands within the one that holds it, in the order of the text", (page, text) => {
  const all = { start: 0, end: text.length };
  inOrder(page.sections, all);
  for (const section of page.sections) {
    if (section.heading) within(section.heading, section);
    checkBlocks(section.blocks, section);
  }
});

law("a section, a step and a code span begin where they say", (page, text) => {
  for (const { level, start, heading } of page.sections) {
    if (!heading || text.charAt(start) !== "#") continue;
    expect(text.slice(start, start + level + 1).trimEnd()).toBe("#".repeat(level));
  }
  visit(page, {
    block: (block) => {
      if (block.kind !== "steps") return;
      for (const step of block.items) {
        expect(text.slice(step.start)).toMatch(step.number === undefined ? /^[-*+]/ : /^\d{1,9}[.)]/);
        if (step.number !== undefined) expect(Number.parseInt(text.slice(step.start), 10)).toBe(step.number);
      }
    },
    inlines: ({ codes, links, images }) => {
      for (const { start, end } of codes) expect(text.slice(start, end)).toMatch(/^`.*`$/s);
      for (const { start } of images) expect(text.slice(start, start + 2)).toBe("![");
      for (const { start, end } of links)
        expect(text.slice(start, end)).toMatch(/^\[.*[\])]$|^<.*>$|^https?:|^www\./s);
    },
  });
});

law("each unit of a command and of a fence stands where it says", (page, text) => {
  const check = ({
    text: said,
    placeOf,
  }: {
    readonly text: string;
    readonly placeOf: (start: number, end: number) => Place;
  }) => {
    for (let at = 0; at < said.length; at++) {
      const { start, end } = placeOf(at, at + 1);
      const written = text.slice(start, end);
      if (said.charAt(at) === "\n") expect(written).toMatch(/^(?:\r\n|\n|\r)$/);
      else if (written === "\t") expect(said.charAt(at)).toMatch(/[ \t]/);
      else expect(written).toBe(said.charAt(at));
    }
  };
  visit(page, {
    block: (block) => {
      if (block.kind !== "code") return;
      check(block);
      block.commands.forEach(check);
      for (const command of block.commands) within(command, block);
    },
    inlines: ({ commands }) => commands.forEach(check),
  });
});

law("whatever is written belongs to a block, a heading or the front matter", (page, text) => {
  const owned = new Uint8Array(text.length);
  if (page.frontMatter) owned.fill(1, page.frontMatter.start, page.frontMatter.end);
  for (const { start, heading, blocks } of page.sections) {
    if (heading) owned.fill(1, start, heading.end);
    for (const block of blocks) owned.fill(1, block.start, block.end);
  }
  // What is left of a heading are its closing signs and its underline.
  const left = Array.from({ length: text.length }, (_, at) => (owned[at] ? "" : text.charAt(at))).join("");
  expect(left).toMatch(/^[\s\ufeff#=-]*$/);
});

function within(inner: Span, outer: Span): void {
  expect(inner.start).toBeGreaterThanOrEqual(outer.start);
  expect(inner.end).toBeGreaterThanOrEqual(inner.start);
  expect(inner.end).toBeLessThanOrEqual(outer.end);
}

function inOrder(parts: readonly Span[], outer: Span): void {
  let at = outer.start;
  for (const part of parts) {
    within(part, outer);
    expect(part.start).toBeGreaterThanOrEqual(at);
    at = part.end;
  }
}

function checkInlines({ codes, links, images, placeholders, commands }: Inlines, outer: Span): void {
  for (const parts of [codes, links, images, placeholders, commands])
    for (const part of parts) within(part, outer);
}

function checkBlocks(blocks: readonly Block[], outer: Span): void {
  inOrder(blocks, outer);
  for (const block of blocks) {
    if (block.kind === "prose") checkInlines(block.inlines, block);
    if (block.kind === "quote") checkBlocks(block.blocks, block);
    if (block.kind === "table") for (const cell of [block.head, ...block.rows].flat()) checkCell(cell, block);
    if (block.kind !== "steps") continue;
    inOrder(block.items, block);
    for (const step of block.items) {
      if (step.words) checkCell(step.words, step);
      checkBlocks(step.blocks, step);
    }
  }
}

function checkCell(cell: Words & { readonly inlines: Inlines }, outer: Span): void {
  within(cell, outer);
  checkInlines(cell.inlines, cell);
}

interface Visitor {
  readonly block?: (block: Block) => void;
  readonly inlines?: (inlines: Inlines) => void;
}

function visit(page: Page, visitor: Visitor): void {
  const walk = (block: Block): void => {
    visitor.block?.(block);
    if (block.kind === "prose") visitor.inlines?.(block.inlines);
    if (block.kind === "quote") block.blocks.forEach(walk);
    if (block.kind === "table")
      for (const cell of [block.head, ...block.rows].flat()) visitor.inlines?.(cell.inlines);
    if (block.kind !== "steps") return;
    for (const { words, blocks } of block.items) {
      if (words) visitor.inlines?.(words.inlines);
      blocks.forEach(walk);
    }
  };
  for (const { heading, blocks } of page.sections) {
    if (heading) visitor.inlines?.(heading.inlines);
    blocks.forEach(walk);
  }
}
