import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach } from "vitest";
import { type Host, nodeHost } from "../src/host.js";
import { main } from "../src/main.js";

/** A folder of our own on a real disk, with a `.git` unless it is said otherwise; gone after the test. */
export function world(files: Readonly<Record<string, string | Uint8Array>>, { git = true } = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "runwright-cli-"));
  made.push(folder);
  if (git) mkdirSync(join(folder, ".git"));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in a folder, on the real disk but for what `changes` replaces. */
export async function run(
  folder: string,
  argv: readonly string[],
  changes: Partial<Host> = {},
): Promise<Result> {
  const out = { stdout: "", stderr: "" };
  const host: Host = {
    ...nodeHost(),
    cwd: folder,
    env: {},
    isTTY: false,
    now: () => new Date("2026-11-01T12:00:00Z"),
    stdout: (text) => {
      out.stdout += text;
    },
    stderr: (text) => {
      out.stderr += text;
    },
    readStdin: () => new Uint8Array(),
    ...changes,
  };
  const code = await main(argv, host);
  return { code, ...out };
}

export interface LintJson {
  readonly summary: Readonly<Record<string, number>>;
  readonly problems: readonly {
    readonly rule: string;
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly message: string;
    readonly help: string;
  }[];
  readonly failures: readonly { readonly file?: string; readonly message: string; readonly help: string }[];
}

/** Runs `lint --format json` and gives the exit code with the report. */
export async function lintJson(folder: string, args: readonly string[] = [], changes: Partial<Host> = {}) {
  const { code, stdout, stderr } = await run(folder, ["lint", "--format", "json", ...args], changes);
  const report: LintJson = JSON.parse(stdout);
  return { code, stderr, ...report };
}

/** What the system throws, by its code. */
export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: as the system says it`), { code });
}

/** A runbook in which nothing is wrong. */
export const good = runbook();

/** A small runbook in which nothing is wrong, with other or further lines at its head. */
export function runbook({
  id = "restart",
  head = "",
}: {
  readonly id?: string;
  readonly head?: string;
} = {}): string {
  return `runwright: 1
id: ${id}
title: Restart the shop
version: "1.0.0"
${head}procedures:
  - id: restart-shop
    title: Restart the shop
    onFailure:
      any:
        stop: The shop does not start
    steps:
      - id: press-restart
        title: Press Restart in the portal
        expect:
          see: The portal shows Running.
`;
}

/** A runbook with one error: its step can fail, and nothing says what happens then. */
export const faulty = good.replace(/ {4}onFailure:\n.*\n.*\n/, "");

/** Makes the folder a real git repository. */
export function initGit(folder: string): void {
  rmSync(join(folder, ".git"), { recursive: true, force: true });
  execFileSync("git", ["init", "--quiet"], { cwd: folder });
}
