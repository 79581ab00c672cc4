import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import { readsOtherwiseIn11 } from "../src/yaml/emit.js";

describe("text that YAML 1.1 readers take for something else", () => {
  it.each([
    ...["no", "Yes", "ON", "off", "y", "N", "~", "="],
    ...["0777", "0b101", "0o17", "0x1F", "1_000", "1,000", "+12", "-7"],
    ...["1:30", "08:15", "190:20:30", "1:30.5", "1.5e+3", ".5", "1e3", ".inf"],
    ...["2026-11-01", "2026-1-1", "2026-11-01T10:00:00Z", "2026-11-01 10:00:00 +1"],
  ])("%s", (text) => {
    expect(readsOtherwiseIn11(text)).toBe(true);
  });

  it.each([
    ...["90d", "5m", "1h30m", "1.4.0", "10.0.0.1", "5xx", "3f2c1ab", "1e", "+", "-", ".", "..", "none"],
    ...[
      "Yes please",
      "no-email",
      "08:00 to 18:00 UTC",
      "2026-11",
      "11-01-2026",
      "10:75",
      "1 000",
      "$1",
      "1%",
    ],
  ])("but not %s", (text) => {
    expect(readsOtherwiseIn11(text)).toBe(false);
  });

  it("misses nothing that another implementation of YAML 1.1 takes for something else", () => {
    const letters = fc.constantFrom(...[..."0123456789+-.:_,eExXobTZ adfinyNOS~"]);
    fc.assert(
      fc.property(fc.array(letters, { minLength: 1, maxLength: 8 }), (units) => {
        const text = units.join("").trim();
        // This implementation also takes `.` and `e0` for numbers, which no other does.
        if (/^[-+]?[._]*(?:$|[eE])/.test(text)) return;
        const document = parseDocument(text, { version: "1.1" });
        const value: unknown = document.errors.length > 0 ? text : document.toJS();
        const isScalar = typeof value !== "object" || value === null || value instanceof Date;
        if (text !== "" && isScalar && typeof value !== "string")
          expect([text, readsOtherwiseIn11(text)]).toEqual([text, true]);
      }),
      { numRuns: Number(process.env.RUNWRIGHT_RUNS ?? 5000) },
    );
  });
});
