import { applyEdits, type Files, joinPath, type Problem, type ReadResult, read } from "@runwright/core";
import { lint } from "./lint.js";
import type { BadExample, GoodExample, Rule } from "./rule.js";

/** An example as a whole runbook, markers taken out, with the marked place. */
export interface CompleteExample {
  readonly path: string;
  readonly text: string;
  /** What of `text` the author did not write: added before it. */
  readonly added: string;
  readonly after: string;
  readonly marked?: { readonly start: number; readonly end: number };
}

const head: Readonly<Record<string, string>> = {
  runwright: "1",
  id: "example",
  title: "Example",
  version: '"1.0.0"',
};

const procedure = `procedures:
  - id: only-procedure
    title: The only procedure
    steps:
      - id: only-step
        title: Read the page
`;

/** Adds to a short example what every runbook must have, and takes the markers out. */
export function completeExample(example: BadExample | GoodExample): CompleteExample {
  const { path = "example.runbook.yaml", whole = false } = example;
  const marked = example.text;
  const has = (field: string) => new RegExp(`^(?:\\[\\|)?${field}(?:\\|\\])?:`, "m").test(marked);
  const missing = Object.entries(head).filter(([field]) => !has(field));
  const added = whole ? "" : missing.map(([field, value]) => `${field}: ${value}\n`).join("");
  const after = whole || has("procedures") || has("kind") ? "" : procedure;
  const full = added + (marked.endsWith("\n") || whole ? marked : `${marked}\n`) + after;
  const start = full.indexOf("[|");
  const end = full.indexOf("|]") - 2;
  const text = full.replace("[|", "").replace("|]", "");
  return { path, text, added, after, ...(start >= 0 && { marked: { start, end } }) };
}

/** The problems that an example gives under every rule at its strictest. */
export async function lintExample(example: BadExample | GoodExample): Promise<readonly Problem[]> {
  const { path, text } = completeExample(example);
  const { problems } = await lint([read(text, { path })], {
    preset: "strict",
    files: exampleFiles(example.files ?? {}),
  });
  return problems;
}

/** The problems of one rule. */
export async function lintExampleFor(
  rule: Rule,
  example: BadExample | GoodExample,
): Promise<readonly Problem[]> {
  return (await lintExample(example)).filter((problem) => problem.rule === rule.id);
}

/** The text after a problem's fix, in the short form in which the example was written. */
export function fixExample(example: BadExample, problem: Problem): string | undefined {
  const { text, added, after } = completeExample(example);
  if (!problem.fix) return undefined;
  const fixed = applyEdits(text, problem.fix.edits);
  return fixed.slice(added.length, after === "" ? undefined : -after.length);
}

function exampleFiles(texts: Readonly<Record<string, string>>): Files {
  const reads = new Map<string, ReadResult>();
  for (const [path, text] of Object.entries(texts)) reads.set(joinPath("", path), read(text, { path }));
  return {
    load: (path) => reads.get(path) ?? { refused: "there is no such file" },
    runbook: (id) => [...reads.values()].find((file) => file.runbook?.id === id),
  };
}
