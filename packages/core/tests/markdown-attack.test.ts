import { describe, expect, it } from "vitest";
import { createSource, type Page, type Runbook, read, readPage, writeMarkdown } from "../src/index.js";

/* Holes that outside attackers found: each is a page on which something vanished, or was read otherwise than it is shown. */

const head = '---\nrunwright: 1\nid: x\nversion: "1.0.0"\n---\n\n# T\n\n';
const step = `${head}## <a id="p"></a>Procedure: P\n\n### <a id="s"></a>S\n\n`;
const people = '\n## People\n\n### <a id="a"></a>Team A\n';

function messages(text: string): readonly string[] {
  return read(text, { path: "a.runbook.md" }).problems.map(({ message }) => message);
}

function textOf(text: string): string | undefined {
  const { runbook, problems } = read(text, { path: "a.runbook.md" });
  expect(problems).toEqual([]);
  return (runbook as Runbook).procedures[0]?.steps[0]?.text;
}

describe("what is told", () => {
  it.each([
    [
      "lists in lists, deeper than anybody follows",
      `${step}${"- ".repeat(70)}x\n\n### <a id="t"></a>T\n`,
      "Lists and quotations stand in one another here, deeper than 64 levels",
    ],
    [
      "a generated part without an end in a section",
      `${step}## People\n\n<!-- runwright:generated x -->\n\n### <a id="a"></a>A\n`,
      "The generated part that begins here has no end",
    ],
    [
      "a column that stands twice",
      `${step}## Words\n\n| Term | Means | Means |\n| --- | --- | --- |\n| a | b | c |\n`,
      "The column `Means` stands here a second time",
    ],
    [
      "HTML that never ends",
      `${step}<pre>\nx\n\n### <a id="t"></a>T\n`,
      "The comment or HTML that begins here has no end, and takes in all that follows",
    ],
    [
      "a fence whose last line is indented too far to close it",
      `${step}\`\`\`bash run\nls\n\n    \`\`\``,
      "The fence that begins here has no end, and takes in all that follows",
    ],
    [
      "a link that leads elsewhere",
      `${step}- **Who:** [A](https://evil.example/page#a)\n${people}`,
      "`**Who:**` takes one link to a party",
    ],
    [
      "a link inside the words of a link",
      `${step}- **Who:** [[A](https://evil.example)](#a)\n${people}`,
      "`**Who:**` takes one link to a party",
    ],
    [
      "facts that HTML has taken in",
      `${step}<img src="a.png">\n- **Then:** done\n`,
      "`**Then:**` is not read as a fact, because it stands in HTML",
    ],
    ["half of a character", `${step}a\ud800\n`, "Half of a character stands here, which no file can hold"],
    [
      "words behind `run`",
      `${step}\`\`\`bash run extra\nls\n\`\`\`\n`,
      "`bash run extra` is read as a sample, did you mean `bash run`?",
    ],
  ])("%s", (_, text, message) => expect(messages(text)).toContain(message));
});

describe("what stays", () => {
  it.each([
    ["words beside the mark of a generated part", "<!-- /runwright:generated --> LOST words"],
    ["what HTML shows behind an empty comment", "<!--> VISIBLE words -->"],
    ["what HTML shows behind another end of a comment", "<!-- a --!> VISIBLE words <!-- b -->"],
    ["lists in lists", `${"- ".repeat(30)}x`],
  ])("%s", (_, prose) => {
    const kept = textOf(`${step}${prose}\n\nMore.\n\n- **Then:** done\n`) ?? "";
    expect(kept).toContain("More.");
    for (const word of prose.match(/[A-Z]{4,}/g) ?? []) expect(kept).toContain(word);
  });

  it("a title that is a link does not make a link in a link", () => {
    const { runbook } = read(
      `${step}- **Who:** [A](#a)\n${people.replace("Team A", "[A](https://evil.example)")}`,
      { path: "a.runbook.md" },
    );
    const text = writeMarkdown(runbook ?? expect.fail());
    expect(text).toContain("- **Who:** [\\[A\\](https://evil.example)](#a)");
    expect(read(text, { path: "a.runbook.md" }).runbook).toEqual(runbook);
  });
});

it("a passage behind an indented block of code takes no part in its text", () => {
  const page: Page = readPage(
    createSource("a.md", "# T\n\n    kubectl get pods\n\n{% include warning.md %}\n"),
  );
  const [code, passage] = page.sections[0]?.blocks ?? [];
  expect([code?.kind === "code" && code.text, passage?.kind]).toEqual(["kubectl get pods", "passage"]);
});
