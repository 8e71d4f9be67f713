/** Erasing: rows and salts leave the vault, for a person who asks, by law, or because their time is over. */
import type { App } from '../app.ts';
import type { Named } from '../facts/store.ts';
import { addDays } from '../lib/instant.ts';
import type { AppContext } from './context.ts';
import { batchOf, createPlan, emit } from './plan.ts';
import { type Answer, answer, refuse } from './refusal.ts';

const PAGE = 500;

export function erasingCommands(context: AppContext): Pick<App, 'erase'> {
  return {
    erase: (subject, reason) =>
      context.exclusively(async () => {
        const vaults = subject.kind === 'post' ? await ofPost(context, subject) : await ofAccount(context, subject);
        if (vaults === null) return unknown(subject);
        for (let i = 0; i < vaults.length; i += PAGE) await eraseRows(context, vaults.slice(i, i + PAGE), reason);
        return answer({ erased: vaults.length });
      }),
  };
}

function unknown({ kind, platform }: Named & { readonly kind: 'post' | 'account' }): Answer<never> {
  return kind === 'post'
    ? refuse('POST_UNKNOWN', `\`${platform}\` has sent no such post`)
    : refuse('ACCOUNT_UNKNOWN', `no account of \`${platform}\` has this id`);
}

async function eraseRows(
  context: AppContext,
  vaults: readonly string[],
  reason: 'request' | 'law' | 'retention',
): Promise<void> {
  const plan = createPlan(context.shell.source, context.now(), '');
  emit(plan, { type: 'erased', v: 1, vaults, reason });
  const committed = await context.store.commit(batchOf(plan));
  if (!committed.ok) throw new Error('erasing met a conflict; nothing was erased');
}

/** Content of every revision, texts of its decisions, evidence of what was seen of it. */
async function ofPost({ store }: AppContext, name: Named): Promise<readonly string[] | null> {
  const [post] = await store.lookup('posts', 'external_key', [store.keys.external('post', name.platform, name.id)]);
  return post === undefined ? null : vaultsOfPosts(store, [post.id]);
}

async function vaultsOfPosts(store: AppContext['store'], posts: readonly string[]): Promise<readonly string[]> {
  const [revisions, decisions, observations] = await Promise.all([
    store.lookup('revisions', 'post', posts),
    store.lookup('decisions', 'post', posts),
    store.lookup('observations', 'post', posts),
  ]);
  return stillThere(
    store,
    [...revisions, ...decisions, ...observations].map((row) => row.vault),
  );
}

/** Its identity and everything of its posts; its standing and the decisions stay, without texts. */
async function ofAccount({ store }: AppContext, name: Named): Promise<readonly string[] | null> {
  const [account] = await store.lookup('accounts', 'external_key', [
    store.keys.external('account', name.platform, name.id),
  ]);
  if (account === undefined) return null;
  const [posts, offices, decisions, identities] = await Promise.all([
    store.lookup('posts', 'account', [account.id]),
    store.lookup('offices', 'account', [account.id]),
    store.lookup('decisions', 'account', [account.id]),
    identityVaults(store, account.id),
  ]);
  const own = [account.vault, ...identities, ...offices.map((row) => row.vault), ...decisions.map((row) => row.vault)];
  const ofPosts = await vaultsOfPosts(
    store,
    posts.map((post) => post.id),
  );
  return [...new Set([...(await stillThere(store, own)), ...ofPosts])];
}

/** Every identity that the account ever had, not only the last. */
async function identityVaults(store: AppContext['store'], account: string): Promise<readonly string[]> {
  const rows = await store.db
    .selectFrom('ledger')
    .select('body')
    .where('type', 'in', ['account.recorded', 'office.changed'])
    .where('body', 'like', `%"${account}"%`)
    .execute();
  return rows.flatMap(({ body }) => {
    const event = JSON.parse(body) as { account: string; identity?: { vault: string }; facts?: { vault: string } };
    return event.account === account ? [event.identity?.vault ?? event.facts?.vault ?? ''] : [];
  });
}

async function stillThere(store: AppContext['store'], vaults: readonly string[]): Promise<readonly string[]> {
  const rows = await store.lookup('vault', 'id', [...new Set(vaults)]);
  return rows.map((row) => row.id);
}

/** Content of plain posts leaves the vault when its time is over. Gives the number of rows. */
export async function eraseRetained(context: AppContext, retentionDays: number): Promise<number> {
  const before = addDays(context.now(), -retentionDays);
  let erased = 0;
  for (;;) {
    const rows = await context.store.db
      .selectFrom('revisions')
      .select('vault')
      .where('plain', '=', 1)
      .where('erased_at', 'is', null)
      .where('received_at', '<', before)
      .limit(PAGE)
      .execute();
    if (rows.length > 0) {
      const vaults = rows.map((row) => row.vault);
      await context.exclusively(() => eraseRows(context, vaults, 'retention'));
      erased += rows.length;
    }
    if (rows.length < PAGE) return erased;
  }
}
