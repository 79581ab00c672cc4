import type {
  ShellCommand,
  ShellList,
  ShellRedirection,
  ShellScript,
  ShellWord,
  SimpleCommand,
} from "./shell.js";

/** A script and every one inside it: bodies, conditions and substitutions, in the order of the text. */
export function* scriptsWithin(script: ShellScript): Generator<ShellScript> {
  yield script;
  for (const list of script.lists) yield* scriptsOfList(list);
}

function* scriptsOfList(list: ShellList): Generator<ShellScript> {
  for (const { commands } of list.pipelines) {
    for (const command of commands) for (const inner of scriptsOf(command)) yield* scriptsWithin(inner);
  }
}

/** The scripts directly in a command. */
function scriptsOf(command: ShellCommand): readonly ShellScript[] {
  const own =
    command.kind === "simple"
      ? command.assignments.flatMap(({ values }) => values.flatMap(inWord))
      : [...command.substitutions, ...command.conditions, ...command.bodies];
  const found = [...own, ...command.words.flatMap(inWord), ...command.redirections.flatMap(inRedirection)];
  return found.sort((a, b) => a.start - b.start);
}

function inWord({ substitutions }: ShellWord): readonly ShellScript[] {
  return substitutions;
}

function inRedirection({ target, heredoc }: ShellRedirection): readonly ShellScript[] {
  return target?.substitutions ?? heredoc?.substitutions ?? [];
}

/** Every command of a list, those inside compound commands and substitutions too. */
export function* commandsWithin(list: ShellList): Generator<ShellCommand> {
  yield* commandsOf(list);
  for (const script of scriptsOfList(list)) for (const inner of script.lists) yield* commandsOf(inner);
}

function* commandsOf(list: ShellList): Generator<ShellCommand> {
  for (const { commands } of list.pipelines) yield* commands;
}

/** Whether the parser had to guess anywhere in it. A rule that is sure of what it says looks at no such script. */
export function isBroken(script: ShellScript): boolean {
  for (const inner of scriptsWithin(script)) if (inner.broken) return true;
  return false;
}

/** Whether a list looks at how a command before it ended: `$?`, `${PIPESTATUS[0]}`. */
export function readsExitCode(list: ShellList): boolean {
  return readsVariable(list, "?") || readsVariable(list, "PIPESTATUS");
}

export function readsVariable(list: ShellList, name: string): boolean {
  for (const command of commandsWithin(list)) {
    const values =
      command.kind === "simple" ? command.assignments.flatMap((assignment) => assignment.values) : [];
    const own = command.kind === "simple" ? [] : command.expansions;
    const expansions = [...own, ...[...command.words, ...values].flatMap((word) => word.expansions)];
    if (expansions.some((expansion) => expansion.name === name)) return true;
  }
  return false;
}

export interface ShellOption {
  /** The long name: `errexit`, `nounset`, `pipefail`, `xtrace`. */
  readonly name: string;
  readonly on: boolean;
}

const letters: Readonly<Record<string, string>> = {
  e: "errexit",
  u: "nounset",
  x: "xtrace",
  f: "noglob",
  n: "noexec",
};

/** What a `set` command switches on and off; nothing for any other command. */
export function optionsSet(command: SimpleCommand): readonly ShellOption[] {
  const [name, ...words] = command.words.map(({ value }) => value);
  if (name !== "set") return [];
  const options: ShellOption[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? "";
    // What follows `--`, `-` or a word are the script's arguments.
    if (!/^[-+][A-Za-z]+$/.test(word)) break;
    const on = word.startsWith("-");
    for (const letter of word.slice(1)) {
      const long = letter === "o" ? words[++index] : letters[letter];
      if (long !== undefined) options.push({ name: long, on });
    }
  }
  return options;
}
