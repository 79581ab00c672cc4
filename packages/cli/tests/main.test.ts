import { describe, expect, test } from "vitest";
import { version } from "../package.json";
import { commands } from "../src/commands.js";
import { faulty, good, lintJson, run, systemError, world } from "./world.js";

describe("help", () => {
  test("is grouped by what a person wants, and is what `runwright` alone prints", async () => {
    const { code, stdout, stderr } = await run(world({}), []);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatchInlineSnapshot(`
      "runwright: runbooks as code

        runwright <command> [options]

      Check
        lint     Find what will go wrong in a runbook before anyone has to run it
        explain  Show why a rule is there, with examples
        rules    List every rule, with its severity in each preset

      Write
        fmt      Lay out runbooks as all others are, comments kept
        convert  Write a runbook in its other spelling, YAML or Markdown
        import   Propose a runbook from a plain Markdown page, every word of it kept
        schema   Print the JSON Schema of the format, for editors

      Read
        render  Print a runbook as a page for people
        graph   Print where a runbook can lead, as a flow chart

      Sign off
        digest   Print what a version is: the digests of its content and of its meaning
        diff     Show what changed between two versions, and the version step that it asks for
        signoff  Say whether the right people have agreed to this version

      Exchange with other tools
        export  Print a request of a runbook in another tool's form

      Begin
        runwright lint         check every runbook below this folder
        runwright lint --help  everything about one command
        runwright --version    which version this is
      "
    `);
    for (const same of [["--help"], ["-h"], ["help"]])
      expect((await run(world({}), same)).stdout).toBe(stdout);
  });

  test("of a command shows its options and examples", async () => {
    const { code, stdout } = await run(world({}), ["lint", "--help"]);
    expect(code).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "runwright lint: Find what will go wrong in a runbook before anyone has to run it

        runwright lint [paths…] [options]

      Options
        --preset <name>          which rules: \`recommended\` (the default), \`strict\`, or \`migrate\`
        --format <form>          for people (\`pretty\`, the default) or for programs (\`json\`)
        --output-file <file>     write the report there instead of printing it
        --max-warnings <n>       exit with 1 also where there are more warnings than this
        --quiet                  show errors only
        --stdin                  read one runbook from standard input
        --stdin-filename <file>  the name to report for it, and where its fragments are looked for
        --color                  colour also where no terminal is
        --no-color               no colour
        --help                   show this

      Examples
        # every runbook below this folder
        runwright lint
        # one file, with every rule
        runwright lint runbooks/payments.runbook.yaml --preset strict
        # for a program
        runwright lint 'teams/*/runbooks/**' --format json --output-file report.json
      "
    `);
    expect((await run(world({}), ["help", "lint"])).stdout).toBe(stdout);
    expect((await run(world({}), ["lint", "x", "--nonsense", "-h"])).stdout).toBe(stdout);
  });

  test.each(commands.map((command) => [command.name, command] as const))(
    "of %s has an example of that command",
    async (name, command) => {
      const { code, stdout } = await run(world({}), [name, "--help"]);
      expect(code).toBe(0);
      expect(stdout).toContain(`runwright ${name}`);
      for (const { line } of command.examples) expect(line.startsWith(`runwright ${name}`)).toBe(true);
    },
  );

  test("has colour where it is asked for", async () => {
    expect((await run(world({}), ["--help", "--color"])).stdout).toContain("\u001b[1mCheck\u001b[22m");
  });

  test("the version", async () => {
    expect(await run(world({}), ["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  });
});

describe("a command line that cannot be read is exit code 3, with the nearest that can", () => {
  test.each([
    [
      ["lnt"],
      "failed  `lnt` is no command of runwright, did you mean `lint`?\n  help  Run `runwright lint`\n",
    ],
    [
      ["--versoin"],
      "failed  `--versoin` is no command of runwright, did you mean `--version`?\n  help  Run `runwright --version`\n",
    ],
    [
      ["payments.runbook.yaml"],
      "failed  `payments.runbook.yaml` is no command of runwright\n  help  Run `runwright lint payments.runbook.yaml` to check it\n",
    ],
    [
      ["xxxxxxxx"],
      "failed  `xxxxxxxx` is no command of runwright\n  help  Run `runwright --help` to see the commands\n",
    ],
    [
      ["help", "lnt"],
      "failed  `lnt` is no command of runwright, did you mean `lint`?\n  help  Run `runwright lint`\n",
    ],
    [
      ["lint", "--presett", "strict"],
      "failed  `--presett` is no option of `runwright lint`, did you mean `--preset`?\n  help  Write `--preset`\n",
    ],
    [
      ["lint", "--xyz"],
      "failed  `--xyz` is no option of `runwright lint`\n  help  Run `runwright lint --help` to see its options\n",
    ],
    [
      ["lint", "-q"],
      "failed  `-q` is no option of `runwright lint`\n  help  Run `runwright lint --help` to see its options\n",
    ],
    [
      ["lint", "--preset", "strickt"],
      "failed  Unexpected `strickt` after `--preset`, expected one of `recommended`, `strict`, `migrate`\n  help  Write `--preset strict`\n",
    ],
    [
      ["lint", "--format=xml"],
      "failed  Unexpected `xml` after `--format`, expected one of `pretty`, `json`\n  help  Write `--format pretty`, or another of them\n",
    ],
    [
      ["lint", "--format"],
      "failed  `--format` needs one of `pretty`, `json`\n  help  Write `--format pretty`, or another of them\n",
    ],
    [
      ["lint", "--output-file", "--quiet"],
      "failed  `--output-file` needs a value\n  help  Write `--output-file <file>`\n",
    ],
    [
      ["lint", "--output-file="],
      "failed  `--output-file` needs a value\n  help  Write `--output-file <file>`\n",
    ],
    [
      ["lint", "--max-warnings", "-1"],
      "failed  `--max-warnings` needs a whole number\n  help  Write `--max-warnings <n>`\n",
    ],
    [
      ["lint", "--max-warnings", "1.5"],
      "failed  Unexpected `1.5` after `--max-warnings`, expected a whole number\n  help  Write `--max-warnings <n>`\n",
    ],
    [["lint", "--quiet=yes"], "failed  `--quiet` takes no value, got `yes`\n  help  Write `--quiet` alone\n"],
    [
      ["explain"],
      "failed  `runwright explain` takes one rule, got none\n  help  Run `runwright explain --help` to see examples\n",
    ],
    [
      ["diff", "a"],
      "failed  `runwright diff` takes two files, got 1\n  help  Run `runwright diff --help` to see examples\n",
    ],
    [
      ["digest"],
      "failed  `runwright digest` takes at least one file, got none\n  help  Run `runwright digest --help` to see examples\n",
    ],
    [
      ["rules", "x"],
      "failed  `runwright rules` takes no path, got 1\n  help  Run `runwright rules --help` to see examples\n",
    ],
    [
      ["lint", "\u0007\u202e"],
      "failed  There is no file or folder `␇<U+202E>`\n  help  Correct the path; it is relative to the working folder\n",
    ],
  ])("%j", async (argv, stderr) => {
    expect(await run(world({}), argv)).toMatchObject({ code: 3, stderr });
  });

  test("all that is wrong is said at once", async () => {
    const { stderr } = await run(world({}), ["lint", "--presett", "--format", "xml", "--quiet=1"]);
    expect(stderr.match(/failed/g)).toHaveLength(3);
  });

  test("a program that asked for JSON gets JSON", async () => {
    const { code, failures, stderr, summary } = await lintJson(world({}), ["--presett"]);
    expect({ code, failures, stderr, files: summary.files }).toEqual({
      code: 3,
      failures: [
        {
          message: "`--presett` is no option of `runwright lint`, did you mean `--preset`?",
          help: "Write `--preset`",
        },
      ],
      stderr: "",
      files: 0,
    });
  });

  test("behind `--`, everything is a path", async () => {
    const folder = world({ "--help": good });
    expect(await run(folder, ["lint", "--", "--help"])).toEqual({
      code: 0,
      stdout: "No problems in 1 file\n",
      stderr: "",
    });
  });
});

describe("exit codes", () => {
  const warned = faulty.replace('version: "1.0.0"', 'version: "1.0.0"\nrisk: low\n');
  const config = { ".runwright/config.yaml": "rules: { failure-path-missing: warning }\n" };

  test("0 without errors, 1 with one, 3 with a failure, which outweighs an error", async () => {
    const folder = world({ "good.runbook.yaml": good, "faulty.runbook.yaml": faulty });
    const code = async (...paths: string[]) => (await run(folder, ["lint", ...paths])).code;
    expect([
      await code("good.runbook.yaml"),
      await code("faulty.runbook.yaml"),
      await code("nowhere"),
      await code("faulty.runbook.yaml", "nowhere"),
    ]).toEqual([0, 1, 3, 3]);
  });

  test("1 with more warnings than `--max-warnings` allows, and the last line says so", async () => {
    const folder = world({ ...config, "a.runbook.yaml": warned, "b.runbook.yaml": warned });
    expect((await run(folder, ["lint", "--max-warnings", "2"])).code).toBe(0);
    const { code, stdout } = await run(folder, ["lint", "--max-warnings", "1", "--quiet"]);
    expect({ code, stdout: stdout.split("\n")[0] }).toEqual({
      code: 1,
      stdout: "2 warnings in 2 files; only errors are shown; more than 1 warning",
    });
  });

  test("`--quiet` lists errors only; the counts stay", async () => {
    const folder = world({ ...config, "a.runbook.yaml": warned });
    expect(await lintJson(folder, ["--quiet"])).toMatchObject({
      code: 0,
      problems: [],
      summary: { warnings: 1 },
    });
    expect((await lintJson(folder)).problems).toHaveLength(1);
  });
});

describe("an output file", () => {
  test("holds the report, whole, and nothing else is printed", async () => {
    const folder = world({ "a.runbook.yaml": faulty });
    const { stdout: printed } = await run(folder, ["lint"]);
    expect(await run(folder, ["lint", "--output-file", "report.txt"])).toEqual({
      code: 1,
      stdout: "",
      stderr: "",
    });
    const { nodeHost } = await import("../src/host.js");
    expect(Buffer.from(nodeHost().readFile(`${folder}/report.txt`, 100_000)).toString()).toBe(printed);
    expect(
      nodeHost()
        .readdir(folder)
        .map(({ name }) => name)
        .sort(),
    ).toEqual([".git", "a.runbook.yaml", "report.txt"]);
  });

  test("does not keep a failure from the person who looks", async () => {
    const folder = world({ "a.runbook.yaml": good });
    const { code, stdout, stderr } = await run(folder, [
      "lint",
      "a.runbook.yaml",
      "nowhere",
      "--format",
      "json",
      "--output-file",
      "r.json",
    ]);
    expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
    expect(stderr).toContain("There is no file or folder `nowhere`");
  });
});

describe("colour", () => {
  const folder = () => world({ "a.runbook.yaml": faulty });
  const isColored = async (args: readonly string[], changes = {}) =>
    (await run(folder(), ["lint", ...args], changes)).stdout.includes("\u001b[");

  test("is there only where a person looks", async () => {
    expect([await isColored([]), await isColored([], { isTTY: true })]).toEqual([false, true]);
  });

  test("is off with NO_COLOR or TERM=dumb, unless --color says otherwise", async () => {
    const terminal = { isTTY: true };
    expect(await isColored([], { ...terminal, env: { NO_COLOR: "1" } })).toBe(false);
    expect(await isColored([], { ...terminal, env: { NO_COLOR: "" } })).toBe(true);
    expect(await isColored([], { ...terminal, env: { TERM: "dumb" } })).toBe(false);
    expect(await isColored(["--color"], { env: { NO_COLOR: "1" } })).toBe(true);
    expect(await isColored(["--no-color"], terminal)).toBe(false);
    expect(await isColored(["--no-color", "--color"])).toBe(true);
  });

  test("does not reach an output file, unless it is asked for", async () => {
    const { nodeHost } = await import("../src/host.js");
    const report = async (args: readonly string[]) => {
      const here = folder();
      await run(here, ["lint", "--output-file", "r.txt", ...args], { isTTY: true });
      return Buffer.from(nodeHost().readFile(`${here}/r.txt`, 100_000)).toString();
    };
    expect((await report([])).includes("\u001b[")).toBe(false);
    expect((await report(["--color"])).includes("\u001b[")).toBe(true);
  });
});

describe("a fault of our own, or of the system under us", () => {
  test("is one line and exit code 3, without a stack trace", async () => {
    const { code, stdout, stderr } = await run(world({ "a.runbook.yaml": good }), ["lint"], {
      stat: () => {
        throw new TypeError("stat is not what we thought");
      },
    });
    expect({ code, stdout }).toEqual({ code: 3, stdout: "Nothing was judged\n" });
    expect(stderr).toBe(
      "failed  `.` cannot be read: stat is not what we thought\n  help  Name another path, or mend what the system says\n",
    );
  });

  test("is JSON where JSON was asked for", async () => {
    const { code, stdout, stderr } = await run(world({}), ["signoff", "check", "--format", "json"], {
      now: () => {
        throw new Error("the clock is gone");
      },
    });
    expect({ code, stderr, report: JSON.parse(stdout) }).toEqual({
      code: 3,
      stderr: "",
      report: {
        version: 1,
        status: "error",
        context: {},
        runbooks: [],
        findings: [],
        failures: [
          {
            message: "Something in runwright itself is wrong: the clock is gone",
            help: "Report this with the command line and the file that you gave",
          },
        ],
      },
    });
  });

  test("a standard output that cannot be written is exit code 3", async () => {
    const { code, stderr } = await run(world({ "a.runbook.yaml": good }), ["lint"], {
      stdout: () => {
        throw systemError("ENOSPC");
      },
    });
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr:
        "failed  The system stopped runwright: the disk is full\n  help  Run it again when that has changed\n",
    });
  });

  test("also where nobody can be told", async () => {
    const gone = () => {
      throw systemError("EIO");
    };
    expect((await run(world({}), ["lint", "nowhere"], { stdout: gone, stderr: gone })).code).toBe(3);
  });
});
