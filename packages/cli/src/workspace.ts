import { basename, dirname, join, resolve } from "node:path";
import {
  concealSecrets,
  createSource,
  decode,
  type Files,
  isMarkdown,
  maxBytes,
  type ReadResult,
  read,
  type Source,
} from "@runwright/core";
import type { Failure, Preset } from "@runwright/lint";
import type { Config } from "./config.js";
import { reasonOf, type Unreadable, unreadable } from "./failure.js";
import { isInside } from "./find.js";
import { codeOf, type Host } from "./host.js";
import { pathName } from "./path-name.js";
import { type Project, Projects } from "./projects.js";
import { findRunbooks, type Selection, selectFiles } from "./select.js";

/** Finds and reads files, each once. A class, because what was read already is real state. */
export class Workspace {
  private readonly projects: Projects;
  private readonly reads = new Map<string, ReadResult | Failure | Unreadable>();
  private readonly sources = new Map<string, Source>();
  /** The same as a report may show them. */
  private readonly shown = new Map<string, Source>();
  private readonly listings = new Map<string, readonly string[]>();
  /** What could not be read on the way: fragments, other runbooks. */
  private readonly met = new Map<string, Failure>();

  constructor(private readonly host: Host) {
    this.projects = new Projects(host);
  }

  /** Failures that came up while fragments and other runbooks were looked for. */
  get failures(): readonly Failure[] {
    return [...this.met.values()];
  }

  /** The text of a file that was read, by its name in reports. */
  readonly sourceOf = (name: string): Source | undefined => {
    const source = this.sources.get(name);
    const shown = this.shown.get(name) ?? (source && concealSecrets(source));
    if (shown) this.shown.set(name, shown);
    return shown;
  };

  /** Files, folders and patterns of a command line as files; with the preset `migrate` plain Markdown too. */
  select(paths: readonly string[], { preset }: { readonly preset?: Preset | undefined } = {}): Selection {
    return selectFiles(paths, { host: this.host, projects: this.projects, preset });
  }

  /** The project in which a file stands. */
  projectOf(path: string): Project {
    return this.projects.of(resolve(path, ".."));
  }

  /** The project's configuration, or what is wrong with it. */
  configOf(project: Project): Config | { readonly failures: readonly Failure[] } {
    return this.projects.configOf(project);
  }

  /** A file by its absolute path, whatever its name. */
  read(path: string): ReadResult | Failure | Unreadable {
    const known = this.reads.get(path);
    if (known) return known;
    const result = this.readFresh(path);
    this.reads.set(path, result);
    return result;
  }

  /** Whether a file was read in this run, by its real path. */
  hasRead(real: string): boolean {
    return [...this.reads.keys()].some((path) => this.realOf(path) === real);
  }

  /** A path with its links resolved, as far as there is something. */
  realOf(path: string): string {
    try {
      return this.host.realpath(path);
    } catch {
      const folder = dirname(path);
      return folder === path ? path : join(this.realOf(folder), basename(path));
    }
  }

  /** Takes bytes that came from elsewhere for the content of a file. */
  readAs(path: string, bytes: Uint8Array): ReadResult {
    const result = this.readBytes(this.nameOf(path), bytes);
    this.reads.set(path, result);
    return result;
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

  private readFresh(path: string): ReadResult | Failure | Unreadable {
    const name = this.nameOf(path);
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
    if (isMarkdown(path)) return "a fragment is written in YAML";
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
    const { files, failures } = findRunbooks(root, { host: this.host, projects: this.projects });
    for (const failure of failures) this.meet(failure);
    this.listings.set(root, files);
    return files;
  }

  private nameOf(path: string): string {
    return pathName(path, this.host);
  }

  private meet(failure: Failure): void {
    this.met.set(`${failure.file} ${failure.message}`, failure);
  }
}

/** Whether a path was refused rather than read. */
export function isFailure(result: ReadResult | Failure): result is Failure {
  return !("source" in result);
}

/** Only to show the place where text ends and something else begins. */
function lenientText(bytes: Uint8Array): string {
  return bytes.length > maxBytes ? "" : new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}
