import { build } from "./build.js";
import { tooLarge, utf8Length } from "./decode.js";
import { type Explanation, explain } from "./explain.js";
import validate from "./generated/validate.js";
import { maxBytes, maxSteps } from "./limits.js";
import { frontMatterProblems } from "./markdown/front-matter.js";
import type { Page } from "./markdown/page.js";
import { isRunbookPage, readMarkdown } from "./markdown/page-read.js";
import { readPage } from "./markdown/plain.js";
import type { Places } from "./places.js";
import { createProblem, type Problem } from "./problem.js";
import type { Fragment, Runbook } from "./runbook.js";
import { createSource, type Source } from "./source.js";
import { isMarkdown } from "./spelling.js";
import { entryOf, type Tree, type TreeNode, toValue } from "./tree.js";
import { readYaml } from "./yaml/read.js";

export interface ReadOptions {
  /** Path of the file as it should be named in problems; nothing is opened. */
  readonly path: string;
}

export interface ReadResult {
  readonly source: Source;
  /** Absent where a problem leaves no model. */
  readonly runbook?: Runbook;
  /** The model of a file with `kind: fragment`. */
  readonly fragment?: Fragment;
  /** What stands in Markdown that is no runbook: a plain page. */
  readonly page?: Page;
  /** The text as mappings, sequences and scalars; absent where it is not YAML. */
  readonly tree?: Tree;
  readonly places?: Places;
  /** Of the reader only: what cannot be read or breaks the schema. Rules are the linter's. */
  readonly problems: readonly Problem[];
}

/** Reads one runbook or fragment. Bad input gives problems, never an exception. */
export function read(text: string, { path }: ReadOptions): ReadResult {
  const source = createSource(path, text);
  const unreadable = refuseText(source);
  if (unreadable) return { source, problems: [unreadable] };

  if (isMarkdown(path) && !isRunbookPage(source)) return readPlainPage(source);
  const {
    tree,
    problems: syntax,
    isReadable = true,
  } = isMarkdown(path) ? readMarkdown(source) : readYaml(source);
  if (!tree) return { source, problems: syntax };
  const long = refuseLength(tree);
  if (long) return { source, tree, problems: [long] };

  // The schema's verdict decides; the walk that finds words runs only where there is something to explain.
  const faults = validate(toValue(tree.root)) ? none : explainFault(tree);
  // Of a key that stands twice the first counts, and the problem is told: the rest of the file is judged all the same.
  const problems = [...syntax, ...faults.problems];
  if (!isReadable || !faults.isReadable) return { source, tree, problems };
  const { model, places } = build(tree);
  return { source, tree, places, problems, ...("kind" in model ? { fragment: model } : { runbook: model }) };
}

/** A page is for people: only front matter that programs cannot read is a fault of the reader. */
function readPlainPage(source: Source): ReadResult {
  const page = readPage(source);
  return { source, page, problems: frontMatterProblems(page) };
}

const none: Explanation = { problems: [], isReadable: true };

function explainFault(tree: Tree): Explanation {
  const explanation = explain(tree);
  // Without words for it, but not readable: the reader of Markdown has told of that part already.
  if (explanation.problems.length > 0 || !explanation.isReadable) return explanation;
  // The schema and the words come from one table; should they ever disagree, the schema's "no" stands.
  const fault = validate.errors?.[0];
  const problem = createProblem({
    rule: "schema-mismatch",
    at: { source: tree.source, start: tree.root.start, end: tree.root.start },
    message: `The runbook breaks the schema at \`${fault?.instancePath || "/"}\` (\`${fault?.keyword ?? "unknown"}\`)`,
    help: "Compare the field with `runwright schema`",
  });
  return { problems: [problem], isReadable: false };
}

function refuseText(source: Source): Problem | undefined {
  const { text } = source;
  const refuse = (start: number, message: string, help: string, fix?: Problem["fix"]) =>
    createProblem({
      rule: "parse-error",
      at: { source, start, end: Math.min(start + 1, text.length) },
      message,
      help,
      ...(fix && { fix }),
    });
  if (isLarge(text)) return tooLarge(source);
  if (text.charCodeAt(0) === 0xfeff) {
    return refuse(
      0,
      "The file begins with a byte order mark, which some tools read as text",
      "Save the file as UTF-8 without a byte order mark",
      {
        safe: true,
        title: "Remove the byte order mark",
        edits: [{ offset: 0, endOffset: 1, text: "" }],
      },
    );
  }
  const zero = text.indexOf("\0");
  if (zero >= 0) return refuse(zero, "The file holds a zero byte: it is not text", "Give a text file");
  return undefined;
}

/** Over the limit in UTF-8. The bytes are counted only where the text could be that long. */
function isLarge(text: string): boolean {
  if (text.length > maxBytes) return true;
  if (text.length * 3 <= maxBytes) return false;
  let bytes = 0;
  for (let i = 0; i < text.length; i++) bytes += utf8Length(text.charCodeAt(i));
  return bytes > maxBytes;
}

function refuseLength(tree: Tree): Problem | undefined {
  const procedures = items(entryOf(tree.root, "procedures")?.value);
  const steps = procedures.flatMap((procedure) => items(entryOf(procedure, "steps")?.value));
  const first = steps[maxSteps];
  if (!first) return undefined;
  return createProblem({
    rule: "parse-error",
    at: { source: tree.source, start: first.start, end: Math.min(first.start + 1, first.end) },
    message: `The file has ${steps.length} steps, more than ${maxSteps}`,
    help: "Split the runbook into several, and call one from the other with `do`",
  });
}

function items(node: TreeNode | undefined): readonly TreeNode[] {
  return node?.kind === "seq" ? node.items : [];
}
