import type { EntryKind } from "../field-types.js";
import { secretValueName, secretValueWords } from "../secret-value.js";
import { lineEnd, type Span } from "../source.js";
import { entryOf, type MapEntry, type MapNode, type TreeNode } from "../tree.js";
import { code } from "../wording.js";
import { type Block, type ItemBlock, type ListBlock, nextLine, trimmedSpan } from "./blocks.js";
import { isComment } from "./comments.js";
import { type FactFault, type FactResult, readFact } from "./facts.js";
import { replacing } from "./faults.js";
import { fenceOf } from "./fences.js";
import type { Fact, Kind } from "./homes.js";
import { type LabelFault, labelFault, numberedFault, suspectFault, unlistedFault } from "./label-faults.js";
import { type Label, labelAt } from "./labels.js";
import { entry, key, mapOf, seqOf } from "./leaves.js";
import type { PageReading } from "./page-reading.js";

/** Reads the facts of one entry. A class, because the facts of a list, and of an effect, become one value in the end. */
export class FactReader {
  hasHole = false;
  private readonly text: string;
  private readonly found: MapNode[] = [];
  private readonly items = new Map<string, { fact: Fact; label: Span; nodes: TreeNode[] }>();
  private effect: MapNode | undefined;
  /** The label of the one fact that is about a command. */
  private where: Span | undefined;

  constructor(
    private readonly kind: Kind,
    private readonly page: PageReading,
  ) {
    this.text = page.leaves.source.text;
  }

  /** What the facts say, as mappings from the entry on. */
  parts({ hasCommand }: { readonly hasCommand: boolean }): readonly MapNode[] {
    const lists = [...this.items.values()].map(({ fact, label, nodes }) =>
      nested(fact.path.slice(0, -1), label, [entry(key(fact.path.at(-1) ?? "", label), seqOf(nodes))]),
    );
    const effect = this.effect ? [hasCommand ? commandEffect(this.effect) : this.effect] : [];
    const all = [...this.found, ...lists, ...effect];
    if (!this.where || hasCommand) return all;
    this.lacksCommand(this.where);
    return all.filter((part) => !entryOf(part, "command"));
  }

  private lacksCommand(at: Span): void {
    this.hasHole = true;
    const help = "Write the command in a fence `bash run` below the facts, or remove the line";
    this.page.faults.add("fact-unclear", at, "`**Where:**` stands in a step that has no command", help);
  }

  /** Whether an item of a list is a fact of this kind of entry. */
  isFact(item: ItemBlock): boolean {
    const { words } = item;
    const label = words && labelAt(this.text, words, this.kind);
    return label?.fact !== undefined && !label.isLoose;
  }

  /** Whether an item of prose was most likely meant as a fact. */
  suspect({ words }: ItemBlock): boolean {
    if (words && this.isSecretValue(words)) return true;
    const label = words && labelAt(this.text, words, this.kind);
    const fault = label && suspectFault(label, this.kind, this.text);
    if (fault) this.wrongLabel(fault);
    return fault !== undefined;
  }

  /** Whether a list with numbers holds what was meant as a fact. */
  numbered(node: ListBlock): boolean {
    const fault = numberedFault(node, this.kind, this.text);
    if (fault) this.wrongLabel(fault);
    return fault !== undefined;
  }

  /** Whether HTML has taken in what was meant as a fact: it goes on up to the next empty line. */
  inHtml({ start, end }: Span): boolean {
    for (let at = start; at < end; at = nextLine(this.text, lineEnd(this.text, at))) {
      const line = { start: at, end: Math.min(lineEnd(this.text, at), end) };
      const sign = /^ {0,3}[-*+][ \t]{1,4}/.exec(this.text.slice(line.start, line.end))?.[0].length;
      const label = sign ? labelAt(this.text, { start: at + sign, end: line.end }, this.kind) : undefined;
      if (label?.fact && !label.isLoose) {
        const { start: from, end: to } = label;
        this.hasHole = true;
        this.page.faults.add(
          "label-unknown",
          { start: from, end: to },
          `${code(this.text.slice(from, to))} is not read as a fact, because it stands in HTML`,
          "Write an empty line between the HTML and the facts",
        );
        return true;
      }
      if (lineEnd(this.text, at) >= end) break;
    }
    return false;
  }

  /** Whether a paragraph was meant as facts. */
  unlisted(node: Span): boolean {
    const fault = unlistedFault(node, this.kind, this.text);
    if (fault) this.wrongLabel(fault);
    return fault !== undefined;
  }

  /** A secret's value that somebody wrote down as a fact: prose that must not be let pass. */
  private isSecretValue({ start, end }: Span): boolean {
    if (this.kind.name !== "secret") return false;
    const line = this.text.slice(start, Math.min(end, start + 60));
    const found = /^[*_]{0,2}([A-Za-z]{3,9})(?::[*_]{1,2}|[*_]{1,2}:|:(?=[ \t]))/.exec(line);
    if (!found?.[1] || !secretValueName.test(found[1])) return false;
    const [message, help] = secretValueWords(found[1]);
    this.hasHole = true;
    this.page.faults.add("field-unknown", { start, end: start + found[0].length }, message, help);
    return true;
  }

  private wrongLabel(fault: LabelFault): void {
    this.hasHole = true;
    this.page.faults.add("label-unknown", fault, fault.message, fault.help, fault.fix);
  }

