/*
 * How far a command reaches: backslashes, pipes and quotes at the end of a line, here-documents, and SQL to its semicolon.
 */

/** How many of the lines are one shell command, from the first on. `lines` are without prompts. */
export function shellStatement(lines: readonly string[]): number {
  let quote = "";
  const heredocs: string[] = [];
  for (let index = 0; index < Math.min(lines.length, maxLines); index++) {
    const line = lines[index] ?? "";
    if (heredocs.length > 0) {
      if (line.trim() === heredocs[0]) heredocs.shift();
      if (heredocs.length === 0) return index + 1;
      continue;
    }
    quote = quoteAfter(line, quote);
    if (quote !== "") continue;
    for (const [, word] of line.matchAll(/<<-?[ \t]{0,4}["'\\]?([A-Za-z_]\w{0,40})/g))
      if (word) heredocs.push(word);
    if (heredocs.length > 0) continue;
    if (!/(?:\\|\||&&|`)[ \t]*$/.test(line.slice(-20)) || /``[ \t]*$/.test(line.slice(-20))) return index + 1;
    if (/\\[ \t]+$/.test(line.slice(-20)) && /^\s*$/.test(lines[index + 1] ?? "")) return index + 1;
  }
  // A quote or a here-document that nothing closes: an apostrophe in a word, most likely.
  return quote === "" && heredocs.length === 0 ? Math.min(lines.length, maxLines) : 1;
}

/** How many of the lines are one statement of SQL: to its semicolon, or as long as no line is blank. */
export function sqlStatement(lines: readonly string[]): number {
  for (let index = 0; index < Math.min(lines.length, maxLines); index++) {
    const line = (lines[index] ?? "").trimEnd();
    if (/(?:;|\\[gG])$/.test(line) || /^\s*\\/.test(line)) return index + 1;
    if ((lines[index + 1] ?? "").trim() === "") return index + 1;
  }
  return 1;
}

/** No command is longer; each prompt would else be looked through to the end of its fence. */
const maxLines = 500;

/** The quote that is open at the end of a line. */
function quoteAfter(line: string, before: string): string {
  let quote = before;
  for (let at = 0; at < line.length; at++) {
    const sign = line.charAt(at);
    if (sign === "\\" && quote !== "'") at++;
    else if (quote === "" && sign === "#" && /^$|\s/.test(line.charAt(at - 1))) break;
    else if (quote === "" && (sign === '"' || sign === "'")) quote = sign;
    else if (sign === quote) quote = "";
  }
  return quote;
}
