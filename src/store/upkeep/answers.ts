/**
 * Answers kept for idempotency keys hold what was answered, texts included, outside the vault: they are kept only as long
 * as somebody may still send the same request again, and those about what is erased go with it.
 */
import { addHours, type Instant } from '../../lib/instant.ts';
import { driverOf } from '../open.ts';
import type { Store } from '../store.ts';

const ANSWERS_KEPT_HOURS = 24;

export async function forgetAnswers(store: Store, now: Instant): Promise<void> {
  const before = addHours(now, -ANSWERS_KEPT_HOURS);
  await driverOf(store).transaction((tx) => tx.run('delete from idempotency where at < ?', [before]));
}

/** Forgets the answers that name one of these internal ids. */
export async function forgetAnswersOn(store: Store, ids: readonly string[]): Promise<void> {
  const wanted = new Set(ids);
  const { reader } = driverOf(store);
  const rows = await reader.all<{ key: string; body: string }>('select key, body from idempotency');
  const about = rows.filter(({ body }) =>
    (body.match(/"[0-9a-z]{32}"/g) ?? []).some((id) => wanted.has(id.slice(1, -1))),
  );
  if (about.length === 0) return;
  await driverOf(store).transaction((tx) =>
    tx.remove(
      'idempotency',
      about.map(({ key }) => [key]),
    ),
  );
}
