/** Opens the application on a store: the one place where its parts are put together. */
import { fileURLToPath } from 'node:url';
import type { App, IngestAnswer } from '../app.ts';
import { gather } from '../facts/store.ts';
import { allWellFormed } from '../ingest/well-formed.ts';
import { startClock } from '../jobs/clock.ts';
import { addHours, type Instant, instantOf } from '../lib/instant.ts';
import { openStore, type StoreSettings } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import { decideOnPerson } from './account-verdicts.ts';
import { createRoom } from './apart/room.ts';
import { shellBehind } from './behind.ts';
import { type AppContext, createLine } from './context.ts';
import { demoCommands } from './demo.ts';
import { DEMO_EDITS, type EditLimits, KEYED_EDITS, PUBLISHING } from './edit-limits.ts';
import { createEditor } from './editor.ts';
import { createEngines } from './engines.ts';
import { erasingCommands } from './erasing.ts';
import { evennessCommands } from './evening.ts';
import { exemptionCommands } from './exemptions.ts';
import { explainingCommands } from './explaining.ts';
import { feedCommands } from './feed.ts';
import { createIngestor } from './ingestor.ts';
import { keyCommands } from './keys.ts';
import { listingCommands } from './listing.ts';
import { personCommands } from './persons.ts';
import { policyCommands } from './policies.ts';
import { type Submitted, takeBatch } from './posts.ts';
import { readingCommands } from './reading.ts';
import { recordCommands } from './records.ts';
import { accountCommands } from './registers.ts';
import { tryingCommands } from './trying.ts';
import { decideAsPerson } from './verdicts.ts';
import { readPolicyFolder } from './watch.ts';

export type AppSettings = {
  /** The demo workspace: a store of its own, open, never mixed with real data. An empty one is filled with the story. */
  readonly demo?: boolean | undefined;
  /** For the demo, policy files by path; left out: those that are shipped. */
  readonly policies?: Readonly<Record<string, string>> | undefined;
  /** Days that the content of plain posts stays in the vault. */
  readonly retentionPlainDays?: number | undefined;
  /** How often the clock looks for what is due; 0: never (tests turn it themselves). */
  readonly clockEveryMs?: number | undefined;
  /** Time, for tests and the demo; left out: the machine's. */
  readonly now?: (() => Instant) | undefined;
  /** How many others than who published a set must approve before it takes the place of the one in force; 0: none. */
  readonly policyApprovals?: number | undefined;
  /** Limits of edited policies that differ from those of the demo or of keys. */
  readonly editing?: Partial<EditLimits> | undefined;
};

const NOTHING_WRITTEN = { ok: true, ids: [], seq: null, versions: [] } as const;
const RETENTION_PLAIN_DAYS = 30;
const CLOCK_EVERY_MS = 30_000;

/** Opens store and application. */
export async function openApp(settings: AppSettings & StoreSettings): Promise<App> {
  const store = await openStore(settings);
  if (settings.demo !== true) return appOn(store, settings);
  // Loaded when used: nobody else needs the story.
  const { demoOn } = await import('./demo-seed.ts');
  try {
    return await demoOn(store, { ...settings, policies: settings.policies ?? readPolicyFolder(SHIPPED_POLICIES) });
  } catch (error) {
    await store.close();
    throw error;
  }
}

const SHIPPED_POLICIES = fileURLToPath(new URL('../../policies', import.meta.url));

/** The application on a store that is open; closing the one closes the other. */
async function appOn(store: Store, settings: AppSettings = {}): Promise<App> {
  const context = createContext(store, settings);
  const everyMs = settings.clockEveryMs ?? CLOCK_EVERY_MS;
  const retentionPlainDays = settings.retentionPlainDays ?? RETENTION_PLAIN_DAYS;
  const clock = everyMs > 0 ? startClock(context, { everyMs, retentionPlainDays }) : null;
  return appOf(context, async () => {
    await clock?.close();
    await store.close();
  });
}

