/** Policy sets in force, the register of exemptions, breakers and keys. */
import type { KeyVault } from '../events.ts';
import type { Rows, Want } from '../rows.ts';
import { flag, type Projectors } from './projector.ts';

const ONE = 1;
/** How far back rolling back leads. */
const BEFORE_MAX = 50;

export const registerProjectors: Projectors<
  | 'policy_set.published'
  | 'policy_set.activated'
  | 'policy_set.approved'
  | 'exemption.changed'
  | 'breaker.counted'
  | 'key.created'
  | 'key.revoked'
> = {
  // The set itself is a source row, stored beside this event.
  'policy_set.published': { project: () => {} },
  'policy_set.activated': {
    wants: ({ set }) => [{ table: 'active_set', column: 'id', value: ONE }, approvalsOf(set)],
    project({ event, at, rows }) {
      const { set, previous, by, rollback } = event;
      // They were for this time: to be put in force again it is approved again.
      for (const one of rows.by('policy_approvals', 'set_hash', set)) rows.remove('policy_approvals', set, one.by);
      const earlier = JSON.parse(rows.get('active_set', ONE)?.before ?? '[]') as readonly string[];
      const before = rollback ? earlier.slice(1) : [...(previous === null ? [] : [previous]), ...earlier];
      rows.put('active_set', {
        id: ONE,
        set_hash: set,
        previous,
        before: JSON.stringify(before.slice(0, BEFORE_MAX)),
        by,
        activated_at: at,
      });
    },
  },
  'policy_set.approved': {
    wants: ({ set }) => [approvalsOf(set)],
    project({ event, at, rows }) {
      rows.put('policy_approvals', { set_hash: event.set, by: event.by, at });
    },
  },
  'exemption.changed': {
    wants: (event) => [
      { table: 'exemptions', column: 'id', value: event.exemption },
      { table: 'register_version', column: 'id', value: ONE },
    ],
    project({ event, at, rows, vault }) {
      const before = rows.get('exemptions', event.exemption);
      rows.put('exemptions', {
        id: event.exemption,
        platform: event.platform,
        state: event.state,
        kind: event.kind,
        published: flag(event.published),
        version: (before?.version ?? 0) + 1,
        expires_at: event.expiresAt,
        vault: event.terms.vault,
        body: vault.text(event.terms),
        changed_at: at,
      });
      const register = rows.get('register_version', ONE);
      rows.put('register_version', { id: ONE, version: (register?.version ?? 0) + 1 });
    },
  },
  'breaker.counted': {
    project({ event, rows }) {
      const { breaker, bucket, count } = event;
      rows.put('breakers', { breaker, bucket, count, tripped: flag(event.tripped) });
    },
  },
  'key.created': {
    wants: ({ by }) => (by.startsWith(KEY) ? [{ table: 'api_keys', column: 'id', value: by.slice(KEY.length) }] : []),
    project({ event, at, rows, vault }) {
      rows.add('api_keys', {
        id: event.key,
        secret_hash: event.secretHash,
        scopes: JSON.stringify(event.scopes),
        platforms: event.platforms === null ? null : JSON.stringify(event.platforms),
        name: (vault.value(event.name) as KeyVault | null)?.name ?? null,
        vault: event.name.vault,
        created_at: at,
        created_by: event.by,
        holder: event.holder ?? holderOf(rows, event.by),
        revoked_at: null,
      });
    },
  },
  'key.revoked': {
    wants: (event) => [{ table: 'api_keys', column: 'id', value: event.key }],
    project({ event, at, rows }) {
      const key = rows.get('api_keys', event.key);
      if (key !== undefined && key.revoked_at === null) rows.put('api_keys', { ...key, revoked_at: at });
    },
  },
};

const approvalsOf = (set: string): Want => ({ table: 'policy_approvals', column: 'set_hash', value: set });

const KEY = 'key:';

/** A key made by a key stands for whom that one stands for. */
function holderOf(rows: Rows, by: string): string {
  return by.startsWith(KEY) ? (rows.get('api_keys', by.slice(KEY.length))?.holder ?? by) : by;
}
