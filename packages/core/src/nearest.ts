/** The candidate that a person most likely meant, or none that is near enough. Case does not count. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.slice(0, maxLength).toLowerCase();
  // A third of the letters may be wrong: `onfailure` finds `onFailure`, `escalte` finds `escalate`.
  let limit = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  let best: string | undefined;
  let tried = 0;
  for (const candidate of candidates) {
    if (tried++ === maxCandidates) break;
    if (Math.abs(candidate.length - wanted.length) >= limit) continue;
    const distance = editDistance(...apart(wanted, candidate.toLowerCase()), limit);
    if (distance < limit) {
      limit = distance;
      best = candidate;
    }
  }
  return best;
}

// A name has no more letters, and no runbook so many names. Hostile input must not cost squares.
const maxLength = 64;
const maxCandidates = 2000;

/** What two words have not in common at their beginning and their end. */
function apart(a: string, b: string): [string, string] {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return [a.slice(start, a.length - end), b.slice(start, b.length - end)];
}

/** Letters to insert, remove, replace, or swap with their neighbour; `limit` where it would be that or more. */
function editDistance(a: string, b: string, limit: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = new Array<number>(b.length + 1).fill(limit);
    row[0] = i;
    let least = i;
    // Outside of this band every way costs the limit.
    for (let j = Math.max(1, i - limit + 1); j <= Math.min(b.length, i + limit - 1); j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (beforeLast[j - 2] ?? limit) + 1);
      row[j] = cost;
      least = Math.min(least, cost);
    }
    // No later row comes out lower than the lowest of this one.
    if (least >= limit) return limit;
    beforeLast = last;
    last = row;
  }
  return Math.min(last[b.length] ?? limit, limit);
}
