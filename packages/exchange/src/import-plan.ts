import type { Page, Prose, Source, Span } from "@runwright/core";
import { Inputs } from "./import-commands.js";
import type { Draft, PageReference, Piece, StepDraft } from "./import-draft.js";
import { type NamedParty, partiesOf, referencesOf } from "./import-entries.js";
import { Ids } from "./import-ids.js";
import { type Part, partsOf } from "./import-sections.js";
import { hasSteps, isCommanding, stepsOf } from "./import-steps.js";
import { fence, markdownOf, oneLine, pieceOf, proseIn, type Stretch, titleOf } from "./import-text.js";
import { holdsWords } from "./import-words.js";

/** What a page is to become, before ids are given out and the parts know where they stand. */
export interface Plan {
  readonly ids: Ids;
  readonly inputs: Inputs;
  readonly title: string;
  readonly titleGuess?: Draft;
  readonly fields: Map<ProseField, FieldDraft>;
  readonly needs: FieldDraft[];
  readonly procedures: ProcedureDraft[];
  readonly notes: NoteDraft[];
  readonly parties: NamedParty[];
  readonly references: PageReference[];
  /** Headings that are no titles, with what they stood above. */
  readonly headings: {
    readonly words: string;
    readonly above: ProseField | "needs" | "parties" | "references" | ProcedureDraft | NoteDraft | undefined;
  }[];
  readonly parts: PartDraft[];
}

export type ProseField = "summary" | "useWhen" | "notFor";

export interface FieldDraft extends Span {
  readonly text: string;
}

export interface ProcedureDraft extends Span {
  readonly title: string;
  readonly useWhen?: string;
  readonly part?: Part;
  readonly steps: StepDraft[];
  readonly guesses: Draft[];
}

export interface NoteDraft extends Span {
  readonly title: string;
  readonly pieces: readonly Piece[];
  readonly guesses: readonly Draft[];
}

export interface PartDraft extends Span {
  readonly heading?: string;
  readonly became:
    | "title"
    | "parties"
    | "references"
    | "group"
    | "needs"
    | ProseField
    | ProcedureDraft
    | NoteDraft;
}

/** Decides for each section of a page what it becomes. */
export function readPlan(page: Page): Plan {
  const planner = new Planner(page);
  for (const part of partsOf(page)) planner.take(part);
  return planner.finish();
}

/** Longer prose is no field that a reader takes in at a glance. */
const longestField = 1500;

/** A class, because sections fill what others left open: the summary, the headings of groups. */
class Planner {
  private readonly plan: Plan;
  private readonly source: Source;
  private readonly done = new Set<Part>();
  private groups: string[] = [];

  constructor(private readonly page: Page) {
    this.source = page.source;
    const ids = new Ids();
    const title = page.title ? oneLine(page.title.text) : "";
    const named = fileWords(page.source.path);
    this.plan = {
      ids,
      inputs: new Inputs(ids),
      title: title || named,
      ...(title === "" && { titleGuess: { field: "title", because: "the file's name", start: 0, end: 0 } }),
      fields: new Map(),
      needs: [],
      procedures: [],
      notes: [],
      parties: [],
      references: [],
      headings: [],
      parts: [],
    };
  }

  take(part: Part): void {
    if (this.done.has(part)) return;
    if (part.isHead) this.takeHead(part);
    else if (part.stretches.length === 0) this.takeEmpty(part);
    else if (this.holdsSteps(part)) this.addProcedure(part, part.stretches);
    else this.takeProse(part);
  }

  finish(): Plan {
    this.takeFrontMatter();
    for (const words of this.groups) this.plan.headings.push({ words, above: undefined });
    this.plan.parts.sort((one, other) => one.start - other.start);
    return this.plan;
  }

