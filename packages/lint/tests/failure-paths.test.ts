import { applyEdits, type Edit, failureWays, link, ownProcedures, removeField } from "@runwright/core";
import { describe, expect, it } from "vitest";
import { lint } from "../src/lint.js";
import { exampleFiles, files, filesWith } from "./examples.js";

/*
 * The promise of the whole tool, on every example: a step that can fail and that nothing answers is found, at that step.
 */

const only = { preset: "recommended", rules: {} } as const;

describe.each(exampleFiles().map((file) => [file.source.path, file] as const))("%s", (path, file) => {
  const linked = link(file, files);
  const all = (linked ? ownProcedures(linked) : []).flatMap((procedure) =>
    procedure.steps
      .filter((step) => failureWays(step).size > 0)
      .map((step) => [step.id, step, procedure] as const),
  );
  // The pages are the same runbooks in Markdown: some of their steps are enough.
  const cases = path.endsWith(".md") ? all.filter((_, index) => index % 5 === 0) : all;

  it.skipIf(cases.length === 0).each(cases)(
    "without its answers, `%s` is reported as unanswered",
    async (id, step, procedure) => {
      const edits: Edit[] = [];
      for (const owner of [step, procedure])
        if (owner.onFailure && linked) edits.push(...removeField(linked.places, owner, "onFailure"));
      const text = applyEdits(file.source.text, edits);
      const changed = filesWith(path, text);
      const read = changed.load(path);
      if ("refused" in read) throw new Error(read.refused);
      expect(read.problems).toEqual([]);

      const { problems } = await lint([read], { ...only, files: changed });
      const found = problems.filter(
        ({ rule, file: where }) => rule === "failure-path-missing" && where === path,
      );
      expect(found.map(({ offset, endOffset }) => text.slice(offset, endOffset))).toContain(id);
    },
  );

  it("as it stands, every step is answered", async () => {
    const { problems } = await lint([file], { ...only, files });
    expect(problems.filter(({ rule }) => rule === "failure-path-missing")).toEqual([]);
  });
});
