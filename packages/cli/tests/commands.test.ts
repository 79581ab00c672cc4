import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import schema from "@runwright/core/runbook.schema.json";
import { rules, visible } from "@runwright/lint";
import { describe, expect, test } from "vitest";
import { faulty, good, run, runbook, systemError, world } from "./world.js";

describe("explain", () => {
  test("shows the rule's page, with every example", async () => {
    for (const rule of rules) {
      const { code, stdout, stderr } = await run(world({}), ["explain", rule.id]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout.startsWith(`${rule.id}\n\n${rule.summary}.\n`)).toBe(true);
      const lines = [
        ...rule.bad.flatMap(({ title, message }) => [`  ✗ ${title}\n`, `    ${visible(message)}\n`]),
        ...rule.good.map(({ title }) => `  ✓ ${title}\n`),
      ];
      expect(lines.filter((line) => !stdout.includes(line))).toEqual([]);
      expect(stdout).not.toContain("[|");
    }
  });

  test("marks what a bad example is about", async () => {
    const { stdout } = await run(world({}), ["explain", "failure-path-missing"]);
    expect(stdout).toContain(
      [
        "  ✗ a command without an answer",
        "",
        "     1 │ procedures:",
        "     2 │   - id: migrate",
        "     3 │     title: Migrate the database",
        "     4 │     steps:",
        "     5 │       - id: migrate-schema",
        "       │             ━━━━━━━━━━━━━━",
      ].join("\n"),
    );
  });

  test("offers the nearest rule", async () => {
    expect(await run(world({}), ["explain", "failure-path-mising"])).toEqual({
      code: 3,
      stdout: "",
      stderr:
        "failed  `failure-path-mising` is no rule, did you mean `failure-path-missing`?\n  help  Run `runwright explain failure-path-missing`\n",
    });
  });
});

test("rules lists every rule with its severity in each preset", async () => {
  const { code, stdout } = await run(world({}), ["rules"]);
  expect(code).toBe(0);
  for (const { id, summary } of rules)
    expect(stdout).toMatch(new RegExp(`^ {2}${id} .* ${summary.slice(0, 10)}`, "m"));
});

test("schema prints the published schema", async () => {
  const { code, stdout } = await run(world({}), ["schema"]);
  expect({ code, schema: JSON.parse(stdout) }).toEqual({ code: 0, schema });
});