  /** Sections that explain hold steps only where something in them is to be run or ticked off. */
  private holdsSteps({ purpose, stretches }: Part): boolean {
    const blocks = stretches.flatMap((one) => (one.kind === "gap" ? [] : [one]));
    if (purpose === "unsaid" || purpose === "needs" || purpose === "contacts") return hasSteps(blocks, false);
    if (purpose === "action" || purpose === "task") return hasSteps(blocks, true);
    return hasSteps(
      blocks.filter(
        (block) =>
          block.kind !== "steps" ||
          block.style !== "numbered" ||
          hasSteps(
            block.items.flatMap((item) => item.blocks),
            false,
          ),
      ),
      false,
    );
  }

  private takeHead(part: Part): void {
    const { plan, source } = this;
    const { section, heading } = part;
    const raw = this.rawHeading(part);
    const kept = raw !== "" && !holdsWords(plan.title, raw) ? [this.headingPiece(part, raw)] : [];
    if (heading !== "") plan.parts.push({ ...spanOf(part), heading, became: "title" });
    let stretches = part.stretches;
    const [first] = stretches;
    if (first?.kind === "prose" && !plan.fields.has("summary") && isSummary(first, source)) {
      plan.fields.set("summary", { text: markdownOf(first, source), start: first.start, end: first.end });
      plan.parts.push({ start: first.start, end: first.end, became: "summary" });
      stretches = stretches.slice(1);
    }
    if (stretches.length + kept.length === 0) return;
    const blocks = stretches.flatMap((one) => (one.kind === "gap" ? [] : [one]));
    const headPart = { ...part, section: { ...section }, heading: "" };
    if (hasSteps(blocks, false)) this.addProcedure(headPart, stretches, kept);
    else this.addNote(headPart, [...kept, ...this.pieces(stretches)]);
  }

  private takeEmpty(part: Part): void {
    const raw = this.rawHeading(part);
    if (part.children.length > 0) {
      if (raw !== "") this.groups.push(raw);
      this.plan.parts.push({ ...spanOf(part), heading: part.heading, became: "group" });
    } else if (raw !== "") this.addNote(part, []);
  }

  private takeProse(part: Part): void {
    const { plan, source } = this;
    switch (part.purpose) {
      case "references": {
        const { references, rest } = referencesOf(part.stretches, source);
        plan.references.push(...references);
        if (references.length > 0) this.addField(part, "references");
        if (rest.length > 0) this.addNote(part, this.pieces(rest), references.length > 0);
        return;
      }
      case "contacts": {
        const { parties, rest } = partiesOf(part.stretches, { source, ids: plan.ids });
        plan.parties.push(...parties);
        if (parties.length > 0) this.addField(part, "parties");
        if (rest.length > 0) this.addNote(part, this.pieces(rest), parties.length > 0);
        return;
      }
      case "needs":
        if (this.takeNeeds(part)) return;
        break;
      case "useWhen":
      case "notFor":
      case "summary":
        if (this.takeField(part, part.purpose)) return;
        break;
      case "action":
        return this.addProcedure(part, part.stretches);
    }
    this.addNote(part, [...this.pieces(part.stretches), ...this.mergeChildren(part)]);
  }

  private takeField(part: Part, field: ProseField): boolean {
    const text = this.fieldText(part.stretches);
    if (this.plan.fields.has(field) || text.length > longestField) return false;
    this.plan.fields.set(field, { text, ...stretchSpan(part.stretches) });
    this.addField(part, field);
    return true;
  }

  /** A list of one is a sentence. */
  private fieldText(stretches: readonly Stretch[]): string {
    const [only, ...others] = stretches;
    const item =
      only?.kind === "steps" && others.length === 0 && only.items.length === 1 ? only.items[0] : undefined;
    if (item?.words && item.blocks.length === 0)
      return markdownOf({ kind: "prose", ...item.words }, this.source);
    return this.pieces(stretches)
      .map((piece) => piece.text)
      .join("\n\n");
  }

