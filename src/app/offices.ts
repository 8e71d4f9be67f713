/**
 * The register of offices as commands. Whoever records or amends an office only claims it; it has effect when somebody
 * else confirms it. Every step is an event of the ledger with its source; the account's version guards the state.
 */
import type { Office } from '../accounts/account.ts';
import { claimOffice, type OfficeEvent, type OfficeRecord, stepOffice } from '../accounts/offices.ts';
import type { HolderOf, Principal } from '../exemptions/exemption.ts';
import type { KnownAccount } from '../facts/world.ts';
import { allWellFormed } from '../ingest/well-formed.ts';
import { readInstant } from '../lib/instant.ts';
import type { OfficeChange } from '../schema/account.ts';
import type { Journey } from './journey.ts';
import { emit, seal } from './plan.ts';
import { type Answer, answer, refuse } from './refusal.ts';

type Terms = Pick<Office, 'title' | 'jurisdiction' | 'from' | 'to'>;

/** Takes one step with an office of the account, as the table of `accounts/offices.ts` allows it. */
export function changeOffice(
  { plan, now }: Journey,
  account: KnownAccount,
  {
    office: given,
    by,
    holderOf,
  }: {
    readonly office: OfficeChange;
    readonly by: Principal;
    readonly holderOf: HolderOf;
  },
): Answer<null> {
  const asked = allWellFormed(given);
  const terms = termsOf(asked);
  if (!terms.ok) return terms;
  const known = account.offices.find(({ id }) => id === asked.id);
  if (known === undefined && asked.id !== null) {
    return refuse('OFFICE_UNKNOWN', `the account has no office \`${asked.id}\``, '/id');
  }
  if (known === undefined && asked.state !== 'claimed') {
    return refuse('EXEMPTION_SAME_PERSON', 'whoever records an office claims it; somebody else confirms it', '/state');
  }
  const record =
    known === undefined
      ? claimOffice(
          { id: plan.source.newId(), ...terms.value, source: asked.source },
          { account: account.id, by, at: now },
        )
      : recordOf(known, account);
  const event = known === undefined ? null : eventFor(record.office, { asked, terms: terms.value, by, at: now });
  if (event !== null && !event.ok) return event;
  if (event?.value === null) return answer(null);
  const stepped = event === null ? answer(record) : stepOffice(record, event.value, holderOf);
  if (!stepped.ok) return stepped;
  const { id, state, from, to, title, jurisdiction, source } = stepped.value.office;
  const facts = seal(plan, { title, jurisdiction, source });
  emit(plan, { type: 'office.changed', v: 1, office: id, account: account.id, state, from, to, facts, by });
  return answer(null);
}

function termsOf({ title, jurisdiction, from, to }: OfficeChange): Answer<Terms> {
  const read = { from: readInstant(from), to: to === null ? null : readInstant(to) };
  if (read.from === null) return refuse('BODY_INVALID', 'from is not a time', '/from');
  if (to !== null && read.to === null) return refuse('BODY_INVALID', 'to is not a time', '/to');
  if (read.to !== null && read.to <= read.from) {
    return refuse('BODY_INVALID', 'the office ends before it begins', '/to');
  }
  return answer({ title, jurisdiction, from: read.from, to: read.to });
}

/** A claim stands in the name of whoever took the last step; its earlier steps are in the ledger. */
function recordOf({ changedBy = 'platform', ...office }: KnownAccount['offices'][number], account: KnownAccount) {
  return { office, account: account.id, claimedBy: changedBy, history: [] } satisfies OfficeRecord;
}

/** What is asked for, as a step. Null: it is so already. */
function eventFor(
  office: Office,
  to: { readonly asked: OfficeChange; readonly terms: Terms; readonly by: Principal; readonly at: string },
): Answer<OfficeEvent | null> {
  const { asked, terms, by, at } = to;
  const step = { by, at, source: asked.source };
  const isSame = (Object.keys(terms) as (keyof Terms)[]).every((key) => terms[key] === office[key]);
  if (isSame && asked.state === office.state && asked.source === office.source) return answer(null);
  if (asked.state === 'claimed') return answer({ kind: 'amend', ...step, change: terms });
  if (isSame) return answer({ kind: asked.state === 'confirmed' ? 'confirm' : 'withdraw', ...step });
  const detail = 'an office is amended in one step, and confirmed or withdrawn as it stands in another';
  return refuse('BODY_INVALID', detail, '/state');
}
