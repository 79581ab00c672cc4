import { readdirSync, rmSync } from "node:fs";
import { rules } from "../../packages/lint/src/rules/index.js";
import { commandLinePage } from "./command-line.js";
import { contractGraphs } from "./contract-graphs.js";
import { formatReference } from "./format-reference.js";
import { jsonSchema } from "./json-schema.js";
import { keepCurrent, type Output } from "./keep-current.js";
import { licenses } from "./licenses.js";
import { rulePages } from "./rules.js";
import { runbookTypes } from "./runbook-types.js";
import { standaloneValidator } from "./validator.js";

/** Writes what differs and tells it; with `check`, only tells. The exit code is 1 where a check finds a difference. */
export async function generate({ check }: { check: boolean }): Promise<number> {
  const outputs = await allOutputs();
  const stale = outputs.filter((output) => !keepCurrent(output, { check }));
  const orphans = ruleDocs().filter((path) => !outputs.some((output) => output.path === path));
  for (const path of orphans) {
    console.log(check ? `not current: ${path} (run \`npm run generate\`)` : `removed: ${path}`);
    if (!check) rmSync(path);
  }
  if (stale.length + orphans.length === 0) console.log(`${outputs.length} generated files are current`);
  return check && stale.length + orphans.length > 0 ? 1 : 0;
}

async function allOutputs(): Promise<readonly Output[]> {
  const schema = jsonSchema();
  return [
    { path: "packages/core/runbook.schema.json", content: `${JSON.stringify(schema, null, 2)}\n` },
    { path: "packages/core/src/runbook.ts", content: runbookTypes() },
    { path: "packages/core/src/generated/validate.js", content: await standaloneValidator(schema) },
    { path: "docs/fields.md", content: formatReference() },
    { path: "docs/command-line.md", content: commandLinePage() },
    ...contractGraphs(),
    ...(await rulePages(rules)),
    ...licenses(),
  ];
}

function ruleDocs(): string[] {
  try {
    return readdirSync("docs/rules").map((name) => `docs/rules/${name}`);
  } catch {
    return [];
  }
}
