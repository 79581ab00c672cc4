import type { TreeNode } from "./tree.js";

/*
 * How messages speak of values and fields. Actual values stand in backticks on one line and are cut where they are
 * long: what counts is the place, and the reader sees the rest there.
 */

const maxShown = 72;

/** A word or value in backticks. */
export function code(text: string): string {
  const line = text.replace(/\s+/g, " ").replaceAll("`", "'");
  return `\`${line.length > maxShown ? `${line.slice(0, maxShown)}…` : line}\``;
}

/** What stands in the file where something else is expected: quotes are shown, because they decide what is read. */
export function shown(node: TreeNode): string {
  if (node.kind === "seq") return "list";
  if (node.kind === "map") return node.flow ? "mapping in `{ }`" : "`name: value` lines";
  if (node.style !== "single-quoted" && node.style !== "double-quoted") return code(node.text);
  const quote = node.style === "single-quoted" ? "'" : '"';
  return code(`${quote}${node.text}${quote}`);
}

/** `a`, `b`, `c` */
export function list(names: readonly string[]): string {
  return names.map(code).join(", ");
}

/** `a`, `b` or `c` */
export function either(names: readonly string[]): string {
  return joined(names.map(code), "or");
}

/** Phrases as a person would say them: with commas, and a word before the last. */
export function joined(phrases: readonly string[], word: "and" | "or"): string {
  const last = phrases.at(-1) ?? "";
  return phrases.length < 2 ? last : `${phrases.slice(0, -1).join(", ")} ${word} ${last}`;
}

export function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** The noun with its article: an error, a party. */
export function article(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
}
