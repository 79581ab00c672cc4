import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { root, textOf } from "./repository.js";

test("core bundles for a browser, and reads a runbook where nothing of Node is in reach", async () => {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ["packages/core/src/index.ts"],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "core",
    platform: "browser", // any import of a module of Node is an error here
    conditions: ["worker"], // an editor reads in a web worker, which has no document
    logLevel: "silent",
  });
  // What a browser has, as far as core may use it; an empty context has the language and nothing else.
  const context = createContext({ TextDecoder, TextEncoder, URL });
  runInContext(outputFiles[0]?.text ?? "", context);
  for (const path of ["smallest.runbook.yaml", "smallest.runbook.md"]) {
    const text = JSON.stringify(textOf(`packages/core/fixtures/contract/01-smallest/${path}`));
    const answer = runInContext(`JSON.stringify(core.read(${text}, { path: "${path}" }))`, context);
    expect(JSON.parse(answer)).toMatchObject({ problems: [], runbook: { id: "smallest" } });
  }
});
