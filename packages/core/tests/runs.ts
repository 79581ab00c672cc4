const asked = Number(process.env.RUNWRIGHT_RUNS ?? 2000);

/**
 * How often a law is tried: `usual` times in `npm run verify`, ten times as often in `npm run deep`. Where a law does not
 * hold, fast-check prints the seed and the path that show it again.
 */
export function runs(usual: number): { readonly numRuns: number } {
  return { numRuns: Math.max(1, Math.round((usual * asked) / 2000)) };
}

/** Milliseconds that a law may take on a busy machine; as many as it likes where it is tried more often. */
export const patience = asked > 2000 ? 0 : 60_000;
