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
  type MappingEvent,
  parseEvents,
  SCALAR_STYLE_DOUBLE_QUOTED,
  SCALAR_STYLE_FOLDED_BLOCK,
  SCALAR_STYLE_LITERAL_BLOCK,
  SCALAR_STYLE_PLAIN,
  SCALAR_STYLE_SINGLE_QUOTED,
  type ScalarEvent,
  type SequenceEvent,
  YAMLException,
} from "js-yaml";
import { maxDepth, maxProblems } from "../limits.js";
import { createProblem, type Problem } from "../problem.js";
import { lineEnd, type Source } from "../source.js";
import type { MapEntry, Offsets, ScalarNode, ScalarStyle, Tree, TreeNode } from "../tree.js";
import { characterDisagreement, type Disagreement, keyDisagreement, textDisagreement } from "./disagree.js";
import { explainYamlError } from "./errors.js";
import { blockEnd, decodeWithOffsets, type RawScalar } from "./offsets.js";
import { resolvePlain } from "./resolve.js";
import { isSpace, skipSpace } from "./space.js";

export interface YamlResult {
  /** Absent where the text is not one YAML document that every parser reads alike. */
  readonly tree?: Tree;
  readonly problems: readonly Problem[];
  /** Whether the tree holds everything that the text says; it does if this is not said. */
  readonly isReadable?: boolean;
}

/**
 * Reads one YAML 1.2 document into a tree. Of the parser's errors only the first is told: those after it are mostly its
 * consequences. What parsers read differently is a problem: aliases, anchors, tags, merge keys, a second document.
 */
