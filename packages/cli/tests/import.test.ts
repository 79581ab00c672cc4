import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run, world } from "./world.js";

const page = `# Shop down

## Meaning

The shop does not answer.

## Mitigation

1. Restart the shop. If it does not start, escalate to the platform team.

   \`\`\`bash
   kubectl rollout restart deployment/<name>
   \`\`\`

| a | b |
| - | - |
| 1 | 2 |
`;

const runbook = `# yaml-language-server: $schema=./node_modules/@runwright/core/runbook.schema.json
runwright: 1
id: shop-down
title: Shop down
version: "0.1.0"
useWhen: The shop does not answer.

parties:
  - id: platform-team
    name: platform team
    x-guess:
      - name

inputs:
  - id: name
    label: name
    required: true
    x-guess:
      - required

procedures:
  - id: mitigation
    title: Mitigation
    steps:
      - id: restart-the-shop
        title: Restart the shop
        text: |-
          Restart the shop. If it does not start, escalate to the platform team.

          | a | b |
          | - | - |
          | 1 | 2 |
        command:
          shell: bash
          run: kubectl rollout restart deployment/{{name}}
          effect: changes
        onFailure:
          any:
            escalate: platform-team
        x-guess:
          - command.effect
          - command.run
          - onFailure
x-headings:
  useWhen: Meaning
x-guess:
  - useWhen
`;

const report = `Sections
  line 1: Shop down → \`title\`
  line 3: Meaning → \`useWhen\`
  line 7: Mitigation → procedure \`mitigation\`, 1 step, 1 command

1 step, 1 of them a command

What to do when something does not work: confirm each of these
  line 9: “If it does not start, escalate to the platform team.” → escalate to \`platform-team\` (as \`onFailure\`, marked as a guess)

Guessed: everything that \`x-guess\` names
  useWhen: 1 (line 5)
  onFailure: 1 (line 9)
  name: 1 (line 9)
  command.effect: 1 (line 12)
  command.run: 1 (line 12)
  required: 1 (line 12)

Stayed as they were, inside a text: tables, HTML and templates (lines 15)

58 % of the page's 31 words stand in typed fields; the rest is in texts and notes, and none is lost
`;

describe("import", () => {
  test("prints the proposal, and behind it a report for the person who asked", async () => {
    const folder = world({ "shop-down.md": page });
    expect(await run(folder, ["import", "shop-down.md"])).toEqual({
      code: 0,
      stdout: runbook,
      stderr: report,
    });
  });

  test("the proposal is a runbook that the linter takes", async () => {
    const folder = world({ "shop-down.md": page });
    await run(folder, ["import", "shop-down.md", "--out", "shop-down.runbook.yaml"]);
    const { stdout } = await run(folder, ["lint", "--format", "json"]);
    const { problems } = JSON.parse(stdout);
    expect(problems.filter(({ rule }: { rule: string }) => /schema|parse|reference|id-/.test(rule))).toEqual(
      [],
    );
  });

  test("writes to a file where one is named, and prints the report alone", async () => {
    const folder = world({ "shop-down.md": page });
    expect(await run(folder, ["import", "shop-down.md", "--out", "a.runbook.yaml"])).toEqual({
      code: 0,
      stdout: "",
      stderr: report,
    });
    expect(readFileSync(join(folder, "a.runbook.yaml"), "utf8")).toBe(runbook);
  });

  test("replaces a file only when told to, and the page never", async () => {
    const folder = world({ "shop-down.md": page, "a.runbook.yaml": "mine" });
    const importing = (...args: string[]) => run(folder, ["import", "shop-down.md", "--out", ...args]);
    expect(await importing("a.runbook.yaml")).toEqual({
      code: 3,
      stdout: "",
      stderr:
        "failed  `a.runbook.yaml` is there already\n  help  Name another file after `--out`, or add `--force` to replace it\n",
    });
    expect(await importing("./shop-down.md", "--force")).toEqual({
      code: 3,
      stdout: "",
      stderr: "failed  `./shop-down.md` is the page itself\n  help  Name another file after `--out`\n",
    });
    expect(readFileSync(join(folder, "a.runbook.yaml"), "utf8")).toBe("mine");
    expect((await importing("a.runbook.yaml", "--force")).code).toBe(0);
    expect(readFileSync(join(folder, "a.runbook.yaml"), "utf8")).toBe(runbook);
  });

  test("spells it in Markdown where asked", async () => {
    const { code, stdout } = await run(world({ "a.md": "# A\n\n1. Look.\n" }), [
      "import",
      "a.md",
      "--to",
      "md",
    ]);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `---
runwright: 1
id: a
version: "0.1.0"
---

# A

## <a id="a"></a>Procedure: A

\`\`\`yaml fields
x-guess:
  - title
\`\`\`

### <a id="look"></a>Look
`,
    });
  });

  test.each([
    {
      title: "a typed runbook",
      args: ["typed.runbook.md"],
      stderr:
        "failed  `typed.runbook.md` is a runbook of this format already\n  help  Run `runwright convert typed.runbook.md` to have it in the other spelling\n",
    },
    {
      title: "another kind of file",
      args: ["notes.txt"],
      stderr:
        "failed  `notes.txt` is no Markdown page by its name\n  help  Name a file that ends with `.md`, `.mdx` or `.md.erb`\n",
    },
    {
      title: "a folder",
      args: ["docs"],
      stderr: "failed  `docs` is no file\n  help  Name one Markdown file\n",
    },
    {
      title: "a file that is not there",
      args: ["note.txt"],
      stderr:
        "failed  There is no file or folder `note.txt`, did you mean `notes.txt`?\n  help  Name `notes.txt`\n",
    },
    {
      title: "a page without a word",
      args: ["empty.md"],
      stderr:
        "failed  `empty.md` cannot become a runbook: it holds no words\n  help  Name a page with a runbook on it\n",
    },
  ])("refuses $title", async ({ args, stderr }) => {
    const folder = world({
      "typed.runbook.md": "---\nrunwright: 1\nid: a\n---\n",
      "notes.txt": "text",
      "docs/a.md": "a",
      "empty.md": "\n",
    });
    expect(await run(folder, ["import", ...args])).toEqual({ code: 3, stdout: "", stderr });
  });

  test("what a terminal would act on is shown, not printed", async () => {
    const folder = world({ "a.md": "# A\n\n## \u001b[31mred\n\n1. \u001b]0;title\u0007Look.\n" });
    const { stdout, stderr } = await run(folder, ["import", "a.md", "--to", "md"], { isTTY: true });
    expect(`${stdout}${stderr}`).not.toMatch(/[\u001b\u0007]/);
  });
});
