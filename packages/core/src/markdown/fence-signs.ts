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

export function isQuery(text: string): boolean {
  return (
    /^\s*(?:--[^\n]*\n\s*){0,20}(?:SELECT|INSERT INTO|UPDATE \S+ SET|DELETE FROM|CREATE (?:TABLE|INDEX|USER|DATABASE|ROLE|UNIQUE|OR)|ALTER (?:TABLE|USER|DATABASE|ROLE|SYSTEM)|DROP (?:TABLE|INDEX|USER|DATABASE)|SHOW [A-Z]+|EXPLAIN|GRANT|REVOKE|WITH \w+ AS|VACUUM|TRUNCATE|BEGIN;|SET [A-Za-z@])/.test(
      text,
    ) || isPromql(text)
  );
}

/** Ranges, aggregations over labels, thresholds: what alert pages quote. */
function isPromql(text: string): boolean {
  const line = text.trim();
  if (line.length > 5000 || /^[[{<#]/.test(line)) return false;
  if (
    /^(?:\(|-?\s*)*(?:sum|avg|max|min|count|topk|bottomk|rate|irate|increase|histogram_quantile|absent|changes|delta|predict_linear|label_replace|quantile|group|sort_desc|sort|time|vector|stddev)(?:_over_time)?\s?(?:(?:by|without)\s?\([^()]{0,200}\)\s?)?\(/.test(
      line,
    )
  )
    return true;
  return (
    /^[a-zA-Z_:][\w:]{2,100}(?:\{[^{}]{0,500}\})?(?:\[\d{1,4}[smhdwy]\])?\s{0,3}(?:[<>]=?|==|!=|[*/+-]|unless|and|or)\s{0,3}[\d(a-z]/.test(
      line,
    ) &&
    /[{_:]/.test(line) &&
    !/;\s*$/.test(line)
  );
}

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
  /^\s*[[{]\s*$|^\s*\{"|^\s*[}\]],?\s*$|^\s*"[^"]{1,100}"\s?:/,
  /^\s*\[?\d{4}[-/]\d\d[-/]\d\d[T \]]/,
  /^[IWEF]\d{4} \d\d:/,
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d{0,2}/,
  /^[A-Z][A-Z0-9_()%/-]+(?: [A-Z]+)?(?: {2,}|\t)[A-Z]/,
  /^\s*[A-Z][\w -]{1,40}: {2,}\S/,
  /^[A-Z][\w -]{1,30}:(?: [^-]|$)/,
  /^(?:HTTP\/\d|< HTTP|\* Connected|error:|Error|ERROR|WARN|INFO|DEBUG|FATAL|panic:|Traceback|Warning)/,
  /^\s*[+|][-=+]{3,}|^\s*[-=]{4,}(?:[ +|]|$)|^\s*\|.*\|\s*$/,
  /^\S+ {2,}\d+\/\d+ {2,}\S/,
  /^level=|^ts=|^time=/,
];
