import { resolve } from "node:path";
import { maxBytes } from "@runwright/core";
import {
  type Failure,
  jsonReport,
  type Preset,
  prettyReport,
  type Report,
  summarize,
  visibleJson,
} from "@runwright/lint";
import type { Call } from "../args.js";
import { isPreset } from "../choices.js";
import type { ExitCode } from "../command.js";
import { unreadable } from "../failure.js";
import type { Host } from "../host.js";
import { type Inputs, judge } from "../judge.js";
import { printFailures, wantsColor, writeOutput } from "../output.js";
import { keptFromReport } from "../report-file.js";
import { isFailure, Workspace } from "../workspace.js";

export async function run(call: Call, host: Host): Promise<ExitCode> {
  const options = readOptions(call);
  const workspace = new Workspace(host);
  const refused = optionFaults(call);
  const inputs =
    refused.length > 0 ? noInputs(refused) : gather(call, { workspace, host, preset: options.preset });
  const report = await judge(inputs, { workspace, preset: options.preset });
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

function noInputs(failures: readonly Failure[]): Inputs {
  return { files: [], failures, skipped: 0 };
}

interface Gathering {
  readonly workspace: Workspace;
  readonly host: Host;
  readonly preset: Preset | undefined;
}

function gather(call: Call, { workspace, host, preset }: Gathering): Inputs {
  if (call.has("stdin")) return gatherStdin(call.value("stdin-filename") ?? "stdin", { workspace, host });
  const selection = workspace.select(call.operands.length > 0 ? call.operands : ["."], { preset });
  const results = selection.files.map((path) => ({ path, read: workspace.read(path) }));
  const failures = results.flatMap(({ read }) => (isFailure(read) ? [read] : []));
  return {
    files: results.flatMap(({ path, read }) => (isFailure(read) ? [] : [{ path, read }])),
    failures: [...selection.failures, ...failures],
    skipped: failures.length,
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
  const failure =
    keptFromReport(outputFile, { host, workspace }) ??
    writeOutput(outputFile, print(report, { color: call.color ?? false }), host);
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
