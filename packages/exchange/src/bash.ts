/** A text as one word of bash, exactly; characters that a terminal acts on or does not show stand as escapes. */
export function quote(text: string): string {
  if (/^[A-Za-z0-9_/:.,@%+=-]+$/.test(text)) return text;
  const wellFormed = text.replace(
    /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    "\ufffd",
  );
  // A line break too stands as an escape: the lines of a command are indented.
  if (!hidden.test(wellFormed)) return `'${wellFormed.replaceAll("'", "'\\''")}'`;
  const escaped = [...wellFormed].map((char) =>
    char === "\n" ? "\\n" : hidden.test(char) ? bytesOf(char) : char.replace(/[\\']/, "\\$&"),
  );
  return `$'${escaped.join("")}'`;
}

/** Whether a command line can hold a text at all. */
export function isSafeForShell(text: string): boolean {
  return !text.includes("\0");
}

const hidden = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029]/u;

/** As bytes of UTF-8, which do not depend on the reader's locale. */
function bytesOf(char: string): string {
  const encoded = encodeURIComponent(char);
  // ASCII that needs no encoding in an address is not hidden, so what comes here has its `%`.
  return encoded.replaceAll("%", "\\x");
}
