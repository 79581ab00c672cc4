import { expect, test } from "vitest";
import { decide, readPolicy } from "../src/index.js";

const context = { now: "2026-11-01T12:00:00.000Z" };

test("without a policy there is no verdict, and that is never a pass", () => {
  expect(decide({ policy: readPolicy({ text: undefined }), context })).toEqual({
    exitCode: 3,
    report: {
      status: "error",
      context,
      runbooks: [],
      findings: [
        {
          code: "policy_missing",
          status: "error",
          message: "There is no `.runwright/policy.yaml`, so nobody has said who signs off what",
          path: ".runwright/policy.yaml",
          help: "Add a policy by itself and merge it first; `runwright signoff init` is to write one, and is not part of this version yet",
        },
      ],
    },
  });
});

test.each([
  ["version: 1\n", "policy_unsupported", undefined],
  ["- not\n- a policy\n", "policy_unsupported", undefined],
  ["", "policy_unreadable", 1],
  ["version: 1\na: &x 1\nb: *x\n", "policy_unreadable", 2],
  ["a: 1\na: 2\n", "policy_unreadable", 2],
  [`# ${"x".repeat(300_000)}\n`, "policy_unreadable", 1],
])("with a policy that cannot be read or decided by, neither: %#", (text, code, line) => {
  const { exitCode, report } = decide({ policy: readPolicy({ text }), context });
  expect({
    exitCode,
    status: report.status,
    findings: report.findings.map((finding) => [finding.code, finding.line]),
  }).toEqual({
    exitCode: 3,
    status: "error",
    findings: [[code, line]],
  });
});
