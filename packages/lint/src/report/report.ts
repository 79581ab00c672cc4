import type { Problem } from "@runwright/core";

/** What kept a file, or the whole run, from being judged. It is no answer, so it is never a pass. */
export interface Failure {
  readonly file?: string;
  readonly message: string;
  /** The next action, as an instruction. */
  readonly help: string;
}

/** What a run of the linter found, for every form of report. */
export interface Report {
  /** Sorted by file, offset and rule. */
  readonly problems: readonly Problem[];
  readonly failures: readonly Failure[];
  /** How many files were judged. */
  readonly files: number;
  /** How many files were asked for or found and not judged. */
  readonly skipped: number;
}

export interface Summary {
  readonly files: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  /** Problems with a fix, safe or not. */
  readonly fixable: number;
  readonly skipped: number;
}

/** The counts of a report. */
export function summarize({ problems, files, skipped }: Report): Summary {
  const count = (severity: Problem["severity"]) =>
    problems.filter((problem) => problem.severity === severity).length;
  return {
    files,
    errors: count("error"),
    warnings: count("warning"),
    infos: count("info"),
    fixable: problems.filter(({ fix }) => fix).length,
    skipped,
  };
}

/** Where a rule's page is read. */
export function rulePage(id: string): string {
  return `https://runwright.dev/rules/${id}`;
}
