import { dirname, join } from "node:path";
import { maxBytes } from "@runwright/core";
import type { Failure } from "@runwright/lint";
import { type Config, emptyConfig, readConfig } from "./config.js";
import { unreadable } from "./failure.js";
import { isInside, segmentsOf } from "./find.js";
import type { Host } from "./host.js";
import { pathName } from "./path-name.js";

/** The folder that a file belongs to as a whole. */
export interface Project {
  /** Absolute. */
  readonly root: string;
  /** Whether a `.runwright` or `.git` makes it one; otherwise it is only where we happen to be. */
  readonly isMarked: boolean;
}

/** Finds projects and their configurations, each once. A class, because what was found already is real state. */
export class Projects {
  private readonly marked = new Map<string, Project | undefined>();
  private readonly configs = new Map<string, Config | { readonly failures: readonly Failure[] }>();

  constructor(private readonly host: Host) {}

  /** The project in which a folder stands: the nearest folder upwards with `.runwright` or `.git`. */
  of(folder: string): Project {
    const { cwd } = this.host;
    return this.markedOf(folder) ?? { root: isInside(cwd, folder) ? cwd : folder, isMarked: false };
  }

  /** The folder above which no `.gitignore` counts: that of the git repository, else the root. */
  gitTopOf(folder: string): string {
    for (let here = folder; ; here = dirname(here)) {
      if (this.isThere(join(here, ".git"))) return here;
      if (dirname(here) === here) return this.of(folder).root;
    }
  }

  /** The project's configuration, or what is wrong with it. */
  configOf({ root }: Project): Config | { readonly failures: readonly Failure[] } {
    const known = this.configs.get(root);
    if (known) return known;
    const config = this.readConfigOf(root);
    this.configs.set(root, config);
    return config;
  }

  private markedOf(folder: string): Project | undefined {
    if (this.marked.has(folder)) return this.marked.get(folder);
    const above = dirname(folder);
    const isRoot = this.isThere(join(folder, ".runwright"), "folder") || this.isThere(join(folder, ".git"));
    const further = above === folder ? undefined : () => this.markedOf(above);
    const project = isRoot ? { root: folder, isMarked: true } : further?.();
    this.marked.set(folder, project);
    return project;
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
    const name = pathName(path, this.host);
    try {
      const stat = this.host.stat(path);
      if (!stat) return emptyConfig;
      if (stat.kind === "other") return { failures: [notFile(name)] };
      if (!isInside(this.host.realpath(root), this.host.realpath(path))) return { failures: [outside(name)] };
      return readConfig({ path: name, bytes: this.host.readFile(path, maxBytes), base: segmentsOf(root) });
    } catch (error) {
      return { failures: [unreadable(name, error)] };
    }
  }
}

/** A pipe would be waited for without end. */
function notFile(file: string): Failure {
  return { file, message: `\`${file}\` is not a file`, help: "Put the configuration itself there" };
}

function outside(file: string): Failure {
  return {
    file,
    message: `\`${file}\` is a symbolic link that leads out of the repository`,
    help: "Put the configuration itself there",
  };
}
