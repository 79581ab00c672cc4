import { linkWords } from "./inline.js";

/** What entries are called, and how a page links to them: for people who wrote a name where a link is wanted. */
export interface KnownLinks {
  /** The link to the one entry that is called so, or has this id. */
  readonly to: (words: string) => string | undefined;
  /** The link to an entry whose name stands among some words: of several the longest. */
  readonly within: (words: string) => string | undefined;
}

export interface Named {
  readonly id: string;
  readonly words: string;
}

/** The entries of a page, and those that its links name: a party of a fragment has no heading here. */
export function knownLinks(text: string, entries: () => readonly Named[]): KnownLinks {
  let made: ReadonlyMap<string, string | undefined> | undefined;
  // Made when the first fault asks: most pages have none.
  const links = () => (made ??= gather(text, entries()));
  return {
    to: (words) => links().get(nameKey(words)),
    within: (words) => {
      const sentence = ` ${nameKey(words.slice(0, 1000))} `;
      let best: { readonly name: string; readonly link: string } | undefined;
      for (const [name, link] of links()) {
        if (link === undefined || name.length <= (best?.name.length ?? 2)) continue;
        if (holdsName(sentence, name)) best = { name, link };
      }
      return best?.link;
    },
  };
}

/** By name: two entries of one name stand for neither. */
function gather(text: string, entries: readonly Named[]): ReadonlyMap<string, string | undefined> {
  const found = new Map<string, string | undefined>();
  const add = (name: string, link: string): void => {
    const known = found.get(name);
    found.set(name, found.has(name) && known !== link ? undefined : link);
  };
  for (const { id, words } of entries) {
    const title = words.replace(procedureWord, "");
    const link = `[${linkWords(title)}](#${id})`;
    for (const name of new Set([nameKey(title), id])) add(name, link);
  }
  for (const [link, words = "", path = ""] of text.matchAll(
    /\[([^[\]\\`\r\n]{1,120})\]\(([^\s()<>#]{0,200})#[a-z0-9-]{1,64}\)/g,
  ))
    if (path !== "") add(nameKey(words), link);
  return found;
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
