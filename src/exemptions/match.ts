/** Which exemption softens or holds one finding: matched on our own registers, at the time the post was received. */
import type { Instant } from '../lib/instant.ts';
import type { Exemption } from './exemption.ts';
import { EXEMPTION_SUBJECT_KINDS } from './exemption.ts';

/** Whose post it is, by our registers and never by what the payload claims. */
export type ExemptionScope = {
  readonly platform: string;
  readonly post: string;
  readonly account: string;
  readonly person: string | null;
  /** Ids of the offices confirmed and held when the post was received. */
  readonly offices: readonly string[];
  /** Ids of the classes that held then. */
  readonly classes: readonly string[];
  readonly receivedAt: Instant;
  readonly now: Instant;
};

/** What would be done without any exemption, on this platform's ladder. */
export type ExemptionTarget = {
  readonly policy: string;
  readonly rung: string;
  /** Null: the ladder has no such rung. */
  readonly severityOf: (rung: string) => number | null;
};

export type ExemptionChoice = {
  readonly used: Exemption | null;
  readonly unused: readonly { readonly exemption: string; readonly reason: string }[];
};

/** Whether the exemption was in force at receipt, and has not ended since without leave to stay. */
export function inForce(exemption: Exemption, receivedAt: Instant, now: Instant): boolean {
  if (exemption.grantedAt === null || exemption.grantedAt > receivedAt) return false;
  const end = endOf(exemption);
  if (end <= receivedAt) return false;
  return end > now || exemption.afterEnd.keep;
}

/** When it ended or will end: by its expiry or an earlier revocation. */
function endOf(exemption: Exemption): Instant {
  const { endedAt, expiresAt } = exemption;
  return endedAt !== null && endedAt < expiresAt ? endedAt : expiresAt;
}

/** Whether the exemption is for this post, its account, its person, or an office or class of the author's. */
function covers(exemption: Exemption, scope: ExemptionScope): boolean {
  if (exemption.platform !== scope.platform) return false;
  const { kind, id } = exemption.subject;
  switch (kind) {
    case 'post':
      return id === scope.post;
    case 'account':
      return id === scope.account;
    case 'person':
      return id === scope.person;
    case 'office':
      return scope.offices.includes(id);
    case 'class':
      return scope.classes.includes(id);
  }
}

/** Matching exemptions of one policy, in the order in which they are preferred. */
function matching(
  exemptions: readonly Exemption[],
  scope: ExemptionScope,
  target: ExemptionTarget,
): readonly Exemption[] {
  return exemptions
    .filter((e) => e.policies.includes(target.policy) && covers(e, scope) && inForce(e, scope.receivedAt, scope.now))
    .sort((a, b) => preferred(a, b, target));
}

/** Most specific, then least softening, then oldest. */
function preferred(a: Exemption, b: Exemption, { severityOf }: ExemptionTarget): number {
  const kinds = EXEMPTION_SUBJECT_KINDS;
  return (
    kinds.indexOf(a.subject.kind) - kinds.indexOf(b.subject.kind) ||
    (severityOf(landing(b)) ?? 0) - (severityOf(landing(a)) ?? 0) ||
    hoursOf(a) - hoursOf(b) ||
    compare(a.grantedAt ?? '', b.grantedAt ?? '') ||
    compare(a.id, b.id)
  );
}

/** A hold ends by itself, so it softens less than a softening to the same rung, and the shorter the less. */
const hoursOf = ({ effect }: Exemption): number => (effect.kind === 'hold' ? effect.hours : Number.MAX_SAFE_INTEGER);

const landing = ({ effect }: Exemption): string => (effect.kind === 'hold' ? effect.rung : effect.to);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Chooses among the matching exemptions one that fits the rung; the others are listed with why they were not used. */
export function chooseExemption(
  exemptions: readonly Exemption[],
  scope: ExemptionScope,
  target: ExemptionTarget,
): ExemptionChoice {
  let used: Exemption | null = null;
  const unused: { exemption: string; reason: string }[] = [];
  for (const exemption of matching(exemptions, scope, target)) {
    const misfit = misfitOf(exemption, target);
    if (misfit !== null) unused.push({ exemption: exemption.id, reason: misfit });
    else if (used === null) used = exemption;
    else unused.push({ exemption: exemption.id, reason: `\`${used.id}\` comes first` });
  }
  return { used, unused };
}

/** Why an exemption for this policy does not touch this rung; null: it does. */
function misfitOf({ effect }: Exemption, { rung, severityOf }: ExemptionTarget): string | null {
  if (effect.kind === 'soften' && effect.from !== rung) return `it softens \`${effect.from}\`, not \`${rung}\``;
  const to = effect.kind === 'soften' ? effect.to : effect.rung;
  const severity = severityOf(to);
  // A ladder that lost the rung since the grant must not turn a softening into none at all.
  if (severity === null) return `the ladder has no rung \`${to}\` any more`;
  return severity < (severityOf(rung) ?? 0) ? null : `\`${to}\` is not milder than \`${rung}\``;
}
