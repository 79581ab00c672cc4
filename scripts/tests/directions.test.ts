import { isBuiltin } from "node:module";
import { dirname, join } from "node:path/posix";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { mayImport, packageNames } from "../packages.mjs";
import { files, textOf } from "./repository.js";

const sources = files.filter(
  (path) => /^packages\/\w+\/src\/.*\.ts$/.test(path) && !path.endsWith(".test.ts"),
);

/** What a file imports or re-exports, as written: types and `import()` included. */
function importsOf(path: string): readonly string[] {
  return ts.preProcessFile(textOf(path), true, true).importedFiles.map(({ fileName }) => fileName);
}

/** The source file that an import means, or `undefined` for one from outside the repository. */
function resolve(specifier: string, importer: string): string | undefined {
  const ours = /^@runwright\/(\w+)$/.exec(specifier);
  if (ours) return `packages/${ours[1]}/src/index.ts`;
  if (specifier.startsWith(".")) return join(dirname(importer), specifier).replace(/\.js$/, ".ts");
  return undefined;
}

interface Import {
  readonly path: string;
  readonly specifier: string;
}

function importsOfPackage(name: string): readonly Import[] {
  return sources
    .filter((path) => path.startsWith(`packages/${name}/`))
    .flatMap((path) => importsOf(path).map((specifier) => ({ path, specifier })));
}

describe.each([...packageNames])("packages/%s", (name) => {
  test("imports only the packages that it may know", () => {
    const allowed = mayImport[name] ?? [];
    const wrong = importsOfPackage(name).filter(({ specifier }) => {
      const other = /^(?:@runwright\/)?(\w+)/.exec(specifier)?.[1] ?? "";
      return /^(@runwright\/|runwright$)/.test(specifier) && !allowed.includes(other);
    });
    expect(wrong).toEqual([]);
  });

  test("reaches other packages by their name, never by a path", () => {
    const wrong = importsOfPackage(name).filter(
      ({ path, specifier }) =>
        specifier.startsWith(".") && !join(dirname(path), specifier).startsWith(`packages/${name}/`),
    );
    expect(wrong).toEqual([]);
  });
});

// The types forbid it too; this says it in words, and also sees a bare `fs`.
test("packages/core imports nothing from Node", () => {
  expect(importsOfPackage("core").filter(({ specifier }) => isBuiltin(specifier))).toEqual([]);
});

test("no source file imports itself by a detour, types included", () => {
  expect(cycles()).toEqual([]);
});

/** Each circle of imports once, written as `a.ts → b.ts → a.ts`. */
function cycles(): string[] {
  const found: string[] = [];
  const finished = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) {
      found.push([...trail.slice(start), path].join(" → "));
      return;
    }
    if (finished.has(path)) return;
    for (const specifier of importsOf(path)) {
      const target = resolve(specifier, path);
      if (target !== undefined && sources.includes(target)) visit(target, [...trail, path]);
    }
    finished.add(path);
  };
  for (const path of sources) visit(path, []);
  return found;
}
