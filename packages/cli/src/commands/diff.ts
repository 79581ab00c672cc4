import { type Change, type Diff, diff } from "@runwright/core";
import { createPaint, type Failure, failureJson, type Paint, visible, visibleJson } from "@runwright/lint";
import type { Call } from "../args.js";
import type { ExitCode } from "../commands.js";
import type { Host } from "../host.js";
import { printFailures, wantsColor } from "../output.js";
import { readSingle } from "../single.js";

export function run(call: Call, host: Host): ExitCode {
  const color = wantsColor(call, host);
  const isJson = call.value("format") === "json";
  const [before, after] = call.operands.map((path) => readSingle(path, host));
  if (!before || !after) throw new Error("Unreachable: the command takes two files");
  if ("failures" in before || "failures" in after) {
    const failures = [before, after].flatMap((one) => ("failures" in one ? one.failures : []));
    if (isJson) host.stdout(visibleJson(failed(failures)));
    else printFailures(failures, { color, host });
    return 3;
  }
  const result = diff(before.linked, after.linked);
  host.stdout(isJson ? visibleJson({ version: 1, ...result, failures: [] }) : pretty(result, createPaint({ color })));
  return 0;
}

export function failed(failures: readonly Failure[]): object {
  return { version: 1, changes: [], failures: failures.map(failureJson) };
}

function pretty({ required, declared, changes }: Diff, paint: Paint): string {
  const rows = changes.map((change) => prettyChange(change, paint));
  const asked = `The changes ask for ${step(required)}`;
  return [...rows, ...(rows.length > 0 ? [""] : []), `${asked}, and the version takes ${step(declared)}`, ""].join("\n");
}

function prettyChange({ path, kind, level, why }: Change, paint: Paint): string {
  const color = { major: paint.red, minor: paint.yellow, patch: paint.dim }[level];
  return `${color(level.padEnd(5))}  ${kind.padEnd(7)}  ${visible(why)}\n                ${paint.dim(visible(path))}`;
}

function step(level: Diff["required"] | Diff["declared"]): string {
  if (level === "none") return "no step";
  return level === "lower" ? "a step back" : `a ${level} step`;
}
