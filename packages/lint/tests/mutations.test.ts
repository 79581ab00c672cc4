import { type Files, isMarkdown, read } from "@runwright/core";
import { describe, it } from "vitest";
import { createRandom, mutate } from "../../core/tests/mutate.js";
import { mutatePage } from "../../core/tests/mutate-page.js";
import { faultyFiles, pageFiles, realFiles } from "../../core/tests/real-files.js";
import { expectQuickly, expectSound, mutationRuns, mutationSeed } from "../../core/tests/robust.js";
import { lint } from "../src/index.js";

/* Whatever happens to a file, every rule gives problems, not an exception, and does not take long. */

const allFiles = [...realFiles, ...faultyFiles, ...pageFiles];
const originals = new Map(allFiles.map(({ path, text }) => [path, read(text, { path })]));
const files: Files = {
  load: (path) => originals.get(path) ?? { refused: "There is no such file" },
  runbook: (id) => [...originals.values()].find(({ runbook }) => runbook?.id === id),
};

describe(`files that are damaged at random (RUNWRIGHT_SEED=${mutationSeed})`, () => {
  it.each(allFiles)(
    "$path",
    async ({ path, text }) => {
      for (let run = 0; run < mutationRuns(allFiles.length); run++) {
        const damage = isMarkdown(path) ? mutatePage : mutate;
        const damaged = damage(text, createRandom(mutationSeed + run));
        const { problems } = await expectQuickly(damaged, () =>
          lint([read(damaged, { path })], { files, preset: "strict" }),
        );
        expectSound(
          problems.filter(({ file }) => file === path),
          damaged,
        );
      }
    },
    0,
  );
});
