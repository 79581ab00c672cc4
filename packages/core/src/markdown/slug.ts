import { reservedIds } from "../field-types.js";

/** An id made of words, as a person would shorten them; always of the right shape. */
export function slug(words: string): string {
  const plain = words
    .slice(0, 400)
    .normalize("NFKD")
    .replace(/<[^<>]{0,80}>/g, "")
    .replace(/['’`*_]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[-0-9]+/, "")
    .slice(0, 48)
    .replace(/-+$/, "");
  return plain === "" ? "entry" : plain;
}

/** Gives out ids that nothing else has. A class, because it remembers which are taken. */
export class Ids {
  private readonly taken: Set<string>;
  private readonly counts = new Map<string, number>();

  constructor(taken: Iterable<string>) {
    this.taken = new Set([...taken, ...reservedIds]);
  }

  /** An id of these words. It is taken from now on. */
  free(words: string): string {
    const base = slug(words);
    let count = this.counts.get(base) ?? 1;
    let id = base;
    while (this.taken.has(id)) id = `${base}-${++count}`;
    this.counts.set(base, count);
    this.taken.add(id);
    return id;
  }
}
