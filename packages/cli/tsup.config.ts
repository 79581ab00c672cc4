import { fileURLToPath } from "node:url";
import { defineConfig } from "tsup";

const fromRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/**
 * The command line is one bundle of everything, our packages from source and third-party code alike: starting up
 * reads few files, and what only some commands need sits in chunks that `import()` loads when they run.
 */
export default defineConfig({
  entry: ["src/main.ts"],
  format: "esm",
  target: "node20",
  platform: "node",
  noExternal: [/./],
  external: [/^node:/],
  splitting: true,
  treeshake: false, // esbuild has done it; rollup's second pass costs seconds and saves bytes nobody reads
  minify: true,
  clean: true,
  silent: true,
  esbuildOptions(options) {
    options.alias = {
      "@runwright/core/runbook.schema.json": fromRoot("packages/core/runbook.schema.json"),
      ...Object.fromEntries(
        ["core", "exchange", "lint", "rehearse", "render", "signoff"].map((name) => [
          `@runwright/${name}`,
          fromRoot(`packages/${name}/src/index.ts`),
        ]),
      ),
      // For Node, `yaml` offers only CommonJS, which cannot be split or shaken. This is the same code as ES modules.
      yaml: fromRoot("node_modules/yaml/browser/dist/index.js"),
    };
  },
});
