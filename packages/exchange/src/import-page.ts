import { maxBytes, maxSteps, type Page, write } from "@runwright/core";
import { assemble } from "./import-assemble.js";
import { readPlan } from "./import-planner.js";
import type { Import, ImportRefused } from "./import-result.js";
import { coverageOf, wordsIn } from "./import-words.js";

/** Proposes a runbook from a plain page. Every word of the page is in it; nothing else is, but for what is marked as a guess. */
export function importPage(page: Page): Import | ImportRefused {
  const { source } = page;
  if (source.text.includes("\0"))
    return { refused: "it holds a zero byte, and is no text", help: "Give a text file" };
  if (wordsIn(source.text.slice(0, 10_000)).length === 0 && wordsIn(source.text).length === 0)
    return { refused: "it holds no words", help: "Name a page with a runbook on it" };
  const plan = readPlan(page);
  const steps = plan.procedures.reduce((sum, procedure) => sum + procedure.steps.length, 0);
  const help = "Split the page into several, and import each";
  if (steps > maxSteps) return { refused: `it has ${steps} steps, and a runbook holds ${maxSteps}`, help };
  const result = assemble(page, plan);
  if (isLarger(write(result.runbook), maxBytes))
    return { refused: "as a runbook it would be larger than 1 MiB", help };
  return { source, ...result, coverage: coverageOf(page, result.runbook) };
}

/** In bytes of UTF-8; counted only where the text could be that long. */
function isLarger(text: string, limit: number): boolean {
  if (text.length * 3 <= limit) return false;
  let bytes = 0;
  for (const char of text) bytes += char < "\u0080" ? 1 : char < "\u0800" ? 2 : char.length === 2 ? 4 : 3;
  return bytes > limit;
}
