import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { nodeHost } from "../src/host.js";
import { good, lintJson, run, runbook, systemError, world } from "./world.js";

const real = nodeHost();

/** The one problem of a file, in short: its place, its rule and its words. */
async function onlyProblem(content: string | Uint8Array) {
  const folder = world({ "a.runbook.yaml": content });
  const { code, problems, failures, stderr } = await lintJson(folder, ["a.runbook.yaml"]);
  expect({ failures, stderr }).toEqual({ failures: [], stderr: "" });
  expect(problems.map(({ file }) => file)).toEqual(problems.map(() => "a.runbook.yaml"));
  return {
    code,
    problems: problems.map(({ rule, line, column, message, help }) => ({
      at: `${line}:${column}`,
      rule,
      message,
      help,
    })),
  };
}

describe("a file that was read, and is no runbook: its problem, and exit code 1", () => {
  test("an empty file", async () => {
    expect(await onlyProblem("")).toEqual({
      code: 1,
      problems: [
        {
          at: "1:1",
          rule: "parse-error",
          message: "The file is empty",
          help: "Write a runbook in it: its first line is `runwright: 1`",
        },
      ],
    });
  });

  test("a byte order mark", async () => {
    expect(await onlyProblem(`\ufeff${good}`)).toEqual({
      code: 1,
      problems: [
        {
          at: "1:1",
          rule: "parse-error",
          message: "The file begins with a byte order mark, which some tools read as text",
          help: "Save the file as UTF-8 without a byte order mark",
        },
      ],
    });
  });

  test("a tab where spaces belong", async () => {
    expect(await onlyProblem(good.replace("    title: Restart", "\ttitle: Restart"))).toEqual({
      code: 1,
      problems: [
        {
          at: "7:1",
          rule: "parse-error",
          message: "A tab stands where the line is indented, and YAML takes only spaces there",
          help: "Replace the tab by spaces",
        },
      ],
    });
  });

  test("text that is not UTF-8, at its first wrong byte", async () => {
    const bytes = Buffer.concat([
      Buffer.from("runwright: 1\nid: caf"),
      Buffer.from([0xe9]),
      Buffer.from("\n"),
    ]);
    expect(await onlyProblem(bytes)).toEqual({
      code: 1,
      problems: [
        {
          at: "2:8",
          rule: "parse-error",
          message: "The file is not UTF-8 text",
          help: "Save it as UTF-8; if it is not a text file, name another",
        },
      ],
    });
  });

  test("a binary file", async () => {
    expect(await onlyProblem(Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "latin1"))).toMatchObject({
      code: 1,
      problems: [{ at: "1:1", rule: "parse-error", message: "The file is not UTF-8 text" }],
    });
  });

  test("a binary file that happens to be UTF-8", async () => {
    expect(await onlyProblem("GIF89a\0\0")).toEqual({
      code: 1,
      problems: [
        {
          at: "1:7",
          rule: "parse-error",
          message: "The file holds a zero byte: it is not text",
          help: "Give a text file",
        },
      ],
    });
  });

  test("nesting 10,000 deep", async () => {
    expect(await onlyProblem("[".repeat(10_000))).toMatchObject({
      code: 1,
      problems: [
        {
          rule: "parse-error",
          message: "The file is nested more than 64 levels deep",
          help: "Take out levels; a runbook needs about ten",
        },
      ],
    });
  });

  test("a bomb of aliases", async () => {
    const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"];
    for (let i = 1; i < 30; i++)
      lines.push(
        `a${i}: &a${i} [${Array(9)
          .fill(`*a${i - 1}`)
          .join(", ")}]`,
      );
    const { code, problems } = await onlyProblem(`${lines.join("\n")}\n`);
    expect(code).toBe(1);
    expect(problems.map(({ at, message }) => `${at} ${message}`)).toEqual([
      "1:5 An anchor marks a part to be repeated, and a runbook writes everything out",
      "2:10 An alias repeats another part of the file, and a runbook writes everything out",
    ]);
  });

  test("a bomb of merge keys", async () => {
    const lines = ["a0: &a0 { x: 1 }"];
    for (let i = 1; i < 30; i++) lines.push(`a${i}: &a${i}`, `  <<: [*a${i - 1}, *a${i - 1}]`);
    const { code, problems } = await onlyProblem(`${lines.join("\n")}\n`);
    expect(code).toBe(1);
    expect(problems.map(({ at, message }) => `${at} ${message}`)).toEqual([
      "1:5 An anchor marks a part to be repeated, and a runbook writes everything out",
      "3:3 A merge key takes in another part of the file, and a runbook writes everything out",
      "3:8 An alias repeats another part of the file, and a runbook writes everything out",
    ]);
  });

  test("a key twice", async () => {
    expect(await onlyProblem(good.replace("title:", "title: One\ntitle:"))).toEqual({
      code: 1,
      problems: [
        {
          at: "4:1",
          rule: "key-duplicate",
          message: "`title` stands here a second time, and only one of the two can count",
          help: "Merge the two `title` into one, or remove the one that is not meant",
        },
      ],
    });
  });

  test("two documents", async () => {
    expect(await onlyProblem(`${good}---\n${good}`)).toEqual({
      code: 1,
      problems: [
        {
          at: "16:1",
          rule: "parse-error",
          message: "A second document begins here, and a file holds one runbook",
          help: "Move what follows to a file of its own, or remove the line",
        },
      ],
    });
  });

  test("a version that YAML takes for a number", async () => {
    expect(await onlyProblem(good.replace('"1.0.0"', "1.10"))).toMatchObject({
      code: 1,
      problems: [
        {
          at: "4:10",
          rule: "yaml-implicit-typing",
          message: "`1.10` without quotes is read as the number `1.1`, and `version` takes text",
        },
      ],
    });
  });

  test("a version of the format that we do not know", async () => {
    const { code, problems } = await onlyProblem(good.replace("runwright: 1", "runwright: 2"));
    expect({ code, count: problems.length, at: problems[0]?.at }).toEqual({ code: 1, count: 1, at: "1:12" });
    expect(problems[0]?.message).toMatch(/`2`/);
  });

  test("an unknown field, with the nearest known one", async () => {
    expect(await onlyProblem(runbook({ head: "usewhen: The shop is down.\n" }))).toMatchObject({
      code: 1,
      problems: [
        { at: "5:1", rule: "field-unknown", message: "Unknown field `usewhen`, did you mean `useWhen`?" },
      ],
    });
  });

  test("`__proto__` as a key", async () => {
    const { code, problems } = await onlyProblem(runbook({ head: "__proto__:\n  title: polluted\n" }));
    expect(code).toBe(1);
    expect(problems.map(({ at, rule }) => `${at} ${rule}`)).toEqual(["5:1 field-unknown"]);
    expect(Object.hasOwn(Object.prototype, "title")).toBe(false);
  });

  test("`__proto__` as an id is no id", async () => {
    const { problems } = await onlyProblem(good.replace("id: press-restart", "id: __proto__"));
    expect(problems).toEqual([
      {
        at: "12:13",
        rule: "id-format",
        message:
          "`__proto__` is not an id: lower-case letters, digits and hyphens, beginning with a letter, at most 64",
        help: "Write an id such as `proto`, here and wherever it is named",
      },
    ]);
  });

  test("`constructor` is an id like any other", async () => {
    const parties = "owner: constructor\nparties:\n  - id: constructor\n    name: The people who build\n";
    expect(await onlyProblem(runbook({ head: parties }))).toEqual({ code: 0, problems: [] });
  });

  test("a reference to `constructor` where there is no such id names nothing", async () => {
    expect(await onlyProblem(runbook({ head: "owner: constructor\n" }))).toMatchObject({
      code: 1,
      problems: [{ at: "5:8", rule: "reference-unknown", message: "`constructor` names no party" }],
    });
  });

  test("procedures that call each other in a circle", async () => {
    const steps = (id: string, called: string) =>
      `  - id: ${id}\n    title: ${id}\n    onFailure: { any: { stop: It fails } }\n    steps: [{ id: ${id}-step, title: Do it, do: ${called} }]\n`;
    const text = `runwright: 1\nid: a\ntitle: A\nversion: "1.0.0"\nprocedures:\n${steps("one", "two")}${steps("two", "one")}`;
    const { code, problems } = await onlyProblem(text);
    expect({ code, problems: problems.map(({ at, rule, message }) => `${at} ${rule}: ${message}`) }).toEqual({
      code: 1,
      problems: ["13:47 loop-exit-missing: The calls `one` → `two` → `one` form a circle"],
    });
  });

  test("50 MB, of which no more than the limit is read", async () => {
    const folder = world({ "a.runbook.yaml": "" });
    truncateSync(join(folder, "a.runbook.yaml"), 50_000_000);
    let most = 0;
    const { code, problems, failures } = await lintJson(folder, ["a.runbook.yaml"], {
      readFile: (path, limit) => {
        const bytes = real.readFile(path, limit);
        most = Math.max(most, bytes.length);
        return bytes;
      },
    });
    expect(problems.map(({ message, help }) => ({ message, help }))).toEqual([
      { message: "The file is larger than 1 MiB", help: "Split the runbook, and share parts as fragments" },
    ]);
    expect({ code, failures, most }).toEqual({ code: 1, failures: [], most: 1024 * 1024 + 1 });
  });
});

