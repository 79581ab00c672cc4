import { recordType } from "../fields.js";
import { maxDepth } from "../limits.js";
import { nearest } from "../nearest.js";
import type { Problem } from "../problem.js";
import { lineEnd, type Source, type Span } from "../source.js";
import {
  type EntryLayout,
  entryOf,
  type MapEntry,
  type MapNode,
  type ScalarNode,
  type Tree,
  type TreeNode,
} from "../tree.js";
import { code } from "../wording.js";
import { anchorAbove } from "./anchor.js";
import { type Block, nextLine, parseBlocks } from "./blocks.js";
import { generatedEdge, isComment, isOpenComment, openGenerated } from "./comments.js";
import { readEntry } from "./entry.js";
import { MarkdownFaults, replacing } from "./faults.js";
import { fenceOf } from "./fences.js";
import { readHead } from "./head.js";
import { type HeadingParts, headingParts, headingWords, untitled } from "./heading.js";
import { type Kind, kinds, procedureMark, type SectionHome, sections } from "./homes.js";
import { JoinedMap } from "./join.js";
import { knownLinks, type Named } from "./known-links.js";
import { entry, key, Leaves, mapOf, seqOf } from "./leaves.js";
import type { PageReading } from "./page-reading.js";
import { readShort } from "./short.js";
import { Ids } from "./slug.js";
import { readYamlPart } from "./yaml-part.js";

export interface MarkdownResult {
  /** Absent where the text is no runbook in Markdown at all. */
  readonly tree?: Tree;
  readonly problems: readonly Problem[];
  /** Whether the tree holds everything that the text says. */
  readonly isReadable: boolean;
}

/** Reads a runbook in Markdown into the tree that its YAML spelling would give, every value with its place. */
export function readMarkdown(source: Source): MarkdownResult {
  const page = new PageReader(source);
  const tree = page.read();
  const problems = [...page.faults.problems].sort((one, other) => one.offset - other.offset);
  return { ...(tree && { tree }), problems, isReadable: page.faults.isReadable };
}

/** A heading with the blocks up to the next one. */
interface Part {
  readonly heading: HeadingParts;
  readonly blocks: Block[];
  /** The headings of level 3 below one of level 2. */
  readonly parts: Part[];
}

/** A class, because the parts of a page are gathered over the whole of it. */
class PageReader {
  readonly faults: MarkdownFaults;
  private readonly leaves: Leaves;
  private readonly layouts = new Map<MapNode, EntryLayout>();
  private readonly text: string;
  /** The fields of the runbook that stand in the body. */
  private readonly fields: MapEntry[] = [];
  private readonly procedures: { key: Span; node: MapNode }[] = [];
  private readonly notes: { key: Span; node: MapNode }[] = [];
  /** The front matter cannot be read, which has been told. */
  private isHeadUnread = false;
  /** A note is meant as a procedure, which has been told. */
  private isProcedureMeant = false;
  /** Something without an end took in what follows it, which has been told. */
  private isCutOff = false;

  constructor(private readonly source: Source) {
    this.text = source.text;
    this.leaves = new Leaves(source);
    this.faults = new MarkdownFaults(source);
  }

  read(): Tree | undefined {
    const front = frontMatterOf(this.text);
    if (!front) {
      this.refuseFront();
      return undefined;
    }
    const broken = this.text.search(loneSurrogate);
    let deep: number | undefined;
    const blocks = parseBlocks(this.source, front.end, (offset) => {
      deep = offset;
    });
    if (deep !== undefined || broken >= 0) {
      this.refuseText(deep, broken);
      return undefined;
    }
    const head = this.frontMatter(front.content);
    const { title, before, parts } = this.outline(blocks);
    const page = this.pageFor(parts);
    for (const block of before)
      this.misplaced(block, "Text stands before the title", "Move it below `# Title`");
    this.isCutOff = isCutOff(blocks, this.text);
    this.title(title?.heading, head);
    if (title) this.fields.push(...readHead(title.blocks, page));
    for (const part of parts) this.section(part, page);
    const root = this.root(head, title?.heading);
    const { offsets, links, comments, yamlParts, holes } = this.leaves;
    const markdown = { links, comments, yamlParts, holes, layouts: this.layouts };
    return { source: this.source, root, offsets, markdown };
  }

