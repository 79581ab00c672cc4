import type { Span } from "../source.js";
import type { MapEntry, MapNode, ScalarNode, TreeNode } from "../tree.js";
import { entry } from "./leaves.js";

/** Told of a leaf that stands a second time: its name and its value there. */
export type OnClash = (second: ScalarNode, value: TreeNode) => void;

/**
 * Several mappings as one, leaf by leaf. Of a leaf that stands in two, the first counts and the clash is told. A class,
 * because an entry can have thousands of facts, and joining them two at a time would take squares.
 */
export class JoinedMap {
  private readonly entries = new Map<string, { readonly key: ScalarNode; value: TreeNode | JoinedMap }>();
  private start = Infinity;
  private end = 0;

  constructor(private readonly onClash: OnClash) {}

  add(map: MapNode): this {
    if (map.end > map.start || map.entries.length > 0) {
      this.start = Math.min(this.start, map.start);
      this.end = Math.max(this.end, map.end);
    }
    for (const added of map.entries) this.addEntry(added);
    return this;
  }

  /** The mapping; from its first part to its last, unless a span is given. */
  node(span?: Span): MapNode {
    const entries = [...this.entries.values()].map(({ key, value }) =>
      entry(key, value instanceof JoinedMap ? value.node() : value),
    );
    const own = this.end === 0 ? { start: 0, end: 0 } : { start: this.start, end: this.end };
    return { kind: "map", flow: false, entries, ...(span ?? own) };
  }

  private addEntry({ key, value }: MapEntry): void {
    const there = this.entries.get(key.text);
    if (!there) this.entries.set(key.text, { key, value });
    else if (value.kind !== "map") this.onClash(key, value);
    else if (there.value instanceof JoinedMap) there.value.add(value);
    else if (there.value.kind === "map")
      there.value = new JoinedMap(this.onClash).add(there.value).add(value);
    else this.onClash(key, value);
  }
}
