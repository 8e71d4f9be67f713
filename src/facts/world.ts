/**
 * The world as far as one batch needs it: accounts, posts, copies, register, counters, breakers. Gathering fills it
 * (`store.ts`), or it starts empty and lives as long as a file is read. Judging a post writes what it changed back into
 * it, so that the next post of the batch sees it: this is the batch's overlay.
 */
import type { Office, StatusFacts } from '../accounts/account.ts';
import { EMPTY_STANDING, type Standing } from '../accounts/standing.ts';
import type { DecisionRecord, MeasureStatus } from '../decide/decision.ts';
import type { FindingKey } from '../evaluate/finding.ts';
import type { Exemption, Principal } from '../exemptions/exemption.ts';
import type { AuthorFields } from '../ingest/post.ts';
import { type Instant, instantOf, msOf } from '../lib/instant.ts';
import type { MeasureKind } from '../policy/measure.ts';
import type { Tally } from './counting.ts';

/** `changedBy` took the last step; absent: the platform, in a payload of this batch. */
export type KnownOffice = Office & { readonly changedBy?: Principal };

export type KnownAccount = {
  /** Internal id. */
  readonly id: string;
  readonly platform: string;
  /** Empty: erased. */
  externalId: string;
  readonly externalKey: string;
  /** At which it was read, or left by the batch before; null: new. */
  version: number | null;
  identity: AuthorFields;
  /** All of the register's, in any state. */
  offices: readonly KnownOffice[];
  person: string | null;
  lists: readonly string[];
  standing: { readonly baseline: Standing; readonly applied: Standing };
};

export type KnownRevision = {
  readonly revision: number;
  readonly contentKey: string;
  /** When it was edited, else written. */
  readonly revisedAt: Instant;
  readonly receivedAt: Instant;
  readonly outOfOrder: boolean;
  /** Under which it was judged. */
  readonly setHash: string;
};

type KnownObservation = {
  readonly id: string;
  readonly measures: readonly MeasureKind[];
  readonly seenAt: Instant;
  readonly evidenceUrl: string | null;
};

export type KnownPost = {
  readonly id: string;
  readonly platform: string;
  /** Empty: erased. */
  externalId: string;
  readonly externalKey: string;
  /** Internal id of its author's account. */
  readonly account: string;
  /** At which it was read, or left by the batch before; null: new. */
  version: number | null;
  /** When first written. */
  readonly createdAt: Instant;
  /** Newest that is in order; 0: none yet. */
  revision: number;
  revisions: KnownRevision[];
  cluster: string;
  deletedAt: Instant | null;
  plain: boolean;
  /** All decisions on it, in ledger order. */
  history: DecisionRecord[];
  observations: readonly KnownObservation[];
};

/** Findings of a rule with a limit in one hour, over all posts. */
export type KnownBreaker = { count: number; tripped: boolean; readCount: number | null };

export type World = {
  /** By `nameKey`. */
  readonly accounts: Map<string, KnownAccount>;
  readonly posts: Map<string, KnownPost>;
  readonly accountsById: Map<string, KnownAccount>;
  readonly postsById: Map<string, KnownPost>;
  /** By cluster, oldest first; of large clusters the decided and the newest. */
  readonly clusters: Map<string, KnownPost[]>;
  /** Of all platforms and states. */
  exemptions: readonly Exemption[];
  readonly registerVersion: number;
  /** Internal ids of the accounts of the person asked for. */
  readonly members: readonly string[];
  /** By counter name, then key. */
  readonly tallies: Map<string, Map<string, Tally>>;
  /** By rule and hour: see `breakerKey`. */
  readonly breakers: Map<string, KnownBreaker>;
  /** Kinds found before, as JSON, by `divergenceKey`. */
  readonly divergences: Map<string, string>;
  /** What became of measures, by measure id. */
  readonly statuses: Map<string, { readonly status: MeasureStatus; readonly ackedAt: Instant | null }>;
};

export function emptyWorld(): World {
  return {
    accounts: new Map(),
    posts: new Map(),
    accountsById: new Map(),
    postsById: new Map(),
    clusters: new Map(),
    exemptions: [],
    registerVersion: 0,
    members: [],
    tallies: new Map(),
    breakers: new Map(),
    divergences: new Map(),
    statuses: new Map(),
  };
}

/** Platform and the platform's own id, as one key. */
export const nameKey = (platform: string, id: string): string => `${platform}\n${id}`;

const HOUR_MS = 3_600_000;
/** The hour that a breaker counts in. */
export function breakerBucket(at: Instant): Instant {
  return instantOf(Math.floor(msOf(at) / HOUR_MS) * HOUR_MS);
}
export const breakerKey = (finding: FindingKey, bucket: Instant): string => `${bucket} ${finding}`;

/** One pair of copies, whichever comes first. */
export const divergenceKey = (a: string, b: string): string => (a < b ? `${a} ${b}` : `${b} ${a}`);

export function newAccount(
  name: Pick<KnownAccount, 'id' | 'platform' | 'externalId' | 'externalKey'>,
  identity: AuthorFields,
): KnownAccount {
  return {
    ...name,
    version: null,
    identity,
    offices: [],
    person: null,
    lists: [],
    standing: { baseline: EMPTY_STANDING, applied: EMPTY_STANDING },
  };
}

/** What the account is at `at`, by our registers. Verification and followers are the platform's own word. */
export function statusOf(account: KnownAccount, at: Instant): StatusFacts {
  return {
    verified: account.identity.verified ?? false,
    followers: account.identity.followers ?? 0,
    offices: account.offices
      .filter((office) => office.state === 'confirmed' && office.from <= at && (office.to === null || office.to > at))
      .map(({ id, title, jurisdiction }) => ({ id, title, jurisdiction })),
    person: account.person,
    lists: account.lists,
  };
}

/** What the payload changes of what is known of its author; null: nothing. What it does not say stays. */
export function identityChange(known: AuthorFields, said: AuthorFields): AuthorFields | null {
  const next: AuthorFields = {
    id: said.id,
    handle: said.handle ?? known.handle,
    createdAt: said.createdAt ?? known.createdAt,
    followers: said.followers ?? known.followers,
    verified: said.verified ?? known.verified,
    offices: known.offices,
  };
  const same =
    next.id === known.id &&
    next.handle === known.handle &&
    next.createdAt === known.createdAt &&
    next.followers === known.followers &&
    next.verified === known.verified;
  return same ? null : next;
}

/** Offices that the payload claims and the register has in no state: recorded as claims, without effect. */
export function newClaims(account: KnownAccount, said: AuthorFields): AuthorFields['offices'] {
  const key = (title: string, jurisdiction: string | null) => `${title.toLowerCase()}\n${jurisdiction ?? ''}`;
  const known = new Set(account.offices.map((office) => key(office.title, office.jurisdiction)));
  return said.offices.filter((claim) => {
    const own = key(claim.title, claim.jurisdiction);
    return !known.has(own) && known.add(own);
  });
}
