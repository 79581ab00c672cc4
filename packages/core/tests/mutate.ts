/*
 * Damage as it happens: an editor that loses or doubles a stretch, a merge that swaps two, a line that moves to another
 * place, a value that becomes one of another type. Our own small generator of random numbers, so that a seed gives the
 * same damage in every year to come.
 */

/** Numbers from 0, below 1. (mulberry32) */
export type Random = () => number;

export function createRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The text with one to three damages. Every second time only such as leave most of it readable, so that all is tried. */
export function mutate(text: string, random: Random, gently: readonly Damage[] = gentle): string {
  const kinds = below(2, random) ? gently : [...gently, ...rough];
  let result = text;
  for (let count = below(2, random) ? 1 : 1 + below(3, random); count > 0; count--)
    result = pick(kinds, random)(result, random);
  return result;
}

export type Damage = (text: string, random: Random) => string;

const rough: readonly Damage[] = [
  // A few units, most of the time; sometimes a large part.
  (text, random) => {
    const [start, end] = stretch(text, random);
    return text.slice(0, start) + text.slice(end);
  },
  (text, random) => {
    const [start, end] = stretch(text, random);
    return text.slice(0, end) + text.slice(start);
  },
  (text, random) => {
    const [start, end] = stretch(text, random);
    const [from, to] = stretch(text.slice(end), random);
    return (
      text.slice(0, start) +
      text.slice(end + from, end + to) +
      text.slice(end, end + from) +
      text.slice(start, end) +
      text.slice(end + to)
    );
  },
  (text, random) => {
    const at = below(text.length + 1, random);
    return text.slice(0, at) + pick(insertions, random) + text.slice(at);
  },
  // Lines: lost, doubled, moved, with what is indented below them or without.
  (text, random) => changeLines(text, random, (lines, from, to) => lines.splice(from, to - from)),
  (text, random) =>
    changeLines(text, random, (lines, from, to) => lines.splice(to, 0, ...lines.slice(from, to))),
  (text, random) =>
    changeLines(text, random, (lines, from, to) => {
      const moved = lines.splice(from, to - from);
      lines.splice(below(lines.length + 1, random), 0, ...moved);
    }),
  (text, random) =>
    changeLines(text, random, (lines, from, to) => {
      const change = pick(["  ", "    ", " ", "\t", "- "], random);
      for (let at = from; at < to; at++)
        lines[at] = below(2, random) ? `${change}${lines[at]}` : (lines[at]?.replace(/^ {1,2}/, "") ?? "");
    }),
  (text) => text.replaceAll("\n", "\r\n"),
];

const gentle: readonly Damage[] = [
  // Keys: renamed, or given the value of another.
  (text, random) => changeEntry(text, random, (key, value) => `${pick(keys, random)}:${value || key}`),
  (text, random) => changeEntry(text, random, (key) => `${key}: ${pick(values, random)}`),
  (text, random) => changeEntry(text, random, (key, value) => `${key}:${value}\n${value}`),
  // An entry with all that is indented below it: moved before another of the same column, doubled, or lost.
  (text, random) => moveEntry(text, random, (lines, from, to) => lines.splice(from, to - from)),
  (text, random) => moveEntry(text, random, (lines, from, to) => lines.slice(from, to)),
  (text, random) => changeLines(text, random, (lines, from, to) => lines.splice(from, to - from), true),
  // A word: another one of the file stands there.
  (text, random) => {
    const words = [...text.matchAll(/[A-Za-z][\w-]*/g)];
    const [word, other] = [words[below(words.length, random)], words[below(words.length, random)]];
    return word && other
      ? text.slice(0, word.index) + other[0] + text.slice(word.index + word[0].length)
      : text;
  },
];

const insertions = [
  "\n",
  ":",
  ": ",
  "- ",
  "#",
  '"',
  "'",
  "{",
  "}",
  "[",
  "]",
  "|",
  ">",
  "{{",
  "}}",
  "&a ",
  "*a",
  "!t ",
  "\t",
  "\r",
  "\0",
  "\ufeff",
  "\u2028",
  "😀",
  "\ud83d",
  "---\n",
  "? ",
  "<<: ",
  "\\",
];

const values = [
  ...[
    "",
    "null",
    "~",
    "true",
    "no",
    "0",
    "-1",
    "1.10",
    "1e999",
    ".nan",
    "0x1F",
    "9007199254740993",
    '""',
    "' '",
    "x",
    "any",
    "end",
  ],
  ...[
    "[]",
    "{}",
    "[x]",
    "[[x]]",
    "{ x: y }",
    "[{ id: x }]",
    "|",
    "|\n  text",
    ">-\n\n",
    "{{x}}",
    '"{{x.y}}"',
    '"\\u0000"',
    '"\\r\\n"',
  ],
  ...[
    "__proto__",
    "constructor",
    "{ __proto__: x }",
    "{ constructor: { x: y } }",
    "toString",
    "[toString]",
    "2026-11-01",
    "{ goto: x }",
  ],
];

const keys = [
  "id",
  "x-y",
  "steps",
  "kind",
  "any",
  "__proto__",
  "constructor",
  "toString",
  "goto",
  "then",
  "match",
  "runwright",
  "é",
  '""',
  "0",
];

export function changeLines(
  text: string,
  random: Random,
  change: (lines: string[], from: number, to: number) => void,
  isWhole = below(2, random) === 1,
): string {
  const lines = text.split("\n");
  const from = below(lines.length, random);
  change(
    lines,
    from,
    isWhole ? endOfEntry(lines, from) : Math.min(lines.length, from + 1 + below(4, random)),
  );
  return lines.join("\n");
}

function moveEntry(
  text: string,
  random: Random,
  take: (lines: string[], from: number, to: number) => string[],
): string {
  const lines = text.split("\n");
  const from = below(lines.length, random);
  const column = columnOf(lines[from]);
  const moved = take(lines, from, endOfEntry(lines, from));
  const targets = [...lines.keys()].filter((at) => columnOf(lines[at]) === column);
  lines.splice(targets.length > 0 ? pick(targets, random) : 0, 0, ...moved);
  return lines.join("\n");
}

/** Where the lines end that are indented below a line. */
function endOfEntry(lines: readonly string[], from: number): number {
  let to = from + 1;
  while (to < lines.length && columnOf(lines[to]) > columnOf(lines[from])) to++;
  return to;
}

function columnOf(line: string | undefined): number {
  return /^ */.exec(line ?? "")?.[0].length ?? 0;
}

/** Changes one `key: value` of the text. */
function changeEntry(text: string, random: Random, change: (key: string, value: string) => string): string {
  const entries = [...text.matchAll(/([A-Za-z][\w-]*):([^\n]*)/g)];
  const entry = entries[below(entries.length, random)];
  if (!entry) return text;
  return (
    text.slice(0, entry.index) +
    change(entry[1] ?? "", entry[2] ?? "") +
    text.slice(entry.index + entry[0].length)
  );
}

function stretch(text: string, random: Random): [number, number] {
  const start = below(text.length + 1, random);
  const longest = below(8, random) ? 12 : text.length;
  return [start, Math.min(text.length, start + 1 + below(longest, random))];
}

export function below(count: number, random: Random): number {
  return Math.floor(random() * count);
}

export function pick<T>(all: readonly T[], random: Random): T {
  const picked = all[below(all.length, random)];
  if (picked === undefined) throw new TypeError("Expected at least one to pick from");
  return picked;
}
