import {
  type Entry,
  entryName,
  type IdLink,
  joinPath,
  type Linked,
  linkWords,
  relativePath,
  type Source,
  type Span,
} from "@runwright/core";
import { defineRule, type Finding } from "../rule.js";

const path = "example.runbook.md";

export default defineRule({
  id: "link-words-stale",
  group: "structure",
  summary: "A link on a page has other words than what it leads to, or names another file",
  why: "Tools read where a link leads, people read its words. Where the two differ, the page tells somebody to call one team and everything else works with another.",
  severity: { recommended: "info", strict: "warning", migrate: "off" },
  confidence: "high",
  fix: "safe",
  check({ file, linked, report }) {
    const { source } = file;
    // What is wrong with a link's target is told there; its words will follow.
    const told = new Set(
      linked.problems.filter((problem) => problem.file === source.path).map(({ offset }) => offset),
    );
    for (const link of file.tree?.markdown?.links ?? []) {
      const entry = linked.entries.get(textOf(link.id, source));
      if (!entry || told.has(link.id.start)) continue;
      const findings = [staleWords(link, entry, source), stalePath(link, entry, linked)];
      for (const finding of findings) if (finding) report(finding);
    }
  },
  bad: [
    {
      title: "a team that has another name now",
      path,
      text: `- **Who:** [[|Helpdesk|]](#support)

## People

### <a id="support"></a>Customer support
`,
      message: "The link says `Helpdesk`, and what it leads to is called `Customer support`",
      fixed: `- **Who:** [Customer support](#support)

## People

### <a id="support"></a>Customer support
`,
    },
    {
      title: "in an outcome",
      path,
      text: `- **If anything else fails:** escalate to [[|Ann|]](#ops); say "The lamp is red."

## People

### <a id="ops"></a>Operations
`,
      message: "The link says `Ann`, and what it leads to is called `Operations`",
      fixed: `- **If anything else fails:** escalate to [Operations](#ops); say "The lamp is red."

## People

### <a id="ops"></a>Operations
`,
    },
    {
      title: "in the label of a row",
      path,
      text: `- **If [[|Denied|]](#denied):** stop: "No access."

## Errors

### <a id="denied"></a>Access is denied

- **Then:** stop: "No access."

\`\`\`yaml fields
match:
  status: 403
\`\`\`
`,
      message: "The link says `Denied`, and what it leads to is called `Access is denied`",
      fixed: `- **If [Access is denied](#denied):** stop: "No access."

## Errors

### <a id="denied"></a>Access is denied

- **Then:** stop: "No access."

\`\`\`yaml fields
match:
  status: 403
\`\`\`
`,
    },
    {
      title: "a link to this page, and what it names stands in a fragment",
      path,
      whole: true,
      text: `---
runwright: 1
id: lamp
version: "1.0.0"
uses: [people.fragment.yaml]
---

# Change the lamp

## <a id="change"></a>Procedure: Change the lamp

### <a id="look"></a>Look at the lamp

- **Who:** [Operations]([|#ops|])
`,
      files: {
        "people.fragment.yaml":
          "runwright: 1\nkind: fragment\nid: people\nparties: [{ id: ops, name: Operations }]\n",
      },
      message: "The link leads to this page, and `ops` stands in `people.fragment.yaml`",
      fixed: `---
runwright: 1
id: lamp
version: "1.0.0"
uses: [people.fragment.yaml]
---

# Change the lamp

## <a id="change"></a>Procedure: Change the lamp

### <a id="look"></a>Look at the lamp

- **Who:** [Operations](people.fragment.yaml#ops)
`,
    },
    {
      title: "a link to a file, and what it names stands on this page",
      path,
      text: `- **Who:** [Operations]([|people.fragment.yaml|]#ops)

## People

### <a id="ops"></a>Operations
`,
      message: "The link leads to `people.fragment.yaml`, and `ops` stands on this page",
      fixed: `- **Who:** [Operations](#ops)

## People

### <a id="ops"></a>Operations
`,
    },
  ],
  good: [
    {
      title: "signs that stand in the words with a backslash",
      path,
      text: `- **Who:** [Team \\[A\\]](#team)

## People

### <a id="team"></a>Team [A]
`,
    },
    {
      title: "bold words of a title, plain in the link",
      path,
      text: `- **Then:** go to [Press Start](#press)

### <a id="press"></a>Press **Start**
`,
    },
    {
      title: "the id itself, which never grows old",
      path,
      text: `- **If [denied](#denied):** stop: "No access."

## Errors

### <a id="denied"></a>Access is *denied*

- **Then:** stop: "No access."

\`\`\`yaml fields
match:
  status: 403
\`\`\`
`,
    },
    {
      title: "what has no title, and so is called by its id",
      path,
      text: `- **Request:** [list](#list)

## Requests

### <a id="list"></a>list

\`\`\`yaml fields
method: GET
url: https://crm.example
\`\`\`
`,
    },
    {
      title: "another way to write the same path",
      path,
      whole: true,
      text: `---
runwright: 1
id: lamp
version: "1.0.0"
uses: [people.fragment.yaml]
---

# Change the lamp

## <a id="change"></a>Procedure: Change the lamp

### <a id="look"></a>Look at the lamp

- **Who:** [Operations](./people.fragment.yaml#ops)
`,
      files: {
        "people.fragment.yaml":
          "runwright: 1\nkind: fragment\nid: people\nparties: [{ id: ops, name: Operations }]\n",
      },
    },
    {
      title: "a link in the text, which is free to say more",
      path,
      text: `Ask [the people on the second floor](#ops).

## People

### <a id="ops"></a>Operations
`,
    },
    {
      title: "a link to nothing, which is another fault",
      path,
      text: "- **Who:** [Operations](#ops)\n",
    },
  ],
});

