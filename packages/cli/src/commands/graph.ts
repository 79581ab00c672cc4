import { graph } from "@runwright/core";
import { type Failure, failureJson, visibleJson } from "@runwright/lint";
import { toMermaid } from "@runwright/render";
import type { Call } from "../args.js";
import type { ExitCode } from "../command.js";
import type { Host } from "../host.js";
import { printFailures, visibleLines, wantsColor } from "../output.js";
import { readSingle } from "../single.js";

export function run(call: Call, host: Host): ExitCode {
  const [path = ""] = call.operands;
  const isJson = call.value("to") === "json";
  const single = readSingle(path, host);
  if ("failures" in single) {
    if (isJson) host.stdout(visibleJson(failed(single.failures)));
    else printFailures(single.failures, { color: wantsColor(call, host), host });
    return 3;
  }
  const drawn = graph(single.linked);
  host.stdout(isJson ? visibleJson({ version: 1, ...drawn, failures: [] }) : visibleLines(toMermaid(drawn)));
  return 0;
}

export function failed(failures: readonly Failure[]): object {
  return { version: 1, nodes: [], edges: [], failures: failures.map(failureJson) };
}
