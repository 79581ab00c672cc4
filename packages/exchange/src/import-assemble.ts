import {
  entryOf,
  type Note,
  type Page,
  type Party,
  type Procedure,
  type Runbook,
  type Step,
} from "@runwright/core";
import type { Draft, Piece, StepDraft } from "./import-draft.js";
import type { NamedParty } from "./import-entries.js";
import { idOfFile } from "./import-ids.js";
import { placeFailures } from "./import-place-failures.js";
import type { NoteDraft, PartDraft, Plan, ProcedureDraft } from "./import-plan.js";
import type { FailureCandidate, Guess, ImportedPart, LeftText } from "./import-result.js";
import type { Part } from "./import-sections.js";
import { oneLine, withoutReferences } from "./import-text.js";
import { holdsWords } from "./import-words.js";

/** What a plan comes to: the runbook, and where everything in it came from. */
export interface Assembled {
  readonly runbook: Runbook;
  readonly parts: readonly ImportedPart[];
  readonly failures: readonly FailureCandidate[];
  readonly guesses: readonly Guess[];
  readonly left: readonly LeftText[];
}

/** Gives out ids, hangs failures on steps, and makes the runbook of a plan. */
export function assemble(page: Page, plan: Plan): Assembled {
  const guesses: Guess[] = [];
  const left: LeftText[] = [];
  const keep = (path: string, drafts: readonly Draft[]): { readonly "x-guess"?: readonly string[] } => {
    for (const { field, because, start, end } of drafts)
      guesses.push({ path: fieldPath(path, field), because, start, end });
    const fields = [...new Set(drafts.map(({ field }) => field))];
    return fields.length === 0 ? {} : { "x-guess": fields };
  };

  const all = [...plan.notes, ...plan.procedures.flatMap(({ steps }) => steps)].flatMap(
    ({ pieces }) => pieces,
  );
  const targets = new Set(all.flatMap((piece) => piece.targets ?? []));
  const notes = plan.notes.map((draft, index) =>
    noteOf(draft, `/notes/${index}`, { plan, keep, left, targets }),
  );
  const drafts: readonly ProcedureDraft[] = plan.procedures.length > 0 ? plan.procedures : [readNotes(plan)];
  // All ids first: steps and failures name one another.
  const named = drafts.map((draft) => ({
    draft,
    id: plan.ids.of(draft.title, "procedure"),
    steps: draft.steps.map((step) => ({ step, id: plan.ids.of(step.name, "step") })),
  }));
  for (const [index, { id, draft }] of named.entries()) {
    const before = named[index - 1];
    const last = before?.steps.at(-1)?.step;
    if (!before || !last || !follows(before.draft, draft)) continue;
    last.next = id;
    last.guesses.push({
      field: "next",
      because: `“${draft.title}” stands below it`,
      start: draft.start,
      end: draft.start,
    });
  }
  const { failures, parties } = placeFailures(page, plan, named);
  const procedures = named.map(({ draft, id, steps }, index): Procedure => {
    const path = `/procedures/${index}`;
    const needs = index === 0 ? plan.needs.map(({ text }) => withoutReferences(text)) : [];
    return {
      id,
      title: withoutReferences(draft.title),
      ...(draft.useWhen !== undefined && { useWhen: withoutReferences(draft.useWhen) }),
      ...(needs.length > 0 && { needs }),
      steps: steps.map(({ step, id: stepId }, at) =>
        stepOf(step, stepId, `${path}/steps/${at}`, { keep, left, targets }),
      ),
      ...keep(path, [...draft.guesses, ...(index === 0 ? needsGuess(plan) : [])]),
    };
  });
  const inputs = plan.inputs.all.map(({ id, label, start, end }, index) => ({
    id,
    label,
    required: true,
    ...keep(`/inputs/${index}`, [
      { field: "required", because: "a command has a placeholder for it", start, end },
    ]),
  }));
  const allParties = [...plan.parties, ...parties].map(
    ({ start, end, guess, ...party }: NamedParty, index): Party => ({
      ...party,
      ...keep(`/parties/${index}`, [{ field: "name", because: guess, start, end }]),
    }),
  );
  const field = (name: "summary" | "useWhen" | "notFor") => {
    const draft = plan.fields.get(name);
    return draft ? { [name]: withoutReferences(draft.text) } : {};
  };
  const fieldGuesses = [...plan.fields].map(
    ([name, { start, end }]): Draft => ({
      field: name,
      because: "by the heading, or as the first paragraph",
      start,
      end,
    }),
  );
  const headings = headingsOf(plan, named, notes);
  const runbook: Runbook = {
    runwright: 1,
    id: idOfFile(page.source.path),
    title: withoutReferences(plan.title),
    version: "0.1.0",
    ...field("summary"),
    ...field("useWhen"),
    ...field("notFor"),
    ...frontMatterFields(page),
    ...(allParties.length > 0 && { parties: allParties }),
    ...(inputs.length > 0 && { inputs }),
    procedures,
    ...(notes.length > 0 && { notes }),
    ...(plan.references.length > 0 && {
      references: plan.references.map((one) => ({ ...one, title: withoutReferences(one.title) })),
    }),
    ...(headings && { "x-headings": headings }),
    ...keep("", [...(plan.titleGuess ? [plan.titleGuess] : []), ...fieldGuesses]),
  };
  const located = new Map<object, string>([
    ...named.map(({ draft }, index) => [draft, `/procedures/${index}`] as const),
    ...plan.notes.map((draft, index) => [draft, `/notes/${index}`] as const),
  ]);
  const parts = plan.parts.map((part) => partOf(part, located));
  guesses.sort((one, other) => one.start - other.start);
  return { runbook, parts, failures, guesses, left };
}

