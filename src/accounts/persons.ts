/** The register of persons: which accounts belong to one and the same, on whatever platforms, and who says so. */
import type { Refusal } from '../errors.ts';
import type { Instant } from '../lib/instant.ts';
import { no, ok, type Result, refusal } from '../lib/result.ts';

export type PersonRecord = {
  readonly id: string;
  readonly accounts: readonly string[];
  readonly history: readonly {
    readonly kind: 'link' | 'unlink';
    readonly account: string;
    readonly by: string;
    readonly at: Instant;
    readonly source: string;
  }[];
};

export type PersonEvent = PersonRecord['history'][number];

/** Links or unlinks one account; the reason for either stays. An account belongs to one person at most. */
export function stepPerson(
  person: PersonRecord,
  event: PersonEvent,
  others: readonly PersonRecord[],
): Result<PersonRecord, Refusal> {
  const linked = person.accounts.includes(event.account);
  if (event.source.trim() === '') return no(refusal('BODY_INVALID', 'a link names its source', '/source'));
  if (linked === (event.kind === 'link')) return ok(person);
  const holder = others.find((other) => other.id !== person.id && other.accounts.includes(event.account));
  if (event.kind === 'link' && holder !== undefined) {
    return no(refusal('BODY_INVALID', `the account belongs to person \`${holder.id}\``, '/accounts'));
  }
  const accounts = linked
    ? person.accounts.filter((account) => account !== event.account)
    : [...person.accounts, event.account];
  return ok({ ...person, accounts, history: [...person.history, event] });
}
