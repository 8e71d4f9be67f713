/** Batches for tests of the store: accounts, posts and decisions as the pipeline would commit them. */
import type { Decision, Departure, Share } from '../../src/decide/decision.ts';
import { appliedShares, baselineShares } from '../../src/decide/departures.ts';
import { outcomeOf } from '../../src/decide/merge.ts';
import { decisionEvent } from '../../src/store/decision-record.ts';
import type { LedgerEvent, PostVault, RevisionReceived, StandingChanges } from '../../src/store/events.ts';
import type { Batch, Guard, SealedRow, Store } from '../../src/store/store.ts';

export const SET = `sha256:${'5'.repeat(64)}`;
export const AT = '2026-11-01T09:00:00.000Z';

export type Part = { readonly events: LedgerEvent[]; readonly vault: SealedRow[]; readonly guards: Guard[] };

export function batchOf(parts: readonly Part[], at = AT): Batch {
  return {
    at,
    events: parts.flatMap((part) => part.events),
    vault: parts.flatMap((part) => part.vault),
    guards: parts.flatMap((part) => part.guards),
  };
}

/** Commits, and fails the test if a guard was stale. */
export async function commit(store: Store, parts: readonly Part[], at = AT): Promise<void> {
  const result = await store.commit(batchOf(parts, at));
  if (!result.ok) throw new Error(`the commit was refused: ${JSON.stringify(result)}`);
}

export async function publishSet(store: Store): Promise<void> {
  const result = await store.commit({
    at: AT,
    events: [
      { type: 'policy_set.published', v: 1, set: SET, policies: [], by: 'system:test' },
      { type: 'policy_set.activated', v: 1, set: SET, previous: null, by: 'system:test' },
    ],
    vault: [],
    guards: [],
    policySets: [{ hash: SET, body: JSON.stringify({ policies: ['violence'], platforms: ['chirp'] }) }],
  });
  if (!result.ok) throw new Error('the policy set was refused');
}

export type MadeAccount = Part & { readonly id: string };

export function account(store: Store, name: string, id = store.newId()): MadeAccount {
  const sealed = store.seal({
    id: `external-${name}`,
    handle: `@${name}`,
    createdAt: null,
    followers: 12,
    verified: false,
    offices: [],
  });
  const externalKey = store.keys.external('account', 'chirp', `external-${name}`);
  return {
    id,
    events: [{ type: 'account.recorded', v: 1, account: id, platform: 'chirp', externalKey, identity: sealed.ref }],
    vault: [sealed.row],
    guards: [{ kind: 'account', id, version: null }],
  };
}

export type PostOptions = {
  readonly text: string;
  readonly id?: string;
  readonly revision?: number;
  readonly receivedAt?: string;
  readonly outOfOrder?: boolean;
};
export type MadePost = { readonly id: string; readonly received: RevisionReceived; readonly row: SealedRow };

export function received(store: Store, author: string, options: PostOptions): MadePost {
  const { text, id = store.newId(), revision = 1, receivedAt = AT, outOfOrder = false } = options;
  const content: PostVault = {
    id: `platform-${id.slice(0, 6)}-${id.slice(-8)}`,
    content: {
      url: null,
      createdAt: receivedAt,
      editedAt: null,
      text,
      lang: 'en',
      visibility: 'public',
      links: [],
      media: [],
      replyTo: null,
      quoteOf: null,
      postedFrom: null,
    },
    signals: {},
  };
  const sealed = store.seal(content);
  return {
    id,
    row: sealed.row,
    received: {
      post: id,
      revision,
      platform: 'chirp',
      account: author,
      externalKey: store.keys.external('post', 'chirp', content.id),
      content: sealed.ref,
      contentKey: store.keys.text('content', text),
      cluster: store.keys.text('cluster', text),
      createdAt: receivedAt,
      receivedAt,
      outOfOrder,
      counts: [
        { counter: 'posts', key: store.keys.text('author', author), bucket: receivedAt, value: null },
        { counter: 'authors', key: store.keys.text('text', text), bucket: receivedAt, value: author },
      ],
    },
  };
}

