import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { load } from "js-yaml";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CodeBlock, pages, readPage } from "./pages.js";
import { root, textOf } from "./repository.js";

// Each page is one session, from top to bottom, in a folder of its own that also holds `examples/`:
//
//   ```yaml payments.runbook.yaml    a file, written there as it stands
//   ```yaml                          with a line `runwright: 1` a whole runbook, which must lint clean;
//                                    otherwise a piece, which must be YAML
//   ```markdown                      with front matter that begins with `runwright: 1`, a whole runbook, which must lint clean
//   ```console                       commands after `$`, and exactly what they print; `$ echo $?` shows the exit code
//   ```ts                            must type-check against the packages
//   ```sh                            is not run here; docs.test.ts checks that what it names exists

const checked = ["yaml", "markdown", "console", "ts"];
// The pages of the rules are left out: their blocks are the rules' examples, which are tests of their own, and the pages are
// checked to be made from them.
const sessions = pages
  .filter((page) => !page.startsWith("docs/rules/"))
  .map((page) => ({ page, ...readPage(textOf(page)) }))
  .filter(({ blocks }) => blocks.some(({ language }) => checked.includes(language)));

describe.each(sessions)("$page", ({ page, blocks }) => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "runwright-docs-"));
    for (const path of ["examples", ".runwright"]) {
      if (existsSync(join(root, path))) cpSync(join(root, path), join(folder, path), { recursive: true });
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  for (const block of blocks) {
    const { language, fileName, text, line } = block;
    const place = `${page}:${line}`;
    if (fileName !== undefined) {
      test(`${place} is the file ${fileName}`, () => {
        mkdirSync(dirname(join(folder, fileName)), { recursive: true });
        writeFileSync(join(folder, fileName), text);
      });
    }
    if (language === "yaml" && fileName === undefined) {
      if (/^runwright:/m.test(text)) {
        test(`${place} is a runbook without problems`, () => {
          const { output, code } = shell(
            "runwright lint --stdin --stdin-filename page.runbook.yaml",
            folder,
            text,
          );
          expect({ code, output }).toMatchObject({ code: 0 });
        });
      } else {
        test(`${place} is YAML`, () => void load(text));
      }
    }
    if (language === "markdown" && /^---\nrunwright:/.test(text)) {
      test(`${place} is a runbook without problems`, () => {
        const { output, code } = shell(
          "runwright lint --stdin --stdin-filename page.runbook.md",
          folder,
          text,
        );
        expect({ code, output }).toMatchObject({ code: 0 });
      });
    }
    if (language === "console") {
      test(`${place} shows what its commands print`, () => expect(replay(block, folder)).toBe(text));
    }
  }

  const programs = blocks.filter(({ language }) => language === "ts");
  if (programs.length > 0) {
    test("its programs type-check", () => expect(typeErrorsIn(page, programs)).toEqual([]));
  }
});

/** The block again, with what its commands print now. */
function replay({ text }: CodeBlock, folder: string): string {
  let lastCode = 0;
  return text
    .split("\n")
    .filter((line) => line.startsWith("$ "))
    .map((line) => {
      const { output, code } =
        line === "$ echo $?" ? { output: `${lastCode}\n`, code: 0 } : shell(line.slice(2), folder);
      lastCode = code;
      return output === "" ? `${line}\n` : `${line}\n${output.trimEnd()}\n`;
    })
    .join("");
}

/** Runs a command as a reader would type it, with our own build as `runwright`. */
function shell(command: string, cwd: string, input = ""): { readonly output: string; readonly code: number } {
  if (!existsSync(join(root, "packages/cli/dist/main.js")))
    throw new Error("Expected a build: run `npm run build`");
  const PATH = join(root, "node_modules/.bin") + delimiter + process.env.PATH;
  const { stdout, stderr, status } = spawnSync(command.replace(/^npx runwright\b/, "runwright"), {
    cwd,
    input,
    shell: true,
    encoding: "utf8",
    env: { ...process.env, PATH, NO_COLOR: "1" },
  });
  return { output: stdout + stderr, code: status ?? 1 };
}

/** What the compiler says about the programs of a page, each as a file of its own at the root. */
function typeErrorsIn(page: string, programs: readonly CodeBlock[]): readonly string[] {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(root, "tsconfig.json"),
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: () => {},
    },
  );
  const texts = new Map(programs.map(({ text, line }) => [join(root, `${page}.${line}.ts`), text]));
  const host = ts.createCompilerHost(config?.options ?? {});
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => texts.has(path) || fileExists(path);
  host.readFile = (path) => texts.get(path) ?? readFile(path);
  host.getSourceFile = (path, languageVersion, onError, shouldCreate) => {
    const text = texts.get(path);
    if (text !== undefined) return ts.createSourceFile(path, text, languageVersion);
    return getSourceFile(path, languageVersion, onError, shouldCreate);
  };
  const program = ts.createProgram([...texts.keys()], config?.options ?? {}, host);
  return [...texts.keys()].flatMap((path) => {
    const file = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
      ({ messageText }) => `${path}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
    );
  });
}
