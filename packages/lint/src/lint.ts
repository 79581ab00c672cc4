import {
  compareProblems,
  createProblem,
  type Files,
  isMarkdown,
  joinPath,
  type Linked,
  link,
  ownProcedures,
  type PageCommand,
  type Place,
  type Places,
  type Problem,
  type ReadResult,
} from "@runwright/core";
import type { ShellScript } from "./command/shell.js";
import { commandsOf } from "./page-commands.js";
import type { Finding, PageContext, Preset, Rule, RuleContext, Setting, Target } from "./rule.js";
import { rules as allRules } from "./rules/index.js";

export interface LintOptions {
  readonly preset?: Preset;
  /** Severity by rule id, over the preset's. */
  readonly rules?: Readonly<Record<string, Setting>>;
  /** Where fragments and other runbooks come from. */
  readonly files: Files;
}

export interface LintResult {
  /** Sorted by file, offset and rule. */
  readonly problems: readonly Problem[];
  /** Paths of all files that were judged: those asked for, then the fragments that they use. */
  readonly files: readonly string[];
}

/**
 * Judges runbooks and fragments. The fragments that a runbook uses are judged with it, also where nobody named them, so
 * that a runbook cannot pass on the strength of a part that would not.
 */
export async function lint(inputs: readonly ReadResult[], options: LintOptions): Promise<LintResult> {
  const judged = new Map<string, { file: ReadResult; linked: Linked | undefined }>();
  const queue = [...inputs];
  for (const file of queue) {
    if (judged.has(file.source.path)) continue;
    const linked = link(file, options.files);
    judged.set(file.source.path, { file, linked });
    queue.push(...fragmentsOf(file, linked, options.files));
  }
  const all = [...judged.values()];
  const pages = all.flatMap(({ file: { page } }) => (page ? [{ page, commands: commandsOf(page) }] : []));
  const parseShell = await loadShell(
    all.flatMap(({ linked }) => linked ?? []),
    pages.flatMap(({ commands }) => commands),
  );
  const problems = [
    ...all.flatMap(({ file, linked }) => judge(file, linked, options, parseShell)),
    ...pages.flatMap((page) => judgePage(page, options, parseShell)),
  ];
  return { problems: unique(problems.sort(compareProblems)), files: [...judged.keys()] };
}

/** The fragments of a file, and also those that could not be linked because of problems of their own. */
function fragmentsOf(file: ReadResult, linked: Linked | undefined, files: Files): readonly ReadResult[] {
  if (!linked) return [];
  const uses = linked.files.flatMap((used) => usePaths(used));
  return uses.flatMap((path) => {
    const loaded = files.load(path);
    return "refused" in loaded || loaded.runbook || loaded.source.path === file.source.path ? [] : [loaded];
  });
}

function usePaths(file: ReadResult): readonly string[] {
  const uses = (file.runbook ?? file.fragment)?.uses ?? [];
  return uses.map((path) => joinPath(file.source.path, path));
}

function judge(
  file: ReadResult,
  linked: Linked | undefined,
  options: LintOptions,
  parseShell: RuleContext["parseShell"],
): readonly Problem[] {
  const found = [...file.problems, ...(linked?.problems ?? [])].flatMap((problem) =>
    grade(problem, { linked, file }, options),
  );
  if (!linked) return found;
  const { places } = linked;
  const root = linked.root;
  const base = {
    linked,
    file,
    places,
    files: options.files,
    runbook: "kind" in root ? undefined : root,
    steps: ownProcedures(linked).flatMap((procedure) => procedure.steps.map((step) => ({ step, procedure }))),
    parseShell,
    isOn: isOnIn(options),
  };
  for (const rule of allRules) {
    const severity = settingOf(rule, options);
    if (!rule.check || severity === "off") continue;
    const report = (finding: Finding) => {
      const problem = finish(rule, finding, places);
      if (problem) found.push({ ...problem, severity });
    };
    rule.check({ ...base, report });
  }
  return found;
}

