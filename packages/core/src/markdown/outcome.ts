import type { Fix } from "../problem.js";
import type { Outcome } from "../runbook.js";
import type { Span } from "../source.js";
import type { MapEntry, MapNode } from "../tree.js";
import { trimmedSpan } from "./blocks.js";
import { Cursor } from "./cursor.js";
import { replacing } from "./faults.js";
import type { Leaves } from "./leaves.js";
import { entry, key, mapOf } from "./leaves.js";

/*
 * Outcomes as sentences: `go to [Sign in](#sign-in), at most 2 times; else escalate to [On-call](#on-call)`. The grammar
 * reads from left to right without a second look: what follows `then` or `else` is all of the rest.
 */

/** Why a sentence is no outcome, and where. */
export interface OutcomeFault extends Span {
  readonly message: string;
  readonly help: string;
  /** The rule that tells it; `outcome-unclear` if not said. */
  readonly rule?: string;
  readonly fix?: Fix;
}

export type OutcomeResult = { readonly node: MapNode } | { readonly fault: OutcomeFault };

/** Reads a whole stretch of text as one outcome. */
export function readOutcome({ start, end }: Span, leaves: Leaves): OutcomeResult {
  const cursor = new Cursor(leaves.source.text, start, end);
  try {
    const node = sentence(cursor, leaves, 0);
    if (!cursor.isAtEnd) throw leftOver(cursor);
    return { node };
  } catch (fault) {
    if (fault instanceof Unclear) return { fault: fault.told };
    throw fault;
  }
}

/** Stops the reading of a sentence from any depth; never leaves this file. */
class Unclear extends Error {
  constructor(readonly told: OutcomeFault) {
    super(told.message);
  }
}

/** More `then` and `else` in one another than a person can follow. */
const maxSentences = 30;

function sentence(cursor: Cursor, leaves: Leaves, depth: number): MapNode {
  if (depth > maxSentences)
    throw unclear(
      cursor.rest,
      "So many outcomes in one another cannot be followed",
      "Write a procedure, and go to it",
    );
  const start = cursor.at;
  const parts =
    goTo(cursor, leaves) ?? retry(cursor, leaves) ?? undo(cursor, leaves, depth) ?? simple(cursor, leaves);
  if (!parts) throw notUnderstood(cursor);
  // An `undo` has taken the rest for what comes then.
  const say = parts.isWhole ? undefined : sayOf(cursor, leaves);
  const last = parts.mayElse ? elseOf(cursor, leaves, depth) : undefined;
  const entries = [...parts.entries, ...(say ? [say] : []), ...(last ? [last] : [])];
  return mapOf(entries, { start, end: cursor.at });
}

interface Parts {
  readonly entries: readonly MapEntry[];
  readonly mayElse?: boolean;
  readonly isWhole?: boolean;
}

function goTo(cursor: Cursor, leaves: Leaves): Parts | undefined {
  const verb = cursor.take("go to ");
  if (!verb) return undefined;
  const target = idOf(cursor, leaves, "`go to` needs a link to a step or a procedure", "go to [title](#id)");
  const max = cursor.take(", at most ");
  const count = max && countOf(cursor, leaves, "at most");
  return {
    entries: [
      entry(key("goto", trimmed(verb)), target),
      ...(max && count ? [entry(key("max", count), count)] : []),
    ],
    mayElse: true,
  };
}

function retry(cursor: Cursor, leaves: Leaves): Parts | undefined {
  const start = cursor.at;
  const first = cursor.take("do ");
  const repair =
    first &&
    idOf(cursor, leaves, "`do` needs a link to a procedure", "do [title](#id), then try again, once");
  if (first && !cursor.take(", then "))
    throw unclear(
      { start, end: cursor.end },
      "A procedure that is done after a failure repairs something, and then the step is tried again",
      `Write ${sample("do [title](#id), then try again, once; else …")}, or ${sample("go to [title](#id)")}`,
    );
  const verb = cursor.take("try again");
  if (!verb) {
    if (first) throw notUnderstood(cursor);
    return undefined;
  }
  const comma = cursor.take(", ");
  const count = comma && countOf(cursor, leaves, "try again");
  if (!count)
    throw unclear(verb, "`try again` does not say how often", "Write `, once` or `, 2 times` behind it", {
      rule: "retry-unbounded",
    });
  const pauseStart = cursor.at;
  const pause = cursor.take(", ") && cursor.match(/[0-9][0-9dhms]*/y);
  if (!pause || !cursor.take(" apart")) cursor.at = pauseStart;
  return {
    entries: [
      entry(key("retry", verb), count),
      ...(pause && cursor.at > pauseStart ? [entry(key("delay", pause), leaves.slice(pause))] : []),
      ...(first && repair ? [entry(key("first", trimmed(first)), repair)] : []),
    ],
    mayElse: true,
  };
}

