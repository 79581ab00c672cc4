import { maxProblems } from "../limits.js";
import { createProblem, type Fix, type Problem, type Severity } from "../problem.js";
import type { Source, Span } from "../source.js";

/** What a Markdown text says wrongly, as it is found. A class, because it gathers over a whole reading. */
export class MarkdownFaults {
  readonly problems: Problem[] = [];
  /** Whether a model can be made in spite of them. */
  isReadable = true;

  constructor(private readonly source: Source) {}

  /** Something that leaves a hole in the model. */
  add(rule: string, at: Span, message: string, help: string, fix?: Fix): void {
    this.isReadable = false;
    this.note(rule, at, message, help, { ...(fix && { fix }) });
  }

  /** A comment that takes in all that follows. */
  addOpenComment({ start, end }: Span): void {
    this.add(
      "parse-error",
      { start, end: Math.min(start + 4, end) },
      "The comment or HTML that begins here has no end, and takes in all that follows",
      "Write `-->`, or its closing tag, where it ends",
    );
  }

  /** A part that was generated and takes in all that follows. */
  addOpenGenerated(block: Span): void {
    this.add(
      "text-misplaced",
      block,
      "The generated part that begins here has no end",
      "Write `<!-- /runwright:generated -->` where it ends, or remove the mark",
    );
  }

  /** A problem of another reader, of a part of this text. */
  pass(problem: Problem, isReadable: boolean): void {
    if (!isReadable) this.isReadable = false;
    if (this.problems.length < maxProblems) this.problems.push(problem);
  }

  /** Something to mend that leaves the model whole. */
  note(
    rule: string,
    { start, end }: Span,
    message: string,
    help: string,
    more: { readonly fix?: Fix; readonly severity?: Severity } = {},
  ): void {
    if (this.problems.length >= maxProblems) return;
    this.problems.push(
      createProblem({ rule, at: { source: this.source, start, end }, message, help, ...more }),
    );
  }
}

/** A fix that replaces one stretch of text. */
export function replacing({ start, end }: Span, text: string, title: string, safe: boolean): Fix {
  return { safe, title, edits: [{ offset: start, endOffset: end, text }] };
}
