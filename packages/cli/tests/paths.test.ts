import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { faulty, good, lintJson, run, runbook, world } from "./world.js";

/** The files in which `lint` finds the one error of `faulty`, and what it could not do. */
async function found(folder: string, args: readonly string[] = []) {
  const { code, problems, failures } = await lintJson(folder, args);
  return { code, files: problems.map(({ file }) => file), failures: failures.map(({ message }) => message) };
}

describe("a folder", () => {
  test("gives runbooks and fragments by their names, at any depth", async () => {
    const folder = world({
      "a.runbook.yaml": faulty,
      "b.runbook.yml": faulty,
      "deep/er/c.runbook.yaml": faulty,
      "people.fragment.yaml": "runwright: 1\nkind: fragment\nid: people\nowner: x\n",
      ".hidden/d.runbook.yaml": faulty,
      "notes.yaml": faulty,
      "runbook.yaml": faulty,
      "e.runbook.json": faulty,
    });
    expect(await found(folder)).toEqual({
      code: 1,
      files: [
        ".hidden/d.runbook.yaml",
        "a.runbook.yaml",
        "b.runbook.yml",
        "deep/er/c.runbook.yaml",
        "people.fragment.yaml",
      ],
      failures: [],
    });
  });

  test("is never searched in .git and node_modules", async () => {
    const folder = world({
      "a.runbook.yaml": faulty,
      "node_modules/x/b.runbook.yaml": faulty,
      ".git/c.runbook.yaml": faulty,
    });
    expect(await found(folder)).toMatchObject({ files: ["a.runbook.yaml"] });
  });

  test("is searched without what .gitignore files leave out, nested ones too", async () => {
    const folder = world({
      ".gitignore": "build/\n*.tmp.runbook.yaml\n",
      "a.runbook.yaml": faulty,
      "b.tmp.runbook.yaml": faulty,
      "build/c.runbook.yaml": faulty,
      "sub/.gitignore": "d*\n!dd*\n",
      "sub/d.runbook.yaml": faulty,
      "sub/dd.runbook.yaml": faulty,
      "other/d.runbook.yaml": faulty,
    });
    expect(await found(folder)).toMatchObject({
      files: ["a.runbook.yaml", "other/d.runbook.yaml", "sub/dd.runbook.yaml"],
    });
  });

  test("is searched without what a .gitignore above it leaves out", async () => {
    const folder = world({
      ".gitignore": "drafts\n",
      "sub/a.runbook.yaml": faulty,
      "sub/drafts/b.runbook.yaml": faulty,
    });
    expect(await found(folder, ["sub"])).toMatchObject({ files: ["sub/a.runbook.yaml"] });
  });

  test("is not touched by a .gitignore above the repository", async () => {
    const folder = world({ ".gitignore": "*\n", "project/a.runbook.yaml": faulty }, { git: false });
    mkdirSync(join(folder, "project/.git"));
    expect(await found(join(folder, "project"))).toMatchObject({ files: ["a.runbook.yaml"] });
  });

  test("without a runbook in it is a failure", async () => {
    const folder = world({ "docs/readme.txt": "" });
    expect(await lintJson(folder, ["docs"])).toMatchObject({
      code: 3,
      failures: [
        {
          file: "docs",
          message: "No runbook is in the folder `docs`",
          help: "Name a folder with files `*.runbook.yaml` or `*.runbook.md`, or name the files themselves; `--preset migrate` takes all Markdown",
        },
      ],
    });
  });

  test("gives runbooks of both spellings, and plain Markdown only with the preset `migrate`", async () => {
    const folder = world({ "docs/a.runbook.md": "# No front matter\n", "docs/plain.md": "---\na: [\n---\n" });
    expect(await found(folder, ["docs"])).toEqual({ code: 1, files: ["docs/a.runbook.md"], failures: [] });
    expect(await found(folder, ["docs", "--preset", "migrate"])).toEqual({
      code: 1,
      files: ["docs/a.runbook.md", "docs/plain.md"],
      failures: [],
    });
    expect(await found(world({ "plain.md": "# How to\n" }), ["."])).toMatchObject({ code: 3 });
    const byConfig = world({ ".runwright/config.yaml": "preset: migrate\n", "plain.md": "---\na: [\n---\n" });
    expect(await found(byConfig, ["."])).toMatchObject({ code: 1, files: ["plain.md"] });
  });
});

