// Running other programs, for the scripts beside this file. Node built-ins only: `verify` and `demo` must work as
// the first command in a fresh clone, before anything is installed.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root folder. */
export const root = fileURLToPath(new URL("..", import.meta.url));

// Tools are found as `npm run` finds them, also when a script is started as `node scripts/….mjs`.
const env = { ...process.env, PATH: join(root, "node_modules/.bin") + delimiter + process.env.PATH };

/**
 * Runs a shell command line and collects what it prints, both streams in the order they came.
 * Never throws: a command that cannot start has code 127 or 1, like in a shell.
 */
export function run(command, { cwd = root, extraEnv = {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, {
      cwd,
      env: { ...env, ...extraEnv },
      shell: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (data) => (output += data));
    child.stderr.on("data", (data) => (output += data));
    child.on("error", (error) => resolve({ code: 1, output: `${output}${error.message}\n` }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Runs `task` over `items`, as many at a time as `width`, and gives the results in the order of the items. */
export async function inParallel(items, width, task) {
  const results = new Array(items.length);
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await task(items[index]);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}

/** Installs what the lock file says, unless that is what stands in node_modules already. */
export function installIfNeeded() {
  if (isInstalled()) return;
  console.log("Installing what package-lock.json names …");
  const { status } = spawnSync("npm ci --no-audit --no-fund", { cwd: root, shell: true, stdio: "inherit" });
  if (status !== 0) {
    console.error("`npm ci` failed: nothing can be built or checked without the packages it installs");
    process.exit(1);
  }
}

// npm writes down what it installed in a lock file of its own, inside node_modules. Optional packages are
// left out of the comparison: each machine installs only those made for it.
function isInstalled() {
  const record = join(root, "node_modules/.package-lock.json");
  if (!existsSync(record)) return false;
  const packagesOf = (path) => JSON.parse(readFileSync(path, "utf8")).packages;
  const installed = packagesOf(record);
  return Object.entries(packagesOf(join(root, "package-lock.json"))).every(
    ([path, wanted]) =>
      !path.includes("node_modules/") ||
      wanted.optional ||
      wanted.devOptional ||
      (path in installed && installed[path].version === wanted.version),
  );
}
