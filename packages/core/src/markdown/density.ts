/*
 * Where a block ends another without a blank line between them, the parser copies all that it has of the stretch, and so it
 * does at each sign that could begin inline content. Hundreds are nothing; ten thousand in one stretch, which nobody writes,
 * take minutes.
 */

/** What the ends of one stretch may cost together. */
const limit = 1000;
/** An underline ends a paragraph that is not there yet, which costs the most. */
const costs = { fence: 1, list: 1, underline: 3, sign: 0.05 };

const lines = /[^\r\n]*(?:\r\n|\n|\r|$)/g;
const sign = /^[ \t>]*(?:(`{3}|~{3})|([-*+])[ \t]|\d{1,9}([.)])[ \t]|(?:=+|-+)[ \t]*[\r\n])/;

const inlineSigns = /[!&*<[\\\]_`]/g;

/** The offset of the line where blocks stand too densely for the parser, if they do anywhere. */
export function tooDenseAt(text: string): number | undefined {
  let cost = 0;
  let list = "";
  for (const { 0: line, index } of text.matchAll(lines)) {
    if (line.trim() === "") cost = 0;
    cost += costs.sign * (line.match(inlineSigns)?.length ?? 0);
    if (cost > limit) return index;
    const found = sign.exec(line);
    if (!found) continue;
    const [, fence, bullet, delimiter] = found;
    const marker = bullet ?? delimiter;
    if (fence) cost += costs.fence;
    else if (marker === undefined) cost += costs.underline;
    else if (marker !== list) cost += costs.list;
    list = marker ?? list;
    if (cost > limit) return index;
  }
  return undefined;
}
