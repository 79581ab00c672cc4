import {
  applyEdits,
  type Files,
  isMarkdown,
  joinPath,
  type Problem,
  type ReadResult,
  read,
} from "@runwright/core";
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

const front = `---
${["runwright", "id", "version"].map((field) => `${field}: ${head[field]}\n`).join("")}---
`;

const procedureHeading = '## <a id="only-procedure"></a>Procedure: The only procedure\n';
const stepHeading = '### <a id="only-step"></a>Read the page\n';

/** Adds to a short example what every runbook must have, and takes the markers out. */
export function completeExample(example: BadExample | GoodExample): CompleteExample {
  const { path = "example.runbook.yaml", whole = false } = example;
  const marked = example.text;
  const { added, after } = whole
    ? { added: "", after: "" }
    : isMarkdown(path)
      ? aroundMarkdown(marked)
      : aroundYaml(marked);
  const full = added + (marked.endsWith("\n") || whole ? marked : `${marked}\n`) + after;
  const start = full.indexOf("[|");
  const end = full.indexOf("|]") - 2;
  const text = full.replace("[|", "").replace("|]", "");
  return { path, text, added, after, ...(start >= 0 && { marked: { start, end } }) };
}

interface Around {
  readonly added: string;
  readonly after: string;
}

function aroundYaml(marked: string): Around {
  const has = (field: string) => new RegExp(`^(?:\\[\\|)?${field}(?:\\|\\])?:`, "m").test(marked);
  const missing = Object.entries(head).filter(([field]) => !has(field));
  return {
    added: missing.map(([field, value]) => `${field}: ${value}\n`).join(""),
    after: has("procedures") || has("kind") ? "" : procedure,
  };
}

/** Everything above the example, down to the heading below which it stands; behind it a procedure, if it has none. */
function aroundMarkdown(marked: string): Around {
  const level = /^(?:\[\|)?(#{1,3}) /.exec(marked)?.[1]?.length ?? 4;
  const above = [front, `# ${head.title}\n`, procedureHeading, stepHeading].slice(0, level);
  const hasProcedure = level > 2 || /^#{2} [^\n]{0,80}Procedure:/m.test(marked);
  return {
    added: above.map((part) => `${part}\n`).join(""),
    after: hasProcedure ? "" : `\n${procedureHeading}\n${stepHeading}`,
  };
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

export function exampleFiles(texts: Readonly<Record<string, string>>): Files {
  const reads = new Map<string, ReadResult>();
  for (const [path, text] of Object.entries(texts)) reads.set(joinPath("", path), read(text, { path }));
  return {
    load: (path) => reads.get(path) ?? { refused: "there is no such file" },
    runbook: (id) => [...reads.values()].find((file) => file.runbook?.id === id),
  };
}
