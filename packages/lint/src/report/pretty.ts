import type { Problem, Severity, Source } from "@runwright/core";
import { codeFrame, type Mark } from "./frame.js";
import { createPaint, type Paint } from "./paint.js";
import { type Failure, type Report, rulePage, summarize } from "./report.js";
import { visible } from "./visible.js";

export interface PrettyOptions {
  readonly color: boolean;
  /** The text of a file that a problem names, for the lines around it. */
  readonly source: (file: string) => Source | undefined;
  /** Leaves warnings and infos out of the list; the last line still counts them. */
  readonly errorsOnly?: boolean;
  readonly maxWarnings?: number;
}

/** The report for people: each problem with the place in its file, what to do, and where its rule is explained. */
export function prettyReport(report: Report, options: PrettyOptions): string {
  const paint = createPaint(options);
  const shown = options.errorsOnly
    ? report.problems.filter(({ severity }) => severity === "error")
    : report.problems;
  const blocks = shown.map((problem) => `${prettyProblem(problem, options, paint)}\n\n`);
  return `${blocks.join("")}${prettySummary(report, options, paint)}\n`;
}

/** What could not be done, as a person reads it. */
export function prettyFailure(
  { file, message, help }: Failure,
  { color }: { readonly color: boolean },
): string {
  const paint = createPaint({ color });
  const lines = [
    `${paint.bold(paint.red("failed"))}  ${paint.bold(visible(message))}`,
    // Where the message names the file itself, once is enough.
    ...(file === undefined || message.includes(`\`${file}\``) ? [] : [`  ${visible(file)}`]),
    ...facts([["help", help]], paint),
  ];
  return `${lines.join("\n")}\n`;
}

function prettyProblem(problem: Problem, options: PrettyOptions, paint: Paint): string {
  const { file, line, column, severity, message, help, rule } = problem;
  const color = paint[severityColors[severity]];
  const frame = problemFrame(problem, options, paint);
  const title = [
    `${paint.bold(color(severity))}  ${paint.bold(visible(message))}`,
    `  ${visible(file)}:${line}:${column}`,
  ];
  const rows = facts(
    [
      ["help", help],
      ["rule", `${rule}  ${paint.dim(rulePage(rule))}`],
    ],
    paint,
  );
  return [...title, ...(frame.length > 0 ? ["", ...frame] : []), "", ...rows].join("\n");
}

const severityColors = { error: "red", warning: "yellow", info: "blue" } as const satisfies Record<
  Severity,
  keyof Paint
>;

/** The lines of the problem and of what is related to it; what stands in another file follows in a frame of its own. */
function problemFrame(problem: Problem, { source }: PrettyOptions, paint: Paint): readonly string[] {
  const color = paint[severityColors[problem.severity]];
  const own = problem.related.filter((other) => other.file === problem.file);
  const elsewhere = problem.related.filter((other) => other.file !== problem.file);
  const mark = (at: { offset: number; endOffset: number; message?: string }, main = false): Mark => ({
    start: at.offset,
    end: at.endOffset,
    main,
    ...(!main && at.message !== undefined && { label: at.message }),
  });
  const frameOf = (file: string, marks: readonly Mark[]) => {
    const text = source(file);
    return text === undefined || text.text === ""
      ? []
      : codeFrame(text, marks, { paint, color }).map((row) => `  ${row}`);
  };
  return [
    ...frameOf(problem.file, [mark(problem, true), ...own.map((other) => mark(other))]),
    ...elsewhere.flatMap((other) => {
      const place = `  ${visible(other.file)}:${other.line}:${other.column}`;
      const frame = frameOf(other.file, [mark(other)]);
      return frame.length > 0 ? ["", place, "", ...frame] : ["", `${place}  ${visible(other.message)}`];
    }),
  ];
}

function facts(rows: readonly (readonly [name: string, text: string])[], paint: Paint): readonly string[] {
  return rows.map(([name, text]) => `  ${paint.dim(name)}  ${name === "rule" ? text : visible(text)}`);
}

function prettySummary(
  report: Report,
  { errorsOnly, maxWarnings = Infinity }: PrettyOptions,
  paint: Paint,
): string {
  const { errors, warnings, infos, files, skipped } = summarize(report);
  const counts = [
    ...(errors > 0 ? [paint.red(plural(errors, "error"))] : []),
    ...(warnings > 0 ? [paint.yellow(plural(warnings, "warning"))] : []),
    ...(infos > 0 ? [paint.blue(plural(infos, "info"))] : []),
  ];
  const total =
    counts.length > 0 ? joinWords(counts) : files > 0 ? paint.green("No problems") : "Nothing was judged";
  const where = files > 0 ? ` in ${plural(files, "file")}` : "";
  const notes = [
    ...(errorsOnly && warnings + infos > 0 ? ["only errors are shown"] : []),
    ...(warnings > maxWarnings ? [`more than ${plural(maxWarnings, "warning")}`] : []),
    ...(skipped > 0 && files > 0 ? [`${plural(skipped, "file")} not judged`] : []),
  ];
  const hint =
    counts.length > 0
      ? paint.dim("\n`runwright explain <rule>` shows why a rule is there, with examples")
      : "";
  return `${total}${where}${notes.map((note) => `; ${note}`).join("")}${hint}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function joinWords(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
