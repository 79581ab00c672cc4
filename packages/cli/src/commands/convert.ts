import { convert, isMarkdown, type LostComment, type Spelling } from "@runwright/core";
import { type Failure, visible } from "@runwright/lint";
import type { Call } from "../args.js";
import type { ExitCode } from "../command.js";
import { keptFromConversion } from "../conversion-file.js";
import type { Host } from "../host.js";
import { printFailures, visibleLines, wantsColor, writeOutput } from "../output.js";
import { readSingle } from "../single.js";

/** A comment that is lost is told and no failure: the runbook is whole without it. */
export async function run(call: Call, host: Host): Promise<ExitCode> {
  const [path = ""] = call.operands;
  const fail = (failures: readonly Failure[]): ExitCode => {
    printFailures(failures, { color: wantsColor(call, host), host });
    return 3;
  };
  const single = readSingle(path, host);
  if ("failures" in single) return fail(single.failures);
  const { read, linked } = single;
  const file = read.source.path;
  const to = spelling(call.value("to") ?? (isMarkdown(file) ? "yaml" : "md"));
  const result = convert(read, linked, to);
  if ("refused" in result) return fail([{ file, ...result.refused }]);

  const out = call.value("out");
  if (out === undefined) {
    // A program gets the very text; a terminal would act on what stands in it.
    host.stdout(host.isTTY ? visibleLines(result.text) : result.text);
  } else {
    const kept = await keptFromConversion(out, { single, to, isForced: call.has("force"), host });
    const failure = kept ?? writeOutput(out, result.text, host);
    if (failure) return fail([failure]);
    host.stdout(`Converted: ${visible(out)}\n`);
  }
  host.stderr(result.lost.map((comment) => lostLine(file, comment)).join(""));
  return 0;
}

function spelling(word: string): Spelling {
  return word === "yaml" ? "yaml" : "md";
}

function lostLine(file: string, { line, why }: LostComment): string {
  return `${visible(file)}:${line}: A comment is left out: ${visible(why)}\n`;
}
