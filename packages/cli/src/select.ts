import { basename, dirname, join, resolve } from "node:path";
import { isMarkdown, nearest } from "@runwright/core";
import type { Failure, Preset } from "@runwright/lint";
import { unreadable } from "./failure.js";
import { type Found, findFiles, segmentsOf } from "./find.js";
import { expandBraces, isGlob, matchesGlob, parseGlob } from "./glob.js";
import type { Host } from "./host.js";
import { type IgnoreRule, isIgnored } from "./ignore.js";
import { pathName } from "./path-name.js";
import type { Projects } from "./projects.js";

/** What the paths of a command line name. */
export interface Selection {
  /** Absolute paths, each file once, sorted as they are named. */
  readonly files: readonly string[];
  readonly failures: readonly Failure[];
}

export interface SelectOptions {
  readonly host: Host;
  readonly projects: Projects;
  /** Over that of each project's configuration: with `migrate`, a folder gives its plain Markdown too. */
  readonly preset?: Preset | undefined;
}

/** Files, folders and patterns as files. Nothing is read but folders, their `.gitignore` and the configuration. */
export function selectFiles(paths: readonly string[], options: SelectOptions): Selection {
  const parts = paths.map((path) => selectOne(path, options));
  const files = new Set(parts.flatMap((part) => part.files));
  const named = [...files].map((file) => ({ file, name: pathName(file, options.host) }));
  return {
    files: named.sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ file }) => file),
    failures: parts.flatMap((part) => part.failures),
  };
}

/** The runbooks and fragments below a folder whatever the project's own `ignore` says, for `do: runbook/procedure`. */
export function findRunbooks(folder: string, options: SelectOptions): Found {
  return search({ folder, ignore: [], wanted: hasRunbookName }, options);
}

const nothing: Selection = { files: [], failures: [] };

function selectOne(path: string, options: SelectOptions): Selection {
  const { host } = options;
  const absolute = resolve(host.cwd, path);
  try {
    const stat = path === "" ? undefined : host.stat(absolute);
    if (stat?.kind === "folder") return selectFolder(absolute, options);
    if (stat?.kind === "other" && !isOpenedForUs(absolute))
      return { ...nothing, failures: [neither(pathName(absolute, host))] };
    if (stat) return { ...nothing, files: [absolute] };
  } catch (error) {
    return { ...nothing, failures: [unreadable(pathName(absolute, host), error)] };
  }
  if (isGlob(path)) return selectGlob(path, options);
  return { ...nothing, failures: [missing(path, host)] };
}

/** The standard input, and what a shell puts in the place of `<(…)`. Any other pipe may have nobody who writes to it. */
function isOpenedForUs(path: string): boolean {
  return /^\/(?:dev|proc\/self)\/(?:stdin|fd\/\d+)$/.test(path);
}

function neither(file: string): Failure {
  return {
    file,
    message: `\`${file}\` is neither a file nor a folder`,
    help: "Name a file, or give its text to `runwright lint --stdin`",
  };
}

function selectFolder(folder: string, options: SelectOptions): Selection {
  const config = options.projects.configOf(options.projects.of(folder));
  if ("failures" in config) return { ...nothing, failures: config.failures };
  const takesPages = (options.preset ?? config.preset) === "migrate";
  const wanted = (path: string) =>
    hasRunbookName(path) ||
    (takesPages && isMarkdown(path)) ||
    isIgnored(config.files, segmentsOf(path), false);
  const found = search({ folder, ignore: config.ignore, wanted }, options);
  if (found.files.length > 0 || found.failures.length > 0) return found;
  const file = pathName(folder, options.host);
  const failure = {
    file,
    message: `No runbook is in the folder \`${file}\``,
    help: "Name a folder with files `*.runbook.yaml` or `*.runbook.md`, or name the files themselves; `--preset migrate` takes all Markdown",
  };
  return { ...found, failures: [failure] };
}

function selectGlob(pattern: string, options: SelectOptions): Selection {
  const expanded = expandBraces(pattern);
  if (!expanded) {
    const message = `The pattern \`${pattern}\` stands for too many others`;
    return { ...nothing, failures: [{ message, help: "Write fewer choices in `{ }`" }] };
  }
  const found = expanded.map((one) => globFiles(one, options));
  const files = new Set(found.flatMap((one) => one.files));
  const selection = { files: [...files], failures: found.flatMap((one) => one.failures) };
  if (selection.files.length > 0 || selection.failures.length > 0) return selection;
  const failure = {
    message: `No file matches \`${pattern}\``,
    help: "Correct the pattern; `**` stands for any folders, and what `.gitignore` or the configuration ignores is left out",
  };
  return { ...selection, failures: [failure] };
}

/** The files that fit a pattern, searched for from the last folder before its first special sign. */
function globFiles(pattern: string, options: SelectOptions): Found {
  const { host, projects } = options;
  const segments = pattern.split("/");
  // Braces are gone, and what is left may be a plain path.
  const first = Math.max(segments.findIndex(isGlob), 0);
  const folder = resolve(host.cwd, pattern.startsWith("/") ? "/" : ".", segments.slice(0, first).join("/"));
  try {
    if (host.stat(folder)?.kind !== "folder") return { files: [], failures: [] };
  } catch (error) {
    return { files: [], failures: [unreadable(pathName(folder, host), error)] };
  }
  const config = projects.configOf(projects.of(folder));
  if ("failures" in config) return { files: [], failures: config.failures };
  const glob = parseGlob(
    segments
      .slice(first)
      .filter((segment) => segment !== ".")
      .join("/"),
  );
  const above = segmentsOf(folder).length;
  const wanted = (path: string) => matchesGlob(glob, segmentsOf(path).slice(above));
  return search({ folder, ignore: config.ignore, wanted }, options);
}

interface Wish {
  readonly folder: string;
  readonly ignore: readonly IgnoreRule[];
  readonly wanted: (path: string) => boolean;
}

function search(wish: Wish, { host, projects }: SelectOptions): Found {
  const { root } = projects.of(wish.folder);
  const top = projects.gitTopOf(wish.folder);
  return findFiles({ ...wish, root, top, nameOf: (path) => pathName(path, host) }, host);
}

/** What a folder gives by itself. */
function hasRunbookName(path: string): boolean {
  return /(?:\.runbook\.(?:ya?ml|md)|\.fragment\.yaml)$/.test(path);
}

function missing(path: string, host: Host): Failure {
  const absolute = resolve(host.cwd, path);
  const guess = path === "" ? undefined : neighbour(absolute, host);
  return {
    ...(path !== "" && { file: pathName(absolute, host) }),
    message: `There is no file or folder \`${path}\`${guess ? `, did you mean \`${guess}\`?` : ""}`,
    help: guess ? `Name \`${guess}\`` : "Correct the path; it is relative to the working folder",
  };
}

/** The name in the same folder that comes nearest. */
function neighbour(path: string, host: Host): string | undefined {
  try {
    const names = host.readdir(dirname(path)).map(({ name }) => name);
    const guess = nearest(basename(path), names);
    return guess === undefined ? undefined : pathName(join(dirname(path), guess), host);
  } catch {
    return undefined;
  }
}
