import type {
  Condition,
  ErrorEntry,
  Linked,
  Outcome,
  Party,
  Procedure,
  Runbook,
  Step,
} from "@runwright/core";
import { codeBlock, codeSpan, containAfterLabel, containMarkdown, escapeText } from "./escape.js";

/** A runbook as a page of Markdown for people: what it is for, each procedure step by step, what each error means. */
export function renderMarkdown(runbook: Runbook, linked: Linked): string {
  const page = new Page(linked);
  const { title, summary, useWhen, notFor, escalation } = runbook;
  const blocks = [
    `# ${escapeText(title)}`,
    headLine(runbook),
    ...(summary === undefined ? [] : [containMarkdown(summary)]),
    ...(useWhen === undefined ? [] : [`**Use when:** ${containAfterLabel(useWhen)}`]),
    ...(notFor === undefined ? [] : [`**Not for:** ${containAfterLabel(notFor)}`]),
    ...(escalation === undefined ? [] : [`**If you are stuck:** call ${page.link(escalation)}.`]),
    ...linked.procedures.flatMap((procedure) => page.procedure(procedure)),
    ...section(
      "Errors",
      linked.errors.map((error) => page.error(error)),
    ),
    ...section("People", [...linked.parties.values()].map(party)),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function headLine({ version, risk, estimated, audience }: Runbook): string {
  const facts = [
    `Version ${escapeText(version)}`,
    ...(risk === undefined ? [] : [`risk: ${risk}`]),
    ...(estimated === undefined ? [] : [`takes ${estimated}`]),
    ...(audience === undefined ? [] : [`for ${audience.map(escapeText).join(", ")}`]),
  ];
  return facts.join(" · ");
}

function section(title: string, entries: readonly string[]): readonly string[] {
  return entries.length === 0 ? [] : [`## ${title}`, ...entries];
}

function party({ id, name, does, contact = [], answersWithin }: Party): string {
  const lines = [
    ...(does === undefined ? [] : [containMarkdown(does), ""]),
    ...contact.map((way) => `- ${escapeText(way)}`),
    ...(answersWithin === undefined ? [] : [`- answers within ${answersWithin}`]),
  ];
  return heading(3, id, name) + (lines.length > 0 ? `\n\n${lines.join("\n")}` : "");
}

function heading(level: number, id: string, title: string): string {
  return `${"#".repeat(level)} <a id="${id}"></a>${escapeText(title)}`;
}

/** What every entry of the page needs to know: how the others are called. */
class Page {
  constructor(private readonly linked: Linked) {}

  /** A link to an entry, with the words by which a reader knows it. */
  link(id: string): string {
    const entry = this.linked.entries.get(id);
    if (!entry) return codeSpan(id);
    const { title, name, label } = entry.value as { title?: string; name?: string; label?: string };
    return `[${escapeText(title ?? name ?? label ?? id)}](#${id})`;
  }

  procedure(procedure: Procedure): readonly string[] {
    const { id, title, useWhen, needs = [], steps, onFailure } = procedure;
    return [
      heading(2, id, `Procedure: ${title}`),
      ...(useWhen === undefined ? [] : [`**Use when:** ${containAfterLabel(useWhen)}`]),
      ...(needs.length === 0
        ? []
        : ["**You need:**", needs.map((need) => item(containMarkdown(need))).join("\n")]),
      ...steps.map((step, index) => this.step(step, index + 1)),
      ...(onFailure === undefined
        ? []
        : ["**If a step fails and does not say what then:**", this.rows(onFailure).join("\n")]),
    ];
  }

  error({ id, title, means, causes = [], check = [], then }: ErrorEntry): string {
    const facts = [
      ...causes.map((cause) => item(`Cause: ${containAfterLabel(cause)}`)),
      ...check.map((one) => item(`Check: ${containAfterLabel(one)}`)),
      ...(then === undefined ? [] : [item(`Then: ${this.outcome(then)}`)]),
    ];
    return [
      heading(3, id, title ?? id),
      ...(means === undefined ? [] : [containMarkdown(means)]),
      ...(facts.length > 0 ? [facts.join("\n")] : []),
    ].join("\n\n");
  }

  private step(step: Step, number: number): string {
    const blocks = [
      `<a id="${step.id}"></a>**${escapeText(step.title)}**`,
      ...(step.text === undefined ? [] : [containMarkdown(step.text)]),
      ...this.action(step),
      ...(this.facts(step).length > 0 ? [this.facts(step).join("\n")] : []),
    ];
    const marker = `${number}. `;
    // What belongs to the step is indented below its number, so that it stays one item of the list.
    return blocks
      .join("\n\n")
      .replace(/^(?!$)/gm, " ".repeat(marker.length))
      .replace(/^ +/, marker);
  }

  private action(step: Step): readonly string[] {
    const { command } = step;
    if (command?.run !== undefined)
      return [codeBlock(command.shell === "sh" ? "bash" : command.shell, command.run)];
    if (command?.file !== undefined)
      return [
        `Run ${codeSpan([command.file, ...(command.args ?? []).map(String)].join(" "))} with ${command.shell}.`,
      ];
    return [];
  }

  private facts(step: Step): readonly string[] {
    const {
      by,
      onlyIf,
      request,
      open,
      do: calls,
      approve,
      choose = [],
      otherwise,
      wait,
      confirm,
      ask = [],
      expect,
      undo,
      onFailure,
      next,
    } = step;
    const fact = (label: string, text: string | undefined) =>
      text === undefined ? [] : [item(`**${label}:** ${text}`)];
    return [
      ...fact("Who", by && this.link(by)),
      ...fact("Only if", onlyIf === undefined ? undefined : condition(onlyIf)),
      ...fact("Write down", ask.length > 0 ? ask.map((id) => this.link(id)).join(", ") : undefined),
      ...fact("Wait", wait && waiting(wait)),
      ...fact("Request", request && this.request(request)),
      ...fact(
        "Open",
        open === undefined ? undefined : this.linked.requests.has(open) ? this.request(open) : codeSpan(open),
      ),
      ...fact(
        calls && calls.length > 1 ? "Do at the same time" : "Do",
        calls?.map((id) => this.link(id)).join(", "),
      ),
      ...fact(
        "Approval",
        approve &&
          Object.entries(approve.by)
            .map(([id, count]) => `${count} of ${this.link(id)}`)
            .join(", "),
      ),
      ...fact(
        "Confirm",
        confirm &&
          (confirm.type !== undefined ? `type ${codeSpan(confirm.type)}` : escapeText(confirm.agree)),
      ),
      ...fact("Expect", expect?.see && containAfterLabel(expect.see)),
      ...fact(
        "Undo",
        undo &&
          (undo.do !== undefined ? `do ${this.link(undo.do)}` : undo.text && containAfterLabel(undo.text)),
      ),
      ...fact("No undo", undo?.none && containAfterLabel(undo.none)),
      ...choose.flatMap(({ when, then }) => fact(`When ${condition(when)}`, this.outcome(then))),
      ...fact("Otherwise", otherwise && this.outcome(otherwise)),
      ...this.rows(onFailure ?? {}),
      ...fact("Then", next && this.outcome(next)),
    ];
  }

  private request(id: string): string {
    const request = this.linked.requests.get(id);
    if (!request) return codeSpan(id);
    const line = codeSpan(`${request.method} ${request.url}`);
    return request.title === undefined ? line : `${escapeText(request.title)}, ${line}`;
  }

  private rows(onFailure: Readonly<Record<string, Outcome>>): readonly string[] {
    const labels: Readonly<Record<string, string>> = {
      timeout: "If time runs out",
      refused: "If refused",
      stopped: "If it stops",
      any: "If anything else fails",
    };
    const label = (row: string) => (Object.hasOwn(labels, row) ? labels[row] : `If ${this.link(row)}`);
    return Object.entries(onFailure).map(([row, outcome]) =>
      item(`**${label(row)}:** ${this.outcome(outcome)}`),
    );
  }

  /** An outcome as a sentence. */
  private outcome(outcome: Outcome): string {
    const said = outcome.say === undefined ? "" : `; say “${escapeText(outcome.say)}”`;
    const otherwise = outcome.else === undefined ? "" : `; else ${this.outcome(outcome.else)}`;
    return `${this.verb(outcome)}${said}${otherwise}`;
  }

  private verb(outcome: Outcome): string {
    if (outcome.goto !== undefined)
      return `go to ${this.link(outcome.goto)}${times(outcome.max, ", at most ")}`;
    if (outcome.retry !== undefined) {
      const first = outcome.first === undefined ? "" : `do ${this.link(outcome.first)}, then `;
      const delay = outcome.delay === undefined ? "" : `, ${outcome.delay} apart`;
      return `${first}try again${times(outcome.retry, ", ")}${delay}`;
    }
    if (outcome.undo !== undefined)
      return `undo back to ${this.link(outcome.undo)}, then ${this.outcome(outcome.then)}`;
    if (outcome.escalate !== undefined) return `escalate to ${this.link(outcome.escalate)}`;
    if (outcome.stop !== undefined) return `stop: ${escapeText(outcome.stop)}`;
    if (outcome.continue !== undefined) return `go on: ${escapeText(outcome.continue)}`;
    return outcome.end === "done" ? "done" : "handed over";
  }
}

/** An item of a list; lines after the first are indented, so that they stay in it. */
function item(text: string): string {
  return `- ${text.replace(/\n(?!\n|$)/g, "\n  ")}`;
}

function times(count: number | undefined, lead: string): string {
  if (count === undefined) return "";
  return `${lead}${count === 1 ? "once" : `${count} times`}`;
}

function waiting({ for: length, every, atMost }: NonNullable<Step["wait"]>): string {
  const parts = [
    ...(length === undefined ? [] : [length]),
    ...(every === undefined ? [] : [`try every ${every}`]),
    ...(atMost === undefined ? [] : [`at most ${atMost}`]),
  ];
  return parts.join(", ");
}

function condition(when: Condition): string {
  if (typeof when === "string") return escapeText(when);
  const json = (value: unknown) => codeSpan(typeof value === "string" ? value : JSON.stringify(value));
  const { value, is, not, atLeast, atMost, contains } = when;
  const name = codeSpan(value);
  if (is !== undefined) return `${name} is ${json(is)}`;
  if (when.in !== undefined) return `${name} is one of ${when.in.map(json).join(", ")}`;
  if (not !== undefined) return `${name} is not ${json(not)}`;
  if (atLeast !== undefined) return `${name} is at least ${json(atLeast)}`;
  if (atMost !== undefined) return `${name} is at most ${json(atMost)}`;
  return `${name} contains ${json(contains)}`;
}
