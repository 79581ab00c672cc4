import type { Edit } from "../problem.js";
import type { Outcome } from "../runbook.js";
import { lineEnd, type Span } from "../source.js";
import { type EntryLayout, entryOf, type MapEntry, type MapNode, type Tree, type TreeNode } from "../tree.js";
import { emitEntries } from "../yaml/emit.js";
import { lineStart, nextLine } from "./blocks.js";
import { writeEntry } from "./entry-write.js";
import { type Kind, kinds, sections } from "./homes.js";
import { linkWords } from "./inline.js";
import { writeOutcome } from "./outcome.js";
import { frontMatterOf } from "./page-read.js";
import { isReadBack } from "./probe.js";
import { fenced, type Links, type Said, speak, type Values, without } from "./speak.js";

/*
 * Changes to a page that keep every other byte. A field goes to its home, as a line of its own, where a line can say it;
 * else into the data of its entry. What stands in the data already is YAML and edited as such, elsewhere.
 */

/** A mapping that YAML holds as a whole: in front matter or in the data of an entry. */
export function isDataNode(node: MapNode): boolean {
  return node.entries.every(({ key }) => key.style !== "markdown");
}

/** Whether a value stands in the front matter, or in the data of an entry. */
export function isInData(tree: Tree, { start, end }: Span): boolean {
  const front = frontMatterOf(tree.source.text);
  if (front && end <= front.end) return true;
  for (const { data } of tree.markdown?.layouts.values() ?? [])
    if (data && data.start <= start && end <= data.end) return true;
  return false;
}

/**
 * Edits that set a field of a mapping which facts or headings are part of. `ownerValue` is the mapping as the model has
 * it. `inData` edits the mapping of the entry's own data. None where the page has no place for the field.
 */
export function setFieldOnPage(
  tree: Tree,
  node: MapNode,
  change: { readonly owner: Values; readonly name: string; readonly value: unknown },
  inData: (data: MapNode, name: string, value: unknown) => readonly Edit[],
): readonly Edit[] {
  const links = linksOf(tree);
  const { owner, name, value } = change;
  const layout = tree.markdown?.layouts.get(node);
  if (node === tree.root) return entryOf(node, name) ? [] : addSection(tree, name, value);
  if (layout) return new EntryEdit(tree, node, layout, links, inData).set(name, value);
  const sentence = isOutcome(owner) && sentenceEdit(node, { ...owner, [name]: value }, links);
  if (sentence) return sentence;
  const home = homeOf(tree, node);
  return home
    ? new EntryEdit(tree, home.entry, home.layout, links, inData).setInside(home.field, node, change)
    : [];
}

/** Edits that add an entry to a list whose entries stand under headings: behind the last one. */
export function addEntryOnPage(tree: Tree, list: TreeNode, value: unknown): readonly Edit[] {
  const home = sections.find(({ field }) => entryOf(tree.root, field)?.value === list);
  const last = list.kind === "seq" ? list.items.at(-1) : undefined;
  const isLong = last?.kind === "map" && tree.markdown?.layouts.has(last);
  if (!home || !isLong || typeof value !== "object" || value === null) return [];
  const text = writeEntry(value as Values, home.kind, linksOf(tree));
  return [inserted(tree, lineEnd(tree.source.text, last.end), `\n\n${text}`)];
}

