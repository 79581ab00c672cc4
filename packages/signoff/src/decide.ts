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
  return {
    report: { status: "error", context, runbooks: [], findings: [findingOf(policy)] },
    exitCode: 3,
  };
}

function findingOf(policy: Policy): Finding {
  const base = { status: "error", path: policyPath } as const;
  switch (policy.kind) {
    case "missing":
      return {
        code: "policy_missing",
        ...base,
        message: `There is no \`${policyPath}\`, so nobody has said who signs off what`,
        help: "Add a policy by itself and merge it first; `runwright signoff init` is to write one, and is not part of this version yet",
      };
    case "unreadable":
      return {
        code: "policy_unreadable",
        ...base,
        message: `The policy cannot be read: ${policy.message}`,
        line: policy.line,
        help: "Mend the policy in a change of its own",
      };
    case "unsupported":
      return {
        code: "policy_unsupported",
        ...base,
        message: "There is a policy, and this version cannot decide by it yet",
        help: "Wait for the version that decides sign-offs; until then nothing counts as signed off",
      };
  }
}
