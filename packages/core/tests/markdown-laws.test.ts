import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { writeMarkdown } from "../src/markdown/write.js";
import { read } from "../src/read.js";
import type { Runbook } from "../src/runbook.js";
import { runbooks } from "./arbitraries.js";

import { patience, runs } from "./runs.js";

const path = "law.runbook.md";

describe("a runbook written in Markdown", () => {
  it(
    "is read back as an equal model, and written again changes no byte",
    () => {
      fc.assert(
        fc.property(runbooks, (runbook: Runbook) => {
          const text = writeMarkdown(runbook);
          const again = read(text, { path });
          expect(
            again.problems.filter(({ rule }) => rule !== "id-format" && rule !== "id-duplicate"),
          ).toEqual([]);
          expect(JSON.parse(JSON.stringify(again.runbook))).toEqual(JSON.parse(JSON.stringify(runbook)));
          expect(writeMarkdown(again.runbook as Runbook)).toBe(text);
        }),
        runs(300),
      );
    },
    patience,
  );
});
