import { execFileSync } from "node:child_process";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expandBraces, isGlob, matchesGlob, parseGlob } from "../src/glob.js";
import { type IgnoreRule, isIgnored, parseIgnore, rulesBelow } from "../src/ignore.js";
import { initGit, world } from "./world.js";

/** Whether a path is ignored, asked as git means it: an ignored folder takes what is in it along. */
function isLeftOut(rules: readonly IgnoreRule[], path: readonly string[]): boolean {
  return path.some((_, index) => isIgnored(rules, path.slice(0, index + 1), index < path.length - 1));
}

describe("patterns mean what git means", () => {
  test.each([
    ["a name, anywhere", "x.yaml", ["x.yaml", "a/x.yaml"], ["x.yam", "ax.yaml"]],
    ["a name at the top", "/x.yaml", ["x.yaml"], ["a/x.yaml"]],
    ["a path", "a/x", ["a/x", "a/x/y"], ["x", "b/a/x"]],
    ["a folder", "a/", ["a/x", "b/a/x"], ["a"]],
    ["a star stays in its segment", "a/*.yaml", ["a/x.yaml", "a/.yaml"], ["a/b/x.yaml"]],
    ["two stars in front", "**/x", ["x", "a/x", "a/b/x"], ["xa"]],
    ["two stars between", "a/**/x", ["a/x", "a/b/x", "a/b/c/x"], ["x", "b/a/x"]],
    ["two stars behind", "a/**", ["a/x", "a/b/c"], ["a", "b/a/x"]],
    ["two stars inside a name are one", "a**b", ["ab", "axxb", "c/axb"], ["a/b"]],
    ["a question mark", "a?c", ["abc", "aéc"], ["ac", "abbc"]],
    ["a set", "[a-c]x", ["ax", "cx"], ["dx", "x"]],
    ["a negated set", "[!a-c]x", ["dx"], ["ax"]],
    ["a set with a bracket", "[]x]y", ["]y", "xy"], ["ay"]],
    ["a bracket that does not close fits nothing", "[ab", [], ["a", "[ab"]],
    ["an escaped star", "a\\*", ["a*"], ["ab"]],
    ["an escaped sign of a comment", "\\#a", ["#a"], ["a"]],
    ["blanks at the end", "a  ", ["a"], ["a  "]],
    ["an escaped blank at the end", "a\\ ", ["a "], ["a"]],
    ["taken back", "*.yaml\n!keep.yaml", ["a.yaml"], ["keep.yaml"]],
    ["taken back in vain, in a folder that is ignored", "a/\n!a/keep", ["a/keep", "a/x"], []],
    ["a comment and a blank line", "# a\n\nb", ["b"], ["a", "# a"]],
    ["line ends of Windows", "a\r\nb\r\n", ["a", "b"], ["ab"]],
  ])("%s", (_, text, yes, no) => {
    const rules = parseIgnore(text, []);
    const ignored = (path: string) => isLeftOut(rules, path.split("/"));
    expect({ yes: yes.filter((path) => !ignored(path)), no: no.filter(ignored) }).toEqual({
      yes: [],
      no: [],
    });
  });

  test("for any patterns and paths, git itself agrees", () => {
    const folder = world({});
    initGit(folder);
    const name = fc.stringMatching(/^[ab.]{1,3}$/).filter((text) => text !== "." && text !== "..");
    const segment = fc.oneof(
      fc.stringMatching(/^[ab*?.]{1,4}$/).filter((text) => !/^\.+$/.test(text)),
      fc.constantFrom("**", "[ab]", "[!a]b", "*.b"),
    );
    const line = fc
      .tuple(
        fc.constantFrom("", "", "!"),
        fc.constantFrom("", "/"),
        fc.array(segment, { minLength: 1, maxLength: 3 }),
        fc.constantFrom("", "/"),
      )
      .map(([not, lead, segments, trail]) => `${not}${lead}${segments.join("/")}${trail}`);
    const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join("/"));
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 4 }),
        fc.array(path, { minLength: 1, maxLength: 12 }),
        (lines, paths) => {
          const rules = parseIgnore(lines.join("\n"), []);
          const ours = paths.filter((one) => isLeftOut(rules, one.split("/")));
          expect(ours, lines.join("\n")).toEqual(gitIgnored(folder, lines.join("\n"), paths));
        },
      ),
      { numRuns: 150, seed: 7 },
    );
  });
});

/** Which of the paths git ignores. */
function gitIgnored(folder: string, patterns: string, paths: readonly string[]): readonly string[] {
  const excludes = join(folder, "patterns");
  execFileSync("tee", [excludes], { input: `${patterns}\n` });
  try {
    const options = ["-c", `core.excludesFile=${excludes}`, "check-ignore", "--no-index", "-z", "--stdin"];
    const output = execFileSync("git", options, {
      cwd: folder,
      input: paths.join("\0"),
      encoding: "utf8",
      stdio: ["pipe", "pipe", "pipe"],
    });
    const ignored = new Set(output.split("\0"));
    return paths.filter((path) => ignored.has(path));
  } catch {
    return []; // git's exit code where nothing is ignored
  }
}

test("a pattern that would take a regular expression years is answered at once", () => {
  const start = performance.now();
  const glob = parseGlob(`${"*a".repeat(60)}b`);
  expect(matchesGlob(glob, ["a".repeat(250)])).toBe(false);
  const stars = parseGlob(`${"**/a/".repeat(60)}b`);
  expect(matchesGlob(stars, Array(250).fill("a"))).toBe(false);
  expect(performance.now() - start).toBeLessThan(500);
});

describe("below a folder that somebody named", () => {
  const below = (text: string, folder: string, path: string) =>
    isLeftOut(rulesBelow(parseIgnore(text, []), folder.split("/")), path.split("/"));

  test("a rule that covers it is off", () => {
    expect(below("examples/faulty", "examples/faulty", "examples/faulty/a.yaml")).toBe(false);
    expect(below("examples/**", "examples/faulty", "examples/faulty/a.yaml")).toBe(false);
    expect(below("examples", "examples/faulty", "examples/faulty/a.yaml")).toBe(false);
  });

  test("a rule for something in it stays", () => {
    expect(below("examples\ndrafts/", "examples/faulty", "examples/faulty/drafts/a.yaml")).toBe(true);
  });

  test("where it is not ignored, every rule stays", () => {
    expect(below("*\n!*/\n!*.yaml", "examples", "examples/a.md")).toBe(true);
    expect(below("*\n!*/\n!*.yaml", "examples", "examples/a.yaml")).toBe(false);
  });
});

test("braces are written out, up to what a person can mean", () => {
  expect(expandBraces("a{b,c}d{e,f}")).toEqual(["abde", "abdf", "acde", "acdf"]);
  expect(expandBraces("{a}b{")).toEqual(["{a}b{"]);
  expect(expandBraces("{a,b}".repeat(20))).toBeUndefined();
});

test("a path is a pattern only with a sign of one", () => {
  expect(["a/b.yaml", "a*", "a?", "[a]", "{a,b}"].map(isGlob)).toEqual([false, true, true, true, true]);
});
