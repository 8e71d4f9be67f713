/** Brings a database to the newest schema. A failed migration leaves it as it was. */
import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { Database } from '../tables.ts';
import { type Dialect, startMigration } from './0001-start.ts';
import { registersMigration } from './0002-registers.ts';

const migrations = (dialect: Dialect): Record<string, Migration> => ({
  '0001-start': startMigration(dialect),
  '0002-registers': registersMigration(dialect),
});

export async function migrateToLatest(db: Kysely<Database>, dialect: Dialect): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations(dialect) } });
  const { error } = await migrator.migrateToLatest();
  // Crash here: the migration's transaction is either whole or not there; the next start runs what is missing.
  if (error !== undefined) throw error;
}
