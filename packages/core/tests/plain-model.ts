import { PlaceBook } from "../src/places.js";
import type { MapNode, SeqNode, Tree, TreeNode } from "../src/tree.js";

/** The data of a tree as a model without fields or kinds, with the places of all its mappings and lists. */
export interface PlainModel {
  readonly value: unknown;
  readonly places: PlaceBook;
  /** Every mapping and list of it, outermost first, with its node. */
  readonly owners: readonly (readonly [object, MapNode | SeqNode])[];
}

export function plainModel(tree: Tree): PlainModel {
  const places = new PlaceBook();
  const owners: [object, MapNode | SeqNode][] = [];
  const record = <T extends object>(value: T, node: MapNode | SeqNode): T => {
    places.record(value, tree, node);
    owners.push([value, node]);
    return value;
  };
  const make = (node: TreeNode): unknown => {
    if (node.kind === "scalar") return node.value;
    if (node.kind === "seq") {
      const list: unknown[] = record([], node);
      for (const item of node.items) list.push(make(item));
      return list;
    }
    const map: Record<string, unknown> = record(Object.create(null), node);
    for (const { key, value } of node.entries) map[key.text] = make(value);
    return map;
  };
  return { value: make(tree.root), places, owners };
}