describe("line ends and tabs that are allowed", () => {
  test("CRLF changes nothing but the offsets", async () => {
    const faulty = `${runbook({ head: "owner: nobody\n" })}`.replaceAll("\n", "\r\n");
    expect(await onlyProblem(faulty)).toMatchObject({
      code: 1,
      problems: [{ at: "5:8", message: "`nobody` names no party" }],
    });
    expect(await onlyProblem(good.replaceAll("\n", "\r\n"))).toEqual({ code: 0, problems: [] });
  });

  test("a tab inside a text", async () => {
    expect(await onlyProblem(good.replace("Press Restart", "Press\tRestart"))).toEqual({
      code: 0,
      problems: [],
    });
  });
});

describe("fragments", () => {
  const uses = (path: string) => runbook({ head: `uses: [${path}]\n` });
  const fragment = (head = "") =>
    `runwright: 1\nkind: fragment\nid: people\n${head}parties:\n  - id: support\n    name: Support\n`;
  const words = async (folder: string, args: readonly string[] = ["a.runbook.yaml"]) => {
    const { code, problems, failures } = await lintJson(folder, args);
    return {
      code,
      problems: problems.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`),
      failures,
    };
  };

  test("a missing one", async () => {
    const folder = world({ "a.runbook.yaml": uses("nowhere.fragment.yaml") });
    expect(await words(folder)).toEqual({
      code: 1,
      problems: [
        "a.runbook.yaml:5:8 The fragment `nowhere.fragment.yaml` cannot be read: there is no such file",
      ],
      failures: [],
    });
  });

  test("a circle", async () => {
    const folder = world({
      "a.runbook.yaml": uses("one.fragment.yaml"),
      "one.fragment.yaml": fragment("uses: [two.fragment.yaml]\n"),
      "two.fragment.yaml": "runwright: 1\nkind: fragment\nid: two\nuses: [one.fragment.yaml]\n",
    });
    expect(await words(folder)).toEqual({
      code: 1,
      problems: [
        "one.fragment.yaml:4:8 `two.fragment.yaml` uses this file again, in a circle",
        "two.fragment.yaml:4:8 `one.fragment.yaml` uses this file again, in a circle",
      ],
      failures: [],
    });
  });

  test("one outside the root is not opened, not even to see whether it is there", async () => {
    const folder = world(
      { "project/a.runbook.yaml": uses("../../secret.fragment.yaml"), "secret.fragment.yaml": fragment() },
      { git: false },
    );
    mkdirSync(join(folder, "project", ".git"));
    const touched: string[] = [];
    const spy =
      <Answer>(ask: (path: string) => Answer) =>
      (path: string) => {
        touched.push(path);
        return ask(path);
      };
    const { code, problems } = await lintJson(join(folder, "project"), ["a.runbook.yaml"], {
      stat: spy(real.stat),
      realpath: spy(real.realpath),
      readdir: spy(real.readdir),
    });
    expect({ code, problems: problems.map(({ message }) => message) }).toEqual({
      code: 1,
      problems: ["The fragment `../../secret.fragment.yaml` cannot be read: it lies outside the root `.`"],
    });
    expect(touched.filter((path) => path.includes("secret"))).toEqual([]);
  });

  test("one outside the root through a symbolic link", async () => {
    const folder = world(
      { "project/a.runbook.yaml": uses("link.fragment.yaml"), "secret.fragment.yaml": fragment() },
      { git: false },
    );
    mkdirSync(join(folder, "project", ".git"));
    symlinkSync("../secret.fragment.yaml", join(folder, "project", "link.fragment.yaml"));
    expect(await words(join(folder, "project"))).toEqual({
      code: 1,
      problems: [
        "a.runbook.yaml:5:8 The fragment `link.fragment.yaml` cannot be read: a symbolic link leads outside the root `.`",
      ],
      failures: [],
    });
  });

  test("one outside the root through a folder that is a symbolic link", async () => {
    const folder = world(
      { "project/a.runbook.yaml": uses("shared/s.fragment.yaml"), "elsewhere/s.fragment.yaml": fragment() },
      { git: false },
    );
    mkdirSync(join(folder, "project", ".git"));
    symlinkSync("../elsewhere", join(folder, "project", "shared"));
    expect(await words(join(folder, "project"))).toMatchObject({
      code: 1,
      problems: [
        "a.runbook.yaml:5:8 The fragment `shared/s.fragment.yaml` cannot be read: a symbolic link leads outside the root `.`",
      ],
    });
  });

  test("a link to a fragment inside the root is followed", async () => {
    const folder = world({
      "a.runbook.yaml": uses("link.fragment.yaml"),
      "shared/s.fragment.yaml": fragment(),
    });
    symlinkSync("shared/s.fragment.yaml", join(folder, "link.fragment.yaml"));
    expect(await words(folder)).toEqual({ code: 0, problems: [], failures: [] });
  });

  test("links that lead in a circle", async () => {
    const folder = world({ "a.runbook.yaml": uses("x.fragment.yaml") });
    symlinkSync("y.fragment.yaml", join(folder, "x.fragment.yaml"));
    symlinkSync("x.fragment.yaml", join(folder, "y.fragment.yaml"));
    expect(await words(folder)).toMatchObject({
      code: 3,
      problems: [
        "a.runbook.yaml:5:8 The fragment `x.fragment.yaml` cannot be read: its symbolic links lead in a circle",
      ],
      failures: [
        {
          file: "x.fragment.yaml",
          message: "`x.fragment.yaml` cannot be read: its symbolic links lead in a circle",
        },
      ],
    });
  });

  test("a folder", async () => {
    const folder = world({ "a.runbook.yaml": uses("shared"), "shared/x": "" });
    expect(await words(folder)).toMatchObject({
      code: 1,
      problems: ["a.runbook.yaml:5:8 The fragment `shared` cannot be read: it is a folder"],
    });
  });

  test("one that is there and may not be read is a failure, too", async () => {
    const folder = world({ "a.runbook.yaml": uses("s.fragment.yaml"), "s.fragment.yaml": fragment() });
    const { code, problems, failures } = await lintJson(folder, ["a.runbook.yaml"], {
      readFile: (path, limit) => {
        if (path.endsWith("s.fragment.yaml")) throw systemError("EACCES");
        return real.readFile(path, limit);
      },
    });
    expect({ code, problems: problems.map(({ message }) => message), failures }).toEqual({
      code: 3,
      problems: ["The fragment `s.fragment.yaml` cannot be read: permission is denied"],
      failures: [
        {
          file: "s.fragment.yaml",
          message: "`s.fragment.yaml` cannot be read: permission is denied",
          help: "Give the right to read it, or name another path",
        },
      ],
    });
  });

  test("where no folder is marked as the root, what lies outside the working folder is outside", async () => {
    const folder = world(
      { "team/a.runbook.yaml": uses("../s.fragment.yaml"), "s.fragment.yaml": fragment() },
      { git: false },
    );
    const { code, problems } = await lintJson(join(folder, "team"), ["a.runbook.yaml"]);
    expect({ code, problems: problems.map(({ message }) => message) }).toEqual({
      code: 1,
      problems: [
        "The fragment `../s.fragment.yaml` cannot be read: it lies outside the folder `.`, and no folder above it has `.git` or `.runwright`",
      ],
    });
    expect(await words(folder, ["team/a.runbook.yaml"])).toEqual({ code: 0, problems: [], failures: [] });
  });
});

describe("what cannot be read is a failure and exit code 3, and the rest is judged", () => {
  const files = {
    "a.runbook.yaml": good,
    "b.runbook.yaml": runbook({ head: "owner: nobody\n" }),
    "sub/c.runbook.yaml": good,
  };
  const refusing = (name: string, code: string) => ({
    readFile: (path: string, limit: number) => {
      if (path.endsWith(name)) throw systemError(code);
      return real.readFile(path, limit);
    },
  });

  test("an unreadable file", async () => {
    const { code, problems, failures, summary } = await lintJson(
      world(files),
      [],
      refusing("a.runbook.yaml", "EACCES"),
    );
    expect({ code, problems: problems.map(({ message }) => message), failures, summary }).toEqual({
      code: 3,
      problems: ["`nobody` names no party"],
      failures: [
        {
          file: "a.runbook.yaml",
          message: "`a.runbook.yaml` cannot be read: permission is denied",
          help: "Give the right to read it, or name another path",
        },
      ],
      summary: { files: 2, errors: 1, warnings: 0, infos: 0, fixable: 0, skipped: 1 },
    });
  });

  test("a file that vanishes between being found and being read", async () => {
    const { code, failures, summary } = await lintJson(
      world(files),
      [],
      refusing("c.runbook.yaml", "ENOENT"),
    );
    expect({ code, failures, files: summary.files }).toEqual({
      code: 3,
      failures: [
        {
          file: "sub/c.runbook.yaml",
          message: "`sub/c.runbook.yaml` cannot be read: it is not there",
          help: "Run the command again once nothing else changes the folder",
        },
      ],
      files: 2,
    });
  });

  test("an unreadable folder", async () => {
    const { code, problems, failures, summary } = await lintJson(world(files), [], {
      readdir: (path) => {
        if (path.endsWith("sub")) throw systemError("EACCES");
        return real.readdir(path);
      },
    });
    expect({ code, problems: problems.length, failures, files: summary.files }).toEqual({
      code: 3,
      problems: 1,
      failures: [
        {
          file: "sub",
          message: "`sub` cannot be read: permission is denied",
          help: "Give the right to read it, or name another path",
        },
      ],
      files: 2,
    });
  });

  test("a folder with a path that is too long for the system", async () => {
    const path = `${"x".repeat(300)}/a.runbook.yaml`;
    const { code, failures } = await lintJson(world(files), [path]);
    expect({ code, messages: failures.map(({ message }) => message) }).toEqual({
      code: 3,
      messages: [`\`${path}\` cannot be read: its name is too long`],
    });
  });

  test("a failure is printed for a person as well, and the report says that it is not complete", async () => {
    expect(
      await run(world(files), ["lint", "a.runbook.yaml", "sub"], refusing("c.runbook.yaml", "EIO")),
    ).toEqual({
      code: 3,
      stdout: "No problems in 1 file; 1 file not judged\n",
      stderr: [
        "failed  `sub/c.runbook.yaml` cannot be read: the system says `EIO`",
        "  help  Name another path, or mend what the system says",
        "",
      ].join("\n"),
    });
  });
});

