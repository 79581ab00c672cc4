import { effectOf, type Part } from "@runwright/core";
import { type PowershellWord, powershellCommands } from "../command/powershell.js";
import { programEffect, programOf, showCommand } from "../command/program.js";
import type {
  ShellCommand,
  ShellList,
  ShellPipeline,
  ShellRedirection,
  ShellScript,
} from "../command/shell.js";
import { commandsWithin, isBroken, optionsSet, readsExitCode, scriptsWithin } from "../command/shell-walk.js";
import { maskedText } from "../page-commands.js";
import { defineRule, type Spelt } from "../rule.js";

/** What hides a failure, and what to put in the place of `replace`. */
interface Swallow {
  readonly part: Part;
  readonly message: string;
  /** On plain Markdown, which has no fields, in other words. */
  readonly help: string | (Spelt & { readonly page: string });
  readonly fix?: { readonly title: string; readonly replace: Part; readonly text: string };
}

export default defineRule({
  id: "failure-swallowed",
  group: "flow",
  summary: "A command hides its own failure",
  why: "The step looks as if it had worked, so its failure path is never taken, and the reader goes on with a system that is not what the next step expects. The failure shows hours later, far from its cause.",
  sources: ["ansible-lint, rule ignore-errors"],
  severity: { recommended: "warning", strict: "error", migrate: "warning" },
  confidence: "high",
  fix: "unsafe",
  needs: "shell",
  check({ steps, linked, places, parseShell, report }) {
    for (const { step } of steps) {
      const { command } = step;
      if (command?.run === undefined || command.shell === "sql") continue;
      // What only reads is judged by what it prints: its exit code is then nobody's answer.
      if (effectOf(step, linked) === "reads" && (step.expect?.output || step.expect?.see !== undefined))
        continue;
      const found =
        command.shell === "powershell" ? inPowershell(command.run) : inShell(parseShell(command.run));
      for (const { part, message, help, fix } of found) {
        const at = fix && places.of(command, "run", fix.replace);
        report({
          at: [command, "run", part],
          message,
          help,
          ...(fix &&
            at && {
              fix: { title: fix.title, edits: [{ offset: at.start, endOffset: at.end, text: fix.text }] },
            }),
        });
      }
    }
  },
  checkPage({ commands, parseShell, report }) {
    for (const command of commands) {
      const { shell, placeOf } = command;
      if (shell === "sql" || shell === "unknown") continue;
      const text = maskedText(command);
      const found = shell === "powershell" ? inPowershell(text) : inShell(parseShell(text));
      for (const { part, message, help } of found)
        report({
          at: placeOf(part.start, part.end),
          message,
          help: typeof help === "string" ? help : help.page,
        });
    }
  },
  bad: [
    {
      title: "a change that may fail unseen",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: kubectl apply -f app.yaml [||| true|]
          effect: changes
`,
      message: "`|| true` hides every failure of `kubectl apply …`",
      fixed: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: kubectl apply -f app.yaml
          effect: changes
`,
    },
    {
      title: "the short form, behind a wrapper and in the middle of a script",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: |
            set -euo pipefail
            sudo systemctl stop app [||| :|]
            systemctl status app
          effect: changes
`,
      message: "`|| :` hides every failure of `sudo systemctl stop …`",
      fixed: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: |
            set -euo pipefail
            sudo systemctl stop app
            systemctl status app
          effect: changes
`,
    },
    {
      title: "a step that only reads, and then cannot say no",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: ./check-replication.sh [||| true|]
          effect: reads
`,
      message: "`|| true` hides every failure of `./check-replication.sh`",
      fixed: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: ./check-replication.sh
          effect: reads
`,
    },
    {
      title: "the script goes on after each failure",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: |
            [|set +e|]
            ./migrate.sh
            ./restart.sh
          effect: changes
`,
      message: "`set +e` lets the command go on when `./migrate.sh` fails",
    },
    {
      title: "the error of a change is thrown away",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: kubectl --context=shop delete job/import [|2>/dev/null|]
          effect: changes
`,
      message: "`2>/dev/null` hides why `kubectl …` fails",
      fixed: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: kubectl --context=shop delete job/import
          effect: changes
`,
    },
    {
      title: "output and error are thrown away",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: systemctl restart app >/dev/null [|2>&1|]
          effect: changes
`,
      message: "`2>&1` hides why `systemctl restart app` fails",
      fixed: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: systemctl restart app >/dev/null
          effect: changes
`,
    },
    {
      title: "a PowerShell command that changes something",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: powershell
          run: Restart-Service -Name Gateway [|-ErrorAction SilentlyContinue|]
          effect: changes
`,
      message: "`-ErrorAction SilentlyContinue` hides every failure of `Restart-Service`",
      fixed: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: powershell
          run: Restart-Service -Name Gateway -ErrorAction Stop
          effect: changes
`,
    },
  ],
  good: [
    {
      title: "`grep` ends with 1 when there is nothing to find",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: |
            set -euo pipefail
            old=$(kubectl get pods -o name | grep old || true)
            kubectl delete pod "$old"
          effect: changes
`,
    },
    {
      title: "`rm -f` and `mkdir -p` have nothing to do where there is nothing",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: |
            rm -f /run/app.pid || true
            mkdir -p /var/cache/app 2>/dev/null
          effect: changes
`,
    },
    {
      title: "`command -v` asks, and a probe may be silent",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: |
            command -v jq >/dev/null 2>&1 || exit 3
            systemctl is-active app 2>/dev/null || systemctl start app
          effect: changes
`,
    },
    {
      title: "words that are printed are not a command",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: echo "kubectl apply || true" # || true
          effect: changes
`,
    },
    {
      title: "a here-document is data",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: |
            cat > notes.txt <<'END'
            kubectl apply -f app.yaml || true
            set +e
            END
          effect: changes
`,
    },
    {
      title: "another way out is not no way out",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: kubectl apply -f app.yaml || kubectl rollout undo deployment/app
          effect: changes
`,
    },
    {
      title: "somebody looks at the exit code",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: |
            set +e
            ./migrate.sh
            code=$?
            set -e
            [ "$code" -eq 0 ] || [ "$code" -eq 3 ]
          effect: changes
`,
    },
    {
      title: "a step that only reads is judged by what it prints",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: systemctl is-active app || true
          effect: reads
        expect:
          output:
            is: inactive
`,
    },
    {
      title: "the normal output may be thrown away",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: kubectl apply -f app.yaml >/dev/null
          effect: changes
`,
    },
    {
      title: "errors that are sent after the output are still seen",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: kubectl apply -f app.yaml 2>&1 >/dev/null
          effect: changes
`,
    },
    {
      title: "PowerShell: a question may have no answer",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: powershell
          run: |
            $app = Get-Process -Name app -ErrorAction SilentlyContinue
            if ($app) { Stop-Process -InputObject $app -ErrorAction Stop }
          effect: changes
`,
    },
    {
      title: "PowerShell: a comment and a text are no parameters",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: powershell
          run: |
            # Stop-Service -ErrorAction SilentlyContinue
            Write-Host "use -ErrorAction SilentlyContinue"
          effect: changes
`,
    },
    {
      title: "an SQL comment is not shell",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: sql
          run: SELECT 1; -- || true
          effect: reads
`,
    },
  ],
});

