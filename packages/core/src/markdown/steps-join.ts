import type { Block, Code, Step, Steps } from "./page.js";

/*
 * People write a list of steps with a fence at column 0 under each, and Markdown sees as many lists. Here they become one
 * again: what stands between two of its steps belongs to the first of them.
 */

/** The blocks of one container, with lists joined that a reader takes for one. */
export function joinSteps(blocks: readonly Block[], text: string): Block[] {
  const joined: Block[] = [];
  for (let index = 0; index < blocks.length; index++) {
    const block = blocks[index];
    if (!block) continue;
    if (block.kind !== "steps") {
      joined.push(block);
      continue;
    }
    const { steps, last } = gather(blocks, index, text);
    joined.push(steps);
    index = last;
  }
  return joined;
}

/** The list that begins at an index, and the index of the last block that it takes. */
function gather(
  blocks: readonly Block[],
  first: number,
  text: string,
): { readonly steps: Steps; readonly last: number } {
  const begin = blocks[first];
  if (begin?.kind !== "steps") throw new Error("Unreachable: a list was asked for");
  const items = [...begin.items];
  let last = first;
  let isBroken = false;
  for (;;) {
    const next = nextPart(blocks, last + 1);
    const part = blocks[next];
    const between = blocks.slice(last + 1, next);
    if (part?.kind !== "steps" || !goesOn(begin, items, part, between, text)) break;
    attach(items, between);
    items.push(...part.items);
    last = next;
    isBroken ||= between.length > 0;
  }
  // The fences under the last step belong to it as those under the others did, or where they touch it.
  const trailing: Code[] = [];
  for (let block = blocks[last + 1]; block?.kind === "code"; block = blocks[last + 1]) {
    const previous = trailing.at(-1) ?? items.at(-1);
    if (!isFence(block, text) || !(isBroken || (previous && touches(text, previous.end, block.start)))) break;
    trailing.push(block);
    last++;
  }
  attach(items, trailing);
  return { steps: { ...begin, items, end: items.at(-1)?.end ?? begin.end }, last };
}

/** The index of the next list that could go on with this one: not beyond a ruler, and not far. */
function nextPart(blocks: readonly Block[], from: number): number {
  for (let index = from; index < Math.min(blocks.length, from + maxBetween); index++) {
    const block = blocks[index];
    if (block?.kind === "ruler") return -1;
    if (block?.kind === "steps" && block.style === "numbered") return index;
    if (block?.kind === "steps" && index === from + 1) return index;
  }
  return -1;
}

/** More blocks than anybody writes under one step. Without a limit, each list would look through all that follow. */
const maxBetween = 40;

function goesOn(
  begin: Steps,
  items: readonly Step[],
  part: Steps,
  between: readonly Block[],
  text: string,
): boolean {
  const isFences =
    between.length > 0 && between.every((block) => block.kind === "code" && isFence(block, text));
  if (begin.style === "numbered") {
    if (part.style !== "numbered") return false;
    const number = part.items[0]?.number;
    const last = items.at(-1)?.number;
    if (number === undefined || last === undefined) return false;
    if (number === last + 1) return true;
    return isFences && number === 1 && items.every((item) => item.number === 1);
  }
  // Bullets have no numbers to go on: only fences right below them, with nothing in between, show that they are one list.
  const [fence] = between;
  const end = items.at(-1)?.end ?? 0;
  return isFences && part.style === begin.style && fence !== undefined && touches(text, end, fence.start);
}

const isFence = ({ start }: Code, text: string) => /^[`~]{3}/.test(text.slice(start, start + 3));

/** Whether one block begins on the line after the other. */
function touches(text: string, end: number, start: number): boolean {
  return (
    /^[ \t]{0,100}(?:\r\n|\n|\r)[ \t>]{0,100}$/.test(text.slice(end, Math.min(start, end + 300))) &&
    start - end < 300
  );
}

function attach(items: Step[], blocks: readonly Block[]): void {
  const last = items.at(-1);
  const end = blocks.at(-1)?.end;
  if (!last || end === undefined) return;
  items[items.length - 1] = { ...last, end, blocks: [...last.blocks, ...blocks] };
}