describe("symbolic links below a folder", () => {
  test("a loop of folders ends, and each file is judged once, by its own name", async () => {
    const folder = world({ "z/a.runbook.yaml": good });
    symlinkSync("..", join(folder, "z", "up"));
    symlinkSync("z", join(folder, "also"));
    symlinkSync("loop", join(folder, "loop"));
    expect(await run(folder, ["lint"])).toEqual({ code: 0, stdout: "No problems in 1 file\n", stderr: "" });
    expect(await run(folder, ["lint", "z", "also"])).toEqual({
      code: 0,
      stdout: "No problems in 2 files\n",
      stderr: "",
    });
    expect(await run(folder, ["lint", "loop"])).toEqual({
      code: 3,
      stdout: "Nothing was judged\n",
      stderr:
        "failed  `loop` cannot be read: its symbolic links lead in a circle\n  help  Name another path, or mend what the system says\n",
    });
  });

  test("a folder elsewhere in the root is followed, one outside the root is not", async () => {
    const folder = world(
      { "project/runbooks/x": "", "project/other/a.runbook.yaml": good, "outside/b.runbook.yaml": good },
      { git: false },
    );
    mkdirSync(join(folder, "project", ".git"));
    symlinkSync("../other", join(folder, "project", "runbooks", "in"));
    symlinkSync("../../outside", join(folder, "project", "runbooks", "out"));
    const { code, stdout } = await run(join(folder, "project"), ["lint", "runbooks"]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "No problems in 1 file\n" });
  });

  test("a runbook that is a link out of the root is refused, and one that leads to nothing", async () => {
    const folder = world({ "project/a.runbook.yaml": good, "b.runbook.yaml": good }, { git: false });
    mkdirSync(join(folder, "project", ".git"));
    symlinkSync("../b.runbook.yaml", join(folder, "project", "b.runbook.yaml"));
    symlinkSync("nothing", join(folder, "project", "c.runbook.yaml"));
    symlinkSync("nothing", join(folder, "project", "not-ours"));
    const { code, failures } = await lintJson(join(folder, "project"));
    expect({ code, failures }).toEqual({
      code: 3,
      failures: [
        {
          file: "b.runbook.yaml",
          message: "`b.runbook.yaml` is a symbolic link that leads out of the repository",
          help: "Put the file itself here, or name it on the command line",
        },
        {
          file: "c.runbook.yaml",
          message: "`c.runbook.yaml` is a symbolic link that leads to nothing",
          help: "Correct or remove the link",
        },
      ],
    });
    // Named on the command line, it is read: whoever runs the command decides.
    expect(await run(join(folder, "project"), ["lint", "b.runbook.yaml"])).toMatchObject({
      code: 0,
      stderr: "",
    });
  });
});

