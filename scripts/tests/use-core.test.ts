import { execFileSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyFolder, npm, pack } from "./packing.js";
import { root, textOf } from "./repository.js";

const types = join(root, "node_modules/@types");

test("examples/use-core works with @runwright/core as npm would install it, and nothing else of ours", () => {
  const folder = emptyFolder();
  const tarball = pack("@runwright/core", "packages/core/dist/index.js", folder);
  const program = join(folder, "use-core");
  cpSync(join(root, "examples/use-core"), program, {
    recursive: true,
    filter: (path) => !/[\\/](node_modules|dist)$/.test(path),
  });
  // Replaces the published version that its package.json asks for; the dependencies of core come from npm's cache
  // or the registry.
  npm(["install", "--prefer-offline", "--no-save", "--omit=dev", tarball], program);

  // The compiler and the types of Node are the repository's own: only core is what this test is about.
  const compile = [join(root, "node_modules/typescript/bin/tsc"), "--project", ".", "--typeRoots", types];
  expect(run(process.execPath, compile, program)).toBe("");
  const { main } = JSON.parse(textOf("examples/use-core/package.json")) as { readonly main: string };
  expect(run(process.execPath, [main], program)).toBe(textOf("examples/use-core/expected.txt"));
});

/** What a program prints; its messages are part of the failure when it does not end well. */
function run(command: string, args: readonly string[], cwd: string): string {
  try {
    return execFileSync(command, args, { cwd, encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout?: string; readonly stderr?: string };
    throw new Error(`${command} ${args.join(" ")} failed:\n${stdout ?? ""}${stderr ?? ""}`);
  }
}
