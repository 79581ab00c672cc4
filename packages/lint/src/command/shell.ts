import type { Span } from "@runwright/core";
import {
  type CommandNode,
  type CompoundList,
  forEachChild,
  type HereDoc,
  type ParameterExpansionPart,
  parse,
  type Redirection,
  type Script,
  type SimpleExpansionPart,
  type Statement,
  type SyntaxNode,
  type Word,
} from "unbash";
import { type Masked, maskShell } from "./shell-mask.js";

/*
 * The one file that knows the parser: its interface is young, and its nodes are lazy. Rules see the plain nodes below,
 * whose offsets are UTF-16 units of the text that was given to `parseShell`.
 */

/** A list of commands: a whole command, the body of a loop, the inside of `$(…)`. */
export interface ShellScript extends Span {
  readonly lists: readonly ShellList[];
  /** The parser could not read a part of it, so that the structure there is a guess. */
  readonly broken: boolean;
}

/** Pipelines joined by `&&` and `||`; mostly one. */
export interface ShellList extends Span {
  readonly pipelines: readonly ShellPipeline[];
  /** What stands between them: the first between the first two. */
  readonly operators: readonly ShellOperator[];
  readonly background: boolean;
}

export interface ShellOperator extends Span {
  readonly operator: "&&" | "||";
}

/** Commands joined by `|`; mostly one. */
export interface ShellPipeline extends Span {
  readonly commands: readonly ShellCommand[];
  /** It begins with `!`. */
  readonly negated: boolean;
}

export type ShellCommand = SimpleCommand | CompoundCommand;

/** A program with its arguments, or assignments alone. */
export interface SimpleCommand extends Span {
  readonly kind: "simple";
  readonly assignments: readonly ShellAssignment[];
  /** The name first. An assignment behind a name (`export A=b`) is a word. */
  readonly words: readonly ShellWord[];
  readonly redirections: readonly ShellRedirection[];
}

export interface CompoundCommand extends Span {
  readonly kind:
    | "if"
    | "for"
    | "while"
    | "until"
    | "case"
    | "select"
    | "subshell"
    | "group"
    | "function"
    | "coproc"
    | "test"
    | "arithmetic";
  /** Whose exit code only decides what comes next: of `if`, `elif`, `while`, `until`. */
  readonly conditions: readonly ShellScript[];
  readonly bodies: readonly ShellScript[];
  /** Of a function or coprocess; the variable of a `for` or `select`. */
  readonly name?: string;
  /** The items of a `for`, the word and patterns of a `case`, the operands of a test. */
  readonly words: readonly ShellWord[];
  /** Inside `((…))` and `for ((…))`. */
  readonly expansions: readonly ShellExpansion[];
  readonly substitutions: readonly ShellScript[];
  readonly redirections: readonly ShellRedirection[];
}

export interface ShellAssignment extends Span {
  readonly name: string;
  /** One, or the elements of an array. */
  readonly values: readonly ShellWord[];
}

export interface ShellWord extends Span {
  /** As written, quotes and escapes included. */
  readonly text: string;
  /** Quotes and escapes undone, placeholders as they stand; nothing is expanded. */
  readonly value: string;
  /** Quotes stand in it. */
  readonly quoted: boolean;
  /** `$NAME` and `${NAME…}` in it, at any depth. */
  readonly expansions: readonly ShellExpansion[];
  /** `$(…)`, backticks, `<(…)` and `>(…)` in it. */
  readonly substitutions: readonly ShellScript[];
}

export interface ShellExpansion extends Span {
  /** `HOME`, `1`, `?`. */
  readonly name: string;
  /** Of `${NAME:?words}`: `:?`. */
  readonly operator?: string;
  readonly quoted: boolean;
}

export interface ShellRedirection extends Span {
  /** `>`, `2>` without its number, `<<`, `<<<`, `&>`. */
  readonly operator: string;
  /** The number before it, where one is written. */
  readonly descriptor?: number;
  readonly target?: ShellWord;
  readonly heredoc?: ShellHeredoc;
}

/** The lines of a here-document: data, unless something runs them. */
export interface ShellHeredoc extends Span {
  readonly text: string;
  /** The delimiter is quoted: nothing in it is expanded. */
  readonly quoted: boolean;
  readonly substitutions: readonly ShellScript[];
}

/** A longer text is not parsed: the parser takes seconds for a hostile 100 kB. In UTF-16 units. */
export const maxShellLength = 20_000;

/** Levels of words, expansions and substitutions inside one another; each is parsed when it is first looked at. */
export const maxShellDepth = 50;

/** Commands and substitutions in one text. */
export const maxShellCommands = 1000;

/** Parses bash or sh. Undefined where the text is longer, deeper or fuller than a person would write it; never throws. */
export function parseShell(text: string): ShellScript | undefined {
  if (text.length > maxShellLength) return undefined;
  try {
    const masked = maskShell(text);
    return new Reader(masked, text).script(parse(masked.text), 0);
  } catch {
    // Our own limits, and the parser's stack: thousands of `f() {` overflow it.
    return undefined;
  }
}