function undo(cursor: Cursor, leaves: Leaves, depth: number): Parts | undefined {
  const verb = cursor.take("undo back to ");
  if (!verb) return undefined;
  const target = idOf(
    cursor,
    leaves,
    "`undo back to` needs a link to a step",
    "undo back to [title](#id), then …",
  );
  const then = cursor.take(", then ");
  if (!then)
    throw unclear(
      { start: verb.start, end: cursor.at },
      "Nothing says what comes after the undoing",
      `Write ${sample("undo back to [title](#id), then escalate to [party](#id)")}`,
    );
  const after = sentence(cursor, leaves, depth + 1);
  return {
    entries: [
      entry(key("undo", trimmed(verb)), target),
      entry(key("then", { start: then.start + 2, end: then.end - 1 }), after),
    ],
    isWhole: true,
  };
}

function simple(cursor: Cursor, leaves: Leaves): Parts | undefined {
  const escalate = cursor.take("escalate to ");
  if (escalate) {
    const party = idOf(cursor, leaves, "`escalate to` needs a link to a party", "escalate to [name](#id)");
    return { entries: [entry(key("escalate", trimmed(escalate)), party)] };
  }
  for (const verb of ["stop", "continue"]) {
    const said = cursor.take(`${verb}: `) ?? cursor.take(`${verb}:`);
    if (said)
      return {
        entries: [
          entry(key(verb, { start: said.start, end: said.start + verb.length }), words(cursor, leaves, verb)),
        ],
      };
  }
  const handed = cursor.take("handed over");
  if (handed) return { entries: [entry(key("end", handed), leaves.said("handed-over", handed))] };
  const done = cursor.take("done");
  if (!done) return undefined;
  const isWord = cursor.text.slice(done.start, done.end) === "done";
  return { entries: [entry(key("end", done), isWord ? leaves.slice(done) : leaves.said("done", done))] };
}

function sayOf(cursor: Cursor, leaves: Leaves): MapEntry | undefined {
  const say = cursor.take("; say ");
  return say && entry(key("say", { start: say.start + 2, end: say.end - 1 }), words(cursor, leaves, "say"));
}

function elseOf(cursor: Cursor, leaves: Leaves, depth: number): MapEntry | undefined {
  const other = cursor.take("; else ");
  return (
    other &&
    entry(key("else", { start: other.start + 2, end: other.end - 1 }), sentence(cursor, leaves, depth + 1))
  );
}

function idOf(cursor: Cursor, leaves: Leaves, message: string, form: string): ReturnType<Leaves["id"]> {
  const link = cursor.idLink();
  if (!link) throw unclear(cursor.rest, message, `Write ${sample(form)}`);
  return leaves.id(link);
}

function words(cursor: Cursor, leaves: Leaves, verb: string): ReturnType<Leaves["cut"]> {
  const quoted = cursor.quoted();
  if (!quoted) {
    const rest = trimmedSpan(cursor.text, cursor.rest);
    const fix = quotedFix(cursor.text, rest);
    const [edit] = fix?.edits ?? [];
    throw unclear(
      edit ? { start: edit.offset, end: edit.endOffset } : rest,
      `The words of \`${verb}\` stand in straight double quotes`,
      `Write ${sample(`${verb === "say" ? "; say" : `${verb}:`} "${unquoted(cursor)}"`)}`,
      { ...(fix && { fix }) },
    );
  }
  return leaves.cut(quoted.pieces);
}

