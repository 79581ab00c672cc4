import { readMarkdown } from "./markdown/page-read.js";
import { secretValueName } from "./secret-value.js";
import { createSource, lineEnd, type Source, type Span } from "./source.js";
import { isMarkdown } from "./spelling.js";
import { entryOf, type TreeNode } from "./tree.js";
import { readYaml } from "./yaml/read.js";

/**
 * The source as it may be shown: each value that stands in `secrets` under such a name is dots of the same length, so that
 * places stay right. A report must not spread what it warns of.
 */
export function concealSecrets(source: Source): Source {
  if (!/secrets/i.test(source.text)) return source;
  const found = isMarkdown(source.path)
    ? [...valuesUnder(readMarkdown(source).tree?.root), ...labelledValues(source.text)]
    : valuesUnder(readYaml(source).tree?.root);
  if (found.length === 0) return source;
  let { text } = source;
  for (const { start, end } of found)
    text = text.slice(0, start) + text.slice(start, end).replace(/[^\r\n]/g, "•") + text.slice(end);
  return createSource(source.path, text);
}

function valuesUnder(root: TreeNode | undefined): readonly Span[] {
  const secrets = entryOf(root, "secrets")?.value;
  return secrets?.kind === "seq" ? secrets.items.flatMap(valuesIn) : [];
}

function valuesIn(secret: TreeNode): readonly Span[] {
  const entries = secret.kind === "map" ? secret.entries : [];
  return entries.filter(({ key }) => secretValueName.test(key.text)).map(({ value }) => value);
}

/** In Markdown somebody may write it as a fact, which is no field and so stands in no tree. */
function labelledValues(text: string): readonly Span[] {
  const lines = text.matchAll(
    /^[ \t]{0,9}[-*+][ \t]{1,9}\**(value|secret|token|password|key|code)\**:\**[ \t]*/gim,
  );
  return [...lines].map((line) => {
    const start = line.index + line[0].length;
    return { start, end: lineEnd(text, start) };
  });
}
