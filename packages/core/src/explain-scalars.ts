import { about, type Faults, replacement, type Slot } from "./explain-faults.js";
import { type PatternName, patterns } from "./field-types.js";
import { nearest } from "./nearest.js";
import type { ScalarNode, TreeNode } from "./tree.js";
import { code, list, shown } from "./wording.js";
import { resolvePlain } from "./yaml/resolve.js";

/*
 * What single values must be. Each function tells the fault, if there is one; those that say whether it is text let
 * the caller look further. An empty value has been told before.
 */

/** Whether it is text with something in it. */
export function isText(
  faults: Faults,
  node: TreeNode,
  slot: Slot,
  expected: string,
  pattern?: PatternName,
): node is ScalarNode {
  if (!isAnyText(faults, node, slot, expected, pattern)) return false;
  if (/\S/.test(node.text)) return true;
  faults.empty(node, slot);
  return false;
}

/** Whether it is text. Of a number or `true` without quotes it is said that quotes mend it, where they do. */
export function isAnyText(
  faults: Faults,
  node: TreeNode,
  slot: Slot,
  expected: string,
  pattern?: PatternName,
): node is ScalarNode {
  if (node.kind === "scalar" && typeof node.value === "string") return true;
  const fits = node.kind === "scalar" && (pattern === undefined || matches(pattern, node.text));
  // Quotes alone do not make a duration of `20`; only where the reader changes the text is that the news.
  if (node.kind !== "scalar" || (!fits && String(node.value) === node.text)) {
    faults.unexpected(node, expected, `Write ${expected}${pattern ? "" : about(slot)}`);
    return false;
  }
  const quoted = JSON.stringify(node.text);
  faults.add(
    node,
    `${code(node.text)} without quotes is read as ${readAs(node)}, and ${code(slot.owner.text)} takes text`,
    fits ? `Put it in quotes: ${code(quoted)}` : `Write ${expected}, in quotes`,
    {
      rule: "yaml-implicit-typing",
      ...(fits && {
        fix: { safe: true, title: "Put the value in quotes", edits: [replacement(node, quoted)] },
      }),
    },
  );
  return false;
}

export function checkPattern(faults: Faults, node: ScalarNode, name: PatternName): void {
  // In YAML a date needs quotes; on a page it would have two too many.
  const { expected: inYaml } = patterns[name];
  const expected = node.style === "markdown" ? inYaml.replaceAll('"', "") : inYaml;
  if (!matches(name, node.text))
    faults.add(node, `Unexpected ${code(node.text)}, expected ${expected}`, `Write ${expected}`);
}

export function checkWord(faults: Faults, node: TreeNode, values: readonly string[], slot: Slot): void {
  if (node.kind === "scalar" && typeof node.value === "string" && values.includes(node.value)) return;
  const guess = node.kind === "scalar" ? nearest(node.text, values) : undefined;
  const choice = `${values.length > 1 ? "one of " : ""}${list(values)}`;
  faults.unexpected(node, choice, guess ? `Write ${code(guess)}` : `Write ${choice}${about(slot)}`);
}

export function checkConstant(
  faults: Faults,
  node: TreeNode,
  value: string | number | boolean,
  slot: Slot,
): void {
  if (node.kind === "scalar" && node.value === value) return;
  const word = code(String(value));
  if (onlyUnquote(faults, node, slot, word, (read) => read === value)) return;
  faults.unexpected(
    node,
    word,
    value === true ? `Write ${word}, or remove the line${about(slot)}` : `Write ${word}`,
  );
}

export function checkTruth(faults: Faults, node: TreeNode, slot: Slot): void {
  if (node.kind === "scalar" && typeof node.value === "boolean") return;
  const expected = "`true` or `false`";
  if (onlyUnquote(faults, node, slot, expected, (read) => typeof read === "boolean")) return;
  const meant = node.kind === "scalar" ? truthOf(node.text) : undefined;
  if (node.kind !== "scalar" || !meant)
    return faults.unexpected(node, expected, `Write ${expected}${about(slot)}`);
  const fix = { safe: true, title: `Write ${meant}`, edits: [replacement(node, meant)] };
  faults.unexpected(node, expected, `Write ${code(meant)}`, fix);
}

export function checkInteger(faults: Faults, node: TreeNode, min: number, slot: Slot): void {
  const fits = (read: unknown) => typeof read === "number" && Number.isInteger(read) && read >= min;
  if (node.kind === "scalar" && fits(node.value)) return;
  if (onlyUnquote(faults, node, slot, "a number", fits)) return;
  faults.unexpected(node, `a whole number from ${min}`, `Write a whole number from ${min}${about(slot)}`);
}

/** A number, or a class such as `5xx`. */
export function checkStatus(faults: Faults, node: TreeNode, slot: Slot): void {
  const isStatus = (read: unknown) =>
    typeof read === "number" && Number.isInteger(read) && read >= 100 && read <= 599;
  const text = node.kind === "scalar" ? node.text : "";
  if (
    node.kind === "scalar" &&
    (isStatus(node.value) || (node.value === text && matches("statusClass", text)))
  )
    return;
  if (onlyUnquote(faults, node, slot, "a number", isStatus)) return;
  const help = matches("statusClass", text.toLowerCase())
    ? `Write ${code(text.toLowerCase())}`
    : `Write one number from 100 to 599, or a class${about(slot)}`;
  faults.unexpected(node, "a status such as `401`, or a class such as `5xx`", help);
}

/** Any JSON value. A number that JSON cannot hold exactly would be sent as another one. */
export function checkJson(faults: Faults, node: TreeNode): void {
  if (node.kind === "seq") for (const item of node.items) checkJson(faults, item);
  else if (node.kind === "map") for (const { value } of node.entries) checkJson(faults, value);
  else if (typeof node.value === "number" && !(Math.abs(node.value) <= Number.MAX_SAFE_INTEGER)) {
    const message = `${code(node.text)} is a number that JSON cannot hold exactly`;
    faults.add(node, message, `Write a smaller number, or text: ${code(JSON.stringify(node.text))}`);
  }
}

/** Whether it is what is expected but for the quotes, which make text of it; then that is told. */
function onlyUnquote(
  faults: Faults,
  node: TreeNode,
  { owner }: Slot,
  expected: string,
  fits: (read: unknown) => boolean,
): boolean {
  if (
    node.kind !== "scalar" ||
    node.style === "plain" ||
    node.style === "markdown" ||
    !fits(resolvePlain(node.text))
  )
    return false;
  const fix = { safe: true, title: "Remove the quotes", edits: [replacement(node, node.text)] };
  const message = `${shown(node)} in quotes is text, and ${code(owner.text)} takes ${expected}`;
  faults.add(node, message, "Remove the quotes", { fix });
  return true;
}

function matches(name: PatternName, text: string): boolean {
  return new RegExp(patterns[name].source, "u").test(text);
}

/** What the reader makes of a plain scalar that is no text. */
function readAs({ value, text }: ScalarNode): string {
  if (typeof value !== "number") return "true or false";
  return String(value) === text ? "a number" : `the number ${code(String(value))}`;
}

/** What a person who writes `yes` or `off` means. */
function truthOf(text: string): "true" | "false" | undefined {
  if (/^(?:y|yes|on|true)$/i.test(text)) return "true";
  return /^(?:n|no|off|false)$/i.test(text) ? "false" : undefined;
}
