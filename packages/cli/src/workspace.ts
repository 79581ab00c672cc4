import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import {
  createSource,
  decode,
  type Files,
  maxBytes,
  nearest,
  type ReadResult,
  read,
  type Source,
} from "@runwright/core";
import type { Failure } from "@runwright/lint";
import { type Config, type ConfigFile, emptyConfig, readConfig } from "./config.js";
import { reasonOf, type Unreadable, unreadable } from "./failure.js";
import { findFiles, isInside, type Search, segmentsOf } from "./find.js";
import { expandBraces, type Glob, isGlob, matchesGlob, parseGlob } from "./glob.js";
import { codeOf, type Host } from "./host.js";
import { isIgnored } from "./ignore.js";

/** The folder that a file belongs to as a whole, and what its configuration says. */
export interface Project {
  /** Absolute. */
  readonly root: string;
  /** Whether a `.runwright` or `.git` makes it one; otherwise it is only where we happen to be. */
  readonly isMarked: boolean;
}

/** What the paths of a command line name. */
export interface Selection {
  /** Absolute paths, each file once, sorted as they are named. */
  readonly files: readonly string[];
  readonly failures: readonly Failure[];
  /** Files that a folder or pattern gave, and that this version cannot read. */
  readonly unread: number;
}

/** Finds and reads files, each once. A class, because what was read already is real state. */
export class Workspace {
  private readonly reads = new Map<string, ReadResult | Failure | Unreadable>();
  private readonly sources = new Map<string, Source>();
  private readonly projects = new Map<string, Project | undefined>();
  private readonly configs = new Map<string, Config | { readonly failures: readonly Failure[] }>();
  private readonly listings = new Map<string, readonly string[]>();
  /** What could not be read on the way: fragments, other runbooks. */
  private readonly met = new Map<string, Failure>();

  constructor(private readonly host: Host) {}

  /** How a path is named in reports: relative to the working folder, with `/`. */
  readonly nameOf = (path: string): string => {
    const name = relative(this.host.cwd, path);
    return name === "" ? "." : isAbsolute(name) ? name : name.split(sep).join("/");
  };

  /** Failures that came up while fragments and other runbooks were looked for. */
  get failures(): readonly Failure[] {
    return [...this.met.values()];
  }

  /** The text of a file that was read, by its name in reports. */
  readonly sourceOf = (name: string): Source | undefined => this.sources.get(name);

  /** Files, folders and patterns of a command line as files. Nothing is read yet. */
  select(paths: readonly string[]): Selection {
    const files = new Set<string>();
    const failures: Failure[] = [];
    let unread = 0;
    for (const path of paths) {
      const found = this.selectOne(path);
      failures.push(...found.failures);
      unread += found.unread;
      for (const file of found.files) files.add(file);
    }
    return { files: [...files].sort((a, b) => compare(this.nameOf(a), this.nameOf(b))), failures, unread };
  }

  /** A file by its absolute path, whatever its name. */
  read(path: string): ReadResult | Failure | Unreadable {
    const known = this.reads.get(path);
    if (known) return known;
    const result = this.readFresh(path);
    this.reads.set(path, result);
    return result;
  }

  /** Takes bytes that came from elsewhere for the content of a file. */
  readAs(path: string, bytes: Uint8Array): ReadResult {
    const result = this.readBytes(this.nameOf(path), bytes);
    this.reads.set(path, result);
    return result;
  }

  /** The project in which a file or folder stands: the nearest folder upwards with `.runwright` or `.git`. */
  projectOf(folder: string): Project {
    const marked = this.markedProject(folder);
    if (marked) return marked;
    return { root: isInside(this.host.cwd, folder) ? this.host.cwd : folder, isMarked: false };
  }

  /** The project's configuration, or what is wrong with it. */
  configOf({ root }: Project): Config | { readonly failures: readonly Failure[] } {
    const known = this.configs.get(root);
    if (known) return known;
    const config = this.readConfigOf(root);
    this.configs.set(root, config);
    return config;
  }

  /** Where the runbooks of a project take their fragments and each other from. */
  filesOf(project: Project): Files {
    return {
      load: (name) => {
        const path = resolve(this.host.cwd, name);
        const refused = this.refusal(path, project);
        if (refused !== undefined) return { refused };
        const result = this.read(path);
        if (!isFailure(result)) return result;
        this.meet(result);
        return { refused: "reason" in result ? result.reason : result.message };
      },
      runbook: (id) => this.runbookById(id, project),
    };
  }

