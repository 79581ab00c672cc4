import type {
  PageBlock as Block,
  Code,
  Inlines,
  PageStep as Item,
  Steps as List,
  Prose,
  Source,
  Span,
} from "@runwright/core";
import { isCommanding } from "./import-commanding.js";
import { type CommandDraft, commandsOf, type Inputs, isRunnable } from "./import-commands.js";
import type { Piece, StepDraft } from "./import-draft.js";
import { oneLine, pieceOf, type Stretch, stretchesOf, titleOf } from "./import-text.js";
import { fenceLine, maxNesting } from "./import-words.js";

export interface StepContext {
  readonly source: Source;
  readonly inputs: Inputs;
  /** Whether the section is one of things to do, so that a list of bullets that command are steps. */
  readonly isAction: boolean;
}

/** The steps of some blocks in the order of the page, and what stays where there are none. */
export function stepsOf(
  stretches: readonly Stretch[],
  context: StepContext,
): { readonly steps: readonly StepDraft[]; readonly rest: readonly Piece[] } {
  const writer = new StepWriter(context);
  writer.read(stretches, 0);
  return writer.finish();
}

/** Whether blocks hold something that is a step by its form alone. */
export function hasSteps(blocks: readonly Block[], isAction: boolean, depth = 0): boolean {
  return blocks.some((block) => {
    if (block.kind === "code") return isRunnable(block);
    if (block.kind === "quote") return depth < maxNesting && hasSteps(block.blocks, false, depth + 1);
    return block.kind === "steps" && isStepList(block, isAction, depth);
  });
}

function isStepList({ style, items }: List, isAction: boolean, depth: number): boolean {
  if (depth > maxNesting || isContents(items)) return false;
  if (style !== "bullet") return items.length > 0;
  if (items.some(({ blocks }) => hasSteps(blocks, false, depth + 1))) return true;
  if (!isAction) return false;
  const commanding = items.filter(
    ({ words }) => words && (isCommanding(words.text) || words.inlines.commands[0]?.start === words.start),
  );
  return commanding.length * 2 > items.length;
}

/** A table of contents: every item is a link to a heading of the page and nothing else, lists of such inside it too. */
function isContents(items: readonly Item[], depth = 0): boolean {
  if (depth > maxNesting || items.length < 2) return false;
  return items.every(({ words, blocks }) => {
    const [link, ...others] = words?.inlines.links ?? [];
    if (!words || !link || others.length > 0 || !link.address.startsWith("#")) return false;
    if (oneLine(link.words) !== oneLine(words.text)) return false;
    return blocks.every(
      (block) => block.kind === "steps" && block.items.every((item) => isContents([item, item], depth + 1)),
    );
  });
}

/** Reads blocks one after the other. A class, because what was read waits for the step that it belongs to. */
class StepWriter {
  private readonly steps: StepDraft[] = [];
  /** What introduces the next step, if one comes. */
  private pending: Piece[] = [];
  /** A step that a paragraph has just made: the block behind it is its command. */
  private open: StepDraft | undefined;

  constructor(private readonly context: StepContext) {}

  read(stretches: readonly Stretch[], depth: number): void {
    for (const stretch of stretches) this.readOne(stretch, depth);
  }

  finish() {
    this.giveToLast();
    return { steps: this.steps, rest: this.pending };
  }

  private readOne(stretch: Stretch, depth: number): void {
    const { source, isAction } = this.context;
    const last = this.steps.at(-1);
    const open = this.open;
    this.open = undefined;
    if (stretch.kind === "definition") {
      // It says nothing about the step before or after.
      (last?.pieces ?? this.pending).push(this.piece(stretch));
      this.open = open;
    } else if (stretch.kind === "code" && isRunnable(stretch)) this.readCommands(stretch, open);
    else if (stretch.kind === "steps" && isStepList(stretch, isAction, depth)) this.readItems(stretch, depth);
    else if (stretch.kind === "quote" && hasSteps(stretch.blocks, false, depth + 1) && depth < maxNesting)
      this.read(stretchesOf(stretch.blocks, stretch, source), depth + 1);
    else if (last && this.pending.length === 0 && this.belongsToLast(stretch, last))
      last.pieces.push(this.piece(stretch));
    else if (isAction && depth === 0 && stretch.kind === "prose" && this.isInstruction(stretch))
      this.readInstruction(stretch);
    else this.pending.push(this.piece(stretch));
  }

  /** A paragraph that tells its reader to do something, and is no introduction to what stands below it. */
  private isInstruction(prose: Prose): boolean {
    const words = oneLine(prose.text);
    if (this.context.source.text.startsWith("![", prose.start)) return false;
    return isCommanding(words) && !/[:：]$/.test(words) && !/^\w+ing\b/.test(words);
  }

