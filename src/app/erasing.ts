/** Erasing: rows and salts leave the vault, for a person who asks, by law, or because their time is over. */
import type { App } from '../app.ts';
import { eraseAccount, erasePosts } from '../store/upkeep/erase.ts';
import type { AppContext } from './context.ts';
import { answer, refuse } from './refusal.ts';

export function erasingCommands(context: AppContext): Pick<App, 'erase'> {
  const { store } = context;
  return {
    erase: ({ kind, platform, id }, reason) =>
      context.exclusively(async () => {
        const key = store.keys.external(kind, platform, id);
        const erasure = { reason, at: context.now() };
        if (kind === 'post') {
          const [post] = await store.lookup('posts', 'external_key', [key]);
          if (post === undefined) return refuse('POST_UNKNOWN', `\`${platform}\` has sent no such post`);
          return answer({ erased: await erasePosts(store, [post.id], erasure) });
        }
        const [account] = await store.lookup('accounts', 'external_key', [key]);
        if (account === undefined) return refuse('ACCOUNT_UNKNOWN', `no account of \`${platform}\` has this id`);
        return answer({ erased: await eraseAccount(store, account.id, erasure) });
      }),
  };
}