/** The rules that need no types, over plain Markdown. */
function judgePage(
  { page, commands }: Pick<PageContext, "page" | "commands">,
  options: LintOptions,
  parseShell: RuleContext["parseShell"],
): readonly Problem[] {
  return allRules.flatMap((rule) => {
    const severity = settingOf(rule, options);
    const found: Problem[] = [];
    if (!rule.checkPage || severity === "off") return found;
    const { id, confidence } = rule;
    rule.checkPage({
      page,
      commands,
      parseShell,
      isOn: isOnIn(options),
      report: ({ fix, ...finding }) =>
        found.push(
          createProblem({
            ...finding,
            rule: id,
            confidence,
            severity,
            ...(fix && { fix: { safe: rule.fix === "safe", ...fix } }),
          }),
        ),
    });
    return found;
  });
}

function isOnIn(options: LintOptions): RuleContext["isOn"] {
  return (id) => allRules.some((rule) => rule.id === id && settingOf(rule, options) !== "off");
}

/** What the reader and the linker found, at the preset's severity. Where there is no model, it is an error and stays one. */
function grade(
  problem: Problem,
  { linked, file }: { readonly linked: Linked | undefined; readonly file: ReadResult },
  options: LintOptions,
): readonly Problem[] {
  const rule = allRules.find((candidate) => candidate.id === problem.rule);
  if ((!linked && !file.page) || !rule) return [problem];
  const severity = settingOf(rule, options);
  return severity === "off" ? [] : [{ ...problem, severity, confidence: rule.confidence }];
}

function settingOf(rule: Rule, { preset = "recommended", rules = {} }: LintOptions): Setting {
  return (Object.hasOwn(rules, rule.id) ? rules[rule.id] : undefined) ?? rule.severity[preset];
}

function finish(rule: Rule, finding: Finding, places: Places): Problem | undefined {
  const at = targetPlace(finding.at, places);
  if (!at) return undefined;
  const related = (finding.related ?? []).flatMap((other) => {
    const place = targetPlace(other.at, places);
    return place ? [{ at: place, message: other.message }] : [];
  });
  return createProblem({
    rule: rule.id,
    at,
    message: finding.message,
    help: helpFor(finding, at.source.path),
    confidence: rule.confidence,
    related,
    ...(finding.fix &&
      finding.fix.edits.length > 0 && { fix: { safe: rule.fix === "safe", ...finding.fix } }),
  });
}

function helpFor({ help }: Finding, path: string): string {
  if (typeof help === "string") return help;
  return isMarkdown(path) ? help.markdown : help.yaml;
}

function targetPlace(target: Target, places: Places): Place | undefined {
  if ("source" in target) return target;
  const [owner, key, part] = target;
  return places.of(owner, key, part);
}

/** A fragment that several runbooks use is judged once, but linked with each. */
function unique(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter((problem, index) => {
    const before = problems[index - 1];
    return !before || compareProblems(before, problem) !== 0 || before.message !== problem.message;
  });
}

/** The shell parser, loaded only where a rule can need it: it costs more to load than a runbook costs to lint. */
async function loadShell(
  linked: readonly Linked[],
  commands: readonly PageCommand[],
): Promise<RuleContext["parseShell"]> {
  const isShell = (shell: string) => /^(?:ba)?sh$/.test(shell);
  const inPages = commands.some(({ shell }) => isShell(shell));
  const inRunbooks = linked.some((one) =>
    one.procedures.some(({ steps }) =>
      steps.some(({ command }) => command?.run !== undefined && isShell(command.shell)),
    ),
  );
  if (!inPages && !inRunbooks) {
    return () => {
      throw new Error("Unreachable: a rule parses shell where no step holds any");
    };
  }
  const { parseShell } = await import("./command/shell.js");
  // Several rules look into the same command.
  const parsed = new Map<string, ShellScript | undefined>();
  return (text) => {
    if (!parsed.has(text)) parsed.set(text, parseShell(text));
    return parsed.get(text);
  };
}
