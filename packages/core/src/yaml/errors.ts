import type { YAMLException } from "js-yaml";
import { maxDepth } from "../limits.js";
import { createProblem, type Problem } from "../problem.js";
import type { Source } from "../source.js";

interface Words {
  /** Of the parser's reason, the line, and the character at which it stopped. */
  readonly when: (reason: string, line: string, at: string) => boolean;
  readonly message: string;
  readonly help: string;
}

/** The parser's reasons in words that somebody who has never heard of YAML can act on. The first that fits. */
const words: readonly Words[] = [
  {
    when: (reason) => reason.startsWith("nesting exceeded"),
    message: `The file is nested more than ${maxDepth} levels deep`,
    help: "Take out levels; a runbook needs about ten",
  },
  {
    when: (reason) =>
      reason.startsWith("null byte") || reason.includes("printable") || reason.includes("JSON character"),
    message: "A control character stands here, which no text has",
    help: "Remove the character; if the file is not text, name it otherwise",
  },
  {
    when: (reason) => reason.startsWith("tab characters"),
    message: "A tab stands where the line is indented, and YAML takes only spaces there",
    help: "Replace the tab by spaces",
  },
  {
    when: (_, line) => /(?:\[|\{|,)[^"']*\{\{/.test(line),
    message: "A `{{…}}` stands in brackets without quotes, where YAML reads it as a mapping",
    help: "Put the value in quotes, or write each item on a line of its own",
  },
  {
    when: (_, line) => /^[^"'#]*(?:: |- )\{\{/.test(line),
    message: "A `{{…}}` begins a text without quotes, where YAML reads it as a mapping",
    help: "Put the whole text in quotes",
  },
  {
    when: (reason) => reason === "deficient indentation",
    message: "A bracket or a quote opens above this line and does not close",
    help: "Close it where the list, the mapping or the text ends",
  },
  {
    when: (_, line, at) => /^[@`%]$/.test(at) && line.includes(`: ${at}`),
    message: "This sign cannot begin a text without quotes",
    help: "Put the text in quotes",
  },
  {
    when: (reason, line) =>
      reason.startsWith("bad indentation") && /: (?:"[^"]*"|'[^']*') *[^\s#]/.test(line),
    message: "Text stands behind the closing quote",
    help: 'Put the whole text in quotes; a quote inside it is written twice in single quotes, and `\\"` in double ones',
  },
  {
    when: (reason, _, at) => reason.startsWith("bad indentation") && /^[\]}]$/.test(at),
    message: "A bracket closes here that nothing opened",
    help: "Remove it, or put the text in quotes",
  },
  {
    when: (_, line, at) => at === "-" && /^[^"'#]*: - /.test(line),
    message: "A list begins behind its key, and not below it",
    help: "Write each `- ` on a line of its own below the key",
  },
  {
    when: (reason) => reason === "a line break is expected",
    message: "Text stands behind the `|` or `>` that begins a block of text",
    help: "Begin the text on the next line, indented; text that begins with `|` or `>` needs quotes",
  },
  {
    when: (reason, line) =>
      reason === "bad indentation of a mapping entry" && /^[^"'#]*: [^"'[{|>#]*: /.test(line),
    message: "A `: ` stands inside text without quotes, where YAML reads a second key",
    help: "Put the text after the first `: ` in quotes",
  },
  {
    when: (reason) => reason.includes("indentation"),
    message: "This line is indented otherwise than the lines that it belongs to",
    help: "Begin it in the same column as the entries beside it",
  },
  {
    when: (reason) => reason.includes("within a double quoted") || reason.includes("within a single quoted"),
    message: "A quote opens and never closes",
    help: "Close the quote at the end of the text",
  },
  {
    when: (reason) => reason.includes("flow collection") || reason.includes("found ','"),
    message: "A list in `[ ]` or a mapping in `{ }` is not closed, or lacks a comma",
    help: "Close the bracket and put a comma between the items, or write each item on a line of its own",
  },
  {
    when: (reason) => reason === "unknown escape sequence" || reason === "expected hexadecimal character",
    message: "A `\\` in double quotes begins something that YAML does not know",
    help: "Use single quotes, or write `\\\\` for one backslash",
  },
  {
    when: (reason) =>
      reason.includes("implicit key") || reason.includes("end of the stream or a document separator"),
    message: "This line is neither a `key: value` nor part of the value above it",
    help: "Write `key: value`, or indent the line under the value that it continues",
  },
];

/** One problem for the parser's first error, in our words. */
export function explainYamlError(source: Source, error: YAMLException | undefined): Problem {
  const reason = error?.reason ?? "it is nested too deep";
  const offset = Math.min(error?.mark?.position ?? 0, source.text.length);
  const known = words.find((entry) =>
    entry.when(reason, lineAt(source.text, offset), source.text.charAt(offset)),
  );
  const end = Math.min(offset + 1, source.text.length);
  return createProblem({
    rule: "parse-error",
    at: { source, start: offset, end },
    message: known?.message ?? `This is not YAML: ${reason}`,
    help: known?.help ?? "Correct the line, or put its text in quotes",
  });
}

/** The line around an offset, cut to a length on which no pattern takes long. */
function lineAt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", offset);
  return text.slice(start, end < 0 ? text.length : end).slice(0, 500);
}
