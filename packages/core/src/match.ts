import { requestOf, systemOf } from "./effect.js";
import type { Linked } from "./linked.js";
import type { ErrorEntry, Match, Step } from "./runbook.js";

/** What was observed when a step failed. Only what is known is said. */
export interface Observation {
  readonly status?: number;
  /** Error codes by where they stand: a JSON path such as `$.error`, `www-authenticate` or `redirect`. */
  readonly codes?: Readonly<Record<string, string>>;
  /** Values of the answer by JSON path. */
  readonly json?: Readonly<Record<string, unknown>>;
  readonly exit?: number;
  /** What the person read. */
  readonly shows?: string;
  readonly noAnswer?: boolean;
}

/**
 * The error of the catalogue that an observation is, by rule 2 of "How it runs": of those whose `at` fits, the one with
 * most keys matching (`at` not counted); then one whose `at` is a request before a system before none; then a number
 * before a class. Of two that are equally close, the first in the catalogue; the linter reports such a pair.
 */
export function matchError(step: Step, observation: Observation, linked: Linked): ErrorEntry | undefined {
  let best: { error: ErrorEntry; rank: readonly number[] } | undefined;
  for (const error of linked.errors) {
    for (const row of error.match) {
      const place = rankPlace(row, step, linked);
      if (place === undefined || !rowHolds(row, observation)) continue;
      const rank = [countKeys(row), place, typeof row.status === "number" ? 1 : 0];
      if (!best || compareRanks(rank, best.rank) > 0) best = { error, rank };
    }
  }
  return best?.error;
}

/** Whether a row of the catalogue can apply to a step at all: its `at` fits. */
export function rowFits(row: Match, step: Step, linked: Linked): boolean {
  return rankPlace(row, step, linked) !== undefined;
}

/** 2 for the step's request, 1 for its system, 0 for anywhere; undefined where `at` names something else. */
export function rankPlace(row: Match, step: Step, linked: Linked): number | undefined {
  if (!row.at) return 0;
  const request = requestOf(step, linked);
  if (request && row.at.includes(request.id)) return 2;
  const system = systemOf(step, linked);
  return system !== undefined && row.at.includes(system) ? 1 : undefined;
}

/** How many keys a row compares: `at` says where, and `in` belongs to `code`; neither counts. */
export function countKeys(row: Match): number {
  const { status, code, json, exit, shows, noAnswer } = row;
  return (
    [status, code, exit, shows, noAnswer].filter((key) => key !== undefined).length +
    Object.keys(json ?? {}).length
  );
}

function rowHolds(row: Match, seen: Observation): boolean {
  if (countKeys(row) === 0) return false;
  return (
    (row.status === undefined || (seen.status !== undefined && statusMatches(row.status, seen.status))) &&
    (row.code === undefined || codeAt(row.in ?? "$.error", seen) === row.code) &&
    (row.exit === undefined || seen.exit === row.exit) &&
    (row.shows === undefined || (seen.shows?.includes(row.shows) ?? false)) &&
    (row.noAnswer === undefined || seen.noAnswer === true) &&
    Object.entries(row.json ?? {}).every(([path, value]) => jsonEquals(seen.json?.[path], value))
  );
}

/** A code that stands in the answer is a value of the answer too: the observer may have noted it as either. */
function codeAt(where: string, { codes, json }: Observation): unknown {
  return codes?.[where] ?? json?.[where];
}

/** Whether a status is that number or of that class (`5xx`). */
export function statusMatches(expected: number | string, status: number): boolean {
  return typeof expected === "number" ? expected === status : expected.charAt(0) === String(status).charAt(0);
}

/** Equality of JSON values; the order of keys does not count. */
export function jsonEquals(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = Object.entries(a);
  return (
    left.length === Object.keys(b).length &&
    left.every(
      ([key, value]) => Object.hasOwn(b, key) && jsonEquals(value, (b as Record<string, unknown>)[key]),
    )
  );
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) if (value !== b[index]) return value - (b[index] ?? 0);
  return 0;
}
