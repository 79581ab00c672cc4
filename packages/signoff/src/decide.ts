import { type Policy, policyPath } from "./policy.js";

export type Status = "pass" | "overridden" | "notApplicable" | "pending" | "fail" | "error";

/** What was judged, as far as it is known. */
export interface Context {
  /** The time of the verdict, as ISO 8601. */
  readonly now: string;
}

export interface Finding {
  /** Stable once released: `policy_missing`. */
  readonly code: string;
  readonly status: Status;
  readonly message: string;
  readonly path?: string;
  readonly line?: number;
  /** The next action, as an instruction. */
  readonly help?: string;
}

/** The verdict, and who can change it. */
export interface SignoffReport {
  readonly status: Status;
  readonly context: Context;
  /** One entry a runbook; empty where nothing could be judged. */
  readonly runbooks: readonly never[];
  readonly findings: readonly Finding[];
}

export interface Decided {
  readonly report: SignoffReport;
  readonly exitCode: 0 | 1 | 2 | 3;
}

/** Decides from what was gathered. What cannot be judged is an error, never a pass. */
export function decide({ policy, context }: { readonly policy: Policy; readonly context: Context }): Decided {
  const finding = policy.kind === "missing" ? policyMissing : policyUnsupported;
  return { report: { status: "error", context, runbooks: [], findings: [finding] }, exitCode: 3 };
}

const policyMissing: Finding = {
  code: "policy_missing",
  status: "error",
  message: `There is no \`${policyPath}\`, so nobody has said who signs off what`,
  path: policyPath,
  help: "Add a policy by itself and merge it first; `runwright signoff init` is to write one, and is not part of this version yet",
};

const policyUnsupported: Finding = {
  code: "policy_unsupported",
  status: "error",
  message: "There is a policy, and this version cannot decide by it yet",
  path: policyPath,
  help: "Wait for the version that decides sign-offs; until then nothing counts as signed off",
};
