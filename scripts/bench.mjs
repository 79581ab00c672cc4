// How much work starting up is: `npm run bench`. Cold `runwright lint` of one file against `node -e 0`, by CPU time,
// measured in pairs side by side, so that a busy machine slows both. Exits 1 above the limit.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./run.mjs";

const limit = 2.5;
const pairs = 15;
const file = "examples/oauth2-access-tokens.runbook.yaml";

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

function cpuMilliseconds(args) {
  const { status, stderr } = spawnSync(process.execPath, ["--require", probe, ...args], { cwd: root });
  if (status !== 0) throw new Error(`node ${args.join(" ")} ended with exit code ${status}\n${stderr}`);
  return Number(readFileSync(answer, "utf8"));
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

try {
  const nothing = ["-e", "0"];
  const lint = ["packages/cli/bin/runwright.js", "lint", file];
  cpuMilliseconds(nothing);
  cpuMilliseconds(lint); // the first run reads the disk, and that is not what is measured
  const results = Array.from({ length: pairs }, () => [cpuMilliseconds(nothing), cpuMilliseconds(lint)]);
  const ratio = median(results.map(([floor, cost]) => cost / floor));
  const floor = median(results.map(([first]) => first));
  const cost = median(results.map(([, second]) => second));
  console.log(`node -e 0        ${floor.toFixed(1)} ms CPU`);
  console.log(`runwright lint   ${cost.toFixed(1)} ms CPU`);
  console.log(`ratio            ${ratio.toFixed(2)} (limit ${limit}, median of ${pairs} pairs)`);
  process.exitCode = ratio <= limit ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
