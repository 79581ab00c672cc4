import {
  createPaint,
  type Failure,
  failureJson,
  type Group,
  type Rule,
  rulePage,
  rules,
  type Setting,
  visibleJson,
} from "@runwright/lint";
import type { Call } from "../args.js";
import { presets } from "../choices.js";
import type { ExitCode } from "../command.js";
import type { Host } from "../host.js";
import { wantsColor } from "../output.js";

export function run(call: Call, host: Host): ExitCode {
  const isJson = call.value("format") === "json";
  host.stdout(isJson ? visibleJson(rulesJson(rules, [])) : table({ color: wantsColor(call, host) }));
  return 0;
}

export function failed(failures: readonly Failure[]): object {
  return rulesJson([], failures);
}

function rulesJson(listed: readonly Rule[], failures: readonly Failure[]): object {
  return {
    version: 1,
    rules: listed.map(({ id, group, summary, severity, confidence, fix }) => ({
      id,
      group,
      summary,
      severity,
      confidence,
      fix: fix ?? "none",
      docs: rulePage(id),
    })),
    failures: failures.map(failureJson),
  };
}

function table({ color }: { readonly color: boolean }): string {
  const paint = createPaint({ color });
  const colors = { error: paint.red, warning: paint.yellow, info: paint.blue, off: paint.dim };
  const cell = (setting: Setting) => colors[setting](setting.padEnd(11));
  const width = Math.max(...rules.map(({ id }) => id.length));
  const heading = `  ${"".padEnd(width)}  ${presets.map((preset) => preset.padEnd(11)).join("  ")}`;
  const groups: readonly Group[] = [...new Set(rules.map(({ group }) => group))];
  const sections = groups.flatMap((group) => [
    paint.bold(group),
    paint.dim(heading.trimEnd()),
    ...rules
      .filter((rule) => rule.group === group)
      .map(
        ({ id, severity, summary }) =>
          `  ${id.padEnd(width)}  ${presets.map((preset) => cell(severity[preset])).join("  ")}  ${summary}`,
      ),
    "",
  ]);
  return `${sections.join("\n")}${paint.dim("`runwright explain <rule>` shows why a rule is there, with examples")}\n`;
}
