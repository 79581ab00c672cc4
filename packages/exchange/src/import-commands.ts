import {
  type Code,
  type CommandRun,
  type Source,
  type Span,
  stretches,
  surroundings,
  templateReferences,
} from "@runwright/core";
import type { Draft } from "./import-draft.js";
import { guessEffect } from "./import-effect.js";
import type { Ids } from "./import-ids.js";
import { slug } from "./import-ids.js";
import { fence } from "./import-text.js";
import { holdsWords } from "./import-words.js";

/** A command of a page on its way to a step. */
export interface CommandDraft extends Span {
  readonly command: CommandRun;
  /** As the page has it, placeholders and all. */
  readonly words: string;
  /** What stands in the block behind it: what it prints, as a fence. */
  readonly output?: string;
  /** Fields of the command that were guessed, and why. */
  readonly guesses: readonly Draft[];
}

/** Whether a block holds something to run, rather than to read. */
export function isRunnable({ holds, commands }: Code): boolean {
  if (commands.every(({ text }) => text.trim() === "")) return false;
  return holds === "command" || holds === "transcript" || (holds === "query" && commands[0]?.shell === "sql");
}

/** The commands of a block: one, unless something is printed between them. */
export function commandsOf(code: Code, source: Source, inputs: Inputs): readonly CommandDraft[] {
  const groups: { start: number; end: number; texts: string[]; printed: string[] }[] = [];
  const printed = printedLines(code, source);
  const first: string[] = [];
  for (const [index, one] of code.commands.entries()) {
    const last = groups.at(-1);
    if (last && last.printed.length === 0) {
      last.texts.push(one.text);
      last.end = one.end;
    } else groups.push({ start: one.start, end: one.end, texts: [one.text], printed: [] });
    const next = code.commands[index + 1]?.start ?? code.end;
    const from = index === 0 ? code.start : one.start;
    for (const line of printed) {
      if (line.start < from || line.start >= next) continue;
      if (line.start < one.start) first.push(line.text);
      else groups.at(-1)?.printed.push(line.text);
    }
  }
  const shell = shellOf(code);
  return groups.map(({ start, end, texts, printed: lines }, index) => {
    const run = texts.join("\n").replace(/\r\n?/g, "\n").trimEnd();
    const shown = [...(index === 0 ? first : []), ...lines];
    const filled = inputs.fill(run, shell.shell, { start, end });
    const { effect, because } = guessEffect(run, shell.shell);
    return {
      start,
      end,
      words: run,
      command: { shell: shell.shell, run: filled.run, effect, ...(filled.isVerbatim && { verbatim: true }) },
      ...(shown.length > 0 && { output: fence(shown.join("\n")) }),
      guesses: [
        ...(shell.isGuess
          ? [{ field: "command.shell", because: "the fence does not say which", start, end }]
          : []),
        { field: "command.effect", because, start, end },
        ...filled.guesses,
      ],
    };
  });
}

function shellOf(code: Code): { readonly shell: CommandRun["shell"]; readonly isGuess: boolean } {
  const shell = code.commands[0]?.shell ?? "unknown";
  return shell === "unknown" ? { shell: "bash", isGuess: true } : { shell, isGuess: code.lang === undefined };
}

/** The lines of a block, or what is left of them, that no command covers and that say something. */
function printedLines(
  code: Code,
  source: Source,
): readonly { readonly start: number; readonly text: string }[] {
  const { text } = source;
  const isFenced = /^(?:`{3,}|~{3,})/.test(text.slice(code.start, code.start + 3));
  const found: { start: number; text: string }[] = [];
  let next = 0;
  for (let at = code.start, line = 0; at < code.end; line++) {
    const end = lineEnd(text, at, code.end);
    const isFence =
      isFenced && (line === 0 || (end >= code.end && /^[\s>]*(?:`{3,}|~{3,})\s*$/.test(text.slice(at, end))));
    let rest = "";
    let from = at;
    while (code.commands[next] && (code.commands[next]?.end ?? 0) <= at) next++;
    for (let index = next; (code.commands[index]?.start ?? Infinity) < end; index++) {
      const command = code.commands[index];
      if (!command) break;
      rest += text.slice(from, Math.max(from, command.start));
      from = Math.max(from, Math.min(command.end, end));
    }
    rest += text.slice(from, end);
    if (!isFence && /[\p{L}\p{N}]/u.test(rest))
      found.push({ start: at, text: rest.replace(/^ *>? ?(?=\S)/, "").trimEnd() });
    at = end + (text.startsWith("\r\n", end) ? 2 : 1);
  }
  return found;
}

