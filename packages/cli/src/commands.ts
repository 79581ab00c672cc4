import type { Option } from "./args.js";
import { presets } from "./choices.js";
import type { Command } from "./command.js";

const color: readonly Option[] = [
  { name: "color", means: "colour also where no terminal is" },
  { name: "no-color", means: "no colour" },
];

const prettyOrJson: Option = {
  name: "format",
  takes: "<form>",
  values: ["pretty", "json"],
  means: "for people (`pretty`, the default) or for programs (`json`)",
};

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  {
    name: "lint",
    summary: "Find what will go wrong in a runbook before anyone has to run it",
    group: "check",
    usage: "[paths…]",
    operands: { noun: "path", min: 0, max: Infinity },
    options: [
      {
        name: "preset",
        takes: "<name>",
        values: presets,
        means: "which rules: `recommended` (the default), `strict`, or `migrate`",
      },
      prettyOrJson,
      { name: "output-file", takes: "<file>", means: "write the report there instead of printing it" },
      {
        name: "max-warnings",
        takes: "<n>",
        isNumber: true,
        means: "exit with 1 also where there are more warnings than this",
      },
      { name: "quiet", means: "show errors only" },
      { name: "stdin", means: "read one runbook from standard input" },
      {
        name: "stdin-filename",
        takes: "<file>",
        means: "the name to report for it, and where its fragments are looked for",
      },
      ...color,
    ],
    examples: [
      { line: "runwright lint", means: "every runbook below this folder" },
      {
        line: "runwright lint runbooks/payments.runbook.yaml --preset strict",
        means: "one file, with every rule",
      },
      {
        line: "runwright lint 'teams/*/runbooks/**' --format json --output-file report.json",
        means: "for a program",
      },
    ],
    load: () => import("./commands/lint.js"),
  },
  {
    name: "explain",
    summary: "Show why a rule is there, with examples",
    group: "check",
    usage: "<rule>",
    operands: { noun: "rule", min: 1, max: 1 },
    options: color,
    examples: [{ line: "runwright explain failure-path-missing", means: "the page of the rule" }],
    load: () => import("./commands/explain.js"),
  },
  {
    name: "rules",
    summary: "List every rule, with its severity in each preset",
    group: "check",
    usage: "",
    operands: { noun: "path", min: 0, max: 0 },
    options: [prettyOrJson, ...color],
    examples: [{ line: "runwright rules --format json", means: "for a program" }],
    load: () => import("./commands/rules.js"),
  },
  {
    name: "fmt",
    summary: "Lay out runbooks as all others are, comments kept",
    group: "write",
    usage: "[paths…]",
    operands: { noun: "path", min: 0, max: Infinity },
    options: [{ name: "check", means: "change nothing; exit with 1 where something would change" }, ...color],
    examples: [
      { line: "runwright fmt", means: "every runbook below this folder" },
      { line: "runwright fmt --check runbooks", means: "for a pipeline" },
    ],
    load: () => import("./commands/fmt.js"),
  },
  {
    name: "convert",
    summary: "Write a runbook in its other spelling, YAML or Markdown",
    group: "write",
    usage: "<file>",
    operands: { noun: "file", min: 1, max: 1 },
    options: [
      {
        name: "to",
        takes: "<form>",
        values: ["md", "yaml"],
        means: "the spelling: `md` or `yaml` (the one that the file does not have)",
      },
      { name: "out", takes: "<file>", means: "write it there instead of printing it" },
      { name: "force", means: "overwrite a file that is there" },
      ...color,
    ],
    examples: [
      { line: "runwright convert payments.runbook.yaml", means: "as Markdown, on standard output" },
      {
        line: "runwright convert payments.runbook.md --out payments.runbook.yaml",
        means: "as YAML; each comment that has no place there is named with its line",
      },
    ],
    load: () => import("./commands/convert.js"),
  },
  {
    name: "import",
    summary: "Propose a runbook from a plain Markdown page, every word of it kept",
    group: "write",
    usage: "<file.md>",
    operands: { noun: "file", min: 1, max: 1 },
    options: [
      {
        name: "to",
        takes: "<form>",
        values: ["yaml", "md"],
        means: "the spelling: `yaml` (the default) or `md`",
      },
      { name: "out", takes: "<file>", means: "write the runbook there instead of printing it" },
      { name: "force", means: "replace the file that is there" },
      prettyOrJson,
      ...color,
    ],
    examples: [
      { line: "runwright import restart.md", means: "the runbook, and a report for you" },
      {
        line: "runwright import restart.md --out restart.runbook.yaml",
        means: "into a file, which must not be there yet",
      },
      {
        line: "runwright import restart.md --to md --out restart.runbook.md",
        means: "in the Markdown spelling",
      },
    ],
    load: () => import("./commands/import.js"),
  },
  {
    name: "schema",
    summary: "Print the JSON Schema of the format, for editors",
    group: "write",
    usage: "",
    operands: { noun: "path", min: 0, max: 0 },
    options: [],
    examples: [
      { line: "runwright schema > runbook.schema.json", means: "a file to name in an editor's settings" },
    ],
    load: () => import("./commands/schema.js"),
  },
  {
    name: "render",
    summary: "Print a runbook as a page for people",
    group: "read",
    usage: "<file>",
    operands: { noun: "file", min: 1, max: 1 },
    options: [
      { name: "to", takes: "<form>", values: ["md"], means: "the form: `md` for Markdown (the default)" },
      ...color,
    ],
    examples: [
      { line: "runwright render payments.runbook.yaml --to md", means: "as Markdown, on standard output" },
    ],
    load: () => import("./commands/render.js"),
  },
  {
    name: "graph",
    summary: "Print where a runbook can lead, as a flow chart",
    group: "read",
    usage: "<file>",
    operands: { noun: "file", min: 1, max: 1 },
    options: [
      {
        name: "to",
        takes: "<form>",
        values: ["mermaid", "json"],
        means: "the form: `mermaid` (the default) or `json`",
      },
      ...color,
    ],
    examples: [
      { line: "runwright graph payments.runbook.yaml", means: "a chart to paste where Mermaid is drawn" },
      { line: "runwright graph payments.runbook.yaml --to json", means: "nodes and edges for a program" },
    ],
    load: () => import("./commands/graph.js"),
  },
  {
    name: "export",
    summary: "Print a request of a runbook in another tool's form",
    group: "exchange",
    usage: "<file> --request <id>",
    operands: { noun: "file", min: 1, max: 1 },
    options: [
      {
        name: "to",
        takes: "<form>",
        values: ["curl"],
        means: "the form: `curl` for a cURL command in bash (the default)",
      },
      { name: "request", takes: "<id>", means: "which request" },
      ...color,
    ],
    examples: [
      { line: "runwright export crm.runbook.yaml --to curl --request token", means: "a command to paste" },
    ],
    load: () => import("./commands/export.js"),
  },
  {
    name: "digest",
    summary: "Print what a version is: the digests of its content and of its meaning",
    group: "sign off",
    usage: "<files…>",
    operands: { noun: "file", min: 1, max: Infinity },
    options: [prettyOrJson, ...color],
    examples: [{ line: "runwright digest payments.runbook.yaml", means: "with every file that counts" }],
    load: () => import("./commands/digest.js"),
  },
  {
    name: "diff",
    summary: "Show what changed between two versions, and the version step that it asks for",
    group: "sign off",
    usage: "<old> <new>",
    operands: { noun: "file", min: 2, max: 2 },
    options: [prettyOrJson, ...color],
    examples: [
      { line: "runwright diff old.runbook.yaml new.runbook.yaml", means: "what changed, and how much" },
      {
        line: "runwright diff ../main/a.runbook.yaml a.runbook.yaml",
        means: "against another branch: `git worktree add ../main main` checks it out, fragments and all",
      },
    ],
    load: () => import("./commands/diff.js"),
  },
  {
    name: "signoff",
    summary: "Say whether the right people have agreed to this version",
    group: "sign off",
    usage: "check",
    operands: { noun: "subcommand", min: 1, max: 1 },
    options: [prettyOrJson, ...color],
    examples: [
      { line: "runwright signoff check", means: "the verdict for the repository around this folder" },
    ],
    load: () => import("./commands/signoff.js"),
  },
];
