import { createPaint, widthOf } from "@runwright/lint";
import type { Option } from "./args.js";
import type { Command, Want } from "./command.js";

const wants: Readonly<Record<Want, string>> = {
  check: "Check",
  write: "Write",
  read: "Read",
  "sign off": "Sign off",
  exchange: "Exchange with other tools",
};

interface Look {
  readonly color: boolean;
}

/** What `runwright` alone prints: the commands, by what a person wants. */
export function overview(commands: readonly Command[], { color }: Look): string {
  const paint = createPaint({ color });
  const sections = Object.entries(wants).flatMap(([want, title]) => {
    const here = commands.filter(({ group }) => group === want);
    if (here.length === 0) return [];
    return [paint.bold(title), ...columns(here.map(({ name, summary }) => [name, summary])), ""];
  });
  return [
    `${paint.bold("runwright")}: runbooks as code`,
    "",
    "  runwright <command> [options]",
    "",
    ...sections,
    paint.bold("Begin"),
    ...columns([
      ["runwright lint", "check every runbook below this folder"],
      ["runwright lint --help", "everything about one command"],
      ["runwright --version", "which version this is"],
    ]),
    "",
  ].join("\n");
}

/** What `runwright <command> --help` prints. */
export function commandHelp(command: Command, { color }: Look): string {
  const paint = createPaint({ color });
  const { name, summary, usage, options, examples } = command;
  const all: readonly Option[] = [...options, { name: "help", means: "show this" }];
  return [
    `${paint.bold(`runwright ${name}`)}: ${summary}`,
    "",
    `  runwright ${[name, usage, options.length > 0 ? "[options]" : ""].filter((part) => part !== "").join(" ")}`,
    "",
    paint.bold("Options"),
    ...columns(
      all.map((option) => [`--${option.name}${option.takes ? ` ${option.takes}` : ""}`, option.means]),
    ),
    "",
    paint.bold("Examples"),
    ...examples.flatMap(({ line, means }) => [`  ${paint.dim(`# ${means}`)}`, `  ${line}`]),
    "",
  ].join("\n");
}

function columns(rows: readonly (readonly [left: string, right: string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => widthOf(left)));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
