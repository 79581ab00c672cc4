import { execFileSync, spawnSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { faulty, good, world } from "./world.js";

// The program as it is installed: bundled, started by its `bin`, on its own. Built beside the tests, not where others
// may be using the last build.
const cli = fileURLToPath(new URL("..", import.meta.url));
let installed = "";

beforeAll(() => {
  installed = mkdtempSync(join(tmpdir(), "runwright-binary-"));
  mkdirSync(join(installed, "bin"));
  writeFileSync(join(installed, "package.json"), '{ "type": "module" }');
  copyFileSync(join(cli, "bin/runwright.js"), join(installed, "bin/runwright.js"));
  const tsup = join(cli, "../../node_modules/.bin/tsup");
  execFileSync(tsup, ["--out-dir", join(installed, "dist")], { cwd: cli, stdio: "pipe" });
}, 60_000);
afterAll(() => rmSync(installed, { recursive: true, force: true }));

/** Runs a line of shell in which `runwright` is the program. */
function shell(line: string, folder: string, input: string | Uint8Array = "") {
  const script = `runwright() { "${process.execPath}" "${join(installed, "bin/runwright.js")}" "$@"; }\n${line}`;
  const { status, stdout, stderr } = spawnSync("bash", ["-c", script], {
    cwd: folder,
    input,
    encoding: "utf8",
  });
  return { code: status, stdout, stderr };
}

describe("the installed program", () => {
  test("lints, and says it with its exit code", () => {
    const folder = world({ "good.runbook.yaml": good, "faulty.runbook.yaml": faulty });
    expect(shell("runwright lint good.runbook.yaml", folder)).toEqual({
      code: 0,
      stdout: "No problems in 1 file\n",
      stderr: "",
    });
    expect(shell("runwright lint", folder)).toMatchObject({ code: 1, stderr: "" });
    expect(shell("runwright lint nowhere", folder)).toMatchObject({
      code: 3,
      stdout: "Nothing was judged\n",
    });
  });

  test("runs every command that its help names", () => {
    const { stdout } = shell("runwright --help", world({}));
    const names = [...stdout.matchAll(/^ {2}([a-z]+) {2,}[A-Z]/gm)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(8);
    const folder = world({ "a.runbook.yaml": good, "a.md": "# A\n\n1. Look.\n" });
    const operands: Readonly<Record<string, string>> = {
      explain: "failure-path-missing",
      import: "a.md",
      convert: "a.runbook.yaml",
      render: "a.runbook.yaml",
      graph: "a.runbook.yaml",
      digest: "a.runbook.yaml",
      diff: "a.runbook.yaml a.runbook.yaml",
      signoff: "check",
      export: "a.runbook.yaml --request none",
    };
    const results = names.map((name) => {
      const { code, stderr } = shell(`runwright ${name} ${operands[name ?? ""] ?? ""}`, folder);
      return `${name} ${code}${/\bat .*:\d+/.test(stderr) ? " with a stack trace" : ""}`;
    });
    expect(results).toEqual(
      names.map((name) => `${name} ${name === "signoff" || name === "export" ? 3 : 0}`),
    );
  });

  test("reads standard input, and pipes in the place of files", () => {
    const folder = world({ "a.runbook.yaml": good });
    expect(shell("runwright lint --stdin --stdin-filename x.runbook.yaml", folder, good)).toMatchObject({
      code: 0,
      stderr: "",
    });
    expect(shell("(sleep 0.1; cat) | runwright lint --stdin", folder, "")).toMatchObject({ code: 1 });
    expect(shell("runwright diff <(sed s/1.0.0/0.9.0/ a.runbook.yaml) a.runbook.yaml", folder)).toMatchObject(
      {
        code: 0,
        stdout: expect.stringMatching(/, and the version takes a major step\n$/),
        stderr: "",
      },
    );
  });

  test("does not read 50 MB, from a file or from a pipe", () => {
    const folder = world({ "a.runbook.yaml": "" });
    truncateSync(join(folder, "a.runbook.yaml"), 50_000_000);
    for (const line of ["runwright lint a.runbook.yaml", "cat a.runbook.yaml | runwright lint --stdin"]) {
      const { code, stdout } = shell(line, folder);
      expect({ code, first: stdout.split("\n")[0] }).toEqual({
        code: 1,
        first: "error  The file is larger than 1 MiB",
      });
    }
  });

  test("keeps its verdict when the reader of its output goes away", () => {
    const folder = world(
      Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`${i}.runbook.yaml`, faulty])),
    );
    expect(shell("set -o pipefail; runwright lint | head -c 1", folder)).toEqual({
      code: 1,
      stdout: "e",
      stderr: "",
    });
  });

  test("prints all of a long report into a slow pipe", () => {
    const folder = world(
      Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`${i}.runbook.yaml`, faulty])),
    );
    const { stdout } = shell("runwright lint --format json | (sleep 0.2; cat)", folder);
    expect(JSON.parse(stdout).problems).toHaveLength(200);
  });

  test("says so, without a stack trace, when its output cannot be written", () => {
    const folder = world({ "a.runbook.yaml": good });
    expect(shell("runwright lint > /dev/full", folder)).toEqual({
      code: 3,
      stdout: "",
      stderr:
        "failed  The system stopped runwright: the disk is full\n  help  Run it again when that has changed\n",
    });
    expect(shell("runwright lint --output-file /dev/full", folder)).toMatchObject({
      code: 3,
      stdout: "No problems in 1 file\n",
      stderr:
        "failed  `/dev/full` cannot be written: the disk is full\n  help  Name a file in a folder that is there and that you may write to\n",
    });
  });

  test("leaves nothing behind when it cannot put the report in its place", () => {
    const folder = world({ "a.runbook.yaml": good, "report/keep": "" });
    shell("runwright lint --output-file report; runwright lint --output-file a.runbook.yaml/x", folder);
    expect(readdirSync(folder).sort()).toEqual([".git", "a.runbook.yaml", "report"]);
  });
});
