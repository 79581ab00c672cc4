import { hasOddUnit } from "../yaml/emit.js";
import type { Column, SectionHome, ShortForm } from "./homes.js";
import { linkWords } from "./inline.js";
import { isListReadBack } from "./probe.js";
import { isAddress } from "./short.js";

type Values = Readonly<Record<string, unknown>>;

/** The short form of a section's entries; nothing where one of them does not fit into it, or is not read back from it. */
export function writeShort(
  list: readonly Values[],
  { title, field, short }: SectionHome,
): string | undefined {
  if (!short || list.length === 0) return undefined;
  const lines = linesOf(list, short);
  if (!lines || lines.some(hasOddUnit)) return undefined;
  const text = lines.join("\n");
  return isListReadBack(`## ${title}\n\n${text}`, field, list) ? text : undefined;
}

function linesOf(list: readonly Values[], short: ShortForm): readonly string[] | undefined {
  if (short.form === "table") return tableLines(list, short.columns);
  return all(list.map((record) => (short.form === "boxes" ? boxLine(record) : linkLine(record))));
}

function tableLines(list: readonly Values[], columns: readonly Column[]): readonly string[] | undefined {
  const used = columns.filter(({ field }) => list.some((record) => record[field] !== undefined));
  const rows = list.map((record) => all(used.map((column) => cell(record[column.field], column))));
  const lines = all(rows);
  if (
    !lines ||
    list.some((record) => Object.keys(record).some((name) => !columns.some(({ field }) => field === name)))
  )
    return undefined;
  return [used.map(({ title }) => title), used.map(() => "---"), ...lines].map(
    (cells) => `|${cells.map((words) => (words === "" ? " " : ` ${words} `)).join("|")}|`,
  );
}

/** The words of a cell; nothing where a cell cannot hold them. */
function cell(value: unknown, { isList = false }: Column): string | undefined {
  if (value === undefined) return "";
  const parts = isList && Array.isArray(value) ? (value as readonly unknown[]) : [value];
  if (
    parts.length === 0 ||
    parts.some((part) => typeof part !== "string" || part === "" || /[|\r\n]/.test(part))
  )
    return undefined;
  if (isList && parts.some((part) => String(part).includes(";"))) return undefined;
  return parts.join("; ");
}

function boxLine({ id, text, ...others }: Values): string | undefined {
  if (typeof text !== "string" || Object.keys(others).length > 0) return undefined;
  return `- [ ] <a id="${String(id)}"></a>${text}`;
}

function linkLine({ title, url, path, ...others }: Values): string | undefined {
  const target = typeof url === "string" ? url : path;
  if (typeof title !== "string" || typeof target !== "string" || Object.keys(others).length > 0)
    return undefined;
  // An escape or an entity in an address is undone by those who show the page.
  if (isAddress(target) !== (url !== undefined) || /[\\<>\s]|&#?[A-Za-z0-9]{1,32};/.test(target))
    return undefined;
  return `- [${linkWords(title)}](${target})`;
}

function all<Item>(items: readonly (Item | undefined)[]): readonly Item[] | undefined {
  const found = items.filter((item) => item !== undefined);
  return found.length === items.length ? found : undefined;
}
