import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Files, type ReadResult, read } from "@runwright/core";

const root = new URL("../../../", import.meta.url).pathname;

/** The repository's own examples: every runbook and fragment that is right. Paths are from the root. */
export function exampleFiles(): readonly ReadResult[] {
  return readdirSync(join(root, "examples"), { recursive: true, encoding: "utf8" })
    .filter(
      (path) =>
        /\.(?:runbook\.(?:yaml|md)|fragment\.yaml)$/.test(path) && !/^(?:faulty|use-core)\b/.test(path),
    )
    .sort()
    .map((path) => readExample(`examples/${path}`));
}

export const files: Files = {
  load: readExample,
  runbook: (id) => exampleFiles().find(({ runbook }) => runbook?.id === id),
};

/** The same files, but one of them with another text. */
export function filesWith(path: string, text: string): Files {
  const changed = read(text, { path });
  return { ...files, load: (wanted) => (wanted === path ? changed : readExample(wanted)) };
}

function readExample(path: string): ReadResult {
  return read(readFileSync(join(root, path), "utf8"), { path });
}
