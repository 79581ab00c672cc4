import { joinPath, type Linked, link, read } from "../src/index.js";

/** A runbook with its fragments, from texts by path; the first is the runbook. */
export function linkTexts(texts: Readonly<Record<string, string>>): Linked {
  const load = (path: string) => {
    const text = Object.hasOwn(texts, path) ? texts[path] : undefined;
    return text === undefined
      ? { refused: "there is no such file" }
      : read(text, { path: joinPath("", path) });
  };
  const first = Object.keys(texts)[0] ?? "";
  const file = read(texts[first] ?? "", { path: first });
  const linked = link(file, { load });
  if (!linked) throw new Error(file.problems.map(({ line, message }) => `${line}: ${message}`).join("\n"));
  return linked;
}
