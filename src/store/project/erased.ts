/** Erasure: what derived rows took from the vault goes, and the row stays as a tombstone. */
import canonicalize from 'canonicalize';
import type { Decision } from '../../decide/decision.ts';
import { stripTexts } from '../decision-record.ts';
import type { Rows, Want } from '../rows.ts';
import type { DerivedName } from '../tables.ts';
import { identityColumns } from './accounts.ts';
import type { Projectors } from './projector.ts';

/** Tables with content from the vault. */
const HOLDING = [
  'accounts',
  'offices',
  'persons',
  'register_steps',
  'revisions',
  'decisions',
  'exemptions',
  'observations',
  'api_keys',
] as const satisfies readonly DerivedName[];

export const erasedProjectors: Projectors<'erased'> = {
  erased: {
    wants: (event) =>
      event.vaults.flatMap((vault) => HOLDING.map((table): Want => ({ table, column: 'vault', value: vault }))),
    wantsNext: (event, rows) =>
      event.vaults
        .flatMap((vault) => rows.by('revisions', 'vault', vault))
        .map((row): Want => ({ table: 'posts', column: 'id', value: row.post })),
    project({ event, at, rows }) {
      for (const vault of event.vaults) entomb(rows, vault, at);
    },
  },
};

function entomb(rows: Rows, vault: string, at: string): void {
  for (const row of rows.by('revisions', 'vault', vault)) {
    rows.put('revisions', { ...row, erased_at: at });
    const post = rows.get('posts', row.post);
    if (post !== undefined && post.revision === row.revision) rows.put('posts', { ...post, external_id: null });
  }
  for (const row of rows.by('decisions', 'vault', vault)) {
    const body = canonicalize(stripTexts(JSON.parse(row.body) as Decision)) as string;
    rows.put('decisions', { ...row, body, erased_at: at });
  }
  for (const row of rows.by('accounts', 'vault', vault)) rows.put('accounts', { ...row, ...identityColumns(null) });
  for (const row of rows.by('offices', 'vault', vault)) {
    rows.put('offices', { ...row, title: null, jurisdiction: null, source: null });
  }
  for (const row of rows.by('persons', 'vault', vault)) rows.put('persons', { ...row, facts: null });
  for (const row of rows.by('register_steps', 'vault', vault)) rows.put('register_steps', { ...row, facts: null });
  for (const row of rows.by('exemptions', 'vault', vault)) rows.put('exemptions', { ...row, body: null });
  for (const row of rows.by('observations', 'vault', vault)) rows.put('observations', { ...row, evidence: null });
  for (const row of rows.by('api_keys', 'vault', vault)) rows.put('api_keys', { ...row, name: null });
}
