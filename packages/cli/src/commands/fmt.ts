import { format, type Problem, type ReadResult } from "@runwright/core";
import { type Failure, prettyReport, visible } from "@runwright/lint";
import type { Call } from "../args.js";
import type { ExitCode } from "../command.js";
import type { Host } from "../host.js";
import { printFailures, wantsColor, writeOutput } from "../output.js";
import { isFailure, Workspace } from "../workspace.js";

export function run(call: Call, host: Host): ExitCode {
  const workspace = new Workspace(host);
  const selection = workspace.select(call.operands.length > 0 ? call.operands : ["."]);
  const reads = selection.files.map((path) => workspace.read(path));
  const files = reads.flatMap((read) => (isFailure(read) ? [] : [lay(read)]));
  const failures = [...selection.failures, ...reads.flatMap((read) => (isFailure(read) ? [read] : []))];
  const changed = files.filter(({ before, after }) => before !== after);
  const isCheck = call.has("check");
  const unwritten = isCheck ? [] : changed.flatMap(({ name, after }) => writeOutput(name, after, host) ?? []);

  const color = wantsColor(call, host);
  const problems = files.flatMap((file) => file.problems);
  if (problems.length > 0) {
    const report = { problems, failures: [], files: files.length, skipped: failures.length };
    host.stdout(`${prettyReport(report, { color, source: workspace.sourceOf })}\n`);
  }
  host.stdout(summary({ files, changed, isCheck, unwritten }));
  printFailures([...failures, ...unwritten], { color, host });
  if (failures.length + unwritten.length > 0) return 3;
  return problems.length > 0 || (isCheck && changed.length > 0) ? 1 : 0;
}

interface Laid {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly problems: readonly Problem[];
}

/** What is not YAML cannot be laid out; `lint` would say the same of it. */
function lay({ source, tree, problems }: ReadResult): Laid {
  const { path, text } = source;
  if (!tree) return { name: path, before: text, after: text, problems };
  const result = format(text, { path });
  return { name: path, before: text, after: result.text, problems: result.problems };
}

interface Outcome {
  readonly files: readonly Laid[];
  readonly changed: readonly Laid[];
  readonly isCheck: boolean;
  readonly unwritten: readonly Failure[];
}

function summary({ files, changed, isCheck, unwritten }: Outcome): string {
  const failed = new Set(unwritten.map(({ file }) => file));
  const done = changed.filter(({ name }) => !failed.has(name));
  const rest = files.length - changed.length;
  const lines = [
    ...done.map(({ name }) => `${isCheck ? "Not formatted" : "Formatted"}: ${visible(name)}`),
    ...(isCheck && done.length > 0 ? ["Run `runwright fmt` to lay them out"] : []),
    ...(rest > 0 ? [`${rest === 1 ? "1 file needs" : `${rest} files need`} no change`] : []),
  ];
  return lines.map((line) => `${line}\n`).join("");
}