  private refuseText(deep: number | undefined, broken: number): void {
    if (deep !== undefined)
      this.faults.add(
        "parse-error",
        { start: deep, end: Math.min(deep + 1, this.text.length) },
        `Lists and quotations stand in one another here, deeper than ${maxDepth} levels`,
        "Write them side by side",
      );
    else
      this.faults.add(
        "parse-error",
        { start: broken, end: broken + 1 },
        "Half of a character stands here, which no file can hold",
        "Remove it, or write the whole character",
      );
  }

  private refuseFront(): void {
    const begin = this.text.search(/^---[ \t]*$/m);
    const late = begin > 0 ? frontMatterOf(this.text.slice(begin)) : undefined;
    if (late && holdsFormat(this.text.slice(begin), late.content)) {
      const isBlank = this.text.slice(0, begin).trim() === "";
      return this.faults.add(
        "parse-error",
        { start: begin, end: begin + 3 },
        "The front matter begins in the first line of the file, and something stands before it",
        "Remove what stands before the first `---`",
        isBlank ? replacing({ start: 0, end: begin }, "", "Remove the empty lines", true) : undefined,
      );
    }
    const first = Math.max(0, this.text.search(/\S/));
    this.faults.add(
      "parse-error",
      { start: first, end: lineEnd(this.text, first) },
      begin === 0
        ? "The front matter that begins here has no end"
        : "A runbook in Markdown begins with front matter, and this file has none",
      begin === 0
        ? "Write `---` in a line of its own below its last field"
        : "Write `---`, the head fields such as `runwright: 1`, and `---` at the beginning",
    );
  }

  private frontMatter(content: Span): MapNode {
    const { root, problems } = readYamlPart(content, this.leaves);
    for (const problem of problems) this.faults.pass(problem, root !== undefined);
    this.isHeadUnread = root ? root.kind !== "map" : problems.length > 0;
    if (root && root.kind !== "map")
      this.faults.add(
        "schema-mismatch",
        root,
        "Front matter is `name: value` lines",
        "Write each field on a line of its own: `name: value`",
      );
    return root?.kind === "map" ? root : mapOf([], { start: content.end, end: content.end });
  }

  /** The page by its headings of level 1 to 3; deeper ones belong to the text. */
  private outline(blocks: readonly Block[]): {
    title?: Part;
    before: readonly Block[];
    parts: readonly Part[];
  } {
    const before: Block[] = [];
    const parts: Part[] = [];
    let title: Part | undefined;
    let open: Part | undefined;
    let isGenerated = false;
    for (const block of blocks) {
      const edge = generatedEdge(block, this.text);
      // A heading inside a generated part is generated too.
      if (edge) isGenerated = edge === "open";
      if (isGenerated || block.type !== "heading" || block.depth > 3) {
        (open?.blocks ?? before).push(block);
        continue;
      }
      const heading = this.headingBelow(open?.blocks ?? before, headingParts(block, this.text), parts.at(-1));
      const part = { heading, blocks: [], parts: [] };
      if (block.depth === 1) {
        if (title || parts.length > 0) this.secondTitle(part.heading, title !== undefined);
        else title = part;
        open = part;
      } else open = this.place(part, block.depth, parts) ?? open;
    }
    return { ...(title && { title }), before: before.filter((block) => !this.leavesOut(block)), parts };
  }

  /** A heading without an anchor, for which one stands in the last block above it: it is no text of what comes before. */
  private headingBelow(blocks: Block[], heading: HeadingParts, section: Part | undefined): HeadingParts {
    if (heading.anchor || !this.wantsAnchor(heading, section)) return heading;
    const above = anchorAbove(blocks.at(-1), heading.start, this.text);
    if (!above) return heading;
    blocks.pop();
    return { ...heading, above };
  }

  /** Whether a heading is that of an entry with an id. */
  private wantsAnchor({ level, words }: HeadingParts, section: Part | undefined): boolean {
    if (level === 1) return false;
    const { start, end } = level === 2 ? words : (section?.heading.words ?? words);
    const home = nearSection(this.text.slice(start, end));
    return level === 2 ? home === undefined : home?.kind.isAnchored !== false;
  }

