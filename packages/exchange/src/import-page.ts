import {
  maxBytes,
  maxSteps,
  type Outcome,
  type Page,
  type Runbook,
  type Source,
  type Span,
  write,
} from "@runwright/core";
import { assemble } from "./import-assemble.js";
import { readPlan } from "./import-plan.js";
import { type Coverage, coverageOf, wordsIn } from "./import-words.js";

/**
 * A proposal for a typed runbook, made from a plain page. Two fields of it are `import`'s own: `x-guess`, on whatever has
 * fields that were guessed, names those fields; `x-headings`, on the runbook, holds each heading of the page that is no title
 * of the result, by the field or the id that came from what stood below it.
 */
export interface Import {
  readonly source: Source;
  readonly runbook: Runbook;
  /** Which section of the page became what, in the order of the page. */
  readonly parts: readonly ImportedPart[];
  /** Sentences that say what to do when something does not work, for a person to confirm. */
  readonly failures: readonly FailureCandidate[];
  readonly guesses: readonly Guess[];
  /** What stayed text. */
  readonly left: readonly LeftText[];
  readonly coverage: Coverage;
}

/** Why a page cannot be a runbook, in words that stand behind a colon, and what to do. */
export interface ImportRefused {
  readonly refused: string;
  readonly help: string;
}

export interface ImportedPart extends Span {
  /** Absent for what stands before the first heading. */
  readonly heading?: string;
  readonly became:
    | "title"
    | "procedure"
    | "note"
    | "parties"
    | "references"
    | "group"
    | "summary"
    | "useWhen"
    | "notFor"
    | "needs";
  /** JSON Pointer into the runbook. */
  readonly path: string;
  readonly steps: number;
  readonly commands: number;
}

export interface FailureCandidate extends Span {
  readonly sentence: string;
  readonly outcome: Outcome;
  /** The step that it stands with, as a JSON Pointer; a sentence in a note has none. */
  readonly path?: string;
  /** Whether the step has it as its `onFailure`, as a guess. */
  readonly isPlaced: boolean;
}

export interface Guess extends Span {
  /** JSON Pointer to what was guessed. */
  readonly path: string;
  readonly because: string;
}

export interface LeftText extends Span {
  /** `prose`, `table`, `passage`, `output` and the like. */
  readonly kind: string;
  /** JSON Pointer to the text that holds it. */
  readonly path: string;
}

/** Proposes a runbook from a plain page. Every word of the page is in it; nothing else is, but for what is marked as a guess. */
export function importPage(page: Page): Import | ImportRefused {
  const { source } = page;
  if (source.text.includes("\0"))
    return { refused: "it holds a zero byte, and is no text", help: "Give a text file" };
  if (wordsIn(source.text.slice(0, 10_000)).length === 0 && wordsIn(source.text).length === 0)
    return { refused: "it holds no words", help: "Name a page with a runbook on it" };
  const plan = readPlan(page);
  const steps = plan.procedures.reduce((sum, procedure) => sum + procedure.steps.length, 0);
  const help = "Split the page into several, and import each";
  if (steps > maxSteps) return { refused: `it has ${steps} steps, and a runbook holds ${maxSteps}`, help };
  const result = assemble(page, plan);
  if (isLarger(write(result.runbook), maxBytes))
    return { refused: "as a runbook it would be larger than 1 MiB", help };
  return { source, ...result, coverage: coverageOf(page, result.runbook) };
}

/** In bytes of UTF-8; counted only where the text could be that long. */
function isLarger(text: string, limit: number): boolean {
  if (text.length * 3 <= limit) return false;
  let bytes = 0;
  for (const char of text) bytes += char < "\u0080" ? 1 : char < "\u0800" ? 2 : char.length === 2 ? 4 : 3;
  return bytes > limit;
}
