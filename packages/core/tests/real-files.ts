import { readdirSync, readFileSync } from "node:fs";

const root = new URL("../../../", import.meta.url);

export interface RealFile {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
}

function filesNamed(name: RegExp): readonly RealFile[] {
  return ["packages/core/fixtures/contract/", "examples/"].flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true, encoding: "utf8" })
      .filter((path) => name.test(path) && !path.startsWith("use-core/"))
      .sort()
      .map((path) => ({ path: folder + path, text: readFileSync(new URL(folder + path, root), "utf8") })),
  );
}

const allFiles = filesNamed(/\.(?:runbook|fragment)\.yaml$/);

const isFaulty = ({ path }: RealFile) => path.startsWith("examples/faulty/");

/** Every runbook and fragment that is right, in YAML: the contract fixtures and the examples. */
export const realFiles = allFiles.filter((file) => !isFaulty(file));

/** Every runbook in Markdown, right or not. */
export const pageFiles = filesNamed(/\.runbook\.md$/);

/** Those that are right. */
export const realPages = pageFiles.filter((file) => !isFaulty(file));

/** The examples of mistakes; some are no YAML. */
export const faultyFiles = allFiles.filter(isFaulty);
