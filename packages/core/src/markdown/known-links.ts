import type { EntryKind } from "../field-types.js";
import { linkWords } from "./inline.js";

/** What entries are called, and how a page links to them: for people who wrote a name where a link is wanted. */
export interface KnownLinks {
  /** The link to the one entry of these kinds, or of any where there are none, that is called so, or has this id. */
  readonly to: (words: string, kinds: readonly EntryKind[]) => string | undefined;
  /** The link to an entry of these kinds whose name stands among some words: of several the longest. */
  readonly within: (words: string, kinds: readonly EntryKind[]) => string | undefined;
}

export interface Named {
  readonly id: string;
  readonly words: string;
  /** Unknown where only a link names it. */
  readonly kind?: EntryKind;
}

interface Found {
  readonly link: string;
  readonly kind?: EntryKind;
}

/** The entries of a page, and those that its links name: a party of a fragment has no heading here. */
export function knownLinks(text: string, entries: () => readonly Named[]): KnownLinks {
  let made: ReadonlyMap<string, Found | undefined> | undefined;
  // Made when the first fault asks: most pages have none.
  const links = () => (made ??= gather(text, entries()));
  return {
    to: (words, kinds) => {
      const found = links().get(nameKey(words));
      return isOneOf(found, kinds) ? found.link : undefined;
    },
    within: (words, kinds) => {
      const sentence = ` ${nameKey(words.slice(0, 1000))} `;
      let best: { readonly name: string; readonly link: string } | undefined;
      for (const [name, found] of links()) {
        if (!isOneOf(found, kinds) || name.length <= (best?.name.length ?? 2)) continue;
        if (holdsName(sentence, name)) best = { name, link: found.link };
      }
      return best?.link;
    },
  };
}

/** By name: two entries of one name stand for neither. */
function gather(text: string, entries: readonly Named[]): ReadonlyMap<string, Found | undefined> {
  const found = new Map<string, Found | undefined>();
  const add = (name: string, one: Found): void => {
    const known = found.get(name);
    found.set(name, found.has(name) && known?.link !== one.link ? undefined : one);
  };
  for (const { id, words, kind } of entries) {
    const title = words.replace(procedureWord, "");
    const link = `[${linkWords(title)}](#${id})`;
    for (const name of new Set([nameKey(title), id])) add(name, { link, ...(kind && { kind }) });
  }
  for (const [link, words = "", path = ""] of text.matchAll(
    /\[([^[\]\\`\r\n]{1,120})\]\(([^\s()<>#]{0,200})#[a-z0-9-]{1,64}\)/g,
  ))
    if (path !== "") add(nameKey(words), { link });
  return found;
}

/** Without kinds every entry will do, and an entry of a fragment may be of any. */
function isOneOf(found: Found | undefined, kinds: readonly EntryKind[]): found is Found {
  return (
    found !== undefined && (found.kind === undefined || kinds.length === 0 || kinds.includes(found.kind))
  );
}

function holdsName(sentence: string, name: string): boolean {
  const at = sentence.indexOf(name);
  return (
    at > 0 &&
    !/[\p{L}\p{N}]/u.test(sentence.charAt(at - 1)) &&
    !/[\p{L}\p{N}]/u.test(sentence.charAt(at + name.length))
  );
}

/** Stands before the title in the heading of a procedure, and in no link to it. */
const procedureWord = /^procedure:\s{0,9}/i;

function nameKey(words: string): string {
  return words.toLowerCase().replace(procedureWord, "").replace(/\s+/g, " ").trim();
}
