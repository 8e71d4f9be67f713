/** How an office or a person came to be what it is: every step, oldest first. */
import type { RegisterStep } from '../publish/views.ts';
import type { OfficeVault, PersonVault } from '../store/events.ts';
import type { AppContext } from './context.ts';

export async function readSteps({ store }: AppContext, subject: string): Promise<readonly RegisterStep[]> {
  const rows = await store.db
    .selectFrom('register_steps')
    .selectAll()
    .where('subject', '=', subject)
    .orderBy('n')
    .execute();
  return rows.map((row) => {
    const facts = row.facts === null ? null : (JSON.parse(row.facts) as Partial<OfficeVault & PersonVault>);
    return {
      n: Number(row.n),
      at: row.at,
      by: row.by,
      state: row.state,
      title: facts?.title ?? facts?.name ?? null,
      jurisdiction: facts?.jurisdiction ?? null,
      source: facts?.source ?? null,
    };
  });
}