  private place(part: Part, depth: number, parts: Part[]): Part | undefined {
    if (depth === 2) {
      parts.push(part);
      return part;
    }
    const section = parts.at(-1);
    if (section) section.parts.push(part);
    else
      this.faults.add(
        "text-misplaced",
        part.heading,
        "A heading of level 3 stands in no section",
        'Write a heading of level 2 above it, such as `## <a id="…"></a>Procedure: …` or `## People`',
      );
    return part;
  }

  private secondTitle(heading: HeadingParts, isSecond: boolean): void {
    this.faults.add(
      "text-misplaced",
      heading,
      isSecond
        ? "A second heading of level 1 stands here, and a runbook has one title"
        : "The title stands behind the first section",
      isSecond
        ? "Write `##` for a note, or `####` inside a text"
        : "Move it to the top, below the front matter",
    );
  }

  private pageFor(parts: readonly Part[]): PageReading {
    const named = (): readonly Named[] => parts.flatMap((part) => this.named(part));
    return {
      leaves: this.leaves,
      faults: this.faults,
      layouts: this.layouts,
      ids: new Ids(named().map(({ id }) => id)),
      links: knownLinks(this.text, named),
    };
  }

  /** The entries of a section that have an anchor, the section itself among them. */
  private named({ heading, parts }: Part): readonly Named[] {
    const words = this.text.slice(heading.words.start, heading.words.end);
    const isProcedure = isProcedureHeading(words);
    const inner = isProcedure ? kinds.step : nearSection(words)?.kind;
    const nameOf = ({ anchor, words }: HeadingParts, kind: Kind | undefined): readonly Named[] => {
      const entryKind = kind && recordType(kind.record).entry;
      return anchor
        ? [
            {
              id: this.text.slice(anchor.start, anchor.end),
              words: this.text.slice(words.start, words.end),
              ...(entryKind && { kind: entryKind }),
            },
          ]
        : [];
    };
    return [
      ...nameOf(heading, isProcedure ? kinds.procedure : kinds.note),
      ...parts.flatMap((part) => nameOf(part.heading, inner)),
    ];
  }

  private title(heading: HeadingParts | undefined, head: MapNode): void {
    const inFront = entryOf(head, "title")?.value;
    if (!heading) {
      if (!inFront && !this.isCutOff && !this.isHeadUnread)
        this.faults.add(
          "schema-mismatch",
          this.firstLine,
          "The page has no title",
          "Write `# Title` below the front matter",
        );
      return;
    }
    const words = this.text.slice(heading.words.start, heading.words.end);
    if (inFront?.kind === "scalar" && (words === untitled || headingWords(inFront.text) === words)) return;
    if (words === "" && !inFront)
      this.faults.add("schema-mismatch", heading, "The title is empty", "Write the title behind the `#`");
    else if (words !== "" || !inFront)
      this.fields.push(entry(key("title", heading.words), this.leaves.slice(heading.words)));
  }

  private section(part: Part, page: PageReading): void {
    const { heading } = part;
    const words = this.text.slice(heading.words.start, heading.words.end);
    if (words.toLowerCase().startsWith(procedureMark.trimEnd().toLowerCase()))
      return this.procedure(part, page);
    const exact = sections.find(({ title }) => title.toLowerCase() === words.toLowerCase());
    // A note has no headings of level 3: this is the section.
    if (exact && heading.anchorTag && part.parts.length > 0)
      this.refuseAnchor(heading.anchorTag, "a section");
    if (exact && (!heading.anchor || part.parts.length > 0)) return this.entries(part, exact, page);
    const near = exact ?? nearSection(words) ?? (heading.anchor ? undefined : sectionOf(words));
    if (near && !heading.anchor) {
      const fix = replacing(heading.words, near.title, `Write ${near.title}`, false);
      this.faults.add(
        "section-misspelt",
        heading.words,
        `${code(`## ${words}`)} is no section, did you mean ${code(`## ${near.title}`)}?`,
        `Write ${code(`## ${near.title}`)}, or give a note an anchor`,
        fix,
      );
      return this.entries(part, near, page);
    }
    if (near)
      this.faults.note(
        "section-misspelt",
        heading.words,
        `This note is called like the section ${code(`## ${near.title}`)}`,
        `For the section, write ${code(`## ${near.title}`)} without an anchor; else give the note another title`,
        { severity: "warning" },
      );
    this.note(part, page);
  }

