/** Where the policy stands, from the root. It is fixed: who could move it could escape it. */
export const policyPath = ".runwright/policy.yaml";

/** The file as the base branch has it. */
export interface PolicyFile {
  /** Its text; undefined where the base has no such file. */
  readonly text: string | undefined;
}

/** What the policy is, as far as this version can tell. */
export type Policy = { readonly kind: "missing" } | { readonly kind: "unread"; readonly text: string };

/** Reads the policy. This version only knows whether there is one; it takes none for granted. */
export function readPolicy({ text }: PolicyFile): Policy {
  return text === undefined ? { kind: "missing" } : { kind: "unread", text };
}