/** What somebody wrote without quotes, or with those of a word processor; nothing where more stands behind it. */
function unquoted({ text, at, end }: Cursor): string {
  // A few words: what is longer is not shown, and such a pattern is slow on a long row of quotes.
  const said = text.slice(at, Math.min(end, at + maxSaid)).replace(/^[\s'"“”„«»‘’]+|[\s'"“”„«»‘’]+$/g, "");
  return said === "" || /[";]/.test(said) ? "…" : said;
}

const maxSaid = 100;

/** Straight quotes for others, or around words that have none. */
function quotedFix(text: string, { start, end }: Span): Fix | undefined {
  const rest = text.slice(start, end);
  const curly = /^[“„”]([^“„”"]{0,1000})[“”]/.exec(rest);
  if (curly)
    return replacing(
      { start, end: start + curly[0].length },
      `"${curly[1] ?? ""}"`,
      "Write straight quotes",
      true,
    );
  const isPlain = rest !== "" && !/^['‘«]|["“„”;]/.test(rest);
  return isPlain ? replacing({ start, end }, `"${rest}"`, "Put the words in quotes", false) : undefined;
}

function countOf(cursor: Cursor, leaves: Leaves, what: string): ReturnType<Leaves["said"]> {
  const once = cursor.take("once");
  if (once) return leaves.said(1, once);
  const digits = cursor.match(/[0-9]{1,9}/y);
  if (!digits || !cursor.take(" times")) {
    const start = digits?.start ?? cursor.at;
    const words = /^[^,;]{0,200}/.exec(cursor.text.slice(start, cursor.end))?.[0].trimEnd() ?? "";
    const at = { start, end: start + words.length };
    const meant =
      words.toLowerCase() === "twice"
        ? "2 times"
        : /^[0-9]{1,9}x?$/i.test(words)
          ? times(Number.parseInt(words, 10))
          : undefined;
    throw unclear(
      at,
      `\`${what}\` needs a number`,
      `Write ${sample(what === "at most" ? ", at most once` or `, at most 2 times" : ", once` or `, 2 times")}`,
      { ...(meant !== undefined && { fix: replacing(at, meant, `Write ${meant}`, true) }) },
    );
  }
  return leaves.said(Number(cursor.text.slice(digits.start, digits.end)), digits);
}

/** What stands behind a whole outcome, and the mistakes that people make there. */
function leftOver(cursor: Cursor): Unclear {
  const rest = trimmedSpan(cursor.text, cursor.rest);
  const left = cursor.text.slice(rest.start, rest.end);
  if (left === ".")
    return unclear(
      rest,
      "A full stop ends the outcome, which is no sentence of prose",
      "Remove the full stop",
      { fix: replacing(rest, "", "Remove the full stop", true) },
    );
  if (cursor.text.charAt(cursor.at - 1) === '"' && left.includes('"') && !left.startsWith(";"))
    return unclear(
      rest,
      "The quotes end before these words",
      'Write a quote among the words as `\\"`, or take single quotes',
    );
  if (/^; else /i.test(left))
    return unclear(
      rest,
      "An `else` stands only behind `go to` and `try again`",
      "Remove it, or write what is tried before it",
    );
  const joint = /^[,.]? {0,9}(?=(?:else|say) )/i.exec(left);
  if (joint) {
    const sign = { start: cursor.at, end: rest.start + joint[0].length };
    return unclear(
      rest,
      `${sample(left.slice(joint[0].length))} stands behind \`; \``,
      "Write `; ` before it",
      { fix: replacing(sign, "; ", "Write a semicolon", true) },
    );
  }
  return unclear(rest, `${sample(left)} is not understood here`, `${forms.get("more") ?? ""}`);
}

function notUnderstood(cursor: Cursor): Unclear {
  const left = cursor.text.slice(cursor.at, cursor.end);
  const guess = nearestForm(left);
  if (left.trim() === "")
    return unclear(cursor.rest, "The outcome is empty", `Write what happens then: ${allForms}`);
  return unclear(
    cursor.rest,
    `The outcome ${sample(left)} is not understood`,
    guess ? `Write ${sample(guess)}` : `Write one of ${allForms}`,
  );
}

/** The words by which people begin an outcome, and the form that they mean. */
const forms: ReadonlyMap<string, string> = new Map([
  [
    "more",
    'Behind the verb stand `, once`, `, 2 times`, `, 30s apart` or `, at most 2 times`, then `; say "…"`, and last `; else …`',
  ],
  ["go", "go to [title](#id)"],
  ["goto", "go to [title](#id)"],
  ["jump", "go to [title](#id)"],
  ["return", "go to [title](#id)"],
  ["back", "go to [title](#id)"],
  ["see", "go to [title](#id)"],
  ["follow", "go to [title](#id)"],
  ["proceed", "go to [title](#id)"],
  ["retry", "try again, 2 times; else …"],
  ["repeat", "try again, 2 times; else …"],
  ["try", "try again, 2 times; else …"],
  ["wait", "try again, 2 times, 30s apart; else …"],
  ["again", "try again, 2 times; else …"],
  ["undo", "undo back to [step](#id), then …"],
  ["rollback", "undo back to [step](#id), then …"],
  ["roll", "undo back to [step](#id), then …"],
  ["revert", "undo back to [step](#id), then …"],
  ["escalate", "escalate to [party](#id)"],
  ["call", "escalate to [party](#id)"],
  ["contact", "escalate to [party](#id)"],
  ["page", "escalate to [party](#id)"],
  ["ask", "escalate to [party](#id)"],
  ["tell", "escalate to [party](#id)"],
  ["notify", "escalate to [party](#id)"],
  ["stop", 'stop: "why"'],
  ["abort", 'stop: "why"'],
  ["cancel", 'stop: "why"'],
  ["fail", 'stop: "why"'],
  ["continue", 'continue: "why"'],
  ["ignore", 'continue: "why"'],
  ["skip", 'continue: "why"'],
  ["done", "done"],
  ["finish", "done"],
  ["finished", "done"],
  ["end", "done"],
  ["ok", "done"],
  ["hand", "handed over"],
  ["handed", "handed over"],
  ["handover", "handed over"],
  ["run", "do [procedure](#id), then try again, once; else …"],
  ["do", "do [procedure](#id), then try again, once; else …"],
]);

const allForms =
  '`go to [title](#id)`, `try again, 2 times; else …`, `undo back to [step](#id), then …`, `escalate to [party](#id)`, `stop: "why"`, `continue: "why"`, `done`, `handed over`';

function nearestForm(text: string): string | undefined {
  const words =
    text
      .slice(0, 200)
      .toLowerCase()
      .match(/[a-z]+/g) ?? [];
  for (const word of words.slice(0, 4)) {
    const form = forms.get(word);
    if (form !== undefined && word !== "more") return form;
  }
  return undefined;
}

function unclear(
  { start, end }: Span,
  message: string,
  help: string,
  more: Pick<OutcomeFault, "rule" | "fix"> = {},
): Unclear {
  return new Unclear({ start, end, message, help, ...more });
}

function trimmed({ start, end }: Span): Span {
  return { start, end: end - 1 };
}

/** Words in backticks, which hold none themselves, cut where they are long. */
function sample(text: string): string {
  const line = text.replaceAll("`", "'");
  return text.includes("` or `") ? `\`${text}\`` : `\`${line.length > 72 ? `${line.slice(0, 72)}…` : line}\``;
}

/** How an id is written as a link. */
export type LinkWriter = (id: string) => string;

/**
 * An outcome as a sentence; nothing where no sentence says it. Whether it is read back just so is for the caller to try:
 * only the reader knows what it makes of odd words.
 */
export function writeOutcome(outcome: Outcome, link: LinkWriter): string | undefined {
  const fields = Object.keys(outcome).filter((name) => outcome[name as keyof Outcome] !== undefined);
  const core = coreOf(outcome, link);
  if (!core) return undefined;
  const known = [...core.fields, "say", ...(core.mayElse ? ["else"] : [])];
  if (fields.some((name) => !known.includes(name))) return undefined;
  const said = outcome.say === undefined ? "" : `; say ${quote(outcome.say)}`;
  // What stands behind an `undo` belongs to what comes then.
  if (core.fields.includes("then") && said !== "") return undefined;
  const other = outcome.else && writeOutcome(outcome.else, link);
  if (outcome.else && other === undefined) return undefined;
  return `${core.text}${said}${other === undefined ? "" : `; else ${other}`}`;
}

interface Core {
  readonly text: string;
  readonly fields: readonly string[];
  readonly mayElse?: boolean;
}

function coreOf(outcome: Outcome, link: LinkWriter): Core | undefined {
  const {
    goto,
    max,
    retry: tries,
    delay,
    first,
    undo: back,
    then,
    escalate,
    stop,
    continue: on,
    end,
  } = outcome;
  if (goto !== undefined) {
    const most = max === undefined ? "" : `, at most ${times(max)}`;
    return { text: `go to ${link(goto)}${most}`, fields: ["goto", "max"], mayElse: true };
  }
  if (tries !== undefined) {
    const repair = first === undefined ? "" : `do ${link(first)}, then `;
    const pause = delay === undefined ? "" : `, ${delay} apart`;
    return {
      text: `${repair}try again, ${times(tries)}${pause}`,
      fields: ["retry", "delay", "first"],
      mayElse: true,
    };
  }
  if (back !== undefined) {
    const after = then && writeOutcome(then, link);
    return after === undefined
      ? undefined
      : { text: `undo back to ${link(back)}, then ${after}`, fields: ["undo", "then"] };
  }
  if (escalate !== undefined) return { text: `escalate to ${link(escalate)}`, fields: ["escalate"] };
  if (stop !== undefined) return { text: `stop: ${quote(stop)}`, fields: ["stop"] };
  if (on !== undefined) return { text: `continue: ${quote(on)}`, fields: ["continue"] };
  if (end !== undefined) return { text: end === "done" ? "done" : "handed over", fields: ["end"] };
  return undefined;
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}

function quote(text: string): string {
  return `"${text.replaceAll('"', '\\"')}"`;
}
