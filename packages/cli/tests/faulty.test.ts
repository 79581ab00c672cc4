import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { nodeHost } from "../src/host.js";
import { main } from "../src/main.js";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const folder = "examples/faulty";
const files = readdirSync(join(root, folder)).filter((name) => /\.(?:yaml|md)$/.test(name));

/** Each file shows one mistake, and this is the rule that sees it. */
const rules: Readonly<Record<string, string>> = {
  "box-ticked-in-advance.runbook.md": "checklist-ticked",
  "branch-to-nowhere.runbook.yaml": "step-dead-end",
  "branch-without-otherwise.runbook.yaml": "branches-not-exhaustive",
  "calls-in-a-circle.runbook.yaml": "loop-exit-missing",
  "country-no.runbook.yaml": "yaml-implicit-typing",
  "delete-on-the-wrong-server.runbook.yaml": "target-unverified",
  "delete-without-confirmation.runbook.yaml": "confirmation-missing",
  "duplicate-key.runbook.yaml": "key-duplicate",
  "error-without-an-answer.runbook.yaml": "error-resolution-missing",
  "half-of-the-errors.runbook.yaml": "http-status-unmapped",
  "id-with-a-space.runbook.yaml": "id-format",
  "input-nobody-uses.runbook.yaml": "input-unused",
  "label-misspelt.runbook.md": "label-unknown",
  "missing-fragment.runbook.yaml": "reference-unknown",
  "no-failure-path.runbook.yaml": "failure-path-missing",
  "on-call.fragment.yaml": "reference-unknown",
  "outcome-in-own-words.runbook.md": "outcome-unclear",
  "pipe-hides-failure.runbook.yaml": "script-failure-hidden",
  "reference-in-quotes.runbook.yaml": "schema-mismatch",
  "refund-sent-twice.runbook.yaml": "retry-not-idempotent",
  "retry-for-ever.runbook.yaml": "retry-unbounded",
  "secret-seen-by-the-wrong-person.runbook.yaml": "schema-mismatch",
  "silence-taken-for-success.runbook.yaml": "expected-result-missing",
  "step-without-anchor.runbook.md": "anchor-missing",
  "swallowed-failure.runbook.yaml": "failure-swallowed",
  "text-with-a-colon.runbook.yaml": "parse-error",
  "two-errors-one-answer.runbook.yaml": "branches-overlap",
  "two-steps-one-id.runbook.yaml": "id-duplicate",
  "typo-in-field.runbook.yaml": "field-unknown",
  "undeclared-input.runbook.yaml": "input-undeclared",
  "undo-of-what-cannot-be-undone.runbook.yaml": "undo-missing",
  "unknown-party.runbook.yaml": "reference-unknown",
  "unreachable-step.runbook.yaml": "step-unreachable",
  "version-without-quotes.runbook.yaml": "yaml-implicit-typing",
  "wait-without-end.runbook.yaml": "wait-timeout-missing",
};

test("the faulty examples print what stands beside them", async () => {
  const expected = readFileSync(join(root, folder, "expected.txt"), "utf8");
  // Where a changed output is right, `npm run generate` writes it to expected.txt.
  expect(await runwright("lint", folder)).toEqual({ code: 1, stdout: expected, stderr: "" });
});

test("each faulty example has one problem, of the rule that it is about", async () => {
  const { stdout } = await runwright("lint", folder, "--format", "json");
  const { problems } = JSON.parse(stdout) as { problems: readonly { file: string; rule: string }[] };
  const found = Object.fromEntries(
    files.map((name) => [
      name,
      problems.filter(({ file }) => file === `${folder}/${name}`).map(({ rule }) => rule),
    ]),
  );
  expect(found).toEqual(Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, [rule]])));
  expect(problems).toHaveLength(files.length);
});

test.each(files)("%s begins with what is wrong, in plain words", (name) => {
  const text = readFileSync(join(root, folder, name), "utf8").replace(/^---\n/, "");
  const [first = "", second] = text.split("\n");
  expect(first).toMatch(/^# [A-Z`].{30,110}\.$/);
  expect(second).toBe("runwright: 1");
});

/** The command line in this process, as in the repository's root. */
async function runwright(...argv: readonly string[]) {
  let stdout = "";
  let stderr = "";
  const code = await main(argv, {
    ...nodeHost(),
    cwd: root,
    env: { NO_COLOR: "1" },
    stdout: (text) => {
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
  });
  return { code, stdout, stderr };
}