export function readYaml(source: Source): YamlResult {
  const odd = characterDisagreement(source.text);
  if (odd) return { problems: [refusal(source, odd)] };
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

/** Whether a text is YAML at all, with whatever a runbook may not use. */
export function isYaml(text: string): boolean {
  try {
    parseEvents(text, { maxDepth });
    return true;
  } catch {
    return false;
  }
}

/** Walks the flat list of events once. A class, because the position in the list and in the text is real state. */
class TreeBuilder {
  readonly problems: Problem[] = [];
  /** What leaves no tree: the first of each kind. */
  readonly fatal: Problem[] = [];
  private next = 0;
  /** How far the text has been passed: an empty value stands here. */
  private at = 0;
  private readonly raws = new WeakMap<ScalarNode, RawScalar>();

  constructor(
    private readonly source: Source,
    private readonly events: readonly Event[],
  ) {}

  readonly offsets = (scalar: ScalarNode): Offsets => {
    const raw = this.raws.get(scalar);
    const { start, end } = scalar.content;
    return raw ? decodeWithOffsets(this.source.text, raw) : { starts: [start], ends: [end] };
  };

  document(): TreeNode | undefined {
    const { text } = this.source;
    const [first] = this.events;
    if (first?.type !== EVENT_DOCUMENT) {
      this.refuseEmpty();
      return undefined;
    }
    const begin = skipSpace(text, 0);
    const mark = /^(?:%|\.\.\.(?=\s))/.exec(text.slice(begin, begin + 4))?.[0];
    if (mark) {
      const what = mark === "%" ? "A YAML directive" : "The end of a document";
      const end = lineEnd(text, begin);
      this.refuse(
        begin,
        end,
        `${what} stands before the runbook`,
        `Remove the line that begins with \`${mark}\``,
      );
      return undefined;
    }
    if (first.explicitStart) this.at = begin + 3;
    this.next = 1;
    const root = this.node();
    if (this.events.length > this.next + 1) {
      const end = skipSpace(text, Math.max(root.end, this.at));
      this.refuse(
        end,
        end + 3,
        "A second document begins here, and a file holds one runbook",
        "Move what follows to a file of its own, or remove the line",
      );
    } else if (root.kind === "scalar" && root.value === null) this.refuseEmpty();
    return root;
  }

  private node(): TreeNode {
    const event = this.events[this.next++];
    if (!event) throw new Error("Unreachable: the events of a document are balanced");
    switch (event.type) {
      case EVENT_SCALAR:
        this.refuseProperties(event);
        return event.valueStart < 0 ? this.emptyScalar() : this.scalar(event);
      case EVENT_SEQUENCE:
        this.refuseProperties(event);
        return this.sequence(event);
      case EVENT_MAPPING:
        this.refuseProperties(event);
        return this.mapping(event);
      case EVENT_ALIAS:
        this.at = event.anchorEnd;
        this.refuseOnce(
          event.anchorStart - 1,
          event.anchorEnd,
          "An alias repeats another part of the file, and a runbook writes everything out",
          "Write the value here once more, or move it to a fragment that `uses` names",
        );
        return this.emptyScalar();
      default:
        throw new Error("Unreachable: a document event inside a document");
    }
  }

  private sequence({ start, style }: SequenceEvent): TreeNode {
    const flow = style === COLLECTION_STYLE_FLOW;
    const items: TreeNode[] = [];
    this.at = flow ? start + 1 : start;
    while (!this.ends()) {
      this.pass(flow ? "," : "-");
      items.push(this.node());
    }
    if (flow) this.close("]");
    return { kind: "seq", start, end: flow ? this.at : (items.at(-1)?.end ?? this.at), flow, items };
  }

  private mapping({ start, style }: MappingEvent): TreeNode {
    const flow = style === COLLECTION_STYLE_FLOW;
    // `[a: 1]` holds a mapping without braces; the key of such a one may itself begin with a brace.
    const inner = this.events[this.next];
    const braces =
      flow &&
      this.source.text.charAt(start) === "{" &&
      !(inner?.type === EVENT_MAPPING && inner.start === start);
    const isPair = flow && !braces;
    if (!isPair) this.at = braces ? start + 1 : start;
    const entries: MapEntry[] = [];
    const seen = new Map<string, ScalarNode>();
    let end = this.at;
    while (!this.ends()) {
      if (braces) this.pass(",");
      const entry = this.entry(flow);
      end = entry?.end ?? this.at;
      if (!entry) continue;
      const earlier = seen.get(entry.key.text);
      if (!earlier) {
        seen.set(entry.key.text, entry.key);
        entries.push(entry);
      } else if (this.problems.length < maxProblems)
        this.problems.push(this.duplicateKey(entry.key, earlier));
    }
    if (braces) this.close("}");
    // To the parser a pair begins behind its `?`.
    const begin = isPair ? (entries[0]?.start ?? start) : start;
    return { kind: "map", start: begin, end: braces ? this.at : end, flow, entries };
  }

  /** Undefined where the key is one that leaves no tree. */
  private entry(flow: boolean): MapEntry | undefined {
    const question = this.pass("?");
    const key = this.node();
    this.pass(":", flow);
    const value = this.node();
    if (key.kind !== "scalar") {
      if (key.kind === "map" && this.source.text.charAt(key.start - 1) === "{")
        this.refuseOnce(
          key.start - 1,
          key.end + 1,
          "A `{{…}}` stands without quotes, where YAML reads it as a mapping",
          "Put the whole value in quotes",
        );
      else
        this.refuseOnce(
          key.start,
          key.end,
          "A key is a list or a mapping",
          "Use one word or quoted text as the key",
        );
      return undefined;
    }
    this.refuseDisagreement(keyDisagreement(key));
    return { key, value, start: question ?? key.start, end: Math.max(key.end, value.end) };
  }

  /** Whether the collection ends here; then its end is passed too. */
  private ends(): boolean {
    if (this.events[this.next]?.type !== EVENT_POP) return false;
    this.next++;
    return true;
  }

  /** Passes an indicator, if it comes next. In block style one counts only with white space behind it. */
  private pass(indicator: string, flow = indicator === ","): number | undefined {
    const { text } = this.source;
    const at = skipSpace(text, this.at);
    if (text.charAt(at) !== indicator) return undefined;
    if (!flow && at + 1 < text.length && !isSpace(text.charCodeAt(at + 1))) return undefined;
    this.at = at + 1;
    return at;
  }

  private close(bracket: "]" | "}"): void {
    this.pass(",");
    this.pass(bracket, true);
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
    const { text: input } = this.source;
    const { valueStart, valueEnd } = event;
    const style = styles[event.style] ?? "plain";
    const chomping =
      event.chomping === CHOMPING_STRIP ? "strip" : event.chomping === CHOMPING_KEEP ? "keep" : "clip";
    const raw: RawScalar = { start: valueStart, end: valueEnd, style, indent: event.indent, chomping };
    const text = getScalarValue(input, event);
    const value = style === "plain" ? resolvePlain(text) : text;
    const node: ScalarNode = { kind: "scalar", style, text, value, ...this.extent(raw) };
    this.at = Math.max(node.end, valueEnd);
    this.raws.set(node, raw);
    this.refuseDisagreement(textDisagreement(input, raw, node));
    return node;
  }

  /** Where a scalar stands with its quotes or its block header, and without. */
  private extent(raw: RawScalar): Pick<ScalarNode, "start" | "end" | "content"> {
    const { start, end, style } = raw;
    if (style === "plain") return { start, end, content: { start, end } };
    if (style === "single-quoted" || style === "double-quoted")
      return { start: start - 1, end: end + 1, content: { start, end } };
    const { text } = this.source;
    const header = skipSpace(text, this.at);
    let headerEnd = header + 1;
    while (/[-+1-9]/.test(text.charAt(headerEnd))) headerEnd++;
    const last = blockEnd(text, raw) ?? headerEnd;
    const ink = { start, end: Math.min(end, last) };
    while (ink.start < ink.end && isSpace(text.charCodeAt(ink.start))) ink.start++;
    while (ink.start < ink.end && isSpace(text.charCodeAt(ink.end - 1))) ink.end--;
    const content = ink.start < ink.end ? ink : { start: header, end: headerEnd };
    return { start: header, end: last, content };
  }

  /** `key:` with nothing behind it: it stands after the colon. */
  private emptyScalar(): ScalarNode {
    const span = { start: this.at, end: this.at };
    return { kind: "scalar", style: "plain", text: "", value: null, ...span, content: span };
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

  private refuseDisagreement(found: Disagreement | undefined): void {
    if (found) this.refuseOnce(found.start, found.end, found.message, found.help);
  }

  private refuseOnce(start: number, end: number, message: string, help: string): void {
    if (!this.fatal.some((problem) => problem.message === message)) this.refuse(start, end, message, help);
  }

  private refuse(start: number, end: number, message: string, help: string): void {
    this.fatal.push(refusal(this.source, { start, end, message, help }));
  }
}

function refusal(source: Source, { start, end, message, help }: Disagreement): Problem {
  const at = { source, start, end: Math.min(end, source.text.length) };
  return createProblem({ rule: "parse-error", at, message, help });
}

const styles: Readonly<Record<number, ScalarStyle>> = {
  [SCALAR_STYLE_PLAIN]: "plain",
  [SCALAR_STYLE_SINGLE_QUOTED]: "single-quoted",
  [SCALAR_STYLE_DOUBLE_QUOTED]: "double-quoted",
  [SCALAR_STYLE_LITERAL_BLOCK]: "literal",
  [SCALAR_STYLE_FOLDED_BLOCK]: "folded",
};
