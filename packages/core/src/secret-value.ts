/** Names under which people write a secret's value down, though no field holds one. */
export const secretValueName = /^(?:value|secret|token|password|key|code)$/i;

/** What is said where somebody did, of the name that it stands under. */
export function secretValueWords(name: string): readonly [message: string, help: string] {
  return [
    `A runbook never holds a secret's value, and \`${name}\` looks like one`,
    "Remove it, also from git's history, and replace the secret: whoever can read the file has seen it",
  ];
}
