/*
 * Which `*`, `_` and `~~` are emphasis, by the rules of CommonMark. The parser's own resolution takes seconds for a few
 * thousand of them; this is linear but for nesting that nobody writes.
 */

/** A run of one sign, as it stands among the parts of a text. */
export interface Run {
  readonly part: number;
  readonly sign: string;
  readonly length: number;
  readonly canOpen: boolean;
  readonly canClose: boolean;
}

/** How many signs of each run, by its part, are emphasis and so no words. */
export function pairEmphasis(runs: readonly Run[]): ReadonlyMap<number, number> {
  const used = new Map<number, number>();
  const openers: { readonly run: Run; left: number }[] = [];
  /** How many openers are known not to fit a closer of a kind: they are not asked again. */
  const bottoms = new Map<string, number>();
  for (const run of runs) {
    let left = run.length;
    while (run.canClose && left > 0) {
      const kind = `${run.sign}${run.canOpen}${run.length % 3}`;
      const index = findOpener(openers, run, bottoms.get(kind) ?? 0);
      const opener = openers[index];
      if (!opener) {
        bottoms.set(kind, openers.length);
        break;
      }
      openers.length = index + 1;
      const size = run.sign === "~" ? left : Math.min(2, left, opener.left);
      used.set(opener.run.part, (used.get(opener.run.part) ?? 0) + size);
      used.set(run.part, (used.get(run.part) ?? 0) + size);
      opener.left -= size;
      left -= size;
      if (opener.left === 0) openers.pop();
      for (const [key, bottom] of bottoms) if (bottom > openers.length) bottoms.set(key, openers.length);
    }
    if (run.canOpen && left > 0) openers.push({ run, left });
  }
  return used;
}

function findOpener(
  openers: readonly { readonly run: Run; left: number }[],
  closer: Run,
  bottom: number,
): number {
  for (let index = openers.length - 1; index >= bottom; index--) {
    const opener = openers[index]?.run;
    if (!opener || opener.sign !== closer.sign) continue;
    if (closer.sign === "~") {
      if (opener.length === closer.length) return index;
      continue;
    }
    // "If one of the delimiters can both open and close, the sum of the lengths must not be a multiple of 3."
    const isOdd =
      (opener.canClose || closer.canOpen) &&
      (opener.length + closer.length) % 3 === 0 &&
      (opener.length % 3 !== 0 || closer.length % 3 !== 0);
    if (!isOdd) return index;
  }
  return -1;
}

/** What a run may do, by what stands around it. */
export function runBetween(
  sign: string,
  before: string,
  after: string,
): { canOpen: boolean; canClose: boolean } {
  const isLeft = !isBlank(after) && (!isSign(after) || isBlank(before) || isSign(before));
  const isRight = !isBlank(before) && (!isSign(before) || isBlank(after) || isSign(after));
  if (sign !== "_") return { canOpen: isLeft, canClose: isRight };
  return { canOpen: isLeft && (!isRight || isSign(before)), canClose: isRight && (!isLeft || isSign(after)) };
}

const isBlank = (unit: string) => unit === "" || /\s/.test(unit);
const isSign = (unit: string) => /[\p{P}\p{S}]/u.test(unit);
