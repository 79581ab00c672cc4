import { describe, expect, it } from "vitest";
import { read } from "../src/read.js";

/*
 * What is said about a text that is not YAML, or not YAML that every reader reads alike. Of the parser's errors only the
 * first is told: those after it are mostly its consequences.
 */

function told(text: string): string[] {
  const { problems, tree } = read(text, { path: "test.runbook.yaml" });
  if (problems.some(({ rule }) => rule === "parse-error")) expect(tree).toBeUndefined();
  return problems.map(
    ({ rule, line, column, endLine, endColumn, message, help }) =>
      `${line}:${column}-${endLine}:${endColumn} ${rule === "parse-error" ? "" : rule}${message} → ${help}`,
  );
}

describe("what the parser stops at", () => {
  it.each([
    [
      "a colon in a text",
      "title: Reset: user\n",
      "1:13-1:14 A `: ` stands inside text without quotes, where YAML reads a second key → Put the text after the first `: ` in quotes",
    ],
    [
      "a reference at the beginning of a text",
      "title: {{team}} is late\n",
      "1:17-1:18 A `{{…}}` begins a text without quotes, where YAML reads it as a mapping → Put the whole text in quotes",
    ],
    [
      "a reference alone",
      "title: {{team}}\n",
      "1:8-1:16 A `{{…}}` stands without quotes, where YAML reads it as a mapping → Put the whole value in quotes",
    ],
    [
      "a reference in a list",
      "tags: [crm, {{team}}]\n",
      "1:13-1:21 A `{{…}}` stands without quotes, where YAML reads it as a mapping → Put the whole value in quotes",
    ],
    [
      "a reference inside a value in a list",
      "tags: [crm, {{team}}-day]\n",
      "1:21-1:22 A `{{…}}` stands in brackets without quotes, where YAML reads it as a mapping → Put the value in quotes, or write each item on a line of its own",
    ],
    [
      "a key that is a list",
      "? [a, b]\n: c\n",
      "1:3-1:9 A key is a list or a mapping → Use one word or quoted text as the key",
    ],
    [
      "a bracket that does not close",
      "tags: [a, b\ntitle: x\n",
      "2:1-2:2 A bracket or a quote opens above this line and does not close → Close it where the list, the mapping or the text ends",
    ],
    [
      "a quote that does not close",
      "tags:\n  - 'a\ntitle: x\n",
      "3:1-3:2 A bracket or a quote opens above this line and does not close → Close it where the list, the mapping or the text ends",
    ],
    [
      "a bracket too many",
      "tags: [a, b]]\n",
      "1:13-1:14 A bracket closes here that nothing opened → Remove it, or put the text in quotes",
    ],
    [
      "text behind quotes",
      "title: 'On call' team\n",
      '1:18-1:19 Text stands behind the closing quote → Put the whole text in quotes; a quote inside it is written twice in single quotes, and `\\"` in double ones',
    ],
    [
      "a sign that YAML keeps for itself",
      "title: @ops\n",
      "1:8-1:9 This sign cannot begin a text without quotes → Put the text in quotes",
    ],
    [
      "a list behind its key",
      "tags: - crm\n",
      "1:7-1:8 A list begins behind its key, and not below it → Write each `- ` on a line of its own below the key",
    ],
    [
      "a block of text that begins on its line",
      "title: >Restart it\n",
      "1:9-1:10 Text stands behind the `|` or `>` that begins a block of text → Begin the text on the next line, indented; text that begins with `|` or `>` needs quotes",
    ],
    [
      "a line that is indented otherwise",
      "parties:\n  - id: ops\n   name: x\n",
      "3:4-3:5 This line is indented otherwise than the lines that it belongs to → Begin it in the same column as the entries beside it",
    ],
    [
      "a tab",
      "parties:\n\t- id: ops\n",
      "2:1-2:2 A tab stands where the line is indented, and YAML takes only spaces there → Replace the tab by spaces",
    ],
    [
      "an escape that there is not",
      'title: "C:\\data"\n',
      "1:12-1:13 A `\\` in double quotes begins something that YAML does not know → Use single quotes, or write `\\\\` for one backslash",
    ],
    [
      "words between entries",
      "title: x\nand so on\nid: y\n",
      "3:3-3:4 This line is neither a `key: value` nor part of the value above it → Write `key: value`, or indent the line under the value that it continues",
    ],
  ])("%s", (_, text, message) => {
    expect(told(text)).toEqual([message]);
  });

  it("nesting without end", () => {
    expect(told(`x-deep: ${"[".repeat(10_000)}`)).toEqual([
      "1:72-1:73 The file is nested more than 64 levels deep → Take out levels; a runbook needs about ten",
    ]);
  });
});

describe("what parsers read differently", () => {
  it.each([
    [
      "an anchor",
      "title: &t x\n",
      "1:8-1:10 An anchor marks a part to be repeated, and a runbook writes everything out → Remove the anchor; what several runbooks share stands in a fragment that `uses` names",
    ],
    [
      "an alias",
      "title: *t\n",
      "1:8-1:10 An alias repeats another part of the file, and a runbook writes everything out → Write the value here once more, or move it to a fragment that `uses` names",
    ],
    [
      "a tag",
      "title: !!str 5\n",
      "1:8-1:13 A tag changes what kind of value this is, and not every YAML reader knows it → Remove the tag; put text that looks like a number in quotes",
    ],
    [
      "a merge key",
      "<<: { title: x }\n",
      "1:1-1:3 A merge key takes in another part of the file, and a runbook writes everything out → Write the fields here once more, or move them to a fragment that `uses` names",
    ],
    [
      "a second document",
      "title: x\n---\ntitle: y\n",
      "2:1-2:4 A second document begins here, and a file holds one runbook → Move what follows to a file of its own, or remove the line",
    ],
    [
      "a directive",
      "%YAML 1.1\n---\ntitle: x\n",
      "1:1-1:10 A YAML directive stands before the runbook → Remove the line that begins with `%`",
    ],
  ])("%s", (_, text, message) => {
    expect(told(text)).toEqual([message]);
  });
});

describe("what is not text", () => {
  it("nothing", () => {
    const nothing = "1:1-1:1 The file is empty → Write a runbook in it: its first line is `runwright: 1`";
    expect(told("")).toEqual([nothing]);
    expect(told("# only a comment\n")).toEqual([nothing]);
    expect(told("---\n")).toEqual([nothing]);
  });

  it("a byte order mark, which the fix removes", () => {
    expect(told("\ufeffrunwright: 1\n")).toEqual([
      "1:1-1:2 The file begins with a byte order mark, which some tools read as text → Save the file as UTF-8 without a byte order mark",
    ]);
    const [problem] = read("\ufeffrunwright: 1\n", { path: "test.runbook.yaml" }).problems;
    expect(problem?.fix).toEqual({
      safe: true,
      title: "Remove the byte order mark",
      edits: [{ offset: 0, endOffset: 1, text: "" }],
    });
  });

  it("a zero byte", () => {
    expect(told("title: \0\n")).toEqual([
      "1:8-1:9 The file holds a zero byte: it is not text → Give a text file",
    ]);
  });

  it("a control character", () => {
    expect(told("title: a\u0007b\n")).toEqual([
      "1:9-1:10 A control character stands here, which no text has → Remove the character; if the file is not text, name it otherwise",
    ]);
  });
});
