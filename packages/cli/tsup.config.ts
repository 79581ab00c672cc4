import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "tsup";

const fromRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const packages = ["core", "exchange", "lint", "rehearse", "render", "signoff"];

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
  esbuildPlugins: [{ name: "past-barrels", setup: importPastBarrels }],
  esbuildOptions(options) {
    options.alias = {
      "@runwright/core/runbook.schema.json": fromRoot("packages/core/runbook.schema.json"),
      ...Object.fromEntries(
        packages.map((name) => [`@runwright/${name}`, fromRoot(`packages/${name}/src/index.ts`)]),
      ),
    };
  },
});

interface Build {
  onLoad(
    options: { filter: RegExp },
    load: (file: { path: string }) => { contents: string; loader: "ts" },
  ): void;
}

/**
 * esbuild puts into a chunk whatever a barrel names, as soon as one command uses it: `lint` would load the YAML writer
 * because `fmt` needs it. So each import of a package becomes imports of the files behind its `src/index.ts`.
 */
function importPastBarrels(build: Build): void {
  const homes = Object.fromEntries(packages.map((name) => [name, homesIn(name)]));
  build.onLoad({ filter: /[\\/]packages[\\/]\w+[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
    const text = readFileSync(path, "utf8");
    const contents = text.replaceAll(
      /^import \{([^}]*)\} from "@runwright\/(\w+)";$/gm,
      (_, names: string, name: string) =>
        valuesIn(names)
          .map((spec) => {
            const home = homes[name]?.get(spec.split(" as ")[0] ?? "");
            if (home === undefined) throw new Error(`packages/${name}/src/index.ts does not export ${spec}`);
            return `import { ${spec} } from ${JSON.stringify(home)};`;
          })
          .join(" "),
    );
    return { contents, loader: "ts" };
  });
}

/** The file behind each value that a package exports. */
function homesIn(name: string): ReadonlyMap<string, string> {
  const barrel = readFileSync(fromRoot(`packages/${name}/src/index.ts`), "utf8");
  const lists = barrel.matchAll(/^export \{([^}]*)\} from "\.\/([^"]*)\.js";$/gm);
  return new Map(
    [...lists].flatMap(([, names = "", file]) =>
      valuesIn(names).map((value) => [value, fromRoot(`packages/${name}/src/${file}.ts`)] as const),
    ),
  );
}

function valuesIn(names: string): readonly string[] {
  return names
    .split(",")
    .map((spec) => spec.trim())
    .filter((spec) => spec !== "" && !spec.startsWith("type "));
}
