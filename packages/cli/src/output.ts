import { resolve } from "node:path";
import { type Failure, prettyFailure, visible } from "@runwright/lint";
import type { Call } from "./args.js";
import { unwritable } from "./failure.js";
import type { Host } from "./host.js";

/** Whether to colour: an option decides, then `NO_COLOR` (https://no-color.org), then whether a person looks. */
export function wantsColor({ color }: Pick<Call, "color">, host: Host): boolean {
  if (color !== undefined) return color;
  if (host.env.NO_COLOR || host.env.TERM === "dumb") return false;
  return host.isTTY;
}

/** Prints what could not be done, for a person. */
export function printFailures(
  failures: readonly Failure[],
  { color, host }: { readonly color: boolean; readonly host: Host },
): void {
  if (failures.length > 0)
    host.stderr(failures.map((failure) => prettyFailure(failure, { color })).join("\n"));
}

/** A text of several lines with everything in it made visible but its line breaks. */
export function visibleLines(text: string): string {
  return text.split("\n").map(visible).join("\n");
}

/** Writes a file whole, or says why not; then nothing of it is there. */
export function writeOutput(file: string, text: string, host: Host): Failure | undefined {
  try {
    host.writeFile(resolve(host.cwd, file), text);
    return undefined;
  } catch (error) {
    return unwritable(file, error);
  }
}
