import { type Command, type Part, type Places, type Step, setField } from "@runwright/core";
import { programOf } from "../command/program.js";
import type { CompoundCommand, ShellCommand, ShellScript, SimpleCommand } from "../command/shell.js";
import { isBroken, scriptsWithin } from "../command/shell-walk.js";
import { defineRule, type Finding, type RuleContext } from "../rule.js";

export default defineRule({
  id: "wait-timeout-missing",
  group: "flow",
  summary: "A step waits, and nothing says how long at most",
  why: "What is waited for may never come. With no limit, the reader watches a screen that does not change, and learns an hour later that it never could.",
  severity: { recommended: "warning", strict: "error", migrate: "off" },
  confidence: "high",
  fix: "unsafe",
  needs: "shell",
  check({ steps, places, parseShell, report }) {
    for (const { step } of steps) {
      // What is in the step ends with it.
      if (step.timeout !== undefined || step.wait?.atMost !== undefined) continue;
      const found =
        step.wait?.every === undefined ? inAction(step, parseShell) : inWait(step, step.wait.every, places);
      if (found) report(found);
    }
  },
  bad: [
    {
      title: "tries without end",
      text: `procedures:
  - id: follow
    title: Follow the job
    onFailure: { any: { stop: It does not end } }
    steps:
      - id: [|look|]
        title: Look at the job
        wait:
          every: 10s
        expect: { see: It is done }
`,
      message: "Step `look` tries again every `10s`, and nothing says for how long",
      fixed: `procedures:
  - id: follow
    title: Follow the job
    onFailure: { any: { stop: It does not end } }
    steps:
      - id: look
        title: Look at the job
        wait:
          every: 10s
          atMost: 10m
        expect: { see: It is done }
`,
    },
    {
      title: "a request that is sent again and again: its own timeout is that of one answer",
      text: `requests: [{ id: get-job, method: GET, url: "https://jobs.example/7", timeout: 5s }]
procedures:
  - id: follow
    title: Follow the job
    onFailure: { any: { stop: It does not end } }
    steps:
      - id: [|ask|]
        title: Ask for the job
        request: get-job
        wait: { for: 1m, every: 10s }
        expect: { json: { $.state: done } }
`,
      message: "Step `ask` tries again every `10s`, and nothing says for how long",
      fixed: `requests: [{ id: get-job, method: GET, url: "https://jobs.example/7", timeout: 5s }]
procedures:
  - id: follow
    title: Follow the job
    onFailure: { any: { stop: It does not end } }
    steps:
      - id: ask
        title: Ask for the job
        request: get-job
        wait: { for: 1m, every: 10s, atMost: 10m }
        expect: { json: { $.state: done } }
`,
    },
    {
      title: "a command that waits for a rollout for as long as it takes",
      text: `procedures:
  - id: deploy
    title: Deploy
    onFailure: { any: { stop: It does not run } }
    steps:
      - id: wait-for-pods
        title: Wait for the pods
        command:
          shell: bash
          run: |
            kubectl apply -f app.yaml
            [|kubectl --context=shop rollout status deployment/app|]
          effect: changes
`,
      message: "`kubectl rollout status` waits until the rollout ends, and nothing says for how long",
    },
    {
      title: "a command that follows a log",
      text: `procedures:
  - id: look
    title: Look
    onFailure: { any: { stop: No line came } }
    steps:
      - id: watch-log
        title: Watch the log
        command: { shell: sh, run: "[|sudo tail -n 20 -f /var/log/app.log|] | grep done", effect: reads }
`,
      message: "`tail -f` never ends by itself, and nothing says for how long it runs",
    },
    {
      title: "a loop that asks until it works",
      text: `procedures:
  - id: look
    title: Look
    onFailure: { any: { stop: It is not up } }
    steps:
      - id: await-server
        title: Wait for the server
        command:
          shell: bash
          run: |
            [|until curl --fail --silent https://shop.example/health; do
              sleep 5
            done|]
          effect: reads
`,
      message: "This `until` loop tries again and again, and nothing says for how long",
    },
    {
      title: "words that tell a person to wait",
      text: `procedures:
  - id: restart
    title: Restart
    onFailure: { any: { stop: It does not start } }
    steps:
      - id: let-it-start
        title: Let it start
        text: Press the button. [|Wait until the lamp is green|].
        expect: { see: The lamp is green }
`,
      message: "`Wait until the lamp is green` says what to wait for, and not for how long",
    },
    {
      title: "an empty limit",
      text: `procedures:
  - id: follow
    title: Follow the job
    steps:
      - id: look
        title: Look at the job
        wait: { every: 10s, [|atMost|]: }
        expect: { see: It is done }
        onFailure: { any: { stop: It does not end } }
`,
      message: "`atMost` is empty",
    },
  ],
  good: [
    {
      title: "tries with a limit",
      text: `procedures:
  - id: follow
    title: Follow the job
    onFailure: { any: { stop: It does not end } }
    steps:
      - { id: look, title: Look at the job, wait: { every: 10s, atMost: 5m }, expect: { see: It is done } }
`,
    },
    {
      title: "the timeout of the step ends the tries too",
      text: `procedures:
  - id: follow
    title: Follow the job
    onFailure: { any: { stop: It does not end } }
    steps:
      - { id: look, title: Look at the job, wait: { every: 10s }, timeout: 5m, expect: { see: It is done } }
`,
    },
    {
      title: "to wait for a time ends by itself",
      text: `procedures:
  - id: settle
    title: Let it settle
    steps:
      - { id: pause, title: Let it settle, wait: { for: 5m } }
`,
    },
    {
      title: "a command with a limit of its own",
      text: `procedures:
  - id: deploy
    title: Deploy
    onFailure: { any: { stop: It does not run } }
    steps:
      - id: wait-for-pods
        title: Wait for the pods
        command:
          shell: bash
          run: |
            kubectl rollout status deployment/app --timeout=5m
            kubectl rollout status deployment/app --watch=false
            timeout 60 tail -f /var/log/app.log
          effect: reads
`,
    },
    {
      title: "the timeout of the step ends the command",
      text: `procedures:
  - id: look
    title: Look
    onFailure: { any: { stop: No line came } }
    steps:
      - id: watch-log
        title: Watch the log
        command: { shell: sh, run: tail -f /var/log/app.log, effect: reads }
        timeout: 5m
`,
    },
    {
      title: "`kubectl wait` gives up after 30 seconds by itself",
      text: `procedures:
  - id: look
    title: Look
    onFailure: { any: { stop: It is not ready } }
    steps:
      - id: await-pod
        title: Wait for the pod
        command: { shell: sh, run: kubectl wait --for=condition=Ready pod/app, effect: reads }
`,
    },
    {
      title: "`-f` names a file for other programs, and `tail` without it ends",
      text: `procedures:
  - id: look
    title: Look
    onFailure: { any: { stop: Nothing there } }
    steps:
      - id: look-at-log
        title: Look at the log
        command:
          shell: bash
          run: |
            kubectl get -f app.yaml
            kubectl -n logs describe -f app.yaml
            tail -n 20 /var/log/app.log
            journalctl --unit app --since today
            docker logs --tail 20 app
          effect: reads
`,
    },
    {
      title: "what runs in the background is not waited for",
      text: `procedures:
  - id: look
    title: Look
    onFailure: { any: { stop: Nothing there } }
    steps:
      - id: show-log
        title: Show the log
        command: { shell: bash, run: tail -f /var/log/app.log &, effect: reads }
`,
    },
    {
      title: "a loop that counts, or has a way out",
      text: `procedures:
  - id: look
    title: Look
    onFailure: { any: { stop: It is not up } }
    steps:
      - id: await-server
        title: Wait for the server
        command:
          shell: bash
          run: |
            tries=0
            until curl --fail https://shop.example/health; do
              tries=$((tries + 1))
              [ "$tries" -lt 30 ] || exit 1
              sleep 5
            done
            for host in a b; do sleep 1; done
            while read -r host; do echo "$host"; sleep 1; done < hosts
          effect: reads
`,
    },
    {
      title: "words that say when the waiting ends",
      text: `procedures:
  - id: restart
    title: Restart
    steps:
      - { id: pause, title: Let it rest, text: Wait until 18:00 UTC. }
      - { id: look, title: Look at it, text: "Wait until the lamp is green, at most five minutes." }
      - { id: call, title: Call, text: "Wait until somebody answers.", timeout: 10m, onFailure: { timeout: { stop: No } } }
`,
    },
    {
      title: "words about somebody else who waits",
      text: `procedures:
  - id: restart
    title: Restart
    steps:
      - { id: press, title: Press the button, text: The shop's customers wait until it is back. }
`,
    },
    {
      title: "a log that is followed in words or output is no command",
      text: `procedures:
  - id: look
    title: Look
    onFailure: { any: { stop: Nothing there } }
    steps:
      - id: look-at-log
        title: Look at the log
        command: { shell: bash, run: "echo 'then use tail -f' # tail -f /var/log/app.log", effect: reads }
`,
    },
  ],
});

