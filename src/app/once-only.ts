/** Commands that act once: the same key with the same request gives the answer that was given then, after any restart. */
import { createHash } from 'node:crypto';
import type { Engine } from '../facts/engine.ts';
import type { Wanted } from '../facts/store.ts';
import type { Instant } from '../lib/instant.ts';
import { travel } from '../pipeline.ts';
import type { AppContext } from './context.ts';
import type { Journey } from './journey.ts';
import { type Answer, answer, refuse } from './refusal.ts';

export type Once = {
  readonly by: string;
  /** Null: the caller gave none. */
  readonly key: string | null;
  readonly request: unknown;
};

const DONE = 200;
const digest = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

export async function onceOnly<T>(
  context: AppContext,
  once: Once,
  wanted: (now: Instant, engine: Engine) => Wanted,
  judge: (journey: Journey) => Answer<T>,
): Promise<Answer<T>> {
  if (once.key === null) return travel(context.shell, wanted, judge);
  const key = `${once.by} ${digest(once.key)}`;
  const requestHash = digest(JSON.stringify(once.request));
  const before = async (): Promise<Answer<T> | null> => {
    const [row] = await context.store.lookup('idempotency', 'key', [key]);
    if (row === undefined) return null;
    if (row.request_hash === requestHash) return answer(JSON.parse(row.body) as T);
    return refuse('IDEMPOTENCY_KEY_REUSED', 'this key came with another request before');
  };
  const known = await before();
  if (known !== null) return known;
  const made = await travel(context.shell, wanted, (journey) => {
    const judged = judge(journey);
    if (judged.ok) {
      journey.plan.idempotency = { key, request_hash: requestHash, status: DONE, body: JSON.stringify(judged.value) };
    }
    return judged;
  });
  // Another process may have taken the key while this one judged.
  return made.ok ? made : ((await before()) ?? made);
}
