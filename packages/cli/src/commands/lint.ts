import { resolve } from "node:path";
import { maxBytes, type Problem, type ReadResult } from "@runwright/core";
import {
  type Failure,
  jsonReport,
  type LintResult,
  lint,
  type Preset,
  prettyReport,
  type Report,
  summarize,
  visibleJson,
} from "@runwright/lint";
import type { Call } from "../args.js";
import { isPreset } from "../choices.js";
import type { ExitCode } from "../commands.js";
import { reasonOf, unreadable } from "../failure.js";
import type { Host } from "../host.js";
import { printFailures, wantsColor, writeOutput } from "../output.js";
import { isFailure, type Project, type Selection, Workspace } from "../workspace.js";

export async function run(call: Call, host: Host): Promise<ExitCode> {
  const options = readOptions(call);
  const workspace = new Workspace(host);
  const refused = optionFaults(call);
  const inputs = refused.length > 0 ? noInputs(refused) : gather(call, { workspace, host });
  const report = await judge(inputs, { workspace, options });
  return deliver(report, { call, host, workspace, options });
}

export function failed(failures: readonly Failure[]): object {
  return jsonReport({ problems: [], failures, files: 0, skipped: 0 }, { errorsOnly: false });
}

interface Options {
  readonly preset: Preset | undefined;
  readonly isJson: boolean;
  readonly outputFile: string | undefined;
  readonly maxWarnings: number;
  readonly errorsOnly: boolean;
}

function readOptions(call: Call): Options {
  const preset = call.value("preset") ?? "";
  return {
    preset: isPreset(preset) ? preset : undefined,
    isJson: call.value("format") === "json",
    outputFile: call.value("output-file"),
    maxWarnings: Number(call.value("max-warnings") ?? Infinity),
    errorsOnly: call.has("quiet"),
  };
}

function optionFaults(call: Call): readonly Failure[] {
  if (call.has("stdin") && call.operands.length > 0)
    return [
      {
        message: "`--stdin` reads one runbook, and paths are named as well",
        help: "Leave out the paths, or `--stdin`",
      },
    ];
  if (!call.has("stdin") && call.value("stdin-filename") !== undefined)
    return [
      {
        message: "`--stdin-filename` names what `--stdin` reads, and that is not there",
        help: "Add `--stdin`",
      },
    ];
  return [];
}

/** The files to judge, each with its project, and what is in the way. */
interface Inputs {
  readonly files: readonly { readonly path: string; readonly read: ReadResult }[];
  readonly failures: readonly Failure[];
  readonly skipped: number;
}

function noInputs(failures: readonly Failure[]): Inputs {
  return { files: [], failures, skipped: 0 };
}

function gather(call: Call, { workspace, host }: { workspace: Workspace; host: Host }): Inputs {
  if (call.has("stdin")) return gatherStdin(call.value("stdin-filename") ?? "stdin", { workspace, host });
  const selection: Selection = workspace.select(call.operands.length > 0 ? call.operands : ["."]);
  const results = selection.files.map((path) => ({ path, read: workspace.read(path) }));
  const failures = results.flatMap(({ read }) => (isFailure(read) ? [read] : []));
  return {
    files: results.flatMap(({ path, read }) => (isFailure(read) ? [] : [{ path, read }])),
    failures: [...selection.failures, ...failures],
    skipped: selection.unread + failures.length,
  };
}

function gatherStdin(name: string, { workspace, host }: { workspace: Workspace; host: Host }): Inputs {
  const path = resolve(host.cwd, name);
  try {
    return {
      files: [{ path, read: workspace.readAs(path, host.readStdin(maxBytes)) }],
      failures: [],
      skipped: 0,
    };
  } catch (error) {
    return { files: [], failures: [unreadable(name, error)], skipped: 1 };
  }
}

type Judging = { readonly workspace: Workspace; readonly options: Options };

