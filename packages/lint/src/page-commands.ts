import type { Inlines, Page, PageBlock, PageCommand } from "@runwright/core";

/** The commands of a page, in the order of the text: what fences hold, and what stands in running text. */
export function commandsOf({ sections }: Page): readonly PageCommand[] {
  const found = sections.flatMap(({ heading, blocks }) => [
    ...inText(heading?.inlines),
    ...blocks.flatMap(inBlock),
  ]);
  return found.sort((a, b) => a.start - b.start);
}

function inBlock(block: PageBlock): readonly PageCommand[] {
  switch (block.kind) {
    case "code":
      return block.commands;
    case "prose":
      return inText(block.inlines);
    case "steps":
      return block.items.flatMap(({ words, blocks }) => [
        ...inText(words?.inlines),
        ...blocks.flatMap(inBlock),
      ]);
    case "quote":
      return block.blocks.flatMap(inBlock);
    case "table":
      return [...block.head, ...block.rows.flat()].flatMap(({ inlines }) => inText(inlines));
    default:
      return [];
  }
}

function inText(inlines: Inlines | undefined): readonly PageCommand[] {
  return inlines?.commands ?? [];
}

/** The text of a command with each placeholder as a word of the same length: `<pod>` is no redirection. */
export function maskedText({ text, placeholders, placeOf }: PageCommand): string {
  let masked = text;
  for (const { start, end } of placeholders) {
    const from = offsetIn(text, placeOf, start);
    if (from !== undefined)
      masked = masked.slice(0, from) + "x".repeat(end - start) + masked.slice(from + end - start);
  }
  return masked;
}

/** Where an offset of the source stands in a command: commands are short, and their units in order. */
function offsetIn(text: string, placeOf: PageCommand["placeOf"], offset: number): number | undefined {
  let low = 0;
  let high = text.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const at = placeOf(middle, middle + 1).start;
    if (at === offset) return middle;
    if (at < offset) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}
