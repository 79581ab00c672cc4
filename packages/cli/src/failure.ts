import type { Failure } from "@runwright/lint";
import { codeOf } from "./host.js";

/** The failure of a file or folder that is there and cannot be read. */
export function unreadable(file: string, error: unknown): Failure {
  const gone = codeOf(error) === "ENOENT";
  return {
    file,
    message: `\`${file}\` cannot be read: ${reasonOf(error)}`,
    help: gone ? "Run the command again once nothing else changes the folder" : "Give the right to read it, or name another path",
  };
}

/** The failure of a file that cannot be written. */
export function unwritable(file: string, error: unknown): Failure {
  const reason = codeOf(error) === "ENOENT" ? "its folder is not there" : reasonOf(error);
  return {
    file,
    message: `\`${file}\` cannot be written: ${reason}`,
    help: "Name a file in a folder that is there and that you may write to",
  };
}

/** Why the system refused, in words that stand behind a colon. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  if (code === undefined) return error instanceof Error ? error.message : String(error);
  return reasons[code] ?? `the system says \`${code}\``;
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission is denied",
  EISDIR: "it is a folder",
  ELOOP: "its symbolic links lead in a circle",
  EMFILE: "too many files are open",
  ENAMETOOLONG: "its name is too long",
  ENOENT: "it is not there",
  ENOSPC: "the disk is full",
  ENOTDIR: "a part of its path is a file, not a folder",
  EPERM: "permission is denied",
  EROFS: "the disk can only be read",
};
