import { normalText } from "../build.js";
import { recordType } from "../fields.js";
import { lineEnd, type Span } from "../source.js";
import {
  type EntryLayout,
  entryOf,
  type MapEntry,
  type MapNode,
  type ScalarNode,
  type TreeNode,
} from "../tree.js";
import { capital, code, either } from "../wording.js";
import { missingAnchor } from "./anchor.js";
import { type Block, type ItemBlock, type ListBlock, lineStart, trimmedSpan } from "./blocks.js";
import { generatedEdge, isComment, isOpenComment, openGenerated } from "./comments.js";
import { type FactFault, type FactResult, readFact } from "./facts.js";
import { type MarkdownFaults, replacing } from "./faults.js";
import { type Fence, fenceOf } from "./fences.js";
import { type HeadingParts, headingWords, untitled } from "./heading.js";
import type { Fact, Kind } from "./homes.js";
import { shells } from "./homes.js";
import { joinMaps } from "./join.js";
import type { KnownLinks } from "./known-links.js";
import { type LabelFault, labelFault, numberedFault, suspectFault, unlistedFault } from "./label-faults.js";
import { type Label, labelAt } from "./labels.js";
import { entry, key, type Leaves, mapOf, seqOf } from "./leaves.js";
import { type ProseBlock, proseBlock, proseOf } from "./prose.js";
import type { Ids } from "./slug.js";
import { readYamlPart } from "./yaml-part.js";

/** What is needed to read any part of a page. */
export interface PageReading {
  readonly leaves: Leaves;
  readonly faults: MarkdownFaults;
  readonly layouts: Map<MapNode, EntryLayout>;
  readonly links: KnownLinks;
  /** For entries without an anchor: those that stand in anchors are taken. */
  readonly ids: Ids;
}

/** The blocks of one entry. */
export interface EntryBlocks {
  /** Absent for what stands in no heading: a box of the checklist. */
  readonly heading?: HeadingParts;
  readonly blocks: readonly Block[];
}

/** Reads a heading with what stands below it as the mapping that it would be in YAML. */
export function readEntry({ heading, blocks }: EntryBlocks, kind: Kind, page: PageReading): MapNode {
  return new EntryReader(kind, page).read(heading, blocks);
}

/** A class, because what was found so far decides what the next block can be. */
class EntryReader {
  private readonly text: string;
  private readonly prose: ProseBlock[] = [];
  private readonly items = new Map<string, { fact: Fact; label: Span; nodes: TreeNode[] }>();
  private readonly parts: MapNode[] = [];
  private effect: MapNode | undefined;
  private data: MapNode | undefined;
  private run: Fence | undefined;
  private hasHole = false;
  private hasFacts = false;
  private factsEnd = 0;
  private end = 0;
  private isGenerated = false;
  /** The part of the entry in which the next block stands: prose ends at the first fact or fence of ours. */
  private isProse = true;

  constructor(
    private readonly kind: Kind,
    private readonly page: PageReading,
  ) {
    this.text = page.leaves.source.text;
  }

  read(heading: HeadingParts | undefined, blocks: readonly Block[]): MapNode {
    this.factsEnd = heading?.end ?? 0;
    this.end = this.factsEnd;
    for (const block of blocks) this.block(block);
    const open = openGenerated(blocks, this.text);
    if (open) this.page.faults.addOpenGenerated(open);
    return this.finish(heading);
  }

  private block(node: Block): void {
    const { faults } = this.page;
    const { start, end } = node;
    const edge = generatedEdge(node, this.text);
    if (edge === "open") this.isGenerated = true;
    if (this.isGenerated || edge || isComment(node, this.text)) {
      if (edge === "close") this.isGenerated = false;
      this.prose.push(proseBlock(node, this.text, true));
      return;
    }
    if (isOpenComment(node, this.text)) return faults.addOpenComment(node);
    this.end = end;
    const fence = fenceOf(node, this.text);
    if (fence && this.fence(fence)) return;
    if (node.type === "list" && (node.ordered ? this.numbered(node) : this.list(node))) return;
    if (node.type === "paragraph") {
      const unlisted = unlistedFault(node, this.kind, this.text);
      if (unlisted) return this.wrongLabel(unlisted);
    }
    if (this.isProse) {
      this.prose.push(proseBlock(node, this.text, false));
      this.factsEnd = end;
      return;
    }
    faults.add(
      "text-misplaced",
      { start, end: Math.min(end, lineEnd(this.text, start)) },
      "Text stands behind the facts, and no field takes it",
      this.kind.prose
        ? "Write it before the first line with a bold label"
        : "Move it to an entry that has text of its own",
    );
  }

