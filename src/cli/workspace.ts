/** The workspace that commands work on: the store and the application of the settings, opened and closed around them. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from '../app.ts';
import type { StoreSettings } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import { readSettings, type Settings } from './settings.ts';

/** Who acts by the command line: whoever may run it on this machine. */
export const CLI_PRINCIPAL = 'user:operator';
const DATABASE_FILE = 'evenhand.sqlite';

export function storeSettings(settings: Settings): StoreSettings {
  return settings.databaseUrl === null ? { dataDir: settings.dataDir } : { url: settings.databaseUrl };
}

/** The demo has a database of its own, never mixed with real data. */
export const demoStoreSettings = ({ dataDir }: Settings): { readonly dataDir: string } => ({
  dataDir: join(dataDir, 'demo'),
});

export function isWorkspaceThere(env: Readonly<Record<string, string | undefined>>): boolean {
  const settings = readSettings(env);
  return settings.databaseUrl !== null || existsSync(join(settings.dataDir, DATABASE_FILE));
}

/** A command does its work and ends: the clock is for `serve`. What it needs is loaded when it is needed. */
export async function withApp<T>(use: (app: App) => Promise<T>): Promise<T> {
  const { openApp } = await import('../app/open.ts');
  const settings = readSettings(process.env);
  const { policyApprovals } = settings;
  const app = await openApp({ ...storeSettings(settings), policyApprovals, clockEveryMs: 0 });
  try {
    return await use(app);
  } finally {
    await app.close();
  }
}

export async function withStore<T>(use: (store: Store) => Promise<T>): Promise<T> {
  const { openStore } = await import('../store/open.ts');
  const store = await openStore(storeSettings(readSettings(process.env)));
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}
