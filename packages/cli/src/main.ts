import { nearest } from "@runwright/core";
import { type Failure, visibleJson } from "@runwright/lint";
import { version } from "../package.json";
import { readArgs } from "./args.js";
import type { Command, CommandModule, ExitCode } from "./command.js";
import { commands } from "./commands.js";
import { reasonOf } from "./failure.js";
import { commandHelp, overview } from "./help.js";
import { codeOf, type Host, nodeHost } from "./host.js";
import { printFailures, wantsColor } from "./output.js";

/** Runs a command line and gives its exit code. It never throws: a fault of our own is exit code 3, too. */
export async function main(argv: readonly string[], host: Host = nodeHost()): Promise<ExitCode> {
  const look = { color: wantsColor({ color: colorIn(argv) }, host), host };
  try {
    return await runLine(argv, look);
  } catch (error) {
    return fail([ourFault(error)], look);
  }
}

interface Look {
  readonly color: boolean;
  readonly host: Host;
}

async function runLine([first = "help", ...rest]: readonly string[], look: Look): Promise<ExitCode> {
  if (first === "--version" || first === "-v") return print(`${version}\n`, look);
  const isHelp = first === "help" || first === "--help" || first === "-h";
  const [name, args] = isHelp ? [rest.find((arg) => !arg.startsWith("-")), ["--help"]] : [first, rest];
  if (name === undefined) return print(overview(commands, look), look);
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) return fail([unknownCommand(name)], look);
  if (beforeDashes(args).some((arg) => arg === "--help" || arg === "-h"))
    return print(commandHelp(command, look), look);
  return runCommand(command, args, look);
}

async function runCommand(command: Command, args: readonly string[], look: Look): Promise<ExitCode> {
  const module = await command.load();
  const call = readArgs(args, command);
  if ("failures" in call) return refuse(call.failures, { module, args, look });
  try {
    return await module.run(call, look.host);
  } catch (error) {
    return refuse([ourFault(error)], { module, args, look });
  }
}

interface Refusal {
  readonly module: CommandModule;
  readonly args: readonly string[];
  readonly look: Look;
}

/** A program that asked for JSON gets JSON, whatever happened. */
function refuse(failures: readonly Failure[], { module, args, look }: Refusal): ExitCode {
  if (!module.failed || !asksForJson(args)) return fail(failures, look);
  look.host.stdout(visibleJson(module.failed(failures)));
  return 3;
}

function fail(failures: readonly Failure[], look: Look): ExitCode {
  try {
    printFailures(failures, look);
  } catch {
    // Nobody can be told any more; the exit code still says it.
  }
  return 3;
}

function print(text: string, { host }: Look): ExitCode {
  host.stdout(text);
  return 0;
}

function unknownCommand(name: string): Failure {
  const guess = nearest(name, [...commands.map((command) => command.name), "help", "--help", "--version"]);
  const isPath = /[./\\]/.test(name) && !name.startsWith("-");
  return {
    message: `\`${name}\` is no command of runwright${guess ? `, did you mean \`${guess}\`?` : ""}`,
    help: guess
      ? `Run \`runwright ${guess}\``
      : isPath
        ? `Run \`runwright lint ${name}\` to check it`
        : "Run `runwright --help` to see the commands",
  };
}

/** What we did not foresee, in one line: where in our code it happened helps nobody who only wants to lint. */
function ourFault(error: unknown): Failure {
  const isSystem = codeOf(error) !== undefined;
  return {
    message: isSystem
      ? `The system stopped runwright: ${reasonOf(error)}`
      : `Something in runwright itself is wrong: ${reasonOf(error)}`,
    help: isSystem
      ? "Run it again when that has changed"
      : "Report this with the command line and the file that you gave",
  };
}

function colorIn(argv: readonly string[]): boolean | undefined {
  const last = beforeDashes(argv).findLast((arg) => arg === "--color" || arg === "--no-color");
  return last === undefined ? undefined : last === "--color";
}

/** Also where the command line is too wrong to be read. */
function asksForJson(args: readonly string[]): boolean {
  return beforeDashes(args).some((arg, index, all) => {
    const [option, value = all[index + 1]] = arg.split("=", 2);
    return (option === "--format" || option === "--to") && value === "json";
  });
}

function beforeDashes(args: readonly string[]): readonly string[] {
  const dashes = args.indexOf("--");
  return dashes < 0 ? args : args.slice(0, dashes);
}