export function createContext(store: Store, settings: AppSettings = {}): AppContext {
  const engines = createEngines(store);
  const now = settings.now ?? (() => instantOf(Date.now()));
  return {
    store,
    engines,
    demo: settings.demo ?? false,
    editing: { ...(settings.demo ? DEMO_EDITS : KEYED_EDITS), ...settings.editing },
    policyApprovals: settings.policyApprovals ?? 0,
    now,
    exclusively: createLine(),
    alerts: [],
    shell: {
      source: store,
      now,
      engine: () => engines.active(),
      gather: (wanted, before) => gather(store, wanted, before),
      commit: (batch) => (batch.events.length === 0 ? Promise.resolve(NOTHING_WRITTEN) : store.commit(batch)),
    },
  };
}

/** Every command of the application. */
export function appOf(context: AppContext, close: () => Promise<void>): App {
  const { store, shell } = context;
  const editor = createEditor(context);
  const publishing = createRoom(PUBLISHING);
  const ingestor = createIngestor<Submitted, IngestValue>(
    // Only who writes alone knows what the batch before leaves.
    (items, turn) => takeBatch({ shell: store.alone ? shellBehind(shell, turn) : shell, keys: store.keys }, items),
    {
      tell: (error) => context.alerts.push(`a batch failed: ${error instanceof Error ? error.message : String(error)}`),
      exclusively: context.exclusively,
    },
  );
  return {
    ingest: (items, by) => ingestor.stream(submitted(items, by)),
    ingestOne: (item, by) => ingestor.submit({ item, by }),
    async deletePost(platform, id, by) {
      const deleted = await ingestor.submit({ item: { op: 'delete', platform, id }, by });
      if (!deleted.ok) return deleted;
      const changed = deleted.value.op !== 'post' && deleted.value.changed;
      return { ok: true, value: { platform, id, changed } };
    },
    decide: (verdict) => decideAsPerson(context, allWellFormed(verdict)),
    decidePerson: (verdict) => decideOnPerson(context, allWellFormed(verdict)),
    ...readingCommands(context),
    ...listingCommands(context),
    ...explainingCommands(context),
    ...recordCommands(context),
    ...evennessCommands(context),
    ...feedCommands(context),
    ...tryingCommands(context, editor),
    ...erasingCommands(context),
    accounts: accountCommands(context),
    persons: personCommands(context),
    exemptions: exemptionCommands(context),
    policies: policyCommands(context, publishing),
    keys: keyCommands(context),
    demo: demoCommands(context, editor),
    async status() {
      const active = await store.db.selectFrom('active_set').select('set_hash').executeTakeFirst();
      const unexplained = await store.db
        .selectFrom('divergences')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .where('kinds', 'like', '%"unexplained"%')
        .executeTakeFirst();
      const n = Number(unexplained?.n ?? 0);
      const tripped = await trippedBreakers(context);
      return {
        demo: context.demo,
        policySet: active?.set_hash ?? null,
        position: await store.lastPosition(),
        alerts: [
          ...context.alerts.slice(-ALERTS_SHOWN),
          ...(n > 0 ? [`${n} divergences that nothing explains`] : []),
          ...tripped,
        ],
      };
    },
    async close() {
      await ingestor.close();
      await Promise.all([editor.close(), publishing.close()]);
      await context.exclusively(async () => {});
      await close();
    },
  };
}

const ALERTS_SHOWN = 20;
const BREAKERS_SHOWN_HOURS = 24;

/** Rules that reached their limit in the last day: what they found was held back, and somebody should look. */
async function trippedBreakers({ store, now }: AppContext): Promise<readonly string[]> {
  const rows = await store.db
    .selectFrom('breakers')
    .select(['breaker', 'bucket', 'count'])
    .where('tripped', '=', 1)
    .where('bucket', '>', addHours(now(), -BREAKERS_SHOWN_HOURS))
    .orderBy('bucket', 'desc')
    .limit(ALERTS_SHOWN)
    .execute();
  return rows.map(({ breaker, bucket, count }) => {
    return `rule ${breaker} reached its limit in the hour from ${bucket}: ${count} findings`;
  });
}

type IngestValue = Extract<IngestAnswer, { ok: true }>['value'];

async function* submitted(items: Parameters<App['ingest']>[0], by: string): AsyncIterable<Submitted> {
  for await (const item of items) yield { item, by };
}
