import type { Page, Source } from "@runwright/core";
import { isCommanding } from "./import-commanding.js";
import { Inputs } from "./import-commands.js";
import type { Piece, StepDraft } from "./import-draft.js";
import { partiesOf, referencesOf } from "./import-entries.js";
import {
  conditionOf,
  descendants,
  fileWords,
  headingPiece,
  isSummary,
  rawHeading,
  spanOf,
  stretchSpan,
} from "./import-headings.js";
import { Ids } from "./import-ids.js";
import type { FieldDraft, NoteDraft, Plan, ProcedureDraft, ProseField } from "./import-plan.js";
import { type Part, partsOf } from "./import-sections.js";
import { hasSteps, stepsOf } from "./import-steps.js";
import { fence, markdownOf, oneLine, pieceOf, proseIn, type Stretch, titleOf } from "./import-text.js";
import { holdsWords } from "./import-words.js";

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
    const raw = rawHeading(part, this.source);
    const kept = raw !== "" && !holdsWords(plan.title, raw) ? [headingPiece(part, raw)] : [];
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
    const raw = rawHeading(part, this.source);
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
      const raw = rawHeading(child, this.source);
      const heading = raw === "" ? [] : [{ ...headingPiece(child, raw), text: `#### ${raw}` }];
      return [...heading, ...this.pieces(child.stretches)];
    });
  }

  private addField(part: Part, field: "references" | "parties" | "needs" | ProseField): void {
    const raw = rawHeading(part, this.source);
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
    const raw = rawHeading(part, this.source);
    const isTold = part.isHead || holdsWords(title, raw);
    const lead = [...before, ...(isTold ? [] : [headingPiece(part, raw)])];
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
    const raw = rawHeading(part, this.source);
    const title = part.heading || (part.isHead || raw === "" ? "Introduction" : "Note");
    const isTold = part.isHead || isHeadingKept || holdsWords(title, raw);
    const guesses =
      part.heading === "" ? [{ field: "title", because: "no heading stands above it", ...spanOf(part) }] : [];
    const draft: NoteDraft = {
      ...spanOf(part),
      title,
      pieces: [...(isTold ? [] : [headingPiece(part, raw)]), ...pieces],
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
}
