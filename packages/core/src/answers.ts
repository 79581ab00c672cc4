import { isRepeatable, requestOf, systemOf } from "./effect.js";
import { type FailureWay, failureWays } from "./failure.js";
import type { Linked } from "./linked.js";
import { countKeys, rankPlace } from "./match.js";
import type { ErrorEntry, Match, Outcome, Procedure, Step } from "./runbook.js";

/** An outcome that a failure of a step can lead to, and where it is written. */
export interface Answer {
  readonly outcome: Outcome;
  /** The name of the row: an error, or a built-in one. */
  readonly row: string;
  readonly from: "step" | "procedure" | "catalogue";
}

/**
 * Every outcome that a failing step can come to, by rule 3 of "How it runs"; rows that can never be taken at this step
 * are left out. `ways` narrows how the step can fail, for a caller who knows more about it than the step says.
 */
export function failureAnswers(
  linked: Linked,
): (step: Step, procedure: Procedure, ways?: ReadonlySet<FailureWay>) => readonly Answer[] {
  const errorsOf = possibleErrors(linked);
  return (step, procedure, ways = failureWays(step)) => {
    const answers: Answer[] = [];
    const row = (name: string): boolean => {
      const own = step.onFailure?.[name];
      const outcome = own ?? procedure.onFailure?.[name];
      if (outcome) answers.push({ outcome, row: name, from: own ? "step" : "procedure" });
      return outcome !== undefined;
    };
    // An error that the catalogue does not know is always possible.
    let open = ways.has("other");
    for (const way of ways) if (way !== "other" && !row(way)) open = true;
    for (const error of ways.has("other") ? errorsOf(step) : []) {
      if (row(error.id) || !error.then) continue;
      // The catalogue cannot know whether a step may be done twice: where it may not, its `retry` takes the `else`.
      const spent = error.then.retry !== undefined && isRepeatable(step, linked) === false;
      const outcome = spent ? error.then.else : error.then;
      if (outcome) answers.push({ outcome, row: error.id, from: "catalogue" });
    }
    if (open) row("any");
    return answers;
  };
}

/**
 * The errors of the catalogue that a failure of a step can turn out to be: a row has an `at` that fits, compares what
 * the step's action can show at all, and no row that is closer always holds with it. Of more errors and steps than
 * people write, none.
 */
export function possibleErrors(linked: Linked): (step: Step) => readonly ErrorEntry[] {
  const steps = linked.procedures.reduce((sum, procedure) => sum + procedure.steps.length, 0);
  if (linked.errors.length * steps > maxPairs) return () => [];
  const rows = linked.errors.flatMap((error) =>
    error.match.map((row) => ({ error, row, forms: formsOf(row) })),
  );
  const closer = new Set<string>();
  for (const { row, forms } of rows) for (const id of row.at ?? []) closer.add(`${id} ${forms[0]}`);
  const known = new Map<string, readonly ErrorEntry[]>();
  return (step) => {
    const request = requestOf(step, linked)?.id;
    const system = systemOf(step, linked);
    // Steps that do the same can fail in the same ways, and there are fewer actions than steps.
    const key = JSON.stringify([Boolean(step.command), step.request, step.open, system]);
    const before = known.get(key);
    if (before) return before;
    const fits = ({ row, forms }: (typeof rows)[number]): boolean => {
      const place = rankPlace(row, step, linked);
      if (place === undefined || !canShow(row, step)) return false;
      const places = [...(place < 2 ? [request] : []), ...(place < 1 ? [system] : [])];
      return !places.some((id) => id !== undefined && forms.some((form) => closer.has(`${id} ${form}`)));
    };
    const found = [...new Set(rows.flatMap((entry) => (fits(entry) ? [entry.error] : [])))];
    known.set(key, found);
    return found;
  };
}

/** 2,000 steps with 250 errors. Beyond that, looking at each pair takes longer than anybody waits. */
const maxPairs = 500_000;

/** The signatures of rows that hold whenever this one does. A class at a closer place comes before a number further away. */
function formsOf(row: Match): readonly string[] {
  const own = rowSignature(row);
  return typeof row.status === "number"
    ? [own, rowSignature(row, `${String(row.status).charAt(0)}xx`)]
    : [own];
}

/** What two rows have in common that hold for the same answers: all they compare, and with what. */
export function rowSignature(row: Match, status: Match["status"] = row.status): string {
  const { code, in: where = "$.error", json = {}, exit, shows, noAnswer } = row;
  const paths = Object.keys(json).sort();
  return JSON.stringify([
    status ?? null,
    code === undefined ? null : [code, where],
    paths.map((path) => [path, ordered(json[path])]),
    exit ?? null,
    shows ?? null,
    noAnswer ?? null,
  ]);
}

/** Whether the action of a step can give an answer that has what the row compares. */
function canShow(row: Match, { command, request, open }: Step): boolean {
  if (countKeys(row) === 0 || (row.exit !== undefined && !command)) return false;
  const isWeb = request !== undefined || open !== undefined;
  if ((row.status ?? row.noAnswer) !== undefined && !isWeb) return false;
  // Who opens a page sees its address, and not the fields of an answer.
  if (row.code !== undefined && (row.in === "redirect" ? open : request) === undefined) return false;
  return row.json === undefined || request !== undefined || command !== undefined;
}

/** JSON with its keys in one order, so that equal values give equal text. */
function ordered(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(ordered);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return { entries: entries.map(([key, item]) => [key, ordered(item)]) };
}
