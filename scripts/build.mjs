// Builds every package: `npm run build`. Generated sources are committed, so this needs no `npm run generate` first.
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { packageNames } from "./packages.mjs";
import { inParallel, root, run } from "./run.mjs";

/** Builds all packages, two at a time; gives what failed, as text. The packages build from source, in any order. */
export async function build() {
  const present = packageNames.filter((name) => existsSync(join(root, "packages", name, "src")));
  const results = await inParallel(present, 2, (name) => run("tsup", { cwd: join(root, "packages", name) }));
  return results.flatMap(({ code, output }, index) =>
    code === 0 ? [] : [`packages/${present[index]} does not build:\n${output}`],
  );
}

/** Whether the last build is newer than every source file, so that building again would change nothing. */
export function isBuilt() {
  const built = join(root, "packages/cli/dist/main.js");
  if (!existsSync(built)) return false;
  const buildTime = statSync(built).mtimeMs;
  return packageNames
    .map((name) => join(root, "packages", name, "src"))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { recursive: true }).map((path) => join(folder, path)))
    .every((path) => statSync(path).mtimeMs < buildTime);
}

if (process.argv[1] === import.meta.filename) {
  const failures = await build();
  for (const failure of failures) console.error(failure);
  process.exitCode = failures.length > 0 ? 1 : 0;
}
