import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { canonicalJson } from "./canonical.js";
import type { Linked } from "./linked.js";
import { linkedModel } from "./linked-model.js";

/** SHA-256 with its name before it. */
export type Digest = `sha256:${string}`;

/** A file of a closure as git has it. Symbolic links and submodules cannot be in one. */
export interface ClosureFile {
  /** From the root, with `/`. */
  readonly path: string;
  /** A file, or one that may be run. */
  readonly mode: "100644" | "100755";
  readonly bytes: Uint8Array;
}

/** A file of a closure as the content digest sees it. */
export interface ClosureEntry {
  readonly path: string;
  readonly mode: ClosureFile["mode"];
  /** Of its bytes, in hexadecimal digits. */
  readonly sha256: string;
  /** In bytes. */
  readonly length: number;
}

/** Both digests of a version, with what the content digest binds to. */
export interface RunbookDigest {
  readonly file: string;
  readonly id: string;
  /** A fragment has none. */
  readonly version?: string;
  readonly contentDigest: Digest;
  readonly meaningDigest: Digest;
  readonly closure: readonly Omit<ClosureEntry, "length">[];
}

/** The identity of a version. `files` are those that `closurePaths` names, all of them. */
export function digest(linked: Pick<Linked, "root" | "files">, files: readonly ClosureFile[]): RunbookDigest {
  const { root } = linked;
  return {
    file: linked.files[0]?.source.path ?? "",
    id: root.id,
    ...("version" in root && { version: root.version }),
    contentDigest: contentDigest(files),
    meaningDigest: meaningDigest(linked),
    closure: contentManifest(files).map(({ path, mode, sha256 }) => ({ path, mode, sha256 })),
  };
}

/**
 * The identity of what a version says, to tell a cosmetic change from a real one; nothing is approved by it. It is the
 * SHA-256 of the UTF-8 text
 *
 *     "runwright-meaning/v1" LF <canonical JSON (RFC 8785) of the linked model>
 *
 * where the linked model is that of `linkedModel` without `version`, `revisions` and `review`: the data of the document and
 * of its fragments as one. A field that takes one or a list holds a list; Markdown and commands have LF line ends and no
 * white space at their end; `x-` fields are in it, comments and layout are not.
 */
export function meaningDigest(linked: Pick<Linked, "files">): Digest {
  const meaning = { ...linkedModel(linked), version: undefined, revisions: undefined, review: undefined };
  return digestOf(utf8ToBytes(`runwright-meaning/v1\n${canonicalJson(meaning)}`));
}

/**
 * The identity of the bytes of a version, which approvals bind to. It is the SHA-256 of
 *
 *     "runwright-content/v1" LF
 *     for each file of the closure, sorted by the bytes of its path in UTF-8:
 *       <mode> SP <SHA-256 of its bytes, 64 hexadecimal digits> SP <length in bytes, decimal> SP <path in UTF-8> NUL LF
 *
 * Nothing is normalised: a byte, a mode or a path that differs gives another digest, and the order of `files` does not
 * count.
 */
export function contentDigest(files: readonly ClosureFile[]): Digest {
  const lines = contentManifest(files).map(
    ({ path, mode, sha256, length }) => `${mode} ${sha256} ${length} ${path}\0\n`,
  );
  return digestOf(utf8ToBytes(`runwright-content/v1\n${lines.join("")}`));
}

/** What the content digest is made of, sorted by path. */
export function contentManifest(files: readonly ClosureFile[]): readonly ClosureEntry[] {
  if (files.length === 0) throw new TypeError("Expected at least the file of the runbook");
  const sorted = files
    .map((file) => ({ ...file, key: utf8ToBytes(file.path) }))
    .sort((a, b) => compareBytes(a.key, b.key));
  for (const [index, { path, mode }] of sorted.entries()) {
    if (path === sorted[index - 1]?.path)
      throw new TypeError(`Expected each path once, got \`${path}\` twice`);
    if (path === "" || path.includes("\0")) throw new TypeError("Expected a path without a zero byte");
    if (mode !== "100644" && mode !== "100755")
      throw new TypeError(`Expected a regular file, got mode ${String(mode)} for \`${path}\``);
  }
  return sorted.map(({ path, mode, bytes }) => ({
    path,
    mode,
    sha256: bytesToHex(sha256(bytes)),
    length: bytes.length,
  }));
}

function digestOf(bytes: Uint8Array): Digest {
  return `sha256:${bytesToHex(sha256(bytes))}`;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