  /** Whether a fence is data of ours. */
  private fence(fence: Fence): boolean {
    const { faults } = this.page;
    if (!fence.isClosed) {
      const head = { start: fence.start, end: lineEnd(this.text, fence.start) };
      faults.add(
        "parse-error",
        head,
        "The fence that begins here has no end, and takes in all that follows",
        "Close it with a line of as many backticks",
      );
      return true;
    }
    const word = fence.meta.toLowerCase();
    if (word === "" && /^(?:run|fields)$/.test(fence.lang)) return this.loneWord(fence);
    if (word === "run") return this.runFence(fence);
    if (word === "fields") return this.fieldsFence(fence);
    if (/^field|^data$/.test(word) && /^ya?ml$/i.test(fence.lang)) {
      this.hasHole = true;
      faults.add(
        "label-unknown",
        fence.head,
        `${code(`${fence.lang} ${fence.meta}`)} is no data, did you mean \`yaml fields\`?`,
        "Write `yaml fields` behind the backticks",
        replacing(fence.head, "yaml fields", "Write yaml fields", false),
      );
      return true;
    }
    return false;
  }

  /** A fence of ours whose language is missing. */
  private loneWord({ lang, head }: Fence): boolean {
    const { faults } = this.page;
    this.hasHole = true;
    if (lang === "run")
      faults.add(
        "label-unknown",
        head,
        "`run` does not say the shell of the command",
        `Write ${either(shells)} before it`,
      );
    else
      faults.add(
        "label-unknown",
        head,
        "`fields` is no data, did you mean `yaml fields`?",
        "Write `yaml fields` behind the backticks",
        replacing(head, "yaml fields", "Write yaml fields", false),
      );
    return true;
  }

  private runFence(fence: Fence): boolean {
    const { faults, leaves } = this.page;
    this.isProse = false;
    if (this.kind.name !== "step") {
      faults.add(
        "text-misplaced",
        fence.head,
        "A command stands here, and only a step has one",
        "Move it to a step, or leave out `run` behind the language",
      );
    } else if (this.run) {
      faults.add(
        "key-duplicate",
        fence.head,
        "A second command stands in this step",
        "Make a step of its own of it, or one command of both",
      );
    } else if (!shells.includes(fence.lang)) {
      this.hasHole = true;
      faults.add(
        "label-unknown",
        fence.head,
        `${code(fence.lang)} is no shell of a command`,
        `Write ${either(shells)} before \`run\``,
      );
    } else {
      this.run = fence;
      const shell = entry(key("shell", fence.langSpan), leaves.slice(fence.langSpan));
      const command = entry(key("run", fence.langSpan), leaves.cut(trimmedEnd(this.text, fence.content)));
      const whole = { start: fence.start, end: fence.end };
      this.parts.push(mapOf([entry(key("command", fence.langSpan), mapOf([shell, command], whole))], whole));
    }
    return true;
  }

  private fieldsFence(fence: Fence): boolean {
    const { faults, leaves } = this.page;
    this.isProse = false;
    if (!/^ya?ml$/i.test(fence.lang)) {
      this.hasHole = true;
      faults.add(
        "label-unknown",
        fence.head,
        `${code(`${fence.lang} fields`)} is no data, which is written in YAML`,
        "Write `yaml fields` behind the backticks",
      );
      return true;
    }
    if (this.data) {
      faults.add(
        "key-duplicate",
        fence.head,
        "A second `yaml fields` stands in this entry",
        "Move its lines to the first one",
      );
      return true;
    }
    const [first] = fence.content;
    const last = fence.content.at(-1);
    const { root, problems } = readYamlPart(
      { start: lineStart(this.text, first?.start ?? fence.end), end: last?.end ?? fence.end },
      leaves,
    );
    for (const problem of problems) faults.pass(problem, root !== undefined);
    if (root?.kind === "map") this.data = root;
    else if (root) {
      this.hasHole = true;
      faults.add(
        "schema-mismatch",
        root,
        "The data of an entry is `name: value` lines",
        `Write each field on a line of its own: \`name: value\``,
      );
    } else if (problems.length > 0) this.hasHole = true;
    return true;
  }

