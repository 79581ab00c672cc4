import { describe, it } from "vitest";
import { type Files, isMarkdown, link, read } from "../src/index.js";
import { createRandom, mutate } from "./mutate.js";
import { mutatePage } from "./mutate-page.js";
import { faultyFiles, pageFiles, realFiles } from "./real-files.js";
import { expectQuick, expectSound, mutationRuns, mutationSeed } from "./robust.js";

/* Whatever happens to a file, reading and linking it gives problems, not an exception, and does not take long. */

const allFiles = [...realFiles, ...faultyFiles, ...pageFiles];
const originals = new Map(allFiles.map(({ path, text }) => [path, read(text, { path })]));
const files: Files = {
  load: (path) => originals.get(path) ?? { refused: "There is no such file" },
  runbook: (id) => [...originals.values()].find(({ runbook }) => runbook?.id === id),
};

describe(`files that are damaged at random (RUNWRIGHT_SEED=${mutationSeed})`, () => {
  it.each(allFiles)(
    "$path",
    ({ path, text }) => {
      for (let run = 0; run < mutationRuns(allFiles.length); run++) {
        const damage = isMarkdown(path) ? mutatePage : mutate;
        const damaged = damage(text, createRandom(mutationSeed + run));
        const problems = expectQuick(damaged, () => {
          const file = read(damaged, { path });
          return [...file.problems, ...(link(file, files)?.problems ?? [])];
        });
        expectSound(problems, damaged);
      }
    },
    0,
  );
});
