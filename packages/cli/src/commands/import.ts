import { resolve } from "node:path";
import { type Runbook, read, write, writeMarkdown } from "@runwright/core";
import { type Import, type ImportRefused, importPage, importReport } from "@runwright/exchange";
import { type Failure, failureJson, visibleJson } from "@runwright/lint";
import type { Call } from "../args.js";
import type { ExitCode } from "../command.js";
import type { Host } from "../host.js";
import { importJson } from "../import-json.js";
import { printFailures, visibleLines, wantsColor, writeOutput } from "../output.js";
import { readPlain } from "../plain.js";
import { Workspace } from "../workspace.js";

export function run(call: Call, host: Host): ExitCode {
  const [path = ""] = call.operands;
  const isJson = call.value("format") === "json";
  const result = propose(path, call, host);
  if ("failures" in result) {
    if (isJson) host.stdout(visibleJson(failed(result.failures)));
    else printFailures(result.failures, { color: wantsColor(call, host), host });
    return 3;
  }
  const { text, proposal } = result;
  if (isJson) host.stdout(visibleJson(importJson(proposal, { text, out: call.value("out") })));
  else {
    // Into a file or a pipe it goes as it is; a terminal would act on what a page may hold.
    if (call.value("out") === undefined) host.stdout(host.isTTY ? visibleLines(text) : text);
    host.stderr(visibleLines(importReport(proposal)));
  }
  return 0;
}

export function failed(failures: readonly Failure[]): object {
  return { version: 1, failures: failures.map(failureJson) };
}

type Proposed =
  | { readonly text: string; readonly proposal: Import }
  | { readonly failures: readonly Failure[] };

/** Reads the page, makes a runbook of it, and writes that where `--out` says. */
function propose(path: string, call: Call, host: Host): Proposed {
  const out = call.value("out");
  const taken = out === undefined ? undefined : isTaken(out, path, call, host);
  if (taken) return { failures: [taken] };
  const page = readPlain(path, host);
  if ("failures" in page) return page;
  const proposal = importPage(page);
  if ("refused" in proposal) return { failures: [refusal(path, proposal)] };
  const text = spell(proposal.runbook, call.value("to") === "md");
  const unwritten = out === undefined ? undefined : writeOutput(out, text, host);
  return unwritten ? { failures: [unwritten] } : { text, proposal };
}

/** The proposal must read back without problems: what we write is what the linter is given next. */
function spell(runbook: Runbook, isMarkdown: boolean): string {
  const text = isMarkdown ? writeMarkdown(runbook) : write(runbook);
  const [problem] = read(text, { path: isMarkdown ? "import.md" : "import.yaml" }).problems;
  if (problem) throw new Error(`the proposal cannot be read back (line ${problem.line}: ${problem.message})`);
  return text;
}

function refusal(path: string, { refused, help }: ImportRefused): Failure {
  return { file: path, message: `\`${path}\` cannot become a runbook: ${refused}`, help };
}

/** What would be lost: the page itself always, any other file without `--force`. */
function isTaken(out: string, path: string, call: Call, host: Host): Failure | undefined {
  const workspace = new Workspace(host);
  const [from, to] = [path, out].map((name) => workspace.realOf(resolve(host.cwd, name)));
  if (from === to)
    return { file: out, message: `\`${out}\` is the page itself`, help: "Name another file after `--out`" };
  if (call.has("force") || !isThere(out, host)) return undefined;
  return {
    file: out,
    message: `\`${out}\` is there already`,
    help: "Name another file after `--out`, or add `--force` to replace it",
  };
}

function isThere(out: string, host: Host): boolean {
  try {
    return host.stat(resolve(host.cwd, out)) !== undefined;
  } catch {
    return false; // to write it will say why it cannot be reached
  }
}
