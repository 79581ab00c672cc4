// How much work starting up is: `npm run bench`. Cold `runwright lint` of one file against `node -e 0`, by CPU time,
// measured in pairs side by side, so that a busy machine slows both. Exits 1 above the limit.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./run.mjs";

const limit = 2.5;
const pairs = 15;

/** The limit holds for runbooks of ordinary size, with problems and without; what larger ones cost is shown. */
const subjects = [
  { file: "examples/faulty/no-failure-path.runbook.yaml", code: 1, isJudged: true },
  { file: "packages/core/fixtures/contract/12-oauth2/oauth2.runbook.yaml", code: 0, isJudged: true },
  { file: "examples/incident-communication.runbook.yaml", code: 0, isJudged: false },
  { file: "examples/oauth2-access-tokens.runbook.yaml", code: 0, isJudged: false },
];

const folder = mkdtempSync(join(tmpdir(), "runwright-bench-"));
const probe = join(folder, "probe.cjs");
const answer = join(folder, "cpu.txt");
// Node tells a process its own CPU time, not that of its children: each child writes its own down as it ends.
writeFileSync(
  probe,
  `process.on("exit", () => {
    const { user, system } = process.cpuUsage();
    require("node:fs").writeFileSync(${JSON.stringify(answer)}, String((user + system) / 1000));
  });`,
);

function cpuMilliseconds(args, code = 0) {
  const { status, stderr } = spawnSync(process.execPath, ["--require", probe, ...args], { cwd: root });
  if (status !== code) throw new Error(`node ${args.join(" ")} ended with exit code ${status}\n${stderr}`);
  return Number(readFileSync(answer, "utf8"));
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const nothing = () => cpuMilliseconds(["-e", "0"]);

try {
  let isWithin = true;
  for (const { file, code, isJudged } of subjects) {
    const lint = () => cpuMilliseconds(["packages/cli/bin/runwright.js", "lint", file], code);
    lint(); // the first run reads the disk, and that is not what is measured
    const results = Array.from({ length: pairs }, () => [nothing(), lint()]);
    const ratio = median(results.map(([floor, cost]) => cost / floor));
    const cost = median(results.map(([, second]) => second));
    const lines = readFileSync(join(root, file), "utf8").split("\n").length;
    const limited = isJudged ? `limit ${limit}` : "no limit: larger than most runbooks";
    console.log(
      `${ratio.toFixed(2)} times \`node -e 0\`, ${cost.toFixed(0)} ms CPU: ${file}, ${lines} lines (${limited})`,
    );
    if (isJudged && ratio > limit) isWithin = false;
  }
  console.log(`medians of ${pairs} pairs`);
  process.exitCode = isWithin ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
