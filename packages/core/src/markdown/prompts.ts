import type { Command } from "./page.js";

/** What a shell prints before what a person types. */
export interface Prompt {
  /** With the blank behind it. */
  readonly length: number;
  readonly shell: Command["shell"];
  /** Whether it can be nothing else: `# ` begins comments too, and `> ` quotes. */
  readonly isCertain: boolean;
  /** What goes on with a statement: `    -> `, `postgres-# `, `... `. */
  readonly goesOn?: true;
}

// Anchored, every repetition bounded, and each ends with a sign that the repetitions before it do not hold.
const prompts: readonly (readonly [pattern: RegExp, shell: Command["shell"], certainty?: "unsure" | "on"])[] =
  [
    [/^\$>?(?:[ \t]+|$)/, "unknown"],
    [/^(?:\([\w.-]{1,40}\) ){1,2}\$(?: |$)/, "unknown"],
    [/^PS(?: [A-Za-z]:[^>\r\n]{0,200}| [~/][^>\r\n]{0,200})?> ?/, "powershell"],
    [/^[A-Z]:\\[^>\r\n]{0,200}> ?/, "unknown"],
    [/^(sh|ash|dash)(?:-\d[\d.]{0,8})?[$#](?: |$)/, "sh"],
    [/^bash(?:-\d[\d.]{0,8})?[$#](?: |$)/, "bash"],
    [/^\[[^\]\r\n$#]{1,120}\] ?[$#%](?: |$)/, "unknown"],
    [/^[\w.+-]{1,64}@[\w.-]{1,100}(?:[: ][^\s$#>%]{0,200})? ?[$#%](?: |$)/, "unknown"],
    [/^[\w-]{1,64}(?:\.[\w-]{1,64}){0,8}:[~/](?!\/)[^\s$#>%:]{0,200} ?[$#](?: |$)/, "unknown"],
    [/^[~/][\w./~-]{0,200} ?\$(?: |$)/, "unknown"],
    [/^\/[\w./-]{0,200} #(?: |$)/, "unknown"],
    [
      /^(?:mysql|sqlite|psql|sqlplus|SQL|MariaDB \[[^\]\r\n]{0,64}\]|[\w.-]{0,64}@?:\d{1,5}\/\w{1,64}|[\w-]{1,32}@[\w.:-]{0,64}\/\w{1,64})> ?/,
      "sql",
    ],
    [/^ {2,6}(?:->|['"`]>) /, "sql", "on"],
    [/^[a-z_]\w{0,63}=[#>](?: |$)/, "sql"],
    [/^[a-z_]\w{0,63}[-'"(*][#>](?: |$)/, "sql", "on"],
    [/^(?:\d{1,3}\.){3}\d{1,3}:\d{1,5}(?:\[\d{1,2}\])?> /, "unknown"],
    [/^[\w-]{1,40}:(?:PRIMARY|SECONDARY)> /, "unknown"],
    [/^>>> /, "unknown"],
    [/^\.\.\. /, "unknown", "on"],
    [/^(?:irb|\[\d{1,4}\] pry)(?:\([\w.:# -]{1,40}\))?(?::\d{1,4}){0,2}[>*] ?/, "unknown"],
    [/^[a-z][\w-]{1,30}> /, "unknown", "unsure"],
    [/^[a-z][\w-]{1,30}\/[a-z]{1,30}> /, "unknown"],
    [/^[a-z][\w-]{1,40}\$ /, "unknown"],
    [/^[a-z][\w.~/-]{1,60} % /, "unknown", "unsure"],
    [/^[❯➜] /, "unknown"],
    [/^[#%] /, "unknown", "unsure"],
    [/^> /, "unknown", "unsure"],
  ];

/** The prompt that a line begins with, if there may be one. Blanks before it belong to it. */
export function promptOf(line: string): Prompt | undefined {
  const indentation = /^[ \t]{0,40}/.exec(line)?.[0].length ?? 0;
  for (const [pattern, shell, certainty] of prompts) {
    const isIndented = certainty === "on";
    const found = pattern.exec(isIndented ? line : line.slice(indentation, indentation + 500));
    if (!found) continue;
    return {
      length: found[0].length + (isIndented ? 0 : indentation),
      shell,
      isCertain: certainty !== "unsure",
      ...(certainty === "on" && { goesOn: true }),
    };
  }
  return undefined;
}
