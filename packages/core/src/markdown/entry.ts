import { recordType } from "../fields.js";
import { lineEnd } from "../source.js";
import { entryOf, type MapEntry, type MapNode, type ScalarNode, type TreeNode } from "../tree.js";
import { capital, code } from "../wording.js";
import { missingAnchor } from "./anchor.js";
import type { Block, ItemBlock, ListBlock } from "./blocks.js";
import { generatedEdge, isComment, isOpenComment, openGenerated } from "./comments.js";
import { FactReader } from "./entry-facts.js";
import { FenceReader } from "./entry-fences.js";
import { fenceOf } from "./fences.js";
import { type HeadingParts, headingWords, untitled } from "./heading.js";
import type { Kind } from "./homes.js";
import { JoinedMap } from "./join.js";
import { labelAt } from "./labels.js";
import { entry, key, mapOf } from "./leaves.js";
import type { PageReading } from "./page-reading.js";
import { type ProseBlock, proseBlock, proseOf } from "./prose.js";

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
  private readonly facts: FactReader;
  private readonly fences: FenceReader;
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
    this.facts = new FactReader(kind, page);
    this.fences = new FenceReader(kind, page);
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
      if (!this.isGenerated && !edge) this.page.leaves.comments.push({ start, end });
      if (edge === "close") this.isGenerated = false;
      this.prose.push(proseBlock(node, this.text, true));
      return;
    }
    if (isOpenComment(node, this.text)) return faults.addOpenComment(node);
    if (node.type === "html" && this.facts.inHtml(node)) return;
    this.end = end;
    const fence = fenceOf(node, this.text);
    if (fence && this.fences.take(fence)) {
      this.isProse = false;
      return;
    }
    if (node.type === "list" && (node.ordered ? this.facts.numbered(node) : this.list(node))) return;
    if (node.type === "paragraph" && this.facts.unlisted(node)) return;
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

  /** Whether a list holds facts, from its first one on. */
  private list(node: ListBlock): boolean {
    let first = this.isProse ? node.items.findIndex((item) => this.facts.isFact(item)) : 0;
    if (first < 0) {
      const suspects = node.items.filter((item) => this.facts.suspect(item)).length;
      // Without prose nothing of it has a place, and that has been told.
      return suspects > 0 && this.kind.prose === undefined;
    }
    // A label in bold in the line directly above a fact was meant as one, whatever it says.
    while (this.isProse && first > 0 && this.isAbove(node.items[first - 1], node.items[first])) first--;
    for (const item of node.items.slice(0, first)) this.facts.suspect(item);
    const before = node.items[first - 1];
    if (before) {
      const { start } = proseBlock(node, this.text, false);
      this.prose.push({ start, end: before.end, isLeftOut: false });
    }
    this.isProse = false;
    this.hasFacts = true;
    for (; first < node.items.length; first++) {
      const item = node.items[first];
      if (item) this.facts.fact(item);
    }
    this.factsEnd = node.end;
    return true;
  }

  private isAbove(item: ItemBlock | undefined, next: ItemBlock | undefined): boolean {
    if (!item?.words || !next || !labelAt(this.text, item.words, this.kind)) return false;
    return /^[ \t]*(?:\r\n?|\n)[ \t]*$/.test(this.text.slice(item.end, next.start));
  }

  private get noun(): string {
    return recordType(this.kind.record).noun;
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
    const whole = { start: heading?.start ?? 0, end: this.end };
    const { data, hasCommand } = this.fences;
    const parts = [...this.fences.parts, ...this.facts.parts({ hasCommand })];
    const joined = new JoinedMap((second) => this.clash(second));
    joined.add(mapOf([...this.headingEntries(heading), ...this.proseEntries()], whole));
    for (const part of parts) joined.add(part);
    if (data) joined.add(data);
    const map = joined.node(whole);
    if (this.facts.hasHole || this.fences.hasHole) leaves.holes.set(map, "any");
    layouts.set(map, {
      kind: this.kind.name,
      factsEnd: this.factsEnd,
      hasFacts: this.hasFacts,
      end: this.end,
      ...(data && { data }),
    });
    return map;
  }

  private headingEntries(heading: HeadingParts | undefined): readonly MapEntry[] {
    if (!heading) return [];
    const { leaves } = this.page;
    const { anchor, words } = heading;
    const id = this.kind.isAnchored ? this.idNode(heading) : undefined;
    const ids = id ? [entry(key("id", anchor ?? words), id)] : [];
    const title = this.text.slice(words.start, words.end);
    const isId = id !== undefined && title === id.text;
    const inData = entryOf(this.fences.data, this.kind.heading)?.value;
    if (inData)
      return isId || title === "" || this.isShown(inData, title)
        ? ids
        : [...ids, entry(key(this.kind.heading, words), leaves.slice(words))];
    if (title === "" || (isId && this.kind.mayLackHeading)) return ids;
    return [...ids, entry(key(this.kind.heading, words), leaves.slice(words))];
  }

  private idNode({ anchor, words, anchorPlace, above }: HeadingParts): ScalarNode {
    return anchor
      ? this.page.leaves.slice(anchor)
      : missingAnchor(
          { ...words, ...(above && { above }) },
          this.noun.replace(/^an? /, ""),
          this.page,
          anchorPlace,
        );
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