interface Keeping {
  readonly keep: (path: string, drafts: readonly Draft[]) => { readonly "x-guess"?: readonly string[] };
  readonly left: LeftText[];
  readonly targets: ReadonlySet<string>;
}

function stepOf(step: StepDraft, id: string, path: string, { keep, left, targets }: Keeping): Step {
  const { title, command, onlyIf, onFailure, next, pieces, guesses } = step;
  const said = pieces.findIndex(({ kind, text }) => kind === "prose" && isSame(text, title));
  const text = textOf(pieces.toSpliced(said, said < 0 ? 0 : 1), `${path}/text`, { left, targets });
  return {
    id,
    title: withoutReferences(title),
    ...(onlyIf !== undefined && { onlyIf: withoutReferences(onlyIf) }),
    ...(text !== "" && { text }),
    ...(command && { command }),
    ...(onFailure && { onFailure: { any: onFailure } }),
    ...(next !== undefined && { next: { goto: next } }),
    ...keep(path, guesses),
  };
}

function noteOf(
  draft: NoteDraft,
  path: string,
  { plan, keep, left, targets }: Keeping & { readonly plan: Plan },
): Note {
  const text = textOf(draft.pieces, `${path}/text`, { left, targets });
  return {
    id: plan.ids.of(draft.title, "note"),
    title: withoutReferences(draft.title),
    ...(text !== "" && { text }),
    ...keep(path, draft.guesses),
  };
}

function textOf(
  pieces: readonly Piece[],
  path: string,
  { left, targets }: { readonly left: LeftText[]; readonly targets: ReadonlySet<string> },
): string {
  const kept = pieces
    .map((piece) =>
      piece.kind === "gap" || piece.kind === "definition"
        ? { ...piece, text: withoutTargets(piece.text, targets) }
        : piece,
    )
    .filter(({ text }) => text.trim() !== "");
  for (const { kind, start, end } of kept) left.push({ kind, path, start, end });
  const own = [...new Set(kept.flatMap((piece) => piece.targets ?? []))];
  const texts = [...kept.map(({ text }) => text), ...(own.length > 0 ? [own.join("\n")] : [])];
  return withoutReferences(texts.join("\n\n"));
}

/** Link targets go where their labels are; what nobody names, and what says more, stays where it was. */
function withoutTargets(text: string, targets: ReadonlySet<string>): string {
  return text
    .split("\n")
    .filter((line) => !targets.has(line.trim()))
    .join("\n")
    .trim();
}

