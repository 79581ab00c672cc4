import type { Source, Span } from "../source.js";
import type { IdLink, MapEntry, MapNode, Offsets, ScalarNode, SeqNode, TreeNode } from "../tree.js";

/**
 * Makes the nodes of a Markdown text's tree. Whatever stands in Markdown is text of the source with something left out:
 * an escape, an indentation, a comment. A class, because the places of what it made are real state.
 */
export class Leaves {
  readonly links: IdLink[] = [];
  /** HTML comments that were left out, and stretches that were read as YAML. */
  readonly comments: Span[] = [];
  readonly yamlParts: Span[] = [];
  readonly holes = new Map<MapNode, "any" | readonly string[]>();
  private readonly decoders = new WeakMap<ScalarNode, () => Offsets>();

  constructor(readonly source: Source) {}

  readonly offsets = (scalar: ScalarNode): Offsets =>
    this.decoders.get(scalar)?.() ?? { starts: [scalar.content.start], ends: [scalar.content.end] };

  /** One stretch of the source as it stands. */
  slice(span: Span): ScalarNode {
    return this.cut([span]);
  }

  /** Several stretches of the source as one text. */
  cut(pieces: readonly Span[]): ScalarNode {
    const text = pieces.map(({ start, end }) => this.source.text.slice(start, end)).join("");
    const whole = { start: pieces[0]?.start ?? 0, end: pieces.at(-1)?.end ?? 0 };
    const node = scalar(text, text, whole);
    this.decoders.set(node, () => offsetsOf(pieces));
    return node;
  }

  /** What words of the source stand for: `once` for 1. */
  said(value: string | number | boolean, span: Span): ScalarNode {
    const node = scalar(String(value), value, span);
    const { start, end } = span;
    const length = node.text.length;
    this.decoders.set(node, () => ({
      starts: new Array<number>(length).fill(start),
      ends: new Array<number>(length).fill(end),
    }));
    return node;
  }

  /** A node of another tree, with the way to the places inside its texts. */
  adopt(node: ScalarNode, decode: () => Offsets): ScalarNode {
    this.decoders.set(node, decode);
    return node;
  }

  /** A link whose target is an id; the link is remembered. */
  id(link: IdLink): ScalarNode {
    this.links.push(link);
    return this.slice(link.id);
  }
}

function scalar(text: string, value: string | number | boolean, { start, end }: Span): ScalarNode {
  return { kind: "scalar", style: "markdown", text, value, start, end, content: { start, end } };
}

function offsetsOf(pieces: readonly Span[]): Offsets {
  const starts: number[] = [];
  const ends: number[] = [];
  for (const { start, end } of pieces) {
    for (let at = start; at < end; at++) {
      starts.push(at);
      ends.push(at + 1);
    }
  }
  return { starts, ends };
}

/** The name of a field, and the words of the source that stand for it. */
export function key(name: string, span: Span): ScalarNode {
  return scalar(name, name, { start: span.start, end: span.end });
}

export function entry(keyNode: ScalarNode, value: TreeNode): MapEntry {
  return {
    key: keyNode,
    value,
    start: Math.min(keyNode.start, value.start),
    end: Math.max(keyNode.end, value.end),
  };
}

/** A mapping from its first entry to its last, unless a span is given. */
export function mapOf(entries: readonly MapEntry[], span?: Span): MapNode {
  return { kind: "map", flow: false, entries, ...(span ?? around(entries)) };
}

export function seqOf(items: readonly TreeNode[], span?: Span): SeqNode {
  return { kind: "seq", flow: false, items, ...(span ?? around(items)) };
}

function around(parts: readonly Span[]): Span {
  if (parts.length === 0) return { start: 0, end: 0 };
  let start = Infinity;
  let end = 0;
  for (const part of parts) {
    start = Math.min(start, part.start);
    end = Math.max(end, part.end);
  }
  return { start, end };
}
