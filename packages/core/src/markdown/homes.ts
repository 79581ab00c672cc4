/*
 * Where each field of the format stands in the Markdown spelling: in the heading, in the prose, or in a fact. A field
 * that is not named here is data. One reader and one writer serve all kinds of entries by this table.
 */

/** How the value behind a label is written. */
export type FactForm =
  /** A link; its target is the id. */
  | "link"
  /** Links with `, ` between. */
  | "links"
  /** Text that people read, plain: what Markdown would take for markup stands in a code span. */
  | "text"
  /** Markdown. */
  | "markdown"
  /** An outcome sentence. */
  | "outcome"
  /** `reads`, `changes` or `destroys`, then `, repeatable` or `, not repeatable`. */
  | "effect"
  /** A link, an address in `<…>`, or anything in a code span. */
  | "address"
  /** A link, then perhaps `` for each `name` in [List](#list) ``. */
  | "call"
  /** `1 of [Party](#party), within 1d, after [Item](#item)` */
  | "approval"
  /** `5m`, or `every 10s, at most 2m` */
  | "wait"
  /** A code span is typed, other text agreed to. */
  | "confirmation"
  /** `do [Procedure](#procedure)`, else Markdown. */
  | "undo"
  /** `words → outcome` */
  | "branch";

/** A line `- **Label:** value`. */
export interface Fact {
  /** As it stands in bold, before the colon; `If [error](#id)` for a row of the catalogue. */
  readonly label: string;
  readonly form: FactForm;
  /** Where the value goes, from the entry on. */
  readonly path: readonly string[];
  /** Each line is an item of the list there. */
  readonly isItem?: boolean;
}

/** A kind of entry. */
export interface Kind {
  readonly name: string;
  /** Its record in the table of fields. */
  readonly record: string;
  /** The field that stands in the heading. */
  readonly heading: string;
  /** The heading has an anchor, which is the `id`. */
  readonly isAnchored: boolean;
  /** The heading may hold the id where there is no such field. */
  readonly mayLackHeading?: boolean;
  readonly prose?: string;
  readonly facts: readonly Fact[];
}

const fact = (label: string, form: FactForm, ...path: readonly string[]): Fact => ({ label, form, path });
const item = (label: string, form: FactForm, field: string): Fact => ({
  label,
  form,
  path: [field],
  isItem: true,
});

/** The row of an error of the catalogue; its path ends with that error's id. */
export const errorRow: Fact = fact("If [error](#id)", "outcome", "onFailure");

const rows: readonly Fact[] = [
  errorRow,
  fact("If refused", "outcome", "onFailure", "refused"),
  fact("If time runs out", "outcome", "onFailure", "timeout"),
  fact("If it stops", "outcome", "onFailure", "stopped"),
  fact("If anything else fails", "outcome", "onFailure", "any"),
];

const anchored = (
  record: string,
  heading: string,
  more: Partial<Omit<Kind, "name" | "record" | "heading" | "isAnchored">> = {},
): Kind => ({ name: record, record, heading, isAnchored: true, facts: [], ...more });