  private readInstruction(prose: Prose): void {
    const words = oneLine(prose.text);
    const title = titleOf(withoutLead(words));
    const own = this.piece(prose);
    const { start, end } = prose;
    const step: StepDraft = {
      start,
      end,
      title,
      name: title,
      pieces: [...this.takePending(), own],
      guesses: [{ field: "step", because: "a paragraph that says what to do", start, end }],
    };
    this.takeInline(prose, step);
    this.steps.push(step);
    if (!step.command) this.open = step;
  }

  /** What is printed, and what is said about a command that was just given. */
  private belongsToLast(stretch: Stretch, last: StepDraft): boolean {
    if (stretch.kind === "code") return last.command !== undefined && stretch.holds === "output";
    return stretch.kind === "prose" && isPostscript(stretch.text);
  }

  private readItems({ style, items }: List, depth: number): void {
    for (const item of items) this.readItem(item, style, depth);
  }

  private readItem(item: Item, style: List["style"], depth: number): void {
    const { source } = this.context;
    const step = this.itemStep(item, style);
    this.steps.push(step);
    const begin = this.steps.length;
    const condition = conditionOf(item.words?.text ?? "");
    for (const stretch of stretchesOf(
      item.blocks,
      { start: contentStart(item, source), end: item.end },
      source,
    )) {
      const isOwn = this.steps.at(-1) === step && !step.command;
      if (isOwn && stretch.kind === "code" && isRunnable(stretch)) this.readCommands(stretch, step);
      else if (isOwn && !this.isDeeper(stretch, depth)) {
        step.pieces.push(this.piece(stretch));
      } else this.readOne(stretch, depth + 1);
    }
    this.giveToLast();
    if (condition !== undefined && !step.command && this.steps.length > begin)
      this.hangOn(condition, begin, step);
  }

  private isDeeper(stretch: Stretch, depth: number): boolean {
    if (stretch.kind !== "steps" && stretch.kind !== "quote") return false;
    return hasSteps([stretch], false, depth + 1);
  }

  /** Steps under "If …:" are done only then; the words themselves are no step. */
  private hangOn(condition: string, begin: number, parent: StepDraft): void {
    for (const step of this.steps.slice(begin)) {
      if (step.onlyIf !== undefined) continue;
      step.onlyIf = condition;
      step.guesses.push({
        field: "onlyIf",
        because: "it stands below these words",
        start: parent.start,
        end: parent.end,
      });
    }
    this.steps.splice(begin - 1, 1);
    const first = this.steps[begin - 1];
    first?.pieces.unshift(...parent.pieces);
  }

  private itemStep(item: Item, style: List["style"]): StepDraft {
    const { source } = this.context;
    const { words, number } = item;
    const title = titleOf(words?.text ?? "");
    const own = words ? [pieceOf({ kind: "prose", ...words }, source)] : [];
    const step: StepDraft = {
      start: item.start,
      end: item.end,
      title: title || "Do this",
      name: title,
      pieces: [...this.pending, ...own],
      guesses: [],
      ...(style === "numbered" && number !== undefined && { number }),
    };
    this.pending = [];
    const place = { start: item.start, end: words?.end ?? item.end };
    if (title === "")
      step.guesses.push({ field: "title", because: "the item begins without words", ...place });
    if (style === "bullet")
      step.guesses.push({
        field: "step",
        because: "a bullet that says what to do, or holds a command",
        ...place,
      });
    if (words && !hasSteps(item.blocks, false)) this.takeInline(words, step);
    return step;
  }

  /** "Check the pods with `kubectl get pods`": words that end with the one command in them. */
  private takeInline(prose: Span & { readonly inlines: Inlines }, step: StepDraft): void {
    const { source, inputs } = this.context;
    const [command, ...others] = prose.inlines.commands;
    if (!command || others.length > 0 || !endsWithCommand(prose, command, source)) return;
    const { start, end, text } = command;
    const [draft] = commandsOf(
      { kind: "code", text, holds: "command", commands: [command], start, end, placeOf: command.placeOf },
      source,
      inputs,
    );
    if (!draft) return;
    step.command = draft.command;
    step.guesses.push(
      { field: "command", because: "it stands among the words", start, end },
      ...draft.guesses,
    );
  }

  private readCommands(code: Code, owner?: StepDraft): void {
    const { source, inputs } = this.context;
    const { rest } = fenceLine(source.text.slice(code.start, code.end));
    const info = /[\p{L}\p{N}]/u.test(rest) ? [plainPiece(code, "fence", rest)] : [];
    for (const [index, draft] of commandsOf(code, source, inputs).entries()) {
      const isOwners = owner !== undefined && index === 0;
      const step = isOwners ? owner : this.commandStep(draft);
      step.command = draft.command;
      step.guesses.push(...draft.guesses);
      const pieces = [
        ...(isOwners ? this.takePending() : []),
        ...(index === 0 ? info : []),
        ...(draft.output === undefined ? [] : [plainPiece(code, "output", draft.output)]),
      ];
      step.pieces.push(...pieces);
    }
  }

