import type { FieldType, RecordType } from "./field-types.js";
import { recordType } from "./fields.js";
import { PlaceBook, type Places } from "./places.js";
import type { Fragment, Runbook } from "./runbook.js";
import type { ScalarNode, Tree, TreeNode } from "./tree.js";
import { entryOf, toValue } from "./tree.js";

export interface BuildResult {
  readonly model: Runbook | Fragment;
  readonly places: Places;
}

/**
 * Makes the model of a tree that the schema accepts: the same data, but that a field which takes one or a list always
 * holds a list, and that Markdown and commands have LF line ends and no white space at their end. Fields that the
 * table does not know are left out; they have been reported.
 */
export function build(tree: Tree): BuildResult {
  const places = new PlaceBook();
  const name = entryOf(tree.root, "kind") ? "fragment" : "runbook";
  // The caller has checked the tree against the schema, which is made from the same table as the types.
  const model = buildRecord(tree, tree.root, recordType(name), places) as unknown as Runbook | Fragment;
  return { model, places };
}

/** A record of a tree that the schema accepts, or, to try a spelling, of any. */
export function buildRecord(tree: Tree, node: TreeNode, record: RecordType, places: PlaceBook): object {
  const model: Record<string, unknown> = {};
  for (const { key, value } of node.kind === "map" ? node.entries : []) {
    const field = Object.hasOwn(record.fields, key.text) ? record.fields[key.text] : undefined;
    if (field) model[key.text] = buildValue(tree, value, field.type, places);
    else if (key.text.startsWith("x-")) model[key.text] = toValue(value);
  }
  places.record(model, tree, node);
  return model;
}

function buildValue(tree: Tree, node: TreeNode, type: FieldType, places: PlaceBook): unknown {
  switch (type.kind) {
    case "record":
      return buildRecord(tree, node, recordType(type.record), places);
    case "either":
      return node.kind === "map"
        ? buildRecord(tree, node, recordType(type.record), places)
        : buildValue(tree, node, type.scalar, places);
    case "list": {
      const items = node.kind === "seq" ? node.items : [node];
      const model = items.map((item) => buildValue(tree, item, type.of, places));
      places.record(model, tree, node);
      return model;
    }
    case "map": {
      // Without a prototype, so that an id named `constructor` finds nothing that it did not write.
      const model: Record<string, unknown> = Object.create(null);
      for (const { key, value } of node.kind === "map" ? node.entries : [])
        model[key.text] = buildValue(tree, value, type.of, places);
      places.record(model, tree, node);
      return model;
    }
    case "json":
      return buildJson(tree, node, places);
    case "markdown":
    case "command": {
      // The schema has said that it is text.
      const scalar = node as ScalarNode;
      if (scalar.text.includes("\r")) places.recordUnified(scalar);
      return normalText(scalar.text);
    }
    default:
      return toValue(node);
  }
}

/** Any JSON value; its mappings and lists have places too, because templates stand in them. */
function buildJson(tree: Tree, node: TreeNode, places: PlaceBook): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "seq") {
    const model = node.items.map((item) => buildJson(tree, item, places));
    places.record(model, tree, node);
    return model;
  }
  const model: Record<string, unknown> = Object.create(null);
  for (const { key, value } of node.entries) model[key.text] = buildJson(tree, value, places);
  places.record(model, tree, node);
  return model;
}

/** LF line ends, and nothing blank at the end. */
export function normalText(text: string): string {
  return (text.includes("\r") ? text.replaceAll("\r\n", "\n").replaceAll("\r", "\n") : text).trimEnd();
}