export const judged = (posts: readonly MadePost[]): Part => ({
  events: [{ type: 'posts.judged', v: 1, set: SET, posts: posts.map((post) => post.received) }],
  vault: posts.map((post) => post.row),
  guards: [],
});

export const found = (post: MadePost): Part => ({
  events: [{ type: 'post.received', v: 1, set: SET, post: post.received }],
  vault: [post.row],
  guards: [],
});

const SHARE: Share = {
  finding: 'violence/threat',
  policy: 'violence',
  order: 0,
  rung: 'behind_notice',
  severity: 2,
  measures: [{ kind: 'notice', text: { en: 'Against the rule on violence' } }],
  strikePoints: 1,
};

export type DecideOptions = {
  readonly reason?: string;
  readonly exemption?: string;
  readonly rank?: Decision['rank'];
  readonly supersedes?: readonly string[];
  readonly until?: string;
};
export type MadeDecision = Part & { readonly id: string };

export function decided(store: Store, post: MadePost, options: DecideOptions = {}): MadeDecision {
  const { reason = 'the post threatens a crowd of people', exemption, until = null, rank = 'rule' } = options;
  const departures: Departure[] =
    exemption === undefined
      ? []
      : [
          {
            kind: 'exemption',
            finding: SHARE.finding,
            from: SHARE.rung,
            to: 'none',
            target: { severity: 0, measures: [], strikePoints: 0 },
            ref: exemption,
            who: { kind: 'account', id: post.received.account },
            reason: 'the public must be able to read what office-holders say',
            until,
          },
        ];
  const departed = { basis: [SHARE], departures };
  const decision: Decision = {
    subject: { kind: 'post', platform: 'chirp', post: post.id, revision: post.received.revision },
    trigger: rank === 'rule' ? 'ingest' : 'verdict',
    rank,
    decidedBy: { kind: rank === 'rule' ? 'rule' : 'person', principal: null },
    decidedAt: AT,
    policySet: SET,
    policies: ['violence'],
    findings: [
      {
        policy: 'violence',
        version: '1.0.0',
        rule: 'threat',
        explain: 'The post threatens people.',
        // biome-ignore lint/suspicious/noThenProperty: the policy language's own word
        then: { rung: SHARE.rung, label: null },
        exemptible: true,
        clauses: ['text.has(lists.threats)'],
        spans: [{ start: 0, end: 4, clause: 0 }],
      },
    ],
    statusFindings: [],
    shadow: [],
    unknown: [],
    ...departed,
    baseline: outcomeOf(baselineShares(departed)),
    applied: outcomeOf(appliedShares(departed)),
    unused: [],
    degraded: false,
    supersedes: options.supersedes ?? [],
    causedBy: null,
    person: null,
    reason,
  };
  return recorded(store, decision, null);
}

/** A strike for the account, in both standings alike. */
export function struck(store: Store, author: string, post: MadePost): MadeDecision {
  const id = store.newId();
  const strike = {
    decision: id,
    post: `${post.id}#1`,
    points: 1,
    at: AT,
    expiresAt: '2027-01-01T00:00:00.000Z',
    because: [],
  };
  const change = { kind: 'strike', strike, keepDays: 90 } as const;
  const decision: Decision = {
    subject: { kind: 'account', platform: 'chirp', account: author },
    trigger: 'ingest',
    rank: 'rule',
    decidedBy: { kind: 'rule', principal: null },
    decidedAt: AT,
    policySet: SET,
    policies: ['violence'],
    findings: [],
    statusFindings: [],
    shadow: [],
    unknown: [],
    basis: [],
    baseline: outcomeOf([]),
    applied: outcomeOf([]),
    departures: [],
    unused: [],
    degraded: false,
    supersedes: [],
    causedBy: null,
    person: null,
    reason: 'a strike follows from what the post was found to be',
  };
  return recorded(store, decision, { baseline: [change], applied: [change] }, id);
}

function recorded(
  store: Store,
  decision: Decision,
  standing: StandingChanges | null,
  id = store.newId(),
): MadeDecision {
  const sealed = store.seal(decision);
  const engine = { version: '1', unicode: '16' };
  const event = decisionEvent({ id, decision, facts: [], engine, standing, texts: sealed.ref });
  return { id, events: [event], vault: [sealed.row], guards: [] };
}