  /** Whether a list holds facts, from its first one on. */
  private list(node: ListBlock): boolean {
    let first = this.isProse ? node.items.findIndex((item) => this.isFact(item)) : 0;
    if (first < 0) {
      const suspects = node.items.filter((item) => this.suspect(item)).length;
      // Without prose nothing of it has a place, and that has been told.
      return suspects > 0 && this.kind.prose === undefined;
    }
    for (const item of node.items.slice(0, first)) this.suspect(item);
    const before = node.items[first - 1];
    if (before) {
      const { start } = proseBlock(node, this.text, false);
      this.prose.push({ start, end: before.end, isLeftOut: false });
    }
    this.isProse = false;
    this.hasFacts = true;
    for (; first < node.items.length; first++) {
      const item = node.items[first];
      if (item) this.fact(item);
    }
    this.factsEnd = node.end;
    return true;
  }

  private isFact({ words }: ItemBlock): boolean {
    const label = words && labelAt(this.text, words, this.kind);
    return label?.fact !== undefined && !label.isLoose;
  }

  /** Whether an item of prose was most likely meant as a fact. */
  private suspect({ words }: ItemBlock): boolean {
    const label = words && labelAt(this.text, words, this.kind);
    const fault = label && suspectFault(label, this.kind, this.text);
    if (fault) this.wrongLabel(fault);
    return fault !== undefined;
  }

  /** Whether a list with numbers holds what was meant as a fact. */
  private numbered(node: ListBlock): boolean {
    const fault = numberedFault(node, this.kind, this.text);
    if (fault) this.wrongLabel(fault);
    return fault !== undefined;
  }

  private wrongLabel(fault: LabelFault): void {
    this.hasHole = true;
    this.page.faults.add("label-unknown", fault, fault.message, fault.help, fault.fix);
  }

  private get noun(): string {
    return recordType(this.kind.record).noun;
  }

  private fact(item: ItemBlock): void {
    const { faults } = this.page;
    const { words, others } = item;
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
    const fix = replacing(words, joined, "Join the lines", true);
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
    const part = nested(path.slice(0, -1), label, [entry(last, result.node), ...(result.beside ?? [])]);
    if (fact.form === "effect" && !this.effect) this.effect = part;
    else this.parts.push(part);
  }

  private unclear({ rule, start, end, message, help, wantsLink, fix }: FactFault, label: Label): void {
    const { faults, links } = this.page;
    this.hasHole = true;
    const words = this.text.slice(start, end).trim();
    // Where there is nothing, what stands before it is shown: the label, an arrow.
    const before = start <= label.valueStart ? label : { start: start - 1, end };
    const at = start === end ? before : { start, end };
    const link = wantsLink ? links.to(words) : undefined;
    if (link !== undefined)
      return faults.add(
        rule,
        at,
        message,
        `Write ${code(link)}`,
        replacing({ start, end }, link, "Make a link of it", true),
      );
    // The words may name whom or what they mean, though not as a link.
    const meant = anyLink.test(help) ? links.within(words) : undefined;
    faults.add(rule, at, message, meant === undefined ? help : help.replace(anyLink, () => meant), fix);
  }

  private clash(second: ScalarNode): void {
    const words = this.text.slice(second.start, second.end);
    const isFact = words.startsWith("**");
    this.page.faults.add(
      "key-duplicate",
      second,
      isFact ? `${code(words)} stands here a second time` : `${code(second.text)} is said here a second time`,
      "Keep one of the two",
    );
  }