describe("an output file that cannot be written", () => {
  test("because its folder is not there: the report is printed, and nothing is half-written", async () => {
    const folder = world({ "a.runbook.yaml": good });
    const { code, stdout, stderr } = await run(folder, [
      "lint",
      "--format",
      "json",
      "--output-file",
      "no/report.json",
    ]);
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      summary: { files: 1, errors: 0 },
      failures: [
        {
          file: "no/report.json",
          message: "`no/report.json` cannot be written: its folder is not there",
          help: "Name a file in a folder that is there and that you may write to",
        },
      ],
    });
    expect(stderr).toBe(
      "failed  `no/report.json` cannot be written: its folder is not there\n  help  Name a file in a folder that is there and that you may write to\n",
    );
  });

  test("because it is a folder", async () => {
    const folder = world({ "a.runbook.yaml": good, "report/x": "" });
    expect(await run(folder, ["lint", "--output-file", "report"])).toEqual({
      code: 3,
      stdout: "No problems in 1 file\n",
      stderr:
        "failed  `report` cannot be written: it is a folder\n  help  Name a file in a folder that is there and that you may write to\n",
    });
    expect(
      real
        .readdir(folder)
        .map(({ name }) => name)
        .sort(),
    ).toEqual([".git", "a.runbook.yaml", "report"]);
  });

  test("because the disk fills up: the old report stays whole", async () => {
    const folder = world({ "a.runbook.yaml": good, "report.txt": "the old one" });
    const { code, stderr } = await run(folder, ["lint", "--output-file", "report.txt"], {
      writeFile: () => {
        throw systemError("ENOSPC");
      },
    });
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr:
        "failed  `report.txt` cannot be written: the disk is full\n  help  Name a file in a folder that is there and that you may write to\n",
    });
    expect(Buffer.from(real.readFile(join(folder, "report.txt"), 100)).toString()).toBe("the old one");
  });

  test("because it is what is judged", async () => {
    const folder = world({ "a.runbook.yaml": good });
    const { code, stderr } = await run(folder, ["lint", "--output-file", "a.runbook.yaml"]);
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr:
        "failed  `a.runbook.yaml` is judged, and cannot hold the report as well\n  help  Name another file after `--output-file`\n",
    });
    expect(Buffer.from(real.readFile(join(folder, "a.runbook.yaml"), 10_000)).toString()).toBe(good);
  });

  test.each([
    ["a link to what is judged", "link.json", "a.runbook.yaml", "leads to `a.runbook.yaml`, which is judged"],
    ["a link in a linked folder", "out/deep.json", "judged.yaml", "leads to `judged.yaml`, which is judged"],
    ["another runbook", "b.runbook.yml", "b.runbook.yml", "is a runbook, a fragment or a setting"],
    ["a runbook in Markdown", "c.runbook.md", "c.runbook.md", "is a runbook, a fragment or a setting"],
    ["a fragment", "d.fragment.yaml", "d.fragment.yaml", "is a runbook, a fragment or a setting"],
    [
      "the configuration",
      ".runwright/config.yaml",
      ".runwright/config.yaml",
      "is a runbook, a fragment or a setting",
    ],
    [
      "the policy",
      ".runwright/policy.yaml",
      ".runwright/policy.yaml",
      "is a runbook, a fragment or a setting",
    ],
    ["a link to another runbook", "b.json", "b.runbook.yml", "leads to `b.runbook.yml`, which is a runbook"],
    ["a runbook of any name", "link.txt", "other.yaml", "leads to `other.yaml`, which is a runbook"],
  ])("because it is %s", async (_, output, target, words) => {
    const folder = world({
      "a.runbook.yaml": good,
      "judged.yaml": good,
      "b.runbook.yml": good,
      "c.runbook.md": "old",
      "d.fragment.yaml": "old",
      "other.yaml": good,
      ".runwright/config.yaml": "preset: strict\n",
      ".runwright/policy.yaml": "old",
      "real/x": "",
    });
    symlinkSync("a.runbook.yaml", join(folder, "link.json"));
    symlinkSync("../judged.yaml", join(folder, "real/deep.json"));
    symlinkSync("real", join(folder, "out"));
    symlinkSync("b.runbook.yml", join(folder, "b.json"));
    symlinkSync("other.yaml", join(folder, "link.txt"));
    const before = Buffer.from(real.readFile(join(folder, target), 10_000)).toString();
    const args = ["lint", "a.runbook.yaml", "judged.yaml", "--output-file", output];
    const { code, stderr } = await run(folder, args);
    expect(code).toBe(3);
    expect(stderr).toContain(`failed  \`${output}\` ${words}`);
    expect(stderr).toContain("cannot hold the report");
    expect(Buffer.from(real.readFile(join(folder, target), 10_000)).toString()).toBe(before);
  });

  test("a link to an older report is written through", async () => {
    const folder = world({ "a.runbook.yaml": good, "report-1.txt": "the old one" });
    symlinkSync("report-1.txt", join(folder, "report.txt"));
    expect(await run(folder, ["lint", "--output-file", "report.txt"])).toMatchObject({ code: 0, stderr: "" });
    expect(Buffer.from(real.readFile(join(folder, "report-1.txt"), 100)).toString()).toBe(
      "No problems in 1 file\n",
    );
  });
});

