import { normalText } from "../build.js";
import { recordType } from "../fields.js";
import { nearest } from "../nearest.js";
import { secretValueName, secretValueWords } from "../secret-value.js";
import { lineEnd, type Span } from "../source.js";
import { entryOf, type MapEntry, type MapNode, type ScalarNode, type TreeNode } from "../tree.js";
import { capital, code } from "../wording.js";
import { missingAnchor } from "./anchor.js";
import { type Block, type ItemBlock, type ListBlock, lineStart, trimmedSpan } from "./blocks.js";
import { generatedEdge, isComment, isOpenComment } from "./comments.js";
import { type FactFault, type FactResult, readFact } from "./facts.js";
import { replacing } from "./faults.js";
import { type Fence, fenceOf } from "./fences.js";
import { type HeadingParts, headingWords, untitled } from "./heading.js";
import type { Fact, Kind } from "./homes.js";
import { shells } from "./homes.js";
import { JoinedMap } from "./join.js";
import { type Label, labelAt, meantLabel } from "./labels.js";
import { entry, key, mapOf, seqOf } from "./leaves.js";
import type { PageReading } from "./page-reading.js";
import { type ProseBlock, proseBlock, proseOf } from "./prose.js";
import { readYamlPart } from "./yaml-part.js";

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
  /** The label of the one fact that is about a command. */
  private where: Span | undefined;
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
    if (this.isGenerated) this.openGenerated(blocks);
    return this.finish(heading);
  }

  private block(node: Block): void {
    const { faults } = this.page;
    const { start, end } = node;
    const edge = generatedEdge(node, this.text);
    if (edge === "open") this.isGenerated = true;
    if (this.isGenerated || edge || isComment(node, this.text)) {
      if (!this.isGenerated && !edge) this.page.leaves.comments.push({ start, end });
      if (edge === "close") this.isGenerated = false;
      this.prose.push(proseBlock(node, this.text, true));
      return;
    }
    if (isOpenComment(node, this.text)) {
      faults.add(
        "parse-error",
        { start, end: Math.min(start + 4, end) },
        "The comment that begins here has no end",
        "Write `-->` where it ends",
      );
      return;
    }
    this.end = end;
    const fence = fenceOf(node, this.text);
    if (fence && this.fence(fence)) return;
    if (node.type === "list" && !node.ordered && this.list(node)) return;
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
    if (word === "run") return this.runFence(fence);
    if (word === "fields") return this.fieldsFence(fence);
    const meant = meantFence(fence.lang.toLowerCase(), word);
    if (meant === undefined) return false;
    this.hasHole = true;
    this.isProse = false;
    faults.add(
      "label-unknown",
      fence.head,
      `${code(`${fence.lang} ${fence.meta}`)} is read as a sample, did you mean ${code(meant)}?`,
      `Write ${code(meant)} behind the backticks`,
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
        `Write one of ${shells.map(code).join(", ")} before \`run\``,
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
    if (!/^ya?ml$/.test(fence.lang)) {
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
      for (const item of node.items) this.suspect(item);
      return false;
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

  private isFact(item: ItemBlock): boolean {
    const { words } = item;
    const label = words && labelAt(this.text, words, this.kind);
    return label?.fact !== undefined && !label.isLoose;
  }

  /** An item of prose that somebody most likely meant as a fact. */
  private suspect(item: ItemBlock): void {
    const { words } = item;
    if (words && this.isSecretValue(words)) return;
    const label = words && labelAt(this.text, words, this.kind);
    if (!label) return;
    const meant = label.isLoose ? label.name : meantLabel(label.name, this.kind, { inProse: true });
    if (meant !== undefined) this.wrongLabel(label, meant);
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

  private wrongLabel(label: Label, meant: string | undefined): void {
    const { faults } = this.page;
    const shown = code(this.text.slice(label.start, label.end));
    this.hasHole = true;
    if (meant === undefined) {
      const labels = this.kind.facts.map((fact) => `**${fact.label}:**`).join(" ");
      const help = labels === "" ? "Write it before the facts, or as data" : `Use one of ${labels}`;
      return faults.add("label-unknown", label, `${shown} is no label of ${this.noun}`, help);
    }
    const bold = `**${meant}:**`;
    const fix = meant.includes("[")
      ? undefined
      : replacing(label, bold, `Write ${bold}`, label.isLoose === true);
    const message = label.isLoose
      ? `${shown} is not read as a fact, which begins with \`${bold}\``
      : `${shown} is no label of ${this.noun}, did you mean \`${bold}\`?`;
    faults.add("label-unknown", label, message, `Write \`${bold}\``, fix);
  }

  private get noun(): string {
    return recordType(this.kind.record).noun;
  }

  private fact(item: ItemBlock): void {
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
    if (!label.fact || label.isLoose)
      return this.wrongLabel(
        label,
        label.isLoose ? label.name : meantLabel(label.name, this.kind, { inProse: false }),
      );
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
    if ("fault" in result) {
      const { start, end } = result.fault;
      // Where nothing stands behind the label, the label is what there is to point at.
      return this.unclear(
        start === end ? { ...result.fault, start: label.start, end: label.end } : result.fault,
      );
    }
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
    else this.parts.push(part);
  }

  private unclear({ rule, start, end, message, help, wantsLink }: FactFault): void {
    const { faults, links } = this.page;
    this.hasHole = true;
    const words = this.text.slice(start, end).trim();
    const at = start === end ? { start: Math.max(0, start - 1), end } : { start, end };
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
    faults.add(rule, at, message, meant === undefined ? help : help.replace(anyLink, () => meant));
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

  private openGenerated(blocks: readonly Block[]): void {
    const open = blocks.find((block) => generatedEdge(block, this.text) === "open");
    if (!open) return;
    this.page.faults.add(
      "text-misplaced",
      open,
      "The generated part that begins here has no end",
      "Write `<!-- /runwright:generated -->` where it ends, or remove the mark",
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
    if (this.where && !this.hasCommand) this.lacksCommand(this.where);
    const joined = new JoinedMap((second) => this.clash(second));
    joined.add(mapOf([...this.headingEntries(heading), ...this.proseEntries()], whole));
    for (const part of this.parts) joined.add(part);
    if (this.data) joined.add(this.data);
    const map = joined.node(whole);
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

  private lacksCommand(at: Span): void {
    this.hasHole = true;
    const help = "Write the command in a fence `bash run` below the facts, or remove the line";
    this.page.faults.add("fact-unclear", at, "`**Where:**` stands in a step that has no command", help);
    const isCommand = (part: MapNode) => entryOf(part, "command") !== undefined;
    this.parts.splice(0, this.parts.length, ...this.parts.filter((part) => !isCommand(part)));
  }

  private get hasCommand(): boolean {
    return this.run !== undefined || (this.data !== undefined && entryOf(this.data, "command") !== undefined);
  }

  /** A command has an effect of its own; a step without one says its own. */
  private placedEffect(effect: MapNode): MapNode {
    if (!this.hasCommand) return effect;
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

  private idNode({ anchor, words, anchorPlace }: HeadingParts): ScalarNode {
    return anchor
      ? this.page.leaves.slice(anchor)
      : missingAnchor(words, this.noun.replace(/^an? /, ""), this.page, anchorPlace);
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
          ? "Write it in the first step, as **Use when:**, or in a note"
          : "Write it as data in `yaml fields`, or in a note";
      faults.add("text-misplaced", shown, `${capital(this.noun)} has no text of its own`, help);
      return [];
    }
    return [entry(key(this.kind.prose, shown), leaves.cut(pieces))];
  }
}

/** The two words that somebody most likely meant behind a fence; nothing where it is a sample like any other. */
function meantFence(lang: string, word: string): string | undefined {
  if (/^ya?ml$/.test(lang) && (word === "data" || nearest(word, ["fields"]))) return "yaml fields";
  return shells.includes(lang) && word !== "" && nearest(word, ["run"]) ? `${lang} run` : undefined;
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
