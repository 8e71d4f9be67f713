/** English words of decisions: reasons, and the one sentence that says why two platforms differ. */

const DEEDS: Readonly<Record<string, string>> = {
  remove: 'removed it',
  notice: 'put it behind a notice',
  age_gate: 'put it behind an age gate',
  geo_withhold: 'withheld it in some countries',
  interaction_limit: 'limited how readers can interact with it',
  demote: 'kept it out of recommendations, search or trends',
  ad_exclusion: 'kept advertising away from it',
  label: 'put a label on it',
};

/** The nouns of measures, as in "has no notice". */
const NOUNS: Readonly<Record<string, string>> = {
  remove: 'removal',
  notice: 'notice',
  age_gate: 'age gate',
  geo_withhold: 'withholding by country',
  interaction_limit: 'limit on interactions',
  demote: 'demotion',
  ad_exclusion: 'exclusion from advertising',
  label: 'label',
};

/** Most visible first: the measure by which people would name what was done. */
const DEED_ORDER: readonly string[] = Object.keys(DEEDS);

export const deed = (kinds: readonly string[]): string =>
  DEEDS[DEED_ORDER.find((kind) => kinds.includes(kind)) ?? ''] ?? 'left it as it is';

const noun = (kind: string): string => NOUNS[kind] ?? kind;

/** `class:office-holders` → "office-holders"; an account or post is not named. */
function exemptedWho(kind: string, id: string): string {
  switch (kind) {
    case 'class':
      return id.replaceAll('_', '-');
    case 'office':
      return 'the office that the author holds';
    case 'person':
      return 'the person';
    case 'account':
      return 'the account';
    default:
      return 'the post';
  }
}

/** `unknown`: how many rules could not be answered, such as those for another language. */
export const nothingFound = (unknown: number): string =>
  unknown === 0
    ? 'No rule of the policies in force found anything.'
    : `No rule of the policies in force found anything, and ${unknown} of them could not be answered.`;

export const foundReason = (explains: readonly string[]): string => [...new Set(explains)].join(' ');

export const holdEnded = 'The hold ran out without a decision, so what the policy says applies.';

export const unknownReason = (inputs: readonly string[]): string =>
  inputs.length === 0
    ? 'The rule failed, so its answer is not known.'
    : `The rule could not be answered: ${inputs.join(', ')} not known.`;

export const breakerReason = (count: number, perHour: number): string =>
  `The rule acted on ${count} posts within the hour, and its limit is ${perHour}.`;

export const ladderReason = (platform: string, rung: string): string => `${platform} has no rung \`${rung}\`.`;

export const scopeReason = {
  platform: (platform: string): string => `The policy is not in force on ${platform}.`,
  earlier: (from: string): string => `The post is older than the policy, which is in force from ${from.slice(0, 10)}.`,
};

export const capabilityReason = (platform: string, kind: string): string =>
  `${platform} cannot execute ${noun(kind)}; a person has to see to it.`;

export const outrankedReason = (rank: string): string =>
  `A rule would decide otherwise than the ${rank} did, and does not override it.`;

export const carriedReason = (rank: string): string =>
  `The post was edited after a decision by ${rank}; its measures stay until a person has looked.`;

export const strikeReason = (points: number, active: number): string =>
  points === 0 ? 'The strike for this post is taken away.' : `${points} strike points for this post, ${active} active.`;

export const strikesDiffer = 'Earlier departures made the strikes differ from those of an ordinary account.';

// Divergence. `{whose}` and `{who}` stand for the platform, named once and then "its" or "it".

export const both = (who: readonly [string, string], what: string): string => `${who[0]} and ${who[1]} both ${what}`;

export const whose = (title: string): string => `${title}${title.endsWith('s') ? '’' : '’s'}`;

/** "a", "a, and b", "a, b, and c". */
export const list = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')}, and ${parts.at(-1)}`;

export const cannotExecute = (kind: string): string => `{who} cannot execute a ${noun(kind)}`;

export const ladderLacks = (what: string): string => `{whose} ladder has no ${NOUNS[what] ?? `rung “${what}”`}`;

export const registerExempts = (who: { readonly kind: string; readonly id: string } | null, holds: boolean): string =>
  `{whose} register ${holds ? 'holds a decision on' : 'exempts'} ${who === null ? 'the author' : exemptedWho(who.kind, who.id)}`;

export const actedAsBaseline = '{who} treated it as an ordinary account’s, although its register has an exemption';
export const personDeviated = 'a person at {who} left what the policy gives, with a recorded reason';
export const personDecided = 'a person decided on {whose} copy';
export const policiesDiffer = 'their policies differ';
export const policyNotInForce = 'the policy is not in force on {who}';
export const policyDoesNotReach = (kind: string): string =>
  kind === 'scope'
    ? '{whose} policy does not reach this post'
    : '{whose} policy takes the author’s status into account';
export const stillWaits = 'on {who} it waits for a person, with a clock';
export const factsDiffered = 'what the rule counts had changed between the two';
export const nothingExplains = 'nothing on record explains the difference';
export const unlikeItsPolicy = 'what {who} was seen to do is not what its published policy gives';

export const actedLater = (ms: number): string => {
  const minutes = Math.round(ms / 60_000);
  const time =
    minutes < 120
      ? `${minutes} minutes`
      : minutes < 2_880
        ? `${Math.round(minutes / 60)} hours`
        : `${Math.round(minutes / 1_440)} days`;
  return `{who} did it ${time} later`;
};
