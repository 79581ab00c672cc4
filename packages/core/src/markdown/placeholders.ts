/*
 * Words that a reader replaces. Only what nobody writes for another reason: a name in pointed brackets, `YOUR_TOKEN`, two
 * braces, a variable in capitals.
 */

export interface Found {
  readonly start: number;
  readonly end: number;
  /** As a reader sees it: without the backslash or entity that Markdown may need. */
  readonly text: string;
}

// One pass over the text, every repetition bounded.
const pattern = new RegExp(
  [
    /(?<open><|\\<|&lt;)(?<name>[A-Za-z](?:[\w ./|-]{0,58}[\w.])?)(?:>|\\>|&gt;)/,
    /\{\{[<%]?[^{}\r\n]{1,100}\}\}/,
    /\$\{[A-Z][A-Z0-9_]{1,60}\}|\$[A-Z][A-Z0-9_]{1,60}(?![\w(])/,
    /(?<![\w-])(?:YOUR|MY|INSERT|REPLACE|CHANGE|ENTER)[_-][A-Z][A-Z0-9_-]{0,60}|(?<![\w-])(?:CHANGEME|REPLACEME)(?!\w)/,
    /(?<![\w.-])your-[a-z][a-z0-9-]{1,60}/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "g",
);

/** What every shell has, and so nobody replaces. */
const ordinary =
  /^\$\{?(?:HOME|PATH|USER|PWD|OLDPWD|SHELL|HOSTNAME|TMPDIR|EDITOR|IFS|UID|RANDOM|LINENO|PS1|LANG|GOPATH)\}?$/;

/** Every placeholder of a text, in order. */
export function findPlaceholders(text: string): Found[] {
  if (!/[<{$&]|[A-Z][_-]|your-|EME/.test(text)) return [];
  const found: Found[] = [];
  for (const match of text.matchAll(pattern)) {
    const start = match.index;
    const whole = match[0];
    const { name } = match.groups ?? {};
    if (name !== undefined && isOther(name, text, start)) continue;
    if (ordinary.test(whole)) continue;
    found.push({ start, end: start + whole.length, text: name === undefined ? whole : `<${name}>` });
  }
  return found;
}

/** In a command, a variable that the command itself sets is none. */
export function findInCommand(text: string): Found[] {
  const all = findPlaceholders(text);
  if (!all.some(({ text }) => text.startsWith("$"))) return all;
  const own = new Set<string>();
  for (const [, name] of text.matchAll(/(?<![\w$-])([A-Z][A-Z0-9_]{1,60})=/g)) if (name) own.add(name);
  for (const [, name] of text.matchAll(/\b(?:for|read)[ \t]+([A-Z][A-Z0-9_]{1,60})\b/g))
    if (name) own.add(name);
  return all.filter(({ text }) => !own.has(text.replaceAll(/[${}]/g, "")) || !text.startsWith("$"));
}

/** An element of HTML, or the type in `List<String>`. */
function isOther(name: string, text: string, start: number): boolean {
  return isElement(name) || /[A-Za-z0-9]/.test(text.charAt(start - 1));
}

/** Whether a name in pointed brackets is one of HTML's. */
export function isElement(name: string): boolean {
  return elements.has(name.toLowerCase().replace(/[ /].*$/, ""));
}

const elements = new Set(
  (
    "a abbr address article aside audio b base blockquote body br button canvas caption center cite code col colgroup " +
    "dd del details dfn div dl dt em embed figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i " +
    "iframe img input ins kbd label legend li link main map mark meta nav object ol option p param picture pre q rp rt " +
    "ruby s samp script section select small source span strike strong style sub summary sup svg table tbody td " +
    "textarea tfoot th thead title tr tt u ul var video wbr"
  ).split(" "),
);
