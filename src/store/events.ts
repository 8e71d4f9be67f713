/**
 * Ledger events: one union, each with `v`. Changes to this file may require migrations and upcasters;
 * stored events are never edited. No free text, handle or platform id in clear: such text is in the vault,
 * and the event holds its commitment. Internal ids are random; hashes of text are keyed (see `vault.ts`).
 */

import type { StandingChange } from '../accounts/standing.ts';
import type { Decision, Departure } from '../decide/decision.ts';
import type { FactUsed, Span, UnknownRule } from '../evaluate/finding.ts';
import type { ExemptionKind, ExemptionState, Principal } from '../exemptions/exemption.ts';
import type { IncomingPost, PostContent } from '../ingest/post.ts';
import type { Instant } from '../lib/instant.ts';
import type { Measure, MeasureKind } from '../policy/measure.ts';

/** A vault row and SHA-256(salt ‖ canonical bytes) of its content, hex. */
export type VaultRef = { readonly vault: string; readonly commitment: string };

/** What the vault holds for `RevisionReceived.content`. */
export type PostVault = {
  /** The platform's id of the post. */
  readonly id: string;
  readonly content: PostContent;
  readonly signals: IncomingPost['signals'];
  /** SHA-256 of the bytes as received, where they were kept. */
  readonly rawHash?: string;
};
export type OfficeVault = {
  readonly title: string;
  readonly jurisdiction: string;
  readonly source: string;
};
export type PersonVault = { readonly name: string; readonly source: string };
export type KeyVault = { readonly name: string };

/** One count of one counter: keyed hash of what it belongs to, start of its bucket, keyed hash of the distinct value. */
export type CountAdded = {
  readonly counter: string;
  readonly key: string;
  readonly bucket: Instant;
  readonly value: string | null;
};

export type RevisionReceived = {
  readonly post: string;
  readonly revision: number;
  readonly platform: string;
  readonly account: string;
  /** Keyed hash of platform and id: the post is found again when its content has left the vault. */
  readonly externalKey: string;
  readonly content: VaultRef;
  /** Keyed hash of the canonical content as received: the same again is a replay. */
  readonly contentKey: string;
  /** Keyed hash of the normalised text: posts that share it are exact copies. */
  readonly cluster: string;
  readonly createdAt: Instant;
  readonly receivedAt: Instant;
  /** Older than the newest revision: stored, changes nothing. */
  readonly outOfOrder: boolean;
  readonly counts: readonly CountAdded[];
};

export type StoredFinding = {
  readonly policy: string;
  readonly version: string;
  readonly rule: string;
  readonly rung: string;
  readonly exemptible: boolean;
  readonly spans: readonly Span[];
};

/** A departure without its reason, which is text. */
type StoredDeparture = Omit<Departure, 'reason'>;

/** What a decision does to the account's two standings, in order. */
export type StandingChanges = {
  readonly baseline: readonly StandingChange[];
  readonly applied: readonly StandingChange[];
};

/** Made from a `Decision` by `decisionEvent` of store/decision-record.ts, and read back there. */
export type DecisionMade = Pick<
  Decision,
  | 'subject'
  | 'trigger'
  | 'rank'
  | 'decidedBy'
  | 'decidedAt'
  | 'policies'
  | 'basis'
  | 'baseline'
  | 'applied'
  | 'degraded'
  | 'supersedes'
  | 'causedBy'
  | 'person'
> & {
  readonly type: 'decision.made';
  readonly v: 1;
  readonly decision: string;
  readonly set: string;
  readonly findings: readonly StoredFinding[];
  readonly statusFindings: readonly StoredFinding[];
  readonly shadow: readonly StoredFinding[];
  readonly unknown: readonly Omit<UnknownRule, 'then' | 'failed'>[];
  readonly departures: readonly StoredDeparture[];
  /** A value that may hold text (of the post, of the author) is null here; the vault has it. */
  readonly facts: readonly FactUsed[];
  readonly engine: { readonly version: string; readonly unicode: string };
  /** Of decisions on accounts; null on posts. */
  readonly standing: StandingChanges | null;
  /** The full `Decision`, with reason, explanations, clauses, reasons of departures, unused exemptions. */
  readonly texts: VaultRef;
};