function answered(action: string): Swallow["help"] {
  const what = "what happens when the command fails";
  return {
    yaml: `${action}, and say in \`onFailure\` ${what}`,
    markdown: `${action}, and say with \`**If anything else fails:**\` ${what}`,
    page: `${action}, and say on the page ${what}`,
  };
}

function inShell(script: ShellScript | undefined): readonly Swallow[] {
  if (!script || isBroken(script)) return [];
  const found: Swallow[] = [];
  const swallowed = new Set<ShellCommand>();
  const scripts = [...scriptsWithin(script)];
  for (const { lists } of scripts) {
    found.push(...errexitOff(lists));
    for (const list of lists) {
      const swallows = orTrue(list);
      found.push(...swallows);
      if (swallows.length > 0) for (const command of commandsWithin(list)) swallowed.add(command);
    }
  }
  // Where the failure is gone altogether, that its words are gone too is not worth a second problem.
  for (const { lists } of scripts) {
    for (const { commands } of lists.flatMap(({ pipelines }) => pipelines)) {
      for (const command of commands) if (!swallowed.has(command)) found.push(...errorsHidden(command));
    }
  }
  return found;
}

/** `command || true`, unless nothing is lost when the command fails. */
function orTrue({ pipelines, operators }: ShellList): readonly Swallow[] {
  return pipelines.flatMap((pipeline, index): Swallow[] => {
    const operator = operators[index - 1];
    const last = pipelines[index - 1];
    const lost = pipelines
      .slice(0, index)
      .map(commandThatCounts)
      .find((command) => command && !mayFailUnseen(command));
    if (operator?.operator !== "||" || !last || !lost || !isTrue(pipeline)) return [];
    const shown = `|| ${commandThatCounts(pipeline)?.words[0]?.text ?? ""}`;
    return [
      {
        part: { start: operator.start, end: pipeline.end },
        message: `\`${shown}\` hides every failure of ${showCommand(lost)}`,
        help: answered(`Remove \`${shown}\``),
        fix: { title: `Remove \`${shown}\``, replace: { start: last.end, end: pipeline.end }, text: "" },
      },
    ];
  });
}

