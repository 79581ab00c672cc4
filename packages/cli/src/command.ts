import type { Failure } from "@runwright/lint";
import type { Call, Operands, Option } from "./args.js";
import type { Host } from "./host.js";

/** What a person comes for: the sections of the help. */
export type Want = "check" | "write" | "read" | "sign off" | "exchange";

export interface Command {
  readonly name: string;
  /** What it does, in one line that begins with a verb. */
  readonly summary: string;
  readonly group: Want;
  /** What may stand behind the name. */
  readonly usage: string;
  readonly operands: Operands;
  readonly options: readonly Option[];
  /** Command lines with what they are for. */
  readonly examples: readonly { readonly line: string; readonly means: string }[];
  /** Its code, loaded when it runs: starting up must not pay for the other commands. */
  readonly load: () => Promise<CommandModule>;
}

export interface CommandModule {
  readonly run: (call: Call, host: Host) => ExitCode | Promise<ExitCode>;
  /** Its JSON report when nothing could be done; absent where it has none. */
  readonly failed?: (failures: readonly Failure[]) => object;
}

/** 0 done, 1 the answer is no, 2 people are waited for, 3 it could not be done. */
export type ExitCode = 0 | 1 | 2 | 3;
