import type { Place, Source, Span } from "../source.js";
import type { Tree } from "../tree.js";

/*
 * A plain Markdown page, as teams have written runbooks for years: what is there, with places, and nothing invented. It
 * has no types, so it is no `Runbook`; rules that need none read it, and `import` proposes a runbook from it.
 */

/** A plain page. All spans are offsets in `source.text`. */
export interface Page {
  readonly source: Source;
  readonly frontMatter?: FrontMatter;
  /** The first heading of level 1; where there is none or a template makes it, what the front matter calls the page. */
  readonly title?: Words;
  /** In the order of the text, every one of them, whatever its level. What stands before the first heading has none. */
  readonly sections: readonly Section[];
}

export interface FrontMatter extends Span {
  readonly format: "yaml" | "toml";
  /** The text between the fences. */
  readonly content: Span;
  /** Its values with their places, where it is YAML that can be read. */
  readonly tree?: Tree;
}

/** Words of a page without their markup, and where they stand with it. */
export interface Words extends Span {
  readonly text: string;
}

export interface Section extends Span {
  readonly heading?: Words & { readonly inlines: Inlines };
  /** 1 to 6; 0 for what stands before the first heading. */
  readonly level: number;
  readonly blocks: readonly Block[];
}

export type Block = Prose | Steps | Code | Table | Quote | Passage | Definition | Ruler;

/** A paragraph. */
export interface Prose extends Words {
  readonly kind: "prose";
  /** Of a heading inside a list or a quote, which begins no section there: 1 to 6. */
  readonly level?: number;
  readonly inlines: Inlines;
}

/**
 * A list. One that fences at column 0 break, one whose numbers go on after something between them, and one whose every
 * number is 1 are still one list: what stands between belongs to the step before it.
 */
export interface Steps extends Span {
  readonly kind: "steps";
  /** Ordered, ticked off, or neither: a bullet list may hold anything. */
  readonly style: "numbered" | "checkbox" | "bullet";
  readonly items: readonly Step[];
}

export interface Step extends Span {
  /** As written, where there is one. */
  readonly number?: number;
  readonly checked?: boolean;
  /** What the item says first, up to its first other block. */
  readonly words?: Words & { readonly inlines: Inlines };
  /** Everything else in the item, lists inside it too. */
  readonly blocks: readonly Block[];
}

/** A fenced or indented block. */
export interface Code extends Span {
  readonly kind: "code";
  /** The first word behind the fence, lower case; absent where none is written. */
  readonly lang?: string;
  /** Without what a quote or a list puts before each line; line ends are LF. */
  readonly text: string;
  readonly placeOf: (start: number, end: number) => Place;
  /** What it really holds, whatever its word says. */
  readonly holds: "command" | "transcript" | "output" | "manifest" | "query" | "other";
  /**
   * The commands in it, prompts and output taken away; of a query the query. Without prompts, what stands in a fence is
   * one command: its lines may need each other.
   */
  readonly commands: readonly Command[];
}

/** Something that a person types or runs. */
export interface Command extends Span {
  readonly shell: "bash" | "sh" | "powershell" | "sql" | "unknown";
  /** Without prompt; line ends are LF. */
  readonly text: string;
  /** Where a stretch of `text` stands in the source: a command may be cut out of several lines. */
  readonly placeOf: (start: number, end: number) => Place;
  readonly placeholders: readonly Words[];
}

export interface Table extends Span {
  readonly kind: "table";
  readonly head: readonly Cell[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface Cell extends Words {
  readonly inlines: Inlines;
}

export interface Quote extends Span {
  readonly kind: "quote";
  /** `note`, `warning` and the like, where a code host's sign says so; `footnote` of a footnote. */
  readonly tone?: string;
  readonly blocks: readonly Block[];
}

/** What is no Markdown: HTML, Liquid, ERB, Hugo and MDX. Kept as it is, and never taken apart. */
export interface Passage extends Span {
  readonly kind: "passage";
  readonly language: "html" | "liquid" | "erb" | "hugo" | "mdx";
}

/** The address that reference links name: `[label]: https://…`. The links have it too. */
export interface Definition extends Span {
  readonly kind: "definition";
  readonly label: string;
  readonly address: string;
}

/** A line across the page: `---`. */
export interface Ruler extends Span {
  readonly kind: "ruler";
}

/** What stands in running text, in the order of the text. */
export interface Inlines {
  /** Code spans that are a command rather than a name. */
  readonly commands: readonly Command[];
  /** Code spans, commands too. */
  readonly codes: readonly Words[];
  readonly links: readonly Link[];
  readonly images: readonly Link[];
  /** Words that stand for something else: `<pod-name>`, `YOUR_TOKEN`, `{{ id }}`, `$NAMESPACE`. */
  readonly placeholders: readonly Words[];
}

export interface Link extends Span {
  readonly words: string;
  /** As written, references resolved. */
  readonly address: string;
}