/** Whether a title says all that a text says, word for word; "`CNAME`s" is two words, and "CNAMEs" one. */
function isSame(text: string, title: string): boolean {
  const bare = (words: string) => words.replace(/[`*]/g, "");
  return (
    text.length <= 2000 &&
    holdsWords(title, text) &&
    bare(oneLine(text).replace(/[\s.:;,]+$/, "")) === bare(title)
  );
}

function needsGuess({ needs: [first] }: Plan): readonly Draft[] {
  if (!first) return [];
  return [
    { field: "needs", because: "the heading says that they come first", start: first.start, end: first.end },
  ];
}

/** A page without anything to do: its reader reads. */
function readNotes(plan: Plan): ProcedureDraft {
  const place = { start: 0, end: 0 };
  const [first] = plan.notes;
  const step: StepDraft = {
    ...place,
    title: first ? "Read the notes" : "Read the summary",
    name: "read",
    pieces: [],
    guesses: [{ field: "step", because: "the page has no steps, and a runbook has at least one", ...place }],
  };
  return {
    ...place,
    title: plan.title,
    steps: [step],
    guesses: [{ field: "title", because: "the page's title", ...place }],
  };
}

/** Numbered sections, and looking before mending, are done one after the other; other sections may be alternatives. */
function follows(before: ProcedureDraft, after: ProcedureDraft): boolean {
  const [one, other] = [before.part, after.part];
  if (!one || !other || one.section.level !== other.section.level || one.parent !== other.parent)
    return false;
  // "1. The disk is full" and "2. The data is corrupt" are cases; "Step 1" and "1. Drain the node" are an order.
  const numberOf = ({ heading, purpose }: Part) => {
    const [, word, number] = /^(step|phase|part|stage)?\s*(\d{1,2})(?:[.):]|\b)/i.exec(heading) ?? [];
    return number !== undefined && (word !== undefined || purpose === "action") ? Number(number) : undefined;
  };
  const first = numberOf(one);
  if (first !== undefined) return numberOf(other) === first + 1;
  return (
    /^\W*(?:diagnos|investigat|triage|detect|identif|analys|preparation|containment|eradication)/i.test(
      one.heading,
    ) &&
    /^\W*(?:mitigat|resol|remed|contain|eradicat|recover|fix|solution|analys|identif|post)/i.test(
      other.heading,
    )
  );
}

function headingsOf(
  plan: Plan,
  named: readonly { readonly draft: ProcedureDraft; readonly id: string }[],
  notes: readonly Note[],
): Readonly<Record<string, string>> | undefined {
  const byName: Record<string, string> = {};
  for (const { words, above } of plan.headings) {
    const note = typeof above === "object" ? plan.notes.indexOf(above as NoteDraft) : -1;
    const name =
      typeof above === "string"
        ? above
        : (notes[note]?.id ?? named.find(({ draft }) => draft === above)?.id ?? "page");
    byName[name] = byName[name] === undefined ? words : `${byName[name]} / ${words}`;
  }
  return Object.keys(byName).length > 0 ? byName : undefined;
}

/** Values of the front matter that have a field of the same meaning. They stay in its note as well. */
function frontMatterFields({ frontMatter }: Page): Pick<Runbook, "tags" | "review"> {
  const root = frontMatter?.tree?.root;
  const tags = entryOf(root, "tags")?.value;
  const words =
    tags?.kind === "seq"
      ? tags.items.flatMap((item) =>
          item.kind === "scalar" && item.text.trim() !== "" ? [withoutReferences(item.text)] : [],
        )
      : [];
  const reviewed = (entryOf(root, "last_reviewed_on") ?? entryOf(root, "last_reviewed"))?.value;
  const last = reviewed?.kind === "scalar" ? reviewed.text : "";
  return {
    ...(/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/.test(last) && { review: { last } }),
    ...(words.length > 0 && { tags: words }),
  };
}

function partOf({ became, ...rest }: PartDraft, located: ReadonlyMap<object, string>): ImportedPart {
  if (typeof became === "string") {
    const path =
      became === "needs" ? "/procedures/0/needs" : became === "group" ? "/x-headings" : `/${became}`;
    return { ...rest, became, path, steps: 0, commands: 0 };
  }
  const path = located.get(became) ?? "";
  if (!("steps" in became)) return { ...rest, became: "note", path, steps: 0, commands: 0 };
  const commands = became.steps.filter(({ command }) => command !== undefined).length;
  return { ...rest, became: "procedure", path, steps: became.steps.length, commands };
}

/** `step` is the object itself; `command.effect` is a field of a field. */
function fieldPath(path: string, field: string): string {
  return field === "step" ? path : `${path}/${field.replaceAll(".", "/")}`;
}
