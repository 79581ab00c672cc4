import { createSource, nearest } from "@runwright/core";
import {
  type BadExample,
  codeFrame,
  createPaint,
  type Failure,
  type GoodExample,
  type Paint,
  type Rule,
  rulePage,
  rules,
  visible,
} from "@runwright/lint";
import type { Call } from "../args.js";
import { presets } from "../choices.js";
import type { ExitCode } from "../command.js";
import type { Host } from "../host.js";
import { printFailures, wantsColor } from "../output.js";

export function run(call: Call, host: Host): ExitCode {
  const color = wantsColor(call, host);
  const [id = ""] = call.operands;
  const rule = rules.find((candidate) => candidate.id === id);
  if (!rule) {
    printFailures([unknownRule(id)], { color, host });
    return 3;
  }
  host.stdout(page(rule, createPaint({ color })));
  return 0;
}

function unknownRule(id: string): Failure {
  const guess = nearest(
    id,
    rules.map((rule) => rule.id),
  );
  return {
    message: `\`${id}\` is no rule${guess ? `, did you mean \`${guess}\`?` : ""}`,
    help: guess ? `Run \`runwright explain ${guess}\`` : "Run `runwright rules` to see all rules",
  };
}

/** The rule's page, made from the rule itself. */
function page(rule: Rule, paint: Paint): string {
  const { id, summary, why, severity, confidence, fix, sources = [], bad, good } = rule;
  const severities = presets.map((preset) => `${preset} ${severity[preset]}`).join(", ");
  const facts: readonly (readonly [string, string])[] = [
    ["severity", severities],
    ["confidence", confidence],
    ["fix", fix ?? "none"],
    ...sources.map((source) => ["source", source] as const),
    ["page", rulePage(id)],
  ];
  return [
    paint.bold(id),
    "",
    `${summary}.`,
    "",
    ...wrap(why),
    "",
    ...facts.map(([name, text]) => `  ${paint.dim(name.padEnd(10))}  ${text}`),
    "",
    paint.bold("What it reports"),
    ...bad.flatMap((example) => badExample(example, paint)),
    "",
    paint.bold("What it leaves alone"),
    ...good.flatMap((example) => goodExample(example, paint)),
    "",
  ].join("\n");
}

function badExample({ title, text, message, fixed }: BadExample, paint: Paint): readonly string[] {
  const start = text.indexOf("[|");
  const end = text.indexOf("|]") - 2;
  const plain = text.replace("[|", "").replace("|]", "");
  const marks = start < 0 ? [] : [{ start, end, main: true }];
  return [
    "",
    `  ${paint.red("✗")} ${title}`,
    "",
    ...wholeFrame(plain, marks, paint),
    "",
    `    ${visible(message)}`,
    ...(fixed === undefined
      ? []
      : ["", `    ${paint.dim("After the fix:")}`, "", ...wholeFrame(fixed, [], paint)]),
  ];
}

function goodExample({ title, text }: GoodExample, paint: Paint): readonly string[] {
  return ["", `  ${paint.green("✓")} ${title}`, "", ...wholeFrame(text, [], paint)];
}

/** All lines of an example, its mark underlined. */
function wholeFrame(
  text: string,
  marks: readonly { start: number; end: number; main: boolean }[],
  paint: Paint,
): readonly string[] {
  const source = createSource("", text.replace(/\n$/, ""));
  return codeFrame(source, marks, { paint, color: paint.red, whole: true }).map((line) => `    ${line}`);
}

const lineWidth = 90;

function wrap(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + word.length < lineWidth)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
