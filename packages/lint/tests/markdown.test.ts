import {
  applyEdits,
  entryName,
  type Files,
  link,
  type Problem,
  type ReadResult,
  read,
  relativePath,
  writeMarkdown,
} from "@runwright/core";
import { describe, expect, it } from "vitest";
import { realFiles, realPages } from "../../core/tests/real-files.js";
import { lint } from "../src/lint.js";
import type { BadExample } from "../src/rule.js";
import { rules } from "../src/rules/index.js";
import { completeExample, exampleFiles, lintExample } from "../src/testing.js";

/* A rule sees the model and asks for places: what it finds must not depend on the spelling. */

/** Rules about the spelling in YAML, which a runbook loses when it is written anew. */
const aboutSpelling: ReadonlyMap<string, string> = new Map([
  ["yaml-implicit-typing", "the writer puts such text in quotes"],
  ["key-duplicate", "of two keys the first is in the model"],
  ["field-unknown", "the model has only known fields"],
]);

const path = "example.runbook.md";

const examples = rules.flatMap((rule) =>
  rule.bad.flatMap((example): readonly [string, BadExample, ReadResult][] => {
    const complete = completeExample(example);
    const file = read(complete.text, complete);
    return complete.path.endsWith(".yaml") && file.runbook
      ? [[`${rule.id}: ${example.title}`, example, file]]
      : [];
  }),
);

/** The runbook of an example, written in Markdown. */
function inMarkdown(file: ReadResult, example: BadExample): string {
  const linked = link(file, exampleFiles(example.files ?? {}));
  if (!file.runbook || !linked) throw new Error("Unreachable: only examples with a model are tried");
  return writeMarkdown(file.runbook, {
    entry: (id) => {
      const entry = linked.entries.get(id);
      const home = entry && linked.files[entry.file];
      return home && { words: entryName(entry), path: relativePath(file.source.path, home.source.path) };
    },
  });
}

async function lintText(text: string, example: Pick<BadExample, "files">): Promise<readonly Problem[]> {
  const files = exampleFiles(example.files ?? {});
  const { problems } = await lint([read(text, { path })], { preset: "strict", files });
  return problems.filter(({ file }) => file === path);
}

describe("a runbook gives the same problems in both spellings", () => {
  it.each(examples)("%s", async (_, example, file) => {
    const inYaml = (await lintExample(example)).filter((problem) => problem.file === file.source.path);
    const onPage = await lintText(inMarkdown(file, example), example);
    expect(onPage.map(told).sort()).toEqual(
      inYaml
        .filter(({ rule }) => !aboutSpelling.has(rule))
        .map(told)
        .sort(),
    );
  });
});

/** The spellings have their parts in other orders, and some helps name what the one who reads them writes. */
function told({ rule, message }: Problem): string {
  return `${rule}: ${message}`;
}

/** Fixes that change a page otherwise than YAML, for a reason. */
const otherOnPages: ReadonlyMap<string, string> = new Map([
  [
    "Rename it to refused-error everywhere in this file",
    "a heading that showed the id keeps its words, as a title",
  ],
  [
    "Rename it to down-error everywhere in this file",
    "a heading that showed the id keeps its words, as a title",
  ],
  [
    "Begin with `set -euo pipefail`",
    "in a fence it is a line of its own, in one line of YAML a semicolon follows",
  ],
  ["Begin with `set -eu`", "in a fence it is a line of its own, in one line of YAML a semicolon follows"],
]);

describe("a fix changes a page as it changes the same runbook in YAML", () => {
  it.each(examples)("%s", async (_, example, file) => {
    const { source } = file;
    const text = inMarkdown(file, example);
    const inYaml = await lintExample(example);
    for (const problem of await lintText(text, example)) {
      const twins = inYaml.filter((other) => told(other) === told(problem));
      const [twin] = twins;
      // Of several that are told alike it is not said which is which.
      if (!problem.fix || !twin?.fix || twins.length > 1 || otherOnPages.has(problem.fix.title)) continue;
      const page = read(applyEdits(text, problem.fix.edits), { path });
      const other = read(applyEdits(source.text, twin.fix.edits), source);
      expect(page.runbook, page.source.text).toEqual(other.runbook);
    }
  });
});

describe("links whose words are stale get the words that the writer would give them", () => {
  const originals = new Map(realFiles.map((file) => [file.path, read(file.text, file)]));
  const files: Files = { load: (wanted) => originals.get(wanted) ?? { refused: "There is no such file" } };
  const staleIn = async (file: ReadResult) =>
    (await lint([file], { preset: "strict", files })).problems.filter(
      (problem) => problem.rule === "link-words-stale",
    );

  it.each(realPages)("$path", async (file) => {
    const page = read(file.text, file);
    expect(await staleIn(page)).toEqual([]);
    const links = page.tree?.markdown?.links ?? [];
    const stale = applyEdits(
      file.text,
      links.map(({ words }) => ({ offset: words.start, endOffset: words.end, text: "Other words" })),
    );
    const problems = await staleIn(read(stale, file));
    expect(problems.length).toBe(links.length);
    expect(
      applyEdits(
        stale,
        problems.flatMap(({ fix }) => fix?.edits ?? []),
      ),
    ).toBe(file.text);
  });
});
