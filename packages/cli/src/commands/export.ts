import { nearest } from "@runwright/core";
import { toCurl } from "@runwright/exchange";
import type { Failure } from "@runwright/lint";
import type { Call } from "../args.js";
import type { ExitCode } from "../command.js";
import type { Host } from "../host.js";
import { printFailures, wantsColor } from "../output.js";
import { readSingle, type Single } from "../single.js";

export function run(call: Call, host: Host): ExitCode {
  const [path = ""] = call.operands;
  const single = readSingle(path, host);
  const result = "failures" in single ? single : curlOf(single, call.value("request"));
  if ("failures" in result) {
    printFailures(result.failures, { color: wantsColor(call, host), host });
    return 3;
  }
  host.stdout(result.text);
  return 0;
}

type Exported = { readonly text: string } | { readonly failures: readonly Failure[] };

function curlOf({ read, linked }: Single, id: string | undefined): Exported {
  const ids = [...linked.requests.keys()];
  const file = read.source.path;
  const known = ids.map((name) => `\`${name}\``).join(", ") || "none";
  if (id === undefined)
    return refuse({
      file,
      message: "Which request is not said",
      help: `Add \`--request\` with one of: ${known}`,
    });
  const request = linked.requests.get(id);
  if (!request) {
    const guess = nearest(id, ids);
    const question = guess ? `, did you mean \`${guess}\`?` : "";
    return refuse({
      file,
      message: `\`${file}\` has no request \`${id}\`${question}`,
      help: `Name one of its requests: ${known}`,
    });
  }
  const curl = toCurl(request, linked);
  if ("command" in curl) return { text: curl.command };
  return refuse({
    file,
    message: `The request \`${id}\` cannot be a cURL command: ${curl.refused}`,
    help: "Send it with another tool, or change the request",
  });
}

function refuse(failure: Failure): Exported {
  return { failures: [failure] };
}
