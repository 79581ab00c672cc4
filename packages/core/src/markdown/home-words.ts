import type { MapNode, Tree } from "../tree.js";
import { type Column, type Fact, type Kind, kinds, sections } from "./homes.js";

/**
 * How a person writes a field that a part of a page lacks, as an instruction. Undefined where it is written as in YAML: in
 * front matter, or deep in the data of an entry.
 */
export function howToWrite({ markdown, root }: Tree, node: MapNode, field: string): string | undefined {
  if (node === root) return markdown && `Add \`${field}\` to the front matter`;
  const layout = markdown?.layouts.get(node);
  if (layout) {
    const kind: Kind | undefined = Object.values(kinds).find(({ name }) => name === layout.kind);
    return kind && inEntry(kind, field);
  }
  const isSaid =
    markdown !== undefined && node.entries.length > 0 && node.entries.every(({ key }) => isOfPage(key.style));
  return isSaid ? inFact(field) : undefined;
}

function inEntry({ heading, prose, facts }: Kind, field: string): string {
  if (field === heading) return "Write it in the heading";
  if (field === "steps") return "Write a heading of level 3 below for each";
  if (field === prose) return "Write it below the heading";
  const fact: Fact | undefined = facts.find(({ path: [first] }) => first === field);
  return fact ? `Add a line \`- **${fact.label}:** …\`` : `Add \`${field}\` to its \`yaml fields\``;
}

/** Of a mapping that is made of facts, of a sentence, or of the cells of a row. */
function inFact(field: string): string {
  const column = columns.find((one) => one.field === field);
  if (column) return `Write it in the column \`${column.title}\``;
  if (field === "text") return "Write it behind the anchor";
  if (field === "effect") return "Add a line `- **Effect:** …`";
  if (field === "else") return "Add `; else …` at its end";
  if (field === "shell" || field === "run") return "Write the command in a fence that begins with `bash run`";
  return `Add \`${field}\` to the \`yaml fields\` of the entry`;
}

/** Of all tables; no other mapping that a page says in words has a field of these names. */
const columns: readonly Column[] = sections.flatMap(({ short }) =>
  short?.form === "table" ? short.columns : [],
);

function isOfPage(style: string): boolean {
  return style === "markdown";
}
