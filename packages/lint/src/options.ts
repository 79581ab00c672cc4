import { canonicalJson, type Input, type Linked, type Step } from "@runwright/core";

/**
 * Of the options that the tests of a `choose` ask about, those that no branch takes: none where every option is covered.
 * Undefined where the tests are not about a `select` or a `boolean`, so that nobody can tell.
 */
export function untakenOptions(step: Step, linked: Linked): UntakenOptions | undefined {
  const open = new Map<string, Set<string>>();
  for (const { when } of step.choose ?? []) {
    if (typeof when === "string") continue;
    const left = open.get(when.value) ?? optionsOf(when.value, linked);
    if (!left) continue;
    open.set(when.value, left);
    const taken = when.in ?? (when.is === undefined ? [] : [when.is]);
    for (const option of taken) left.delete(optionName(option));
    if (when.not !== undefined)
      for (const option of left) if (option !== optionName(when.not)) left.delete(option);
  }
  const [fewest] = [...open].sort(([, a], [, b]) => a.size - b.size);
  return fewest && { input: fewest[0], options: [...fewest[1]].map((name) => name.replace(textMark, "")) };
}

export interface UntakenOptions {
  readonly input: string;
  readonly options: readonly string[];
}

function optionsOf(id: string, linked: Linked): Set<string> | undefined {
  const entry = linked.entries.get(id);
  if (entry?.kind !== "input") return undefined;
  // An entry of this kind is an input of the model.
  const { type, options } = entry.value as Input;
  if (type === "boolean") return new Set([true, false].map(optionName));
  return type === "select" && options ? new Set(options.map(optionName)) : undefined;
}

/** The text `true` is another option than the word; but a number is the text of its digits. */
function optionName(option: unknown): string {
  if (typeof option === "boolean") return String(option);
  return textMark + (typeof option === "string" ? option : canonicalJson(option));
}

const textMark = "text ";
