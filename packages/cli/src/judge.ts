import { compareProblems, type Problem, type ReadResult } from "@runwright/core";
import { type Failure, type LintResult, lint, type Preset, type Report } from "@runwright/lint";
import { reasonOf } from "./failure.js";
import type { Project } from "./projects.js";
import type { Workspace } from "./workspace.js";

/** The files to judge, and what was in the way of others. */
export interface Inputs {
  /** By their absolute paths. */
  readonly files: readonly { readonly path: string; readonly read: ReadResult }[];
  readonly failures: readonly Failure[];
  readonly skipped: number;
}

export interface JudgeOptions {
  readonly workspace: Workspace;
  /** Over that of each project's configuration. */
  readonly preset: Preset | undefined;
}

/** Files of one project are judged together, by its configuration. */
export async function judge(inputs: Inputs, { workspace, preset }: JudgeOptions): Promise<Report> {
  const problems: Problem[] = [];
  const judged = new Set<string>();
  const failures = [...inputs.failures];
  let { skipped } = inputs;
  for (const { project, files } of byProject(inputs, workspace)) {
    const config = workspace.configOf(project);
    if ("failures" in config) {
      failures.push(...config.failures);
      skipped += files.length;
      continue;
    }
    const lintOptions = {
      preset: preset ?? config.preset ?? "recommended",
      rules: config.rules,
      files: workspace.filesOf(project),
    };
    for (const part of await lintParts(files, (some) => lint(some, lintOptions))) {
      if ("message" in part) {
        failures.push(part);
        skipped++;
        continue;
      }
      problems.push(...part.problems);
      for (const file of part.files) judged.add(file);
    }
  }
  const met = [...failures, ...workspace.failures];
  return {
    // A fragment that files of two projects use is judged with each.
    problems: distinct(
      problems,
      ({ file, offset, rule, message }) => `${file} ${offset} ${rule} ${message}`,
    ).sort(compareProblems),
    failures: distinct(met, ({ file, message }) => `${file} ${message}`),
    files: judged.size,
    skipped,
  };
}

function byProject(
  { files }: Inputs,
  workspace: Workspace,
): readonly { readonly project: Project; readonly files: readonly ReadResult[] }[] {
  const groups = new Map<string, { project: Project; files: ReadResult[] }>();
  for (const { path, read } of files) {
    const project = workspace.projectOf(path);
    const group = groups.get(project.root) ?? { project, files: [] };
    group.files.push(read);
    groups.set(project.root, group);
  }
  return [...groups.values()];
}

/** All files at once; where one of them shows a fault of ours, one by one, so that the others are still judged. */
async function lintParts(
  files: readonly ReadResult[],
  lintSome: (files: readonly ReadResult[]) => Promise<LintResult>,
): Promise<readonly (LintResult | Failure)[]> {
  try {
    return [await lintSome(files)];
  } catch (error) {
    const first = files[0];
    if (files.length > 1 || !first)
      return (await Promise.all(files.map((file) => lintParts([file], lintSome)))).flat();
    const file = first.source.path;
    return [
      {
        file,
        message: `Something in runwright itself is wrong: ${reasonOf(error)}`,
        help: "Report this with the file",
      },
    ];
  }
}

function distinct<Item>(items: readonly Item[], key: (item: Item) => string): Item[] {
  return [...new Map(items.map((item) => [key(item), item] as const)).values()];
}
