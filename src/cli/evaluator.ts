/**
 * Judges posts without a server or a database: the same pipeline on a world in memory. The time of each post is its
 * `createdAt`; breakers are counted and reported, and keep no rule from acting.
 */

import { compileEngine } from '../app/engine.ts';
import { createMemory, PLAIN_KEYS, plainSource } from '../app/memory.ts';
import { sha256, takeBatch } from '../app/posts.ts';
import type { Answer } from '../app/refusal.ts';
import type { Shell } from '../app/shell.ts';
import type { IngestItem } from '../app.ts';
import { emptyWorld, nameKey, newAccount, type World } from '../facts/world.ts';
import { readPost } from '../ingest/read.ts';
import type { Instant } from '../lib/instant.ts';
import type { PolicySet } from '../policy/policy-set.ts';
import type { PostAnswer } from '../publish/views.ts';

export type EvaluatorState = { readonly world: World; readonly ids: number; readonly now: Instant };
type Judged =
  | { readonly op: 'post'; readonly answer: Answer<PostAnswer> }
  | { readonly op: 'delete' | 'account'; readonly answer: Answer<{ readonly changed: boolean }> };

export type Evaluator = {
  judge(item: IngestItem): Promise<Judged>;
  /** Puts a confirmed office into the register of this run. */
  holdOffice(of: { readonly platform: string; readonly author: string; readonly title: string }): void;
  /** Limits that the posts' rules ran over, had they been enforced: `policy/rule`, hour, findings. */
  breakers(): readonly { readonly finding: string; readonly hour: string; readonly count: number }[];
  state(): EvaluatorState;
};

const START: Instant = '1970-01-01T00:00:00.000Z';

export function createEvaluator(set: PolicySet, from?: EvaluatorState): Evaluator {
  const engine = compileEngine(set);
  const keys = PLAIN_KEYS;
  const world = from?.world ?? emptyWorld();
  const source = plainSource('e', from?.ids ?? 0);
  const memory = createMemory(engine, { world, source });
  let now = from?.now ?? START;
  const shell: Shell = {
    source,
    now: () => now,
    engine: async () => engine,
    gather: async () => world,
    commit: async ({ events }) => ({ ok: true, ids: events.map(() => ''), seq: null, versions: [] }),
  };

  function judgeOne(item: Extract<IngestItem, { op: 'post' }>): Answer<PostAnswer> {
    const read = readPost(item.post, sha256);
    if (!read.ok) return { ok: false, ...read.problem };
    now = read.post.content.editedAt ?? read.post.content.createdAt;
    return memory.take(read.post, now).answer;
  }

  return {
    async judge(item) {
      if (item.op === 'post') return { op: 'post', answer: judgeOne(item) };
      const [answer] = await takeBatch({ shell, keys }, [{ item, by: 'author' }]);
      if (!answer) throw new Error('an operation had no answer');
      if (!answer.ok) return { op: item.op, answer };
      return {
        op: item.op,
        answer: { ok: true, value: { changed: 'changed' in answer.value && answer.value.changed } },
      };
    },
    holdOffice({ platform, author, title }) {
      const id = source.newId();
      const externalKey = keys.external('account', platform, author);
      const identity = { id: author, handle: null, createdAt: null, followers: null, verified: null, offices: [] };
      const account = newAccount({ id, platform, externalId: author, externalKey }, identity);
      const office = { id: source.newId(), title, jurisdiction: '', from: START, to: null, source: 'this run' };
      account.offices = [{ ...office, state: 'confirmed' }];
      world.accounts.set(nameKey(platform, author), account);
      world.accountsById.set(id, account);
    },
    breakers() {
      return [...world.breakers].flatMap(([key, { count, tripped }]) => {
        const [hour = '', finding = ''] = key.split(' ');
        return tripped ? [{ hour, finding, count }] : [];
      });
    },
    state: () => ({ world, ids: source.count(), now }),
  };
}
