import { spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyFolder, npm, pack } from "./packing.js";
import { root } from "./repository.js";

test("the packed command line needs no other package, and lints in an empty folder", () => {
  const folder = emptyFolder();
  const tarball = pack("runwright", "packages/cli/dist/main.js", folder);
  npm(["install", "--offline", tarball], folder);
  cpSync(join(root, "examples"), join(folder, "examples"), { recursive: true });

  const runwright = (...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(folder, "node_modules/runwright/bin/runwright.js"), ...args],
      { cwd: folder, encoding: "utf8" },
    );
    return { status, stdout, stderr };
  };
  expect(runwright("lint", "examples/oauth2-access-tokens.runbook.yaml", "--preset", "strict")).toMatchObject(
    {
      status: 0,
      stderr: "",
    },
  );
  expect(runwright("lint", "examples/faulty")).toMatchObject({ status: 1, stderr: "" });
});