/** Where nodes stand: in the masked text, or, inside escaped backticks, in a text that the parser made of a part of it. */
interface Where {
  readonly start: (pos: number) => number;
  readonly end: (pos: number) => number;
  /** As the author wrote it. */
  readonly text: (pos: number, end: number) => string;
  /** As the parser saw it. */
  readonly parsed: (pos: number, end: number) => string;
  readonly restore: (value: string, within: Span) => string;
}

type Children = Pick<ShellWord, "substitutions"> & {
  readonly quoted: boolean;
  readonly expansions: readonly ShellExpansion[];
};

const none: readonly never[] = [];

class Reader {
  private where: Where;
  private commands = 0;

  constructor(masked: Masked, original: string) {
    const { text, originalOffset, restore } = masked;
    const startAt = (pos: number) => Math.min(originalOffset(pos), original.length);
    // From the unit before, so that a CR which was taken out stands behind the node. The parser may end a node that is
    // not closed behind the text.
    const endAt = (pos: number) => (pos === 0 ? 0 : Math.min(originalOffset(pos - 1) + 1, original.length));
    this.where = {
      start: startAt,
      end: endAt,
      text: (pos, end) => original.slice(startAt(pos), endAt(end)),
      parsed: (pos, end) => text.slice(pos, end),
      restore,
    };
  }

  script(node: Script | CompoundList, depth: number): ShellScript {
    const lists = node.commands.map((statement) => this.list(statement, depth));
    const broken = "errors" in node && Array.isArray(node.errors) && node.errors.length > 0;
    return { ...this.span(node), lists, broken };
  }

  private list(statement: Statement, depth: number): ShellList {
    const { command } = statement;
    const nodes = command.type === "AndOr" ? command.commands : [command];
    const operators = command.type === "AndOr" ? command.operators : [];
    const pipelines = nodes.map((node) => ({
      ...this.span(node),
      commands: (node.type === "Pipeline" ? node.commands : [node]).map((inner) =>
        this.command(inner, depth),
      ),
      negated:
        node.type === "Pipeline" && node.prefixes.filter(({ type }) => type === "Negation").length % 2 === 1,
    }));
    return {
      ...this.span(statement),
      pipelines,
      operators: operators.map((operator, index) => {
        // The parser gives no place for it. Only blanks and line continuations stand before it.
        const from = nodes[index]?.end ?? 0;
        const gap = this.where.parsed(from, nodes[index + 1]?.pos ?? from);
        const pos = from + Math.max(0, gap.indexOf(operator));
        return { operator, ...this.span({ pos, end: pos + operator.length }) };
      }),
      background: statement.background === true,
    };
  }

  private count(): void {
    if (++this.commands > maxShellCommands) throw new RangeError("Fuller than a person would write it");
  }

  private command(node: CommandNode, depth: number): ShellCommand {
    this.count();
    if (node.type === "Redirected") {
      const inner = this.command(node.command, depth);
      return { ...inner, redirections: [...inner.redirections, ...this.redirections(node.redirects, depth)] };
    }
    if (node.type !== "Command") return this.compound(node, depth);
    const assigned = node.prefix.filter((part) => part.type === "Assignment");
    const words = [...(node.name ? [node.name] : []), ...node.args];
    return {
      ...this.span(node),
      kind: "simple",
      assignments: assigned.map((part) => ({
        ...this.span(part),
        name: part.name,
        values: (part.value.type === "Word" ? [part.value] : part.value.elements).map((word) =>
          this.word(word, depth),
        ),
      })),
      words: words.map((word) => this.word(word, depth)),
      redirections: this.redirections(node.redirects, depth),
    };
  }

  private compound(
    node: Exclude<CommandNode, { type: "Command" | "Redirected" }>,
    depth: number,
  ): CompoundCommand {
    const conditions: ShellScript[] = [];
    const bodies: ShellScript[] = [];
    const words: ShellWord[] = [];
    const expansions: ShellExpansion[] = [];
    const substitutions: ShellScript[] = [];
    const name = "name" in node ? node.name : undefined;
    const visit = (child: SyntaxNode, parent: SyntaxNode): void => {
      if (child.type === "CompoundList") {
        const isClause = "clause" in parent && parent.clause === child;
        (isClause ? conditions : bodies).push(this.script(child, depth));
      } else if (child.type === "Word") {
        if (child !== name) words.push(this.word(child, depth));
      } else if (child.type === "Script") substitutions.push(this.substitution(child, parent, depth));
      else if (isCommandNode(child)) {
        // The body of a function or a coprocess: a command of its own, seen as a list of one.
        const inner = this.command(child, depth);
        const pipeline = { ...this.span(child), commands: [inner], negated: false };
        const list = { ...this.span(child), pipelines: [pipeline], operators: [], background: false };
        bodies.push({ ...this.span(child), lists: [list], broken: false });
      } else {
        if (isExpansion(child)) expansions.push({ ...this.span(child), ...nameOf(child), quoted: false });
        forEachChild(child, (inner) => visit(inner, child));
      }
    };
    forEachChild(node, (child) => visit(child, node));
    const rest = { conditions, bodies, words, expansions, substitutions, redirections: [] };
    return { ...this.span(node), kind: kindOf(node), ...(name && { name: name.value }), ...rest };
  }

