import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { root } from "./repository.js";

/** An empty folder outside the repository, so that nothing in it is found by accident. Gone after the test. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "runwright-package-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Packs a workspace as `npm publish` would, into `folder`, and gives the tarball's path. It must be built. */
export function pack(workspace: string, built: string, folder: string): string {
  if (!existsSync(join(root, built))) throw new Error(`Expected ${built}: run \`npm run build\` first`);
  const [packed] = JSON.parse(
    npm(["pack", "--workspace", workspace, "--pack-destination", folder, "--json"], root),
  ) as readonly { readonly filename: string }[];
  return join(folder, packed?.filename ?? "");
}

/** Runs npm and gives what it prints on standard output; throws, with everything it said, when it fails. */
export function npm(args: readonly string[], cwd: string): string {
  return execFileSync("npm", [...args, "--no-audit", "--no-fund"], { cwd, encoding: "utf8", stdio: "pipe" });
}
