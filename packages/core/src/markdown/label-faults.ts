import { recordType } from "../fields.js";
import { nearest } from "../nearest.js";
import type { Fix } from "../problem.js";
import { lineEnd, type Span } from "../source.js";
import { code, joined } from "../wording.js";
import { type ListBlock, nextLine } from "./blocks.js";
import { replacing } from "./faults.js";
import { type Kind, kinds } from "./homes.js";
import { type Label, labelAt } from "./labels.js";

/** What is said of a label that cannot be read as a fact. */
export interface LabelFault extends Span {
  readonly message: string;
  readonly help: string;
  readonly fix?: Fix;
}

/** A label of a list item: one that is spelt otherwise, or that this kind of entry has not. */
export function labelFault(label: Label, kind: Kind, text: string): LabelFault {
  const meant = label.isLoose ? label.name : meantLabel(label.name, kind, { inProse: false });
  return meant === undefined ? unknownLabel(label, kind, text) : meantFault(label, meant, { kind, text });
}

/** The same where the item is prose so far: nothing where it may well be prose. */
export function suspectFault(label: Label, kind: Kind, text: string): LabelFault | undefined {
  // Where there is no prose, there is no doubt either.
  const inProse = kind.prose !== undefined;
  const meant = label.isLoose ? label.name : meantLabel(label.name, kind, { inProse });
  return meant === undefined ? undefined : meantFault(label, meant, { kind, text });
}

/** A paragraph that begins with a label of this kind, or several lines that do: facts without the sign of a list. */
export function unlistedFault({ start, end }: Span, kind: Kind, text: string): LabelFault | undefined {
  const signs: Span[] = [];
  let label: Label | undefined;
  let isWhole = true;
  for (let at = start; at < end; at = nextLine(text, Math.min(lineEnd(text, at), end))) {
    const found = labelAt(text, { start: at, end: Math.min(lineEnd(text, at), end) }, kind);
    const isLabel = found?.fact !== undefined && !found.isLoose;
    if (at === start && !isLabel) return undefined;
    if (isLabel) signs.push({ start: at, end: at });
    else isWhole = false;
    label ??= found;
    if (lineEnd(text, at) >= end) break;
  }
  if (!label) return undefined;
  const edits = signs.map((sign) => ({ offset: sign.start, endOffset: sign.end, text: "- " }));
  return unlisted(label, text, isWhole ? { safe: true, title: "Make a list of it", edits } : undefined);
}

/** A list with numbers that holds labels of this kind. */
export function numberedFault({ items }: ListBlock, kind: Kind, text: string): LabelFault | undefined {
  const labels = items.map(({ words }) => {
    const label = words && labelAt(text, words, kind);
    return label?.fact && !label.isLoose ? label : undefined;
  });
  const first = labels.find((label) => label !== undefined);
  if (!first) return undefined;
  const edits = items.flatMap(({ start }, index) => {
    const label = labels[index];
    return label ? [{ offset: start, endOffset: label.start, text: "- " }] : [];
  });
  const fix = { safe: true, title: "Take a list without numbers", edits };
  return unlisted(first, text, edits.length === items.length ? fix : undefined);
}

function unlisted(label: Label, text: string, fix: Fix | undefined): LabelFault {
  const { start, end } = label;
  const message = `${code(text.slice(start, end))} is not read as a fact, which begins with \`- \``;
  return { start, end, message, help: "Write `- ` before it", ...(fix && { fix }) };
}

function meantFault(
  label: Label,
  meant: string,
  { kind, text }: { readonly kind: Kind; readonly text: string },
): LabelFault {
  const { start, end, isLoose = false } = label;
  const shown = code(text.slice(start, end));
  const bold = `**${meant}:**`;
  const message = isLoose
    ? `${shown} is not read as a fact, which begins with \`${bold}\``
    : `${shown} is no label of ${nounOf(kind)}, did you mean \`${bold}\`?`;
  const fix = meant.includes("[") ? undefined : replacing(label, bold, `Write ${bold}`, isLoose);
  return { start, end, message, help: `Write \`${bold}\``, ...(fix && { fix }) };
}

function unknownLabel({ name, start, end }: Label, kind: Kind, text: string): LabelFault {
  const unknown = `${code(text.slice(start, end))} is no label of ${nounOf(kind)}`;
  const others = Object.values(kinds).filter((other: Kind) =>
    other.facts.some((fact) => isCalled(fact, name)),
  );
  if (others.length > 0)
    return {
      start,
      end,
      message: `${unknown}, it belongs in ${joined(others.map(nounOf), "or")}`,
      help: "Move it there, or write it before the facts",
    };
  const labels = kind.facts.map((fact) => `**${fact.label}:**`).join(" ");
  return { start, end, message: unknown, help: `Use one of ${labels}` };
}

function isCalled({ label }: { readonly label: string }, name: string): boolean {
  return label.toLowerCase() === name.toLowerCase();
}

function nounOf({ record }: Kind): string {
  return recordType(record).noun;
}

/** The label that somebody most likely meant. In prose only where there is hardly a doubt. */
function meantLabel(
  name: string,
  kind: Kind,
  { inProse }: { readonly inProse: boolean },
): string | undefined {
  const labels = kind.facts.map(({ label }) => label);
  if (labels.length === 0) return undefined;
  if (/^(?:if|on) /i.test(name) && labels.includes("If anything else fails"))
    return nearest(name, labels) ?? wayToFail(name);
  if (!inProse) return nearest(name, labels) ?? byFirstWord(name, labels);
  const guess = name.length >= 5 ? nearest(name, labels) : undefined;
  return guess !== undefined && guess.length >= 5 ? guess : undefined;
}

function wayToFail(name: string): string {
  if (/time/i.test(name)) return "If time runs out";
  if (/refus|reject|den(?:y|ied)/i.test(name)) return "If refused";
  return /stop|abort|cancel/i.test(name) ? "If it stops" : "If anything else fails";
}

function byFirstWord(name: string, labels: readonly string[]): string | undefined {
  const [first = ""] = name.toLowerCase().split(" ");
  return labels.find((label) => label.toLowerCase().split(" ")[0] === first);
}