  private selectOne(path: string): Selection {
    const absolute = resolve(this.host.cwd, path);
    const nothing = { files: [], failures: [], unread: 0 };
    try {
      const stat = path === "" ? undefined : this.host.stat(absolute);
      if (stat?.kind === "folder") return this.selectFolder(absolute);
      if (stat) return { ...nothing, files: [absolute] };
    } catch (error) {
      return { ...nothing, failures: [unreadable(this.nameOf(absolute), error)] };
    }
    if (isGlob(path)) return this.selectGlob(path);
    return { ...nothing, failures: [this.missing(path, absolute)] };
  }

  private selectFolder(folder: string): Selection {
    const config = this.configOf(this.projectOf(folder));
    if ("failures" in config) return { files: [], failures: config.failures, unread: 0 };
    const wanted = (path: string) => hasRunbookName(path) || isIgnored(config.files, segmentsOf(path), false);
    const found = findFiles(this.search(folder, config, wanted), this.host);
    const { readable, unread } = split(found.files);
    if (found.files.length > 0 || found.failures.length > 0)
      return {
        files: readable,
        failures: [...found.failures, ...(readable.length > 0 ? [] : this.onlyUnread(folder, unread))],
        unread,
      };
    const name = this.nameOf(folder);
    const failure = {
      file: name,
      message: `No runbook is in the folder \`${name}\``,
      help: "Name a folder with files `*.runbook.yaml`, or name the files themselves, whatever they are called",
    };
    return { files: [], failures: [failure], unread: 0 };
  }

  private selectGlob(pattern: string): Selection {
    const expanded = expandBraces(pattern);
    if (!expanded) {
      const failure = {
        message: `The pattern \`${pattern}\` stands for too many others`,
        help: "Write fewer choices in `{ }`",
      };
      return { files: [], failures: [failure], unread: 0 };
    }
    const found = expanded.map((one) => this.globFiles(one));
    const all = [...new Set(found.flatMap(({ files }) => files))];
    const failures = found.flatMap((one) => one.failures);
    const { readable, unread } = split(all);
    if (readable.length > 0 || failures.length > 0) return { files: readable, failures, unread };
    const failure = {
      message: `No file matches \`${pattern}\``,
      help: "Correct the pattern; `**` stands for any folders, and what `.gitignore` or the configuration ignores is left out",
    };
    return { files: [], failures: [failure], unread };
  }

  /** The files that fit a pattern, searched for from the first folder in it that is named plainly. */
  private globFiles(pattern: string): { files: readonly string[]; failures: readonly Failure[] } {
    const segments = pattern.split("/");
    const first = segments.findIndex(isGlob);
    const folder = resolve(
      this.host.cwd,
      pattern.startsWith("/") ? "/" : ".",
      segments.slice(0, Math.max(first, 0)).join("/"),
    );
    const rest: Glob = parseGlob(segments.slice(Math.max(first, 0)).join("/"));
    try {
      if (this.host.stat(folder)?.kind !== "folder") return { files: [], failures: [] };
    } catch (error) {
      return { files: [], failures: [unreadable(this.nameOf(folder), error)] };
    }
    const config = this.configOf(this.projectOf(folder));
    if ("failures" in config) return { files: [], failures: config.failures };
    const above = segmentsOf(folder).length;
    const wanted = (path: string) => matchesGlob(rest, segmentsOf(path).slice(above));
    return findFiles(this.search(folder, config, wanted), this.host);
  }

  private search(
    folder: string,
    { ignore }: Pick<Config, "ignore">,
    wanted: (path: string) => boolean,
  ): Search {
    const { root } = this.projectOf(folder);
    const top = this.gitTop(folder) ?? root;
    return { folder, top, root, ignore, wanted, nameOf: this.nameOf };
  }

  private onlyUnread(folder: string, unread: number): readonly Failure[] {
    if (unread === 0) return [];
    const name = this.nameOf(folder);
    return [{ file: name, ...markdownWords(`The folder \`${name}\` has only runbooks in Markdown, which`) }];
  }

