import { fileURLToPath } from "node:url";
import { defineConfig } from "tsup";

/** How every library package is built: one ES module with its types, dependencies left to the installer. */
export default defineConfig({
  entry: ["src/index.ts"],
  format: "esm",
  target: "es2022",
  // "neutral" keeps esbuild from quietly accepting Node's own modules where they do not belong;
  // the packages that may use them name them `node:…`, which stays external.
  platform: "neutral",
  external: [/^node:/],
  // tsup reads `paths` as relative to the package; ours, in tsconfig.base.json, are relative to the root.
  dts: { compilerOptions: { baseUrl: fileURLToPath(new URL(".", import.meta.url)) } },
  splitting: true,
  clean: true,
  silent: true,
});
