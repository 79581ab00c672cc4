import { joinPath, type Linked, link, type Problem, type ReadResult } from "@runwright/core";
import type { Failure } from "@runwright/lint";
import type { Host } from "./host.js";
import { isFailure, Workspace } from "./workspace.js";

/** One file that a command works on, with everything that it names. */
export interface Single {
  readonly read: ReadResult;
  readonly linked: Linked;
}

/**
 * Reads and links the one file that a command line names. What keeps it from being used is a failure. To compare two
 * versions, one that has problems is good enough; a page, a picture or a command made of it would mislead.
 */
export function readSingle(
  path: string,
  host: Host,
  { mayHaveProblems = false }: { readonly mayHaveProblems?: boolean } = {},
): Single | { readonly failures: readonly Failure[] } {
  const workspace = new Workspace(host);
  const selection = workspace.select([path]);
  if (selection.failures.length > 0) return { failures: selection.failures };
  const [file, ...others] = selection.files;
  if (file === undefined || others.length > 0) {
    const message = `\`${path}\` stands for ${selection.files.length} files, and one is wanted`;
    return { failures: [{ message, help: "Name one file" }] };
  }
  const read = workspace.read(file);
  if (isFailure(read)) return { failures: [read] };
  const linked = link(read, workspace.filesOf(workspace.projectOf(file)));
  if (!linked) return { failures: [unusable(read)] };
  const [problem] = mayHaveProblems ? [] : soundness(read, linked);
  return problem ? { failures: [unusable({ ...read, problems: [problem] })] } : { read, linked };
}

/** Problems of reading and linking that leave something out or lead nowhere; the shape of an id does not, nor does a tick. */
export function soundness(read: ReadResult, linked: Linked): readonly Problem[] {
  return [...read.problems, ...linked.problems].filter(
    ({ rule, severity }) => severity === "error" && rule !== "id-format" && rule !== "checklist-ticked",
  );
}

/** What a file is not whole without: fragments that could not be loaded, by the names that it gives them. */
export function missingFragments({ read, linked }: Single): readonly Failure[] {
  const loaded = linked.files.map(({ source }) => source.path);
  return linked.files.flatMap(({ source, runbook, fragment }) =>
    ((runbook ?? fragment)?.uses ?? [])
      .filter((path) => !loaded.includes(joinPath(source.path, path)))
      .map((path) => ({
        file: read.source.path,
        message: `\`${source.path}\` uses \`${path}\`, which cannot be read`,
        help: "Put the fragment where it is named; with another branch, check that out as a whole",
      })),
  );
}

/** The failure of a file whose problems leave nothing to link. */
export function unusable({ source, problems, page }: ReadResult): Failure {
  if (page)
    return {
      file: source.path,
      message: `\`${source.path}\` is plain Markdown, which says nothing that a program could be sure of`,
      help: `Run \`runwright import ${source.path}\`, which proposes a runbook made of it`,
    };
  const [first] = problems;
  const place = first ? ` (line ${first.line}: ${first.message})` : "";
  return {
    file: source.path,
    message: `\`${source.path}\` has problems, and what is made of it would mislead${place}`,
    help: `Run \`runwright lint ${source.path}\`, and mend what it shows`,
  };
}
