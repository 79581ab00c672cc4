/** The names that changed their place among those that both lists have: as few as explain the new order. */
export function moved(before: readonly string[], after: readonly string[]): readonly string[] {
  const places = new Map(before.map((name, index) => [name, index] as const));
  const common = after.flatMap((name) => {
    const place = places.get(name);
    return place === undefined ? [] : [{ name, place }];
  });
  const kept = longestRise(common.map(({ place }) => place));
  return common.filter(({ place }) => !kept.has(place)).map(({ name }) => name);
}

/** The members of a longest rising part of a list of different numbers (patience sorting). */
function longestRise(numbers: readonly number[]): ReadonlySet<number> {
  const tops: number[] = [];
  const before = new Map<number, number | undefined>();
  for (const number of numbers) {
    let low = 0;
    let high = tops.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((tops[middle] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    before.set(number, tops[low - 1]);
    tops[low] = number;
  }
  const rise = new Set<number>();
  for (let top = tops.at(-1); top !== undefined; top = before.get(top)) rise.add(top);
  return rise;
}
