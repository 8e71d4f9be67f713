/**
 * The register of offices. A payload can only claim one; an office has effect when it is confirmed from a source by
 * somebody other than whoever claimed it, and the history of every step stays.
 */
import type { Refusal } from '../errors.ts';
import type { Instant } from '../lib/instant.ts';
import { no, ok, type Result, refusal } from '../lib/result.ts';
import { saysSomething } from '../lib/said.ts';
import type { Office } from './account.ts';

export type OfficeEvent =
  | { readonly kind: 'confirm'; readonly by: string; readonly at: Instant; readonly source: string }
  | {
      readonly kind: 'amend';
      readonly by: string;
      readonly at: Instant;
      readonly source: string;
      readonly change: Partial<Pick<Office, 'title' | 'jurisdiction' | 'from' | 'to'>>;
    }
  | { readonly kind: 'withdraw'; readonly by: string; readonly at: Instant; readonly source: string };

type EventKind = OfficeEvent['kind'];
type Of<K extends EventKind> = Extract<OfficeEvent, { kind: K }>;

export type OfficeStep = {
  readonly kind: 'claim' | EventKind;
  readonly by: string;
  readonly at: Instant;
  readonly source: string;
};

/** An office with how it came to be what it is. `claimedBy` is `platform` for a claim in a payload. */
export type OfficeRecord = {
  readonly office: Office;
  readonly account: string;
  readonly claimedBy: string;
  readonly history: readonly OfficeStep[];
};

type Answer = Result<OfficeRecord, Refusal>;
type Step<K extends EventKind> = (record: OfficeRecord, event: Of<K>, holderOf: HolderOf) => Answer;
/** Whom a principal stands for (`exemptions/exemption.ts`). */
type HolderOf = (principal: string) => string;

/** A new office, without effect. */
export function claimOffice(
  office: Omit<Office, 'state'>,
  made: { readonly account: string; readonly by: string; readonly at: Instant },
): OfficeRecord {
  return {
    office: { ...office, state: 'claimed' },
    account: made.account,
    claimedBy: made.by,
    history: [{ kind: 'claim', by: made.by, at: made.at, source: office.source }],
  };
}

const after = (record: OfficeRecord, event: OfficeEvent, office: Partial<Office>): Answer =>
  ok({
    ...record,
    office: { ...record.office, ...office },
    history: [...record.history, { kind: event.kind, by: event.by, at: event.at, source: event.source }],
  });

const needsSource = ({ source }: OfficeEvent): Refusal | null =>
  !saysSomething(source) ? refusal('BODY_INVALID', 'a change of the register names its source', '/source') : null;

const wrongState = ({ office }: OfficeRecord, event: OfficeEvent): Answer =>
  no(refusal('BODY_INVALID', `\`${event.kind}\` does not go with an office that is \`${office.state}\``, '/state'));

const confirm: Step<'confirm'> = (record, event, holderOf) => {
  const refused = needsSource(event);
  if (refused !== null) return no(refused);
  if (holderOf(event.by) === holderOf(record.claimedBy)) {
    return no(refusal('EXEMPTION_SAME_PERSON', 'an office is confirmed by somebody other than whoever claimed it'));
  }
  return after(record, event, { state: 'confirmed', source: event.source });
};

/** A claim that is amended stays a claim; a confirmed office that is amended has to be confirmed again. */
const amend: Step<'amend'> = (record, event) => {
  const refused = needsSource(event);
  if (refused !== null) return no(refused);
  const office = { ...event.change, source: event.source, state: 'claimed' as const };
  const amended = after(record, event, office);
  return amended.ok ? ok({ ...amended.value, claimedBy: event.by }) : amended;
};

const withdraw: Step<'withdraw'> = (record, event) => {
  const refused = needsSource(event);
  return refused === null ? after(record, event, { state: 'withdrawn' }) : no(refused);
};

/** Every state and every event. */
export const OFFICES: Readonly<Record<Office['state'], { readonly [K in EventKind]: Step<K> }>> = {
  claimed: { confirm, amend, withdraw },
  confirmed: { confirm: wrongState, amend, withdraw },
  withdrawn: { confirm: wrongState, amend: wrongState, withdraw: wrongState },
};

/** One step with an office; `holderOf` says who is the same as whom. */
export function stepOffice(record: OfficeRecord, event: OfficeEvent, holderOf: HolderOf): Answer {
  const cells = OFFICES[record.office.state];
  switch (event.kind) {
    case 'confirm':
      return cells.confirm(record, event, holderOf);
    case 'amend':
      return cells.amend(record, event, holderOf);
    case 'withdraw':
      return cells.withdraw(record, event, holderOf);
  }
}

/** The offices with effect at a time: confirmed, begun and not over. */
export function officesAt(offices: readonly Office[], at: Instant): readonly Office[] {
  return offices.filter(
    (office) => office.state === 'confirmed' && office.from <= at && (office.to === null || at < office.to),
  );
}