  private takeNeeds(part: Part): boolean {
    const found: FieldDraft[] = [];
    for (const stretch of part.stretches) {
      const items = stretch.kind === "steps" ? stretch.items : undefined;
      if (items?.every(({ words, blocks }) => words !== undefined && blocks.length === 0)) {
        for (const { words, start, end } of items)
          if (words)
            found.push({
              text: markdownOf({ kind: "prose", ...words }, this.source),
              start,
              end,
            });
      } else if (stretch.kind === "prose")
        found.push({ text: markdownOf(stretch, this.source), start: stretch.start, end: stretch.end });
      else return false;
    }
    const good = found.filter(({ text }) => text !== "");
    if (good.length === 0 || good.some(({ text }) => text.length > 600)) return false;
    this.plan.needs.push(...good.map((one) => ({ ...one, text: oneLine(one.text) })));
    this.addField(part, "needs");
    return true;
  }

  /** Subsections that only say more become part of the same note. */
  private mergeChildren(part: Part): readonly Piece[] {
    const all = descendants(part);
    const isProse = all.every(
      (child) =>
        (child.purpose === "unsaid" || child.purpose === "task" || child.purpose === "background") &&
        !this.holdsSteps(child),
    );
    if (!isProse) return [];
    return all.flatMap((child) => {
      this.done.add(child);
      const raw = this.rawHeading(child);
      const heading = raw === "" ? [] : [{ ...this.headingPiece(child, raw), text: `#### ${raw}` }];
      return [...heading, ...this.pieces(child.stretches)];
    });
  }

  private addField(part: Part, field: "references" | "parties" | "needs" | ProseField): void {
    const raw = this.rawHeading(part);
    for (const words of [...this.groups.splice(0), ...(raw === "" ? [] : [raw])])
      this.plan.headings.push({ words, above: field });
    this.plan.parts.push({ ...spanOf(part), heading: part.heading, became: field });
  }

  private addProcedure(part: Part, stretches: readonly Stretch[], before: readonly Piece[] = []): void {
    const { plan, source } = this;
    const isAction = part.purpose === "action" || part.purpose === "task";
    const { steps, rest } = stepsOf(stretches, { source, inputs: plan.inputs, isAction });
    const title = part.heading || plan.title;
    const all = steps.length > 0 ? [...steps] : [this.wholeStep(part, rest, title)];
    const raw = this.rawHeading(part);
    const isTold = part.isHead || holdsWords(title, raw);
    const lead = [...before, ...(isTold ? [] : [this.headingPiece(part, raw)])];
    const [first] = all;
    first?.pieces.unshift(...lead);
    const guesses =
      part.heading === "" ? [{ field: "title", because: "the page's title", ...spanOf(part) }] : [];
    const useWhen = conditionOf(part.heading);
    if (useWhen !== undefined)
      guesses.push({ field: "useWhen", because: "the heading is a condition", ...spanOf(part) });
    const draft: ProcedureDraft = {
      ...spanOf(part),
      title,
      ...(useWhen !== undefined && { useWhen }),
      part,
      steps: all,
      guesses,
    };
    plan.procedures.push(draft);
    this.hangGroups(draft);
    plan.parts.push({
      ...spanOf(part),
      ...(part.heading !== "" && { heading: part.heading }),
      became: draft,
    });
  }

  /** What a section of things to do says without a list or a command. */
  private wholeStep(part: Part, pieces: readonly Piece[], heading: string): StepDraft {
    const [prose] = part.stretches.flatMap((stretch) => proseIn(stretch));
    const words = prose?.text ?? "";
    const title = isCommanding(words) ? titleOf(words) : heading;
    const span = stretchSpan(part.stretches);
    return {
      ...span,
      title,
      name: title,
      pieces: [...pieces],
      guesses: [{ field: "step", because: "the heading says that there is something to do", ...span }],
    };
  }

