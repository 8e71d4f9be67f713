/** Divergences in plain words: what was done on each side, and what explains it. */
import * as words from '../../texts/en.ts';
import { type Cause, type Copy, FACTS_DIFFERED, kindsNow } from './divergence.ts';

/** One sentence: who did what; and for every cause, whose rules explain it. Empty without causes. */
export function divergenceSentence(a: Copy, b: Copy, causes: readonly Cause[]): string {
  if (causes.length === 0) return '';
  const [first, second] = [words.deed(kindsNow(a)), words.deed(kindsNow(b))];
  const who = [a, b].map((copy) => copy.platform.title) as [string, string];
  if (first === second) return `${words.both(who, first)}; ${clauses(causes, a, b)}.`;
  const quiet = [a, b].find((copy) => kindsNow(copy).length === 0);
  if (quiet === undefined) return `${who[0]} ${first}, ${who[1]} ${second}; ${clauses(causes, a, b)}.`;
  const ofQuiet = causes.filter((cause) => cause.side !== (quiet === a ? 'b' : 'a'));
  return `${deedBeside(quiet, a, b)}; ${clauses(ofQuiet.length > 0 ? ofQuiet : causes, a, b)}.`;
}

/** Only the side that did something is told, and why the other did not. */
function deedBeside(quiet: Copy, a: Copy, b: Copy): string {
  const acted = quiet === a ? b : a;
  return `${acted.platform.title} ${words.deed(kindsNow(acted))}`;
}

/** The causes of each side under its name, rungs before exemptions: "Facewall's ladder has no notice, and its …". */
function clauses(causes: readonly Cause[], a: Copy, b: Copy): string {
  const sides: readonly (readonly [Cause['side'], string])[] = [
    ['a', a.platform.title],
    ['b', b.platform.title],
    ['both', ''],
  ];
  const told = sides.flatMap(([side, title]) => {
    const own = causes.filter((cause) => cause.side === side).sort((x, y) => place(x) - place(y));
    const texts = [...new Set(own.map((cause) => clauseOf(cause)))];
    return texts.map((text, i) =>
      text.replace('{whose}', i === 0 ? words.whose(title) : 'its').replace('{who}', i === 0 ? title : 'it'),
    );
  });
  return words.list(told);
}

const ORDER: readonly Cause['kind'][] = [
  'rung_unavailable',
  'exemption',
  'deviation',
  'verdict',
  'policy',
  'lag',
  'unexplained',
];
const place = (cause: Cause): number => ORDER.indexOf(cause.kind);

function clauseOf({ kind, departure, ref, side }: Cause): string {
  switch (kind) {
    case 'rung_unavailable':
      return departure?.kind === 'capability'
        ? words.cannotExecute(departure.from)
        : words.ladderLacks(departure === null ? ref : departure.from);
    case 'exemption':
      return words.registerExempts(departure?.who ?? null, departure?.kind === 'hold');
    case 'deviation':
      return departure === null ? words.actedAsBaseline : words.personDeviated;
    case 'verdict':
      return words.personDecided;
    case 'policy':
      if (departure !== null) return words.policyDoesNotReach(departure.kind);
      return side === 'both' ? words.policiesDiffer : words.policyNotInForce;
    case 'lag':
      if (departure !== null) return words.stillWaits;
      return ref === FACTS_DIFFERED ? words.factsDiffered : words.actedLater(Number(ref));
    case 'unexplained':
      return side === 'both' ? words.nothingExplains : words.unlikeItsPolicy;
  }
}
