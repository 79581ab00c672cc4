import { describe, expect, it } from "vitest";
import { rules } from "../src/rules/index.js";
import { completeExample, fixExample, lintExampleFor } from "../src/testing.js";

describe.each(rules.map((rule) => [rule.id, rule] as const))("%s", (_, rule) => {
  it.each(rule.bad.map((example) => [example.title, example] as const))("reports: %s", async (_, example) => {
    const { text, marked } = completeExample(example);
    const problems = await lintExampleFor(rule, example);
    expect(
      problems.map(({ message, offset, endOffset }) => ({
        message,
        at: text.slice(offset, endOffset),
        offset,
      })),
    ).toEqual([
      { message: example.message, at: text.slice(marked?.start, marked?.end), offset: marked?.start },
    ]);
    const [problem] = problems;
    expect(problem?.help).not.toBe("");
    if (example.fixed !== undefined && problem) {
      const fixed = fixExample(example, problem);
      expect(fixed?.trimEnd()).toBe(example.fixed.trimEnd());
      const again = await lintExampleFor(rule, { ...example, text: fixed ?? "" });
      expect(again, "the fixed text is clean").toEqual([]);
    }
  });

  it.each(rule.good.map((example) => [example.title, example] as const))(
    "is silent: %s",
    async (_, example) => {
      expect(await lintExampleFor(rule, example)).toEqual([]);
    },
  );
});
