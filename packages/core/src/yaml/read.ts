import {
  CHOMPING_KEEP,
  CHOMPING_STRIP,
  COLLECTION_STYLE_FLOW,
  EVENT_ALIAS,
  EVENT_DOCUMENT,
  EVENT_MAPPING,
  EVENT_POP,
  EVENT_SCALAR,
  EVENT_SEQUENCE,
  type Event,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE_DOUBLE_QUOTED,
  SCALAR_STYLE_FOLDED_BLOCK,
  SCALAR_STYLE_LITERAL_BLOCK,
  SCALAR_STYLE_PLAIN,
  SCALAR_STYLE_SINGLE_QUOTED,
  type ScalarEvent,
  YAMLException,
} from "js-yaml";
import { maxDepth } from "../limits.js";
import { createProblem, type Problem } from "../problem.js";
import type { Source } from "../source.js";
import type { MapEntry, ScalarNode, ScalarStyle, Tree, TreeNode } from "../tree.js";
import { explainYamlError } from "./errors.js";
import { decodeWithOffsets, type RawScalar } from "./offsets.js";
import { resolvePlain } from "./resolve.js";

export interface YamlResult {
  /** Absent where the text is not one YAML document that every parser reads alike. */
  readonly tree?: Tree;
  readonly problems: readonly Problem[];
}

/**
 * Reads one YAML 1.2 document into a tree. Of the parser's errors only the first is told: those after it are mostly its
 * consequences. Aliases, anchors, tags, merge keys and a second document are problems, because parsers differ on them.
 */
export function readYaml(source: Source): YamlResult {
  let events: Event[];
  try {
    events = parseEvents(source.text, { maxDepth });
  } catch (error) {
    return { problems: [explainYamlError(source, error instanceof YAMLException ? error : undefined)] };
  }
  const builder = new TreeBuilder(source, events);
  const root = builder.document();
  if (!root || builder.fatal.length > 0) return { problems: builder.fatal };
  return { tree: { source, root, offsets: builder.offsets }, problems: builder.problems };
}

/** Walks the flat list of events once. A class, because the position in the list is real state. */
class TreeBuilder {
  readonly problems: Problem[] = [];
  /** What leaves no tree: the first of each kind. */
  readonly fatal: Problem[] = [];
  private next = 0;
  /** End of the last token seen: an empty value stands there. */
  private lastEnd = 0;
  private readonly raws = new WeakMap<ScalarNode, RawScalar>();

  constructor(
    private readonly source: Source,
    private readonly events: readonly Event[],
  ) {}

  readonly offsets = (scalar: ScalarNode): ArrayLike<number> => {
    const raw = this.raws.get(scalar);
    return raw ? decodeWithOffsets(this.source.text, raw).offsets : [scalar.content.start];
  };

  document(): TreeNode | undefined {
    const [first] = this.events;
    if (!first) {
      this.refuseEmpty();
      return undefined;
    }
    if (first.type === EVENT_DOCUMENT && first.directives.length > 0)
      this.refuse(0, 1, "A YAML directive stands before the runbook", "Remove the line that begins with `%`");
    this.next = 1;
    const root = this.node();
    if (root.kind === "scalar" && root.value === null) this.refuseEmpty();
    if (this.events.length > this.next + 1) {
      const at = Math.max(this.source.text.indexOf("\n---", this.lastEnd) + 1, this.lastEnd);
      this.refuse(
        at,
        at + 3,
        "A second document begins here, and a file holds one runbook",
        "Move what follows to a file of its own, or remove the line",
      );
    }
    return root;
  }

  private node(): TreeNode {
    const event = this.events[this.next++];
    if (!event) throw new Error("Unreachable: the events of a document are balanced");
    switch (event.type) {
      case EVENT_SCALAR:
        this.refuseProperties(event);
        return this.scalar(event);
      case EVENT_SEQUENCE: {
        this.refuseProperties(event);
        const items: TreeNode[] = [];
        while (this.events[this.next]?.type !== EVENT_POP) items.push(this.node());
        this.next++;
        const flow = event.style === COLLECTION_STYLE_FLOW;
        const end = flow ? this.closing(event.start, "]") : this.lastEnd;
        return { kind: "seq", start: event.start, end, flow, items };
      }
      case EVENT_MAPPING: {
        this.refuseProperties(event);
        const entries = this.entries();
        const flow = event.style === COLLECTION_STYLE_FLOW;
        const end = flow ? this.closing(event.start, "}") : this.lastEnd;
        return { kind: "map", start: event.start, end, flow, entries };
      }
      case EVENT_ALIAS:
        this.refuseOnce(
          event.anchorStart - 1,
          event.anchorEnd,
          "An alias repeats another part of the file, and a runbook writes everything out",
          "Write the value here once more, or move it to a fragment that `uses` names",
        );
        return this.emptyScalar(event.anchorEnd);
      default:
        throw new Error("Unreachable: a document event inside a document");
    }
  }

  private entries(): MapEntry[] {
    const entries: MapEntry[] = [];
    const seen = new Map<string, ScalarNode>();
    while (this.events[this.next]?.type !== EVENT_POP) {
      const key = this.node();
      const value = this.node();
      if (key.kind !== "scalar") {
        this.refuseOnce(
          key.start,
          key.end,
          "A key is a list or a mapping",
          "Use one word or quoted text as the key",
        );
        continue;
      }
      if (key.text === "<<" && key.style === "plain") {
        this.refuseOnce(
          key.start,
          key.end,
          "A merge key takes in another part of the file, and a runbook writes everything out",
          "Write the fields here once more, or move them to a fragment that `uses` names",
        );
      }
      const earlier = seen.get(key.text);
      if (earlier) this.problems.push(this.duplicateKey(key, earlier));
      else {
        seen.set(key.text, key);
        entries.push({ key, value });
      }
    }
    this.next++;
    return entries;
  }

