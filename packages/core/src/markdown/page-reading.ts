import type { EntryLayout, MapNode } from "../tree.js";
import type { MarkdownFaults } from "./faults.js";
import type { KnownLinks } from "./known-links.js";
import type { Leaves } from "./leaves.js";
import type { Ids } from "./slug.js";

/** What is needed to read any part of a page. */
export interface PageReading {
  readonly leaves: Leaves;
  readonly faults: MarkdownFaults;
  readonly layouts: Map<MapNode, EntryLayout>;
  readonly links: KnownLinks;
  /** For entries without an anchor: those that stand in anchors are taken. */
  readonly ids: Ids;
}
