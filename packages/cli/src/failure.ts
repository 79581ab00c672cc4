import type { Failure } from "@runwright/lint";
import { codeOf } from "./host.js";

/** A file or folder that is there and cannot be read, with why. */
export interface Unreadable extends Failure {
  /** Words that stand behind a colon. */
  readonly reason: string;
}

/** The failure of a file or folder that is there and cannot be read. */
export function unreadable(file: string, error: unknown): Unreadable {
  const reason = reasonOf(error);
  return { file, message: `\`${file}\` cannot be read: ${reason}`, help: helpFor(codeOf(error)), reason };
}

function helpFor(code: string | undefined): string {
  if (code === "ENOENT") return "Run the command again once nothing else changes the folder";
  if (code === "EACCES" || code === "EPERM") return "Give the right to read it, or name another path";
  return "Name another path, or mend what the system says";
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
