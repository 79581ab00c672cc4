import { recordType } from "../fields.js";
import type { Runbook } from "../runbook.js";
import { walk } from "../walk.js";
import { emitEntries, hasOddUnit } from "../yaml/emit.js";
import { ordered } from "../yaml/write.js";
import { entryWords } from "./entry-words.js";
import { writeEntry } from "./entry-write.js";
import { headingWords, untitled } from "./heading.js";
import { headLabels, type Kind, kinds, type SectionHome, sections } from "./homes.js";
import { linkWords } from "./inline.js";
import { isHeadReadBack } from "./probe.js";
import { writeShort } from "./short-write.js";
import { type Links, type Values, without } from "./speak.js";

export interface MarkdownOptions {
  /** What an id of a fragment is called, and the path of the fragment from the runbook's file. */
  readonly entry?: (id: string) => { readonly words: string; readonly path: string } | undefined;
}

/**
 * The canonical Markdown of a runbook: each field at its home where it is read back from there just as it is, else as
 * data. Reading it gives an equal model, and writing that one gives the same text.
 */
export function writeMarkdown(runbook: Runbook, options: MarkdownOptions = {}): string {
  return new PageWriter(runbook, options).write();
}

/** A class, because every part of a page names the entries of the whole. */
class PageWriter {
  private readonly names = new Map<string, string>();
  private readonly links: Links;

  constructor(
    private readonly runbook: Runbook,
    private readonly options: MarkdownOptions,
  ) {
    walk(runbook, ({ owner, key, value, trail }) => {
      const record = trail.at(-1);
      if (key !== "id" || owner !== record?.value || !record.type.entry) return;
      const id = String(value);
      if (!this.names.has(id)) this.names.set(id, entryWords(owner, record.type.entry) ?? id);
    });
    this.links = {
      link: (id) => this.link(id, this.wordsFor(id)),
      // Stars inside bold words would end them.
      linkInBold: (id) => this.link(id, /[*_]/.test(this.wordsFor(id)) ? id : this.wordsFor(id)),
    };
  }

  write(): string {
    const runbook = this.runbook as unknown as Values;
    const { body, written } = this.sections(runbook);
    const head = this.head(
      without(
        runbook,
        written.map((field) => [field]),
      ),
    );
    return `${[...head, ...body].join("\n\n")}\n`;
  }

  private wordsFor(id: string): string {
    return this.names.get(id) ?? this.options.entry?.(id)?.words ?? id;
  }

  private link(id: string, words: string): string {
    const path = this.names.has(id) ? "" : (this.options.entry?.(id)?.path ?? "");
    return `[${linkWords(words) || id}](${path}#${id})`;
  }

  /** The sections of the body, and which fields they hold. */
  private sections(runbook: Values): { body: readonly string[]; written: readonly string[] } {
    const body: string[] = [];
    const written: string[] = [];
    const add = (field: string, parts: readonly string[] | undefined): void => {
      if (!parts || runbook[field] === undefined) return;
      body.push(...parts);
      written.push(field);
    };
    add(
      "procedures",
      this.runbook.procedures.flatMap((procedure) => this.procedure(procedure as unknown as Values)),
    );
    for (const home of sections) {
      const list = runbook[home.field] as readonly Values[] | undefined;
      if (list) add(home.field, this.section(home, list));
      if (home.field === "terms" && this.runbook.notes && this.runbook.notes.length > 0)
        add(
          "notes",
          this.runbook.notes.map((note) => this.entry(note as unknown as Values, kinds.note)),
        );
    }
    return { body, written };
  }

  private procedure(procedure: Values): readonly string[] {
    const { steps, ...own } = procedure;
    return [
      this.entry(own, kinds.procedure),
      ...((steps ?? []) as readonly Values[]).map((step) => this.entry(step, kinds.step)),
    ];
  }

  private section(home: SectionHome, list: readonly Values[]): readonly string[] {
    const heading = `## ${home.title}`;
    const short = writeShort(list, home);
    if (short !== undefined) return [heading, short];
    return [heading, ...list.map((record) => this.entry(record, home.kind))];
  }

  private entry(record: Values, kind: Kind): string {
    return writeEntry(record, kind, this.links);
  }

  private head(fields: Values): readonly string[] {
    const labels = headLabels.map(({ field }) => field);
    const inBody = ["title", "summary", ...labels].filter(
      (field) => typeof fields[field] === "string" && !hasOddUnit(String(fields[field])),
    );
    const kept = inBody.filter((field) => this.isHeadRight(fields, [field]));
    return this.headParts(fields, this.isHeadRight(fields, kept) ? kept : []);
  }

  private isHeadRight(fields: Values, inBody: readonly string[]): boolean {
    return isHeadReadBack(`${this.headParts(fields, inBody).join("\n\n")}\n`, fields);
  }

  /** What the heading shows of a title that stands in the front matter. */
  private shownTitle(fields: Values): string {
    const words = headingWords(String(fields.title));
    const { runwright, title } = fields;
    const text = `---\n${emitEntries({ runwright, title }, 0)}\n---\n\n# ${words}\n`;
    return !hasOddUnit(words) && isHeadReadBack(text, { runwright, title }) ? words : untitled;
  }

  private headParts(fields: Values, inBody: readonly string[]): readonly string[] {
    const data = ordered(
      without(
        fields,
        inBody.map((field) => [field]),
      ),
      recordType("runbook"),
    );
    const title = String(fields.title);
    const shown = inBody.includes("title") ? title : this.shownTitle(fields);
    const labelled = headLabels.flatMap(({ label, field }) => {
      const value = inBody.includes(field) ? String(fields[field]) : undefined;
      return value === undefined ? [] : [`**${label}:**${beginsBlock(value) ? "\n\n" : " "}${value}`];
    });
    return [
      `---\n${emitEntries(data, 0)}\n---`,
      `# ${shown}`,
      ...(inBody.includes("summary") ? [String(fields.summary)] : []),
      ...labelled,
    ];
  }
}

/** Whether a text begins with a block that would be none in the line of its label. */
function beginsBlock(text: string): boolean {
  return /^(?:[-*+>|#<]|[0-9]{1,9}[.)]|`{3}|~{3})/.test(text);
}