  private duplicateKey(key: ScalarNode, earlier: ScalarNode): Problem {
    const place = ({ start, end }: ScalarNode) => ({ source: this.source, start, end });
    return createProblem({
      rule: "key-duplicate",
      at: place(key),
      message: `\`${key.text}\` stands here a second time, and only one of the two can count`,
      help: `Merge the two \`${key.text}\` into one, or remove the one that is not meant`,
      related: [{ at: place(earlier), message: "the first one" }],
    });
  }

  private scalar(event: ScalarEvent): ScalarNode {
    if (event.valueStart < 0) return this.emptyScalar(Math.max(this.lastEnd, event.tagEnd, event.anchorEnd));
    const { text: input } = this.source;
    const style = styles[event.style] ?? "plain";
    const text = getScalarValue(input, event);
    const { valueStart, valueEnd } = event;
    const block = style === "literal" || style === "folded";
    const quote = style === "single-quoted" || style === "double-quoted" ? 1 : 0;
    const start = block ? this.blockHeader(style, valueStart) : valueStart - quote;
    const end = block ? trimmedEnd(input, start, valueEnd) : valueEnd + quote;
    const content = block
      ? { start: firstInk(input, valueStart, end), end }
      : { start: valueStart, end: valueEnd };
    const node: ScalarNode = {
      kind: "scalar",
      style,
      text,
      value: style === "plain" ? resolvePlain(text) : text,
      start,
      end,
      content,
    };
    this.lastEnd = Math.max(end, block ? valueEnd : end);
    const chomping =
      event.chomping === CHOMPING_STRIP ? "strip" : event.chomping === CHOMPING_KEEP ? "keep" : "clip";
    this.raws.set(node, { start: valueStart, end: valueEnd, style, indent: event.indent, chomping });
    return node;
  }

  /** `key:` with nothing behind it. It stands where the last token ended, after the colon if there is one. */
  private emptyScalar(after: number): ScalarNode {
    const { text } = this.source;
    let at = after;
    while (text.charCodeAt(at) === 32) at++;
    const end = text.charAt(at) === ":" ? at + 1 : after;
    this.lastEnd = end;
    const span = { start: end, end };
    return { kind: "scalar", style: "plain", text: "", value: null, ...span, content: span };
  }

  /** The `|` or `>` above a block scalar: the first one after the last token, comments left out. */
  private blockHeader(style: ScalarStyle, contentStart: number): number {
    const { text } = this.source;
    const indicator = style === "literal" ? "|" : ">";
    let at = this.lastEnd;
    while (at < contentStart) {
      const unit = text.charAt(at);
      if (unit === indicator) return at;
      if (unit === "#")
        while (at < contentStart && text.charAt(at) !== "\n" && text.charAt(at) !== "\r") at++;
      else at++;
    }
    return contentStart;
  }

  /** The end of a flow collection, after its bracket. */
  private closing(start: number, bracket: string): number {
    const { text } = this.source;
    let at = Math.max(this.lastEnd, start + 1);
    while (at < text.length && text.charAt(at) !== bracket) {
      if (text.charAt(at) === "#")
        while (at < text.length && text.charAt(at) !== "\n" && text.charAt(at) !== "\r") at++;
      else at++;
    }
    this.lastEnd = Math.min(at + 1, text.length);
    return this.lastEnd;
  }

  private refuseEmpty(): void {
    this.refuse(0, 0, "The file is empty", "Write a runbook in it: its first line is `runwright: 1`");
  }

  private refuseProperties(event: {
    anchorStart: number;
    anchorEnd: number;
    tagStart: number;
    tagEnd: number;
  }): void {
    if (event.anchorStart >= 0) {
      this.refuseOnce(
        event.anchorStart - 1,
        event.anchorEnd,
        "An anchor marks a part to be repeated, and a runbook writes everything out",
        "Remove the anchor; what several runbooks share stands in a fragment that `uses` names",
      );
    }
    if (event.tagStart >= 0) {
      this.refuseOnce(
        event.tagStart,
        event.tagEnd,
        "A tag changes what kind of value this is, and not every YAML reader knows it",
        "Remove the tag; put text that looks like a number in quotes",
      );
    }
  }

  private refuseOnce(start: number, end: number, message: string, help: string): void {
    if (!this.fatal.some((problem) => problem.message === message)) this.refuse(start, end, message, help);
  }

  private refuse(start: number, end: number, message: string, help: string): void {
    const at = { source: this.source, start, end: Math.min(end, this.source.text.length) };
    this.fatal.push(createProblem({ rule: "parse-error", at, message, help }));
  }
}

const styles: Readonly<Record<number, ScalarStyle>> = {
  [SCALAR_STYLE_PLAIN]: "plain",
  [SCALAR_STYLE_SINGLE_QUOTED]: "single-quoted",
  [SCALAR_STYLE_DOUBLE_QUOTED]: "double-quoted",
  [SCALAR_STYLE_LITERAL_BLOCK]: "literal",
  [SCALAR_STYLE_FOLDED_BLOCK]: "folded",
};

function trimmedEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && text.charCodeAt(at - 1) <= 32) at--;
  return at;
}

function firstInk(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && text.charCodeAt(at) <= 32) at++;
  return at;
}
