/** Departures: the only difference between baseline and applied, replayed and checked here (A9). */
import type { Decision, Departure, DepartureKind, Share } from './decision.ts';
import { outcomeOf, sameOutcome } from './merge.ts';

/** Kinds that hold for every account on a platform, and so shape the baseline too. */
const COMMON: readonly DepartureKind[] = ['ladder', 'scope'];

export const isCommon = (departure: Departure): boolean => COMMON.includes(departure.kind);

/** Shares with the departures applied, in their order. A departure that names no share is a bug that A9 finds. */
function replay(basis: readonly Share[], departures: readonly Departure[]): readonly Share[] {
  if (departures.length === 0) return basis;
  return basis.map((share) => departures.filter((d) => d.finding === share.finding).reduce(depart, share));
}

/** One share after one departure. */
export function depart(share: Share, departure: Departure): Share {
  if (departure.target === null) {
    return { ...share, measures: share.measures.filter((measure) => measure.kind !== departure.from) };
  }
  return { ...share, ...departure.target, rung: departure.to };
}

type Departed = Pick<Decision, 'basis' | 'departures'>;

/** What the platform's policy gives an ordinary account, finding by finding. */
export function baselineShares(decision: Departed): readonly Share[] {
  return replay(decision.basis, decision.departures.filter(isCommon));
}

/** What is done, finding by finding. */
export function appliedShares(decision: Departed): readonly Share[] {
  return replay(decision.basis, decision.departures);
}

export type DepartedProblem =
  | { readonly kind: 'baseline_differs' | 'applied_differs' }
  | { readonly kind: 'departure_without_share'; readonly finding: string };

/** A9: baseline and applied are what the basis and the departures give, and nothing else. Empty: it holds. */
export function checkDeparted(decision: Decision): readonly DepartedProblem[] {
  const problems: DepartedProblem[] = [];
  const known = new Set(decision.basis.map((share) => share.finding));
  for (const { finding } of decision.departures) {
    if (!known.has(finding)) problems.push({ kind: 'departure_without_share', finding });
  }
  if (!sameOutcome(outcomeOf(baselineShares(decision)), decision.baseline)) {
    problems.push({ kind: 'baseline_differs' });
  }
  if (!sameOutcome(outcomeOf(appliedShares(decision)), decision.applied)) problems.push({ kind: 'applied_differs' });
  return problems;
}