/** The one whose exit code is the pipeline's. */
function commandThatCounts({ commands }: ShellPipeline): ShellCommand | undefined {
  return commands.at(-1);
}

function isTrue({ commands }: ShellPipeline): boolean {
  const [only] = commands;
  return commands.length === 1 && only?.kind === "simple" && /^(?:true|:)$/.test(programOf(only)?.name ?? "");
}

/**
 * Whether nothing is lost when a command's failure goes unseen: it only looks, or it is spelt so that there is nothing
 * to do where there is nothing (`rm -f`, `mkdir -p`). Of a compound command, everything in it.
 */
function mayFailUnseen(command: ShellCommand): boolean {
  if (command.kind !== "simple") {
    const pipelines = command.bodies.flatMap(({ lists }) => lists.flatMap((list) => list.pipelines));
    return pipelines.every((pipeline) => pipeline.commands.every(mayFailUnseen));
  }
  const program = programOf(command);
  if (!program)
    return command.assignments.every(({ values }) =>
      values.every((value) => value.substitutions.every(onlyReads)),
    );
  const { name, args } = program;
  const hasFlag = (flag: RegExp) => args.some(({ value }) => flag.test(value));
  if (name === "rm") return hasFlag(/^-[a-zA-Z]*f|^--force$/);
  if (name === "mkdir") return hasFlag(/^-[a-zA-Z]*p|^--parents$/);
  return builtins.has(name) || programEffect(program) === "reads";
}

function onlyReads({ lists }: ShellScript): boolean {
  return lists.every(({ pipelines }) => pipelines.every(({ commands }) => commands.every(mayFailUnseen)));
}

/** Shell words whose failure says that there is no more to do. */
const builtins: ReadonlySet<string> = new Set([
  "read",
  "let",
  "set",
  "shift",
  "unset",
  "trap",
  "popd",
  "local",
  "export",
]);

/** `set +e` before a command whose failure matters, unless somebody looks at `$?`. */
function errexitOff(lists: readonly ShellList[]): readonly Swallow[] {
  const found: Swallow[] = [];
  let off: ShellCommand | undefined;
  for (const list of lists) {
    const command = onlyCommand(list);
    if (isSwitch(command, "errexit", false)) off = command;
    else if (isSwitch(command, "errexit", true)) off = undefined;
    if (!off) continue;
    const lost = list.pipelines.flatMap(({ commands }) => commands).find((other) => !mayFailUnseen(other));
    if (!lost) continue;
    found.push({
      part: { start: off.start, end: off.end },
      message: `\`set +e\` lets the command go on when ${showCommand(lost)} fails`,
      help: "Remove `set +e`, or look at `$?` after each command that may fail",
    });
    off = undefined;
  }
  return found.length > 0 && lists.some(readsExitCode) ? [] : found;
}

function onlyCommand({ pipelines }: ShellList): ShellCommand | undefined {
  return pipelines.length === 1 && pipelines[0]?.commands.length === 1 ? pipelines[0].commands[0] : undefined;
}

