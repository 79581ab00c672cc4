import { type Carried, carryComments, type LostComment, lostComment } from "./comment-carry.js";
import { type HomedComment, homedComments } from "./comment-homes.js";
import { joinPath } from "./link.js";
import type { Linked } from "./linked.js";
import { entryName } from "./linked.js";
import { writeMarkdown } from "./markdown/write.js";
import { jsonEquals } from "./match.js";
import type { Problem } from "./problem.js";
import { type ReadResult, read } from "./read.js";
import type { Fragment, Runbook } from "./runbook.js";
import { isMarkdown } from "./spelling.js";
import { write } from "./yaml/write.js";

export type Spelling = "yaml" | "md";

export interface Conversion {
  readonly text: string;
  /** The comments that are not in the text, in the order of the source. */
  readonly lost: readonly LostComment[];
}

/** Why a file cannot be converted, and what to do. */
export interface ConversionRefused {
  readonly message: string;
  readonly help: string;
}

/**
 * A runbook in its other spelling: the same model, with each comment at what it is about. `linked`, where the runbook
 * uses fragments, says what links into them are called; without it they lead nowhere. Where the text with comments would
 * not be read back as the same model with just these comments, it has none, and all are lost.
 */
export function convert(
  source: ReadResult,
  linked: Linked | undefined,
  to: Spelling,
): Conversion | { readonly refused: ConversionRefused } {
  const { path } = source.source;
  const model = source.runbook ?? source.fragment;
  const refused = refusal(source, to);
  if (refused || !model || !source.tree) return { refused: refused ?? unreadable(path) };

  const plain = written(model, linked, to);
  const again = reread(plain, to);
  if (!again.tree || !jsonEquals(again.runbook ?? again.fragment, model)) return { refused: tooLarge(again) };
  const comments = homedComments(source.tree);
  const result = carryComments(again.tree, comments);
  if (isFaithful(result, again, to)) return { text: result.text, lost: result.lost };
  const why = "The text with its comments would be read otherwise";
  return { text: plain, lost: comments.flatMap((comment) => lostComment(comment, why) ?? []) };
}

function refusal({ source, fragment, problems }: ReadResult, to: Spelling): ConversionRefused | undefined {
  const { path } = source;
  if (isMarkdown(path) === (to === "md")) {
    const message = `\`${path}\` is written in ${to === "md" ? "Markdown" : "YAML"} already`;
    return { message, help: "Run `runwright fmt` to lay it out anew, or convert it to the other spelling" };
  }
  if (fragment && to === "md")
    return {
      message: `\`${path}\` is a fragment, which is written in YAML`,
      help: "Name a runbook; it goes on using its fragments as they are",
    };
  // What is not understood is not in the model, and would be gone.
  const problem = problems.find(({ rule, severity }) => severity === "error" && rule !== "id-format");
  return problem && unreadable(path, problem);
}

function unreadable(path: string, problem?: Problem): ConversionRefused {
  const place = problem ? ` (line ${problem.line}: ${problem.message})` : "";
  return {
    message: `\`${path}\` has problems, and a part of it would be gone${place}`,
    help: `Run \`runwright lint ${path}\`, and mend what it shows`,
  };
}

/** The law of both writers leaves only the limits of a file as a reason. */
function tooLarge({ problems: [problem] }: ReadResult): ConversionRefused {
  return {
    message: `The other spelling could not be read${problem ? `: ${problem.message}` : ""}`,
    help: "Split the runbook into several, and call one from the other with `do`",
  };
}

function written(model: Runbook | Fragment, linked: Linked | undefined, to: Spelling): string {
  if (to === "yaml" || "kind" in model) return write(model);
  return writeMarkdown(model, linked ? { entry: fragmentEntries(linked) } : {});
}

function reread(text: string, to: Spelling): ReadResult {
  return read(text, { path: `converted.runbook.${to}` });
}

/** What an id of a fragment is called, and where it is: the fragment's path as the file and its fragments name it. */
function fragmentEntries({ files, entries }: Linked): (id: string) => FragmentEntry | undefined {
  const paths = new Map([[files[0]?.source.path ?? "", ""]]);
  for (const { source, runbook, fragment } of files)
    for (const used of (runbook ?? fragment)?.uses ?? []) {
      const file = joinPath(source.path, used);
      if (!paths.has(file)) paths.set(file, joinPath(paths.get(source.path) ?? "", used));
    }
  return (id) => {
    const entry = entries.get(id);
    const path = entry && entry.file > 0 ? paths.get(files[entry.file]?.source.path ?? "") : undefined;
    if (!entry || path === undefined) return undefined;
    return { words: entryName(entry), path: linkPath(path) };
  };
}

/** A path with what would end a link, or begin another part of its address, spelt by its code. */
function linkPath(path: string): string {
  return path.replace(
    /[ \t%()<>#?\\]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
}

interface FragmentEntry {
  readonly words: string;
  readonly path: string;
}

/** Whether a text with comments says the same as the one without, and holds just these. */
function isFaithful({ text, carried }: Carried, plain: ReadResult, to: Spelling): boolean {
  const { tree, runbook, fragment, problems } = reread(text, to);
  return (
    tree !== undefined &&
    problems.length === plain.problems.length &&
    jsonEquals(runbook ?? fragment, plain.runbook ?? plain.fragment) &&
    sortedLines(homedComments(tree)) === sortedLines(carried)
  );
}

function sortedLines(comments: readonly HomedComment[]): string {
  const lines = comments.flatMap(({ words }) => words.map((line) => line.trim()));
  return lines
    .filter((line) => line !== "")
    .sort()
    .join("\n");
}