describe("a pipe that nobody writes to", () => {
  const withPipe = {
    stat: (path: string) =>
      path === "/dev/fd/63" || /\/runwright-cli-[^/]*\/(?:p|\.runwright\/config\.yaml)$/.test(path)
        ? ({ kind: "other", executable: false } as const)
        : real.stat(path),
    readFile: (path: string, limit: number) => {
      if (/\/(?:p|\.runwright\/config\.yaml)$/.test(path)) throw new Error("opened, which waits for ever");
      return path.startsWith("/dev/fd/") ? Buffer.from(good) : real.readFile(path, limit);
    },
  };

  test.each(["lint", "fmt"])("is not opened by %s", async (command) => {
    const folder = world({});
    expect(await run(folder, [command, "p"], withPipe)).toMatchObject({
      code: 3,
      stderr:
        "failed  `p` is neither a file nor a folder\n  help  Name a file, or give its text to `runwright lint --stdin`\n",
    });
  });

  test("is not opened as the configuration", async () => {
    const folder = world({ "a.runbook.yaml": good, ".runwright/x": "" });
    const { code, stderr } = await run(folder, ["lint", "a.runbook.yaml"], withPipe);
    expect(code).toBe(3);
    expect(stderr).toContain("`.runwright/config.yaml` is not a file");
  });

  test("is another thing than what the shell opened for us", async () => {
    expect(await run(world({}), ["lint", "/dev/fd/63"], withPipe)).toMatchObject({ code: 0, stderr: "" });
  });
});

