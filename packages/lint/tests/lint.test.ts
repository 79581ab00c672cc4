import { type Files, read } from "@runwright/core";
import { describe, expect, it } from "vitest";
import { lint } from "../src/lint.js";
import type { Setting } from "../src/rule.js";
import { rules } from "../src/rules/index.js";

const none: Files = { load: () => ({ refused: "there is no such file" }) };
const steps = (text: string) => `runwright: 1
id: a
title: A
version: "1.0.0"
requests:
  - { id: ask, method: GET, url: "https://x.example/a", timeout: 5s }
errors:
  - { id: denied, match: { status: 403 } }
procedures:
  - id: p
    title: P
    steps:
${text}`;
const file = (text: string, path = "a.runbook.yaml") => read(text, { path });
const found = (problems: readonly { rule: string; severity: string; line: number }[]) =>
  problems.map(({ rule, severity, line }) => `${line} ${severity} ${rule}`);

const halfAnswered = steps(
  "      - { id: s, title: Ask, request: ask, onFailure: { denied: { stop: No } } }\n",
);

describe("severity", () => {
  it("is the preset's, unless the options say otherwise", async () => {
    const text = steps("      - { id: s, title: Look, expect: { see: x } }\n");
    const only = async (options: object) =>
      found((await lint([file(text)], { files: none, ...options })).problems).filter((line) =>
        line.includes("failure-path-missing"),
      );
    expect(await only({})).toEqual(["13 error failure-path-missing"]);
    expect(await only({ preset: "migrate" })).toEqual([]);
    expect(await only({ rules: { "failure-path-missing": "warning" } })).toEqual([
      "13 warning failure-path-missing",
    ]);
    expect(await only({ rules: { "failure-path-missing": "off" } })).toEqual([]);
  });

  it("of what leaves no model stays an error, whatever a preset or an option says: it must never pass", async () => {
    const { problems } = await lint([file("runwright: 1\nid: a\n")], {
      preset: "migrate",
      rules: { "schema-mismatch": "off" },
      files: none,
    });
    expect(found(problems)).toEqual([
      "1 error schema-mismatch",
      "1 error schema-mismatch",
      "1 error schema-mismatch",
    ]);
  });
});

describe("one fault, one finding", () => {
  it("open statuses are named by their own rule, and the missing path is told where that rule is off", async () => {
    const speaking = async (rule: Readonly<Record<string, Setting>>) =>
      (await lint([file(halfAnswered)], { files: none, rules: rule })).problems
        .map(({ rule: id }) => id)
        .filter((id) => id === "http-status-unmapped" || id === "failure-path-missing");
    expect(await speaking({})).toEqual(["http-status-unmapped"]);
    expect(await speaking({ "http-status-unmapped": "off" })).toEqual(["failure-path-missing"]);
  });

  it("a fragment that two runbooks use is judged once, also where nobody named it", async () => {
    const fragment = file(
      "runwright: 1\nkind: fragment\nid: f\nprocedures:\n  - id: shared\n    title: Shared\n    steps:\n      - { id: t, title: Look, expect: { see: x } }\n",
      "f.fragment.yaml",
    );
    const files: Files = {
      load: (path) => (path === "f.fragment.yaml" ? fragment : { refused: "there is no such file" }),
    };
    const user = (id: string) =>
      file(
        steps("      - { id: s, title: Call, do: shared, onFailure: { any: { stop: No } } }\n")
          .replace("id: a", `id: ${id}`)
          .replace("requests:", "uses: [f.fragment.yaml]\nrequests:"),
        `${id}.runbook.yaml`,
      );
    const result = await lint([user("one"), user("two")], { files });
    expect(result.files).toEqual(["one.runbook.yaml", "two.runbook.yaml", "f.fragment.yaml"]);
    expect(
      result.problems.filter(({ rule }) => rule === "failure-path-missing").map(({ file: path }) => path),
    ).toEqual(["f.fragment.yaml"]);
  });
});

describe("the list of rules", () => {
  it("has each id once, in order, and each rule has a reason and a severity in every preset", () => {
    const ids = rules.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
    for (const { summary, why, severity } of rules) {
      expect(summary).toMatch(/^[A-Z`].*[^.]$/);
      expect(why).toMatch(/\.$/);
      expect(Object.keys(severity).sort()).toEqual(["migrate", "recommended", "strict"]);
    }
  });

  it("holds the rules 1 to 29 of this release, and those of pages in Markdown", () => {
    expect(rules.map(({ id }) => id)).toMatchInlineSnapshot(`
      [
        "anchor-missing",
        "branches-not-exhaustive",
        "branches-overlap",
        "checklist-ticked",
        "confirmation-missing",
        "error-resolution-missing",
        "expected-result-missing",
        "fact-unclear",
        "failure-path-missing",
        "failure-swallowed",
        "field-unknown",
        "http-status-unmapped",
        "id-duplicate",
        "id-format",
        "input-undeclared",
        "input-unused",
        "key-duplicate",
        "label-unknown",
        "link-words-stale",
        "loop-exit-missing",
        "outcome-unclear",
        "parse-error",
        "reference-unknown",
        "retry-backoff-missing",
        "retry-not-idempotent",
        "retry-unbounded",
        "schema-mismatch",
        "script-failure-hidden",
        "section-misspelt",
        "step-dead-end",
        "step-unreachable",
        "target-unverified",
        "text-misplaced",
        "undo-missing",
        "wait-timeout-missing",
        "yaml-implicit-typing",
      ]
    `);
  });
});

it("the order of the inputs does not change what is found", async () => {
  const inputs = ["one", "two", "three"].map((id) =>
    file(halfAnswered.replace("id: a", `id: ${id}`), `${id}.runbook.yaml`),
  );
  const forwards = await lint(inputs, { files: none });
  const backwards = await lint([...inputs].reverse(), { files: none });
  expect(backwards.problems).toEqual(forwards.problems);
});

it("a branch that compares an option with a mapping or nothing is judged, not stumbled over", async () => {
  const text = (operand: string) =>
    steps(`      - id: s
        title: Choose
        choose: [{ when: { value: how, is: ${operand} }, then: { end: done } }]
`).replace("requests:", "inputs: [{ id: how, label: How, type: select, options: [a, b] }]\nrequests:");
  for (const operand of ["{ a: 1 }", "[a]", "null", "1"]) {
    const { problems } = await lint([file(text(operand))], { files: none });
    expect(problems.map(({ rule }) => rule)).toContain("branches-not-exhaustive");
  }
});
