import { reservedIds } from "@runwright/core";

/** Gives out ids, each once: `[a-z][a-z0-9-]{0,63}`, no word of the format. A class, because what is taken is real state. */
export class Ids {
  private readonly taken = new Set(reservedIds);
  private readonly counts = new Map<string, number>();

  /** An id made of words; `fallback` where they hold no Latin letter. */
  of(words: string, fallback: string): string {
    const base = slug(words) || fallback;
    if (!this.taken.has(base)) return this.take(base);
    let count = this.counts.get(base) ?? 1;
    let id: string;
    do id = `${base}-${++count}`;
    while (this.taken.has(id));
    this.counts.set(base, count);
    return this.take(id);
  }

  has(id: string): boolean {
    return this.taken.has(id);
  }

  private take(id: string): string {
    this.taken.add(id);
    return id;
  }
}

const longest = 48;

/** Words as an id, cut between two of them; empty where no letter of ours is left. */
export function slug(words: string): string {
  const plain = words
    .slice(0, 400)
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[-0-9]+/, "");
  const parts = plain.split("-").filter((part) => part !== "");
  let id = parts[0]?.slice(0, longest) ?? "";
  for (const part of parts.slice(1)) {
    if (id.length + 1 + part.length > longest) break;
    id += `-${part}`;
  }
  return id;
}

/** The id of a runbook by the name of its file: `KubeAPIDown.md` is `kube-api-down`; an index has its folder's name. */
export function idOfFile(path: string): string {
  const parts = path.split("/").filter((part) => part !== "" && part !== "." && part !== "..");
  const names = parts.map((part) => part.replace(/(?:\.html)?\.(?:md|mdx|markdown)(?:\.erb)?$/i, ""));
  const last = names.at(-1) ?? "";
  const name = /^(?:_?index|readme)$/i.test(last) ? (names.at(-2) ?? last) : last;
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").replace(/([A-Z])([A-Z][a-z])/g, "$1-$2");
  const id = slug(words) || "runbook";
  return reservedIds.includes(id) ? `${id}-runbook` : id;
}
