import type { Command } from "@runwright/core";
import { powershellCommands } from "./powershell.js";
import type { ShellScript, SimpleCommand } from "./shell.js";
import { commandsWithin } from "./shell-walk.js";

/** Options that name where a command works. */
const long =
  /^--(?:context|kube-context|kubeconfig|cluster|namespace|profile|account|region|project|subscription|resource-group|host|hostname|server|endpoint|endpoint-url|url|node)(?:=.|$)/;
const powershell =
  /^-(?:ComputerName|CimSession|Server|ServerInstance|Context|Subscription|Namespace|HostName|VMName|Uri)(?::|$)/i;

/** The short ones mean other things elsewhere, so each belongs to its programs. */
const short: readonly (readonly [programs: RegExp, option: RegExp])[] = [
  [/^(?:kubectl|oc|k|helm)$/, /^-n(?:=?.)?/],
  [
    /^(?:psql|pg_\w+|createdb|dropdb|vacuumdb|reindexdb|mysql\w*|redis-cli|mongosh?|clickhouse-client)$/,
    /^-h/,
  ],
  [/^(?:ipmitool|docker|podman|ldap\w+)$/, /^-H/],
];

/** Whether a command itself says where it works, so that it cannot hit another place than the one that is written. */
export function namesTarget(
  command: Command,
  parseShell: (text: string) => ShellScript | undefined,
): boolean {
  const { run, shell } = command;
  if (hasLong((command.args ?? []).map(String), long)) return true;
  if (run === undefined) return false;
  if (shell === "powershell")
    return powershellCommands(run).some((words) =>
      hasLong(
        words.map(({ value }) => value),
        powershell,
      ),
    );
  if (shell === "sql") return false;
  const lists = parseShell(run)?.lists ?? [];
  for (const list of lists) {
    for (const inner of commandsWithin(list))
      if (inner.kind === "simple" && simpleNamesTarget(inner)) return true;
  }
  return false;
}

/** An option with its value, in one word or two. */
function hasLong(words: readonly string[], option: RegExp): boolean {
  return words.some(
    (word, index) => option.test(word) && (/[=:]./.test(word) || words[index + 1] !== undefined),
  );
}

function simpleNamesTarget({ words }: SimpleCommand): boolean {
  const values = words.map(({ value }) => value);
  const names = values.map((value) => value.slice(value.lastIndexOf("/") + 1));
  // An address, or the host of a copy: `postgres://db2/shop`, `backup@db2:/srv`.
  if (
    hasLong(values, long) ||
    values.slice(1).some((value) => value.includes("://") || /^[\w.@{}-]+:\//.test(value))
  )
    return true;
  if (names.includes("ssh") && values.length > 2) return true;
  return short.some(
    ([programs, option]) => names.some((name) => programs.test(name)) && hasShort(values, option),
  );
}

/** `-h` alone asks for help: a value stands in the same word or the next. */
function hasShort(words: readonly string[], option: RegExp): boolean {
  return words.some(
    (word, index) => option.test(word) && (word.length > 2 || /^[^-]/.test(words[index + 1] ?? "-")),
  );
}
