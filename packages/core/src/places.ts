import { lineEnd, type Place } from "./source.js";
import { entryOf, type Offsets, type ScalarNode, type Tree, type TreeNode } from "./tree.js";

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
  /** Scalars of which the model has another text: CRLF and CR are LF there. */
  private readonly unified = new WeakSet<ScalarNode>();
  /** A text can hold thousands of references, and decoding it is as long as it is. */
  private readonly decoded = new WeakMap<ScalarNode, Offsets>();

  record(value: object, tree: Tree, node: TreeNode): void {
    this.origins.set(value, { tree, node });
  }

  recordUnified(node: ScalarNode): void {
    this.unified.add(node);
  }

  node(owner: object): Origin | undefined {
    return this.origins.get(owner);
  }

  of(owner: object, key?: string | number, part?: Part): Place | undefined {
    const origin = this.origins.get(owner);
    if (!origin) return undefined;
    const found = key === undefined ? origin.node : child(origin.node, key);
    if (part && found?.kind === "scalar") return this.part(origin.tree, found, part);
    return wholePlace(origin.tree, found ?? origin.node);
  }

  ofKey(owner: object, key: string): Place | undefined {
    const origin = this.origins.get(owner);
    return origin && wholePlace(origin.tree, entryOf(origin.node, key)?.key ?? origin.node);
  }

  private part(tree: Tree, node: ScalarNode, { start, end }: Part): Place {
    const { starts, ends } = this.offsets(tree, node);
    const from = starts[start] ?? ends.at(-1) ?? node.content.start;
    const to = end > start ? (ends[Math.min(end, ends.length) - 1] ?? from) : from;
    return { source: tree.source, start: from, end: Math.max(from, to) };
  }

  private offsets(tree: Tree, node: ScalarNode): Offsets {
    let offsets = this.decoded.get(node);
    if (!offsets) {
      offsets = tree.offsets(node);
      if (this.unified.has(node)) offsets = withoutReturns(node.text, offsets);
      this.decoded.set(node, offsets);
    }
    return offsets;
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
  return entryOf(node, key)?.value;
}

/** A mapping or list is long; a problem about the whole of it points at its first line. */
export function wholePlace({ source }: Tree, node: TreeNode): Place {
  if (node.kind === "scalar") return { source, ...node.content };
  return { source, start: node.start, end: Math.min(node.end, lineEnd(source.text, node.start)) };
}

/** The offsets of a text in which CRLF has become one unit. */
function withoutReturns(text: string, { starts, ends }: Offsets): Offsets {
  const isPair = (at: number) => text.charAt(at) === "\r" && text.charAt(at + 1) === "\n";
  return {
    starts: starts.filter((_, at) => !isPair(at - 1)),
    ends: ends.filter((_, at) => !isPair(at)),
  };
}
