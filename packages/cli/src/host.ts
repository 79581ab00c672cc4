import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

/** The world, as far as the command line reaches it. Functions throw what the system says, with its `code`. */
export interface Host {
  /** The working folder, absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether a person looks at the standard output. */
  readonly isTTY: boolean;
  readonly now: () => Date;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** The standard input; at most `limit` bytes and one more, whatever is there. */
  readonly readStdin: (limit: number) => Uint8Array;
  /** A file; at most `limit` bytes and one more, whatever its size. */
  readonly readFile: (path: string, limit: number) => Uint8Array;
  /** What a path leads to, links followed; undefined where nothing is. */
  readonly stat: (path: string) => FileStat | undefined;
  /** What is in a folder, in no order. */
  readonly readdir: (path: string) => readonly FolderEntry[];
  /** The path with every symbolic link resolved. */
  readonly realpath: (path: string) => string;
  /** Writes a file whole or not at all; one that is there keeps its mode. */
  readonly writeFile: (path: string, text: string) => void;
}

export interface FileStat {
  readonly kind: "file" | "folder" | "other";
  /** Whether its owner may execute it: what git records of a mode. */
  readonly executable: boolean;
}

export interface FolderEntry {
  readonly name: string;
  readonly kind: "file" | "folder" | "link" | "other";
}

/** This machine. */
export function nodeHost(): Host {
  return {
    cwd: process.cwd(),
    env: process.env,
    get isTTY() {
      return isTerminal(1);
    },
    now: () => new Date(),
    stdout: (text) => writeAll(1, text),
    stderr: (text) => writeAll(2, text),
    readStdin: (limit) => readUpTo(0, limit),
    readFile: (path, limit) => {
      const fd = openSync(path, "r");
      try {
        return readUpTo(fd, limit);
      } finally {
        closeSync(fd);
      }
    },
    stat: (path) => {
      const stats = statSync(path, { throwIfNoEntry: false });
      if (!stats) return undefined;
      const kind = stats.isFile() ? "file" : stats.isDirectory() ? "folder" : "other";
      return { kind, executable: (stats.mode & 0o100) !== 0 };
    },
    readdir: (path) =>
      readdirSync(path, { withFileTypes: true }).map((entry) => ({
        name: entry.name,
        kind: entry.isFile()
          ? "file"
          : entry.isDirectory()
            ? "folder"
            : entry.isSymbolicLink()
              ? "link"
              : "other",
      })),
    realpath: (path) => realpathSync(path),
    writeFile: writeWhole,
  };
}

/** Asks Node's terminal module only about what can be a terminal: loading it costs more than a small file to lint. */
function isTerminal(fd: number): boolean {
  try {
    return fstatSync(fd).isCharacterDevice() && process.getBuiltinModule("node:tty").isatty(fd);
  } catch {
    return false;
  }
}

/**
 * Writes at once and completely, without the machinery of `process.stdout`, which takes milliseconds to load. A reader
 * that has gone (`| head`) is no fault of ours.
 */
function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  let at = 0;
  while (at < bytes.length) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      if (codeOf(error) === "EPIPE") return;
      if (codeOf(error) !== "EAGAIN") throw error;
      pause(); // a pipe that does not block is full
    }
  }
}

function readUpTo(fd: number, limit: number): Uint8Array {
  const { size } = fstatSync(fd);
  // One byte more than there should be, to see the end; a pipe has no size and grows as it is read.
  let buffer = Buffer.allocUnsafe(Math.min(Math.max(size, 4096), limit) + 1);
  let length = 0;
  while (length <= limit) {
    if (length === buffer.length)
      buffer = Buffer.concat([buffer, Buffer.allocUnsafe(Math.min(length, limit + 1 - length))]);
    const count = readSome(fd, buffer, length);
    if (count === 0) break;
    length += count;
  }
  return buffer.subarray(0, length);
}

function readSome(fd: number, buffer: Buffer, at: number): number {
  for (;;) {
    try {
      return readSync(fd, buffer, at, buffer.length - at, null);
    } catch (error) {
      if (codeOf(error) === "EOF") return 0; // how Windows ends a standard input
      if (codeOf(error) !== "EAGAIN") throw error;
      pause();
    }
  }
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
}

/** First a neighbour, then its name: who reads meanwhile, and a disk that fills up, never see half a file. */
function writeWhole(path: string, text: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats && !stats.isFile()) {
    writeFileSync(path, text); // a device or a pipe is written to, a folder refuses
    return;
  }
  // Through a link, so that the link stays one.
  const target = stats ? realpathSync(path) : path;
  if (stats) accessSync(target, constants.W_OK); // a new name would get past a file that may not be written
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  try {
    writeFileSync(temporary, text, { flag: "wx" });
    if (stats) chmodSync(temporary, stats.mode);
    renameSync(temporary, target);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") rmSync(temporary, { force: true });
    throw error;
  }
}

/** The system's name for what went wrong: `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