export type LedgerEvent =
  | {
      readonly type: 'policy_set.published';
      readonly v: 1;
      readonly set: string;
      readonly policies: readonly { readonly id: string; readonly version: string }[];
      readonly by: Principal;
    }
  | {
      readonly type: 'policy_set.activated';
      readonly v: 1;
      readonly set: string;
      readonly previous: string | null;
      readonly by: Principal;
      /** Back to the set before, and not forward to another; absent in what older versions wrote. */
      readonly rollback?: boolean;
    }
  /** One of the approvals that the settings ask for before a set is activated. */
  | { readonly type: 'policy_set.approved'; readonly v: 1; readonly set: string; readonly by: Principal }
  /** First sight of an account, or a change of what its platform says of it (`identity`: AuthorFields). */
  | {
      readonly type: 'account.recorded';
      readonly v: 1;
      readonly account: string;
      readonly platform: string;
      /** Keyed hash of platform and id, so that erasing an identity does not erase its standing. */
      readonly externalKey: string;
      readonly identity: VaultRef;
    }
  | {
      readonly type: 'account.penalised';
      readonly v: 1;
      readonly account: string;
      readonly decision: string;
      readonly measures: readonly Measure[];
      readonly until: Instant | null;
    }
  /** `facts`: title, jurisdiction, source. */
  | {
      readonly type: 'office.changed';
      readonly v: 1;
      readonly office: string;
      readonly account: string;
      readonly state: 'claimed' | 'confirmed' | 'withdrawn';
      readonly from: Instant;
      readonly to: Instant | null;
      readonly facts: VaultRef;
      readonly by: Principal;
    }
  | {
      readonly type: 'person.changed';
      readonly v: 2;
      readonly person: string;
      /** Only a confirmed one links its accounts. */
      readonly state: 'claimed' | 'confirmed' | 'withdrawn';
      readonly accounts: readonly string[];
      readonly facts: VaultRef;
      readonly by: Principal;
    }
  | {
      readonly type: 'account_list.changed';
      readonly v: 1;
      readonly account: string;
      readonly list: string;
      readonly member: boolean;
      readonly by: Principal;
    }
  /** Posts without finding, report or copy of a decided post: compact, batched per commit. */
  | { readonly type: 'posts.judged'; readonly v: 1; readonly set: string; readonly posts: readonly RevisionReceived[] }
  | { readonly type: 'post.received'; readonly v: 1; readonly set: string; readonly post: RevisionReceived }
  | { readonly type: 'post.deleted'; readonly v: 1; readonly post: string; readonly by: 'author' | Principal }
  | DecisionMade
  | {
      readonly type: 'measure.acked';
      readonly v: 1;
      readonly measure: string;
      readonly status: 'delivered' | 'confirmed' | 'failed' | 'reverted';
      readonly at: Instant;
    }
  /** `terms`: the whole `Exemption` in canonical JSON; the ledger keeps what others must be able to count. */
  | {
      readonly type: 'exemption.changed';
      readonly v: 1;
      readonly exemption: string;
      readonly platform: string;
      readonly state: ExemptionState;
      readonly kind: ExemptionKind;
      readonly policies: readonly string[];
      readonly expiresAt: Instant;
      readonly published: boolean;
      readonly by: Principal;
      readonly terms: VaultRef;
    }
  | {
      readonly type: 'hold.started';
      readonly v: 1;
      readonly hold: string;
      readonly decision: string;
      readonly until: Instant;
    }
  | { readonly type: 'hold.ended'; readonly v: 1; readonly hold: string; readonly by: 'clock' | Principal }
  | {
      readonly type: 'breaker.counted';
      readonly v: 1;
      readonly breaker: string;
      readonly bucket: Instant;
      readonly count: number;
      readonly tripped: boolean;
    }
  | {
      readonly type: 'case.opened';
      readonly v: 1;
      readonly case: string;
      readonly reason: 'unknown' | 'hold' | 'breaker' | 'higher_rank' | 'edit' | 'human_step';
      readonly decision: string | null;
      readonly post: string | null;
      readonly account: string | null;
    }
  | {
      readonly type: 'observation.recorded';
      readonly v: 1;
      readonly observation: string;
      readonly post: string;
      readonly platform: string;
      readonly measures: readonly MeasureKind[];
      readonly seenAt: Instant;
      readonly evidence: VaultRef;
    }
  | {
      readonly type: 'reach.recorded';
      readonly v: 1;
      readonly rows: readonly {
        readonly post: string;
        readonly at: Instant;
        readonly views: number;
        readonly reposts: number;
      }[];
    }
  | {
      readonly type: 'divergence.found';
      readonly v: 1;
      readonly cluster: string;
      readonly a: string;
      readonly b: string;
      readonly kinds: readonly string[];
    }
  | {
      readonly type: 'key.created';
      readonly v: 2;
      readonly key: string;
      /** Whom the key was given to; null: its maker keeps it, or whom the maker stands for. */
      readonly holder: Principal | null;
      readonly secretHash: string;
      readonly scopes: readonly string[];
      readonly platforms: readonly string[] | null;
      readonly name: VaultRef;
      readonly by: Principal;
    }
  | { readonly type: 'key.revoked'; readonly v: 1; readonly key: string; readonly by: Principal }
  | {
      readonly type: 'erased';
      readonly v: 1;
      readonly vaults: readonly string[];
      readonly reason: 'request' | 'retention' | 'law';
    };

export type EventType = LedgerEvent['type'];
export type EventOf<T extends EventType> = Extract<LedgerEvent, { type: T }>;

/** An event as stored. `position` is given by the sequencer in commit order, never at insert. */
export type StoredEvent = {
  readonly position: number;
  readonly id: string;
  readonly at: Instant;
  readonly event: LedgerEvent;
};
