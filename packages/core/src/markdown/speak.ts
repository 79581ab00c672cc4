import type { Outcome } from "../runbook.js";
import { errorRow, type Fact, type Kind, shells } from "./homes.js";
import { codeSpan } from "./inline.js";
import { type LinkWriter, writeOutcome } from "./outcome.js";

/*
 * Values as facts. Whether a line is read back as just what it was made of is for the caller to try; what no line can
 * say gives none and is data.
 */

/** Lines of an entry, and which leaves of its record they say. */
export interface Said {
  readonly lines: readonly string[];
  readonly paths: readonly (readonly string[])[];
}

export interface Links {
  readonly link: LinkWriter;
  /** A link inside bold words. */
  readonly linkInBold: LinkWriter;
}

/** A record of the model by the names of its fields. */
export type Values = Readonly<Record<string, unknown>>;

/** Every fact of an entry that a line can say, in the order of the page. */
export function speak(record: Values, kind: Kind, links: Links): readonly Said[] {
  return kind.facts.flatMap((fact) => {
    if (fact === errorRow) return rowsOf(record, links);
    if (fact.path[0] === "onFailure") return [];
    return speakFact(fact, record, links) ?? [];
  });
}

/** The rows of `onFailure` in their own order. */
function rowsOf({ onFailure }: Values, links: Links): readonly Said[] {
  return Object.entries((onFailure ?? {}) as Readonly<Record<string, Outcome>>).flatMap(([row, outcome]) => {
    const label = rowLabels.get(row) ?? `If ${links.linkInBold(row)}`;
    const sentence = writeOutcome(outcome, links.link);
    return sentence === undefined ? [] : [said(label, sentence, ["onFailure", row])];
  });
}

const rowLabels: ReadonlyMap<string, string> = new Map([
  ["refused", "If refused"],
  ["timeout", "If time runs out"],
  ["stopped", "If it stops"],
  ["any", "If anything else fails"],
]);

function speakFact(fact: Fact, record: Values, links: Links): Said | undefined {
  const value = at(record, fact.path);
  if (fact.form === "effect") return effect(fact, record);
  if (value === undefined) return undefined;
  if (fact.isItem) return items(fact, value, links);
  const one = (words: string | undefined, ...paths: readonly (readonly string[])[]) =>
    words === undefined ? undefined : said(fact.label, words, ...(paths.length > 0 ? paths : [fact.path]));
  switch (fact.form) {
    case "text":
      return one(typeof value === "string" ? plainWords(value) : undefined);
    case "markdown":
      return one(typeof value === "string" ? value : undefined);
    case "link":
      return one(typeof value === "string" ? links.link(value) : undefined);
    case "links":
      return one(
        many(value, fact.label === "Write down" ? 1 : 2)
          ?.map(links.link)
          .join(", "),
      );
    case "outcome":
      return one(writeOutcome(value as Outcome, links.link));
    case "address":
      return one(typeof value === "string" ? address(value, links) : undefined);
    case "call":
      return call(fact, record, links);
    case "approval":
      return approval(fact, value as Values, links);
    case "wait":
      return wait(fact, value as Values);
    case "confirmation": {
      const { type, agree } = value as Values;
      if (typeof type === "string") return one(codeSpan(type), ["confirm", "type"]);
      return one(typeof agree === "string" ? agree : undefined, ["confirm", "agree"]);
    }
    case "undo": {
      const { do: procedure, text } = value as Values;
      if (typeof procedure === "string") return one(`do ${links.link(procedure)}`, ["undo", "do"]);
      return one(typeof text === "string" ? text : undefined, ["undo", "text"]);
    }
    case "branch":
      return undefined;
  }
}

function said(label: string, words: string, ...paths: readonly (readonly string[])[]): Said {
  return { lines: [`- **${label}:** ${words}`], paths };
}

function at(record: Values, path: readonly string[]): unknown {
  let value: unknown = record;
  for (const name of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Values)[name];
  }
  return value;
}

/** The lines of a list; all of its items or none. */
function items(fact: Fact, value: unknown, links: Links): Said | undefined {
  const list = Array.isArray(value) ? (value as readonly unknown[]) : [];
  const words = list.map((item) => itemWords(fact, item, links));
  const spoken = words.filter((one) => one !== undefined);
  if (list.length === 0 || spoken.length < list.length) return undefined;
  return { lines: spoken.map((one) => `- **${fact.label}:** ${one}`), paths: [fact.path] };
}

