/** Rates measured side by side: rounds interleaved, so that a noisy machine is noisy for all, and medians of ratios. */

export type Contender = { readonly name: string; readonly run: () => number };
export type Result = {
  readonly name: string;
  readonly perSecond: number;
  readonly ratio: number;
  readonly spread: string;
};

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number;
}

/**
 * Runs each contender once a round, after one round that does not count. `run` does its work and returns how many
 * items it did. The first contender is the baseline: `ratio` is the median over rounds of
 * (its rate / the baseline's, same round).
 */
export function race(contenders: readonly Contender[], rounds = 7): Result[] {
  const rates = contenders.map(() => [] as number[]);
  for (let round = -1; round < rounds; round++) {
    for (const [index, contender] of contenders.entries()) {
      const started = performance.now();
      const items = contender.run();
      if (round >= 0) (rates[index] as number[]).push((items * 1000) / (performance.now() - started));
    }
  }
  return resultsOf(contenders, rates);
}

/** As `race`, for work that is waited for. */
export async function raceAsync(
  contenders: readonly { readonly name: string; readonly run: () => Promise<number> }[],
  rounds = 5,
): Promise<Result[]> {
  const rates = contenders.map(() => [] as number[]);
  for (let round = -1; round < rounds; round++) {
    for (const [index, contender] of contenders.entries()) {
      const started = performance.now();
      const items = await contender.run();
      if (round >= 0) (rates[index] as number[]).push((items * 1000) / (performance.now() - started));
    }
  }
  return resultsOf(contenders, rates);
}

function resultsOf(contenders: readonly { readonly name: string }[], rates: readonly number[][]): Result[] {
  const baseline = rates[0] as number[];
  return contenders.map((contender, index) => {
    const own = rates[index] as number[];
    const ratios = own.map((rate, round) => rate / (baseline[round] as number));
    return {
      name: contender.name,
      perSecond: Math.round(median(own)),
      ratio: median(ratios),
      spread: `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`,
    };
  });
}

/** A Markdown table of results, the baseline first. */
export function table(title: string, results: readonly Result[], unit: string): string {
  const rows = results.map(
    (r) => `| ${r.name} | ${r.perSecond.toLocaleString('en')} | ${r.ratio.toFixed(2)} | ${r.spread} |`,
  );
  return [`### ${title}`, '', `| | ${unit}/s, median | × the first | range |`, '|---|---|---|---|', ...rows, ''].join(
    '\n',
  );
}