describe("a path on the command line", () => {
  test("is read whatever the file is called", async () => {
    const folder = world({ "notes.txt": faulty });
    expect(await found(folder, ["notes.txt"])).toEqual({ code: 1, files: ["notes.txt"], failures: [] });
  });

  test("is read as Markdown where its name says so", async () => {
    const folder = world({
      "a.runbook.md": "# Restart\n",
      "b.md": "---\nrunwright: 1\n---\n",
      "c.md": "# How to\n",
    });
    expect(await lintJson(folder, ["a.runbook.md", "b.md", "c.md"])).toMatchObject({
      code: 1,
      summary: { files: 3 },
      problems: [
        {
          file: "a.runbook.md",
          message: "A runbook in Markdown begins with front matter, and this file has none",
        },
        { file: "b.md", message: "The page has no title" },
        { file: "b.md", message: "The page has no procedure" },
        { file: "b.md", message: "A runbook needs `id`" },
        { file: "b.md", message: "A runbook needs `version`" },
      ],
      failures: [],
    });
  });

  test("that is not there is a failure, with the nearest name in its folder", async () => {
    const folder = world({ "sub/payments.runbook.yaml": good });
    expect(await lintJson(folder, ["sub/payment.runbook.yaml", "nowhere/x", ""])).toMatchObject({
      code: 3,
      failures: [
        {
          file: "sub/payment.runbook.yaml",
          message:
            "There is no file or folder `sub/payment.runbook.yaml`, did you mean `sub/payments.runbook.yaml`?",
          help: "Name `sub/payments.runbook.yaml`",
        },
        {
          file: "nowhere/x",
          message: "There is no file or folder `nowhere/x`",
          help: "Correct the path; it is relative to the working folder",
        },
        {
          message: "There is no file or folder ``",
          help: "Correct the path; it is relative to the working folder",
        },
      ],
    });
  });

  test("that is ignored is linted all the same, a file and a folder", async () => {
    const folder = world({
      ".gitignore": "build/\n",
      ".runwright/config.yaml": "ignore: [examples/faulty, 'drafts/**']\n",
      "build/a.runbook.yaml": faulty,
      "examples/faulty/b.runbook.yaml": faulty,
      "examples/faulty/drafts/c.runbook.yaml": faulty,
      "examples/d.runbook.yaml": good,
      "drafts/e.runbook.yaml": faulty,
    });
    expect(await found(folder)).toMatchObject({ code: 0, files: [] });
    expect(await found(folder, ["examples"])).toMatchObject({ code: 0, files: [] });
    expect(await found(folder, ["build"])).toMatchObject({ code: 1, files: ["build/a.runbook.yaml"] });
    expect(await found(folder, ["examples/faulty/b.runbook.yaml"])).toMatchObject({
      code: 1,
      files: ["examples/faulty/b.runbook.yaml"],
    });
    expect(await found(folder, ["drafts"])).toMatchObject({ code: 1, files: ["drafts/e.runbook.yaml"] });
    expect(await found(folder, ["examples/faulty"])).toMatchObject({
      code: 1,
      files: ["examples/faulty/b.runbook.yaml", "examples/faulty/drafts/c.runbook.yaml"],
    });
  });

  test("named twice, in two ways, is judged once", async () => {
    const folder = world({ "sub/a.runbook.yaml": faulty });
    expect(await found(folder, ["sub", "./sub/a.runbook.yaml", "sub/../sub"])).toEqual({
      code: 1,
      files: ["sub/a.runbook.yaml"],
      failures: [],
    });
  });

  test("outside the working folder is named with its dots", async () => {
    const folder = world({ "sub/x": "", "a.runbook.yaml": faulty });
    expect(await found(join(folder, "sub"), [".."])).toMatchObject({ files: ["../a.runbook.yaml"] });
  });
});

