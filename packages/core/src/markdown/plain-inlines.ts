import type { Source } from "../source.js";
import { type Cut, sliceCut, spanOf } from "./cut.js";
import { InlineScanner } from "./inline-scan.js";
import type { Command, Inlines, Link, Words } from "./page.js";
import { findInCommand, findPlaceholders } from "./placeholders.js";
import { isInlineCommand } from "./programs.js";
import { promptOf } from "./prompts.js";

/** What running text says and holds. `addresses` are the page's definitions by their label, as `labelOf` spells it. */
export function readInlines(
  source: Source,
  cut: Cut,
  addresses: ReadonlyMap<string, string>,
): Words & { readonly inlines: Inlines } {
  const scan = new InlineScanner(cut.text, addresses).scan();
  const link = ({ start, end, words, address }: Link): Link => ({
    words,
    address,
    ...spanOf(cut, start, end),
  });
  const commands: Command[] = [];
  for (const { start, end } of scan.codes) {
    const code = sliceCut(cut, start, end);
    const command = inlineCommand(source, code);
    if (command) commands.push(command);
  }
  return {
    text: scan.text,
    ...spanOf(cut, 0, cut.text.length),
    inlines: {
      commands,
      codes: scan.codes.map(({ text, whole }) => ({ text, ...spanOf(cut, whole.start, whole.end) })),
      links: scan.links.map(link),
      images: scan.images.map(link),
      placeholders: placeholdersOutside(cut, scan.silent),
    },
  };
}

/** A command with its places, from where it stands. */
export function createCommand(source: Source, shell: Command["shell"], cut: Cut): Command {
  return {
    shell,
    text: cut.text,
    ...spanOf(cut, 0, cut.text.length),
    placeOf: (start, end) => ({ source, ...spanOf(cut, start, end) }),
    placeholders: findInCommand(cut.text).map(({ text, start, end }) => ({
      text,
      ...spanOf(cut, start, end),
    })),
  };
}

function inlineCommand(source: Source, cut: Cut): Command | undefined {
  const prompt = promptOf(cut.text);
  if (prompt?.isCertain && cut.text.length > prompt.length) {
    return createCommand(source, prompt.shell, sliceCut(cut, prompt.length, cut.text.length));
  }
  return isInlineCommand(cut.text) ? createCommand(source, "unknown", cut) : undefined;
}

/** Not in addresses and elements, where a person sees nothing to replace. */
function placeholdersOutside(
  cut: Cut,
  silent: readonly { readonly start: number; readonly end: number }[],
): Words[] {
  let next = 0;
  const found: Words[] = [];
  for (const { text, start, end } of findPlaceholders(cut.text)) {
    while ((silent[next]?.end ?? Number.POSITIVE_INFINITY) <= start) next++;
    if ((silent[next]?.start ?? Number.POSITIVE_INFINITY) < end) continue;
    found.push({ text, ...spanOf(cut, start, end) });
  }
  return found;
}
