import type { Outcome, Runbook, Source, Span } from "@runwright/core";
import type { Coverage } from "./import-words.js";

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
