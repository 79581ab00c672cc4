import type { PageStep as Item, Link, Party, Source, Span } from "@runwright/core";
import type { PageReference } from "./import-draft.js";
import type { Ids } from "./import-ids.js";
import { markdownOf, oneLine, type Stretch } from "./import-text.js";
import { holdsWords, maxNesting } from "./import-words.js";

/** Where to read more, and the stretches that hold more than links. */
export function referencesOf(stretches: readonly Stretch[], source: Source) {
  const references: PageReference[] = [];
  const rest: Stretch[] = [];
  for (const stretch of stretches) {
    const found = linesOf(stretch, 0)?.map(({ words, links }) => referenceOf(oneLine(words), links));
    const good = found?.flatMap((one) => one ?? []) ?? [];
    // A list of which one item is no link stays together.
    const isWhole =
      found !== undefined &&
      good.length === found.length &&
      holdsWords(JSON.stringify(good), unnumbered(markdownOf(stretch, source)));
    if (isWhole) references.push(...good);
    else rest.push(stretch);
  }
  return { references, rest };
}

function unnumbered(text: string): string {
  return text.replace(/^[ \t]*\d{1,9}[.)][ \t]/gm, "");
}

interface Line {
  readonly words: string;
  readonly links: readonly Link[];
}

/** The lines of a list or a paragraph, lists in lists too; undefined for what is neither. */
function linesOf(stretch: Stretch, depth: number): readonly Line[] | undefined {
  if (stretch.kind === "prose") {
    const { links } = stretch.inlines;
    return links.map((link) => ({ words: link.words, links: [link] }));
  }
  if (stretch.kind !== "steps" || depth > maxNesting) return undefined;
  const lines: Line[] = [];
  for (const { words, blocks } of stretch.items) {
    if (words) lines.push({ words: words.text, links: words.inlines.links });
    for (const block of blocks) {
      const inner = linesOf(block, depth + 1);
      if (!inner) return undefined;
      lines.push(...inner);
    }
  }
  return lines;
}

function referenceOf(words: string, links: readonly Link[]): PageReference | undefined {
  const [link, ...others] = links;
  if (!link || others.length > 0 || link.address === "" || link.address.startsWith("#")) return undefined;
  const address = link.address.trim();
  const title = words || address;
  const isPath =
    !/^[a-z][a-z0-9+.-]*:|^\/|^[#?]/i.test(address) && !/[\\\s]/.test(address) && !/[?#]/.test(address);
  if (address === "") return undefined;
  return isPath ? { title, path: address } : { title, url: address };
}

/** A party and where the page names it. */
export type NamedParty = Party & Span & { readonly guess: string };

/** People and teams that a list or a table of contacts plainly names: a name, and how to reach it. */
export function partiesOf(
  stretches: readonly Stretch[],
  { source, ids }: { readonly source: Source; readonly ids: Ids },
) {
  const parties: NamedParty[] = [];
  const rest: Stretch[] = [];
  for (const stretch of stretches) {
    const found = stretch.kind === "steps" ? stretch.items.map((item) => contactOf(item)) : [];
    const good = found.flatMap((one) => one ?? []);
    const isWhole =
      good.length > 0 &&
      good.length === found.length &&
      holdsWords(JSON.stringify(good), unnumbered(markdownOf(stretch, source)));
    if (!isWhole) rest.push(stretch);
    else
      for (const one of good)
        parties.push({ ...one, id: ids.of(one.name, "party"), guess: "a list of contacts names it" });
  }
  return { parties, rest };
}

/** `Database team: #dba`. What stands behind the colon must look like a way to reach somebody. */
function contactOf({ words, blocks, start, end }: Item) {
  if (!words || blocks.length > 0) return undefined;
  const line = oneLine(words.text);
  const found = /^([^:–—]{2,80}?)\s*(?::|\s[-–—]\s)\s*(.{2,200})$/.exec(line);
  const [, name, contact] = found ?? [];
  if (name === undefined || contact === undefined) return undefined;
  if (!/[#@][\w-]{2}|https?:|\+?\d[\d ()-]{5,}|pager|slack|phone|mail|\bext\b/i.test(contact))
    return undefined;
  return { name: name.trim(), contact: [contact.trim()], start, end };
}
