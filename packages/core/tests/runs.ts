/**
 * How often a law is tried: `usual` times in `npm run verify`, a hundred times more in `npm run deep`. Where a law does not
 * hold, fast-check prints the seed and the path that show it again.
 */
export function runs(usual: number): { readonly numRuns: number } {
  return { numRuns: Math.max(1, Math.round((usual * Number(process.env.RUNWRIGHT_RUNS ?? 2000)) / 2000)) };
}