  /** Reads an item that stands among the facts. */
  fact(item: ItemBlock): void {
    const { faults } = this.page;
    const { words, others } = item;
    for (const other of others)
      if (isComment(other, this.text)) this.page.leaves.comments.push({ start: other.start, end: other.end });
    if (words && this.isSecretValue(words)) return;
    const label = words && labelAt(this.text, words, this.kind);
    if (!words || !label) {
      const { start, end } = words ?? item;
      this.hasHole = true;
      const help = "Begin it with a label such as `**Expect:**`, or move it before the first fact";
      return faults.add(
        "label-unknown",
        { start, end: Math.min(end, lineEnd(this.text, start)) },
        "A line among the facts has no label",
        help,
      );
    }
    if (!label.fact || label.isLoose) return this.wrongLabel(labelFault(label, this.kind, this.text));
    if (!this.isOneLine(words, others)) return;
    this.take(
      label,
      label.fact,
      readFact(trimmedSpan(this.text, { start: label.valueStart, end: words.end }), label.fact, {
        leaves: this.page.leaves,
        kind: this.kind,
      }),
    );
  }

  private isOneLine(words: Span, others: readonly Block[]): boolean {
    const { faults } = this.page;
    const inner = others.find((other) => !isComment(other, this.text));
    if (inner) {
      const { start, end } = inner;
      this.hasHole = true;
      const fence = fenceOf(inner, this.text);
      const isOurs = fence && /^(?:run|fields)$/.test(fence.meta);
      faults.add(
        "fact-unclear",
        { start, end: Math.min(end, lineEnd(this.text, start)) },
        isOurs
          ? "The fence belongs to the line above it, because it is indented"
          : "A fact is one line, and something else stands below it",
        isOurs
          ? "Move the fence to the beginning of the line, with an empty line before it"
          : "Write it on the same line, or as data in `yaml fields`",
      );
      return false;
    }
    const breakAt = this.text.slice(words.start, words.end).search(/[\r\n]/);
    if (breakAt < 0) return true;
    this.hasHole = true;
    const joined = this.text.slice(words.start, words.end).replace(/[ \t]*(?:\r\n?|\n)[ \t]*/g, " ");
    // A fix is printed, and below a secret somebody may have written its value.
    const fix = this.kind.name === "secret" ? undefined : replacing(words, joined, "Join the lines", true);
    faults.add(
      "fact-unclear",
      { start: words.start, end: words.start + breakAt },
      "A fact is one line, and this one goes on in the next",
      "Join the lines",
      fix,
    );
    return false;
  }

  private take(label: Label, fact: Fact, result: FactResult): void {
    if ("fault" in result) return this.unclear(result.fault, label);
    const { leaves } = this.page;
    const path = label.error
      ? ["onFailure", this.text.slice(label.error.id.start, label.error.id.end)]
      : fact.path;
    if (fact.isItem) {
      const known = this.items.get(path.join(" "));
      if (known) known.nodes.push(result.node);
      else this.items.set(path.join(" "), { fact, label, nodes: [result.node] });
      return;
    }
    const last = label.error ? leaves.id(label.error) : key(path.at(-1) ?? "", label);
    if (path[0] === "command") this.where = label;
    const part = nested(path.slice(0, -1), label, [entry(last, result.node), ...(result.beside ?? [])]);
    if (fact.form === "effect" && !this.effect) this.effect = part;
    else this.found.push(part);
  }

  private unclear({ rule, start, end, message, help, wantsLink, fix }: FactFault, label: Label): void {
    const { faults, links } = this.page;
    this.hasHole = true;
    const words = this.text.slice(start, end).trim();
    // Where there is nothing, what stands before it is shown: the label, an arrow.
    const before = start <= label.valueStart ? label : { start: start - 1, end };
    const at = start === end ? { start: before.start, end: before.end } : { start, end };
    const link = wantsLink ? links.to(words, wantsLink) : undefined;
    if (link !== undefined)
      return faults.add(
        rule,
        at,
        message,
        `Write \`${link}\``,
        replacing({ start, end }, link, "Make a link of it", true),
      );
    // The words may name whom or what they mean, though not as a link.
    const wanted = anyLink.exec(help)?.[1];
    const kinds = wantsLink ?? linkKinds.filter((kind) => kind === wanted);
    const meant = wanted === undefined ? undefined : links.within(words, kinds);
    faults.add(rule, at, message, meant === undefined ? help : help.replace(anyLink, () => meant), fix);
  }
}

/** A command has an effect of its own; a step without one says its own. */
function commandEffect(effect: MapNode): MapNode {
  const [{ key: label } = { key: key("command", effect) }] = effect.entries;
  return mapOf([entry(key("command", label), effect)]);
}

/** Stands in a help for the link that somebody has to write. */
const anyLink = /\[(title|name|party|step|procedure)\]\(#id\)/;

/** Those of its words that are kinds of entries. */
const linkKinds: readonly EntryKind[] = ["party", "step", "procedure"];

function nested(path: readonly string[], label: Span, entries: readonly MapEntry[]): MapNode {
  let map = mapOf(entries);
  for (const name of [...path].reverse()) map = mapOf([entry(key(name, label), map)]);
  return map;
}
