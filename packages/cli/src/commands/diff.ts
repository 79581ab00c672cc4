import { resolve } from "node:path";
import { type Change, type Diff, diff } from "@runwright/core";
import { createPaint, type Failure, failureJson, type Paint, visible, visibleJson } from "@runwright/lint";
import type { Call } from "../args.js";
import type { ExitCode } from "../command.js";
import type { Host } from "../host.js";
import { printFailures, wantsColor } from "../output.js";
import { missingFragments, readSingle } from "../single.js";

export function run(call: Call, host: Host): ExitCode {
  const color = wantsColor(call, host);
  const isJson = call.value("format") === "json";
  const singles = call.operands.map((path) => readSingle(path, host, { mayHaveProblems: true }));
  // What a missing fragment holds would count as removed.
  const failures = singles.flatMap((one) => ("failures" in one ? one.failures : missingFragments(one)));
  const [before, after] = singles.flatMap((one) => ("failures" in one ? [] : [one]));
  if (failures.length > 0 || !before || !after) {
    if (isJson) host.stdout(visibleJson(failed(failures)));
    else printFailures(failures, { color, host });
    return 3;
  }
  const result = diff(before.linked, after.linked, {
    isSameScript: (old, fresh) => isSameFile(old, fresh, host),
  });
  host.stdout(
    isJson ? visibleJson({ version: 1, ...result, failures: [] }) : pretty(result, createPaint({ color })),
  );
  return 0;
}

/** Byte for byte. One that is not there differs: that a script is unchanged must be seen, not assumed. */
function isSameFile(before: string, after: string, host: Host): boolean {
  try {
    const [old, fresh] = [before, after].map((name) =>
      Buffer.from(host.readFile(resolve(host.cwd, name), maxScriptBytes)),
    );
    return old !== undefined && fresh !== undefined && old.length <= maxScriptBytes && old.equals(fresh);
  } catch {
    return false;
  }
}

/** A longer script is taken for another one. */
const maxScriptBytes = 64 * 1024 * 1024;

export function failed(failures: readonly Failure[]): object {
  return { version: 1, changes: [], failures: failures.map(failureJson) };
}

function pretty({ required, declared, changes }: Diff, paint: Paint): string {
  const rows = changes.map((change) => prettyChange(change, paint));
  const asked = `The changes ask for ${step(required)}`;
  return [
    ...rows,
    ...(rows.length > 0 ? [""] : []),
    `${asked}, and the version takes ${step(declared)}`,
    "",
  ].join("\n");
}

function prettyChange({ path, kind, level, why }: Change, paint: Paint): string {
  const color = { major: paint.red, minor: paint.yellow, patch: paint.dim }[level];
  const row = `${color(level.padEnd(5))}  ${kind.padEnd(7)}  ${visible(why)}`;
  // A change of the file as a whole is at no path.
  return path === "" ? row : `${row}\n                ${paint.dim(visible(path))}`;
}

function step(level: Diff["required"] | Diff["declared"]): string {
  if (level === "none") return "no step";
  return level === "lower" ? "a step back" : `a ${level} step`;
}
