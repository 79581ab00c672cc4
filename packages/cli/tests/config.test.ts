import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { nodeHost } from "../src/host.js";
import { faulty, good, lintJson, run, systemError, world } from "./world.js";

const real = nodeHost();

async function failuresOf(config: string | Uint8Array) {
  const folder = world({ ".runwright/config.yaml": config, "a.runbook.yaml": faulty });
  const { code, problems, failures, summary } = await lintJson(folder);
  expect({ problems, skipped: summary.skipped, files: failures.map(({ file }) => file) }).toEqual({
    problems: [],
    skipped: 0,
    files: failures.map(() => ".runwright/config.yaml"),
  });
  return { code, failures: failures.map(({ message, help }) => ({ message, help })) };
}

describe("the configuration decides", () => {
  const files = { "a.runbook.yaml": faulty };

  test("the preset, which the command line outweighs", async () => {
    const folder = world({ ...files, ".runwright/config.yaml": "preset: migrate\n" });
    expect((await lintJson(folder)).problems).toEqual([]);
    expect((await lintJson(folder, ["--preset", "recommended"])).problems).toMatchObject([
      { rule: "failure-path-missing" },
    ]);
  });

  test("the severity of each rule", async () => {
    const folder = world({ ...files, ".runwright/config.yaml": "rules:\n  failure-path-missing: info\n" });
    expect(await lintJson(folder)).toMatchObject({
      code: 0,
      problems: [{ rule: "failure-path-missing", severity: "info" }],
    });
  });

  test("what else is a runbook, and what is left out, as in a .gitignore", async () => {
    const folder = world({
      ".runwright/config.yaml": "files: [ops/*.yaml]\nignore:\n  - drafts/\n  - '!drafts/keep'\n",
      "ops/a.yaml": faulty,
      "drafts/b.runbook.yaml": faulty,
      "c.runbook.yaml": faulty,
      "other/d.yaml": faulty,
    });
    expect((await lintJson(folder)).problems.map(({ file }) => file)).toEqual([
      "c.runbook.yaml",
      "ops/a.yaml",
    ]);
  });

  test("nothing, where it says nothing", async () => {
    for (const text of ["", "# only a comment\n", "\n"]) {
      const folder = world({ ...files, ".runwright/config.yaml": text });
      expect(await lintJson(folder)).toMatchObject({ code: 1, failures: [] });
    }
  });
});

