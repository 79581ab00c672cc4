import type { Source, Span } from "./source.js";

/**
 * What stands between a text and the model: mappings, sequences and scalars with offsets. Each spelling has a reader
 * that makes this tree; one builder makes the model of it, so that all spellings mean the same.
 */
export interface Tree {
  readonly source: Source;
  readonly root: TreeNode;
  /** Asked only where a problem points inside a value, so a reader computes it on demand. */
  readonly offsets: (scalar: ScalarNode) => Offsets;
  /** Set by the reader of Markdown: what only that spelling has. */
  readonly markdown?: MarkdownTree;
}

/** What a Markdown text says beside the values of its tree. */
export interface MarkdownTree {
  /** Every link whose target was read as an id; its words were not read. */
  readonly links: readonly IdLink[];
  /** Blocks of HTML comments, which are in no value; those of generated parts are left out. */
  readonly comments: readonly Span[];
  /** The front matter and each `yaml fields`, between their fences. */
  readonly yamlParts: readonly Span[];
  /**
   * Mappings of which a part could not be read and has been reported, so that what they lack is no further fault: any
   * field, or those that are named.
   */
  readonly holes: ReadonlyMap<MapNode, "any" | readonly string[]>;
  /** Entries, and the mappings inside them that facts were joined to: where an edit finds room for more. */
  readonly layouts: ReadonlyMap<MapNode, EntryLayout>;
}

/** `[words](path#id)`: from the bracket to the parenthesis. */
export interface IdLink extends Span {
  readonly words: Span;
  /** Before the `#`; empty where the target is in the same file. */
  readonly path: Span;
  readonly id: Span;
}

/** Where the parts of an entry stand. */
export interface EntryLayout {
  /** Kind of entry, as `homes.ts` names it. */
  readonly kind: string;
  /** Where the last line of heading, prose and facts ends: a fact may follow there. */
  readonly factsEnd: number;
  /** Whether a fact stands there already, so that the next one belongs to its list. */
  readonly hasFacts: boolean;
  /** The mapping of the entry's own `yaml fields`. */
  readonly data?: MapNode;
  /** Where the entry ends: a first `yaml fields` may follow there. */
  readonly end: number;
}

/** Where each UTF-16 unit of a scalar's `text` stands in the source: unit `i` is `[starts[i], ends[i])` there. */
export interface Offsets {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

export type TreeNode = MapNode | SeqNode | ScalarNode;

export interface MapNode extends Span {
  readonly kind: "map";
  readonly flow: boolean;
  readonly entries: readonly MapEntry[];
}

/** From its key, or the `?` before it, to the end of its value. The keys of a mapping are unique. */
export interface MapEntry extends Span {
  readonly key: ScalarNode;
  readonly value: TreeNode;
}

export interface SeqNode extends Span {
  readonly kind: "seq";
  readonly flow: boolean;
  readonly items: readonly TreeNode[];
}

/** `markdown`: in running text, where nothing but text can stand. */
export type ScalarStyle = "plain" | "single-quoted" | "double-quoted" | "literal" | "folded" | "markdown";

export interface ScalarNode extends Span {
  readonly kind: "scalar";
  readonly style: ScalarStyle;
  /** What it says as text, escapes and folds undone. */
  readonly text: string;
  /** What YAML 1.2's core schema reads in it. Only a plain scalar can be other than text. */
  readonly value: string | number | boolean | null;
  /** The text without quotes or block header, where a problem about the whole value points. */
  readonly content: Span;
}

/** The entry of a mapping, if it has one of that name. */
export function entryOf(node: TreeNode | undefined, key: string): MapEntry | undefined {
  if (node?.kind !== "map") return undefined;
  if (node.entries.length <= 30) return node.entries.find((entry) => entry.key.text === key);
  // Only hostile input has mappings so large that searching them once for each of their keys would take minutes.
  const index = indexes.get(node) ?? new Map(node.entries.map((entry) => [entry.key.text, entry]));
  indexes.set(node, index);
  return index.get(key);
}

const indexes = new WeakMap<MapNode, ReadonlyMap<string, MapEntry>>();

/** The plain value that a node stands for; keys are own properties, whatever their name. */
export function toValue(node: TreeNode): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "seq") return node.items.map(toValue);
  // Without a prototype, `__proto__` and `constructor` are keys like any other.
  const value: Record<string, unknown> = Object.create(null);
  for (const entry of node.entries) value[entry.key.text] = toValue(entry.value);
  return value;
}
