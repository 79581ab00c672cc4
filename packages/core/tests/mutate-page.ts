import { below, changeLines, type Damage, mutate, pick, type Random } from "./mutate.js";

/*
 * Damage to a page as people do it in a web editor: a heading of another level, an anchor that is lost or doubled, a label
 * that is misspelt, a link that leads elsewhere, a fence that does not close, a section that moves.
 */

/** A page with one to three damages, of its own kind or of any text. */
export function mutatePage(text: string, random: Random): string {
  return mutate(text, random, gentle);
}

const gentle: readonly Damage[] = [
  // Words that mean something: headings, labels, anchors, targets of links, the heads of fences.
  (text, random) => changeMatch(text, random, /^#{1,6}(?= )/gm, () => "#".repeat(1 + below(6, random))),
  (text, random) =>
    changeMatch(text, random, /<a id="[^"]*"><\/a>/g, (anchor) => pick(["", anchor + anchor], random)),
  (text, random) => changeMatch(text, random, /(?<=<a id=")[^"]*/g, () => pick(ids, random)),
  (text, random) => changeMatch(text, random, /(?<=\]\()[^()]*(?=\))/g, () => pick(targets, random)),
  (text, random) => changeMatch(text, random, /(?<=\[)[^[\]]*(?=\]\()/g, () => pick(words, random)),
  (text, random) => changeMatch(text, random, /\*\*[A-Z][^*:]*:\*\*/g, () => pick(labels, random)),
  (text, random) => changeMatch(text, random, /(?<=:\*\* ).*/g, () => pick(values, random)),
  (text, random) => changeMatch(text, random, /^`{3,}.*$/gm, () => pick(fences, random)),
  // A stretch from one heading to the next: lost, doubled, or moved before another.
  (text, random) => changeParts(text, random, (parts, at) => parts.splice(at, 1)),
  (text, random) => changeParts(text, random, (parts, at) => parts.splice(at, 0, ...parts.slice(at, at + 1))),
  (text, random) =>
    changeParts(text, random, (parts, at) => {
      const moved = parts.splice(at, 1);
      parts.splice(below(parts.length + 1, random), 0, ...moved);
    }),
  // Lines: with another beginning, or joined to the one before.
  (text, random) =>
    changeLines(text, random, (lines, from) => {
      lines[from] = pick(beginnings, random) + (lines[from] ?? "");
    }),
  (text, random) => changeMatch(text, random, /\n+/g, () => pick(["", " ", "\n", "\n\n", "\n    "], random)),
];

const ids = ["", "x", "any", "end", "__proto__", "constructor", "Step 3", "é", "a".repeat(80)];
const targets = ["", "#", "#x", "x", "#any", "#__proto__", "a.yaml#x", "<#x>", '#x "y"', "http://x"];
const words = ["", "x", "a](#b", "**x**", "`", "\\", "<!--", "→", "]["];
const fences = [
  "",
  "```",
  "~~~~",
  "```yaml fields",
  "```bash run",
  "```yaml field",
  "```BASH RUN",
  "   ```bash run",
];
const beginnings = [
  "- ",
  "  ",
  "    ",
  "> ",
  "1. ",
  "### ",
  "\t",
  "| ",
  "<!-- ",
  "- **Who:** ",
  "<div>",
  "\u202e",
];
const labels = [
  ...["**Who:**", "**Expect:**", "**If anything else fails:**", "**If [x](#x):**", "**When:**", "**Then:**"],
  ...["**Expekt:**", "**Expect**:", "Expect:", "****", "**:**", "**Undo:**", "**Approval:**", "**Do:**"],
];
const values = [
  ...[
    "",
    "x",
    "[x](#x)",
    "`x`",
    "``",
    "reads, not repeatable",
    "every 1s, at most 2m",
    "1 of [x](#x), within 1d",
  ],
  ...[
    "done",
    "done.",
    "stop",
    'stop: "x',
    'stop: "\\"',
    "try again",
    "try again, 99999999999 times",
    "a → done",
  ],
  ...[
    "go to [x](#x), at most once; else go to [x](#x)",
    "undo back to [x](#x), then done",
    "→",
    "{{x}} {{",
    "](",
  ],
];

function changeMatch(
  text: string,
  random: Random,
  pattern: RegExp,
  change: (found: string) => string,
): string {
  const all = [...text.matchAll(pattern)];
  const found = all[below(all.length, random)];
  if (!found) return text;
  return text.slice(0, found.index) + change(found[0]) + text.slice(found.index + found[0].length);
}

function changeParts(text: string, random: Random, change: (parts: string[], at: number) => void): string {
  const parts = text.split(/^(?=#{1,3} )/m);
  change(parts, below(parts.length, random));
  return parts.join("");
}
