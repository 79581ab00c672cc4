import { buildRecord } from "../build.js";
import { recordType } from "../fields.js";
import { jsonEquals } from "../match.js";
import { PlaceBook } from "../places.js";
import { createSource } from "../source.js";
import { parseBlocks } from "./blocks.js";
import { readEntry } from "./entry.js";
import { MarkdownFaults } from "./faults.js";
import { headingParts } from "./heading.js";
import type { Kind } from "./homes.js";
import { knownLinks } from "./known-links.js";
import { Leaves } from "./leaves.js";
import { readMarkdown, wordsOfProcedure } from "./page-read.js";
import { Ids } from "./slug.js";

const end = "\n\n## End\n";

/**
 * Whether the text of one entry, with its heading, is read back as just this record without a problem, and leaves what
 * comes after it alone. `mark` is what stands in the heading before its words.
 */
export function isReadBack(text: string, record: object, kind: Kind, mark = ""): boolean {
  const source = createSource("", text + end);
  let isDeep = false;
  const [first, ...blocks] = parseBlocks(source, 0, () => {
    isDeep = true;
  });
  if (isDeep) return false;
  const last = blocks.pop();
  if (first?.type !== "heading" || last?.type !== "heading" || last.start !== text.length + 2) return false;
  if (blocks.some((block) => block.type === "heading" && block.depth <= 3)) return false;
  const heading = headingParts(first, source.text);
  if (!source.text.startsWith(mark, heading.words.start)) return false;
  const words = mark === "" ? heading.words : wordsOfProcedure(source.text, heading.words);
  const leaves = new Leaves(source);
  const faults = new MarkdownFaults(source);
  const page = { leaves, faults, layouts: new Map(), ids: new Ids([]), links: knownLinks("", () => []) };
  const node = readEntry({ heading: { ...heading, words }, blocks }, kind, page);
  if (faults.problems.length > 0) return false;
  const tree = { source, root: node, offsets: leaves.offsets };
  return jsonEquals(buildRecord(tree, node, recordType(kind.record), new PlaceBook()), record);
}

const anyProcedure = '\n## <a id="procedure"></a>Procedure: Any\n\n### <a id="step"></a>Any\n';

/** Whether the top of a page, up to its first section, is read back as just these fields without a problem. */
export function isHeadReadBack(text: string, fields: object): boolean {
  return isSectionReadBack(`${text}${anyProcedure}`, fields);
}

/** Whether a section of a page is read back as just this list. */
export function isListReadBack(text: string, field: string, list: unknown): boolean {
  return isSectionReadBack(`---\nrunwright: 1\n---\n\n# Any\n${anyProcedure}\n${text}\n`, {
    runwright: 1,
    title: "Any",
    [field]: list,
  });
}

function isSectionReadBack(text: string, fields: object): boolean {
  const { tree, problems } = readMarkdown(createSource("", text));
  if (!tree || problems.length > 0) return false;
  const model = buildRecord(tree, tree.root, recordType("runbook"), new PlaceBook());
  const { procedures, ...others } = model as { procedures?: unknown };
  return Array.isArray(procedures) && procedures.length === 1 && jsonEquals(others, fields);
}
