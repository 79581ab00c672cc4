import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { link, read } from "@runwright/core";
import { fromMarkdown } from "mdast-util-from-markdown";
import { describe, expect, test } from "vitest";
import { codeBlock, codeSpan, containAfterLabel, containMarkdown, escapeText } from "../src/escape.js";
import { renderMarkdown } from "../src/markdown.js";

function render(text: string): string {
  const file = read(text, { path: "x.runbook.yaml" });
  expect(file.problems).toEqual([]);
  const linked = link(file, { load: () => ({ refused: "there are no files here" }) });
  if (!file.runbook || !linked) throw new Error("Expected a runbook");
  return renderMarkdown(file.runbook, linked);
}

test("a runbook is a page that a person can follow", () => {
  const text = `runwright: 1
id: crm-token
title: Get an access token for the CRM
version: "1.1.0"
risk: low
estimated: 10m
audience: [support, product]
summary: A token lets the support tool read contacts for one hour.
useWhen: The support tool says **Not connected**.
notFor: A new tool.
escalation: identity
parties:
  - id: support
    name: Customer support
  - id: identity
    name: Identity team
    does: Owns the client.
    contact: ["#identity"]
    answersWithin: 15m
requests:
  - { id: token, title: Ask for a token, method: POST, url: "https://login.example/token", effect: reads }
errors:
  - id: invalid-client
    title: The client is not recognised
    match: { status: 401 }
    means: The server does not know the client.
    causes: [The secret was rotated.]
    check: [The client ID is right.]
    then: { retry: 1, delay: 30s, first: fetch-secret, else: { escalate: identity, say: What you saw } }
procedures:
  - id: get-token
    title: Get a token
    needs: [The support tool]
    onFailure: { any: { escalate: identity } }
    steps:
      - id: ask
        title: Ask for a token
        by: support
        text: |
          Send the request.

          Keep the answer on your screen only.
        request: token
        expect: { see: The answer has an \`access_token\`. }
        next: { end: done }
  - id: fetch-secret
    title: Get the current secret
    steps:
      - id: open-link
        title: Open the one-time link
        command: { shell: bash, run: "open link", effect: reads }
        confirm: { type: crm }
        onFailure:
          refused: { stop: Not now }
          invalid-client: { goto: get-token, max: 2, else: { stop: It does not help } }
          any: { undo: open-link, then: { end: handed-over } }
        undo: { text: Close the link }
`;
  expect(render(text)).toBe(`# Get an access token for the CRM

Version 1.1.0 · risk: low · takes 10m · for support, product

A token lets the support tool read contacts for one hour.

**Use when:** The support tool says **Not connected**.

**Not for:** A new tool.

**If you are stuck:** call [Identity team](#identity).

## <a id="get-token"></a>Procedure: Get a token

**You need:**

- The support tool

1. <a id="ask"></a>**Ask for a token**

   Send the request.

   Keep the answer on your screen only.

   - **Who:** [Customer support](#support)
   - **Request:** Ask for a token, \`POST https://login.example/token\`
   - **Expect:** The answer has an \`access_token\`.
   - **Then:** done

**If a step fails and does not say what then:**

- **If anything else fails:** escalate to [Identity team](#identity)

## <a id="fetch-secret"></a>Procedure: Get the current secret

1. <a id="open-link"></a>**Open the one-time link**

   \`\`\`bash
   open link
   \`\`\`

   - **Confirm:** type \`crm\`
   - **Undo:** Close the link
   - **If refused:** stop: Not now
   - **If [The client is not recognised](#invalid-client):** go to [Get a token](#get-token), at most 2 times; else stop: It does not help
   - **If anything else fails:** undo back to [Open the one-time link](#open-link), then handed over

## Errors

### <a id="invalid-client"></a>The client is not recognised

The server does not know the client.

- Cause: The secret was rotated.
- Check: The client ID is right.
- Then: do [Get the current secret](#fetch-secret), then try again, once, 30s apart; else escalate to [Identity team](#identity); say “What you saw”

## People

### <a id="support"></a>Customer support

### <a id="identity"></a>Identity team

Owns the client.

- \\#identity
- answers within 15m
`);
});

