import { join, relative, resolve, sep } from "node:path";
import { type ClosureFile, closurePaths, type Linked } from "@runwright/core";
import type { Failure } from "@runwright/lint";
import { unreadable } from "./failure.js";
import type { Host } from "./host.js";
import { pathName } from "./path-name.js";
import type { Project } from "./projects.js";

/** More than a script or a picture in a runbook needs. */
const maxFileBytes = 64 * 1024 * 1024;

/**
 * The files that make up a version, with the bytes that git would store and paths from the root. A file that is
 * missing, outside the root, a link or a pointer to elsewhere makes the whole a failure: a digest of less than
 * everything would approve what nobody saw.
 */
export async function gatherClosure(
  linked: Linked,
  { root }: Project,
  host: Host,
): Promise<readonly ClosureFile[] | { readonly failures: readonly Failure[] }> {
  const fromRoot = (name: string) => relative(root, resolve(host.cwd, name)).split(sep).join("/");
  const { paths, problems } = await closurePaths(linked, fromRoot);
  const gathered = paths.map((path) => gatherFile(path, root, host));
  const files = gathered.flatMap((file) => ("message" in file ? [] : [file]));
  const failures: readonly Failure[] = [
    ...problems.map(({ file, message, help }) => ({ file, message, help })),
    ...gathered.flatMap((file) => ("message" in file ? [file] : [])),
  ];
  return failures.length > 0 ? { failures } : files;
}

function gatherFile(path: string, root: string, host: Host): ClosureFile | Failure {
  const absolute = join(root, ...path.split("/"));
  const name = pathName(absolute, host);
  try {
    const stat = host.stat(absolute);
    if (stat?.kind !== "file") return refuse(name, stat ? "is not a file" : "is not there");
    // Git stores a link as its target's name: what it leads to is not in the commit that is approved.
    if (host.realpath(absolute) !== join(host.realpath(root), ...path.split("/")))
      return refuse(name, "is reached through a symbolic link");
    const bytes = host.readFile(absolute, maxFileBytes);
    if (bytes.length > maxFileBytes) return refuse(name, "is larger than 64 MiB");
    if (isPointer(bytes)) return refuse(name, "is a pointer of Git LFS, and its content is elsewhere");
    return { path, mode: stat.executable ? "100755" : "100644", bytes };
  } catch (error) {
    return unreadable(name, error);
  }
}

function refuse(name: string, why: string): Failure {
  return {
    file: name,
    message: `\`${name}\` ${why}, and the runbook is not whole without it`,
    help: "Put the file itself where the runbook names it, or name another",
  };
}

function isPointer(bytes: Uint8Array): boolean {
  const start = "version https://git-lfs.github.com/spec/";
  return bytes.length < 1024 && Buffer.from(bytes.subarray(0, start.length)).toString("latin1") === start;
}
