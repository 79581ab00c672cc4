import { recordType } from "../fields.js";
import type { Runbook } from "../runbook.js";
import { walk } from "../walk.js";
import { emitEntries, hasOddUnit } from "../yaml/emit.js";
import { ordered } from "../yaml/write.js";
import { entryName } from "./entry-name.js";
import { headingWords, untitled } from "./heading.js";
import { headLabels, type Kind, kinds, procedureMark, type SectionHome, sections } from "./homes.js";
import { linkWords } from "./inline.js";
import { isProcedureHeading, nearSection } from "./page-read.js";
import { isHeadReadBack, isReadBack } from "./probe.js";
import { writeShort } from "./short-write.js";
import { fenced, type Links, type Said, speak, speakCommand, without } from "./speak.js";

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

type Values = Readonly<Record<string, unknown>>;

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
      if (!this.names.has(id)) this.names.set(id, entryName(owner, record.type.entry) ?? id);
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
          this.runbook.notes.map((note) => this.entry(note as unknown as Values, kinds.note, 2)),
        );
    }
    return { body, written };
  }

  private procedure(procedure: Values): readonly string[] {
    const { steps, ...own } = procedure;
    return [
      this.entry(own, kinds.procedure, 2, procedureMark),
      ...((steps ?? []) as readonly Values[]).map((step) => this.entry(step, kinds.step, 3)),
    ];
  }

  private section(home: SectionHome, list: readonly Values[]): readonly string[] {
    const heading = `## ${home.title}`;
    const short = writeShort(list, home);
    if (short !== undefined) return [heading, short];
    return [heading, ...list.map((record) => this.entry(record, home.kind, 3))];
  }

  /** An entry with as much of it at home as is read back from there. */
  private entry(record: Values, kind: Kind, level: number, mark = ""): string {
    const parts = this.parts(record, kind);
    const fallback = fallbackHeading(record, kind, { level, mark });
    const text = (chosen: readonly Part[]) => assemble(record, chosen, { kind, level, mark, fallback });
    const isRight = (chosen: readonly Part[]) => isReadBack(text(chosen), record, kind, mark);
    if (isRight(parts)) return text(parts);
    const kept = parts.filter((part) => isRight([part]));
    if (isRight(kept)) return text(kept);
    // Parts that are right one by one are not together: as many as go, in their order.
    let chosen: readonly Part[] = [];
    for (const part of kept) if (isRight([...chosen, part])) chosen = [...chosen, part];
    if (isRight(chosen)) return text(chosen);
    throw new Error(
      `Unreachable: an entry is read back from data alone, but not ${JSON.stringify(text([]))}`,
    );
  }

  private parts(record: Values, kind: Kind): readonly Part[] {
    const words = record[kind.heading];
    const prose = kind.prose === undefined ? undefined : record[kind.prose];
    const command = kind.name === "step" ? speakCommand(record) : undefined;
    const parts: Part[] = [
      ...(typeof words === "string" && !isTaken(words, kind)
        ? [{ at: "heading" as const, lines: [words], paths: [[kind.heading]] }]
        : []),
      ...(typeof prose === "string"
        ? [{ at: "prose" as const, lines: [prose], paths: [[kind.prose ?? ""]] }]
        : []),
      ...speak(record, kind, this.links).map((said) => ({ ...said, at: "fact" as const })),
      ...(command ? [{ ...command, at: "command" as const }] : []),
    ];
    return parts.filter(({ lines }) => !lines.some(hasOddUnit));
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

/** A part of an entry that does not stand in its data. */
interface Part extends Said {
  readonly at: "heading" | "prose" | "fact" | "command";
}

interface Form {
  readonly kind: Kind;
  readonly level: number;
  /** What stands in the heading before its words. */
  readonly mark: string;
  /** The words of the heading where the data says what it is called. */
  readonly fallback: string;
}

function assemble(record: Values, chosen: readonly Part[], { kind, level, mark, fallback }: Form): string {
  const at = (place: Part["at"]) => chosen.filter((part) => part.at === place).flatMap((part) => part.lines);
  const data = ordered(
    without(record, [...chosen.flatMap(({ paths }) => paths), ...(kind.isAnchored ? [["id"]] : [])]),
    recordType(kind.record),
  );
  const anchor = kind.isAnchored ? `<a id="${String(record.id)}"></a>` : "";
  const [words = fallback] = at("heading");
  const blocks = [
    [`${"#".repeat(level)} ${anchor}${mark}${words}`],
    at("prose"),
    at("fact"),
    at("command"),
    Object.keys(data).length > 0 ? fenced("yaml fields", emitEntries(data, 0)) : [],
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

/** What the heading shows where the name stands in the data: as much of it as a heading can, else the id. */
function fallbackHeading(
  record: Values,
  kind: Kind,
  { level, mark }: { level: number; mark: string },
): string {
  const name = record[kind.heading];
  const id = kind.isAnchored ? String(record.id) : untitled;
  if (typeof name !== "string") return id;
  const isRight = (fallback: string) =>
    !hasOddUnit(fallback) &&
    !isTaken(fallback, kind) &&
    isReadBack(assemble(record, [], { kind, level, mark, fallback }), record, kind, mark);
  return [headingWords(name), id].find(isRight) ?? untitled;
}

/** Whether a note with these words in its heading would be taken for a section or a procedure, or nearly so. */
function isTaken(words: string, { name }: Kind): boolean {
  return name === "note" && (isProcedureHeading(words) || nearSection(words) !== undefined);
}

/** Whether a text begins with a block that would be none in the line of its label. */
function beginsBlock(text: string): boolean {
  return /^(?:[-*+>|#<]|[0-9]{1,9}[.)]|`{3}|~{3})/.test(text);
}
