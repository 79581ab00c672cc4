import { readdirSync, readFileSync } from "node:fs";

const root = new URL("../../../", import.meta.url);

export interface RealFile {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
}

/** Every runbook and fragment that is right, in YAML: the contract fixtures and the examples. */
export const realFiles: readonly RealFile[] = ["packages/core/fixtures/contract/", "examples/"].flatMap(
  (folder) =>
    readdirSync(new URL(folder, root), { recursive: true, encoding: "utf8" })
      .filter((path) => /\.(?:runbook|fragment)\.yaml$/.test(path) && !/^(?:faulty|use-core)\b/.test(path))
      .sort()
      .map((path) => ({ path: folder + path, text: readFileSync(new URL(folder + path, root), "utf8") })),
);