function staleWords(link: IdLink, entry: Entry, source: Source): Finding | undefined {
  const words = textOf(link.words, source);
  const name = entryName(entry);
  if ([name, entry.id].some((one) => plain(one) === plain(words))) return undefined;
  const isLabel = /\*\*If $/i.test(source.text.slice(Math.max(0, link.start - 5), link.start));
  // Stars inside bold words would end them.
  const fresh = (isLabel && /[*_]/.test(name) ? entry.id : linkWords(name)) || entry.id;
  return {
    at: { source, ...link.words },
    message: `The link says ${code(words)}, and what it leads to is called ${code(name)}`,
    help: `Write ${code(fresh)} between the brackets, or link to what the words mean`,
    fix: { title: "Write what it is called", edits: [replace(link.words, fresh)] },
  };
}

function stalePath(link: IdLink, { id, file: index }: Entry, linked: Linked): Finding | undefined {
  const [page] = linked.files;
  const home = linked.files[index];
  if (!page || !home) return undefined;
  const { source } = page;
  const written = textOf(link.path, source);
  const named = written === "" ? source.path : joinPath(source.path, decoded(written));
  if (named === joinPath("", home.source.path)) return undefined;
  const fresh = home === page ? "" : relativePath(source.path, home.source.path);
  const isPlain = /^[\w./-]*$/.test(fresh);
  return {
    at: { source, ...(written === "" ? { start: link.id.start - 1, end: link.id.end } : link.path) },
    message: `The link leads to ${written === "" ? "this page" : code(written)}, and ${code(id)} stands ${home === page ? "on this page" : `in ${code(fresh)}`}`,
    help: `Write ${code(`(${fresh}#${id})`)} behind the words`,
    ...(isPlain && { fix: { title: "Write where it stands", edits: [replace(link.path, fresh)] } }),
  };
}

function textOf({ start, end }: Span, { text }: Source): string {
  return text.slice(start, end);
}

/** Words as a page shows them, more or less: without the signs of markup and without escapes. */
function plain(words: string): string {
  return words
    .replace(/\\(?=[!-/:-@[-`{-~])/g, "")
    .replace(/[*_`]/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}

function replace({ start, end }: Span, text: string) {
  return { offset: start, endOffset: end, text };
}

function code(words: string): string {
  const line = words.replace(/\s+/g, " ").replaceAll("`", "'");
  return `\`${line.length > 72 ? `${line.slice(0, 72)}…` : line}\``;
}