  private procedure({ heading, blocks, parts }: Part, page: PageReading): void {
    const words = wordsOfProcedure(this.text, heading.words);
    const own = readEntry(
      { heading: { ...heading, words, anchorPlace: heading.words.start }, blocks },
      kinds.procedure,
      page,
    );
    const steps = parts.map((part) => readEntry(part, kinds.step, page));
    const [first] = parts;
    const layout = this.layouts.get(own);
    const seq = first && entry(key("steps", first.heading.words), seqOf(steps));
    const joined = new JoinedMap((second, value) => this.clash(second, value)).add(own);
    if (seq) joined.add(mapOf([seq]));
    const whole = joined.node({ start: own.start, end: Math.max(own.end, seq?.end ?? 0) });
    if (layout) this.layouts.set(whole, layout);
    if (this.leaves.holes.has(own)) this.leaves.holes.set(whole, "any");
    this.procedures.push({ key: heading.words, node: whole });
  }

  private note({ heading, blocks, parts }: Part, page: PageReading): void {
    const [first] = parts;
    // Of several the first will do: with it the person sees what the heading above them is.
    if (first) this.refuseParts(heading, first.heading);
    this.notes.push({ key: heading.words, node: readEntry({ heading, blocks }, kinds.note, page) });
  }

  private refuseParts(note: HeadingParts, first: HeadingParts): void {
    const words = this.text.slice(note.words.start, note.words.end);
    const loose = /^procedure\b[ \t]{0,9}(?:[-–—.][ \t]{0,9})?/i.exec(words)?.[0].length;
    if (loose !== undefined) {
      const sign = { start: note.words.start, end: note.words.start + loose };
      this.isProcedureMeant = true;
      return this.faults.add(
        "section-misspelt",
        note.words,
        `${code(`## ${words}`)} is no procedure, whose heading begins with \`Procedure: \``,
        "Write `Procedure: ` before its title",
        replacing(sign, procedureMark, "Write Procedure: before its title", false),
      );
    }
    this.faults.add(
      "text-misplaced",
      first,
      "A heading of level 3 stands in a note, whose text it would end",
      `Write \`####\` in a text; if these are steps, begin the heading above them with \`${procedureMark}\``,
    );
  }

  private entries({ heading, blocks, parts }: Part, home: SectionHome, page: PageReading): void {
    const unclosed = openGenerated(blocks, this.text);
    if (unclosed) this.faults.addOpenGenerated(unclosed);
    const short: MapNode[] = [];
    let isGenerated = false;
    for (const block of blocks) {
      const edge = generatedEdge(block, this.text);
      if (edge) isGenerated = edge === "open";
      if (isGenerated || this.leavesOut(block)) continue;
      const nodes = readShort(block, home, page);
      if (nodes) for (const node of nodes) short.push(node);
      else
        this.misplaced(
          block,
          `Text stands in ${code(`## ${home.title}`)} before its first entry`,
          "Write it in an entry below, or as a note with a heading of its own",
        );
    }
    const long = parts.map((part) => readEntry(part, this.kindFor(part, home), page));
    if (short.length > 0 && parts[0])
      this.faults.add(
        "text-misplaced",
        parts[0].heading,
        `${code(`## ${home.title}`)} has its entries in two forms`,
        "Write all of them under headings, or none",
      );
    const nodes = [...short, ...long];
    const span = { start: heading.start, end: heading.end };
    this.fields.push(
      entry(key(home.field, heading.words), seqOf(nodes, nodes.length === 0 ? span : undefined)),
    );
  }

  private kindFor({ heading }: Part, { kind }: SectionHome): Kind {
    if (!kind.isAnchored && heading.anchorTag) this.refuseAnchor(heading.anchorTag, "an entry");
    return kind;
  }

  private refuseAnchor(tag: Span, noun: string): void {
    this.faults.note(
      "text-misplaced",
      tag,
      `An anchor stands before ${noun} that has no id`,
      "Remove the anchor",
      { fix: replacing(tag, "", "Remove the anchor", true) },
    );
  }

  /** Where there is nothing to point at. */
  private get firstLine(): Span {
    return { start: 0, end: lineEnd(this.text, 0) };
  }