  private commandStep(draft: CommandDraft): StepDraft {
    const pieces = this.takePending();
    const prose = pieces.findLast(({ kind }) => kind === "prose");
    const said = prose && pieces.at(-1) === prose ? titleBefore(prose.words ?? "") : undefined;
    const title = said ?? `Run ${clip(draft.words)}`;
    const step: StepDraft = {
      start: pieces[0]?.start ?? draft.start,
      end: draft.end,
      title,
      name: title,
      pieces,
      guesses: [],
    };
    if (said === undefined)
      step.guesses.push({
        field: "title",
        because: "the words of the command",
        start: draft.start,
        end: draft.end,
      });
    this.steps.push(step);
    return step;
  }

  private giveToLast(): void {
    const last = this.steps.at(-1);
    if (!last || this.pending.length === 0) return;
    last.pieces.push(...this.takePending());
  }

  private takePending(): Piece[] {
    const pieces = this.pending;
    this.pending = [];
    return pieces;
  }

  private piece(stretch: Stretch): Piece {
    return pieceOf(stretch, this.context.source);
  }
}

function plainPiece({ start, end }: Span, kind: string, text: string): Piece {
  return { start, end, kind, text };
}

/** Where the content of an item begins: behind its words, else behind its mark. */
function contentStart({ start, words }: Item, { text }: Source): number {
  if (words) return words.end;
  const mark = /^(?:[-*+]|\d{1,9}[.)])(?:[ \t]{1,4}\[[ xX]\])?/.exec(text.slice(start, start + 24));
  return start + (mark?.[0].length ?? 0);
}

/** Whether a command is what the words before it tell a reader to run, and the last thing that they say. */
function endsWithCommand(prose: Span, command: Span, { text }: Source): boolean {
  if (command.start - prose.start <= 1) return true;
  const before = oneLine(text.slice(Math.max(prose.start, command.start - 80), command.start));
  // "Run `x` to see y"
  if (/^\W*(?:then |next,? |now )?(?:run|execute|enter|type|issue)(?: the)?(?: command)?\W*$/i.test(before))
    return true;
  const after = text.slice(command.end, prose.end);
  if (after.length > 20 || /[\p{L}\p{N}]/u.test(after)) return false;
  return /(?:[:：]|\b(?:run|running|execut\w+|commands?|via|with|using|use|by|enter|type|do|try|issue|invoke|through)(?: the)?(?: following)?(?: commands?)?)\s*[:*_`]{0,4}$/i.test(
    before,
  );
}

/** Words about what was just done. */
function isPostscript(words: string): boolean {
  return /^(?:(?:the|this|an?|example|sample|expected)\s+)?(?:example |sample |expected |above |command )?(?:output|result|response)\b|^(?:you|it|this) (?:should|will|would|shows|returns|prints|outputs)\b|^(?:if|in case|when) (?:this|it|that|the (?:above|output|command)|you (?:see|get))\b|^(?:otherwise|should (?:this|that|it)|which (?:should|will)|where\b|this (?:command|query)|note that)\b/i.test(
    words,
  );
}

/** The last sentence before a command, where it is a title. */
function titleBefore(words: string): string | undefined {
  const sentences = words.split(/(?<=[.!?:])\s+(?=[A-Z])/);
  const last = withoutLead((sentences.at(-1) ?? "").replace(/[\s.:;,]+$/, ""));
  const count = last.split(" ").length;
  return count >= 3 && last.length <= 100 ? last : undefined;
}

/** Without the word that joins a sentence to the one before. */
function withoutLead(words: string): string {
  const bare = words.replace(/^(?:and|then|next|now|finally|also|so|but|after that)\b,? (?=\w)/i, "");
  return bare === words ? words : bare.charAt(0).toUpperCase() + bare.slice(1);
}

/** "If the pod is down:", as a condition. */
function conditionOf(words: string): string | undefined {
  const found = /^(?:if|when) ([^:.]{3,160})[:,]?$/i.exec(oneLine(words.slice(0, 300)));
  return found?.[1]?.replace(/,? then$/, "").replace(/[\s,]+$/, "");
}

function clip(run: string): string {
  const first = run.split("\n").find((one) => !/^\s*(?:#|$)/.test(one)) ?? run;
  const line = oneLine(first.slice(0, 400)).replace(/\\$/, "").trim();
  const words = line.slice(0, 60).split(" ");
  const short = line.length <= 60 ? line : words.slice(0, Math.max(1, words.length - 1)).join(" ");
  return short.replace(/[\s.:;,|&]+$/, "") || "the command";
}
