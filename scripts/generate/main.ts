import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { rules } from "../../packages/lint/src/rules/index.js";
import { contractGraphs } from "./contract-graphs.js";
import { formatReference } from "./format-reference.js";
import { jsonSchema } from "./json-schema.js";
import { licenses } from "./licenses.js";
import { rulePages } from "./rules.js";
import { runbookTypes } from "./runbook-types.js";
import { standaloneValidator } from "./validator.js";

/** A generated file, or a folder of which every file is generated. */
interface Output {
  readonly path: string;
  readonly content: string;
}

/** Writes what differs and tells it; with `check`, only tells. The exit code is 1 where a check finds a difference. */
export async function generate({ check }: { check: boolean }): Promise<number> {
  const outputs = await allOutputs();
  const stale = outputs.filter(({ path, content }) => readOr(path) !== content);
  const orphans = ruleDocs().filter((path) => !outputs.some((output) => output.path === path));
  for (const { path, content } of check ? [] : stale) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  for (const path of check ? [] : orphans) rmSync(path);
  for (const path of [...stale.map(({ path }) => path), ...orphans])
    console.log(check ? `not current: ${path} (run \`npm run generate\`)` : `written: ${path}`);
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
    ...contractGraphs(),
    ...(await rulePages(rules)),
    ...licenses(),
  ];
}

function readOr(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function ruleDocs(): string[] {
  try {
    return readdirSync("docs/rules").map((name) => `docs/rules/${name}`);
  } catch {
    return [];
  }
}
