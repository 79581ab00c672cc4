import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { records } from "../src/fields.js";
import { read } from "../src/read.js";
import { walk } from "../src/walk.js";

it("every field of the table is used by at least one example", () => {
  const folder = new URL("../../../examples/", import.meta.url).pathname;
  const used = new Set<string>();
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!/\.(?:runbook|fragment)\.yaml$/.test(path) || /^(?:faulty|use-core)\b/.test(path)) continue;
    const { runbook, fragment } = read(readFileSync(join(folder, path), "utf8"), { path });
    const model = runbook ?? fragment;
    if (!model) continue;
    walk(model, ({ trail, field }) => used.add(`${trail.at(-1)?.type.type}.${field}`));
  }
  const all = Object.values(records).flatMap(({ type, fields }) =>
    Object.keys(fields).map((field) => `${type}.${field}`),
  );
  expect(all.filter((field) => !used.has(field))).toEqual([]);
});
