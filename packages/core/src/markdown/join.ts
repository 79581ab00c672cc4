import type { MapEntry, MapNode, TreeNode } from "../tree.js";
import { entry } from "./leaves.js";

/** Told of a leaf that stands twice: where it was first, and where again. */
export type OnClash = (first: MapEntry, second: MapEntry) => void;

/** Two mappings as one, leaf by leaf. Of a leaf that stands in both, the first counts and the clash is told. */
export function joinMaps(first: MapNode, second: MapNode, onClash: OnClash): MapNode {
  if (second.entries.length === 0) return first;
  const known = new Map(first.entries.map((known) => [known.key.text, known] as const));
  for (const added of second.entries) {
    const there = known.get(added.key.text);
    if (!there) known.set(added.key.text, added);
    else if (there.value.kind === "map" && added.value.kind === "map")
      known.set(there.key.text, entry(there.key, joinMaps(there.value, added.value, onClash)));
    else onClash(there, added);
  }
  return { ...first, entries: [...known.values()], ...span(first, second) };
}

function span(first: TreeNode, second: TreeNode): { start: number; end: number } {
  if (first.start === first.end) return { start: second.start, end: second.end };
  return { start: Math.min(first.start, second.start), end: Math.max(first.end, second.end) };
}
