/**
 * Any history leaves a database that agrees with itself: after random accounts, posts, edits, decisions, deletions,
 * exemptions, acks, erasures and retention, the doctor finds nothing, whatever was committed together.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Part } from '../../test/support/store-batches.ts';
import {
  account,
  batchOf,
  commit,
  decided,
  found,
  judged,
  type MadeAccount,
  type MadePost,
  publishSet,
  received,
  struck,
} from '../../test/support/store-batches.ts';
import { openStore } from './open.ts';
import type { Store } from './store.ts';
import { doctor } from './upkeep/doctor.ts';
import { eraseAccount, erasePosts } from './upkeep/erase.ts';
import { retain } from './upkeep/retention.ts';

const RUNS = Number(process.env.HISTORY_RUNS ?? 12);

const step = fc.record({
  kind: fc.constantFrom(
    'account',
    'identity',
    'plain',
    'found',
    'edit',
    'late',
    'verdict',
    'exempt',
    'strike',
    'delete',
    'office',
    'list',
    'person',
    'ack',
    'observe',
    'reach',
    'case',
    'erase_post',
    'erase_account',
    'retain',
  ),
  who: fc.nat(5),
  which: fc.nat(20),
  words: fc.constantFrom('good morning', 'they shall all be shot', 'a fine day', 'none', 'removed', 'é \u202e 日本'),
  /** Commit what has gathered so far before this step. */
  apart: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

type World = { accounts: MadeAccount[]; posts: MadePost[]; decisions: string[]; minute: number };

const only = (event: Part['events'][number], vault: Part['vault'] = []): Part => ({
  events: [event],
  vault,
  guards: [],
});

/** What the step commits; null: nothing to do it to, or it runs by itself. */
function partOf(store: Store, world: World, { kind, who, which, words }: Step): Part | null {
  const at = new Date(Date.UTC(2026, 10, 1, 0, world.minute++)).toISOString();
  const author = world.accounts[who % Math.max(1, world.accounts.length)];
  const post = world.posts[which % Math.max(1, world.posts.length)];
  if (kind === 'account') {
    const made = account(store, `name-${world.accounts.length}`);
    world.accounts.push(made);
    return made;
  }
  if (author === undefined) return null;
  const by = 'system:test';
  if (kind === 'identity')
    return { ...account(store, `name-${world.accounts.indexOf(author)}`, author.id), guards: [] };
  if (kind === 'plain' || kind === 'found') {
    const made = received(store, author.id, { text: words, receivedAt: at });
    world.posts.push(made);
    return kind === 'plain' ? judged([made]) : found(made);
  }
  if (kind === 'list') {
    return only({ type: 'account_list.changed', v: 1, account: author.id, list: 'press', member: which % 3 > 0, by });
  }
  if (kind === 'office') {
    const facts = store.seal({ title: `mayor of ${words}`, jurisdiction: 'ZZ', source: 'the official gazette' });
    const office = `office-${which}`.padEnd(32, '0');
    const span = { from: at, to: null, facts: facts.ref, by };
    return only({ type: 'office.changed', v: 1, office, account: author.id, state: 'confirmed', ...span }, [facts.row]);
  }
  if (kind === 'person') {
    const facts = store.seal({ name: `somebody called ${words}` });
    const accounts = world.accounts.slice(0, which % 4).map((each) => each.id);
    const person = `person-${who}`.padEnd(32, '0');
    return only({ type: 'person.changed', v: 2, person, state: 'confirmed', accounts, facts: facts.ref, by }, [
      facts.row,
    ]);
  }
  return post === undefined ? null : partOfPost(store, world, { kind, which, words, post, at, author });
}

type OnPost = Pick<Step, 'kind' | 'which' | 'words'> & { post: MadePost; at: string; author: MadeAccount };

