import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run, world } from "./world.js";

const yaml = `# yaml-language-server: $schema=./node_modules/@runwright/core/runbook.schema.json
# For the night shift.
runwright: 1
id: restart
title: Restart the shop
version: "1.0.0"

procedures:
  # The only one.
  - id: restart-shop
    title: Restart the shop
    onFailure:
      any:
        stop: The shop does not start
    steps:
      - id: press-restart
        title: Press Restart in the portal
        # Slowly!
        expect:
          see: The portal shows Running.
        # It was 5m.
        timeout: 10m

references:
  # In English.
  - title: Manual
    url: https://shop.example/manual
`;

const markdown = `---
# For the night shift.
runwright: 1
id: restart
version: "1.0.0"
---

# Restart the shop

## <a id="restart-shop"></a>Procedure: Restart the shop

<!-- The only one. -->

- **If anything else fails:** stop: "The shop does not start"

### <a id="press-restart"></a>Press Restart in the portal

<!-- Slowly! -->

- **Expect:** The portal shows Running.

\`\`\`yaml fields
# It was 5m.
timeout: 10m
\`\`\`

## References

- [Manual](https://shop.example/manual)
`;

const lostLine =
  "a.runbook.yaml:25: A comment is left out: A line of `## References` has no room for a comment\n";

