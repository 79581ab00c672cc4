import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rules } from "@runwright/lint";
import Ajv2020 from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { commands } from "../src/commands.js";
import { faulty, good, type Result, run, runbook, world } from "./world.js";

// Formats of strings are for readers of the schema; nothing of ours depends on them.
const ajv = new Ajv2020({ strict: true, allErrors: true, validateFormats: false });
const validators = Object.fromEntries(
  ["lint", "import", "rules", "digest", "diff", "graph", "signoff"].map((name) => {
    const path = fileURLToPath(new URL(`../schemas/${name}.schema.json`, import.meta.url));
    return [name, ajv.compile(JSON.parse(readFileSync(path, "utf8")))];
  }),
);

/** The report, after its published schema has said yes. */
function checked(name: string, { stdout }: Result): unknown {
  const report: unknown = JSON.parse(stdout);
  const validate = validators[name];
  if (!validate) throw new Error(`There is no schema for ${name}`);
  validate(report);
  expect(validate.errors ?? []).toEqual([]);
  return report;
}

const fragment = "runwright: 1\nkind: fragment\nid: people\nparties:\n  - id: support\n    name: Support\n";
const duplicate = runbook({
  head: "owner: nobody\nparties:\n  - id: a\n    name: A\n  - id: a\n    name: A\n",
});

describe("every JSON report follows its published schema, whatever the exit code", () => {
  test("lint", async () => {
    const folder = world({
      "good.runbook.yaml": good,
      "faulty.runbook.yaml": faulty,
      "twice.runbook.yaml": duplicate,
      "bom.runbook.yaml": `\ufeff${good}`,
    });
    const lint = (...args: string[]) => run(folder, ["lint", "--format", "json", ...args]);
    checked("lint", await lint("good.runbook.yaml"));
    checked("lint", await lint());
    checked("lint", await lint("faulty.runbook.yaml", "nowhere"));
    checked("lint", await lint("--max-warnings"));
    const { stdout, stderr } = await run(folder, [
      "lint",
      "--format",
      "json",
      "--output-file",
      "/nowhere/at/all.json",
    ]);
    checked("lint", { code: 3, stdout, stderr });
  });

  test("import", async () => {
    const folder = world({
      "a.md": `# A

Words that say what this page is about.

## Meaning

It fails.

## Steps

1. Look. If it fails, escalate to the platform team.
2. Run \`ls <name>\`.

## Group

### Note

| a |
| - |
| 1 |
`,
      "b.txt": "",
    });
    const report = checked("import", await run(folder, ["import", "a.md", "--format", "json"]));
    expect(report).toMatchObject({
      version: 1,
      file: "a.md",
      id: "a",
      parts: [
        { became: "title" },
        { became: "summary" },
        { became: "useWhen" },
        { became: "procedure" },
        { became: "group" },
        { became: "note" },
      ],
      failureCandidates: [
        {
          line: 11,
          column: 10,
          outcome: { escalate: "platform-team" },
          path: "/procedures/0/steps/0",
          isPlaced: true,
        },
      ],
      failures: [],
    });
    checked("import", await run(folder, ["import", "a.md", "--out", "a.runbook.yaml", "--format", "json"]));
    checked("import", await run(folder, ["import", "a.md", "--out", "a.runbook.yaml", "--format", "json"]));
    checked("import", await run(folder, ["import", "b.txt", "--format", "json"]));
    checked("import", await run(folder, ["import", "--format", "json"]));
  });

  test("rules", async () => {
    const report = checked("rules", await run(world({}), ["rules", "--format", "json"]));
    expect(report).toMatchObject({ version: 1, rules: rules.map(({ id }) => ({ id })), failures: [] });
    checked("rules", await run(world({}), ["rules", "x", "--format", "json"]));
  });

  test("digest", async () => {
    const folder = world({
      "a.runbook.yaml": runbook({ head: "uses: [p.fragment.yaml]\n" }),
      "p.fragment.yaml": fragment,
    });
    const report = checked(
      "digest",
      await run(folder, ["digest", "a.runbook.yaml", "p.fragment.yaml", "--format", "json"]),
    );
    expect(report).toMatchObject({
      version: 1,
      runbooks: [{ file: "a.runbook.yaml" }, { file: "p.fragment.yaml" }],
      failures: [],
    });
    checked("digest", await run(folder, ["digest", "nowhere", "--format", "json"]));
    checked("digest", await run(folder, ["digest", "--format=json"]));
  });

  test("diff", async () => {
    const folder = world({
      "a.runbook.yaml": good,
      "b.runbook.yaml": good.replace("Restart the shop", "Start the shop again"),
    });
    const diff = (...args: string[]) => run(folder, ["diff", "--format", "json", ...args]);
    checked("diff", await diff("a.runbook.yaml", "b.runbook.yaml"));
    checked("diff", await diff("a.runbook.yaml", "a.runbook.yaml"));
    checked("diff", await diff("a.runbook.yaml", "nowhere"));
    checked("diff", await diff("a.runbook.yaml"));
  });

  test("graph", async () => {
    const folder = world({ "a.runbook.yaml": good, "b.runbook.yaml": "" });
    checked("graph", await run(folder, ["graph", "a.runbook.yaml", "--to", "json"]));
    checked("graph", await run(folder, ["graph", "b.runbook.yaml", "--to", "json"]));
    checked("graph", await run(folder, ["graph", "--to", "json"]));
  });

  test("signoff check", async () => {
    checked("signoff", await run(world({}), ["signoff", "check", "--format", "json"]));
    checked("signoff", await run(world({}), ["signoff", "chekc", "--format", "json"]));
    checked("signoff", await run(world({}), ["signoff", "--format", "json"]));
  });

  test("each command with a JSON form says so in its options, and has an answer when nothing could be done", async () => {
    for (const command of commands) {
      const hasJson = command.options.some(({ values }) => values?.includes("json"));
      const { failed } = await command.load();
      expect([command.name, failed !== undefined]).toEqual([command.name, hasJson]);
    }
  });
});