describe("what is wrong with the configuration is a failure, at its place", () => {
  test("an unknown key", async () => {
    expect(await failuresOf("presets: strict\n")).toEqual({
      code: 3,
      failures: [
        {
          message: "Unknown key `presets`, did you mean `preset`? (line 1, column 1)",
          help: "Write `preset`",
        },
      ],
    });
  });

  test("a key that is near to nothing", async () => {
    expect(await failuresOf("colour: red\n")).toEqual({
      code: 3,
      failures: [
        {
          message: "Unknown key `colour` (line 1, column 1)",
          help: "Write one of `files`, `ignore`, `preset`, `rules`",
        },
      ],
    });
  });

  test("an unknown preset, rule and severity, all at once", async () => {
    expect(
      await failuresOf("preset: stict\nrules:\n  failure-path-mising: off\n  failure-path-missing: warn\n"),
    ).toEqual({
      code: 3,
      failures: [
        {
          message:
            "Unexpected `stict` for `preset`, expected one of `recommended`, `strict`, `migrate` (line 1, column 9)",
          help: "Write `strict`",
        },
        {
          message:
            "Unknown rule `failure-path-mising`, did you mean `failure-path-missing`? (line 3, column 3)",
          help: "Write `failure-path-missing`",
        },
        {
          message:
            "Unexpected `warn` for `failure-path-missing`, expected one of `off`, `info`, `warning`, `error` (line 4, column 25)",
          help: "Write one of `off`, `info`, `warning`, `error`",
        },
      ],
    });
  });

  test("values of another kind", async () => {
    expect(await failuresOf("preset: [strict]\nrules: off\nignore: [3, { a: b }]\n")).toEqual({
      code: 3,
      failures: [
        {
          message:
            "Unexpected a list for `preset`, expected one of `recommended`, `strict`, `migrate` (line 1, column 9)",
          help: "Write one of `recommended`, `strict`, `migrate`",
        },
        {
          message: "`ignore` takes a list of paths and patterns (line 3, column 10)",
          help: 'Write each as in a .gitignore: `- "drafts/**"`',
        },
        {
          message: "`ignore` takes a list of paths and patterns (line 3, column 13)",
          help: 'Write each as in a .gitignore: `- "drafts/**"`',
        },
        { message: "`rules` is not a mapping (line 2, column 8)", help: "Write `key: value`, one a line" },
      ],
    });
  });

  test("no mapping at all", async () => {
    expect(await failuresOf("- strict\n")).toEqual({
      code: 3,
      failures: [
        {
          message: "The configuration is not a mapping (line 1, column 1)",
          help: "Write `key: value`, one a line",
        },
      ],
    });
  });

  test("no YAML, a key twice, no UTF-8", async () => {
    expect((await failuresOf("preset: [strict\n")).code).toBe(3);
    expect(await failuresOf("preset: strict\npreset: migrate\n")).toMatchObject({
      code: 3,
      failures: [
        {
          message: "`preset` stands here a second time, and only one of the two can count (line 2, column 1)",
        },
      ],
    });
    expect(await failuresOf(Buffer.from([0xff, 0xfe]))).toMatchObject({
      code: 3,
      failures: [{ message: "The file is not UTF-8 text (line 1, column 1)" }],
    });
  });

  test("`__proto__` and `constructor` as rules are unknown rules", async () => {
    expect(await failuresOf("rules:\n  __proto__: off\n  constructor: off\n")).toMatchObject({
      code: 3,
      failures: [
        { message: "Unknown rule `__proto__` (line 2, column 3)" },
        { message: "Unknown rule `constructor` (line 3, column 3)" },
      ],
    });
  });

  test("one that may not be read", async () => {
    const folder = world({ ".runwright/config.yaml": "", "a.runbook.yaml": faulty });
    const { code, failures } = await lintJson(folder, ["a.runbook.yaml"], {
      readFile: (path, limit) => {
        if (path.endsWith("config.yaml")) throw systemError("EACCES");
        return real.readFile(path, limit);
      },
    });
    expect({ code, failures }).toEqual({
      code: 3,
      failures: [
        {
          file: ".runwright/config.yaml",
          message: "`.runwright/config.yaml` cannot be read: permission is denied",
          help: "Give the right to read it, or name another path",
        },
      ],
    });
  });

  test("one that is a link out of the repository", async () => {
    const folder = world(
      { "p/a.runbook.yaml": faulty, "p/.runwright/x": "", "outside.yaml": "preset: migrate\n" },
      { git: false },
    );
    symlinkSync("../../outside.yaml", join(folder, "p/.runwright/config.yaml"));
    const { code, failures } = await lintJson(join(folder, "p"));
    expect({ code, failures }).toEqual({
      code: 3,
      failures: [
        {
          file: ".runwright/config.yaml",
          message: "`.runwright/config.yaml` is a symbolic link that leads out of the repository",
          help: "Put the configuration itself there",
        },
      ],
    });
  });

  test("a person sees where it is", async () => {
    const folder = world({ ".runwright/config.yaml": "presets: strict\n", "a.runbook.yaml": good });
    expect(await run(folder, ["lint", "a.runbook.yaml"])).toEqual({
      code: 3,
      stdout: "Nothing was judged\n",
      stderr: [
        "failed  Unknown key `presets`, did you mean `preset`? (line 1, column 1)",
        "  .runwright/config.yaml",
        "  help  Write `preset`",
        "",
      ].join("\n"),
    });
  });
});
