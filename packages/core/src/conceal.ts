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
  const tree = isMarkdown(source.path) ? readMarkdown(source).tree : readYaml(source).tree;
  // A tree that can be read says it exactly; of a page it holds the data, and not what people write beside it.
  const isWhole = tree !== undefined && !isMarkdown(source.path);
  const found = [...valuesUnder(tree?.root), ...(isWhole ? [] : labelledValues(source.text))];
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

/**
 * What the tree does not hold: facts, text, and data that cannot be read. In the part of the text that is about secrets,
 * whatever stands behind such a name, and what goes on below it.
 */
function labelledValues(text: string): readonly Span[] {
  const found: Span[] = [];
  for (const { start, end } of secretParts(text)) {
    let isOpen: boolean = false;
    for (let at = start; at < end; ) {
      const stop = Math.min(lineEnd(text, at), end);
      const line = text.slice(at, Math.min(stop, at + 200));
      const label = valueLabel.exec(line)?.[0].length;
      const goesOn: boolean = isOpen && /^[ \t]+\S/.test(line);
      if (label !== undefined) found.push({ start: at + label, end: stop });
      else if (goesOn) found.push({ start: at, end: stop });
      isOpen = label !== undefined || goesOn;
      at = stop + (text.startsWith("\r\n", stop) ? 2 : 1);
    }
  }
  return found;
}

const names =
  "(?:client|access|refresh|private|secret|api)?[ _-]?(?:values?|secret|token|pass(?:word|wort)|key|code)";
/** `- **Value:** `, `value: `, `> - _Token_ = `; a place where it is kept has other names. */
const valueLabel = new RegExp(
  `^[ \\t>]{0,20}(?:[-*+][ \\t]{1,4})?(?:\\[[ xX]\\][ \\t])?(?:["'\`*_]|<b>){0,4}${names}(?:["'\`*_]|</b>|[ \\t]){0,5}[:=](?:["'\`*_]|</b>){0,4}[ \\t]*(?=\\S|$)`,
  "i",
);

/** From `## Secrets and tokens` to the next section, and from `secrets:` to the next field of the file. */
function secretParts(text: string): readonly Span[] {
  return [...text.matchAll(/^(?:##[ \t]{1,9}secrets?\b.{0,40}|secrets:[ \t]*)$/gim)].map(
    ({ index, 0: line }) => {
      const start = index + line.length;
      const next = line.startsWith("#") ? /^##?[ \t]/gm : /^[A-Za-z-]{1,40}:/gm;
      next.lastIndex = start;
      return { start, end: next.exec(text)?.index ?? text.length };
    },
  );
}