function lineEnd(text: string, from: number, limit: number): number {
  let at = from;
  while (at < limit && text.charCodeAt(at) !== 10 && text.charCodeAt(at) !== 13) at++;
  return at;
}

/** What the reader must know before: made from the placeholders of commands. A class, because it grows with each. */
export class Inputs {
  private readonly known = new Map<string, { readonly id: string; readonly label: string } & Span>();

  constructor(private readonly ids: Ids) {}

  get all() {
    return [...this.known.values()];
  }

  /**
   * A command with its placeholders as references, where each is certain and may stand: outside quotes, and no secret, which
   * an input never is. Else the command as it is, and `verbatim`, so that nothing in it is read as a reference.
   */
  fill(run: string, shell: CommandRun["shell"], at: Span) {
    const left = (isVerbatim: boolean, because?: string) => ({
      run,
      isVerbatim,
      guesses: because === undefined ? [] : [{ field: "command.verbatim", because, ...at }],
    });
    if (templateReferences(run).length > 0) return left(true, "`{{ }}` in it is somebody else's template");
    const found = placeholdersIn(run);
    if (found.length === 0) return left(false);
    if (/<[/!?]|\/>/.test(run)) return left(true, "it holds markup, whose tags look like placeholders");
    if (shell === "sql") return left(true, "a placeholder in SQL may be a name or a value");
    // A value is quoted once, and what runs elsewhere, or a second time, would take the quotes away.
    if (/(?:^|[\s;&|(`])(?:ssh|eval|xargs|watch|parallel|su|(?:ba|z|da)?sh|exec|source)(?=\s)/.test(run))
      return left(true, "it hands words to another shell, which would read a value as more than one word");
    const around = stretches(run, shell);
    for (const { start, name } of found) {
      if (surroundings(around, start))
        return left(true, `\`${name}\` stands inside quotes, where no value can be put`);
      if (/pass(?:word|wd)?\b|secret|token|api.?key|private.?key|credential/i.test(name))
        return left(true, `\`${name}\` may be a secret, which no argument may hold`);
      if (!holdsWords(slug(name), name)) return left(true, `\`${name}\` has no letters for an id`);
    }
    let result = "";
    let from = 0;
    for (const { start, end, name } of found) {
      result += `${run.slice(from, start)}{{${this.idOf(name, at)}}}`;
      from = end;
    }
    return {
      run: result + run.slice(from),
      isVerbatim: false,
      guesses: [{ field: "command.run", because: "placeholders became inputs", ...at }],
    };
  }

  private idOf(label: string, at: Span): string {
    const key = slug(label);
    const known = this.known.get(key);
    if (known) return known.id;
    const id = this.ids.of(label, "input");
    this.known.set(key, { id, label, start: at.start, end: at.end });
    return id;
  }
}

/** `<pod-name>` and `YOUR_POD`; what stands behind a `$` belongs to the shell. */
function placeholdersIn(run: string): readonly (Span & { readonly name: string })[] {
  const pattern =
    /(?<![<>\w])<([A-Za-z](?:[A-Za-z0-9 _./-]{0,60}[A-Za-z0-9])?)>(?![<>\w])|(?<![\w$-])(YOUR[-_][A-Z0-9_-]{1,40})(?![\w])/g;
  return [...run.matchAll(pattern)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    name: match[1] ?? match[2] ?? "",
  }));
}
