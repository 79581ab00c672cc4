/** What an entry is called in the words of a link, if it has such a field. */
export function entryWords(entry: object, kind: string): string | undefined {
  const { title, name, label, text, rule } = entry as Record<string, unknown>;
  const words = [title, name, label, rule, kind === "checklist item" ? text : undefined];
  return words.find((one): one is string => typeof one === "string");
}
