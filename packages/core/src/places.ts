import type { Place } from "./source.js";
import type { Tree, TreeNode } from "./tree.js";

/** A stretch of a text value, in UTF-16 units of the model's text. */
export interface Part {
  readonly start: number;
  readonly end: number;
}

/**
 * Where everything in a model was written. The model itself is plain data; its objects and lists are the keys here, so
 * that a rule which holds a step can ask for the place of its `title` without carrying offsets about.
 */
export interface Places {
  /**
   * The value of a field, an item of a list, or, without `key`, the whole. With `part`, those units of a text value.
   * A field that is not there gives the place of its owner. Undefined for an object of another model.
   */
  readonly of: (owner: object, key?: string | number, part?: Part) => Place | undefined;
  /** The name of a field rather than its value. */
  readonly ofKey: (owner: object, key: string) => Place | undefined;
  /** The node of the tree behind an object, for those who look at spelling. */
  readonly node: (owner: object) => { readonly tree: Tree; readonly node: TreeNode } | undefined;
}

type Origin = { readonly tree: Tree; readonly node: TreeNode };

/** Collects the origins while a model is built. */
export class PlaceBook implements Places {
  private readonly origins = new WeakMap<object, Origin>();

  record(value: object, tree: Tree, node: TreeNode): void {
    this.origins.set(value, { tree, node });
  }

  node(owner: object): Origin | undefined {
    return this.origins.get(owner);
  }

  of(owner: object, key?: string | number, part?: Part): Place | undefined {
    const origin = this.origins.get(owner);
    if (!origin) return undefined;
    const found = key === undefined ? origin.node : child(origin.node, key);
    if (!found) return wholePlace(origin.tree, origin.node);
    return part ? partPlace(origin.tree, found, part) : wholePlace(origin.tree, found);
  }

  ofKey(owner: object, key: string): Place | undefined {
    const origin = this.origins.get(owner);
    if (origin?.node.kind !== "map") return undefined;
    const entry = origin.node.entries.find((candidate) => candidate.key.text === key);
    return entry ? wholePlace(origin.tree, entry.key) : wholePlace(origin.tree, origin.node);
  }
}

/** Answers from the first that knows the object: a runbook and its fragments each have their own. */
export function joinPlaces(all: readonly Places[]): Places {
  const first = <T>(ask: (places: Places) => T | undefined): T | undefined => {
    for (const places of all) {
      const answer = ask(places);
      if (answer !== undefined) return answer;
    }
    return undefined;
  };
  return {
    of: (owner, key, part) => first((places) => places.of(owner, key, part)),
    ofKey: (owner, key) => first((places) => places.ofKey(owner, key)),
    node: (owner) => first((places) => places.node(owner)),
  };
}

function child(node: TreeNode, key: string | number): TreeNode | undefined {
  // A list in the model that stands as a single item in the text: the item is the node itself.
  if (typeof key === "number") return node.kind === "seq" ? node.items[key] : key === 0 ? node : undefined;
  return node.kind === "map" ? node.entries.find((entry) => entry.key.text === key)?.value : undefined;
}

/** A mapping or list is long; a problem about the whole of it points at its first line. */
export function wholePlace(tree: Tree, node: TreeNode): Place {
  const { source } = tree;
  if (node.kind === "scalar") return { source, ...node.content };
  const lineEnd = endOfLine(source.text, node.start);
  return { source, start: node.start, end: Math.min(Math.max(node.end, node.start), lineEnd) };
}

function partPlace(tree: Tree, node: TreeNode, part: Part): Place {
  const { source } = tree;
  if (node.kind !== "scalar") return wholePlace(tree, node);
  const offsets = tree.offsets(node);
  // The model has LF line ends; a text that an escape gave CRs is longer than the model's.
  const shift = node.text.includes("\r") ? (at: number) => withReturns(node.text, at) : (at: number) => at;
  const last = offsets.length - 1;
  const start = offsets[Math.min(shift(part.start), last)] ?? node.content.start;
  const end =
    part.end > part.start ? unitEnd(offsets, Math.min(shift(part.end) - 1, last), source.text) : start;
  return { source, start, end: Math.max(end, start) };
}

/** Where the source of a unit ends: the next unit's start, unless a fold or an indentation lies between. */
function unitEnd(offsets: ArrayLike<number>, index: number, text: string): number {
  const start = offsets[index] ?? 0;
  const next = offsets[index + 1] ?? start + 1;
  const between = text.slice(start, next);
  // An escape (`\u0041`, `''`) is one unit from several; a line break takes its indentation with it.
  return /^[^\r\n]*$/.test(between) && next > start ? next : start + 1;
}

function withReturns(text: string, at: number): number {
  let source = 0;
  for (let model = 0; model < at && source < text.length; model++) {
    source += text.charCodeAt(source) === 13 && text.charCodeAt(source + 1) === 10 ? 2 : 1;
  }
  return source;
}

function endOfLine(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) !== 10 && text.charCodeAt(at) !== 13) at++;
  return at;
}
