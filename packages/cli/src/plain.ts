import { resolve } from "node:path";
import { createSource, decode, maxBytes, type Page, readPage } from "@runwright/core";
import type { Failure } from "@runwright/lint";
import { unreadable } from "./failure.js";
import type { Host } from "./host.js";
import { pathName } from "./path-name.js";
import { Workspace } from "./workspace.js";

/** Reads the one plain Markdown page that a command line names; a runbook of ours is none. */
export function readPlain(path: string, host: Host): Page | { readonly failures: readonly Failure[] } {
  const absolute = resolve(host.cwd, path);
  const file = pathName(absolute, host);
  const fail = (message: string, help: string) => ({ failures: [{ file, message, help }] });
  const kind = kindOf(absolute, host);
  if (kind === undefined) {
    // The words for a path that leads nowhere, with a guess what was meant.
    const { failures } = new Workspace(host).select([path]);
    return failures.length > 0 ? { failures } : fail(`\`${path}\` stands for several files`, "Name one file");
  }
  if (kind !== "file") return fail(`\`${path}\` is no file`, "Name one Markdown file");
  if (!hasPageName(path))
    return fail(
      `\`${path}\` is no Markdown page by its name`,
      "Name a file that ends with `.md`, `.mdx` or `.md.erb`",
    );
  try {
    const decoded = decode(host.readFile(absolute, maxBytes), file);
    if ("problem" in decoded)
      return fail(`\`${path}\` cannot be read: ${lower(decoded.problem.message)}`, decoded.problem.help);
    if (isTyped(decoded.text))
      return fail(
        `\`${path}\` is a runbook of this format already`,
        `Run \`runwright convert ${path}\` to have it in the other spelling`,
      );
    return readPage(createSource(file, decoded.text));
  } catch (error) {
    return { failures: [unreadable(file, error)] };
  }
}

function kindOf(path: string, host: Host): "file" | "folder" | "other" | undefined {
  try {
    return host.stat(path)?.kind;
  } catch {
    return "file"; // reading it will say why it cannot be looked at
  }
}

function hasPageName(path: string): boolean {
  return /\.(?:md|mdx|markdown|md\.erb)$/i.test(path);
}

/** Front matter with our key in it. */
function isTyped(text: string): boolean {
  const front = /^\uFEFF?---[ \t]*\r?\n/.exec(text);
  if (!front) return false;
  const end = text.indexOf("\n---", front[0].length - 1);
  return end >= 0 && /^["']?runwright["']?[ \t]*:/m.test(text.slice(front[0].length, end));
}

function lower(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}
