import { renderMarkdown } from "@runwright/render";
import type { Call } from "../args.js";
import type { ExitCode } from "../command.js";
import type { Host } from "../host.js";
import { printFailures, visibleLines, wantsColor } from "../output.js";
import { readSingle } from "../single.js";

export function run(call: Call, host: Host): ExitCode {
  const [path = ""] = call.operands;
  const fail = (failures: Parameters<typeof printFailures>[0]): ExitCode => {
    printFailures(failures, { color: wantsColor(call, host), host });
    return 3;
  };
  const single = readSingle(path, host);
  if ("failures" in single) return fail(single.failures);
  const { runbook } = single.read;
  if (!runbook) {
    const message = `\`${path}\` is a fragment, which is read as part of the runbooks that use it`;
    return fail([{ file: path, message, help: "Name a runbook" }]);
  }
  host.stdout(visibleLines(renderMarkdown(runbook, single.linked)));
  return 0;
}