  private root(head: MapNode, title: HeadingParts | undefined): MapNode {
    for (const [field, found] of [
      ["procedures", this.procedures],
      ["notes", this.notes],
    ] as const) {
      const [first] = found;
      if (first) this.fields.push(entry(key(field, first.key), seqOf(found.map(({ node }) => node))));
    }
    const whole = { start: 0, end: this.text.length };
    const joined = new JoinedMap((second, value) => this.clash(second, value)).add(head);
    for (const field of this.fields) joined.add(mapOf([field]));
    const root = joined.node(whole);
    const isTold = this.isCutOff || this.isProcedureMeant;
    if (!isTold && !entryOf(root, "procedures") && entryOf(root, "runwright"))
      this.faults.add(
        "schema-mismatch",
        title ?? this.firstLine,
        "The page has no procedure",
        'Write `## <a id="…"></a>Procedure: Title`, and its steps below it under `###`',
      );
    this.leaves.holes.set(root, this.isHeadUnread ? "any" : ["title", "procedures"]);
    return root;
  }

  private clash(second: ScalarNode, value: TreeNode): void {
    const words = this.text.slice(second.start, second.end);
    this.faults.add(
      "key-duplicate",
      second,
      words.startsWith("**")
        ? `${code(words)} stands here a second time`
        : `${code(second.text)} stands in two places of this page`,
      value.kind === "seq"
        ? "Move its entries to the first of them: a list is not divided"
        : "Keep one of the two",
    );
  }

  private misplaced(block: Block, message: string, help: string): void {
    const { start, end } = block;
    if (isOpenComment(block, this.text)) return this.faults.addOpenComment(block);
    this.faults.add(
      "text-misplaced",
      { start, end: Math.min(end, lineEnd(this.text, start)) },
      message,
      help,
    );
  }

  /** Whether a block is in no value; a comment is remembered. */
  private leavesOut(block: Block): boolean {
    if (generatedEdge(block, this.text)) return true;
    if (!isComment(block, this.text)) return false;
    this.leaves.comments.push({ start: block.start, end: block.end });
    return true;
  }
}

/** Whether something that has no end takes in the rest of a page. */
function isCutOff(blocks: readonly Block[], text: string): boolean {
  const last = blocks.at(-1);
  if (!last) return false;
  return (
    fenceOf(last, text)?.isClosed === false ||
    isOpenComment(last, text) ||
    openGenerated(blocks, text) !== undefined
  );
}

/** The front matter at the very beginning of a text, and what stands between its two lines. */
export function frontMatterOf(text: string): { readonly content: Span; readonly end: number } | undefined {
  if (!/^---[ \t]*[\r\n]/.test(text)) return undefined;
  const start = nextLine(text, lineEnd(text, 0));
  for (let at = start; at < text.length; ) {
    const end = lineEnd(text, at);
    const next = nextLine(text, end);
    if (/^---[ \t]*$/.test(text.slice(at, end))) return { content: { start, end: at }, end: next };
    if (next === end) return undefined;
    at = next;
  }
  return undefined;
}

/** Whether a Markdown file is a runbook rather than a page like any other: its name or its front matter says so. */
export function isRunbookPage({ path, text }: Source): boolean {
  if (/\.runbook\.md$/.test(path)) return true;
  const front = frontMatterOf(text)?.content;
  return front !== undefined && holdsFormat(text, front);
}

function holdsFormat(text: string, { start, end }: Span): boolean {
  return /^["']?runwright["']?[ \t]*:/m.test(text.slice(start, end));
}

const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Whether the words of a heading of level 2 make it a procedure. */
export function isProcedureHeading(words: string): boolean {
  return words.toLowerCase().startsWith(procedureMark.trimEnd().toLowerCase());
}

/** What a procedure is called: the words of its heading behind `Procedure:`. */
export function wordsOfProcedure(text: string, { start, end }: Span): Span {
  const mark = /^procedure:\s*/i.exec(text.slice(start, end))?.[0].length ?? 0;
  return { start: start + mark, end };
}

/** The section whose name these words are, or nearly are. */
export function nearSection(words: string): SectionHome | undefined {
  const guess = nearest(
    words,
    sections.map(({ title }) => title),
  );
  return sections.find(({ title }) => title === guess);
}

/** The section whose list is called so in YAML. */
function sectionOf(words: string): SectionHome | undefined {
  return sections.find(({ field }) => field.toLowerCase() === words.toLowerCase());
}
