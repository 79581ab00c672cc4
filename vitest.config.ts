import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string) => fileURLToPath(new URL(`packages/${path}`, import.meta.url));

const unitTests = "packages/*/{src,tests}/**/*.test.ts";
/** Tests that put another module in the place of one of ours: they need modules of their own. */
const replacing = ["packages/cli/tests/fault.test.ts", "packages/lint/tests/shell.test.ts"];

export default defineConfig({
  resolve: {
    // Tests run against the packages' source, as type checks do: no build first, no stale build.
    alias: [
      { find: "@runwright/core/runbook.schema.json", replacement: source("core/runbook.schema.json") },
      { find: /^@runwright\/(\w+)$/, replacement: source("$1/src/index.ts") },
    ],
  },
  test: {
    projects: [
      {
        extends: true,
        // Test files share what they import: loading it anew for each of them takes longer than most of them run.
        // No test asserts on time: a busy machine is no fault.
        test: { name: "unit", include: [unitTests], exclude: replacing, isolate: false, testTimeout: 60_000 },
      },
      {
        extends: true,
        test: { name: "unit-replacing", include: replacing, testTimeout: 60_000 },
      },
      {
        extends: true,
        test: {
          name: "repository",
          include: ["scripts/tests/*.test.ts"],
          exclude: ["scripts/tests/use-*.test.ts"],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        // These pack what `npm run build` made and install it elsewhere, so they are slow and only part of `verify`.
        test: { name: "packages", include: ["scripts/tests/use-*.test.ts"], testTimeout: 300_000 },
      },
    ],
  },
});
