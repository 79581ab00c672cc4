import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { read } from "../src/index.js";
const folder = new URL("../fixtures/contract/", import.meta.url).pathname;
const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort().filter((p) => p.endsWith(".runbook.md"));
describe.each(paths)("%s", (path) => {
  it("equals", () => {
    const { runbook, problems } = read(readFileSync(join(folder, path), "utf8"), { path });
    expect(problems).toEqual([]);
    expect(JSON.parse(JSON.stringify(runbook))).toEqual(JSON.parse(readFileSync(join(folder, dirname(path), "model.json"), "utf8")));
  });
});
