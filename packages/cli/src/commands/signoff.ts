import { join } from "node:path";
import { decode, maxBytes, nearest } from "@runwright/core";
import { createPaint, type Failure, failureJson, visible, visibleJson } from "@runwright/lint";
import { decide, policyPath, readPolicy, type SignoffReport } from "@runwright/signoff";
import type { Call } from "../args.js";
import type { ExitCode } from "../command.js";
import { unreadable } from "../failure.js";
import type { Host } from "../host.js";
import { printFailures, wantsColor } from "../output.js";
import { pathName } from "../path-name.js";
import { Projects } from "../projects.js";

export function run(call: Call, host: Host): ExitCode {
  const color = wantsColor(call, host);
  const isJson = call.value("format") === "json";
  const [subcommand = ""] = call.operands;
  const policy = subcommand === "check" ? gatherPolicy(host) : unknown(subcommand);
  if ("message" in policy) {
    if (isJson) host.stdout(visibleJson(failed([policy])));
    else printFailures([policy], { color, host });
    return 3;
  }
  const { report, exitCode } = decide({
    policy: readPolicy(policy),
    context: { now: host.now().toISOString() },
  });
  host.stdout(isJson ? visibleJson({ version: 1, ...report, failures: [] }) : pretty(report, { color }));
  return exitCode;
}

export function failed(failures: readonly Failure[]): object {
  return {
    version: 1,
    status: "error",
    context: {},
    runbooks: [],
    findings: [],
    failures: failures.map(failureJson),
  };
}

/** The policy of the project around the working folder. */
function gatherPolicy(host: Host): { readonly text: string | undefined } | Failure {
  const path = join(new Projects(host).of(host.cwd).root, ...policyPath.split("/"));
  try {
    if (!host.stat(path)) return { text: undefined };
    const decoded = decode(host.readFile(path, maxBytes), pathName(path, host));
    return "text" in decoded ? decoded : decoded.problem;
  } catch (error) {
    return unreadable(pathName(path, host), error);
  }
}

function unknown(subcommand: string): Failure {
  const guess = nearest(subcommand, ["check"]);
  return {
    message: `\`${subcommand}\` is no part of \`runwright signoff\`${guess ? `, did you mean \`${guess}\`?` : ""}`,
    help: "Run `runwright signoff check`",
  };
}

function pretty({ status, findings }: SignoffReport, { color }: { readonly color: boolean }): string {
  const paint = createPaint({ color });
  const blocks = findings.map(({ code, message, path, line, help }) =>
    [
      `${paint.bold(paint.red(status))}  ${paint.bold(visible(message))}`,
      ...(path === undefined ? [] : [`  ${path}${line === undefined ? "" : `:${line}`}`]),
      ...(help === undefined ? [] : [`  ${paint.dim("help")}  ${help}`]),
      `  ${paint.dim("code")}  ${code}`,
    ].join("\n"),
  );
  return `${blocks.join("\n\n")}\n`;
}
