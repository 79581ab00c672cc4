import { type Command, type Edit, entryOf, type Part, type Places } from "@runwright/core";
import { programOf, readsHere, showCommand } from "../command/program.js";
import type { ShellCommand, ShellList, ShellPipeline, ShellScript, SimpleCommand } from "../command/shell.js";
import {
  isBroken,
  optionsSet,
  readsExitCode,
  readsVariable,
  type ShellOption,
  scriptsWithin,
} from "../command/shell-walk.js";
import { defineRule } from "../rule.js";

/** The first command whose failure nobody would notice. */
interface Hidden {
  readonly part: Part;
  readonly message: string;
  readonly by: "order" | "pipe";
}

export default defineRule({
  id: "script-failure-hidden",
  group: "flow",
  summary: "A command of several goes on when one of them fails, and ends as if all had worked",
  why: "A shell reports only how the last command ended. A backup that is piped into `gzip` is a valid, empty file, and a script whose `cd` failed deletes in another folder.",
  sources: ["hadolint, rule DL4006", "ansible-lint, rule risky-shell-pipe"],
  severity: { recommended: "warning", strict: "error", migrate: "off" },
  confidence: "high",
  fix: "unsafe",
  needs: "shell",
  check({ steps, places, parseShell, report }) {
    for (const { step } of steps) {
      const { command } = step;
      if (command?.run === undefined || !isShell(command)) continue;
      const script = parseShell(command.run);
      if (!script || isBroken(script) || isTranscript(script)) continue;
      const hidden = findHidden(script, command.shell);
      if (!hidden) continue;
      const { part, message, by } = hidden;
      const options = command.shell === "sh" ? "set -eu" : "set -euo pipefail";
      const hasOptions = [...optionNames(script)].length > 0;
      report({
        at: [command, "run", part],
        message,
        help:
          by === "order"
            ? `Begin with \`${options}\`, or join the commands with \`&&\``
            : "Begin with `set -o pipefail`",
        ...(!hasOptions && {
          fix: { title: `Begin with \`${options}\``, edits: prepend(places, command, options) },
        }),
      });
    }
  },
  bad: [
    {
      title: "a backup that is empty and looks good",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: [|pg_dump shop|] | gzip > shop.sql.gz
          effect: changes
`,
      message: "The pipeline hides a failure of `pg_dump shop`: only its last command counts",
      fixed: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: set -euo pipefail; pg_dump shop | gzip > shop.sql.gz
          effect: changes
`,
    },
    {
      title: "the folder is another one when `cd` fails",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: |
            [|cd /srv/app/releases|]
            rm -rf old
          effect: changes
`,
      message: "The command goes on when `cd …` fails, and can end as if it had worked",
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
            cd /srv/app/releases
            rm -rf old
          effect: changes
`,
    },
    {
      title: "a semicolon asks for nothing",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: [|./migrate.sh --all|]; ./restart.sh
          effect: changes
`,
      message: "The command goes on when `./migrate.sh …` fails, and can end as if it had worked",
      fixed: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: set -euo pipefail; ./migrate.sh --all; ./restart.sh
          effect: changes
`,
    },
    {
      title: "each turn of a loop, but the last",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: for host in web1 web2; do [|ssh "$host" sudo systemctl restart app|]; done
          effect: changes
`,
      message: "The command goes on when `ssh …` fails, and can end as if it had worked",
      fixed: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: set -euo pipefail; for host in web1 web2; do ssh "$host" sudo systemctl restart app; done
          effect: changes
`,
    },
    {
      title: "`set -e` does not look into a pipe",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: |
            set -e
            [|curl --fail --silent https://status.acorn.example|] | jq .state
          effect: changes
`,
      message: "The pipeline hides a failure of `curl …`: only its last command counts",
    },
    {
      title: "`sh` has `set -e` too",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: sh
          run: |
            [|./stop.sh|]
            ./start.sh
          effect: changes
`,
      message: "The command goes on when `./stop.sh` fails, and can end as if it had worked",
      fixed: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: sh
          run: |
            set -eu
            ./stop.sh
            ./start.sh
          effect: changes
`,
    },
    {
      title: "a question whose answer nobody hears",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: |
            [|grep --quiet ready /run/app.state|]
            ./switch-over.sh
          effect: changes
`,
      message: "The command goes on when `grep …` fails, and can end as if it had worked",
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
            grep --quiet ready /run/app.state
            ./switch-over.sh
          effect: changes
`,
    },
    {
      title: "`set -e` comes too late",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: |
            [|./stop.sh|]
            set -e
            ./start.sh
          effect: changes
`,
      message: "The command goes on when `./stop.sh` fails, and can end as if it had worked",
    },
  ],
  good: [
    {
      title: "the script stops at the first failure",
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
            ./migrate.sh
            ./restart.sh
          effect: changes
`,
    },
    {
      title: "the options may stand apart",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: |
            set -o errexit -o pipefail
            pg_dump shop | gzip > shop.sql.gz
            ./upload.sh
          effect: changes
`,
    },
    {
      title: "one command on several lines is one command",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: |
            kubectl --context=shop rollout restart deployment/app &&
              kubectl --context=shop rollout status deployment/app --timeout=5m
          effect: changes
`,
    },
    {
      title: "the exit code of a pipe into `grep` says whether the line came",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: kubectl get nodes | grep Ready
          effect: changes
`,
    },
    {
      title: "`head` stops reading early, which is no failure",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: journalctl --unit=app --since=today | head -20
          effect: reads
`,
    },
    {
      title: "`yes` never ends by itself",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: yes | ./install.sh
          effect: changes
`,
    },
    {
      title: "`jq -e` fails when nothing comes",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: curl --fail --silent https://status.acorn.example | jq -e .up
          effect: reads
`,
    },
    {
      title: "`sh` has no `pipefail`",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: sh
          run: pg_dump shop | gzip > shop.sql.gz
          effect: changes
`,
    },
    {
      title: "what is answered on the spot is not hidden",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: |
            ./stop.sh || exit 3
            ./start.sh
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
            ./migrate.sh
            code=$?
            echo "$code" > /tmp/code
            exit "$code"
          effect: changes
`,
    },
    {
      title: "commands with their prompts are typed one at a time",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: |
            $ ./stop.sh
            $ ./start.sh
          effect: changes
`,
    },
    {
      title: "setting a variable and saying something do not fail",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: |
            today=monday
            echo "$today"
            ./start.sh
          effect: changes
`,
    },
    {
      title: "looking at several things on one machine",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: |
            hostname
            uptime
            df --human-readable
          effect: reads
`,
    },
    {
      title: "a question in an `if` may be answered with no",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: |
            if [ -f /run/app.pid ]; then
              ./stop.sh
            fi
          effect: changes
`,
    },
    {
      title: "a semicolon in quotes belongs to another language",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: psql --command='SELECT 1; SELECT 2' shop
          effect: reads
`,
    },
    {
      title: "the lines of a here-document are data",
      text: `procedures:
  - id: deploy
    title: Deploy
    steps:
      - id: deploy-app
        title: Deploy the app
        command:
          shell: bash
          run: |
            psql shop <<'END'
            SELECT 1;
            SELECT 2;
            END
          effect: reads
`,
    },
  ],
});

function isShell({ shell }: Command): boolean {
  return shell === "bash" || shell === "sh";
}

/** Commands with the prompt before them are typed one at a time, and each answer is read. */
function isTranscript({ lists }: ShellScript): boolean {
  return lists.some(({ pipelines }) => {
    const [first] = pipelines[0]?.commands ?? [];
    return first?.kind === "simple" && /^[$%#\u276f]$/.test(first.words[0]?.text ?? "");
  });
}

function findHidden(script: ShellScript, shell: string): Hidden | undefined {
  const scripts = [...scriptsWithin(script)];
  const looks = scripts.some(({ lists }) => lists.some((list) => readsVariable(list, "PIPESTATUS")));
  const pipefail = shell === "sh" || looks || optionNames(script).has("pipefail");
  const byOrder = inOrder(script.lists, {
    errexit: false,
    last: true,
    anywhere: optionNames(script).has("errexit"),
  });
  const byPipe = pipefail
    ? []
    : scripts.flatMap(({ lists }) => lists.flatMap(({ pipelines }) => pipelines.flatMap(inPipeline)));
  const [first] = [...byOrder, ...byPipe].sort((a, b) => a.part.start - b.part.start);
  return first;
}

/** Options that the script switches on anywhere. */
function optionNames(script: ShellScript): ReadonlySet<string> {
  const commands = [...scriptsWithin(script)].flatMap(({ lists }) =>
    lists.flatMap(({ pipelines }) => pipelines.flatMap((pipeline) => pipeline.commands)),
  );
  const switchedOn = commands.flatMap(optionsOf).filter(({ on }) => on);
  return new Set(switchedOn.map(({ name }) => name));
}

function optionsOf(command: ShellCommand): readonly ShellOption[] {
  return command.kind === "simple" ? optionsSet(command) : [];
}

interface Around {
  /** `set -e` holds here. */
  readonly errexit: boolean;
  /** How the last of these lists ends is how the whole command ends. */
  readonly last: boolean;
  /** `set -e` stands somewhere: a function runs after it. */
  readonly anywhere: boolean;
}

/** Lists that are followed by another which runs whatever became of them. */
function inOrder(lists: readonly ShellList[], around: Around): readonly Hidden[] {
  const found: Hidden[] = [];
  let { errexit } = around;
  for (const [index, list] of lists.entries()) {
    const command = onlyCommand(list);
    const following = lists[index + 1];
    for (const option of list.pipelines.flatMap(({ commands }) => commands.flatMap(optionsOf)))
      if (option.name === "errexit") errexit = option.on;
    const last = around.last && !following;
    if (errexit || list.background) continue;
    if (command && command.kind !== "simple")
      found.push(...inCompound(command, { ...around, errexit, last }));
    else if (!last && !isAnswered(list) && !(following && readsExitCode(following)))
      found.push(...hiddenBy(list));
  }
  return found;
}

function inCompound(
  { kind, bodies }: Exclude<ShellCommand, SimpleCommand>,
  around: Around,
): readonly Hidden[] {
  if (kind === "function")
    return around.anywhere ? [] : bodies.flatMap(({ lists }) => inOrder(lists, { ...around, last: true }));
  // A loop begins again whatever became of the turn before.
  const loops = kind === "for" || kind === "while" || kind === "until" || kind === "select";
  return bodies.flatMap(({ lists }) => inOrder(lists, { ...around, last: around.last && !loops }));
}

/** With `||`, something is done about the failure. */
function isAnswered({ operators }: ShellList): boolean {
  return operators.some(({ operator }) => operator === "||");
}

function hiddenBy(list: ShellList): readonly Hidden[] {
  const lost = list.pipelines
    .flatMap(({ commands, negated }) => (negated ? [] : commands.slice(-1)))
    .find(canFail);
  if (!lost) return [];
  const message = `The command goes on when ${showCommand(lost)} fails, and can end as if it had worked`;
  return [{ part: { start: lost.start, end: lost.end }, message, by: "order" }];
}

function onlyCommand({ pipelines }: ShellList): ShellCommand | undefined {
  return pipelines.length === 1 && pipelines[0]?.commands.length === 1 ? pipelines[0].commands[0] : undefined;
}

/** Words of the shell that do not fail, tests, whose "no" is an answer, and what only says something. */
const cannotFail: ReadonlySet<string> = new Set(
  ": [ [[ test true false echo printf set shopt export local declare typeset readonly unset shift trap umask sleep wait exit return break continue read let alias date".split(
    " ",
  ),
);

function canFail(command: ShellCommand): boolean {
  if (command.kind !== "simple") return command.bodies.some(holdsFailure);
  const program = programOf(command);
  if (program) return !cannotFail.has(program.name) && !(readsHere(program) && !gates.test(program.name));
  return command.assignments.some(({ values }) =>
    values.some(({ substitutions }) => substitutions.some(holdsFailure)),
  );
}

/** Of what only looks at this machine: what is asked for a yes or no, so that a script without `set -e` forgets to listen. */
const gates = /^(?:[ef]?grep|rg|diff|cmp|ping|pgrep)$/;

function holdsFailure({ lists }: ShellScript): boolean {
  return lists.some(({ pipelines }) => pipelines.some(({ commands }) => commands.slice(-1).some(canFail)));
}

/** A pipeline whose first commands can fail while its last one is content with nothing. */
function inPipeline({ commands }: ShellPipeline): readonly Hidden[] {
  const last = commands.at(-1);
  const lost = commands.slice(0, -1).find(mattersInPipe);
  if (!lost || !last || noticesNothing(last)) return [];
  const message = `The pipeline hides a failure of ${showCommand(lost)}: only its last command counts`;
  return [{ part: { start: lost.start, end: lost.end }, message, by: "pipe" }];
}

function mattersInPipe(command: ShellCommand): boolean {
  if (command.kind !== "simple")
    return command.bodies.some(({ lists }) =>
      lists.some((list) => list.pipelines.some(({ commands }) => commands.some(mattersInPipe))),
    );
  const program = programOf(command);
  return program !== undefined && !cannotFail.has(program.name) && !readsHere(program);
}

/**
 * What fails itself when nothing, or only a part, comes through the pipe; and what stops reading early, so that with
 * `pipefail` a good command would count as failed.
 */
function noticesNothing(command: ShellCommand): boolean {
  if (command.kind !== "simple") return false;
  const { name = "", args = [] } = programOf(command) ?? {};
  const has = (flag: RegExp) => args.some(({ value }) => flag.test(value));
  if (/^(?:head|less|more|[ef]?grep|rg|diff|cmp|pg_restore|gunzip|bunzip2|unxz|zcat|cpio|gpg)$/.test(name))
    return true;
  if (name === "jq") return has(/^-[a-zA-Z]*e|^--exit-status$/);
  if (name === "tar") return has(/^-?[a-zA-Z]*[xt]|^--(?:extract|get|list)$/);
  if (/^(?:gzip|xz|bzip2|zstd)$/.test(name)) return has(/^-[a-z]*d|^--decompress$/);
  if (/^(?:sha\d+sum|md5sum)$/.test(name)) return has(/^-c$|^--check$/);
  if (/^(?:kubectl|oc|k)$/.test(name)) return has(/^(?:-f-?|--filename(?:=-)?)$/);
  return /^(?:docker|podman)$/.test(name) && has(/^(?:load|import)$/);
}

/** A line of its own where the text has lines, else before the first command. */
function prepend(places: Places, command: Command, options: string): readonly Edit[] {
  const node = places.node(command)?.node;
  const run = entryOf(node, "run")?.value;
  const at = places.of(command, "run", { start: 0, end: 1 });
  if (!at || run?.kind !== "scalar") return [];
  const { text } = at.source;
  const column = at.start - (text.lastIndexOf("\n", at.start - 1) + 1);
  const lineEnd = text.charAt(text.indexOf("\n") - 1) === "\r" ? "\r\n" : "\n";
  const isLines = run.style === "literal" || run.style === "markdown";
  const between = isLines ? `${lineEnd}${" ".repeat(column)}` : "; ";
  return [{ offset: at.start, endOffset: at.start, text: options + between }];
}