  private redirections(nodes: readonly Redirection[], depth: number): readonly ShellRedirection[] {
    return nodes.map((node) => ({
      ...this.span(node),
      operator: node.operator,
      ...(node.descriptor?.type === "FileDescriptor" && { descriptor: node.descriptor.value }),
      ...(node.type === "HereDoc"
        ? { heredoc: this.heredoc(node, depth) }
        : node.target && { target: this.word(node.target, depth) }),
    }));
  }

  private heredoc({ body, delimiter }: HereDoc, depth: number): ShellHeredoc {
    const { substitutions } = this.inside(body, depth);
    const text = this.where.text(body.pos, body.end);
    return { ...this.span(body), text, quoted: delimiter?.quoted === true, substitutions };
  }

  /** A word, or an assignment that stands where a word does. */
  private word(node: Word | Extract<SyntaxNode, { type: "Assignment" }>, depth: number): ShellWord {
    const text = this.where.text(node.pos, node.end);
    const inner = node.type === "Word" ? node : node.value.type === "Word" ? node.value : undefined;
    const before = inner && inner !== node ? this.where.text(node.pos, inner.pos) : "";
    const value = inner
      ? before + this.where.restore(inner.value, { start: inner.pos, end: inner.end })
      : text;
    const { start, end } = this.span(node);
    // A command can have thousands of words, nearly all of them plain.
    if (node.type === "Word" && !node.parts)
      return { start, end, text, value, quoted: false, expansions: none, substitutions: none };
    const { quoted, expansions, substitutions } = this.inside(node, depth);
    return { start, end, text, value, quoted, expansions, substitutions };
  }

  /** The quotes, expansions and substitutions under a node. */
  private inside(node: SyntaxNode, depth: number): Children {
    const expansions: ShellExpansion[] = [];
    const substitutions: ShellScript[] = [];
    let quoted = false;
    const visit = (child: SyntaxNode, parent: SyntaxNode, level: number, inQuotes: boolean): void => {
      if (level > maxShellDepth) throw new RangeError("Deeper than a person would write it");
      if (child.type === "Script") {
        substitutions.push(this.substitution(child, parent, level));
        return;
      }
      const opens = /Quoted$|^LocaleString$/.test(child.type);
      quoted ||= opens;
      if (isExpansion(child)) expansions.push({ ...this.span(child), ...nameOf(child), quoted: inQuotes });
      forEachChild(child, (inner) => visit(inner, child, level + 1, inQuotes || opens));
    };
    forEachChild(node, (child) => visit(child, node, depth + 1, false));
    return { quoted, expansions, substitutions };
  }

  private substitution(node: Script, around: SyntaxNode, depth: number): ShellScript {
    this.count();
    const { source } = node;
    if (source === undefined) return this.script(node, depth + 1);
    // Escaped backticks: the nodes stand in a text of their own, so all of them point at the whole substitution.
    const outer = this.where;
    const { start, end } = this.span(around);
    this.where = {
      start: () => start,
      end: () => end,
      text: (from, to) => source.slice(from, to),
      parsed: (from, to) => source.slice(from, to),
      restore: (value) => value,
    };
    const script = this.script(node, depth + 1);
    this.where = outer;
    return script;
  }

  private span(node: { readonly pos: number; readonly end: number }): Span {
    const start = this.where.start(node.pos);
    return { start, end: Math.max(start, this.where.end(node.end)) };
  }
}

function isExpansion(node: SyntaxNode): node is SimpleExpansionPart | ParameterExpansionPart {
  return node.type === "SimpleExpansion" || node.type === "ParameterExpansion";
}

function nameOf(
  node: SimpleExpansionPart | ParameterExpansionPart,
): Pick<ShellExpansion, "name" | "operator"> {
  if (node.type === "SimpleExpansion") return { name: node.text.slice(1) };
  const { parameter, operation } = node;
  return { name: parameter, ...(operation && "operator" in operation && { operator: operation.operator }) };
}

const kinds = {
  If: "if",
  For: "for",
  ArithmeticFor: "for",
  Select: "select",
  Subshell: "subshell",
  BraceGroup: "group",
  Case: "case",
  TestCommand: "test",
  ArithmeticCommand: "arithmetic",
  Function: "function",
  Coproc: "coproc",
} as const;

function kindOf(node: Exclude<CommandNode, { type: "Command" | "Redirected" }>): CompoundCommand["kind"] {
  return node.type === "While" ? node.kind : kinds[node.type];
}

function isCommandNode(node: SyntaxNode): node is CommandNode {
  return (
    node.type === "Command" ||
    node.type === "Redirected" ||
    node.type === "While" ||
    Object.hasOwn(kinds, node.type)
  );
}
