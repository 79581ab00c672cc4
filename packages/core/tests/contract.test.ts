import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Files, graph, link, meaningDigest, read, writeMarkdown } from "../src/index.js";

const folder = new URL("../fixtures/contract/", import.meta.url).pathname;
const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
const runbooks = paths.filter((path) => path.endsWith(".runbook.yaml"));
const fragments = paths.filter((path) => path.endsWith(".fragment.yaml"));

const readFixture = (path: string) => read(readFileSync(join(folder, path), "utf8"), { path });
const files: Files = {
  load: (path) => (existsSync(join(folder, path)) ? readFixture(path) : { refused: "there is no such file" }),
  runbook: (id) => runbooks.map(readFixture).find(({ runbook }) => runbook?.id === id),
};
const json = (path: string): unknown => JSON.parse(readFileSync(join(folder, path), "utf8"));

it("there are about a dozen fixtures, each with its model", () => {
  expect(runbooks.length).toBeGreaterThanOrEqual(12);
  expect(fragments.length).toBeGreaterThanOrEqual(2);
});

describe.each(runbooks)("%s", (path) => {
  it("is read without a problem to exactly the model that was written by hand", () => {
    const { runbook, problems } = readFixture(path);
    expect(problems).toEqual([]);
    // By way of JSON: the model is plain data, and the order of its fields is that of the document.
    expect(JSON.stringify(runbook, null, 2)).toBe(
      JSON.stringify(json(join(dirname(path), "model.json")), null, 2),
    );
  });

  it("names nothing that is not there", () => {
    expect(link(readFixture(path), files)?.problems).toEqual([]);
  });
});

describe.each(fragments)("%s", (path) => {
  it("is read without a problem to exactly the model that was written by hand", () => {
    const { fragment, problems } = readFixture(path);
    const model = join(dirname(path), `${basename(path, ".fragment.yaml")}.model.json`);
    expect(problems).toEqual([]);
    expect(JSON.stringify(fragment, null, 2)).toBe(JSON.stringify(json(model), null, 2));
    expect(link(readFixture(path), files)?.problems).toEqual([]);
  });
});

const pages = paths.filter((path) => path.endsWith(".runbook.md"));

it("each fixture has both spellings", () => {
  expect(pages).toEqual(runbooks.map((path) => path.replace(/yaml$/, "md")));
});

describe.each(pages)("%s", (path) => {
  it("is read without a problem to the same model", () => {
    const { runbook, problems } = readFixture(path);
    expect(problems).toEqual([]);
    expect(runbook).toEqual(readFixture(path.replace(/md$/, "yaml")).runbook);
    // The model is plain data: nothing of the spelling is left in it.
    expect(JSON.parse(JSON.stringify(runbook))).toEqual(json(join(dirname(path), "model.json")));
  });

  it("names nothing that is not there, and means the same", () => {
    const linked = link(readFixture(path), files);
    const other = link(readFixture(path.replace(/md$/, "yaml")), files);
    expect(linked?.problems).toEqual([]);
    expect(linked && meaningDigest(linked)).toBe(other && meaningDigest(other));
    expect(linked && graph(linked)).toEqual(other && graph(other));
  });

  it("is written, read back equal, and written again changes no byte", () => {
    const { runbook } = readFixture(path);
    const text = writeMarkdown(runbook ?? expect.fail());
    const again = read(text, { path });
    expect([again.problems, again.runbook]).toEqual([[], runbook]);
    expect(writeMarkdown(again.runbook ?? expect.fail())).toBe(text);
  });
});

it("the two spellings on the page of the format are one runbook", () => {
  const page = readFileSync(new URL("../../../docs/format.md", import.meta.url), "utf8");
  const small = page.slice(page.indexOf("## One small runbook"));
  const yaml = /```yaml\n([\s\S]*?)\n```\n/.exec(small)?.[1] ?? "";
  const markdown = /````markdown\n([\s\S]*?)\n````\n/.exec(small)?.[1] ?? "";
  const first = read(`${yaml}\n`, { path: "small.runbook.yaml" });
  const second = read(`${markdown}\n`, { path: "small.runbook.md" });
  expect([first.problems, second.problems]).toEqual([[], []]);
  expect(second.runbook).toEqual(first.runbook);
});
