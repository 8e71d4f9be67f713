/** API keys: made, listed, revoked, checked. Only the hash of a secret is stored. */
import { createHash, randomBytes } from 'node:crypto';
import type { App } from '../app.ts';
import type { Principal } from '../exemptions/exemption.ts';
import { wellFormed } from '../ingest/well-formed.ts';
import type { KeyView } from '../publish/views.ts';
import type { Scope } from '../schema/admin.ts';
import type { Row } from '../store/tables.ts';
import type { AppContext } from './context.ts';
import { batchOf, createPlan, emit, seal } from './plan.ts';
import { type Answer, answer, refuse } from './refusal.ts';

const PREFIX = 'evh_';
const SECRET_BYTES = 32;

/** 256 random bits need no slow hash. */
const secretHash = (secret: string): string => createHash('sha256').update(secret, 'utf8').digest('hex');

export function keyCommands(context: AppContext): App['keys'] {
  const { store } = context;
  const read = async (id: string): Promise<KeyView | null> => {
    const [row] = await store.lookup('api_keys', 'id', [wellFormed(id)]);
    return row === undefined ? null : viewOf(row);
  };
  return {
    async create({ name, scopes, platforms, by, holder: asked = null }) {
      const holder = await holderFor(context, by, asked);
      if (!holder.ok) return holder;
      const secret = PREFIX + randomBytes(SECRET_BYTES).toString('base64url');
      const id = store.newId();
      await write(context, (plan) => {
        const sealed = seal(plan, { name: wellFormed(name) });
        emit(plan, {
          type: 'key.created',
          v: 2,
          key: id,
          holder: holder.value,
          secretHash: secretHash(secret),
          scopes,
          platforms,
          name: sealed,
          by,
        });
      });
      return answer({ ...((await read(id)) as KeyView), secret });
    },
    async list() {
      const rows = await store.db.selectFrom('api_keys').selectAll().orderBy('created_at').execute();
      return answer(rows.map(viewOf));
    },
    async revoke(id, by): Promise<Answer<KeyView>> {
      const key = await read(id);
      if (key === null) return refuse('KEY_UNKNOWN', `no key has the id \`${id.slice(0, 80)}\``);
      if (key.revokedAt === null)
        await write(context, (plan) => emit(plan, { type: 'key.revoked', v: 1, key: id, by }));
      return answer((await read(id)) as KeyView);
    },
    async verify(secret) {
      if (!secret.startsWith(PREFIX)) return null;
      const [row] = await store.lookup('api_keys', 'secret_hash', [secretHash(secret)]);
      return row === undefined || row.revoked_at !== null ? null : viewOf(row);
    },
  };
}

/**
 * Whom a new key stands for. By itself it is its maker's. Whoever runs the server may give one to somebody else, which is
 * on the record; a key cannot, or it could make itself the others that a step asks for.
 */
async function holderFor({ store }: AppContext, by: Principal, asked: string | null): Promise<Answer<string | null>> {
  if (asked === null || asked === by) return answer(null);
  if (by.startsWith('key:')) {
    return refuse('EXEMPTION_SAME_PERSON', 'a key makes keys for its own holder only', '/holder');
  }
  if (asked === 'new') return answer(`user:${store.newId()}`);
  const known = await store.db
    .selectFrom('api_keys')
    .select('id')
    .where('holder', '=', wellFormed(asked))
    .limit(1)
    .execute();
  return known.length > 0 ? answer(asked) : refuse('KEY_UNKNOWN', 'nobody holds a key by this name', '/holder');
}

/** Keys stand apart from policies: they can be made before any set is active. */
async function write(context: AppContext, fill: (plan: ReturnType<typeof createPlan>) => void): Promise<void> {
  await context.exclusively(async () => {
    const plan = createPlan(context.shell.source, context.now(), '');
    fill(plan);
    const committed = await context.store.commit(batchOf(plan));
    if (!committed.ok) throw new Error('a key could not be recorded');
  });
}

function viewOf(row: Row<'api_keys'>): KeyView {
  return {
    id: row.id,
    name: row.name ?? '',
    scopes: JSON.parse(row.scopes) as Scope[],
    platforms: row.platforms === null ? null : (JSON.parse(row.platforms) as string[]),
    createdAt: row.created_at,
    createdBy: row.created_by,
    holder: row.holder,
    revokedAt: row.revoked_at,
  };
}
