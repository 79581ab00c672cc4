import { dirname, resolve } from "node:path";
import { closurePaths, isMarkdown, type Spelling } from "@runwright/core";
import type { Failure } from "@runwright/lint";
import { unwritable } from "./failure.js";
import type { Host } from "./host.js";
import type { Single } from "./single.js";

export interface ConversionTarget {
  readonly single: Single;
  readonly to: Spelling;
  /** Whether a file that is there may be overwritten. */
  readonly isForced: boolean;
  readonly host: Host;
}

/** Why a runbook in its other spelling may not be written to a file. */
export async function keptFromConversion(
  out: string,
  { single, to, isForced, host }: ConversionTarget,
): Promise<Failure | undefined> {
  const path = resolve(host.cwd, out);
  const source = resolve(host.cwd, single.read.source.path);
  if (isMarkdown(out) !== (to === "md"))
    return {
      file: out,
      message: `\`${out}\` would be read as ${to === "md" ? "YAML" : "Markdown"} by its name, and what it would hold is ${to === "md" ? "Markdown" : "YAML"}`,
      help: `Name a file that ends with \`.runbook.${to}\``,
    };
  try {
    if (host.stat(path)) {
      if (host.realpath(path) === host.realpath(source))
        return {
          file: out,
          message: `\`${out}\` leads to the file that is converted`,
          help: "Name another file after `--out`",
        };
      if (!isForced)
        return {
          file: out,
          message: `\`${out}\` is there already`,
          help: "Name another file, or add `--force` to overwrite it",
        };
    }
  } catch (error) {
    return unwritable(out, error);
  }
  const [neighbour] = dirname(path) === dirname(source) ? [] : await neighbours(single);
  if (neighbour === undefined) return undefined;
  return {
    file: out,
    message: `\`${out}\` is in another folder, from where the runbook would not find \`${neighbour}\``,
    help: `Name a file in the folder of \`${single.read.source.path}\``,
  };
}

/** Files that the runbook names by their way from its own. */
async function neighbours({ read, linked }: Single): Promise<readonly string[]> {
  const { paths } = await closurePaths(linked);
  const references = read.runbook?.references ?? [];
  return [
    ...paths.filter((path) => path !== read.source.path),
    ...references.flatMap(({ path }) => (path === undefined ? [] : [path])),
  ];
}
