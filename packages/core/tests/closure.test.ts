import { describe, expect, it } from "vitest";
import { closurePaths } from "../src/index.js";
import { linkTexts } from "./linking.js";

const runbook = (head = "", step = "") => `runwright: 1
id: a
title: A
version: "1.0.0"
${head}procedures:
  - id: p
    title: P
    steps:
      - id: s
        title: S
${step}`;

it("holds the runbook, its fragments, scripts and images, and neither links, references nor other runbooks", async () => {
  const linked = linkTexts({
    "books/a.runbook.yaml": runbook(
      `summary: "![Plan](plan.png) and [a link](other.md), ![far](https://x.example/y.png)"
uses: [../shared/one.fragment.yaml]
references: [{ title: T, path: notes.md }]
`,
      `        command: { shell: bash, file: ./scripts//run.sh, effect: reads }
      - { id: t, title: "![no Markdown](title.png)", do: other/procedure }
`,
    ),
    "shared/one.fragment.yaml": `runwright: 1
kind: fragment
id: one
uses: [two.fragment.yaml, two.fragment.yaml]
terms: [{ term: T, means: "![t](t.svg)" }]
`,
    "shared/two.fragment.yaml": `runwright: 1
kind: fragment
id: two
procedures:
  - { id: q, title: Q, steps: [{ id: r, title: R, command: { shell: sh, file: ../run.sh, effect: reads } }] }
`,
  });
  expect(await closurePaths(linked)).toEqual({
    paths: [
      "books/a.runbook.yaml",
      "books/plan.png",
      "books/scripts/run.sh",
      "run.sh",
      "shared/one.fragment.yaml",
      "shared/t.svg",
      "shared/two.fragment.yaml",
    ],
    problems: [],
  });
});

it("names a fragment that could not be read all the same", async () => {
  const linked = linkTexts({ "a.runbook.yaml": runbook("uses: [gone.fragment.yaml]\n") });
  expect((await closurePaths(linked)).paths).toEqual(["a.runbook.yaml", "gone.fragment.yaml"]);
});

it("takes paths as the caller sees them from the root", async () => {
  const linked = linkTexts({ "a.runbook.yaml": runbook('summary: "![up](../up.png)"\n') });
  expect((await closurePaths(linked, (path) => `deep/books/${path}`)).paths).toEqual([
    "deep/books/a.runbook.yaml",
    "deep/up.png",
  ]);
});

async function imagesOf(markdown: string): Promise<readonly string[]> {
  const { paths, problems } = await closurePaths(
    linkTexts({ "b/a.runbook.yaml": runbook(`summary: ${JSON.stringify(markdown)}\n`) }),
  );
  expect(problems).toEqual([]);
  return paths.filter((path) => path !== "b/a.runbook.yaml");
}

describe("images", () => {
  it.each([
    ["inline", "![a](a.png)", ["b/a.png"]],
    ["with a title and blanks", '![a](<a b.png> "title")', ["b/a b.png"]],
    ["by reference", "![a][x]\n\n[x]: images/a.png", ["b/images/a.png"]],
    ["by a short reference", "![X]\n\n[x]: x.png\n[x]: second.png", ["b/x.png"]],
    ["in a link", "[![a](a.png)](https://x.example)", ["b/a.png"]],
    ["in lists, quotations and headings", "> # ![a](a.png)\n> - ![b](b.png)", ["b/a.png", "b/b.png"]],
    ["with a query, a fragment and percent signs", "![a](../up/a%20b.png?raw=1#x)", ["up/a b.png"]],
    ["with percent signs that stand for nothing", "![a](%zz.png)", ["b/%zz.png"]],
    ["from the root", "![a](/images/a.png)", ["images/a.png"]],
    ["in an HTML block", '<p>\n<img alt="" src="h.png">\n</p>', ["b/h.png"]],
    ["in HTML among words", "text <IMG SRC=h.png alt='x'/> text", ["b/h.png"]],
    ["in HTML with entities", '<img src="a&amp;b&eacute;.png">', ["b/a&bé.png"]],
    [
      "for screens of several kinds",
      '<picture><source srcset="dark.png 1x, dark2.png 2x"><img src="a.png" srcset="b.png,c.png 2x"></picture>',
      ["b/a.png", "b/b.png,c.png", "b/dark.png", "b/dark2.png"],
    ],
    [
      "at addresses elsewhere",
      "![a](https://x.example/a.png) ![b](//x.example/b.png) ![c](data:image/png;base64,AA)",
      [],
    ],
    ["at an endpoint", "![a]({{crm.base}}/a.png)", []],
    ["in code", "`![a](a.png)`\n\n```\n![a](a.png)\n<img src=a.png>\n```", []],
    ["in a comment", "<!-- <img src=a.png> -->", []],
    ["that are none", "[a](a.png) ! [b](b.png) ![c][nowhere] <imgs src=d.png> <img alt=e>", []],
  ])("%s", async (_, markdown, expected) => expect(await imagesOf(markdown)).toEqual(expected));

  it("are found soon in HTML that never ends", async () => {
    const start = performance.now();
    for (const part of [
      "<img src=",
      "<img ",
      '<img src="',
      "<img a='",
      "<source srcset=a,",
      "<img src=&amp;",
    ]) {
      const text = `<div>\n<img src=x>${part.repeat(10_000)}`;
      await closurePaths(linkTexts({ "a.runbook.yaml": runbook(`summary: ${JSON.stringify(text)}\n`) }));
    }
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe("what cannot be in a closure", () => {
  it.each([
    ["![a](../../a.png)", "`../../a.png` leads out of the root, and what is approved lies inside"],
    ["![a](%2e%2e/..%2fa.png)", "`../../a.png` leads out of the root, and what is approved lies inside"],
    ["![a](images%5Ca.png)", "`images\\a.png` is no path that every system knows"],
    [
      "![a](img/{{host}}.png)",
      "The address of the image, `img/{{host}}.png`, depends on a value, and what is approved must not",
    ],
  ])("%s", async (markdown, message) => {
    const text = runbook(`summary: "Look: ${markdown.replaceAll("\\", "\\\\")}"\n`);
    const { problems } = await closurePaths(linkTexts({ "b/a.runbook.yaml": text }));
    expect(
      problems.map((problem) => [problem.message, text.slice(problem.offset, problem.endOffset)]),
    ).toEqual([[message, markdown]]);
  });

  it("a script out of the root", async () => {
    const linked = linkTexts({
      "a.runbook.yaml": runbook("", "        command: { shell: sh, file: ../x.sh, effect: reads }\n"),
    });
    const { paths, problems } = await closurePaths(linked);
    expect(paths).toEqual(["a.runbook.yaml"]);
    expect(problems.map(({ line, message }) => `${line}: ${message}`)).toEqual([
      "11: `../x.sh` leads out of the root, and what is approved lies inside",
    ]);
  });
});

it("a text with thousands of open brackets is refused rather than looked through: it could hide an image", async () => {
  const text = `runwright: 1\nid: a\ntitle: A\nversion: "1.0.0"\nsummary: "${"![a](".repeat(3001)}"\nprocedures: [{ id: p, title: P, steps: [{ id: s, title: S }] }]\n`;
  const { problems } = await closurePaths(linkTexts({ "a.runbook.yaml": text }));
  expect(problems.map(({ message }) => message)).toEqual([
    "This text has more than 3000 brackets and marks, too many to look for images in",
  ]);
});
