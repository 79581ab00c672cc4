import { expect, test } from "vitest";
import { tooDenseAt } from "../src/markdown/density.js";

test("a thousand blocks that end one another without a blank line are too many", () => {
  expect(tooDenseAt("1. a\n```\nb\n```\n".repeat(501))).toBe(6515);
  expect(tooDenseAt("1. a\n- b\n".repeat(501))).toBe(500 * 9);
  expect(tooDenseAt("a\n===\n".repeat(334))).toBe(333 * 6 + 2);
  expect(tooDenseAt("<\n".repeat(20_001))).toBe(20_000 * 2);
});

test("blank lines between them, long lists and long fences are not", () => {
  expect(tooDenseAt("1. a\n```\nb\n```\n\n".repeat(5000))).toBe(undefined);
  expect(tooDenseAt("- a\n".repeat(5000))).toBe(undefined);
  expect(tooDenseAt(`\`\`\`yaml\n${"- a:\n    b: c\n".repeat(5000)}\`\`\`\n`)).toBe(undefined);
});