describe("a pattern on the command line", () => {
  const files = {
    "teams/a/x.runbook.yaml": faulty,
    "teams/b/y.runbook.yaml": faulty,
    "teams/b/notes.yaml": faulty,
    "teams/b/readme.md": "",
  };

  test("gives the files that fit, whatever they are called", async () => {
    expect(await found(world(files), ["teams/*/*.runbook.yaml"])).toMatchObject({
      files: ["teams/a/x.runbook.yaml", "teams/b/y.runbook.yaml"],
    });
    expect(await found(world(files), ["**/*.yaml"])).toMatchObject({
      files: ["teams/a/x.runbook.yaml", "teams/b/notes.yaml", "teams/b/y.runbook.yaml"],
    });
    expect(await found(world(files), ["teams/{a,c}/*"])).toMatchObject({ files: ["teams/a/x.runbook.yaml"] });
    expect(await found(world(files), ["./teams/[!a]/[n-z]*.yaml"])).toMatchObject({
      files: ["teams/b/notes.yaml", "teams/b/y.runbook.yaml"],
    });
  });

  test("leaves out what is ignored", async () => {
    const folder = world({ ...files, ".gitignore": "a/\n" });
    const { summary, problems } = await lintJson(folder, ["teams/**"]);
    expect({ files: summary.files, problems: problems.map(({ file }) => file) }).toEqual({
      files: 3,
      problems: ["teams/b/notes.yaml", "teams/b/y.runbook.yaml"],
    });
  });

  test("that fits nothing is a failure, also where others fit", async () => {
    const folder = world(files);
    expect(await lintJson(folder, ["teams/**/*.json", "teams/a"])).toMatchObject({
      code: 3,
      problems: [{ file: "teams/a/x.runbook.yaml" }],
      failures: [
        {
          message: "No file matches `teams/**/*.json`",
          help: "Correct the pattern; `**` stands for any folders, and what `.gitignore` or the configuration ignores is left out",
        },
      ],
    });
    expect(await found(folder, ["nowhere/*"])).toMatchObject({
      code: 3,
      failures: ["No file matches `nowhere/*`"],
    });
  });

  test("that is the very name of a file is that file", async () => {
    const folder = world({ "a[1].runbook.yaml": faulty, "a1.runbook.yaml": good });
    expect(await found(folder, ["a[1].runbook.yaml"])).toMatchObject({ files: ["a[1].runbook.yaml"] });
  });

  test("with more choices than a person can mean is refused", async () => {
    expect(await found(world(files), ["{a,b}".repeat(10)])).toMatchObject({
      code: 3,
      failures: [`The pattern \`${"{a,b}".repeat(10)}\` stands for too many others`],
    });
  });
});

