import { digest, link, type RunbookDigest } from "@runwright/core";
import { createPaint, type Failure, failureJson, type Paint, visible, visibleJson } from "@runwright/lint";
import type { Call } from "../args.js";
import { gatherClosure } from "../closure.js";
import type { ExitCode } from "../command.js";
import type { Host } from "../host.js";
import { printFailures, wantsColor } from "../output.js";
import { soundness, unusable } from "../single.js";
import { isFailure, Workspace } from "../workspace.js";

export async function run(call: Call, host: Host): Promise<ExitCode> {
  const workspace = new Workspace(host);
  const { files, failures: unselected } = workspace.select(call.operands);
  const results = await Promise.all(files.map((path) => digestOf(path, workspace, host)));
  const runbooks = results.flatMap((result) => ("failures" in result ? [] : [result]));
  const failures = [
    ...unselected,
    ...results.flatMap((result) => ("failures" in result ? result.failures : [])),
  ];
  const color = wantsColor(call, host);
  if (call.value("format") === "json")
    host.stdout(visibleJson({ version: 1, runbooks, failures: failures.map(failureJson) }));
  else {
    host.stdout(runbooks.map((one) => pretty(one, createPaint({ color }))).join("\n"));
    printFailures(failures, { color, host });
  }
  return failures.length > 0 ? 3 : 0;
}

export function failed(failures: readonly Failure[]): object {
  return { version: 1, runbooks: [], failures: failures.map(failureJson) };
}

async function digestOf(
  path: string,
  workspace: Workspace,
  host: Host,
): Promise<RunbookDigest | { readonly failures: readonly Failure[] }> {
  const read = workspace.read(path);
  if (isFailure(read)) return { failures: [read] };
  const project = workspace.projectOf(path);
  const linked = link(read, workspace.filesOf(project));
  if (!linked) return { failures: [unusable(read)] };
  const closure = await gatherClosure(linked, project, host);
  if ("failures" in closure) return closure;
  // A misspelt field is left out of the model, and so of what the meaning digest sees.
  const [problem] = soundness(read, linked);
  return problem ? { failures: [unusable({ ...read, problems: [problem] })] } : digest(linked, closure);
}

function pretty(result: RunbookDigest, paint: Paint): string {
  const { file, id, version, contentDigest, meaningDigest, closure } = result;
  return [
    `${paint.bold(version === undefined ? id : `${id} ${version}`)}  ${visible(file)}`,
    `  ${paint.dim("content")}  ${contentDigest}`,
    `  ${paint.dim("meaning")}  ${meaningDigest}`,
    ...closure.map(({ path, mode, sha256 }) => `    ${paint.dim(`${mode} ${sha256}`)} ${visible(path)}`),
    "",
  ].join("\n");
}
