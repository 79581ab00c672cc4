import type { CommandRun, Outcome, Runbook, Span } from "@runwright/core";

/** A field that was guessed, why, and where on the page; its object is known by where the draft stands. */
export interface Draft extends Span {
  readonly field: string;
  readonly because: string;
}

/** A piece of a page that stays Markdown, and where it stood. */
export interface Piece extends Span {
  readonly text: string;
  readonly kind: string;
  /** Of a paragraph: without its marks, on one line. */
  readonly words?: string;
  /** What the link labels in it stand for, as lines of Markdown. */
  readonly targets?: readonly string[];
}

/** A step while its section is read: pieces still come to it. */
export interface StepDraft extends Span {
  title: string;
  /** What the id is made of. */
  readonly name: string;
  readonly pieces: Piece[];
  command?: CommandRun;
  onlyIf?: string;
  onFailure?: Outcome;
  next?: string;
  readonly guesses: Draft[];
  /** Its number in its list, where it has one. */
  readonly number?: number;
}

/** An entry of `references`; core's `Reference` is one of its names for what links resolve to. */
export type PageReference = NonNullable<Runbook["references"]>[number];
