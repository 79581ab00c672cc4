/**
 * What YAML 1.2's core schema (YAML 1.2.2, section 10.3.2) reads in a plain scalar. Ours, because the reader keeps the
 * spelling of every scalar and a library's value would have lost it.
 */
export function resolvePlain(text: string): string | number | boolean | null {
  switch (text) {
    case "":
    case "~":
    case "null":
    case "Null":
    case "NULL":
      return null;
    case "true":
    case "True":
    case "TRUE":
      return true;
    case "false":
    case "False":
    case "FALSE":
      return false;
  }
  const first = text.charCodeAt(0);
  // Only `+ - .` and digits begin a number: most scalars of a runbook are words and stop here.
  if (first > 57 || first < 43 || first === 44 || first === 47) return text;
  if (/^[-+]?[0-9]+$/.test(text)) return oneZero(Number(text));
  if (/^0o[0-7]+$/.test(text) || /^0x[0-9a-fA-F]+$/.test(text)) return Number(text);
  if (/^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(text)) return oneZero(Number(text));
  if (/^[-+]?\.(?:inf|Inf|INF)$/.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
  if (/^\.(?:nan|NaN|NAN)$/.test(text)) return Number.NaN;
  return text;
}

/** JSON has one zero: `-0` is `0`, in the model as in its digest. */
function oneZero(value: number): number {
  return value + 0;
}