export const kinds = {
  procedure: anchored("procedure", "title", {
    facts: [fact("Use when", "markdown", "useWhen"), item("Needs", "markdown", "needs"), ...rows],
  }),
  step: anchored("step", "title", {
    prose: "text",
    facts: [
      fact("Who", "link", "by"),
      fact("Where", "link", "command", "at"),
      fact("Request", "link", "request"),
      fact("Open", "address", "open"),
      fact("Only if", "text", "onlyIf"),
      fact("Write down", "links", "ask"),
      fact("Do", "call", "do"),
      fact("Do at the same time", "links", "do"),
      fact("Approval", "approval", "approve"),
      fact("Wait", "wait", "wait"),
      fact("Confirm", "confirmation", "confirm"),
      fact("Effect", "effect", "effect"),
      fact("Expect", "markdown", "expect", "see"),
      fact("Undo", "undo", "undo"),
      fact("No undo", "markdown", "undo", "none"),
      item("When", "branch", "choose"),
      fact("Otherwise", "outcome", "otherwise"),
      ...rows,
      fact("Then", "outcome", "next"),
    ],
  }),
  error: anchored("error", "title", {
    mayLackHeading: true,
    prose: "means",
    facts: [
      item("Cause", "markdown", "causes"),
      item("Check", "markdown", "check"),
      fact("Then", "outcome", "then"),
    ],
  }),
  party: anchored("party", "name", { prose: "does", facts: [item("Contact", "text", "contact")] }),
  system: anchored("system", "name", { prose: "does" }),
  input: anchored("input", "label", { prose: "help" }),
  request: anchored("request", "title", { mayLackHeading: true, prose: "text" }),
  secret: anchored("secret", "label", {
    prose: "means",
    facts: [fact("Kept in", "text", "store"), fact("Updated", "markdown", "updated")],
  }),
  client: anchored("client", "name", { mayLackHeading: true }),
  note: anchored("note", "title", { prose: "text" }),
  safetyRule: anchored("safetyRule", "rule", { prose: "why" }),
  checklistItem: anchored("checklistItem", "text"),
  scope: {
    ...anchored("scope", "scope", { prose: "allows", facts: [fact("Why", "markdown", "why")] }),
    isAnchored: false,
  },
  term: { ...anchored("term", "term", { prose: "means" }), isAnchored: false },
  reference: { ...anchored("reference", "title"), isAnchored: false },
  revision: { ...anchored("revision", "version", { prose: "summary" }), isAnchored: false },
} as const satisfies Record<string, Kind>;

/** A built-in section: `## Errors`. */
export interface SectionHome {
  readonly title: string;
  readonly field: string;
  readonly kind: Kind;
  /** The shorter form that its entries may have together, where each of them fits into it. */
  readonly short?: ShortForm;
}

export type ShortForm =
  | { readonly form: "table"; readonly columns: readonly Column[] }
  | { readonly form: "links" }
  | { readonly form: "boxes" };

export interface Column {
  readonly title: string;
  readonly field: string;
  /** The cell holds a list, with `; ` between. */
  readonly isList?: boolean;
}

const section = (title: string, field: string, kind: Kind, short?: ShortForm): SectionHome => ({
  title,
  field,
  kind,
  ...(short && { short }),
});

/** In the order that a reader in need wants, which is the order of the writer. Procedures come before, notes after Words. */
export const sections: readonly SectionHome[] = [
  section("Errors", "errors", kinds.error),
  section("People", "parties", kinds.party),
  section("Systems", "systems", kinds.system),
  section("Inputs", "inputs", kinds.input),
  section("Requests", "requests", kinds.request),
  section("Secrets and tokens", "secrets", kinds.secret),
  section("Clients", "clients", kinds.client),
  section("Scopes", "scopes", kinds.scope),
  section("Words", "terms", kinds.term, {
    form: "table",
    columns: [
      { title: "Term", field: "term" },
      { title: "Means", field: "means" },
      { title: "Aliases", field: "aliases", isList: true },
    ],
  }),
  section("Safety rules", "safety", kinds.safetyRule),
  section("Sign-off checklist", "checklist", kinds.checklistItem, { form: "boxes" }),
  section("References", "references", kinds.reference, { form: "links" }),
  section("Revisions", "revisions", kinds.revision, {
    form: "table",
    columns: [
      { title: "Version", field: "version" },
      { title: "Date", field: "date" },
      { title: "Author", field: "author" },
      { title: "Summary", field: "summary" },
    ],
  }),
];

/** The words that make a heading of level 2 a procedure. */
export const procedureMark = "Procedure: ";

/** The labels of the paragraphs under the title. */
export const headLabels: readonly { readonly label: string; readonly field: string }[] = [
  { label: "Use when", field: "useWhen" },
  { label: "Not for", field: "notFor" },
];

export const generatedMark = "runwright:generated";

/** The shells that the first word of a command's fence may name. */
export const shells: readonly string[] = ["bash", "sh", "powershell", "sql"];
