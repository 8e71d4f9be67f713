/** Words for departures and divergence: one short name and one sentence each. */
type KindWords = { readonly name: string; readonly meaning: string };

const DEPARTURES: Readonly<Record<string, KindWords>> = {
  exemption: { name: 'exemption', meaning: 'An entry of the register softens what the policy gives.' },
  capability: { name: 'cannot be done here', meaning: 'The platform is not able to carry out this measure.' },
  ladder: { name: 'rung missing', meaning: 'The platform has no such rung; the next one is used.' },
  breaker: { name: 'breaker', meaning: 'The rule acted too often and waits for a person.' },
  hold: { name: 'hold', meaning: 'An interim rung applies until a clock runs out.' },
  degraded: { name: 'degraded', meaning: 'Something that the rule reads was not known.' },
  deviation: { name: 'deviation', meaning: 'A person chose another rung, with a reason.' },
  scope: { name: 'scope', meaning: 'The policy is not in force for this post.' },
  status_rule: { name: 'status rule', meaning: 'The rule reads who the author is, and says why.' },
  appeal: { name: 'appeal', meaning: 'An appeal changed the outcome.' },
};

const DIVERGENCES: Readonly<Record<string, KindWords>> = {
  verdict: { name: 'verdict', meaning: 'A person decided one of the two.' },
  exemption: { name: 'exemption', meaning: 'A platform exempts this author from the policy.' },
  rung_unavailable: { name: 'rung unavailable', meaning: 'One platform has a measure that the other lacks.' },
  deviation: { name: 'deviation', meaning: 'What was done is not what the published policy gives.' },
  policy: { name: 'policy', meaning: 'The two platforms have different policies.' },
  lag: { name: 'lag', meaning: 'One of them acted later.' },
  unexplained: { name: 'unexplained', meaning: 'Nothing on record explains the difference.' },
};

const unnamed = (kind: string): KindWords => ({ name: kind.replaceAll('_', ' '), meaning: '' });

export const departureWords = (kind: string): KindWords => DEPARTURES[kind] ?? unnamed(kind);
export const divergenceWords = (kind: string): KindWords => DIVERGENCES[kind] ?? unnamed(kind);
