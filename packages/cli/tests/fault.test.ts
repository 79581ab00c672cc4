import type { ReadResult } from "@runwright/core";
import type * as Lint from "@runwright/lint";
import { expect, test, vi } from "vitest";
import { faulty, good, lintJson, world } from "./world.js";

// A rule that breaks on one file is the one thing that no input can bring about while all is well.
vi.mock("@runwright/lint", async (original) => {
  const lint = await original<typeof Lint>();
  return {
    ...lint,
    lint: (files: readonly ReadResult[], options: Lint.LintOptions) => {
      if (files.some(({ source }) => source.path === "b.runbook.yaml"))
        throw new TypeError("Cannot read x of y");
      return lint.lint(files, options);
    },
  };
});

test("a fault of ours in one file is a failure about that file, and the others are judged", async () => {
  const folder = world({ "a.runbook.yaml": faulty, "b.runbook.yaml": good, "c.runbook.yaml": faulty });
  const { code, problems, failures, summary } = await lintJson(folder);
  expect({ code, files: problems.map(({ file }) => file), failures, summary }).toMatchObject({
    code: 3,
    files: ["a.runbook.yaml", "c.runbook.yaml"],
    failures: [
      {
        file: "b.runbook.yaml",
        message: "Something in runwright itself is wrong: Cannot read x of y",
        help: "Report this with the file",
      },
    ],
    summary: { files: 2, skipped: 1 },
  });
});