  private finish(heading: HeadingParts | undefined): MapNode {
    const { leaves, layouts } = this.page;
    for (const { fact, label, nodes } of this.items.values())
      this.parts.push(
        nested(fact.path.slice(0, -1), label, [entry(key(fact.path.at(-1) ?? "", label), seqOf(nodes))]),
      );
    if (this.effect) this.parts.push(this.placedEffect(this.effect));
    const whole = { start: heading?.start ?? 0, end: this.end };
    let map = mapOf([...this.headingEntries(heading), ...this.proseEntries()], whole);
    for (const part of [...this.parts, ...(this.data ? [this.data] : [])])
      map = { ...joinMaps(map, part, (_, { key: second }) => this.clash(second)), ...whole };
    if (this.hasHole) leaves.holes.set(map, "any");
    layouts.set(map, {
      kind: this.kind.name,
      factsEnd: this.factsEnd,
      hasFacts: this.hasFacts,
      end: this.end,
      ...(this.data && { data: this.data }),
    });
    return map;
  }

  /** A command has an effect of its own; a step without one says its own. */
  private placedEffect(effect: MapNode): MapNode {
    const hasCommand =
      this.run !== undefined ||
      [...this.parts, ...(this.data ? [this.data] : [])].some((part) => entryOf(part, "command"));
    if (!hasCommand) return effect;
    const [{ key: label } = { key: key("command", effect) }] = effect.entries;
    return mapOf([entry(key("command", label), effect)]);
  }

  private headingEntries(heading: HeadingParts | undefined): readonly MapEntry[] {
    if (!heading) return [];
    const { leaves } = this.page;
    const { anchor, words } = heading;
    const id = this.kind.isAnchored ? this.idNode(heading) : undefined;
    const ids = id ? [entry(key("id", anchor ?? words), id)] : [];
    const title = this.text.slice(words.start, words.end);
    const isId = id !== undefined && title === id.text;
    const inData = this.data && entryOf(this.data, this.kind.heading)?.value;
    if (inData)
      return isId || this.isShown(inData, title)
        ? ids
        : [...ids, entry(key(this.kind.heading, words), leaves.slice(words))];
    if (title === "" || (isId && this.kind.mayLackHeading)) return ids;
    return [...ids, entry(key(this.kind.heading, words), leaves.slice(words))];
  }

  private idNode({ anchor, words, front = words.start }: HeadingParts): ScalarNode {
    return anchor
      ? this.page.leaves.slice(anchor)
      : missingAnchor({ ...words, front }, this.noun.replace(/^an? /, ""), this.page);
  }

  /** Whether the heading shows what the data says, as well as a heading can. */
  private isShown(inData: TreeNode, title: string): boolean {
    return inData.kind === "scalar" && (title === untitled || headingWords(inData.text) === title);
  }

  private proseEntries(): readonly MapEntry[] {
    const pieces = proseOf(this.prose, this.text);
    const [first] = pieces;
    if (!first) return [];
    const { faults, leaves } = this.page;
    const shown = { start: first.start, end: Math.min(first.end, lineEnd(this.text, first.start)) };
    if (this.kind.prose === undefined) {
      const help =
        this.kind.name === "procedure"
          ? "Write it in the first step, as `- **Use when:** …`, or in a note"
          : "Write it as data in `yaml fields`, or in a note";
      faults.add("text-misplaced", shown, `${capital(this.noun)} has no text of its own`, help);
      return [];
    }
    return [entry(key(this.kind.prose, shown), leaves.cut(pieces))];
  }
}

/** Stands in a help for the link that somebody has to write. */
const anyLink = /\[(?:title|name|party|step|procedure)\]\(#id\)/;

/** The last line ends of a fence belong to the fence. */
function trimmedEnd(text: string, pieces: readonly Span[]): readonly Span[] {
  const kept = [...pieces];
  for (let last = kept.at(-1); last; last = kept.at(-1)) {
    const value = text.slice(last.start, last.end);
    const length = normalText(value).length === 0 ? 0 : value.trimEnd().length;
    if (length > 0 || kept.length === 1) {
      kept[kept.length - 1] = { start: last.start, end: last.start + length };
      return kept;
    }
    kept.pop();
  }
  return kept;
}

function nested(path: readonly string[], label: Span, entries: readonly MapEntry[]): MapNode {
  let map = mapOf(entries);
  for (const name of [...path].reverse()) map = mapOf([entry(key(name, label), map)]);
  return map;
}
