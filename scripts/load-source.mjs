import { mkdir, rm } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Imports a TypeScript file of this repository, with the packages taken from their sources: generators and benches must
 * not depend on an earlier build, since they make what the build needs.
 */
export async function loadSource(path) {
  const name = path.replaceAll(/[^a-z0-9]+/gi, "-");
  const folder = `${root}node_modules/.cache/runwright`;
  await mkdir(folder, { recursive: true });
  const outfile = `${folder}/${name}-${process.pid}.mjs`;
  await build({
    entryPoints: [`${root}${path}`],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "error",
    alias: {
      "@runwright/core/runbook.schema.json": `${root}packages/core/runbook.schema.json`,
      ...Object.fromEntries(
        ["core", "lint", "signoff", "render", "exchange", "rehearse"].map((name) => [
          `@runwright/${name}`,
          `${root}packages/${name}/src/index.ts`,
        ]),
      ),
    },
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(outfile, { force: true });
  }
}
