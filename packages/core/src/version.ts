import type { Level } from "./diff-levels.js";

/**
 * The step from one version to the other, by semver 2.0.0; build metadata does not count. From a pre-release to a later
 * one, or to its release, it is the step that the release itself takes: `2.0.0-rc.1` leads to a major version.
 */
export function versionStep(before: string, after: string): Level | "none" | "lower" {
  const [old, fresh] = [parse(before), parse(after)];
  const order = compareNumbers(old.numbers, fresh.numbers) || comparePre(old.pre, fresh.pre);
  if (order === 0) return "none";
  if (order > 0) return "lower";
  const differs = (at: number) => old.numbers[at] !== fresh.numbers[at];
  if (differs(0)) return "major";
  if (differs(1)) return "minor";
  if (differs(2)) return "patch";
  const [, minor = 0n, patch = 0n] = fresh.numbers;
  return patch !== 0n ? "patch" : minor !== 0n ? "minor" : "major";
}

interface Version {
  /** Major, minor and patch; of any size. */
  readonly numbers: readonly bigint[];
  /** Of a pre-release, its parts. */
  readonly pre: readonly string[];
}

function parse(version: string): Version {
  const [core = "", ...pre] = (version.split("+")[0] ?? "").split("-");
  return { numbers: core.split(".").map(BigInt), pre: pre.length > 0 ? pre.join("-").split(".") : [] };
}

function compareNumbers(a: readonly bigint[], b: readonly bigint[]): number {
  const at = a.findIndex((number, index) => number !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0n) < (b[at] ?? 0n) ? -1 : 1;
}

/** Section 11: a release is above its pre-releases; numbers are compared by value and stand below words. */
function comparePre(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  const at = a.findIndex((part, index) => part !== b[index]);
  if (at < 0) return a.length - b.length;
  const [one = "", other] = [a[at], b[at]];
  if (other === undefined) return 1;
  const isNumber = (part: string) => /^[0-9]+$/.test(part);
  if (isNumber(one) !== isNumber(other)) return isNumber(one) ? -1 : 1;
  if (isNumber(one)) return BigInt(one) < BigInt(other) ? -1 : 1;
  return one < other ? -1 : 1;
}