/** Edits that give a runbook a list which it does not have: a section at the end of the page, where any order will do. */
function addSection(tree: Tree, name: string, value: unknown): readonly Edit[] {
  const home = sections.find(({ field }) => field === name);
  if (!home || !Array.isArray(value)) return [];
  const entries = (value as readonly Values[]).map((record) => writeEntry(record, home.kind, linksOf(tree)));
  const end = tree.source.text.trimEnd().length;
  return [inserted(tree, end, `\n\n${[`## ${home.title}`, ...entries].join("\n\n")}`)];
}

function inserted({ source: { text } }: Tree, offset: number, addition: string): Edit {
  const isWindows = /^[^\n]*\r\n/.test(text);
  return { offset, endOffset: offset, text: isWindows ? addition.replaceAll("\n", "\r\n") : addition };
}

/** Edits that remove a field which stands in facts. */
export function removeFieldOnPage(tree: Tree, node: MapNode, name: string): readonly Edit[] {
  const found = entryOf(node, name);
  const lines = found ? factLines(tree.source.text, found) : undefined;
  return (lines ?? []).map(({ start, end }) => ({ offset: start, endOffset: end, text: "" }));
}

/** The lines in which the facts of a field stand: those of a list and of rows are several. Nothing where it is no fact. */
function factLines(text: string, { key, value }: MapEntry): readonly Span[] | undefined {
  const rows =
    value.kind === "map"
      ? value.entries.filter((row) => row.key.style === "markdown").map((row) => row.key)
      : value.kind === "seq"
        ? value.items
        : [];
  const starts = new Set([key, ...rows].map(({ start }) => lineStart(text, start)));
  const lines = [...starts].map((start) => ({ start, end: nextLine(text, lineEnd(text, start)) }));
  const areFacts =
    key.style === "markdown" &&
    lines.every(({ start }) => /^ {0,3}[-*+][ \t]+\*\*/.test(text.slice(start, start + 20)));
  return areFacts ? lines : undefined;
}

/** What an edit of one entry needs. A class, because all of its ways look at the same entry. */
class EntryEdit {
  private readonly text: string;
  private readonly kind: Kind | undefined;

  constructor(
    private readonly tree: Tree,
    private readonly node: MapNode,
    private readonly layout: EntryLayout,
    private readonly links: Links,
    private readonly inData: (data: MapNode, name: string, value: unknown) => readonly Edit[],
  ) {
    this.text = tree.source.text;
    this.kind = Object.values(kinds).find(({ name }) => name === layout.kind);
  }

  set(name: string, value: unknown): readonly Edit[] {
    const present = entryOf(this.node, name);
    const { data } = this.layout;
    if (data && entryOf(data, name))
      return present?.value.kind === "map" && !isDataNode(present.value)
        ? []
        : this.inData(data, name, value);
    const said = this.said({ [name]: value }, [name]);
    if (!present) return said ? this.addLines(said) : this.addData(name, value);
    return said ? this.replaceLines(present, said) : [];
  }

  /** Sets a field of a mapping that facts of this entry make up: a row of `onFailure`, a part of `wait`. */
  setInside(
    field: string,
    inner: MapNode,
    { owner, name, value }: { owner: Values; name: string; value: unknown },
  ): readonly Edit[] {
    const { data } = this.layout;
    const inDataToo = data && entryOf(data, field)?.value;
    const present = entryOf(inner, name);
    if (present && present.key.style !== "markdown")
      return inDataToo?.kind === "map" ? this.inData(inDataToo, name, value) : [];
    const alone = this.said({ [field]: { [name]: value } }, [field, name]);
    if (alone) return present ? this.replaceLines(present, alone) : this.addLines(alone);
    // Another part of the same line: `every 10s` and `at most 2m`.
    const first = inner.entries.find(({ key }) => key.style === "markdown");
    const together = this.said({ [field]: { ...owner, [name]: value } }, [field]);
    return first && together?.length === 1 ? this.replaceLines(first, together) : [];
  }

  /** The lines that say all of a value, or nothing where some of it would have to be data. */
  private said(record: Values, path: readonly string[]): readonly string[] | undefined {
    if (!this.kind) return undefined;
    const all: readonly Said[] = speak(record, this.kind, this.links);
    const about = all.filter(({ paths }) =>
      paths.some((one) => path.every((part, index) => one[index] === part)),
    );
    const rest = without(
      record,
      about.flatMap(({ paths }) => paths),
    );
    const lines = about.flatMap((one) => one.lines);
    if (about.length === 0 || Object.keys(rest).length > 0) return undefined;
    const probe = `### <a id="probe"></a>Probe\n\n${lines.join("\n")}`;
    return isReadBack(probe, { id: "probe", [this.kind.heading]: "Probe", ...record }, this.kind)
      ? lines
      : undefined;
  }

  private addLines(lines: readonly string[]): readonly Edit[] {
    const { factsEnd, hasFacts } = this.layout;
    const sign = hasFacts
      ? /^ {0,3}([-*+])/.exec(this.text.slice(lineStart(this.text, factsEnd)))?.[1]
      : undefined;
    const spelt = lines.map((line) => `${sign ?? "-"}${line.slice(1)}`).join("\n");
    return [inserted(this.tree, lineEnd(this.text, factsEnd), `${hasFacts ? "\n" : "\n\n"}${spelt}`)];
  }

  private addData(name: string, value: unknown): readonly Edit[] {
    const { data, end } = this.layout;
    if (data) return this.inData(data, name, value);
    const lines = fenced("yaml fields", emitEntries({ [name]: value }, 0)).join("\n");
    return [inserted(this.tree, lineEnd(this.text, end), `\n\n${lines}`)];
  }

  private replaceLines(present: MapEntry, lines: readonly string[]): readonly Edit[] {
    const [first, ...others] = factLines(this.text, present) ?? [];
    const head = first && /^ {0,3}[-*+][ \t]+/.exec(this.text.slice(first.start, first.end))?.[0];
    if (!first || head === undefined) return [];
    const spelt = lines.map((line) => `${head}${line.slice(2)}`).join("\n");
    return [
      { ...inserted(this.tree, first.start, spelt), endOffset: lineEnd(this.text, first.start) },
      ...others.map(({ start, end }) => ({ offset: start, endOffset: end, text: "" })),
    ];
  }
}

function isOutcome(owner: Values): owner is Values & Outcome {
  return ["goto", "retry", "undo", "escalate", "stop", "continue", "end"].some((verb) =>
    Object.hasOwn(owner, verb),
  );
}

/** An outcome that a sentence says is said anew as a whole. */
function sentenceEdit(node: MapNode, outcome: Outcome, { link }: Links): readonly Edit[] | undefined {
  const words = node.entries.every(({ key }) => key.style === "markdown")
    ? writeOutcome(outcome, link)
    : undefined;
  if (words === undefined || /[\r\n]/.test(words)) return undefined;
  return [{ offset: node.start, endOffset: node.end, text: words }];
}

/** The entry and its field that a mapping is the value of. */
function homeOf(
  tree: Tree,
  inner: MapNode,
): { entry: MapNode; layout: EntryLayout; field: string } | undefined {
  for (const [entry, layout] of tree.markdown?.layouts ?? []) {
    const found = entry.entries.find(({ value }) => value === inner);
    if (found) return { entry, layout, field: found.key.text };
  }
  return undefined;
}

/** How ids are written as links on this page: as they stand on it already, else with what the entry is called. */
function linksOf(tree: Tree): Links {
  const { text } = tree.source;
  const known = new Map<string, string>();
  for (const link of tree.markdown?.links ?? [])
    known.set(text.slice(link.id.start, link.id.end), text.slice(link.start, link.end));
  const link = (id: string) => known.get(id) ?? `[${linkWords(nameIn(tree.root, id) ?? id) || id}](#${id})`;
  return { link, linkInBold: (id) => (/[*_]/.test(link(id)) ? `[${id}](#${id})` : link(id)) };
}

/** What an entry of this page is called. */
function nameIn(node: TreeNode, id: string): string | undefined {
  if (node.kind === "scalar") return undefined;
  if (node.kind === "map" && entryOf(node, "id")?.value.kind === "scalar") {
    const own = entryOf(node, "id")?.value;
    const name = ["title", "name", "label", "rule"]
      .map((field) => entryOf(node, field)?.value)
      .find((value) => value?.kind === "scalar");
    if (
      own?.kind === "scalar" &&
      own.text === id &&
      name?.kind === "scalar" &&
      entryOf(node, "runwright") === undefined
    )
      return name.text;
  }
  for (const value of node.kind === "map" ? node.entries.map((one) => one.value) : node.items) {
    const found = nameIn(value, id);
    if (found !== undefined) return found;
  }
  return undefined;
}
