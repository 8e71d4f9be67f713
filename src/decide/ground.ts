/** The ground a decision stands on: one platform of one policy set, looked up once. */
import { type Finding, type FindingKey, findingKey } from '../evaluate/finding.ts';
import type { Ladder, Rung } from '../policy/ladder.ts';
import type { Measure, PostMeasure } from '../policy/measure.ts';
import type { Platform } from '../policy/platform.ts';
import type { Policy, PolicySet, Rule, Then } from '../policy/policy-set.ts';
import type { DepartureTarget } from './decision.ts';

export type Ground = {
  readonly policySet: string;
  readonly platform: Platform;
  readonly ladder: Ladder;
  /** Severity by rung id; `none` is 0. */
  readonly severity: ReadonlyMap<string, number>;
  readonly rungs: ReadonlyMap<string, Rung>;
  readonly policies: ReadonlyMap<string, Policy>;
  /** A policy's place in the set. */
  readonly order: ReadonlyMap<string, number>;
  readonly rules: ReadonlyMap<FindingKey, Rule>;
  /** Ids of the policies in force on the platform, in order: what a rule's decision binds. */
  readonly inForce: readonly string[];
};

/** Looks up what deciding needs; null if the set lacks the platform or its ladder. Keep it: it never changes. */
export function groundOf(set: PolicySet, platformId: string): Ground | null {
  const platform = set.platforms.find((p) => p.id === platformId);
  const ladder = set.ladders.find((l) => l.id === platform?.ladder);
  if (platform === undefined || ladder === undefined) return null;
  const ids = set.policies.map((policy) => policy.id);
  return {
    policySet: set.hash,
    platform,
    ladder,
    severity: new Map([['none', 0], ...ladder.rungs.map((rung, i): [string, number] => [rung.id, i + 1])]),
    rungs: new Map(ladder.rungs.map((rung) => [rung.id, rung])),
    policies: new Map(set.policies.map((policy) => [policy.id, policy])),
    order: new Map(ids.map((id, i) => [id, i])),
    rules: new Map(
      set.policies.flatMap((policy) =>
        policy.rules.map((rule): [FindingKey, Rule] => [findingKey({ policy: policy.id, rule: rule.id }), rule]),
      ),
    ),
    inForce: platform.policies === null ? ids : ids.filter((id) => platform.policies?.includes(id)),
  };
}

export type Target = DepartureTarget & { readonly rung: string };

export const NONE: Target = { rung: 'none', severity: 0, measures: [], strikePoints: 0 };

export const hasRung = (ground: Ground, rung: string): boolean => ground.severity.has(rung);

export const severityOf = (ground: Ground, rung: string): number => ground.severity.get(rung) ?? 0;

/** Stands for the policy's title in the text of a notice. */
const POLICY_NAME = '{policy}';

/** The rung's measures in the name of a policy: a notice says which one it is that the post breaks. */
function inNameOf(ground: Ground, measures: readonly PostMeasure[], policy: string): readonly PostMeasure[] {
  const title = ground.policies.get(policy)?.title ?? policy;
  return measures.map((measure) => {
    if (measure.kind !== 'notice') return measure;
    const texts = Object.entries(measure.text).map(([lang, text]) => [lang, text.replaceAll(POLICY_NAME, () => title)]);
    return { ...measure, text: Object.fromEntries(texts) };
  });
}

/** Whose rung is asked for: a policy's, with the label of its rule. */
export type Asker = { readonly policy: string; readonly label: Then['label'] };

/** What a rung of this ladder asks for, with the rule's own label; a rung that it lacks asks for nothing. */
export function targetOf(ground: Ground, rungId: string, { policy, label }: Asker): Target {
  const rung = ground.rungs.get(rungId);
  if (rung === undefined) return { ...NONE, rung: rungId };
  const own: readonly PostMeasure[] = label === null ? [] : [{ kind: 'label', ...label }];
  const measures: readonly Measure[] = [
    ...inNameOf(ground, rung.measures, policy).filter((measure) => measure.kind !== 'label' || label === null),
    ...own,
  ];
  return { rung: rungId, severity: severityOf(ground, rungId), measures, strikePoints: rung.strikePoints };
}

/** The ladder's interim rung: no label of the rule, and no strike, since nothing is decided yet. */
export function interimOf(ground: Ground, policy: string, rungId: string = ground.ladder.interim): Target {
  return { ...targetOf(ground, rungId, { policy, label: null }), strikePoints: 0 };
}

/** The rung that this ladder has in the place of the named one: itself, its substitute, or `none`. */
export function rungHere(ground: Ground, rung: string): string {
  if (hasRung(ground, rung)) return rung;
  const substitute = ground.ladder.substitutes[rung];
  return substitute !== undefined && hasRung(ground, substitute) ? substitute : 'none';
}

/** A finding's basis: what the rule asks, in the words of the rule. */
export function askedBy(ground: Ground, finding: Pick<Finding, 'policy' | 'rule' | 'then'>) {
  const { rung, ...target } = targetOf(ground, finding.then.rung, {
    policy: finding.policy,
    label: finding.then.label,
  });
  return {
    finding: findingKey(finding),
    policy: finding.policy,
    order: ground.order.get(finding.policy) ?? ground.order.size,
    rung,
    ...target,
  };
}
