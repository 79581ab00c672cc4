import { recordType } from "../fields.js";
import { emitEntries, hasOddUnit } from "../yaml/emit.js";
import { ordered } from "../yaml/write.js";
import { headingWords, untitled } from "./heading.js";
import { type Kind, procedureMark } from "./homes.js";
import { isProcedureHeading, nearSection } from "./page-read.js";
import { isReadBack } from "./probe.js";
import { fenced, type Links, type Said, speak, speakCommand, type Values, without } from "./speak.js";

/** The text of one entry under its heading, with as much of it at home as is read back from there; no line end behind it. */
export function writeEntry(record: Values, kind: Kind, links: Links): string {
  const parts = partsOf(record, kind, links);
  let known: string | undefined;
  // Found by trying, and seldom needed.
  const fallback = () => (known ??= fallbackHeading(record, kind));
  const text = (chosen: readonly Part[]) => assemble(record, chosen, { kind, fallback });
  const isRight = (chosen: readonly Part[]) => isReadBack(text(chosen), record, kind, markOf(kind));
  if (isRight(parts)) return text(parts);
  const kept = parts.filter((part) => isRight([part]));
  if (isRight(kept)) return text(kept);
  // Parts that are right one by one are not together: as many as go, in their order.
  let chosen: readonly Part[] = [];
  for (const part of kept) if (isRight([...chosen, part])) chosen = [...chosen, part];
  if (isRight(chosen)) return text(chosen);
  throw new Error(`Unreachable: an entry is read back from data alone, but not ${JSON.stringify(text([]))}`);
}

function partsOf(record: Values, kind: Kind, links: Links): readonly Part[] {
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
    ...speak(record, kind, links).map((said) => ({ ...said, at: "fact" as const })),
    ...(command ? [{ ...command, at: "command" as const }] : []),
  ];
  return parts.filter(({ lines }) => !lines.some(hasOddUnit));
}

/** A part of an entry that does not stand in its data. */
interface Part extends Said {
  readonly at: "heading" | "prose" | "fact" | "command";
}

interface Form {
  readonly kind: Kind;
  /** The words of the heading where the data says what it is called. */
  readonly fallback: () => string;
}

function assemble(record: Values, chosen: readonly Part[], { kind, fallback }: Form): string {
  const at = (place: Part["at"]) => chosen.filter((part) => part.at === place).flatMap((part) => part.lines);
  const data = ordered(
    without(record, [...chosen.flatMap(({ paths }) => paths), ...(kind.isAnchored ? [["id"]] : [])]),
    recordType(kind.record),
  );
  const anchor = kind.isAnchored ? `<a id="${String(record.id)}"></a>` : "";
  const [words = fallback()] = at("heading");
  const blocks = [
    [`${headingSigns(kind)} ${anchor}${markOf(kind)}${words}`],
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
function fallbackHeading(record: Values, kind: Kind): string {
  const name = record[kind.heading];
  const id = kind.isAnchored ? String(record.id) : untitled;
  if (typeof name !== "string") return id;
  const isRight = (words: string) =>
    !hasOddUnit(words) &&
    !isTaken(words, kind) &&
    isReadBack(assemble(record, [], { kind, fallback: () => words }), record, kind, markOf(kind));
  return [headingWords(name), id].find(isRight) ?? untitled;
}

/** Procedures and notes are sections of the page, every other entry stands in one. */
function headingSigns({ name }: Kind): string {
  return name === "procedure" || name === "note" ? "##" : "###";
}

/** What stands in the heading before its words. */
function markOf({ name }: Kind): string {
  return name === "procedure" ? procedureMark : "";
}

/** Whether a note with these words in its heading would be taken for a section or a procedure, or nearly so. */
function isTaken(words: string, { name }: Kind): boolean {
  return name === "note" && (isProcedureHeading(words) || nearSection(words) !== undefined);
}
