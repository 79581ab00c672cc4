// The tests that search for surprises, with far more runs than `npm run verify` has time for: `npm run deep`.
// They read how often to try from RUNWRIGHT_RUNS; set it yourself for another number.
import { spawnSync } from "node:child_process";
import { installIfNeeded, root } from "./run.mjs";

installIfNeeded();
const { status } = spawnSync("npx --no-install vitest run --project unit --testTimeout=0", {
  cwd: root,
  shell: true,
  stdio: "inherit",
  env: { ...process.env, RUNWRIGHT_RUNS: process.env.RUNWRIGHT_RUNS ?? "200000" },
});
process.exitCode = status ?? 1;
