import { createSource, link, read, readPage, write, writeMarkdown } from "@runwright/core";
import { expect } from "vitest";
import { importPage } from "../src/import-page.js";
import type { Import, ImportRefused } from "../src/import-result.js";
import { lostWords } from "../src/import-words.js";

/** What a page comes to. Whatever the page: no word is lost, and both spellings read back without problems. */
export function imported(text: string, path = "docs/page.md"): Import | ImportRefused {
  const page = readPage(createSource(path, text));
  const result = importPage(page);
  if ("refused" in result) return result;
  expect(lostWords(page, result.runbook)).toEqual([]);
  for (const [name, spelt] of [
    ["page.runbook.yaml", write(result.runbook)],
    ["page.runbook.md", writeMarkdown(result.runbook)],
  ] as const) {
    const again = read(spelt, { path: name });
    const linked = link(again, { load: () => ({ refused: "there is none" }), runbook: () => undefined });
    expect([...again.problems, ...(linked?.problems ?? [])]).toEqual([]);
    expect(again.runbook).toEqual(result.runbook);
  }
  return result;
}

/** The proposal of a page, or an error where there is none. */
export function proposal(text: string, path?: string): Import {
  const result = imported(text, path);
  if ("refused" in result) throw new Error(`Expected a proposal, got: ${result.refused}`);
  return result;
}

/** The runbook as YAML, without the lines that every one has. */
export function yamlOf(text: string, path?: string): string {
  const yaml = write(proposal(text, path).runbook, { schema: false });
  return yaml.replace(/^runwright: 1\n/, "").replace(/^version: "0\.1\.0"\n/m, "");
}
