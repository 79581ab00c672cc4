import { createSource } from "@runwright/core";
import { describe, expect, test } from "vitest";
import { failureSentences } from "../src/import-failures.js";
import { proposal } from "./importing.js";

describe("sentences about failures", () => {
  const thenOf = (text: string) =>
    failureSentences({ start: 0, end: text.length }, createSource("a.md", text)).map(({ then }) => then);

  test.each([
    ["If it does not start, escalate to the Database team.", { verb: "escalate", party: "Database team" }],
    ["Should that not work, ask in #shop-oncall.", { verb: "escalate", party: "#shop-oncall" }],
    [
      "Otherwise contact [Red Hat Support](https://x.example).",
      { verb: "escalate", party: "Red Hat Support" },
    ],
    ["If you cannot fix it, escalate.", { verb: "escalate" }],
    ["If nothing works, log in to the portal and open a support case.", { verb: "escalate" }],
    ["If this fails, try again.", { verb: "retry" }],
    ["If the check fails, go back to step 2.", { verb: "goto", step: 2 }],
    ["If the test still fails, you can ignore it.", { verb: "continue" }],
    ["If the disk is not mounted, stop here and do not continue.", { verb: "stop", isSaid: true }],
    ["If the pod is not ready, check the events.", { verb: "stop", isSaid: false }],
    ["Unless you are an admin, you will need help.", { verb: "stop", isSaid: false }],
  ])("%s", (sentence, then) => expect(thenOf(sentence)).toEqual([then]));

  test.each([
    "If the pod is ready, go on.",
    "Otherwise known as a split rotation.",
    "If a rule is configured, it is used.",
    "Call the API.",
    "The alert fires if the job fails.",
    "If it does not look like yours, escalate to another team.",
  ])("%s names nothing to do, or nobody", (sentence) => {
    const found = thenOf(sentence);
    expect(found.every((then) => then.verb === "escalate" && then.party === undefined)).toBe(true);
  });
});

test("each is proposed with its place; what is plain stands on the step, marked as a guess", () => {
  const page = `# A

## Steps

1. Look at the logs.
2. Start the shop. If it does not start, try again.
3. Test it. If the test fails, go back to step 1. If it is not clear why, check the logs.

## Notes

If nothing works, contact the shop team.
`;
  const { failures, runbook } = proposal(page);
  const said = (sentence: string, outcome: object, path: string | undefined, isPlaced: boolean) => ({
    start: page.indexOf(sentence),
    end: page.indexOf(sentence) + sentence.length,
    sentence,
    outcome,
    ...(path !== undefined && { path }),
    isPlaced,
  });
  const stop = (sentence: string) => ({ stop: sentence });
  expect(failures).toEqual([
    said(
      "If it does not start, try again.",
      { retry: 1, else: stop("If it does not start, try again.") },
      "/procedures/0/steps/1",
      true,
    ),
    said(
      "If the test fails, go back to step 1.",
      { goto: "look-at-the-logs", max: 1, else: stop("If the test fails, go back to step 1.") },
      "/procedures/0/steps/2",
      true,
    ),
    said(
      "If it is not clear why, check the logs.",
      stop("If it is not clear why, check the logs."),
      "/procedures/0/steps/2",
      false,
    ),
    said(
      "If nothing works, contact the shop team.",
      { end: "handed-over", say: "If nothing works, contact the shop team." },
      undefined,
      false,
    ),
  ]);
  expect(runbook.procedures[0]?.steps.map((step) => [step.onFailure, step["x-guess"]])).toEqual([
    [undefined, undefined],
    [{ any: failures[0]?.outcome }, ["onFailure"]],
    [{ any: failures[1]?.outcome }, ["onFailure"]],
  ]);
});
