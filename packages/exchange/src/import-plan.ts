import type { Span } from "@runwright/core";
import type { Inputs } from "./import-commands.js";
import type { Draft, PageReference, Piece, StepDraft } from "./import-draft.js";
import type { NamedParty } from "./import-entries.js";
import type { Ids } from "./import-ids.js";
import type { Part } from "./import-sections.js";

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
