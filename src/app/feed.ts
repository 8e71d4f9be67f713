/** `GET /v1/events`: what others act on, derived from the ledger in commit order. Ids and enumerations only. */
import type { App } from '../app.ts';
import type { EventView } from '../publish/views.ts';
import type { StoredEvent } from '../store/events.ts';
import type { AppContext } from './context.ts';
import { answer } from './refusal.ts';

const LIMIT = 100;
const LIMIT_MAX = 1_000;
/** Ledger rows read at a time: most are of no interest to others. */
const READ = 500;

export function feedCommands({ store }: AppContext): Pick<App, 'events'> {
  return {
    async events(after, limit = LIMIT) {
      const wanted = Math.min(Math.max(1, limit), LIMIT_MAX);
      const items: EventView[] = [];
      let next = after;
      for (;;) {
        const rows = await store.events({ after: next, limit: READ });
        for (const row of rows) {
          const told = tellOf(row);
          // A ledger row's events stay together, so that a position is told whole or not at all.
          if (items.length > 0 && items.length + told.length > wanted) return answer({ items, next });
          items.push(...told);
          next = row.position;
        }
        if (rows.length < READ || items.length >= wanted) return answer({ items, next });
      }
    },
  };
}

/** What one ledger event means to others. */
function tellOf({ position, id, at, event }: StoredEvent): readonly EventView[] {
  const tell = (type: EventView['type'], data: EventView['data'], n = 0): EventView => ({
    seq: position,
    id: n === 0 ? id : `${id}.${n}`,
    type,
    at,
    data,
  });
  switch (event.type) {
    case 'decision.made': {
      const { decision, subject, trigger, rank, set, baseline, applied, supersedes, causedBy } = event;
      const made = {
        decision,
        subject,
        trigger,
        rank,
        policySet: set,
        baseline: baseline.rung,
        applied: applied.rung,
        supersedes,
        causedBy,
      };
      const effective = tell('decision.effective', made);
      if (subject.kind === 'account') {
        return [
          effective,
          tell('account.changed', { platform: subject.platform, account: subject.account, decision }, 1),
        ];
      }
      const shown = applied.measures.length > 0 || supersedes.length > 0;
      return shown
        ? [effective, tell('presentation.changed', { platform: subject.platform, post: subject.post, decision }, 1)]
        : [effective];
    }
    case 'post.deleted':
      return [tell('presentation.changed', { post: event.post, decision: null })];
    case 'account.recorded':
    case 'office.changed':
    case 'account_list.changed':
      return [tell('account.changed', { account: event.account })];
    case 'person.changed':
      return event.accounts.map((account, n) => tell('account.changed', { account, person: event.person }, n));
    case 'exemption.changed': {
      const { exemption, platform, state, kind, policies, expiresAt } = event;
      return [tell('exemption.changed', { exemption, platform, state, kind, policies, expiresAt })];
    }
    case 'breaker.counted':
      return event.tripped
        ? [tell('breaker.tripped', { breaker: event.breaker, bucket: event.bucket, count: event.count })]
        : [];
    case 'divergence.found':
      return [tell('divergence.found', { a: event.a, b: event.b, kinds: event.kinds })];
    default:
      return [];
  }
}
