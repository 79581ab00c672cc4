import { positionAt, type Span } from "@runwright/core";
import type { Import } from "@runwright/exchange";

/** The report of `import` for programs. Lines and columns are of the page, from 1. */
export function importJson(
  { source, runbook, parts, failures, guesses, left, coverage }: Import,
  { text, out }: { readonly text: string; readonly out: string | undefined },
): object {
  const placed = <T extends Span>({ start, end, ...rest }: T) => {
    const from = positionAt(source, start);
    const to = positionAt(source, end);
    return { ...rest, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
  };
  return {
    version: 1,
    file: source.path,
    id: runbook.id,
    ...(out === undefined ? {} : { out }),
    runbook: text,
    coverage,
    parts: parts.map(placed),
    failureCandidates: failures.map(placed),
    guesses: guesses.map(placed),
    left: left.map(placed),
    failures: [],
  };
}
