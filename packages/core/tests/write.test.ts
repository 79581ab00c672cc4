import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { patterns } from "../src/field-types.js";
import { records } from "../src/fields.js";
import validate from "../src/generated/validate.js";
import { type Fragment, type Runbook, read, write } from "../src/index.js";
import { walk } from "../src/walk.js";
import { models, patternArbitraries } from "./arbitraries.js";
import { patience, runs } from "./runs.js";

const root = new URL("../../../", import.meta.url).pathname;
const realFiles = ["packages/core/fixtures/contract", "examples"]
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((path) => join(folder, path)),
  )
  .filter((path) => /\.(?:runbook|fragment)\.yaml$/.test(path) && !path.includes("faulty"))
  .sort();

function modelOf(text: string): Runbook | Fragment {
  const { runbook, fragment, problems } = read(text, { path: "a.runbook.yaml" });
  const model = runbook ?? fragment;
  if (!model) throw new Error(problems.map(({ line, message }) => `${line}: ${message}`).join("\n"));
  expect(problems).toEqual([]);
  return model;
}

describe("writing a model and reading it back", () => {
  it(
    "gives an equal model, and writing that one changes no byte",
    () => {
      fc.assert(
        fc.property(models, (model) => {
          expect(validate(model) ? [] : validate.errors).toEqual([]);
          const text = write(model);
          const again = modelOf(text);
          expect(again).toEqual(model);
          expect(write(again)).toBe(text);
        }),
        runs(300),
      );
    },
    patience,
  );

  it.each(realFiles)("holds for %s", (path) => {
    const model = modelOf(readFileSync(join(root, path), "utf8"));
    const text = write(model);
    expect(modelOf(text)).toEqual(model);
    expect(write(modelOf(text))).toBe(text);
  });
});

describe("the generated models", () => {
  const sample = fc.sample(models, { numRuns: 1500, seed: 1 });

  it("hold every field of the table", () => {
    const seen = new Set<string>();
    for (const model of sample)
      walk(model, ({ trail, owner, key }) => {
        const record = trail.at(-1);
        if (record?.value === owner) seen.add(`${record.type.type}.${key}`);
      });
    const all = Object.values(records).flatMap(({ type, fields }) =>
      Object.keys(fields).map((name) => `${type}.${name}`),
    );
    expect(all.filter((field) => !seen.has(field))).toEqual([]);
  });

  it.each(Object.entries(patternArbitraries))("fit the pattern `%s`", (name, arbitrary) => {
    // The names are the table's own.
    const pattern = new RegExp(patterns[name as keyof typeof patterns].source, "u");
    for (const value of fc.sample(arbitrary, { numRuns: 200, seed: 1 })) expect(value).toMatch(pattern);
  });
});

it("writes fields in the order of the table, `x-` fields last, one item without a list, blocks for long text", () => {
  const text = write({
    "x-tier": { b: 1, a: [true, null] },
    procedures: [
      {
        steps: [
          { do: ["other"], title: "Do it", id: "do-it" },
          { id: "both", title: "Do both", do: ["other", "third"] },
        ],
        title: "Main",
        id: "main",
      },
    ],
    errors: [{ id: "gone", match: [{ status: 404, at: ["crm"] }], means: "It is gone.\n\nAsk **why**." }],
    version: "1.0.0",
    title: "A title: with a colon",
    id: "order",
    runwright: 1,
    tags: [],
  });
  expect(text).toBe(`# yaml-language-server: $schema=./node_modules/@runwright/core/runbook.schema.json
runwright: 1
id: order
title: "A title: with a colon"
version: "1.0.0"
tags: []

errors:
  - id: gone
    match:
      at: crm
      status: 404
    means: |-
      It is gone.

      Ask **why**.

procedures:
  - id: main
    title: Main
    steps:
      - id: do-it
        title: Do it
        do: other
      - id: both
        title: Do both
        do:
          - other
          - third
x-tier:
  b: 1
  a:
    - true
    - null
`);
});

it("names the schema that it is told, or none", () => {
  const model = modelOf(
    readFileSync(join(root, "packages/core/fixtures/contract/01-smallest/smallest.runbook.yaml"), "utf8"),
  );
  expect(write(model, { schema: "https://runwright.example/schema.json" })).toMatch(
    /^# yaml-language-server: \$schema=https:\/\/runwright\.example\/schema\.json\nrunwright: 1\n/,
  );
  expect(write(model, { schema: false })).toMatch(/^runwright: 1\n/);
  expect(() => write(model, { schema: "a\nb" })).toThrow("Expected the schema's address on one line");
  expect(existsSync(join(root, "packages/core/runbook.schema.json"))).toBe(true);
});