describe("convert prints", () => {
  test("Markdown of YAML, and names each comment that has no place there", async () => {
    const folder = world({ "a.runbook.yaml": yaml });
    expect(await run(folder, ["convert", "a.runbook.yaml"])).toEqual({
      code: 0,
      stdout: markdown,
      stderr: lostLine,
    });
  });

  test("YAML of Markdown", async () => {
    const folder = world({ "a.runbook.md": markdown });
    expect(await run(folder, ["convert", "a.runbook.md", "--to", "yaml"])).toEqual({
      code: 0,
      stdout: yaml
        .replace("  # In English.\n", "")
        // What stands below a heading is about the whole entry.
        .replace("        # Slowly!\n", "")
        .replace("      - id: press", "      # Slowly!\n      - id: press")
        // Fields stand in the order of the writer.
        .replace(/( {8}expect:\n.*\n)( {8}# It was 5m.\n {8}timeout: 10m\n)/, "$2$1"),
      stderr: "",
    });
  });

  test("the very text for a program, and nothing that a terminal would act on for a person", async () => {
    const folder = world({ "a.runbook.md": markdown.replace("Slowly!", "Slowly!\u202e") });
    const hostile = world({
      "a.runbook.md": markdown.replace("# Restart the shop\n", "# Restart the \u001b[31mshop\n"),
    });
    const lost = await run(folder, ["convert", "a.runbook.md"]);
    expect(lost.stderr).toBe(
      "a.runbook.md:18: A comment is left out: It holds a character that no text should show\n",
    );
    const program = await run(hostile, ["convert", "a.runbook.md"]);
    expect(program.stdout).toContain('title: "Restart the \\u001b[31mshop"');
    const byte = world({ "a.runbook.yaml": yaml.replace("Running.", "Running\u0301\u061c.") });
    const [piped, shown] = [
      await run(byte, ["convert", "a.runbook.yaml"]),
      await run(byte, ["convert", "a.runbook.yaml"], { isTTY: true }),
    ];
    expect(piped.stdout).toContain("Running\u0301\u061c.");
    expect(shown.stdout).not.toContain("\u061c");
  });
});

describe("convert --out", () => {
  test("writes the file whole", async () => {
    const folder = world({ "a.runbook.yaml": yaml });
    expect(await run(folder, ["convert", "a.runbook.yaml", "--out", "a.runbook.md"])).toEqual({
      code: 0,
      stdout: "Converted: a.runbook.md\n",
      stderr: lostLine,
    });
    expect(readFileSync(join(folder, "a.runbook.md"), "utf8")).toBe(markdown);
  });

  test("overwrites nothing without --force", async () => {
    const folder = world({ "a.runbook.yaml": yaml, "a.runbook.md": "mine" });
    const line = ["convert", "a.runbook.yaml", "--out", "a.runbook.md"];
    expect(await run(folder, line)).toEqual({
      code: 3,
      stdout: "",
      stderr:
        "failed  `a.runbook.md` is there already\n  help  Name another file, or add `--force` to overwrite it\n",
    });
    expect(readFileSync(join(folder, "a.runbook.md"), "utf8")).toBe("mine");
    expect((await run(folder, [...line, "--force"])).code).toBe(0);
    expect(readFileSync(join(folder, "a.runbook.md"), "utf8")).toBe(markdown);
  });

  test("never overwrites what it converts", async () => {
    const folder = world({ "a.runbook.yaml": yaml });
    symlinkSync("a.runbook.yaml", join(folder, "b.runbook.md"));
    expect(
      (await run(folder, ["convert", "a.runbook.yaml", "--out", "b.runbook.md", "--force"])).stderr,
    ).toBe(
      "failed  `b.runbook.md` leads to the file that is converted\n  help  Name another file after `--out`\n",
    );
    expect(readFileSync(join(folder, "a.runbook.yaml"), "utf8")).toBe(yaml);
  });

  test("wants a name that is read in that spelling", async () => {
    const folder = world({ "a.runbook.yaml": yaml });
    expect((await run(folder, ["convert", "a.runbook.yaml", "--out", "b.runbook.yaml"])).stderr).toBe(
      "failed  `b.runbook.yaml` would be read as YAML by its name, and what it would hold is Markdown\n  help  Name a file that ends with `.runbook.md`\n",
    );
    expect(existsSync(join(folder, "b.runbook.yaml"))).toBe(false);
  });

  test("keeps a runbook beside the files that it names", async () => {
    const folder = world({
      "a.runbook.yaml": yaml.replace('"1.0.0"\n', '"1.0.0"\nuses: [people.fragment.yaml]\n'),
      "b.runbook.yaml": yaml,
      "people.fragment.yaml": "runwright: 1\nkind: fragment\nid: people\n",
      "other/c.txt": "",
    });
    expect((await run(folder, ["convert", "a.runbook.yaml", "--out", "other/a.runbook.md"])).stderr).toBe(
      "failed  `other/a.runbook.md` is in another folder, from where the runbook would not find `people.fragment.yaml`\n  help  Name a file in the folder of `a.runbook.yaml`\n",
    );
    expect((await run(folder, ["convert", "b.runbook.yaml", "--out", "other/b.runbook.md"])).code).toBe(0);
    expect((await run(folder, ["convert", "b.runbook.yaml", "--out", "none/b.runbook.md"])).stderr).toBe(
      "failed  `none/b.runbook.md` cannot be written: its folder is not there\n  help  Name a file in a folder that is there and that you may write to\n",
    );
  });

  test("shows nothing of a name that a terminal would act on", async () => {
    const folder = world({});
    writeFileSync(join(folder, "a\u001b[31m.runbook.yaml"), yaml);
    const { code, stdout, stderr } = await run(folder, [
      ...["convert", "a\u001b[31m.runbook.yaml", "--out", "b\u001b[31m.runbook.md"],
    ]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "Converted: b␛[31m.runbook.md\n" });
    expect(stderr).toBe(lostLine.replace("a.runbook", "a␛[31m.runbook"));
  });
});

describe("convert refuses", () => {
  const stderr = async (name: string, text: string, ...more: readonly string[]) => {
    const result = await run(world({ [name]: text }), ["convert", name, ...more]);
    expect({ code: result.code, stdout: result.stdout }).toEqual({ code: 3, stdout: "" });
    return result.stderr;
  };

  test("the spelling that the file has", async () => {
    expect(await stderr("a.runbook.yaml", yaml, "--to", "yaml")).toBe(
      "failed  `a.runbook.yaml` is written in YAML already\n  help  Run `runwright fmt` to lay it out anew, or convert it to the other spelling\n",
    );
    expect(await stderr("a.runbook.md", markdown, "--to", "md")).toBe(
      "failed  `a.runbook.md` is written in Markdown already\n  help  Run `runwright fmt` to lay it out anew, or convert it to the other spelling\n",
    );
  });

  test("a fragment", async () => {
    expect(await stderr("a.fragment.yaml", "runwright: 1\nkind: fragment\nid: a\n")).toBe(
      "failed  `a.fragment.yaml` is a fragment, which is written in YAML\n  help  Name a runbook; it goes on using its fragments as they are\n",
    );
  });

  test("a file with problems, and a page that is no runbook", async () => {
    expect(await stderr("a.runbook.yaml", yaml.replace("timeout:", "timeuot:"))).toBe(
      "failed  `a.runbook.yaml` has problems, and what is made of it would mislead (line 22: Unknown field `timeuot`, did you mean `timeout`?)\n  help  Run `runwright lint a.runbook.yaml`, and mend what it shows\n",
    );
    expect(await stderr("a.md", "# A page\n")).toMatch(/^failed {2}`a\.md` is plain Markdown, /);
  });
});
