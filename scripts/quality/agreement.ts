/** Compares the verdicts of a person, who saw post and public text only, with what the rules did. */

type Verdict = 'breaks' | 'keeps' | 'unsure';
export type VerdictRow = { readonly policy: string; readonly id: string; readonly verdict: Verdict };
export type Sample = {
  readonly policySet: string;
  readonly seed: number;
  readonly policies: Readonly<Record<string, { readonly acted: readonly string[]; readonly left: readonly string[] }>>;
};

export type Agreement = {
  readonly judged: number;
  readonly unsure: number;
  /** Acted upon, and the person says that it breaks the standard; and the other three. */
  readonly table: {
    readonly actedBreaks: number;
    readonly actedKeeps: number;
    readonly leftBreaks: number;
    readonly leftKeeps: number;
  };
  /** Share of posts acted upon that break the standard. Null: none judged. */
  readonly precision: number | null;
  readonly leftThatBreak: number | null;
  readonly agreement: number | null;
  readonly kappa: number | null;
};

const VERDICTS: readonly string[] = ['breaks', 'keeps', 'unsure'] satisfies Verdict[];

/** Lines `policy,id,verdict`; empty lines and lines that begin with `#` are left out. */
export function readVerdicts(text: string): VerdictRow[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#') && line !== 'policy,id,verdict')
    .map((line) => {
      const [policy = '', id = '', verdict = ''] = line.split(',').map((cell) => cell.trim());
      if (!VERDICTS.includes(verdict)) throw new Error(`\`${line}\`: a verdict is one of ${VERDICTS.join(', ')}`);
      return { policy, id, verdict: verdict as Verdict };
    });
}

export function agreementOf(sample: Sample, verdicts: readonly VerdictRow[]): Record<string, Agreement> {
  const result: Record<string, Agreement> = {};
  for (const [policy, { acted, left }] of Object.entries(sample.policies)) {
    const mine = new Map(verdicts.filter((row) => row.policy === policy).map((row) => [row.id, row.verdict]));
    const count = (ids: readonly string[], verdict: Verdict) => ids.filter((id) => mine.get(id) === verdict).length;
    const table = {
      actedBreaks: count(acted, 'breaks'),
      actedKeeps: count(acted, 'keeps'),
      leftBreaks: count(left, 'breaks'),
      leftKeeps: count(left, 'keeps'),
    };
    const unsure = count(acted, 'unsure') + count(left, 'unsure');
    result[policy] = { judged: mine.size, unsure, table, ...rates(table) };
  }
  return result;
}

function rates({ actedBreaks, actedKeeps, leftBreaks, leftKeeps }: Agreement['table']) {
  const all = actedBreaks + actedKeeps + leftBreaks + leftKeeps;
  const share = (part: number, whole: number) => (whole === 0 ? null : Math.round((part / whole) * 1000) / 1000);
  const acted = actedBreaks + actedKeeps;
  const breaks = actedBreaks + leftBreaks;
  const byChance = all === 0 ? 0 : (acted * breaks + (all - acted) * (all - breaks)) / all ** 2;
  const agreed = all === 0 ? 0 : (actedBreaks + leftKeeps) / all;
  return {
    precision: share(actedBreaks, acted),
    leftThatBreak: share(leftBreaks, leftBreaks + leftKeeps),
    agreement: share(actedBreaks + leftKeeps, all),
    kappa: all === 0 || byChance === 1 ? null : Math.round(((agreed - byChance) / (1 - byChance)) * 1000) / 1000,
  };
}
