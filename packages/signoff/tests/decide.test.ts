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

test.each(["", "version: 1\n", "not: a policy", "\0"])(
  "with a policy that this version cannot decide by (%j), neither",
  (text) => {
    const { exitCode, report } = decide({ policy: readPolicy({ text }), context });
    expect({ exitCode, status: report.status, codes: report.findings.map(({ code }) => code) }).toEqual({
      exitCode: 3,
      status: "error",
      codes: ["policy_unsupported"],
    });
  },
);