test("whatever bytes stand in a file, no stack trace is shown, and no control character gets out", async () => {
  const folder = world({});
  let seed = 20261122;
  const random = () => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed;
  };
  for (let round = 0; round < 40; round++) {
    const bytes = Buffer.from(round % 2 === 0 ? good : `${good}x: \u202e\u001b[31m\u0007\u009b\n`);
    for (let change = 0; change < 5; change++) bytes[random() % bytes.length] = random() % 256;
    writeFileSync(join(folder, "a.runbook.yaml"), bytes);
    const { stdout, stderr } = await run(folder, ["lint", "a.runbook.yaml"]);
    expect(`${stdout}${stderr}`).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|\n\s+at .*:\d+:\d+\)?\n/,
    );
  }
});

test("a secret's value that somebody wrote into a runbook is told, and never printed", async () => {
  const value = "not-a-real-value-4711";
  const secrets = `secrets:\n  - id: key\n    label: Key\n    value: ${value}\nprocedures:`;
  const folder = world({ "a.runbook.yaml": good.replace("procedures:", secrets) });
  const { code, stdout, stderr } = await run(folder, ["lint", "a.runbook.yaml"]);
  expect(code).toBe(1);
  expect(stdout).toContain("A runbook never holds a secret's value, and `value` looks like one");
  expect(stdout + stderr).not.toContain(value);
});
