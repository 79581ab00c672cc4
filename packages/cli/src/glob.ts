/*
 * Names with `*`, `?` and `[…]`, as shells and git have them. Patterns come from files under review: matching takes
 * time in proportion to pattern × name, never more, which a translation to regular expressions cannot promise.
 */

/** A pattern of a path, split at `/`; `**` as a whole segment stands for any number of segments. */
export type Glob = readonly Segment[];

type Segment = "**" | readonly Token[];

type Token =
  | { readonly kind: "text"; readonly char: string }
  | { readonly kind: "one" }
  | { readonly kind: "many" }
  | {
      readonly kind: "set";
      readonly negated: boolean;
      readonly ranges: readonly (readonly [from: string, to: string])[];
    };

/** Reads a pattern. Every text is one; what is not special stands for itself, as does anything behind a `\`. */
export function parseGlob(pattern: string): Glob {
  const glob = pattern.split("/").map((segment) => (segment === "**" ? "**" : parseSegment(segment)));
  // `a/**` is what is in `a`, not `a` itself.
  return glob.at(-1) === "**" ? [...glob, parseSegment("*")] : glob;
}

/** Whether a path of segments fits the whole pattern. */
export function matchesGlob(glob: Glob, path: readonly string[]): boolean {
  // `reached[i]`: the pattern's first `i` segments fit what has been read of the path.
  let reached = glob.map(() => false);
  reached.push(false);
  reached[0] = true;
  passOver(glob, reached);
  for (const name of path) {
    const next = reached.map(() => false);
    for (const [index, segment] of glob.entries()) {
      if (!reached[index]) continue;
      if (segment === "**") next[index] = true;
      else if (matchesSegment(segment, name)) next[index + 1] = true;
    }
    passOver(glob, next);
    reached = next;
  }
  return reached[glob.length] ?? false;
}

/** Whether a text has a character that makes it a pattern. */
export function isGlob(text: string): boolean {
  return /[*?[{]/.test(text);
}

/** `a{b,c}` as `ab` and `ac`, as a shell does it; undefined where there would be more than a person can mean. */
export function expandBraces(pattern: string): readonly string[] | undefined {
  let done: readonly string[] = [""];
  for (let at = 0; at < pattern.length; ) {
    const close = pattern.charAt(at) === "{" ? pattern.indexOf("}", at) : -1;
    const inside = pattern.slice(at + 1, close);
    if (close > 0 && inside.includes(",")) {
      const choices = inside.split(",");
      if (done.length * choices.length > maxExpanded) return undefined;
      done = done.flatMap((before) => choices.map((choice) => before + choice));
      at = close + 1;
    } else {
      const char = pattern.charAt(at);
      done = done.map((before) => before + char);
      at++;
    }
  }
  return done;
}

const maxExpanded = 100;

/** A `**` may stand for no segment at all. */
function passOver(glob: Glob, reached: boolean[]): void {
  for (const [index, segment] of glob.entries())
    if (segment === "**" && reached[index]) reached[index + 1] = true;
}

function parseSegment(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const chars = [...text];
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at] ?? "";
    if (char === "*") {
      if (tokens.at(-1)?.kind !== "many") tokens.push({ kind: "many" });
    } else if (char === "?") tokens.push({ kind: "one" });
    else if (char === "[") {
      const set = parseSet(chars, at);
      // One that does not close fits nothing, as in git.
      tokens.push(set?.token ?? { kind: "set", negated: false, ranges: [] });
      at = set?.last ?? at;
    } else if (char === "\\" && at + 1 < chars.length) tokens.push({ kind: "text", char: chars[++at] ?? "" });
    else tokens.push({ kind: "text", char });
  }
  return tokens;
}

/** `[a-z]` from its bracket on; undefined where it does not close. */
function parseSet(chars: readonly string[], open: number): { token: Token; last: number } | undefined {
  let at = open + 1;
  const negated = chars[at] === "!" || chars[at] === "^";
  if (negated) at++;
  const first = at;
  const ranges: [string, string][] = [];
  for (; at < chars.length; at++) {
    // A `]` that comes first is one of the set.
    if (chars[at] === "]" && at > first) return { token: { kind: "set", negated, ranges }, last: at };
    if (chars[at] === "\\") at++;
    const from = chars[at] ?? "";
    if (chars[at + 1] === "-" && chars[at + 2] !== "]" && at + 2 < chars.length) {
      at += chars[at + 2] === "\\" ? 3 : 2;
      ranges.push([from, chars[at] ?? ""]);
    } else ranges.push([from, from]);
  }
  return undefined;
}

/** Goes back only to the last `*`: an earlier one can gain nothing by taking more. */
function matchesSegment(tokens: readonly Token[], name: string): boolean {
  const chars = [...name];
  let token = 0;
  let star = -1;
  let resume = 0;
  let at = 0;
  while (at < chars.length) {
    const current = tokens[token];
    if (current?.kind === "many") {
      star = token++;
      resume = at;
    } else if (current && matchesChar(current, chars[at] ?? "")) {
      token++;
      at++;
    } else if (star >= 0) {
      token = star + 1;
      at = ++resume;
    } else return false;
  }
  while (tokens[token]?.kind === "many") token++;
  return token === tokens.length;
}

function matchesChar(token: Token, char: string): boolean {
  if (token.kind === "text") return token.char === char;
  if (token.kind === "set")
    return token.ranges.some(([from, to]) => char >= from && char <= to) !== token.negated;
  return token.kind === "one";
}
