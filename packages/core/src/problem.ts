import { type Place, positionAt } from "./source.js";

/** How much it matters. A preset of the linter may change it; what the reader cannot accept stays an error. */
export type Severity = "error" | "warning" | "info";

/** How sure the finding is, apart from how much it matters. */
export type Confidence = "high" | "medium" | "low";

/** Where something is, ready to print: lines and columns from 1, offsets in UTF-16 units, ends exclusive. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly offset: number;
  readonly endOffset: number;
}

/** A second place that helps to understand the first, with a label of a few words. */
export interface Related extends Location {
  readonly message: string;
}

/** Replaces `[offset, endOffset)` of one file by `text`. */
export interface Edit {
  readonly offset: number;
  readonly endOffset: number;
  readonly text: string;
}

/** A way to mend a problem. It is `safe` only if it cannot change what the runbook tells a person to do. */
export interface Fix {
  readonly safe: boolean;
  /** What it does, as an instruction: `Put the version in quotes`. */
  readonly title: string;
  readonly edits: readonly Edit[];
}

/** Something to mend, and where: the one type for the reader and for every rule. */
export interface Problem extends Location {
  /** Id of the rule, stable once released: `failure-path-missing`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** What is wrong, in one line without a full stop. */
  readonly message: string;
  /** What to do next, as an instruction. */
  readonly help: string;
  readonly related: readonly Related[];
  readonly fix?: Fix;
}

export interface ProblemDraft {
  readonly rule: string;
  readonly at: Place;
  readonly message: string;
  readonly help: string;
  readonly severity?: Severity;
  readonly confidence?: Confidence;
  readonly related?: readonly { readonly at: Place; readonly message: string }[];
  readonly fix?: Fix;
}

/** Completes a problem: places become locations; severity is `error` and confidence `high` unless said. */
export function createProblem(draft: ProblemDraft): Problem {
  const { rule, at, message, help, severity = "error", confidence = "high", related = [], fix } = draft;
  return {
    rule,
    severity,
    confidence,
    ...locate(at),
    message: onOneLine(message),
    help: onOneLine(help),
    related: related.map((other) => ({ ...locate(other.at), message: onOneLine(other.message) })),
    ...(fix && { fix }),
  };
}

/** A name that is quoted in a message may hold line breaks; those who read reports read them by lines. */
function onOneLine(text: string): string {
  return text.replace(/[\n\r\u0085\u2028\u2029]+/g, " ");
}

/** A place with its lines and columns. */
export function locate({ source, start, end }: Place): Location {
  const from = positionAt(source, start);
  const to = positionAt(source, end);
  return {
    file: source.path,
    line: from.line,
    column: from.column,
    endLine: to.line,
    endColumn: to.column,
    offset: start,
    endOffset: end,
  };
}

/** By file, then offset, then rule: the order of every report. */
export function compareProblems(a: Problem, b: Problem): number {
  return compareText(a.file, b.file) || a.offset - b.offset || compareText(a.rule, b.rule);
}

/** By code unit: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