  private missing(path: string, absolute: string): Failure {
    const guess = path === "" ? undefined : this.neighbour(absolute);
    return {
      ...(path !== "" && { file: this.nameOf(absolute) }),
      message: `There is no file or folder \`${path}\`${guess ? `, did you mean \`${guess}\`?` : ""}`,
      help: guess ? `Name \`${guess}\`` : "Correct the path; it is relative to the working folder",
    };
  }

  /** The name in the same folder that comes nearest. */
  private neighbour(path: string): string | undefined {
    try {
      const names = this.host.readdir(dirname(path)).map(({ name }) => name);
      const guess = nearest(basename(path), names);
      return guess === undefined ? undefined : this.nameOf(join(dirname(path), guess));
    } catch {
      return undefined;
    }
  }

  private readFresh(path: string): ReadResult | Failure | Unreadable {
    const name = this.nameOf(path);
    if (path.endsWith(".md")) return { file: name, ...markdownWords(`\`${name}\` is Markdown, which`) };
    try {
      return this.readBytes(name, this.host.readFile(path, maxBytes));
    } catch (error) {
      return unreadable(name, error);
    }
  }

  private readBytes(name: string, bytes: Uint8Array): ReadResult {
    const decoded = decode(bytes, name);
    const result =
      "text" in decoded
        ? read(decoded.text, { path: name })
        : { source: createSource(name, lenientText(bytes)), problems: [decoded.problem] };
    this.sources.set(name, result.source);
    return result;
  }

  /** Why a fragment may not be loaded. Nothing is opened outside the root, not even to see whether it is there. */
  private refusal(path: string, { root, isMarked }: Project): string | undefined {
    const outside = isMarked
      ? `the root \`${this.nameOf(root)}\``
      : `the folder \`${this.nameOf(root)}\`, and no folder above it has \`.git\` or \`.runwright\``;
    if (!isInside(root, path)) return `it lies outside ${outside}`;
    if (path.endsWith(".md")) return "a fragment is written in YAML";
    try {
      const real = this.host.realpath(path);
      if (!isInside(this.host.realpath(root), real)) return `a symbolic link leads outside ${outside}`;
      const kind = this.host.stat(path)?.kind;
      return kind === "file" ? undefined : kind === "folder" ? "it is a folder" : "it is not a file";
    } catch (error) {
      if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return "there is no such file";
      this.meet(unreadable(this.nameOf(path), error));
      return reasonOf(error);
    }
  }

  /** First among the files of this run, which need not be where a search would find them; then under the root. */
  private runbookById(id: string, project: Project): ReadResult | undefined {
    for (const [path, result] of this.reads) {
      if (isInside(project.root, path) && !isFailure(result) && result.runbook?.id === id) return result;
    }
    const failures: Failure[] = [];
    for (const path of this.listing(project)) {
      const result = this.read(path);
      if (isFailure(result)) failures.push(result);
      else if (result.runbook?.id === id) return result;
    }
    // It may be in one of those that cannot be read: "there is none" would be a guess.
    for (const failure of failures) this.meet(failure);
    return undefined;
  }

  private listing({ root }: Project): readonly string[] {
    const known = this.listings.get(root);
    if (known) return known;
    const wanted = (path: string) => hasRunbookName(path) && !path.endsWith(".md");
    const { files, failures } = findFiles(this.search(root, { ignore: [] }, wanted), this.host);
    for (const failure of failures) this.meet(failure);
    this.listings.set(root, files);
    return files;
  }

  private meet(failure: Failure): void {
    this.met.set(`${failure.file} ${failure.message}`, failure);
  }

  private markedProject(folder: string): Project | undefined {
    if (this.projects.has(folder)) return this.projects.get(folder);
    const above = dirname(folder);
    const isRoot = this.isThere(join(folder, ".runwright"), "folder") || this.isThere(join(folder, ".git"));
    const project = isRoot
      ? { root: folder, isMarked: true }
      : above === folder
        ? undefined
        : this.markedProject(above);
    this.projects.set(folder, project);
    return project;
  }

  private gitTop(folder: string): string | undefined {
    if (this.isThere(join(folder, ".git"))) return folder;
    const above = dirname(folder);
    return above === folder ? undefined : this.gitTop(above);
  }

  private isThere(path: string, kind?: "folder"): boolean {
    try {
      const stat = this.host.stat(path);
      return stat !== undefined && (kind === undefined || stat.kind === kind);
    } catch {
      return false;
    }
  }

  private readConfigOf(root: string): Config | { readonly failures: readonly Failure[] } {
    const path = join(root, ".runwright", "config.yaml");
    const name = this.nameOf(path);
    try {
      if (!this.host.stat(path)) return emptyConfig;
      const file: ConfigFile = {
        path: name,
        bytes: this.host.readFile(path, maxBytes),
        base: segmentsOf(root),
      };
      return readConfig(file);
    } catch (error) {
      return { failures: [unreadable(name, error)] };
    }
  }
}

/** Whether a path was refused rather than read. */
export function isFailure(result: ReadResult | Failure): result is Failure {
  return !("source" in result);
}

/** What a folder gives by itself. */
function hasRunbookName(path: string): boolean {
  return /(?:\.runbook\.(?:ya?ml|md)|\.fragment\.yaml)$/.test(path);
}

function split(files: readonly string[]): { readable: readonly string[]; unread: number } {
  const readable = files.filter((path) => !path.endsWith(".md"));
  return { readable, unread: files.length - readable.length };
}

function markdownWords(subject: string): { message: string; help: string } {
  return {
    message: `${subject} this version does not read yet`,
    help: "Name a runbook in its YAML spelling, `*.runbook.yaml`",
  };
}

/** Only to show the place where text ends and something else begins. */
function lenientText(bytes: Uint8Array): string {
  return bytes.length > maxBytes ? "" : new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
