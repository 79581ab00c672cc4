import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { read } from "../src/index.js";
import { writeMarkdown } from "../src/markdown/write.js";
const folder = new URL("../fixtures/contract/", import.meta.url).pathname;
const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort().filter((p) => p.endsWith(".runbook.md"));
describe.each(paths)("%s", (path) => {
  it("equals", () => {
    const text = readFileSync(join(folder, path), "utf8");
    const { runbook, problems } = read(text, { path });
    expect(problems).toEqual([]);
    expect(JSON.parse(JSON.stringify(runbook))).toEqual(JSON.parse(readFileSync(join(folder, dirname(path), "model.json"), "utf8")));
    const out = writeMarkdown(runbook!);
    const again = read(out, { path });
    writeFileSync("/tmp/out-" + path.replace(/.*\//, ""), out);
    expect(again.problems).toEqual([]);
    expect(JSON.parse(JSON.stringify(again.runbook))).toEqual(JSON.parse(JSON.stringify(runbook)));
    expect(writeMarkdown(again.runbook!)).toBe(out);
  });
});