describe("digest", () => {
  const files = {
    "ops/a.runbook.yaml": runbook({
      head: "summary: See ![chart](chart.svg)\nuses: [../shared/p.fragment.yaml]\n",
    }).replace(
      "        title: Press Restart in the portal\n",
      "        title: Restart\n        command: { shell: bash, file: restart.sh, effect: changes, repeatable: true }\n",
    ),
    "ops/chart.svg": "<svg/>",
    "ops/restart.sh": "#!/bin/sh\n",
    "shared/p.fragment.yaml": "runwright: 1\nkind: fragment\nid: people\n",
  };
  const digest = async (folder: string, args = ["ops/a.runbook.yaml"]) => {
    const { code, stdout } = await run(folder, ["digest", "--format", "json", ...args]);
    const report: {
      runbooks: {
        file: string;
        contentDigest: string;
        meaningDigest: string;
        closure: { path: string; mode: string }[];
      }[];
      failures: { message: string }[];
    } = JSON.parse(stdout);
    return { code, runbooks: report.runbooks, failures: report.failures.map(({ message }) => message) };
  };

  test("names every file that makes up the version, from the root, with its mode", async () => {
    const folder = world(files);
    chmodSync(join(folder, "ops/restart.sh"), 0o755);
    const { code, runbooks } = await digest(folder);
    expect({ code, closure: runbooks[0]?.closure.map(({ mode, path }) => `${mode} ${path}`) }).toEqual({
      code: 0,
      closure: [
        "100644 ops/a.runbook.yaml",
        "100644 ops/chart.svg",
        "100755 ops/restart.sh",
        "100644 shared/p.fragment.yaml",
      ],
    });
    expect((await digest(join(folder, "ops"), ["a.runbook.yaml"])).runbooks[0]?.contentDigest).toBe(
      runbooks[0]?.contentDigest,
    );
  });

  test("changes with a byte or a mode of any of them", async () => {
    const folder = world(files);
    const before = (await digest(folder)).runbooks[0];
    chmodSync(join(folder, "ops/restart.sh"), 0o755);
    const moded = (await digest(folder)).runbooks[0];
    writeFileSync(
      join(folder, "shared/p.fragment.yaml"),
      "# a comment\nrunwright: 1\nkind: fragment\nid: people\n",
    );
    const commented = (await digest(folder)).runbooks[0];
    expect(new Set([before, moded, commented].map((one) => one?.contentDigest)).size).toBe(3);
    expect(new Set([before, moded, commented].map((one) => one?.meaningDigest)).size).toBe(1);
  });

  test("is refused where a part is missing, a link, outside the root, or kept elsewhere", async () => {
    const folder = world({
      ...files,
      "ops/chart.svg": "version https://git-lfs.github.com/spec/v1\noid sha256:00\n",
    });
    writeFileSync(join(folder, "elsewhere.sh"), "");
    const script = join(folder, "ops/restart.sh");
    const { rmSync } = await import("node:fs");
    rmSync(script);
    symlinkSync("../elsewhere.sh", script);
    rmSync(join(folder, "shared/p.fragment.yaml"));
    expect(await digest(folder)).toEqual({
      code: 3,
      runbooks: [],
      failures: [
        "`ops/chart.svg` is a pointer of Git LFS, and its content is elsewhere, and the runbook is not whole without it",
        "`ops/restart.sh` is reached through a symbolic link, and the runbook is not whole without it",
        "`shared/p.fragment.yaml` is not there, and the runbook is not whole without it",
      ],
    });
    const outside = world(
      { "p/a.runbook.yaml": runbook({ head: "uses: [../../x.fragment.yaml]\n" }) },
      { git: false },
    );
    mkdirSync(join(outside, "p/.git"));
    expect((await digest(join(outside, "p"), ["a.runbook.yaml"])).failures).toEqual([
      "`../../x.fragment.yaml` leads out of the root, and what is approved lies inside",
    ]);
  });

  test("the others are still printed", async () => {
    const folder = world({ "a.runbook.yaml": good, "b.runbook.yaml": "x" });
    const { code, stdout, stderr } = await run(folder, ["digest", "a.runbook.yaml", "b.runbook.yaml"]);
    expect(code).toBe(3);
    expect(stdout).toMatch(
      /^restart 1\.0\.0 {2}a\.runbook\.yaml\n {2}content {2}sha256:[0-9a-f]{64}\n {2}meaning {2}sha256:[0-9a-f]{64}\n {4}100644 [0-9a-f]{64} a\.runbook\.yaml\n$/,
    );
    expect(stderr).toMatch(
      /^failed {2}`b\.runbook\.yaml` has problems, and what is made of it would mislead \(line 1: /,
    );
  });
});

describe("diff", () => {
  test("shows what changed, and the step that it asks for", async () => {
    const folder = world({
      "a.runbook.yaml": good,
      "b.runbook.yaml": good.replace("press-restart", "push-restart").replace("1.0.0", "1.0.1"),
    });
    const { code, stdout } = await run(folder, ["diff", "a.runbook.yaml", "b.runbook.yaml"]);
    expect(code).toBe(0);
    expect(stdout).toContain(
      "major  removed  The step `press-restart` of the procedure `restart-shop` was removed",
    );
    expect(
      stdout.endsWith("\n\nThe changes ask for a major step, and the version takes a patch step\n"),
    ).toBe(true);
    expect((await run(folder, ["diff", "a.runbook.yaml", "a.runbook.yaml"])).stdout).toBe(
      "The changes ask for no step, and the version takes no step\n",
    );
  });

  test("sees a script that changed, or that is not there", async () => {
    const text = good.replace(
      "        title: Press Restart in the portal\n",
      "        title: Restart\n        command: { shell: bash, file: restart.sh, effect: changes, repeatable: true }\n",
    );
    const compare = async (files: Readonly<Record<string, string>>) => {
      const folder = world({ "old/a.runbook.yaml": text, "new/a.runbook.yaml": text, ...files });
      const { stdout } = await run(folder, [
        "diff",
        "old/a.runbook.yaml",
        "new/a.runbook.yaml",
        "--format",
        "json",
      ]);
      return JSON.parse(stdout).required;
    };
    expect(await compare({ "old/restart.sh": "a", "new/restart.sh": "a" })).toBe("none");
    expect(await compare({ "old/restart.sh": "a", "new/restart.sh": "b" })).toBe("major");
    expect(await compare({ "new/restart.sh": "b" })).toBe("major");
  });

  test("does not take a fragment that is not there for one that was emptied", async () => {
    const folder = world({
      "a.runbook.yaml": runbook({ head: "uses: [p.fragment.yaml]\n" }),
      "b.runbook.yaml": good,
    });
    expect(await run(folder, ["diff", "a.runbook.yaml", "b.runbook.yaml"])).toEqual({
      code: 3,
      stdout: "",
      stderr:
        "failed  `a.runbook.yaml` uses `p.fragment.yaml`, which cannot be read\n  help  Put the fragment where it is named; with another branch, check that out as a whole\n",
    });
  });
});

describe("fmt", () => {
  // The list of steps as many write it: less indented, and still the same.
  const [head = "", steps = ""] = good.split(/(?<=steps:\n)/);
  const ugly = head + steps.replaceAll(/^ {2}/gm, "");

  test("lays out what is not, keeps its mode, and changes nothing twice", async () => {
    const folder = world({ "a.runbook.yaml": ugly, "b.runbook.yaml": good });
    chmodSync(join(folder, "a.runbook.yaml"), 0o750);
    expect(await run(folder, ["fmt", "--check"])).toEqual({
      code: 1,
      stdout: "Not formatted: a.runbook.yaml\nRun `runwright fmt` to lay them out\n1 file needs no change\n",
      stderr: "",
    });
    expect(readFileSync(join(folder, "a.runbook.yaml"), "utf8")).toBe(ugly);
    expect(await run(folder, ["fmt"])).toEqual({
      code: 0,
      stdout: "Formatted: a.runbook.yaml\n1 file needs no change\n",
      stderr: "",
    });
    expect(statSync(join(folder, "a.runbook.yaml")).mode & 0o777).toBe(0o750);
    expect(await run(folder, ["fmt"])).toEqual({ code: 0, stdout: "2 files need no change\n", stderr: "" });
    expect(await run(folder, ["fmt", "--check"])).toMatchObject({ code: 0 });
  });

  test("keeps comments, and the meaning digest", async () => {
    const folder = world({
      "a.runbook.yaml": `# about it\n${ugly.replace("title: Press", "title:   Press")}# at the end\n`,
    });
    const meaning = async () =>
      JSON.parse((await run(folder, ["digest", "a.runbook.yaml", "--format", "json"])).stdout).runbooks[0]
        .meaningDigest;
    const before = await meaning();
    await run(folder, ["fmt"]);
    const after = readFileSync(join(folder, "a.runbook.yaml"), "utf8");
    expect([after.startsWith("# about it\n"), after.includes("# at the end")]).toEqual([true, true]);
    expect(await meaning()).toBe(before);
  });

  test("leaves a file that it cannot read as it is, and says why", async () => {
    const folder = world({ "a.runbook.yaml": "a: [\n", "b.runbook.yaml": ugly });
    const { code, stdout } = await run(folder, ["fmt"]);
    expect(code).toBe(1);
    expect(stdout).toContain("a.runbook.yaml:");
    expect(stdout.endsWith("Formatted: b.runbook.yaml\n1 file needs no change\n")).toBe(true);
    expect(readFileSync(join(folder, "a.runbook.yaml"), "utf8")).toBe("a: [\n");
  });

  test("a file that cannot be written stays, the others are laid out, and it is exit code 3", async () => {
    const folder = world({ "a.runbook.yaml": ugly, "b.runbook.yaml": ugly });
    const { nodeHost } = await import("../src/host.js");
    const { code, stdout, stderr } = await run(folder, ["fmt"], {
      writeFile: (path, text) => {
        if (path.endsWith("a.runbook.yaml")) throw systemError("EACCES");
        nodeHost().writeFile(path, text);
      },
    });
    expect({ code, stdout, stderr }).toEqual({
      code: 3,
      stdout: "Formatted: b.runbook.yaml\n",
      stderr:
        "failed  `a.runbook.yaml` cannot be written: permission is denied\n  help  Name a file in a folder that is there and that you may write to\n",
    });
  });

  test("through a link, the link stays", async () => {
    const folder = world({ "real/a.runbook.yaml": ugly });
    symlinkSync("real/a.runbook.yaml", join(folder, "link.yaml"));
    const { lstatSync } = await import("node:fs");
    expect((await run(folder, ["fmt", "link.yaml"])).code).toBe(0);
    expect(lstatSync(join(folder, "link.yaml")).isSymbolicLink()).toBe(true);
    expect(await run(folder, ["fmt", "--check", "real"])).toMatchObject({ code: 0 });
  });
});

describe("graph", () => {
  test("draws where a runbook can lead", async () => {
    const folder = world({
      "a.runbook.yaml": good.replace("Press Restart in the portal", 'Press "<Restart>"#1'),
    });
    const { code, stdout } = await run(folder, ["graph", "a.runbook.yaml"]);
    expect(code).toBe(0);
    expect(stdout).toBe(`flowchart TD
  procedure_restart_shop(["Restart the shop"])
  step_press_restart["Press #34;#60;Restart#62;#34;#35;1"]
  end_stop(("Stopped"))
  end_done(("Done"))
  procedure_restart_shop --> step_press_restart
  procedure_restart_shop -.->|"any"| end_stop
  step_press_restart --> end_done
`);
  });
});

describe("render, export and signoff: the thin line", () => {
  test("render prints a page, and refuses a fragment", async () => {
    const folder = world({
      "a.runbook.yaml": good.replace("title: Restart the shop\nversion", 'title: "A \\e[31m*b*"\nversion'),
      "p.fragment.yaml": "runwright: 1\nkind: fragment\nid: p\n",
    });
    const { code, stdout } = await run(folder, ["render", "a.runbook.yaml", "--to", "md"]);
    expect({ code, title: stdout.split("\n")[0] }).toEqual({ code: 0, title: "# A ␛\\[31m\\*b\\*" });
    expect(await run(folder, ["render", "p.fragment.yaml"])).toMatchObject({
      code: 3,
      stderr:
        "failed  `p.fragment.yaml` is a fragment, which is read as part of the runbooks that use it\n  help  Name a runbook\n",
    });
  });

  test("export prints one request, or says which there are", async () => {
    const requests = 'requests:\n  - { id: token, method: GET, url: "https://crm.example/t" }\n';
    const folder = world({ "a.runbook.yaml": runbook({ head: requests }), "b.runbook.yaml": good });
    expect(await run(folder, ["export", "a.runbook.yaml", "--to", "curl", "--request", "token"])).toEqual({
      code: 0,
      stdout:
        "# token\ncurl --silent --show-error --fail-with-body \\\n  --max-time 30 \\\n  --globoff \\\n  --url https://crm.example/t\n",
      stderr: "",
    });
    expect((await run(folder, ["export", "a.runbook.yaml", "--request", "tokn"])).stderr).toBe(
      "failed  `a.runbook.yaml` has no request `tokn`, did you mean `token`?\n  help  Name one of its requests: `token`\n",
    );
    expect((await run(folder, ["export", "a.runbook.yaml"])).stderr).toBe(
      "failed  Which request is not said\n  a.runbook.yaml\n  help  Add `--request` with one of: `token`\n",
    );
    expect((await run(folder, ["export", "b.runbook.yaml", "--request", "x"])).stderr).toContain(
      "Name one of its requests: none\n",
    );
  });

  test("signoff check without a policy is exit code 3, policy_missing", async () => {
    const folder = world({ "a.runbook.yaml": good, "sub/x": "" });
    const { code, stdout } = await run(join(folder, "sub"), ["signoff", "check", "--format", "json"]);
    expect({ code, report: JSON.parse(stdout) }).toMatchObject({
      code: 3,
      report: {
        version: 1,
        status: "error",
        context: { now: "2026-11-01T12:00:00.000Z" },
        findings: [{ code: "policy_missing", status: "error" }],
      },
    });
    const pretty = await run(folder, ["signoff", "check"]);
    expect(pretty).toMatchObject({ code: 3, stderr: "" });
    expect(pretty.stdout).toMatch(
      /^error {2}There is no `\.runwright\/policy\.yaml`.*\n.*\n.*\n {2}code {2}policy_missing\n$/,
    );
  });

  test("signoff check with a policy is exit code 3 as well: this version cannot decide", async () => {
    const folder = world({ ".runwright/policy.yaml": "version: 1\n" });
    const { code, stdout } = await run(folder, ["signoff", "check", "--format", "json"]);
    expect({
      code,
      codes: JSON.parse(stdout).findings.map((finding: { code: string }) => finding.code),
    }).toEqual({ code: 3, codes: ["policy_unsupported"] });
  });

  test("signoff knows its parts", async () => {
    expect((await run(world({}), ["signoff", "chekc"])).stderr).toBe(
      "failed  `chekc` is no part of `runwright signoff`, did you mean `check`?\n  help  Run `runwright signoff check`\n",
    );
  });

  test("what leaves no runbook is told with its first problem", async () => {
    const folder = world({ "a.runbook.yaml": "", "b.runbook.yaml": faulty });
    for (const command of ["render", "graph"]) {
      expect(await run(folder, [command, "a.runbook.yaml"])).toEqual({
        code: 3,
        stdout: "",
        stderr:
          "failed  `a.runbook.yaml` has problems, and what is made of it would mislead (line 1: The file is empty)\n  help  Run `runwright lint a.runbook.yaml`, and mend what it shows\n",
      });
      expect(await run(folder, [command, "b.runbook.yaml"])).toMatchObject({ code: 0 });
    }
    expect((await run(folder, ["render", "."])).stderr).toBe(
      "failed  `.` stands for 2 files, and one is wanted\n  help  Name one file\n",
    );
  });
});