function inWait(step: Step, every: string, places: Places): Finding {
  return {
    at: [step, "id"],
    message: `Step \`${step.id}\` tries again every \`${every}\`, and nothing says for how long`,
    help: {
      yaml: "Add `atMost` beside `every`; after that time the step fails as `timeout`",
      markdown:
        "Add `, at most 10m` behind how often it is tried; after that time the line `**If time runs out:**` answers",
    },
    fix: {
      title: "Add a limit of ten minutes",
      edits: step.wait ? setField(places, step.wait, "atMost", "10m") : [],
    },
  };
}

function inAction(step: Step, parseShell: RuleContext["parseShell"]): Finding | undefined {
  const { command, text, request, open, approve, wait } = step;
  if (command) return inCommand(command, parseShell);
  if (text === undefined || (request ?? open ?? step.do ?? step.choose ?? approve ?? wait) !== undefined)
    return undefined;
  const part = endlessWords(text);
  if (!part) return undefined;
  const words = text.slice(part.start, part.end).replace(/[\s`]+/g, " ");
  return {
    at: [step, "text", part],
    message: `\`${words}\` says what to wait for, and not for how long`,
    help: {
      yaml: "Add `timeout` to the step, and an answer to that failure; or `wait` with `every` and `atMost`",
      markdown:
        "Add a line such as `- **Wait:** every 30s, at most 10m`, and a line `- **If time runs out:** …`",
    },
  };
}

/** A sentence that begins with "Wait until" and has no number, no limit and no time of day in it. */
function endlessWords(text: string): Part | undefined {
  for (const match of text.matchAll(
    /(?:^|[.!?:\n])[ \t]*(?:(?:[-*]|\d{1,3}\.)[ \t]+)?(wait until [^.!?\n]{1,200})/gi,
  )) {
    const words = match[1] ?? "";
    if (
      /\d|at most|no longer than|midnight|noon|tomorrow|morning|evening|night|(?:mon|tues|wednes|thurs|fri|satur|sun)day/i.test(
        words,
      )
    )
      continue;
    const start = match.index + match[0].length - words.length;
    return { start, end: start + words.trimEnd().length };
  }
  return undefined;
}

function inCommand(command: Command, parseShell: RuleContext["parseShell"]): Finding | undefined {
  if (command.run === undefined || (command.shell !== "bash" && command.shell !== "sh")) return undefined;
  const script = parseShell(command.run);
  if (!script || isBroken(script)) return undefined;
  for (const inner of scriptsWithin(script)) {
    for (const found of waitedFor(inner)) {
      const message = found.kind === "simple" ? endlessProgram(found) : endlessLoop(found, command.run);
      if (message === undefined) continue;
      return {
        at: [command, "run", { start: found.start, end: found.end }],
        message,
        help: "Give the command a limit of its own, such as `--timeout=5m` or `timeout 5m` before it, or add `timeout` to the step",
      };
    }
  }
  return undefined;
}

/** The commands of a script that it waits for. */
function waitedFor(script: ShellScript): readonly ShellCommand[] {
  return script.lists
    .filter(({ background }) => !background)
    .flatMap(({ pipelines }) => pipelines.flatMap(({ commands }) => commands));
}

/** What to say about a program that waits without end. */
function endlessProgram(command: SimpleCommand): string | undefined {
  const program = programOf(command);
  if (!program || command.words.some(({ value }) => /(?:^|\/)timeout$/.test(value))) return undefined;
  const { name } = program;
  const words = program.args.map(({ value }) => value);
  const follows = words.find((word) => /^(?:--follow(?:=(?!false).*)?|-[a-zA-Z]*f)$/.test(word));
  const watches = words.find((word) => /^(?:--watch(?:-only)?(?:=true)?|-w)$/.test(word));
  const never = (option: string | undefined, sub = "") =>
    option === undefined
      ? undefined
      : `\`${`${name}${sub} ${option}`.trim()}\` never ends by itself, and nothing says for how long it runs`;
  switch (name) {
    case "tail": {
      const forever = words.find((word) => /^(?:--follow(?:=.*)?|-[a-zA-Z0-9]*[fF])$/.test(word));
      return words.some((word) => word.startsWith("--pid")) ? undefined : never(forever);
    }
    case "journalctl":
      return never(follows);
    case "watch":
      return words.length > 0 ? never("") : undefined;
    case "docker":
    case "podman":
      return words.includes("logs") ? never(follows, " logs") : undefined;
    case "kubectl":
    case "oc":
    case "k": {
      const verb = words.find(
        (word, index) => /^[a-z]/.test(word) && !/^-(?!-?[a-z-]+=)/.test(words[index - 1] ?? ""),
      );
      if (verb === "get") return never(watches, " get");
      if (verb === "logs") return never(follows, " logs");
      const hasLimit = words.some((word) => /^(?:--timeout(?:=|$)|--watch=false$|-w=false$)/.test(word));
      return verb === "rollout" && words.includes("status") && !hasLimit
        ? `\`${name} rollout status\` waits until the rollout ends, and nothing says for how long`
        : undefined;
    }
    default:
      return undefined;
  }
}

/** A loop that sleeps between its turns, and in which nothing counts, looks at the clock or leads out. */
function endlessLoop(loop: CompoundCommand, text: string): string | undefined {
  if (loop.kind !== "until" && loop.kind !== "while") return undefined;
  const own = text.slice(loop.start, loop.end);
  if (/\b(?:break|exit|return|read|SECONDS|date|timeout)\b|\(\(|\s-(?:lt|le|gt|ge)\s/.test(own))
    return undefined;
  const sleeps = loop.bodies.some((body) =>
    [...scriptsWithin(body)].some((script) =>
      waitedFor(script).some((command) => command.kind === "simple" && programOf(command)?.name === "sleep"),
    ),
  );
  return sleeps
    ? `This \`${loop.kind}\` loop tries again and again, and nothing says for how long`
    : undefined;
}
