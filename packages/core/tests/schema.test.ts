import { readdirSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";

/*
 * The published schema, as an editor or another tool would use it: compiled by a validator of their own, without the
 * reader. (`explain-law.test.ts` compares the reader's words with it.)
 */

const file = (path: string): unknown => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allowUnionTypes: true });
const validate = ajv.compile(file("../runbook.schema.json") as object);

const folder = "../fixtures/contract/";
const models = readdirSync(new URL(folder, import.meta.url), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith("model.json"))
  .sort();

describe("the published schema", () => {
  it("finds models to judge", () => {
    expect(models.length).toBeGreaterThan(12);
  });

  it.each(models)("accepts %s", (path) => {
    validate(file(folder + path));
    expect(validate.errors ?? []).toEqual([]);
  });

  it("refuses what is no runbook", () => {
    const smallest = file(`${folder}01-smallest/model.json`) as Record<string, unknown>;
    expect(validate(smallest)).toBe(true);
    for (const name of Object.keys(smallest)) {
      const { [name]: _, ...rest } = smallest;
      expect([name, validate(rest)]).toEqual([name, false]);
    }
    expect(validate({ ...smallest, colour: "red" })).toBe(false);
    expect(validate({ ...smallest, "x-colour": "red" })).toBe(true);
  });
});
