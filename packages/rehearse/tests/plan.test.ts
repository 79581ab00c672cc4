import { link, read } from "@runwright/core";
import { expect, test } from "vitest";
import { plan } from "../src/plan.js";

function planOf(steps: string) {
  const text = `runwright: 1
id: r
title: R
version: "1.0.0"
parties: [{ id: dba, name: DBA }]
inputs: [{ id: host, label: Host }]
requests:
  - { id: ask, method: GET, url: "https://crm.example/x" }
  - { id: drop, method: DELETE, url: "https://crm.example/x", effect: destroys }
procedures:
  - id: main
    title: Main
    steps:
${steps}
  - id: other
    title: Other
    steps: [{ id: last, title: Last }]
`;
  const file = read(text, { path: "r.runbook.yaml" });
  expect(file.problems).toEqual([]);
  const linked = link(file, { load: () => ({ refused: "there are no files here" }) });
  const main = linked?.procedures[0];
  if (!linked || !main) throw new Error("Expected a procedure");
  return plan(main, linked);
}

test("steps stand in order, each with who carries it out and whether somebody must allow it", () => {
  const steps = `
      - { id: a, title: Ask, request: ask }
      - { id: b, title: Drop, request: drop, undo: { none: It is gone } }
      - { id: c, title: Run, command: { shell: bash, run: ls, effect: reads } }
      - { id: d, title: Power off, effect: destroys, undo: { none: It is off } }
      - { id: e, title: Call, do: other }
      - { id: f, title: Wait, wait: { for: 5m } }`;
  const nobody = { because: [], calls: [] };
  expect(planOf(steps)).toEqual({
    procedure: "main",
    steps: [
      { id: "a", title: "Ask", doer: "machine", effect: "reads", needsPermission: false, ...nobody },
      { id: "b", title: "Drop", doer: "machine", effect: "destroys", needsPermission: true, ...nobody },
      { id: "c", title: "Run", doer: "machine", effect: "reads", needsPermission: false, ...nobody },
      {
        id: "d",
        title: "Power off",
        doer: "person",
        because: ["it is done by hand"],
        effect: "destroys",
        needsPermission: true,
        calls: [],
      },
      {
        id: "e",
        title: "Call",
        doer: "call",
        because: [],
        effect: "reads",
        needsPermission: false,
        calls: ["other"],
      },
      { id: "f", title: "Wait", doer: "machine", effect: "reads", needsPermission: false, ...nobody },
    ],
  });
});

test.each([
  ["a page in a browser", "open: ask", ["a browser opens a page"]],
  ["an approval", "approve: { by: { dba: 1 } }", ["others must approve"]],
  [
    "a confirmation",
    "request: drop, undo: { none: gone }, confirm: { type: crm }",
    ["somebody must confirm"],
  ],
  ["something to write down", "ask: [host]", ["it is done by hand", "somebody must write something down"]],
  ["something to look at", "request: ask, expect: { see: A list }", ["somebody must look"]],
  [
    "a question",
    "choose: [{ when: Is it paid?, then: { end: done } }], otherwise: { end: done }",
    ["somebody must answer a question"],
  ],
  ["a condition in words", "request: ask, onlyIf: It is Monday", ["somebody must answer a question"]],
])("a person is needed for %s", (_, fields, because) => {
  expect(planOf(`      - { id: a, title: A, ${fields} }`).steps).toMatchObject([{ doer: "person", because }]);
});

test("a comparison is answered by a machine", () => {
  const step = "choose: [{ when: { value: host, is: db1 }, then: { end: done } }], otherwise: { end: done }";
  expect(planOf(`      - { id: a, title: A, ${step} }`).steps).toMatchObject([
    { doer: "machine", because: [] },
  ]);
});
