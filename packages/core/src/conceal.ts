import { createSource, type Source } from "./source.js";
import { entryOf, type TreeNode } from "./tree.js";
import { readYaml } from "./yaml/read.js";

/** Names under which people write a secret's value down, though no field holds one. */
export const secretValueName = /^(?:value|secret|token|password|key|code)$/i;

/**
 * The source as it may be shown: each value that stands in `secrets` under such a name is dots of the same length, so that
 * places stay right. A report must not spread what it warns of.
 */
export function concealSecrets(source: Source): Source {
  if (!source.text.includes("secrets")) return source;
  const secrets = entryOf(readYaml(source).tree?.root, "secrets")?.value;
  const found = secrets?.kind === "seq" ? secrets.items.flatMap(valuesIn) : [];
  if (found.length === 0) return source;
  let { text } = source;
  for (const { start, end } of found)
    text = text.slice(0, start) + text.slice(start, end).replace(/[^\r\n]/g, "•") + text.slice(end);
  return createSource(source.path, text);
}

function valuesIn(secret: TreeNode): readonly TreeNode[] {
  const entries = secret.kind === "map" ? secret.entries : [];
  return entries.filter(({ key }) => secretValueName.test(key.text)).map(({ value }) => value);
}
