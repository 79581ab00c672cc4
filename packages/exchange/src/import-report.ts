import { type Outcome, positionAt, verbOf } from "@runwright/core";
import type { Import, ImportedPart } from "./import-result.js";

/** What an import did, as lines for a person. What stands in it comes from the page: make it visible before printing it. */
export function importReport(result: Import): string {
  const { parts, failures, coverage } = result;
  const commands = parts.reduce((sum, part) => sum + part.commands, 0);
  const steps = parts.reduce((sum, part) => sum + part.steps, 0);
  return [
    "Sections",
    ...parts.map(
      (part) =>
        `  line ${lineOf(result, part.start)}: ${part.heading ?? "(no heading)"} → ${became(part, result)}`,
    ),
    "",
    `${count(steps, "step")}, ${commands} of them ${commands === 1 ? "a command" : "commands"}`,
    "",
    ...(failures.length === 0
      ? ["No sentence says what to do when something does not work"]
      : [
          "What to do when something does not work: confirm each of these",
          ...failures.map((one) => {
            const where = one.isPlaced
              ? "as `onFailure`, marked as a guess"
              : one.path === undefined
                ? "only in the text of a note"
                : "only in the text of its step";
            return `  line ${lineOf(result, one.start)}: “${one.sentence}” → ${describe(one.outcome)} (${where})`;
          }),
        ]),
    "",
    "Guessed: everything that `x-guess` names",
    ...guessLines(result),
    "",
    ...leftLines(result),
    `${percent(coverage)} of the page's ${count(coverage.words, "word")} stand in typed fields; the rest is in texts and notes, and none is lost`,
    "",
  ].join("\n");
}

/** A part of a whole in percent, without a digit behind the point: more would promise too much. */
export function percent({ typed, words }: { readonly typed: number; readonly words: number }): string {
  return `${words === 0 ? 0 : Math.floor((100 * typed) / words)} %`;
}

function became({ became: what, path, steps, commands }: ImportedPart, { runbook }: Import): string {
  const index = Number(path.split("/")[2]);
  if (what === "procedure")
    return `procedure \`${runbook.procedures[index]?.id ?? ""}\`, ${count(steps, "step")}${commands > 0 ? `, ${count(commands, "command")}` : ""}`;
  if (what === "note") return `note \`${runbook.notes?.[index]?.id ?? ""}\``;
  return what === "group" ? "a heading above others (`x-headings`)" : `\`${what}\``;
}

/** An outcome in the words of the format. */
function describe(outcome: Outcome): string {
  const verb = verbOf(outcome);
  if (outcome.escalate !== undefined) return `escalate to \`${outcome.escalate}\``;
  if (outcome.goto !== undefined) return `go to \`${outcome.goto}\``;
  if (outcome.retry !== undefined) return "retry once, then stop";
  if (outcome.end !== undefined) return "hand over";
  return verb;
}

/** Guesses of one kind are one line. */
function guessLines(result: Import): readonly string[] {
  const kinds = new Map<string, number[]>();
  for (const { path, start } of result.guesses) {
    const field = path.replace(/^.*\/\d+(?=\/|$)\/?/, "").replaceAll("/", ".") || "whole steps";
    kinds.set(field, [...(kinds.get(field) ?? []), lineOf(result, start)]);
  }
  return [...kinds].map(
    ([field, lines]) =>
      `  ${field.replace(/^\./, "")}: ${lines.length} (${lines.length === 1 ? "line" : "lines"} ${listed(lines)})`,
  );
}

function leftLines(result: Import): readonly string[] {
  const tables = result.left.filter(({ kind }) => kind === "table" || kind === "passage" || kind === "gap");
  if (tables.length === 0) return [];
  return [
    `Stayed as they were, inside a text: tables, HTML and templates (lines ${listed(tables.map(({ start }) => lineOf(result, start)))})`,
    "",
  ];
}

function listed(lines: readonly number[]): string {
  const different = [...new Set(lines)];
  return different.length > 12 ? `${different.slice(0, 12).join(", ")}, …` : different.join(", ");
}

function lineOf({ source }: Import, offset: number): number {
  return positionAt(source, offset).line;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
