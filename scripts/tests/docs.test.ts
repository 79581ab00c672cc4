import { existsSync } from "node:fs";
import { dirname, join } from "node:path/posix";
import { describe, expect, test } from "vitest";
import { pages, readPage } from "./pages.js";
import { files, root, textOf } from "./repository.js";

interface Command {
  readonly name: string;
  readonly options: readonly { readonly name: string }[];
}
const commandList = join(root, "packages/cli/src/commands.ts");
const { commands } = (await import(commandList)) as { readonly commands: readonly Command[] };
const scripts: Readonly<Record<string, string>> = JSON.parse(textOf("package.json")).scripts;

const folders = new Set(files.flatMap(foldersAbove));
const topLevel = new Set([...files, ...folders].map((path) => path.split("/")[0] ?? ""));

// What a reader is told to type, open or follow must exist.
describe.each([...pages])("%s", (page) => {
  const { code, links, headings } = readPage(textOf(page));

  test("names only files and folders that exist", () => {
    expect(code.flatMap(pathsIn).filter((path) => !existsHere(path))).toEqual([]);
  });

  test("links only to files that exist, and to headings that they have", () => {
    const broken = links.filter((link) => {
      if (/^[a-z]+:/.test(link)) return false;
      const [path = "", fragment] = decodeURI(link).split("#");
      const target = path === "" ? page : join(dirname(page), path);
      if (!existsHere(target)) return true;
      if (fragment === undefined || !target.endsWith(".md")) return false;
      return !(target === page ? headings : readPage(textOf(target)).headings).includes(fragment);
    });
    expect(broken).toEqual([]);
  });

  test("names only npm scripts that package.json has", () => {
    const named = code.flatMap((text) =>
      [...text.matchAll(/\bnpm run (?:-\S+ )*([\w:-]+)/g)].map(([, name = ""]) => name),
    );
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  test("names only commands and options that runwright has", () => {
    expect(code.flatMap(callsIn).flatMap(unknownPartsOf)).toEqual([]);
  });
});

/**
 * Words in a piece of code that can only be meant as paths of this repository: they begin with a file or folder that
 * stands at its root. `<name>` and `*` stand for any name, `{a,b}` for both.
 */
function pathsIn(text: string): readonly string[] {
  return text
    .split(/[\s"'`()=,]+(?![^{]*})/)
    .map((word) =>
      word
        .replace(/^\.\//, "")
        .replace(/(:\d+)*[.:;]?$/, "")
        .replace(/\/$/, ""),
    )
    .filter((word) =>
      word.includes("/") ? topLevel.has(word.split("/")[0] ?? "") : /^[A-Z]+\.md$/.test(word),
    )
    .flatMap(alternatives);
}

function alternatives(path: string): readonly string[] {
  const [whole, before = "", choices = "", after = ""] = /^(.*?)\{([^}]*)\}(.*)$/.exec(path) ?? [];
  if (whole === undefined) return [path];
  return choices.split(",").flatMap((choice) => alternatives(`${before}${choice.trim()}${after}`));
}

function existsHere(path: string): boolean {
  if (!/[*<]/.test(path)) return files.includes(path) || folders.has(path) || isMadeByBuild(path);
  const pattern = path
    .split(/(\*\*|\*|<[^>]*>)/)
    .map((piece, index) => (index % 2 === 0 ? literally(piece) : piece === "**" ? ".*" : "[^/]+"));
  const wanted = new RegExp(`^${pattern.join("")}$`);
  return files.some((file) => wanted.test(file)) || [...folders].some((folder) => wanted.test(folder));
}

function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

// Ignored by git, so not in the list, and not there before the first build.
function isMadeByBuild(path: string): boolean {
  return /^(node_modules|packages\/\w+\/dist)(\/|$)/.test(path) && existsSync(join(root, path));
}

function foldersAbove(path: string): readonly string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}

/** Each call of the command line in a piece of code, as its words: `["lint", "--preset", "strict"]`. */
function callsIn(text: string): readonly (readonly string[])[] {
  return text
    .split(/\n|&&|\|\|?|;/)
    .map(
      (line) => /^\s*(?:\$ )?(?:npx (?:--\S+ )*)?(?:node_modules\/\.bin\/)?runwright (\S.*)$/.exec(line)?.[1],
    )
    .filter((rest) => rest !== undefined)
    .map((rest) => rest.split(/\s+/));
}

/** What of a call the command line does not know. */
function unknownPartsOf(words: readonly string[]): readonly string[] {
  const [name = ""] = words;
  if (name.startsWith("-") || name.startsWith("<") || name === "help") return [];
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) return [`runwright ${name}`];
  return words
    .filter((word) => /^\[?--\w/.test(word))
    .map((word) => word.replace(/^\[?--/, "").replace(/[=\]].*$/, ""))
    .filter((option) => option !== "help" && !command.options.some((known) => known.name === option))
    .map((option) => `runwright ${name} --${option}`);
}
