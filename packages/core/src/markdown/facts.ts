import type { EntryKind, FieldType } from "../field-types.js";
import { recordType } from "../fields.js";
import type { Fix } from "../problem.js";
import type { Span } from "../source.js";
import type { MapEntry, MapNode, ScalarNode, TreeNode } from "../tree.js";
import { article } from "../wording.js";
import { trimmedSpan } from "./blocks.js";
import { Cursor } from "./cursor.js";
import { replacing } from "./faults.js";
import type { Fact, Kind } from "./homes.js";
import { codeSpanAt, loneCodeSpan } from "./inline.js";
import { entry, key, type Leaves, mapOf, seqOf } from "./leaves.js";
import { readOutcome } from "./outcome.js";

/** What a fact's words say, as values below the field that the fact fills. */
export type FactResult =
  /** One value, or several fields beside it: `do` with `each` and `as`. */
  { readonly node: TreeNode; readonly beside?: readonly MapEntry[] } | { readonly fault: FactFault };

export interface FactFault extends Span {
  readonly rule: string;
  readonly message: string;
  readonly help: string;
  /** Words where a link to an entry of these kinds is wanted: the link may be found by them. */
  readonly wantsLink?: readonly EntryKind[];
  readonly fix?: Fix;
}

/** Reads the value of a fact: everything behind its label, without blanks at either end. */
export function readFact(
  span: Span,
  fact: Fact,
  { leaves, kind }: { leaves: Leaves; kind: Kind },
): FactResult {
  const { text } = leaves.source;
  const label = `**${fact.label}:**`;
  if (span.start >= span.end)
    return fault(
      "fact-unclear",
      span,
      `\`${label}\` has nothing behind it`,
      "Write its value on the same line, or remove the line",
    );
  const cursor = new Cursor(text, span.start, span.end);
  switch (fact.form) {
    case "text":
    case "markdown":
      return { node: wordsOf(span, leaves) };
    case "link":
      return single(cursor, leaves) ?? linkWanted(span, label, targetsOf(kind, fact));
    case "links":
      return linksOf(cursor, leaves) ?? linkWanted(cursor.rest, label, targetsOf(kind, fact), true);
    case "outcome": {
      const result = readOutcome(span, leaves);
      return "node" in result ? result : { fault: { rule: "outcome-unclear", ...result.fault } };
    }
    case "effect":
      return (
        effectOf(cursor, leaves) ??
        fault(
          "fact-unclear",
          span,
          `\`${label}\` takes \`reads\`, \`changes\` or \`destroys\``,
          "Write one of them, then perhaps `, repeatable` or `, not repeatable`",
        )
      );
    case "address":
      return (
        addressOf(cursor, leaves) ??
        fault(
          "fact-unclear",
          span,
          `\`${label}\` takes a link to a request, or an address in \`< >\``,
          "Write `[title](#id)`, or `<https://…>`",
          /^https?:\/\/[^\s<>]+$/.test(text.slice(span.start, span.end))
            ? replacing(
                span,
                `<${text.slice(span.start, span.end)}>`,
                "Put the address in angle brackets",
                true,
              )
            : undefined,
        )
      );
    case "call":
      return (
        callOf(cursor, leaves) ?? callUnclear(cursor, span, linkWanted(span, label, targetsOf(kind, fact)))
      );
    case "approval":
      return (
        approvalOf(cursor, leaves) ??
        fault(
          "fact-unclear",
          cursor.rest,
          `\`${label}\` is not understood here`,
          "Write `1 of [Security](#security), within 1d`, with the id of a party; links to checklist items stand behind `, after `",
        )
      );
    case "wait":
      return (
        waitOf(cursor, leaves) ??
        fault(
          "fact-unclear",
          span,
          `\`${label}\` takes a duration, or how often and how long to try`,
          "Write `5m`, or `every 10s, at most 2m`",
        )
      );
    case "confirmation":
      return { node: confirmationOf(span, leaves) };
    case "undo":
      return { node: undoOf(span, leaves) };
    case "branch":
      return branchOf(span, leaves);
  }
}

function fault(rule: string, { start, end }: Span, message: string, help: string, fix?: Fix): FactResult {
  return { fault: { rule, start, end, message, help, ...(fix && { fix }) } };
}

