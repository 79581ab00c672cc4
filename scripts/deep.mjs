// What takes longer than `npm run verify` may: `npm run deep`. Damage done at random 200,000 times, and every law tried on
// ten times as many generated cases. Another number stands in RUNWRIGHT_RUNS; the last figures stand in docs/quality.md.
import { spawnSync } from "node:child_process";
import { installIfNeeded, root } from "./run.mjs";

const asked = process.env.RUNWRIGHT_RUNS;
const mutations = "packages/core/tests/mutations.test.ts packages/lint/tests/mutations.test.ts";

installIfNeeded();
const failures = [
  vitest(`${mutations}`, asked ?? "200000"),
  vitest(`--project "unit*" --exclude "**/mutations.test.ts"`, asked ?? "20000"),
].filter((status) => status !== 0);
process.exitCode = failures.length > 0 ? 1 : 0;

/** Time is no limit here: each part says itself how long it took. */
function vitest(what, runs) {
  const { status } = spawnSync(`npx --no-install vitest run ${what} --testTimeout=0`, {
    cwd: root,
    shell: true,
    stdio: "inherit",
    env: { ...process.env, RUNWRIGHT_RUNS: runs },
  });
  return status ?? 1;
}
