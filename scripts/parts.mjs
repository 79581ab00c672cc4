// The parts that `npm run check` and `npm run verify` are made of: each says what it found, none of them prints.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageNames } from "./packages.mjs";
import { inParallel, run } from "./run.mjs";

// A part gives `{ passed, failed, skipped, output }`. Parts that are not test runs count as one test.
const verdict = (isGood, output) => ({ passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: 0, output });

const command = (line) => async () => {
  const { code, output } = await run(line);
  return verdict(code === 0, output);
};

const commands = (lines) => async () => {
  const results = await inParallel(lines, 2, (line) => run(line));
  const bad = lines.flatMap((line, index) =>
    results[index].code === 0 ? [] : [`$ ${line}\n${results[index].output}`],
  );
  return verdict(bad.length === 0, bad.join("\n"));
};

/** Runs one project of vitest.config.ts and takes the counts from its JSON report. */
const tests = (project) => async () => {
  const folder = mkdtempSync(join(tmpdir(), "runwright-tests-"));
  try {
    const report = join(folder, "report.json");
    const { code, output } = await run(
      `vitest run --no-color --project "${project}" --reporter=default --reporter=json --outputFile.json="${report}"`,
    );
    return { ...countsIn(report, code), output };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

function countsIn(report, code) {
  let counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
      readFileSync(report, "utf8"),
    );
    counts = { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
  } catch {
    // No report means that vitest itself did not run: its exit code says so below.
  }
  // A test file that does not load holds no failed test, and a run without tests has shown nothing: both are failures.
  const isSilentFailure = counts.failed === 0 && (code !== 0 || counts.passed === 0);
  return isSilentFailure ? { ...counts, failed: 1 } : counts;
}

const typeProjects = [...packageNames.map((name) => `packages/${name}`), "."];

/** All parts, in the order in which they run. Later ones may rely on what earlier ones made. */
export const parts = {
  build: { title: "build", check: command("node scripts/build.mjs") },
  format: { title: "format and lint", check: command("biome ci --colors=off --error-on-warnings .") },
  types: { title: "types", check: commands(typeProjects.map((project) => `tsc -p ${project}`)) },
  generated: { title: "generated files", check: command("node scripts/generate.mjs --check") },
  unit: { title: "unit tests", check: tests("unit*") },
  repository: { title: "repository tests", check: tests("repository") },
  packages: { title: "package tests", check: tests("packages") },
  publint: {
    title: "package manifests",
    check: commands(packageNames.map((name) => `publint packages/${name} --strict`)),
  },
  coldStart: { title: "cold start", check: command("node scripts/bench.mjs") },
  unused: { title: "unused code", check: command("knip") },
};

/** Runs parts one after another, prints a line for each and the sum, and sets the exit code. */
export async function runParts(chosen) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const { title, check } of chosen) {
    const start = performance.now();
    const { passed, failed, skipped, output } = await check();
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const counts = passed + failed > 1 ? `${passed} passed, ${failed} failed` : failed ? "failed" : "passed";
    console.log(`${title.padEnd(18)} ${seconds.padStart(6)} s  ${counts}`);
    if (failed > 0) console.log(`\n${output.trimEnd()}\n`);
    sum.passed += passed;
    sum.failed += failed;
    sum.skipped += skipped;
  }
  const skipped = sum.skipped > 0 ? `, ${sum.skipped} skipped` : "";
  console.log(`\n${sum.passed} passed, ${sum.failed} failed${skipped}`);
  process.exitCode = sum.failed > 0 ? 1 : 0;
}