function linkWanted(
  { start, end }: Span,
  label: string,
  targets: readonly EntryKind[],
  isMany = false,
): FactResult {
  const noun = targets.length > 0 ? targets.map(article).join(" or ") : "an entry";
  const message = isMany
    ? `\`${label}\` takes links to ${noun}, with \`, \` between`
    : `\`${label}\` takes one link to ${noun}`;
  const help = 'Write `[name](#id)`, with the id that stands in the anchor `<a id="…">` of its heading';
  return { fault: { rule: "fact-unclear", start, end, message, help, wantsLink: targets } };
}

/** Words behind the link of a call, or no link at all. */
function callUnclear(cursor: Cursor, { start, end }: Span, noLink: FactResult): FactResult {
  const link = new Cursor(cursor.text, start, end);
  if (!link.idLink()) return noLink;
  return fault(
    "fact-unclear",
    trimmedSpan(cursor.text, link.rest),
    "What stands behind the link is not understood",
    "Write nothing behind it, or ``for each `host` in [Hosts](#hosts)`` with a list of your own",
  );
}

/** What the ids of a fact may name. */
function targetsOf(kind: Kind, { path }: Fact): readonly EntryKind[] {
  let type: FieldType | undefined = { kind: "record", record: kind.record };
  for (const name of path)
    type = type?.kind === "record" ? recordType(type.record).fields[name]?.type : undefined;
  if (type?.kind === "list") type = type.of;
  return type?.kind === "ref" ? type.to : [];
}

/** Markdown as it stands; what is one code span and nothing else is meant literally. */
function wordsOf(span: Span, leaves: Leaves): ScalarNode {
  return leaves.slice(loneCodeSpan(leaves.source.text, span)?.content ?? span);
}

function single(cursor: Cursor, leaves: Leaves): FactResult | undefined {
  const link = cursor.idLink();
  return link && cursor.isAtEnd ? { node: leaves.id(link) } : undefined;
}

function linksOf(cursor: Cursor, leaves: Leaves): FactResult | undefined {
  const { start, end } = cursor.rest;
  const items: ScalarNode[] = [];
  do {
    const link = cursor.idLink();
    if (!link) return undefined;
    items.push(leaves.id(link));
  } while (cursor.take(", "));
  return cursor.isAtEnd ? { node: seqOf(items, { start, end }) } : undefined;
}

function effectOf(cursor: Cursor, leaves: Leaves): FactResult | undefined {
  const effect = cursor.match(/(?:reads|changes|destroys)(?![a-z])/y);
  if (!effect) return undefined;
  const node = leaves.slice(effect);
  if (cursor.isAtEnd) return { node };
  if (!cursor.take(", ")) return undefined;
  const not = cursor.take("not ");
  const word = cursor.take("repeatable");
  if (!word || !cursor.isAtEnd) return undefined;
  const span = { start: not?.start ?? word.start, end: word.end };
  return { node, beside: [entry(key("repeatable", span), leaves.said(!not, span))] };
}

function addressOf(cursor: Cursor, leaves: Leaves): FactResult | undefined {
  const linked = single(cursor, leaves);
  if (linked) return linked;
  const code = loneCodeSpan(cursor.text, cursor.rest);
  if (code) return { node: leaves.slice(code.content) };
  const { start, end } = cursor.rest;
  const isAddress =
    cursor.text.charAt(start) === "<" &&
    cursor.text.charAt(end - 1) === ">" &&
    !/[\s<>]/.test(cursor.text.slice(start + 1, end - 1));
  return isAddress && end - start > 2
    ? { node: leaves.slice({ start: start + 1, end: end - 1 }) }
    : undefined;
}

function callOf(cursor: Cursor, leaves: Leaves): FactResult | undefined {
  const link = cursor.idLink();
  if (!link) return undefined;
  const node = leaves.id(link);
  if (cursor.isAtEnd) return { node };
  if (!cursor.take(" for each ")) return undefined;
  const name = codeSpanAt(cursor.text, cursor.at, cursor.end);
  if (!name) return undefined;
  cursor.at = name.end;
  if (!cursor.take(" in ")) return undefined;
  const list = cursor.idLink();
  if (!list || !cursor.isAtEnd) return undefined;
  return {
    node,
    beside: [entry(key("as", name), leaves.slice(name.content)), entry(key("each", list), leaves.id(list))],
  };
}

