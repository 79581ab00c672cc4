import { parseArgs } from "node:util";
import { nearest } from "@runwright/core";
import type { Failure } from "@runwright/lint";

/** An option of a command, for reading it, for its help and for the documentation. */
export interface Option {
  readonly name: string;
  /** What stands behind it, as help shows it: `<n>`. Absent for a switch. */
  readonly takes?: string;
  /** The only values that it takes. */
  readonly values?: readonly string[];
  /** Whether it takes a whole number. */
  readonly isNumber?: boolean;
  /** What it does, in one line for the help. */
  readonly means: string;
}

/** What a command takes besides its options. */
export interface Operands {
  /** What they are called in help and mistakes: `file`. */
  readonly noun: string;
  readonly min: number;
  readonly max: number;
}

/** A command line, read. */
export interface Call {
  readonly operands: readonly string[];
  /** Whether a switch is set. */
  readonly has: (name: string) => boolean;
  /** The value of an option; of several the last. */
  readonly value: (name: string) => string | undefined;
  /** The color option that stands last, if any does. */
  readonly color: boolean | undefined;
}

/** Reads what stands behind a command's name, or says what is wrong with it. */
export function readArgs(
  args: readonly string[],
  command: { readonly name: string; readonly options: readonly Option[]; readonly operands: Operands },
): Call | { readonly failures: readonly Failure[] } {
  const { name, options } = command;
  const known = Object.fromEntries(
    options.map((option) => [
      option.name,
      { type: option.takes ? ("string" as const) : ("boolean" as const) },
    ]),
  );
  // Not strict: what is wrong is said in our own words, and all of it at once.
  const { tokens } = parseArgs({
    args: [...args],
    options: known,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const failures: Failure[] = [];
  const values = new Map<string, string | true>();
  const operands: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") operands.push(token.value);
    if (token.kind !== "option") continue;
    const option = options.find((candidate) => candidate.name === token.name);
    const failure = option ? valueFault(option, token) : unknownOption(token.rawName, name, options);
    if (failure) failures.push(failure);
    // Set anew, so that the order is that of the last mention.
    values.delete(token.name);
    values.set(token.name, token.value ?? true);
  }
  const wrongCount = operandFault(operands, command);
  if (wrongCount && failures.length === 0) failures.push(wrongCount);
  if (failures.length > 0) return { failures };
  const lastColor = [...values.keys()].findLast((key) => key === "color" || key === "no-color");
  return {
    operands,
    has: (option) => values.get(option) === true,
    value: (option) => {
      const value = values.get(option);
      return typeof value === "string" ? value : undefined;
    },
    color: lastColor === undefined ? undefined : lastColor === "color",
  };
}

interface OptionToken {
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function valueFault(option: Option, { value, inlineValue }: OptionToken): Failure | undefined {
  const { name, takes, values, isNumber } = option;
  const expected = values ? `one of ${list(values)}` : isNumber ? "a whole number" : "a value";
  const help = values
    ? `Write \`--${name} ${values[0]}\`, or another of them`
    : `Write \`--${name} ${takes ?? ""}\``;
  if (!takes) {
    if (value === undefined) return undefined;
    return { message: `\`--${name}\` takes no value, got \`${value}\``, help: `Write \`--${name}\` alone` };
  }
  if (value === undefined || value === "" || (!inlineValue && value.startsWith("-")))
    return { message: `\`--${name}\` needs ${expected}`, help };
  if (isNumber && !/^\d{1,9}$/.test(value))
    return { message: `Unexpected \`${value}\` after \`--${name}\`, expected ${expected}`, help };
  if (!values || values.includes(value)) return undefined;
  const guess = nearest(value, values);
  return {
    message: `Unexpected \`${value}\` after \`--${name}\`, expected ${expected}`,
    help: guess ? `Write \`--${name} ${guess}\`` : help,
  };
}

function unknownOption(rawName: string, command: string, options: readonly Option[]): Failure {
  const guess = rawName.startsWith("--")
    ? nearest(
        rawName.slice(2),
        options.map((option) => option.name),
      )
    : undefined;
  return {
    message: `\`${rawName}\` is no option of \`runwright ${command}\`${guess ? `, did you mean \`--${guess}\`?` : ""}`,
    help: guess ? `Write \`--${guess}\`` : `Run \`runwright ${command} --help\` to see its options`,
  };
}

function operandFault(
  operands: readonly string[],
  { name, operands: { noun, min, max } }: { readonly name: string; readonly operands: Operands },
): Failure | undefined {
  if (operands.length >= min && operands.length <= max) return undefined;
  const many = (count: number) => `${numberWord(count)} ${noun}${count === 1 ? "" : "s"}`;
  const expected =
    max === 0
      ? `no ${noun}`
      : min === max
        ? many(min)
        : operands.length < min
          ? `at least ${many(min)}`
          : `at most ${many(max)}`;
  return {
    message: `\`runwright ${name}\` takes ${expected}, got ${operands.length === 0 ? "none" : operands.length}`,
    help: `Run \`runwright ${name} --help\` to see examples`,
  };
}

function numberWord(count: number): string {
  return ["no", "one", "two", "three"][count] ?? String(count);
}

function list(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(", ");
}
