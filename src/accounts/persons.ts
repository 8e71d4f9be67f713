/**
 * The register of persons: which accounts belong to one and the same, on whatever platforms. Whoever records or changes
 * a person only claims it; its accounts are linked when somebody else confirms it, and the history of every step stays.
 */
import type { Refusal } from '../errors.ts';
import { no, ok, type Result, refusal } from '../lib/result.ts';
import { saysSomething } from '../lib/said.ts';

export type PersonState = 'claimed' | 'confirmed' | 'withdrawn';

export type PersonRecord = {
  readonly id: string;
  readonly state: PersonState;
  /** Internal ids, without repeats. */
  readonly accounts: readonly string[];
  /** Who took the last step: it stands in their name until somebody else confirms it. */
  readonly changedBy: string;
};

export type PersonEvent =
  | { readonly kind: 'amend'; readonly by: string; readonly source: string; readonly accounts: readonly string[] }
  | { readonly kind: 'confirm' | 'withdraw'; readonly by: string; readonly source: string };

/** What a step is taken on: who is the same as whom, and whose the accounts are already. */
export type PersonGround = {
  readonly holderOf: (principal: string) => string;
  /** The confirmed person that an account belongs to; null: none. */
  readonly personOf: (account: string) => string | null;
};

type EventKind = PersonEvent['kind'];
type Answer = Result<PersonRecord, Refusal>;
type Of<K extends EventKind> = Extract<PersonEvent, { kind: K }>;
type Step<K extends EventKind> = (person: PersonRecord, event: Of<K>, ground: PersonGround) => Answer;

const wrongState = ({ state }: PersonRecord, event: PersonEvent): Answer =>
  no(refusal('BODY_INVALID', `\`${event.kind}\` does not go with a person that is \`${state}\``, '/state'));

/** What is changed has to be confirmed again before it links anything. */
const amend: Step<'amend'> = (person, { by, accounts }, ground) => {
  const refused = heldElsewhere({ ...person, accounts }, ground);
  return refused === null ? ok({ ...person, state: 'claimed', accounts, changedBy: by }) : no(refused);
};

const confirm: Step<'confirm'> = (person, { by }, ground) => {
  if (ground.holderOf(by) === ground.holderOf(person.changedBy)) {
    return no(refusal('EXEMPTION_SAME_PERSON', 'a person is confirmed by somebody other than whoever claimed it'));
  }
  const refused = heldElsewhere(person, ground);
  return refused === null ? ok({ ...person, state: 'confirmed', changedBy: by }) : no(refused);
};

const withdraw: Step<'withdraw'> = (person, { by }) => ok({ ...person, state: 'withdrawn', changedBy: by });

/** An account belongs to one person at most. */
function heldElsewhere({ id, accounts }: PersonRecord, { personOf }: PersonGround): Refusal | null {
  for (const [i, account] of accounts.entries()) {
    const holder = personOf(account);
    if (holder !== null && holder !== id) {
      return refusal('BODY_INVALID', `the account belongs to person \`${holder}\``, `/accounts/${i}`);
    }
  }
  return null;
}

/** Every state and every event. */
export const PERSONS: Readonly<Record<PersonState, { readonly [K in EventKind]: Step<K> }>> = {
  claimed: { amend, confirm, withdraw },
  confirmed: { amend, confirm: wrongState, withdraw },
  withdrawn: { amend: wrongState, confirm: wrongState, withdraw: wrongState },
};

/** Takes a person one step further, or says why not. */
export function stepPerson(person: PersonRecord, event: PersonEvent, ground: PersonGround): Answer {
  if (!saysSomething(event.source)) {
    return no(refusal('BODY_INVALID', 'a change of the register names its source', '/source'));
  }
  const cells = PERSONS[person.state];
  switch (event.kind) {
    case 'amend':
      return cells.amend(person, event, ground);
    case 'confirm':
      return cells.confirm(person, event as Of<'confirm'>, ground);
    case 'withdraw':
      return cells.withdraw(person, event as Of<'withdraw'>, ground);
  }
}
