/** Decisions in the ledger: no texts, nothing lost that counts, and the same bare decision from event and from body. */
import { expect, test } from 'vitest';
import { account, decided, received } from '../../test/support/store-batches.ts';
import type { Decision } from '../decide/decision.ts';
import { bareDecision, decisionEvent, stripTexts } from './decision-record.ts';
import type { DecisionMade } from './events.ts';
import { newId } from './ids.ts';
import { keyedHashes } from './keyed-hashes.ts';
import type { Store } from './store.ts';
import { seal } from './vault.ts';

const maker = { newId, seal, keys: keyedHashes('ab'.repeat(32)) } as unknown as Store;

function sample() {
  const author = account(maker, 'ada');
  const post = received(maker, author.id, { text: 'they shall all be shot' });
  const made = decided(maker, post, { exemption: newId(), reason: 'a reason that somebody wrote' });
  return { event: made.events[0] as DecisionMade, decision: made.vault[0]?.value as Decision };
}

test('a decision read back from its event is the decision without its texts', () => {
  const { event, decision } = sample();
  expect(bareDecision(event)).toEqual(stripTexts(decision));
  expect(stripTexts(stripTexts(decision))).toEqual(stripTexts(decision));
  const kept = (d: Decision) => [d.basis, d.baseline, d.applied, d.policies, d.rank, d.subject, d.supersedes];
  expect(kept(bareDecision(event))).toEqual(kept(decision));
});

test('no text of a decision stands in its event', () => {
  const { event } = sample();
  const body = JSON.stringify(event);
  for (const text of ['a reason that somebody wrote', 'office-holders say', 'threatens people', 'text.has(']) {
    expect(body).not.toContain(text);
  }
});

test('facts keep numbers, truths and times; what people wrote stays in the vault', () => {
  const { event, decision } = sample();
  const fact = (source: string, value: unknown) => ({ path: 'x', known: true, value, source, version: null });
  const facts = [
    fact('post', [{ url: 'https://a.example/b' }]),
    fact('post', 'en'),
    fact('post', 12),
    fact('payload', '2026-11-01T09:00:00.000Z'),
    fact('register', [{ title: 'mayor' }]),
    fact('register', true),
    fact('counter', 3),
    fact('claims', 'claim-7'),
  ];
  const { engine, texts } = event;
  const made = decisionEvent({ id: event.decision, decision, facts, engine, standing: null, texts });
  const values = [null, null, 12, '2026-11-01T09:00:00.000Z', null, true, 3, 'claim-7'];
  expect(made.facts.map((each) => each.value)).toEqual(values);
});