describe("a project", () => {
  test("is found upwards, and a nested one has rules of its own", async () => {
    const folder = world({
      ".runwright/config.yaml": "rules: { failure-path-missing: off }\n",
      "a.runbook.yaml": faulty,
      "inner/.runwright/config.yaml": "preset: strict\n",
      "inner/b.runbook.yaml": faulty,
    });
    expect(await found(folder)).toMatchObject({
      code: 1,
      files: expect.arrayContaining(["inner/b.runbook.yaml"]),
    });
    expect((await found(folder)).files).not.toContain("a.runbook.yaml");
    expect(await found(join(folder, "inner"))).toMatchObject({
      code: 1,
      files: expect.arrayContaining(["b.runbook.yaml"]),
    });
  });

  test("a call of another runbook finds it anywhere under the root, ignored by the project or not", async () => {
    const caller = good.replace(
      "        title: Press Restart in the portal\n",
      "        title: Do it as the others do\n        do: other/restart-shop\n",
    );
    const files = { "team/a.runbook.yaml": caller, ".runwright/config.yaml": "ignore: [elsewhere]\n" };
    expect(
      await found(world({ ...files, "elsewhere/deep/b.runbook.yaml": runbook({ id: "other" }) }), ["team"]),
    ).toEqual({
      code: 0,
      files: [],
      failures: [],
    });
    expect(await lintJson(world(files), ["team"])).toMatchObject({
      code: 1,
      problems: [{ file: "team/a.runbook.yaml", rule: "reference-unknown" }],
    });
  });

  test("a call of another runbook does not reach out of the root", async () => {
    const caller = good.replace(
      "        title: Press Restart in the portal\n",
      "        title: Do it as the others do\n        do: other/restart-shop\n",
    );
    const folder = world(
      { "project/a.runbook.yaml": caller, "b.runbook.yaml": runbook({ id: "other" }) },
      { git: false },
    );
    mkdirSync(join(folder, "project/.git"));
    symlinkSync("../b.runbook.yaml", join(folder, "project/link.runbook.yaml"));
    expect(await lintJson(join(folder, "project"), ["a.runbook.yaml"])).toMatchObject({
      code: 3, // the link that leads out of the repository is told, because the id may be behind it
      problems: [{ rule: "reference-unknown" }],
      failures: [{ file: "link.runbook.yaml" }],
    });
  });

  test("a folder that is removed while it is searched is a failure", async () => {
    const folder = world({ "a/x.runbook.yaml": good, "b/y.runbook.yaml": good });
    const { nodeHost } = await import("../src/host.js");
    const real = nodeHost();
    const { code, failures } = await lintJson(folder, [], {
      readdir: (path) => {
        if (path.endsWith("/a")) rmSync(path, { recursive: true });
        return real.readdir(path);
      },
    });
    expect({ code, failures: failures.map(({ message }) => message) }).toEqual({
      code: 3,
      failures: ["`a` cannot be read: it is not there"],
    });
  });
});

test("a name that a terminal would obey is shown, and stays exact for programs", async () => {
  const name = "a\u001b[31m\n\u202e.runbook.yaml";
  const folder = world({ [name]: faulty });
  const { stdout } = await run(folder, ["lint"]);
  expect(stdout).toContain("\n  a␛[31m␊<U+202E>.runbook.yaml:9:13\n");
  expect((await lintJson(folder)).problems).toMatchObject([{ file: name }]);
});

describe("standard input", () => {
  const readStdin = () => Buffer.from(faulty);

  test("is one runbook, named as it is said", async () => {
    const folder = world({});
    const { code, problems } = await lintJson(
      folder,
      ["--stdin", "--stdin-filename", "sub/new.runbook.yaml"],
      { readStdin },
    );
    expect({ code, files: problems.map(({ file }) => file) }).toEqual({
      code: 1,
      files: ["sub/new.runbook.yaml"],
    });
    expect((await lintJson(folder, ["--stdin"], { readStdin })).problems).toMatchObject([{ file: "stdin" }]);
  });

  test("finds its fragments beside the name that it is given", async () => {
    const folder = world({ "sub/people.fragment.yaml": "runwright: 1\nkind: fragment\nid: people\n" });
    const text = runbook({ head: "uses: [people.fragment.yaml]\n" });
    const input = { readStdin: () => Buffer.from(text) };
    expect(
      await lintJson(folder, ["--stdin", "--stdin-filename", "sub/new.runbook.yaml"], input),
    ).toMatchObject({ code: 0, problems: [] });
    expect(await lintJson(folder, ["--stdin"], input)).toMatchObject({
      code: 1,
      problems: [{ rule: "reference-unknown" }],
    });
  });

  test("does not go with paths, and its name not without it", async () => {
    const folder = world({ "a.runbook.yaml": good });
    expect(await found(folder, ["--stdin", "a.runbook.yaml"])).toEqual({
      code: 3,
      files: [],
      failures: ["`--stdin` reads one runbook, and paths are named as well"],
    });
    expect(await found(folder, ["--stdin-filename", "x"])).toEqual({
      code: 3,
      files: [],
      failures: ["`--stdin-filename` names what `--stdin` reads, and that is not there"],
    });
  });
});