function itemWords({ form }: Fact, item: unknown, links: Links): string | undefined {
  if (form === "branch") {
    const { when, then, ...others } = item as { when?: unknown; then?: Outcome };
    if (typeof when !== "string" || !then || Object.keys(others).length > 0) return undefined;
    const sentence = writeOutcome(then, links.link);
    return sentence === undefined ? undefined : `${plainWords(when)} → ${sentence}`;
  }
  if (typeof item !== "string") return undefined;
  return form === "text" ? plainWords(item) : item;
}

/** Plain text: where Markdown would see markup in it, as a code span. */
function plainWords(text: string): string {
  const hasMarkup = /[*<`\\[&]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|~~/.test(text);
  return (hasMarkup ? codeSpan(text) : undefined) ?? text;
}

function many(value: unknown, least: number): readonly string[] | undefined {
  const list = Array.isArray(value)
    ? (value as readonly unknown[]).filter((item) => typeof item === "string")
    : [];
  return list.length >= least ? list : undefined;
}

function effect({ label }: Fact, record: Values): Said | undefined {
  const hasCommand = record.command !== undefined;
  const base = hasCommand ? ["command"] : [];
  const word = at(record, [...base, "effect"]);
  if (typeof word !== "string") return undefined;
  const repeatable = hasCommand ? at(record, ["command", "repeatable"]) : undefined;
  if (typeof repeatable !== "boolean") return said(label, word, [...base, "effect"]);
  return said(
    label,
    `${word}, ${repeatable ? "" : "not "}repeatable`,
    [...base, "effect"],
    [...base, "repeatable"],
  );
}

function address(value: string, { link }: Links): string | undefined {
  if (/^[a-z][a-z0-9-]*$/.test(value)) return link(value);
  return /^https?:\/\/[^\s<>`]+$/.test(value) ? `<${value}>` : codeSpan(value);
}

function call({ label }: Fact, record: Values, { link }: Links): Said | undefined {
  const list = many(record.do, 1);
  const [procedure, ...others] = list ?? [];
  if (procedure === undefined || others.length > 0 || procedure.includes("/")) return undefined;
  const { each, as } = record;
  if (typeof each !== "string" || typeof as !== "string") return said(label, link(procedure), ["do"]);
  const words = `${link(procedure)} for each \`${as}\` in ${link(each)}`;
  return said(label, words, ["do"], ["each"], ["as"]);
}

function approval({ label }: Fact, { by, within, checklist }: Values, { link }: Links): Said | undefined {
  const parties = Object.entries((by ?? {}) as Values);
  if (parties.length === 0) return undefined;
  const who = parties.map(([id, count]) => `${String(count)} of ${link(id)}`).join(", ");
  const ids = many(checklist, 1);
  const words = `${who}${typeof within === "string" ? `, within ${within}` : ""}${ids ? `, after ${ids.map(link).join(", ")}` : ""}`;
  return said(
    label,
    words,
    ["approve", "by"],
    ...(typeof within === "string" ? [["approve", "within"]] : []),
    ...(ids ? [["approve", "checklist"]] : []),
  );
}

function wait({ label }: Fact, value: Values): Said | undefined {
  const { for: first, every, atMost } = value;
  if (typeof first === "string" && every === undefined) return said(label, first, ["wait", "for"]);
  if (typeof every !== "string" || first !== undefined) return undefined;
  if (typeof atMost !== "string") return said(label, `every ${every}`, ["wait", "every"]);
  return said(label, `every ${every}, at most ${atMost}`, ["wait", "every"], ["wait", "atMost"]);
}

/** The fence of a step's command. */
export function speakCommand(record: Values): Said | undefined {
  const run = at(record, ["command", "run"]);
  const shell = at(record, ["command", "shell"]);
  if (typeof run !== "string" || typeof shell !== "string" || !shells.includes(shell)) return undefined;
  return {
    lines: fenced(`${shell} run`, run),
    paths: [
      ["command", "run"],
      ["command", "shell"],
    ],
  };
}

/** Lines in a fence that is longer than any inside it. */
export function fenced(info: string, content: string): readonly string[] {
  let length = 3;
  for (const [run] of content.matchAll(/`{3,}/g)) length = Math.max(length, run.length + 1);
  const fence = "`".repeat(length);
  return [`${fence}${info}`, content, fence];
}

/** A record without the leaves at some paths; a mapping that has nothing else is left out too. */
export function without(record: Values, paths: readonly (readonly string[])[]): Values {
  const rest: Record<string, unknown> = Object.create(null);
  for (const [name, value] of Object.entries(record)) {
    const below = paths.filter(([first]) => first === name).map((path) => path.slice(1));
    if (below.some((path) => path.length === 0)) continue;
    if (below.length === 0) rest[name] = value;
    else {
      const inner = without(value as Values, below);
      if (Object.keys(inner).length > 0) rest[name] = inner;
    }
  }
  return rest;
}
