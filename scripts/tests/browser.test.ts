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
    conditions: ["worker"], // the Markdown parser decodes entities with the page's document where it is told of one
    logLevel: "silent",
  });
  // What a browser has, as far as core may use it; an empty context has the language and nothing else.
  const context = createContext({ TextDecoder, TextEncoder, URL });
  runInContext(outputFiles[0]?.text ?? "", context);
  const text = JSON.stringify(textOf("packages/core/fixtures/contract/01-smallest/smallest.runbook.yaml"));
  const answer = runInContext(
    `JSON.stringify(core.read(${text}, { path: "smallest.runbook.yaml" }).problems)`,
    context,
  );
  expect(JSON.parse(answer)).toEqual([]);
});