/** Files of one project are judged together, by its configuration. */
async function judge(inputs: Inputs, { workspace, options }: Judging): Promise<Report> {
  const problems: Problem[] = [];
  const judged = new Set<string>();
  const failures = [...inputs.failures];
  let { skipped } = inputs;
  for (const [project, files] of byProject(inputs, workspace)) {
    const config = workspace.configOf(project);
    if ("failures" in config) {
      failures.push(...config.failures);
      skipped += files.length;
      continue;
    }
    const lintOptions = {
      preset: options.preset ?? config.preset ?? "recommended",
      rules: config.rules,
      files: workspace.filesOf(project),
    };
    for (const part of await lintParts(files, (some) => lint(some, lintOptions))) {
      if ("message" in part) {
        failures.push(part);
        skipped++;
        continue;
      }
      problems.push(...part.problems);
      for (const file of part.files) judged.add(file);
    }
  }
  return sorted({
    problems,
    failures: distinct([...failures, ...workspace.failures]),
    files: judged.size,
    skipped,
  });
}

function byProject(inputs: Inputs, workspace: Workspace): ReadonlyMap<Project, readonly ReadResult[]> {
  const groups = new Map<Project, ReadResult[]>();
  const projects = new Map<string, Project>();
  for (const { path, read } of inputs.files) {
    const found = workspace.projectOf(resolve(path, ".."));
    const project = projects.get(found.root) ?? found;
    projects.set(found.root, project);
    groups.set(project, [...(groups.get(project) ?? []), read]);
  }
  return groups;
}

/** All files at once; where one of them shows a fault of ours, one by one, so that the others are still judged. */
async function lintParts(
  files: readonly ReadResult[],
  lintSome: (files: readonly ReadResult[]) => Promise<LintResult>,
): Promise<readonly (LintResult | Failure)[]> {
  try {
    return [await lintSome(files)];
  } catch (error) {
    const first = files[0];
    if (files.length > 1 || !first)
      return (await Promise.all(files.map((file) => lintParts([file], lintSome)))).flat();
    const file = first.source.path;
    return [
      {
        file,
        message: `Something in runwright itself is wrong: ${reasonOf(error)}`,
        help: "Report this with the file",
      },
    ];
  }
}

function sorted(report: Report): Report {
  const problems = [...report.problems].sort(
    (a, b) => compare(a.file, b.file) || a.offset - b.offset || compare(a.rule, b.rule),
  );
  return { ...report, problems };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function distinct(failures: readonly Failure[]): readonly Failure[] {
  return [
    ...new Map(failures.map((failure) => [`${failure.file} ${failure.message}`, failure] as const)).values(),
  ];
}

interface Delivery {
  readonly call: Call;
  readonly host: Host;
  readonly workspace: Workspace;
  readonly options: Options;
}

/** Prints or writes the report; one that cannot be written is printed, with that failure in it. */
function deliver(report: Report, { call, host, workspace, options }: Delivery): ExitCode {
  const { outputFile, isJson } = options;
  const color = wantsColor(call, host);
  const print = (told: Report, look: { color: boolean }) =>
    isJson
      ? visibleJson(jsonReport(told, options))
      : prettyReport(told, { ...options, ...look, source: workspace.sourceOf });
  if (outputFile === undefined) {
    host.stdout(print(report, { color }));
    if (!isJson) printFailures(report.failures, { color, host });
    return exitCode(report, options);
  }
  const isInput = workspace.sourceOf(workspace.nameOf(resolve(host.cwd, outputFile))) !== undefined;
  const failure = isInput
    ? {
        file: outputFile,
        message: `\`${outputFile}\` is judged, and cannot hold the report as well`,
        help: "Name another file after `--output-file`",
      }
    : writeOutput(outputFile, print(report, { color: call.color ?? false }), host);
  if (!failure) {
    // The report is elsewhere: who looks here must still see that it is not complete.
    printFailures(report.failures, { color, host });
    return exitCode(report, options);
  }
  const whole = { ...report, failures: [...report.failures, failure] };
  host.stdout(print(whole, { color }));
  printFailures(isJson ? [failure] : whole.failures, { color, host });
  return 3;
}

function exitCode(report: Report, { maxWarnings }: Options): ExitCode {
  if (report.failures.length > 0) return 3;
  const { errors, warnings } = summarize(report);
  return errors > 0 || warnings > maxWarnings ? 1 : 0;
}