test("the hostile fixture keeps its outline: what an author writes makes no heading of ours, and no HTML", () => {
  const path = fileURLToPath(
    new URL("../../core/fixtures/contract/13-hostile/hostile.runbook.yaml", import.meta.url),
  );
  const page = render(readFileSync(path, "utf8"));
  const tree = fromMarkdown(page);
  const headings = tree.children.flatMap((node) =>
    node.type === "heading" ? [page.slice(node.position?.start.offset, node.position?.end.offset)] : [],
  );
  const ours = /^(?:# |## (?:<a id=|Errors$|People$)|### <a id=)/;
  expect(headings.filter((line) => !ours.test(line))).toEqual([]);
  expect(headings.filter((line) => line.startsWith("# "))).toHaveLength(1);
  const html: string[] = [];
  const visit = (node: { type: string; value?: string; children?: readonly unknown[] }): void => {
    if (node.type === "html") html.push(node.value ?? "");
    for (const child of node.children ?? []) visit(child as typeof node);
  };
  visit(tree);
  expect(html.filter((tag) => !/^(?:<a id="[a-z0-9-]+">|<\/a>)$/.test(tag))).toEqual([]);
});

describe("escaping", () => {
  test("plain text shows exactly itself", () => {
    for (const text of [
      "*a* _b_ `c` [d](e) <f> # g | h ~i~ !j & k \\",
      "1. no list",
      "- no list",
      "+ x",
      "a\nb",
      "===",
      "https://x.example",
    ]) {
      const tree = fromMarkdown(`x ${escapeText(text)}`);
      const [paragraph] = tree.children;
      const shown =
        paragraph?.type === "paragraph"
          ? paragraph.children.map((child) => ("value" in child ? child.value : `<${child.type}>`)).join("")
          : "";
      expect(shown).toBe(`x ${text.replace("\n", " ")}`);
    }
  });

  test("code holds any number of backticks", () => {
    for (const text of ["a", "`", "a`b", "``a``", " a ", "`````"]) {
      const [paragraph] = fromMarkdown(`x ${codeSpan(text)}`).children;
      expect(paragraph?.type === "paragraph" && paragraph.children[1]).toMatchObject({
        type: "inlineCode",
        value: text,
      });
      expect(fromMarkdown(codeBlock("bash", text)).children).toMatchObject([
        { type: "code", lang: "bash", value: text },
      ]);
    }
  });

  test("an author's Markdown keeps its signs and loses its tags", () => {
    expect(containMarkdown("**a** <b>c</b> `<d>` <https://e.example> ``<f>` ``")).toBe(
      "**a** \\<b>c\\</b> `<d>` <https://e.example> ``<f>` ``",
    );
    expect(containMarkdown("```html\n<a>\n```\n<b>")).toBe("```html\n<a>\n```\n\\<b>");
    expect(containMarkdown("```html\n<a>")).toBe("```html\n<a>\n```");
    expect(containMarkdown("a \\<b>")).toBe("a \\<b>");
    const lines = "# A\n\nB\n===\n\nC\n---\n\n#### small\n\n- item";
    expect(
      fromMarkdown(containMarkdown(lines)).children.map((node) =>
        node.type === "heading" ? node.depth : node.type,
      ),
    ).toEqual(["paragraph", "paragraph", "paragraph", 4, "list"]);
  });
});

describe("prose that imitates the page", () => {
  /** What a reader of the page sees as a fact: a bold label of ours that begins a line or an item. */
  const bold = (text: string): readonly string[] => {
    const labels: string[] = [];
    const visit = (node: { type: string; children?: readonly unknown[] }): void => {
      const [first] = (node.children ?? []) as { type: string; children?: { value?: string }[] }[];
      if (node.type === "paragraph" && first?.type === "strong")
        labels.push((first.children ?? []).map(({ value }) => value ?? "").join(""));
      for (const child of node.children ?? []) visit(child as typeof node);
    };
    visit(fromMarkdown(containMarkdown(text)));
    return labels;
  };

  test.each([
    "- **Who:** [CEO](#ceo)",
    "* __Who:__ CEO",
    "1. **If anything else fails:** stop",
    "1) **When `x` is y:** done",
    "text\n\n  + **Then:** done",
    "> - **No undo:** x",
    "- - **Expect:** x",
    "**Use when:** always",
    "**If you are stuck:** call nobody",
    "- ***Who:*** x",
    "-\t**who:** x",
    "- **Who**: x",
    "- **W&#104;o:** x",
    "- **W\\ho:** x",
    "-\n  **Who:** x",
    "- [x] **Who:** x",
  ])("%j shows no fact", (text) => {
    expect(bold(text)).toEqual([]);
  });

  test("keeps what is bold and no label of ours", () => {
    const text =
      "**Careful:** this is slow\n\n- **Portal** opens\n- the **Who:** column\n\n```\n- **Who:** x\n```";
    expect(containMarkdown(text)).toBe(text);
  });
});

test("a fence behind a label is a fence", () => {
  const text = "~~~\n[a](data:x)\n~~~";
  const tree = fromMarkdown(`**Use when:** ${containAfterLabel(text)}`);
  expect(tree.children.map(({ type }) => type)).toEqual(["paragraph", "code"]);
});

test("a link leads to the web or to a mailbox, and nowhere else", () => {
  const good =
    "[a](https://x.example/a) [b](http://x.example) [c](mailto:a@x.example) [d](#step) [e](../a.md) <https://x.example>";
  expect(containMarkdown(good)).toBe(good);
  for (const text of [
    "[a](javascript:alert(1))",
    "[a](<javascript:alert(1)>)",
    "[a]( JaVaScript:alert(1))",
    "[a](java&#115;cript:alert(1))",
    "[a](javascript\\:alert(1))",
    "[a](javascript&colon;alert(1))",
    "[a](\njavascript:alert(1))",
    "[a\nb](data:text/html,x)",
    "![a](data:image/png,x)",
    "[`]`](vbscript:x)",
    "[a][x]\n\n[x]: file:///etc/passwd",
    "[x]\n\n[x]:\n  <file:///etc/passwd>",
    "> [x]: file:///etc/passwd\n\n[x]",
    "<javascript:alert(1)>",
    "<file:///etc/passwd>",
    "`\n<data:x>\n",
    "[a](//x.example)",
    "``` a`b\n[a](data:x)",
    "- a\n\n  ```\n[a](data:x)",
    "- ```\n  x\n  ```\n  [a](data:x)",
    "- a\n\n  ```\n  \t```\n  [a](data:x)",
    "```\r```\r[a](data:x)",
    "\\` [a](data:x) `",
    "`a\nb` [a](data:x) `c`",
    "[a](https://x`y) [b](data:x) `z",
    '[a](https://x "`") [b](data:x) `z',
    "<https://x`> [b](data:x) `z",
    "[`a]: data:x`\n\n[t][`a] `",
  ]) {
    const urls: string[] = [];
    const visit = (node: { type: string; url?: string; children?: readonly unknown[] }): void => {
      if (node.url !== undefined && !node.url.startsWith("https:")) urls.push(node.url);
      for (const child of node.children ?? []) visit(child as typeof node);
    };
    visit(fromMarkdown(containMarkdown(text)));
    expect({ text, urls }).toEqual({ text, urls: [] });
  }
});
