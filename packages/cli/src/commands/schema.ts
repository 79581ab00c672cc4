import schema from "@runwright/core/runbook.schema.json";
import type { Call } from "../args.js";
import type { ExitCode } from "../command.js";
import type { Host } from "../host.js";

export function run(_: Call, host: Host): ExitCode {
  host.stdout(`${JSON.stringify(schema, null, 2)}\n`);
  return 0;
}
