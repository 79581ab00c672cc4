import { type Glob, matchesGlob, parseGlob } from "./glob.js";

/** One line of a `.gitignore`, or of the configuration's `ignore` and `files`, which are written alike. */
export interface IgnoreRule {
  /** The folder that it speaks of, as segments from the top; its paths are read from there. */
  readonly base: readonly string[];
  readonly glob: Glob;
  /** `!…`: takes back what an earlier line ignores. */
  readonly negated: boolean;
  /** `…/`: only folders. */
  readonly foldersOnly: boolean;
}

/** The rules of a `.gitignore` that stands in `base`. (https://git-scm.com/docs/gitignore) */
export function parseIgnore(text: string, base: readonly string[]): readonly IgnoreRule[] {
  return text.split(/\r?\n/).flatMap((line) => parseRule(line, base) ?? []);
}

/** One line; undefined for a blank one and a comment. */
export function parseRule(line: string, base: readonly string[]): IgnoreRule | undefined {
  let pattern = trimEnd(line);
  if (pattern === "" || pattern.startsWith("#")) return undefined;
  const negated = pattern.startsWith("!");
  if (negated) pattern = pattern.slice(1);
  const foldersOnly = pattern.endsWith("/");
  if (foldersOnly) pattern = pattern.slice(0, -1);
  if (pattern === "") return undefined;
  const isAnchored = pattern.includes("/");
  if (pattern.startsWith("/")) pattern = pattern.slice(1);
  const glob = parseGlob(pattern);
  return { base, glob: isAnchored ? glob : ["**", ...glob], negated, foldersOnly };
}

/** Whether a file or folder is ignored, its parents not asked: the last rule that fits decides. */
export function isIgnored(rules: readonly IgnoreRule[], path: readonly string[], isFolder: boolean): boolean {
  for (let index = rules.length - 1; index >= 0; index--) {
    const rule = rules[index];
    if (rule && fits(rule, path, isFolder)) return !rule.negated;
  }
  return false;
}

/**
 * The rules that still hold below a folder which somebody named. Where it is ignored itself, or all that is in it
 * (`drafts/**`), whoever named it wanted it all the same: the rules that say so are then off, and the others stay.
 */
export function rulesBelow(rules: readonly IgnoreRule[], folder: readonly string[]): readonly IgnoreRule[] {
  // No name has a zero character: only a pattern that takes everything takes this one.
  const anything = [...folder, "\0"];
  const paths = [...folder.map((_, index) => folder.slice(0, index + 1)), anything];
  if (!paths.some((path) => isIgnored(rules, path, true))) return rules;
  return rules.filter((rule) => rule.negated || !paths.some((path) => fits(rule, path, true)));
}

function fits({ base, glob, foldersOnly }: IgnoreRule, path: readonly string[], isFolder: boolean): boolean {
  if (foldersOnly && !isFolder) return false;
  if (path.length <= base.length || base.some((name, index) => path[index] !== name)) return false;
  return matchesGlob(glob, path.slice(base.length));
}

/** Blanks at the end do not count, unless a `\` stands before them. */
function trimEnd(line: string): string {
  let end = line.length;
  while (end > 0 && line.charAt(end - 1) === " " && line.charAt(end - 2) !== "\\") end--;
  return line.slice(0, end);
}