function partOfPost(store: Store, world: World, { kind, which, words, post, at }: OnPost): Part | null {
  switch (kind) {
    case 'edit':
    case 'late': {
      const same = world.posts.filter((each) => each.id === post.id);
      const revision = Math.max(...same.map((each) => each.received.revision)) + 1;
      const made = received(store, post.received.account, {
        id: post.id,
        revision,
        text: `${words} ${revision}`,
        receivedAt: at,
        outOfOrder: kind === 'late',
      });
      world.posts.push(made);
      return which % 2 === 0 ? judged([made]) : found(made);
    }
    case 'verdict':
    case 'exempt': {
      const supersedes = world.decisions.slice(-1).filter(() => which % 3 === 0);
      const exemption = 'x'.repeat(32);
      const made = decided(store, post, {
        rank: which % 2 === 0 ? 'lead' : 'rule',
        reason: `because of ${words}, says the lead`,
        supersedes,
        ...(kind === 'exempt' ? { exemption, until: at } : {}),
      });
      world.decisions.push(made.id);
      return made;
    }
    case 'strike':
      return struck(store, post.received.account, post);
    case 'delete':
      return only({ type: 'post.deleted', v: 1, post: post.id, by: 'author' });
    case 'ack': {
      const decision = world.decisions[which % Math.max(1, world.decisions.length)];
      return decision === undefined
        ? null
        : only({ type: 'measure.acked', v: 1, measure: `${decision}.0`, status: 'confirmed', at });
    }
    case 'observe': {
      const evidence = store.seal({ evidenceUrl: `https://example.org/${words}` });
      const observation = store.newId();
      const seen = { platform: 'facewall', measures: ['label' as const], seenAt: at, evidence: evidence.ref };
      return only({ type: 'observation.recorded', v: 1, observation, post: post.id, ...seen }, [evidence.row]);
    }
    case 'reach':
      return only({ type: 'reach.recorded', v: 1, rows: [{ post: post.id, at, views: which, reposts: 1 }] });
    case 'case': {
      const about = { decision: null, post: post.id, account: null };
      return only({ type: 'case.opened', v: 1, case: store.newId(), reason: 'unknown', ...about });
    }
    default:
      return null;
  }
}

const TERMS = { reason: 'everybody must be able to read what office-holders say' };

async function play(store: Store, steps: readonly Step[]): Promise<void> {
  await publishSet(store);
  const terms = store.seal(TERMS);
  await commit(store, [
    only(
      {
        type: 'exemption.changed',
        v: 1,
        exemption: 'x'.repeat(32),
        platform: 'chirp',
        state: 'active',
        kind: 'public_interest',
        policies: ['violence'],
        expiresAt: '2027-01-01T00:00:00.000Z',
        published: true,
        by: 'system:test',
        terms: terms.ref,
      },
      [terms.row],
    ),
  ]);
  const world: World = { accounts: [], posts: [], decisions: [], minute: 0 };
  let waiting: Part[] = [];
  const flush = async () => {
    const result = await store.commit(batchOf(waiting));
    waiting = [];
    expect(result.ok).toBe(true);
  };
  for (const each of steps) {
    const alone = each.kind.startsWith('erase') || each.kind === 'retain';
    if (each.apart || alone) await flush();
    if (alone) await upkeepStep(store, world, each);
    else waiting.push(...[partOf(store, world, each)].filter((part) => part !== null));
  }
  await flush();
}

async function upkeepStep(store: Store, world: World, { kind, who, which }: Step): Promise<void> {
  const at = '2026-12-24T00:00:00.000Z';
  const author = world.accounts[who % Math.max(1, world.accounts.length)];
  const post = world.posts[which % Math.max(1, world.posts.length)];
  if (kind === 'retain') await retain(store, { now: '2026-12-01T00:10:00.000Z', days: 30 });
  if (kind === 'erase_post' && post !== undefined) await erasePosts(store, [post.id], { reason: 'law', at });
  if (kind === 'erase_account' && author !== undefined) await eraseAccount(store, author.id, { reason: 'request', at });
}

test('after any history the database agrees with itself', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60, size: 'max' }), async (steps) => {
      const dir = mkdtempSync(join(tmpdir(), 'evenhand-history-'));
      const store = await openStore({ dataDir: dir });
      try {
        await play(store, steps);
        const { findings } = await doctor(store);
        expect(findings).toEqual([]);
      } finally {
        await store.close();
        rmSync(dir, { recursive: true, force: true });
      }
    }),
    { numRuns: RUNS, ...(process.env.PBT_SEED === undefined ? {} : { seed: Number(process.env.PBT_SEED) }) },
  );
});