  private addNote(part: Part, pieces: readonly Piece[], isHeadingKept = false): void {
    const raw = this.rawHeading(part);
    const title = part.heading || (part.isHead || raw === "" ? "Introduction" : "Note");
    const isTold = part.isHead || isHeadingKept || holdsWords(title, raw);
    const guesses =
      part.heading === "" ? [{ field: "title", because: "no heading stands above it", ...spanOf(part) }] : [];
    const draft: NoteDraft = {
      ...spanOf(part),
      title,
      pieces: [...(isTold ? [] : [this.headingPiece(part, raw)]), ...pieces],
      guesses,
    };
    this.plan.notes.push(draft);
    this.hangGroups(draft);
    this.plan.parts.push({
      ...spanOf(part),
      ...(part.heading !== "" && { heading: part.heading }),
      became: draft,
    });
  }

  private hangGroups(above: ProcedureDraft | NoteDraft): void {
    for (const words of this.groups.splice(0)) this.plan.headings.push({ words, above });
  }

  /** Kept whole, as it was: its keys mean something to the site that shows the page. */
  private takeFrontMatter(): void {
    const { frontMatter } = this.page;
    if (!frontMatter) return;
    const { start, end, content, format } = frontMatter;
    const text = this.source.text.slice(content.start, content.end).trim();
    if (text === "") return;
    const piece = { start, end, kind: "front matter", text: fence(text, format) };
    const draft: NoteDraft = {
      start,
      end,
      title: "Front matter",
      pieces: [piece],
      guesses: [{ field: "title", because: "what such a block is called", start, end }],
    };
    this.plan.notes.push(draft);
    this.plan.parts.push({ start, end, became: draft });
  }

  private pieces(stretches: readonly Stretch[]): Piece[] {
    return stretches.map((stretch) => pieceOf(stretch, this.source));
  }

  /** The heading as it is written, without its marks. */
  private rawHeading({ section }: Part): string {
    const { heading, start } = section;
    if (!heading || section.level === 0) return "";
    const raw = this.source.text.slice(Math.min(start, heading.start), heading.end);
    return oneLine(raw.replace(/^[\s>]*#{1,6}(?=\s|$)/, "")).replace(/ (?:#+|=+|-+)$/, "");
  }

  private headingPiece(part: Part, raw: string): Piece {
    const { heading } = part.section;
    return {
      start: heading?.start ?? part.section.start,
      end: heading?.end ?? part.section.start,
      kind: "heading",
      text: raw,
    };
  }
}

function descendants(part: Part): readonly Part[] {
  const found: Part[] = [];
  const open = [...part.children].reverse();
  for (let child = open.pop(); child; child = open.pop()) {
    found.push(child);
    open.push(...[...child.children].reverse());
  }
  return found;
}

function spanOf({ section, stretches }: Part): Span {
  return {
    start: section.start,
    end: Math.max(section.heading?.end ?? section.start, stretches.at(-1)?.end ?? section.start),
  };
}

function stretchSpan(stretches: readonly Stretch[]): Span {
  return { start: stretches[0]?.start ?? 0, end: stretches.at(-1)?.end ?? 0 };
}

/** A first paragraph that says what the page is about; one that ends with a colon introduces what follows. */
function isSummary(prose: Prose, source: Source): boolean {
  const words = oneLine(prose.text);
  return (
    prose.end - prose.start <= 800 &&
    words.length >= 20 &&
    !/[:]$/.test(words) &&
    !/^(?:!?\[|\||<|\{)/.test(source.text.slice(prose.start, prose.start + 2).trim())
  );
}

/** "If the server rebooted" as what sends a reader to a procedure. */
function conditionOf(heading: string): string | undefined {
  const words = /^(?:\d+[.)]? )?(?:if|when|in case) (?!to\b|not\b)(.{8,160})$/i.exec(heading)?.[1];
  return words === undefined ? undefined : words.charAt(0).toUpperCase() + words.slice(1);
}

/** The name of a file as words. */
function fileWords(path: string): string {
  const name = (path.split("/").at(-1) ?? "").replace(/(?:\.html)?\.(?:md|mdx|markdown)(?:\.erb)?$/i, "");
  const words = name.replace(/[-_\s]+/g, " ").trim();
  return words === "" ? "Runbook" : words.charAt(0).toUpperCase() + words.slice(1);
}
