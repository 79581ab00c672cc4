import { createSource, readYaml } from "@runwright/core";

/** Where the policy stands, from the root. It is fixed: who could move it could escape it. */
export const policyPath = ".runwright/policy.yaml";

/** A larger policy is not read. In UTF-16 units, of which no text has more than bytes. */
const maxLength = 256 * 1024;

/** The file as the base branch has it. */
export interface PolicyFile {
  /** Its text; undefined where the base has no such file. */
  readonly text: string | undefined;
}

/** What the policy is, as far as this version can tell. */
export type Policy =
  | { readonly kind: "missing" }
  | { readonly kind: "unreadable"; readonly message: string; readonly line: number }
  /** It is YAML, and this version knows no more of it. */
  | { readonly kind: "unsupported" };

/** Reads the policy, strictly: what two parsers could read differently is not read at all. */
export function readPolicy({ text }: PolicyFile): Policy {
  if (text === undefined) return { kind: "missing" };
  if (text.length > maxLength)
    return { kind: "unreadable", message: "The policy is larger than 256 KiB", line: 1 };
  const [problem] = readYaml(createSource(policyPath, text)).problems;
  if (problem) return { kind: "unreadable", message: problem.message, line: problem.line };
  return { kind: "unsupported" };
}
