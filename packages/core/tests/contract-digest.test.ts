import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type ClosureFile, closurePaths, digest, link, read } from "../src/index.js";

const contract = new URL("../fixtures/contract/", import.meta.url).pathname;
const fixtures = readdirSync(contract).filter((name) => /^[0-9]/.test(name));

describe.each(fixtures)("%s", (fixture) => {
  const root = join(contract, fixture);
  const [path = ""] = readdirSync(root).filter((name) => name.endsWith(".runbook.yaml"));

  it("has the digests of `digest.json`, its folder being the root", async () => {
    const load = (name: string) =>
      existsSync(join(root, name))
        ? read(readFileSync(join(root, name), "utf8"), { path: name })
        : { refused: "there is no such file" };
    const linked = link(read(readFileSync(join(root, path), "utf8"), { path }), { load });
    if (!linked) throw new Error("Expected a model of every fixture");
    const { paths, problems } = await closurePaths(linked);
    expect(problems).toEqual([]);
    const files = paths.map((name): ClosureFile => {
      const isExecutable = (statSync(join(root, name)).mode & 0o111) !== 0;
      return { path: name, mode: isExecutable ? "100755" : "100644", bytes: readFileSync(join(root, name)) };
    });
    await expect(`${JSON.stringify(digest(linked, files), null, 2)}\n`).toMatchFileSnapshot(
      join(root, "digest.json"),
    );
  });
});
