import { describe, expect, it } from "vitest";
import { read } from "../src/index.js";

const head = '---\nrunwright: 1\nid: x\nversion: "1.0.0"\n---\n\n# T\n\n';
const step = `${head}## <a id="p"></a>Procedure: P\n\n### <a id="s"></a>S\n\n`;
const fill = (unit: string, length = 200_000) => unit.repeat(Math.floor(length / unit.length));
const count = (unit: (index: number) => string, length = 200_000) => {
  let text = "";
  for (let index = 0; text.length < length; index++) text += unit(index);
  return text;
};

// What must be read in a time that grows with its length, and never throw: each took minutes, or the stack, in some reader.
const pages: Readonly<Record<string, string>> = {
  "headings without anchors": `${head}${fill("## N\n\n")}`,
  "steps without anchors": `${head}## <a id="p"></a>Procedure: P\n\n${fill("### A\n\n")}`,
  "rows of one step": `${step}${count((index) => `- **If [a](#e${index}):** done\n`)}`,
  "the same fact again and again": `${step}${fill("- **Expect:** a\n")}`,
  "labels that are none": `${step}${fill("- **Expected:** a\n")}`,
  "fields in the data": `${step}\`\`\`yaml fields\n${count((index) => `x-${index}: 1\n`)}\`\`\`\n`,
  "data again and again": `${step}${fill("```yaml fields\nx: 1\n```\n\n")}`,
  "comments between paragraphs": `${step}${fill("<!-- a -->\n\na\n\n")}`,
  "a comment without an end": `${step}${fill("<!-- ")}`,
  "rows of a table": `${step}## Words\n\n| Term | Means |\n| --- | --- |\n${fill("| a | b |\n")}`,
  "cells of a row": `${step}## Words\n\n| Term | Means |\n| --- | --- |\n${fill("| a ")}|\n`,
  "boxes that are ticked": `${step}## Sign-off checklist\n\n${fill("- [x] a\n")}`,
  "brackets in a label": `${step}- **If [${fill("[")}`,
  "backticks in a label": `${step}- **If [${count((index) => `${"`".repeat((index % 300) + 1)} `)}`,
  "arrows in a branch": `${step}- **When:** ${fill('→ stop: "')}`,
  "outcomes in one another": `${step}- **Then:** ${fill("try again, once; else ")}`,
  "undoing in undoing": `${step}- **Then:** ${fill("undo back to [a](#s), then ")}`,
  "lists in lists": `${step}${fill("- ")}a`,
  "quotations in quotations": `${step}${fill("> ")}a`,
  "underlined titles": `${step}${fill("a\n-\n")}`,
  "a line of signs": `${head}## ${fill("#")} a\n`,
  "a long fence": `${step}${fill("`", 100_000)}\n${fill("`", 100_000)}`,
  "names where links are wanted": `${step}${fill("- **Who:** P\n", 20_000)}${count((index) => `\n## <a id="n${index}"></a>Name ${index}\n`)}`,
};

describe("a page of nothing but", () => {
  it.each(Object.entries(pages))("%s is read", (_, text) => {
    const { problems } = read(text, { path: "a.runbook.md" });
    expect(problems.length).toBeLessThanOrEqual(1010);
    for (const { offset, endOffset } of problems) {
      expect(offset).toBeGreaterThanOrEqual(0);
      expect(endOffset).toBeGreaterThanOrEqual(offset);
      expect(endOffset).toBeLessThanOrEqual(text.length);
    }
  });
});