function isSwitch(command: ShellCommand | undefined, name: string, on: boolean): boolean {
  const options = command?.kind === "simple" ? optionsSet(command) : [];
  return options.some((option) => option.name === name && option.on === on);
}

/** `2>/dev/null` on something that changes a system: whether it failed is known, but not why. */
function errorsHidden(command: ShellCommand): readonly Swallow[] {
  const hiding = hidingRedirection(command.redirections);
  const changer = hiding && changersIn(command)[0];
  if (!changer) return [];
  const shown = `${hiding.descriptor ?? ""}${hiding.operator}${hiding.target?.text ?? ""}`;
  const from = command.redirections.indexOf(hiding);
  const before = [...command.words, ...command.redirections.slice(0, from)].filter(
    ({ end }) => end <= hiding.start,
  );
  const start = Math.max(command.start, ...before.map(({ end }) => end));
  const blanksBefore = command.kind === "simple" && before.length > 0;
  return [
    {
      part: { start: hiding.start, end: hiding.end },
      message: `\`${shown}\` hides why ${showCommand(changer)} fails`,
      help: `Remove \`${shown}\`, so that the reader sees the error`,
      ...(blanksBefore && {
        fix: { title: `Remove \`${shown}\``, replace: { start, end: hiding.end }, text: "" },
      }),
    },
  ];
}

/** The redirection that sends the errors away: `2>/dev/null`, `&>/dev/null`, or `2>&1` behind `>/dev/null`. */
function hidingRedirection(redirections: readonly ShellRedirection[]): ShellRedirection | undefined {
  let outputIsGone = false;
  for (const redirection of redirections) {
    const { operator, descriptor, target } = redirection;
    const away = target?.value === "/dev/null";
    if (away && (operator.startsWith("&>") || (descriptor === 2 && operator.startsWith(">"))))
      return redirection;
    if (away && operator.startsWith(">") && (descriptor ?? 1) === 1) outputIsGone = true;
    if (outputIsGone && descriptor === 2 && operator === ">&" && target?.value === "1") return redirection;
  }
  return undefined;
}

function changersIn(command: ShellCommand): readonly ShellCommand[] {
  if (command.kind !== "simple")
    return command.bodies.flatMap(({ lists }) =>
      lists.flatMap(({ pipelines }) => pipelines.flatMap(({ commands }) => commands.flatMap(changersIn))),
    );
  const program = programOf(command);
  return program && programEffect(program) === "changes" && !mayFailUnseen(command) ? [command] : [];
}

function inPowershell(text: string): readonly Swallow[] {
  return powershellCommands(text).flatMap((words): Swallow[] => {
    const at = words.findIndex(({ value }) => /^-(?:ErrorAction|EA)(?::|$)/i.test(value));
    const parameter = words[at];
    const cmdlet = words.slice(0, at).findLast(({ value }) => /^[a-z]+-[a-z]+$/i.test(value)) ?? words[0];
    if (!parameter || !cmdlet || mayFailInPowershell(cmdlet, words)) return [];
    const value = parameter.value.includes(":") ? parameter : words[at + 1];
    if (!value || !/^(?:.*:)?(?:SilentlyContinue|Ignore)$/i.test(value.value)) return [];
    const part = { start: parameter.start, end: value.end };
    return [
      {
        part,
        message: `\`-ErrorAction ${value.value.replace(/^.*:/, "")}\` hides every failure of \`${cmdlet.value.slice(0, 40)}\``,
        help: answered("Write `-ErrorAction Stop`"),
        fix: { title: "Write `-ErrorAction Stop`", replace: part, text: "-ErrorAction Stop" },
      },
    ];
  });
}

/** Cmdlets that only look, and the making of a folder that may be there already. */
function mayFailInPowershell(cmdlet: PowershellWord, words: readonly PowershellWord[]): boolean {
  const [verb = ""] = cmdlet.value.split("-");
  if (
    /^(?:Get|Test|Find|Measure|Select|Where|Compare|Resolve|Show|Write|Out|Format|Sort|Group|Search|Read|Import)$/i.test(
      verb,
    )
  )
    return true;
  return /^New-Item$/i.test(cmdlet.value) && words.some(({ value }) => /^Directory$/i.test(value));
}