function approvalOf(cursor: Cursor, leaves: Leaves): FactResult | undefined {
  const { start, end } = cursor.rest;
  const parties: MapEntry[] = [];
  do {
    const count = cursor.match(/[0-9]{1,9}/y);
    if (!count || !cursor.take(" of ")) return undefined;
    const link = cursor.idLink();
    if (!link) return undefined;
    const id = leaves.id(link);
    if (parties.some(({ key }) => key.text === id.text)) return undefined;
    parties.push(entry(id, leaves.said(Number(cursor.text.slice(count.start, count.end)), count)));
  } while (/^, [0-9]/.test(cursor.text.slice(cursor.at, cursor.at + 3)) && cursor.take(", "));
  const entries = [entry(key("by", { start, end: start + 1 }), mapOf(parties))];
  const within = cursor.take(", within ");
  if (within) {
    const time = cursor.match(/[0-9][0-9dhms]*/y);
    if (!time) return undefined;
    entries.push(entry(key("within", within), leaves.slice(time)));
  }
  const after = cursor.take(", after ");
  if (after) {
    const items = linksOf(cursor, leaves);
    if (!items || "fault" in items) return undefined;
    entries.push(entry(key("checklist", after), items.node));
  }
  return cursor.isAtEnd ? { node: mapOf(entries, { start, end }) } : undefined;
}

function waitOf(cursor: Cursor, leaves: Leaves): FactResult | undefined {
  const { start, end } = cursor.rest;
  const duration = /[0-9][0-9dhms]*/y;
  const every = cursor.take("every ");
  const first = cursor.match(duration);
  if (!first) return undefined;
  const name = every ? "every" : "for";
  const entries = [entry(key(name, every ?? first), leaves.slice(first))];
  const most = every && cursor.take(", at most ");
  if (most) {
    const time = cursor.match(duration);
    if (!time) return undefined;
    entries.push(entry(key("atMost", most), leaves.slice(time)));
  }
  return cursor.isAtEnd ? { node: mapOf(entries, { start, end }) } : undefined;
}

function confirmationOf(span: Span, leaves: Leaves): MapNode {
  const code = loneCodeSpan(leaves.source.text, span);
  const value = leaves.slice(code?.content ?? span);
  return mapOf([entry(key(code ? "type" : "agree", span), value)], span);
}

function undoOf(span: Span, leaves: Leaves): MapNode {
  const cursor = new Cursor(leaves.source.text, span.start, span.end);
  const verb = cursor.take("do ");
  const link = verb && cursor.idLink();
  if (verb && link && cursor.isAtEnd) return mapOf([entry(key("do", verb), leaves.id(link))], span);
  return mapOf([entry(key("text", span), wordsOf(span, leaves))], span);
}

/** `words → outcome`. The arrow is the last one behind which an outcome stands: words and reasons may hold others. */
function branchOf(span: Span, leaves: Leaves): FactResult {
  const { text } = leaves.source;
  const arrows = arrowsIn(text, span);
  let last: FactResult | undefined;
  for (const arrow of arrows) {
    const when = trimmedSpan(text, { start: span.start, end: arrow.start });
    const links = leaves.links.length;
    const result = readOutcome(trimmedSpan(text, { start: arrow.end, end: span.end }), leaves);
    if ("node" in result && when.start < when.end)
      return {
        node: mapOf(
          [entry(key("when", when), wordsOf(when, leaves)), entry(key("then", arrow), result.node)],
          span,
        ),
      };
    leaves.links.length = links;
    if ("fault" in result) last ??= { fault: { rule: "outcome-unclear", ...result.fault } };
  }
  return (
    last ??
    fault(
      "fact-unclear",
      span,
      "`**When:**` has no `→` between its words and what happens then",
      "Write `words → outcome`, such as `The lamp is red → go to [title](#id)`",
    )
  );
}

/** The arrows of a branch, the last one first; more than a person writes are not tried. Several dashes are one arrow. */
function arrowsIn(text: string, { start, end }: Span): readonly Span[] {
  const found: Span[] = [];
  for (let i = end - 1; i >= start && found.length < 20; i--) {
    if (text.charAt(i) === "→") found.push({ start: i, end: i + 1 });
    else if (text.charAt(i) === ">" && text.charAt(i - 1) === "-") {
      const arrowEnd = i + 1;
      while (text.charAt(i - 1) === "-") i--;
      found.push({ start: i, end: arrowEnd });
    }
  }
  return found.filter((arrow) => arrow.start >= start);
}
