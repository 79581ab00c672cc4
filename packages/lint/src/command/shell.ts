import { parse } from "unbash";

/** A parsed shell command. Rules see this and not the parser, whose interface is young. */
export interface ShellScript {
  readonly text: string;
}

/** Longer commands are not parsed: the parser takes seconds for a hostile 100 kB. */
export const maxShellLength = 20_000;

/** Parses bash or sh. Undefined text positions never leave this file. */
export function parseShell(text: string): ShellScript {
  parse(text.slice(0, maxShellLength));
  return { text };
}
