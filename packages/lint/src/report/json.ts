import type { Problem } from "@runwright/core";
import { type Failure, type Report, rulePage, summarize } from "./report.js";

/**
 * The report for programs, as `lint-report.schema.json` says. The summary counts everything that was found; with
 * `errorsOnly` the other problems are left out of the list.
 */
export function jsonReport(report: Report, { errorsOnly }: { readonly errorsOnly: boolean }): object {
  const problems = errorsOnly
    ? report.problems.filter(({ severity }) => severity === "error")
    : report.problems;
  return {
    version: 1,
    summary: summarize(report),
    problems: problems.map(problemJson),
    failures: report.failures.map(failureJson),
  };
}

/** A failure for programs, without what only a caller needs. */
export function failureJson({ file, message, help }: Failure): Failure {
  return { ...(file !== undefined && { file }), message, help };
}

function problemJson(problem: Problem): object {
  const {
    rule,
    severity,
    confidence,
    file,
    line,
    column,
    endLine,
    endColumn,
    offset,
    endOffset,
    message,
    help,
  } = problem;
  return {
    ...{
      rule,
      severity,
      confidence,
      file,
      line,
      column,
      endLine,
      endColumn,
      offset,
      endOffset,
      message,
      help,
    },
    docs: rulePage(rule),
    related: problem.related.map((other) => ({
      file: other.file,
      line: other.line,
      column: other.column,
      endLine: other.endLine,
      endColumn: other.endColumn,
      message: other.message,
    })),
    ...(problem.fix && { fix: problem.fix }),
  };
}
