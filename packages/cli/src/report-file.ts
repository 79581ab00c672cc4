import { resolve } from "node:path";
import { maxBytes } from "@runwright/core";
import type { Failure } from "@runwright/lint";
import type { Host } from "./host.js";
import { pathName } from "./path-name.js";
import type { Workspace } from "./workspace.js";

/** Why a report may not be written to a file: it is judged, or it is a runbook, a fragment or a setting, by whatever links. */
export function keptFromReport(
  file: string,
  { host, workspace }: { readonly host: Host; readonly workspace: Workspace },
): Failure | undefined {
  const path = resolve(host.cwd, file);
  const real = workspace.realOf(path);
  const what = workspace.hasRead(real)
    ? "is judged"
    : isOurs({ path, real, host })
      ? "is a runbook, a fragment or a setting"
      : undefined;
  if (what === undefined) return undefined;
  const target = pathName(real, { cwd: workspace.realOf(host.cwd) });
  const subject =
    target === pathName(path, host) ? `\`${file}\`` : `\`${file}\` leads to \`${target}\`, which`;
  return {
    file,
    message: `${subject} ${what}, and cannot hold the report as well`,
    help: "Name another file after `--output-file`",
  };
}

/** Only what is there can be lost. */
function isOurs({
  path,
  real,
  host,
}: {
  readonly path: string;
  readonly real: string;
  readonly host: Host;
}): boolean {
  try {
    if (host.stat(real)?.kind !== "file") return false;
    return hasOurName(path) || hasOurName(real) || holdsRunbook(host.readFile(real, maxBytes));
  } catch {
    return false; // what cannot be read: to write it will say why
  }
}

/** Some disks do not tell capitals from small letters. */
function hasOurName(path: string): boolean {
  return /(?:\.runbook\.(?:ya?ml|md)|\.fragment\.ya?ml|[\\/]\.runwright[\\/][^\\/]*\.ya?ml)$/i.test(path);
}

/** A runbook may have any name; no report of ours has a line that begins so. */
function holdsRunbook(bytes: Uint8Array): boolean {
  return /^["']?runwright["']?[ \t]*:/m.test(new TextDecoder().decode(bytes));
}
