import type {
  Confidence,
  Edit,
  Files,
  Linked,
  Page,
  PageCommand,
  Part,
  Place,
  Places,
  Procedure,
  ReadResult,
  Runbook,
  Severity,
  Step,
} from "@runwright/core";
import type { ShellScript } from "./command/shell.js";

export type Preset = "recommended" | "strict" | "migrate";

/** What a preset makes of a rule. */
export type Setting = Severity | "off";

export type Group = "structure" | "flow";

/**
 * A rule is one file of `rules/`: what it checks, why, and the examples that are its tests and its page. A rule keeps no
 * state and reads nothing but its context.
 */
export interface Rule {
  /** Subject, then defect: `failure-path-missing`. It never changes once released. */
  readonly id: string;
  readonly group: Group;
  /** What it reports, as one sentence without a full stop. */
  readonly summary: string;
  /** What goes wrong in real life without it, for the person at 3 a.m.: one to three sentences. */
  readonly why: string;
  readonly severity: Readonly<Record<Preset, Setting>>;
  readonly confidence: Confidence;
  /** The kind of fix that it offers, if any. */
  readonly fix?: "safe" | "unsafe";
  /** Where the rule comes from: an RFC with its section, a post-mortem, a book. */
  readonly sources?: readonly string[];
  /** `shell`: the rule looks into shell commands, and the parser is loaded for it. */
  readonly needs?: "shell";
  /** Absent for what core reports while it reads and links; such a rule has its examples and page here all the same. */
  readonly check?: (context: RuleContext) => void;
  /** What it looks for in plain Markdown, which has no types; absent where it needs some. */
  readonly checkPage?: (context: PageContext) => void;
  /** At least three. Each gives exactly one problem, at the marked place. */
  readonly bad: readonly BadExample[];
  /** At least five, each titled by the trap that it guards. None gives a problem of this rule. */
  readonly good: readonly GoodExample[];
}

export interface BadExample {
  /** What is wrong in it, in a few words. */
  readonly title: string;
  /**
   * The reported place stands in `[|` and `|]`. Unless `whole` is set, what every runbook must have is added: in YAML the
   * four head fields and a procedure; in Markdown front matter, and the headings above the first one of the example: what
   * begins with none stands in a step.
   */
  readonly text: string;
  /** The exact message. */
  readonly message: string;
  /** The text after the fix, in the same short form; without markers. */
  readonly fixed?: string;
  /** Other files, by path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly whole?: boolean;
  /** `example.runbook.yaml` if not said. A name in `.md` makes the example Markdown. */
  readonly path?: string;
}

export interface GoodExample {
  /** The trap: why somebody might think that this is wrong. */
  readonly title: string;
  readonly text: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly whole?: boolean;
  readonly path?: string;
}

/** What a rule sees: one file with everything that it names. */
export interface RuleContext {
  readonly linked: Linked;
  readonly file: ReadResult;
  readonly places: Places;
  /** Other runbooks, for a rule that follows a call out of this one. */
  readonly files: Files;
  /** Absent where the file is a fragment. */
  readonly runbook: Runbook | undefined;
  /** The file's own steps in the order of the text, each with its procedure. Those of fragments are judged in their files. */
  readonly steps: readonly { readonly step: Step; readonly procedure: Procedure }[];
  /** A bash or sh command as a tree, if a person could have written it. Only for a rule that `needs` it. */
  readonly parseShell: (text: string) => ShellScript | undefined;
  /** Whether another rule is judged in this run: what that one says better, this one need not say. */
  readonly isOn: (rule: string) => boolean;
  readonly report: (finding: Finding) => void;
}

/** What a rule sees of plain Markdown. */
export interface PageContext {
  readonly page: Page;
  /** The commands of all fences and lines of the page, in the order of the text. */
  readonly commands: readonly PageCommand[];
  readonly parseShell: RuleContext["parseShell"];
  readonly isOn: RuleContext["isOn"];
  readonly report: (finding: PageFinding) => void;
}

/** A finding whose places are known already: a page has no model that they could be asked of. */
export interface PageFinding extends Omit<Finding, "at" | "related" | "help"> {
  readonly at: Place;
  readonly help: string;
}

/** A model object with a field, or an item of it, or a part of a text value; or a place that is known already. */
export type Target = Place | readonly [owner: object, key?: string | number, part?: Part];

/** What is `expect:` in YAML is `**Expect:**` on a page, and a person is told what they can write where they are. */
export interface Spelt {
  readonly yaml: string;
  readonly markdown: string;
}

export interface Finding {
  readonly at: Target;
  /** One line, present tense, begins with a capital, no full stop; actual values in backticks. */
  readonly message: string;
  /** The next action, as an instruction. */
  readonly help: string | Spelt;
  readonly related?: readonly { readonly at: Target; readonly message: string }[];
  readonly fix?: { readonly title: string; readonly edits: readonly Edit[] };
}

/** Checks the shape of a rule where it is written. */
export function defineRule(rule: Rule): Rule {
  return rule;
}
