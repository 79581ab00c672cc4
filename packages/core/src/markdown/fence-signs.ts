/*
 * What lines look like: output that a program prints, a manifest, a query. Only signs that nothing else has; what has none
 * is "other".
 */

/** What the word behind a fence says, as far as it says anything. */
export type Kind = "shell" | "console" | "query" | "manifest" | "json" | "output" | "code" | "unknown";

export function kindOf(lang: string | undefined): Kind {
  if (lang === undefined) return "unknown";
  for (const [kind, words] of kinds) if (words.has(lang)) return kind;
  return "code";
}

const set = (words: string) => new Set(words.split(" "));
const kinds: readonly (readonly [Kind, ReadonlySet<string>])[] = [
  ["shell", set("bash sh shell zsh ksh fish powershell ps1 pwsh ps posh bat batch cmd curl")],
  [
    "console",
    set(
      "console shell-session shellsession sh-session terminal bash-session session command commandline cli",
    ),
  ],
  [
    "query",
    set(
      "sql mysql psql pgsql postgres postgresql plsql tsql sqlite promql logql kql kusto mongo cypher graphql splunk spl influxql flux lucene udm",
    ),
  ],
  [
    "manifest",
    set(
      "yaml yml toml hcl terraform tf tfvars ini conf cfg properties dockerfile docker nginx kubernetes k8s helm xml env dotenv systemd jsonnet",
    ),
  ],
  ["json", set("json jsonc json5 ndjson jsonl")],
  ["output", set("output log logs stdout stderr")],
  ["unknown", set("text txt plain plaintext none nohighlight no-highlight nocode raw code example")],
];

export function isSqlText(text: string): boolean {
  const start = text
    .replace(/^(?:\s{0,50}--[^\n]{0,300}\n){0,20}/, "")
    .trimStart()
    .slice(0, 300);
  if (/^(?:select\b[^;]{0,280}\bfrom|insert into|update \S{1,80} set|delete from)\s/i.test(start))
    return true;
  return statements.test(start);
}

const statements =
  /^(?:SELECT|INSERT INTO|CREATE (?:TABLE|INDEX|USER|DATABASE|ROLE|UNIQUE|OR|SCHEDULE|CHANGEFEED)|ALTER (?:TABLE|USER|DATABASE|ROLE|SYSTEM|RANGE)|DROP (?:TABLE|INDEX|USER|DATABASE)|SHOW [A-Z]+|EXPLAIN|GRANT|REVOKE|WITH \w+ AS|VACUUM|TRUNCATE|BEGIN;|SET [A-Za-z@]|(?:RESUME|PAUSE|CANCEL) [A-Z]+|BACKUP |RESTORE |ANALYZE |USE \w+;|fields @)/;

/** Ranges, aggregations over labels, thresholds: what alert pages quote. */
export function isPromql(text: string): boolean {
  const line = text.trim();
  if (line.length > 5000) return false;
  return aggregation.test(line) || selector.test(line) || threshold.test(line);
}

const aggregation =
  /^[(\s-]{0,20}(?:sum|avg|max|min|count|topk|bottomk|i?rate|increase|histogram_quantile|absent|changes|i?delta|predict_linear|label_replace|quantile|group|sort_desc|sort|vector|stddev)(?:_over_time)?\s?(?:(?:by|without)\s?\([^()]{0,200}\)\s?)?\(/;
const selector =
  /^[a-zA-Z_:][\w:]{1,100}\{[^{}]{0,500}=[^{}]{0,500}\}(?:\[\d{1,4}[smhdwy]\])?\s{0,5}(?:$|[<>=!*/+-]|unless|and|or|offset)/;
const threshold = /^[a-zA-Z_:][\w:]{1,100}\s{0,5}(?:[<>]=?|==|!=)\s{0,5}[\d.]{1,20}$/;

/** A manifest by its own words, whatever stands behind the fence. */
export function isManifest(text: string): boolean {
  if (/^[ \t]{0,20}"?(?:apiVersion|kind)"?:[ \t]?["\w]/m.test(text))
    return /^[ \t]{0,20}"?(?:apiVersion|kind|metadata|spec)"?:/m.test(text);
  if (
    /^\s*(?:resource|variable|module|provider|data|terraform|output|locals)(?: "[^"\n]{1,80}"){0,2} \{/.test(
      text,
    )
  )
    return true;
  return /^(?:\s*- alert: |groups:\s*\n\s*- name: )/.test(text);
}

/** Whether all lines are mappings and lists of YAML, and more than one is. */
export function isYaml(lines: readonly string[]): boolean {
  const content = lines.filter((line) => !/^\s*(?:#|$)/.test(line));
  return (
    content.length > 1 &&
    content.every((line) => /^\s*(?:- )*(?:["']?[\w./-]{1,80}["']?:(?:\s|$)|- \S)/.test(line)) &&
    content.some((line) => /:\s*$/.test(line))
  );
}

/** What programs print and nobody types. */
export function looksLikeOutput(line: string): boolean {
  return printed.some((pattern) => pattern.test(line.slice(0, 500)));
}

const printed: readonly RegExp[] = [
  /^\s*[[{]\s*$|^\s*\{"|^\s*"[^"]{1,100}"\s?:/,
  /^\s*\[?\d{4}[-/]\d\d[-/]\d\d[T \]]/,
  /^[IWEF]\d{4} \d\d:/,
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,3}\d{1,2} /,
  /^[A-Z][A-Z0-9_()%/-]+(?: [A-Z]+)?(?: {2,}|\t)[A-Z]/,
  /^\s*[A-Z][\w -]{1,40}: {2,}\S|^[A-Z][\w ]{1,40} \.{2,}:/,
  /^(?:HTTP\/\d|< HTTP|\* Connected|\[?(?:error|Error|ERROR|WARN|WARNING|Warning|INFO|DEBUG|FATAL)[:\]]|panic:|Traceback)/,
  /^\s*[+|][-=+]{3,}|^\s*[-=]{4,}(?:[ +|]|$)|^\s*\|.*\|\s*$/,
  /^\S+ {2,}\d+\/\d+ {2,}\S/,
  /^level=|^ts=|^time=/,
];

/** `Name: value`, which prose has, too: it takes two of them, and nothing else. */
export function isListing(lines: readonly string[]): boolean {
  return (
    lines.length > 1 && lines.every((line) => /^\s*[A-Z][\w .()-]{1,40}:(?:\s|$)/.test(line.slice(0, 100)))
  );
}

/** All of a text is one value of JSON: an answer, a policy, settings. Which of these, nothing says. */
export function isJson(text: string): boolean {
  const trimmed = text.trim();
  if (/"(?:time|ts|level|msg|severity)"\s?:/.test(trimmed.slice(0, 500)) && /^\{"/.test(trimmed))
    return false;
  return /^(?:\{[\s"}]|\[[\s"{\]])/.test(trimmed) && /[}\]]$/.test(trimmed);
}
