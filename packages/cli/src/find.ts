import { join, resolve, sep } from "node:path";
import { maxBytes } from "@runwright/core";
import type { Failure } from "@runwright/lint";
import { unreadable } from "./failure.js";
import { codeOf, type FileStat, type Host } from "./host.js";
import { type IgnoreRule, isIgnored, parseIgnore, rulesBelow } from "./ignore.js";

/** What a folder is searched for. */
export interface Search {
  /** Absolute. */
  readonly folder: string;
  /** The folder above which no `.gitignore` counts, absolute. */
  readonly top: string;
  /** The project's own `ignore`. */
  readonly ignore: readonly IgnoreRule[];
  /** Links that lead out of this folder are not followed; absolute. */
  readonly root: string;
  /** Whether a file is one of those that are looked for. */
  readonly wanted: (path: string) => boolean;
  /** How a path is named in failures. */
  readonly nameOf: (path: string) => string;
}

export interface Found {
  /** Absolute paths, each file once, in the order of their names. */
  readonly files: readonly string[];
  readonly failures: readonly Failure[];
}

/**
 * The files below a folder, without what git and the project ignore. What cannot be looked into is a failure, and the
 * rest is still searched. Symbolic links are followed inside the root, each folder and file once, so that circles end.
 */
export function findFiles(search: Search, host: Host): Found {
  const walk = new Walk(search, host);
  walk.run();
  return { files: walk.files.sort(), failures: walk.failures };
}

/** A path as segments from the top of the disk: what the rules of `.gitignore` files are matched against. */
export function segmentsOf(path: string): readonly string[] {
  return path.split(sep).filter((name) => name !== "");
}

interface Folder {
  readonly path: string;
  readonly real: string;
  readonly rules: readonly IgnoreRule[];
}

class Walk {
  readonly files: string[] = [];
  readonly failures: Failure[] = [];
  private readonly queue: Folder[] = [];
  /** Real paths of what has been seen: a link to it adds nothing. */
  private readonly seen = new Set<string>();
  /** Followed last, so that what has a path of its own is named by it. */
  private readonly links: { readonly path: string; readonly rules: readonly IgnoreRule[] }[] = [];
  private readonly own: readonly IgnoreRule[];
  private realRoot = "";

  constructor(
    private readonly search: Search,
    private readonly host: Host,
  ) {
    this.own = rulesBelow(search.ignore, segmentsOf(search.folder));
  }

  run(): void {
    const { folder, root } = this.search;
    this.attempt(folder, () => {
      this.realRoot = this.host.realpath(root);
      this.enter({ path: folder, real: this.host.realpath(folder), rules: this.rulesAbove() });
    });
    this.drain();
    for (let link = this.links.shift(); link; link = this.links.shift()) {
      const { path, rules } = link;
      this.attempt(path, () => this.follow(path, rules));
      this.drain();
    }
  }

  private drain(): void {
    for (let folder = this.queue.pop(); folder; folder = this.queue.pop()) {
      const here = folder;
      this.attempt(here.path, () => this.list(here));
    }
  }

  private list({ path, real, rules }: Folder): void {
    const entries = this.host.readdir(path);
    const hasRules = entries.some(({ name, kind }) => name === ".gitignore" && kind === "file");
    const here = hasRules ? [...rules, ...this.rulesIn(path)] : rules;
    for (const { name, kind } of entries) {
      if (name === ".git" || name === "node_modules") continue;
      const child = join(path, name);
      const isFolder = kind === "folder";
      if (kind !== "link" && this.isLeftOut(child, isFolder, here)) continue;
      if (isFolder) this.enter({ path: child, real: join(real, name), rules: here });
      else if (kind === "file") this.add(child, join(real, name));
      else if (kind === "link") this.links.push({ path: child, rules: here });
      else if (this.search.wanted(child))
        this.refuse(
          child,
          "is neither a file nor a folder",
          "Remove it, or name the files to judge one by one",
        );
    }
  }

  private follow(path: string, rules: readonly IgnoreRule[]): void {
    const { wanted } = this.search;
    const stat = this.end(path);
    const isFolder = stat?.kind === "folder";
    if (this.isLeftOut(path, isFolder, rules)) return;
    if (!isFolder && !wanted(path)) return;
    if (!stat)
      return this.refuse(path, "is a symbolic link that leads to nothing", "Correct or remove the link");
    const real = this.host.realpath(path);
    if (!isInside(this.realRoot, real)) {
      // A folder from elsewhere is not this project's; a file with a runbook's name claims to be.
      if (!isFolder)
        this.refuse(
          path,
          "is a symbolic link that leads out of the repository",
          "Put the file itself here, or name it on the command line",
        );
    } else if (isFolder) this.enter({ path, real, rules });
    else if (stat.kind === "file") this.add(path, real);
  }

  /** What a link leads to in the end; nothing, where links lead in a circle. */
  private end(link: string): FileStat | undefined {
    try {
      return this.host.stat(link);
    } catch (error) {
      if (codeOf(error) === "ELOOP") return undefined;
      throw error;
    }
  }

  private enter(folder: Folder): void {
    if (this.seen.has(folder.real)) return;
    this.seen.add(folder.real);
    this.queue.push(folder);
  }

  private add(path: string, real: string): void {
    if (!this.search.wanted(path) || this.seen.has(real)) return;
    this.seen.add(real);
    this.files.push(path);
  }

  private isLeftOut(path: string, isFolder: boolean, rules: readonly IgnoreRule[]): boolean {
    const segments = segmentsOf(path);
    return isIgnored(rules, segments, isFolder) || isIgnored(this.own, segments, isFolder);
  }

  /** The `.gitignore` files of the folders above the one that was named, as far as they still hold below it. */
  private rulesAbove(): readonly IgnoreRule[] {
    const { top, folder } = this.search;
    const above: string[] = [];
    for (let path = folder; path !== top && isInside(top, path); ) {
      path = resolve(path, "..");
      above.unshift(path);
    }
    const rules = above.flatMap((path) =>
      this.host.stat(join(path, ".gitignore"))?.kind === "file" ? this.rulesIn(path) : [],
    );
    return rulesBelow(rules, segmentsOf(folder));
  }

  private rulesIn(folder: string): readonly IgnoreRule[] {
    const path = join(folder, ".gitignore");
    try {
      const text = new TextDecoder().decode(this.host.readFile(path, maxBytes));
      return parseIgnore(text, segmentsOf(folder));
    } catch (error) {
      this.failures.push(unreadable(this.search.nameOf(path), error));
      return [];
    }
  }

  private refuse(path: string, what: string, help: string): void {
    const file = this.search.nameOf(path);
    this.failures.push({ file, message: `\`${file}\` ${what}`, help });
  }

  private attempt(path: string, action: () => void): void {
    try {
      action();
    } catch (error) {
      this.failures.push(unreadable(this.search.nameOf(path), error));
    }
  }
}

/** Whether a path is a folder or stands below it; both absolute. */
export function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
