/** Decisions on a person: a lead's, on every account or on none. */
import { expect, test } from 'vitest';
import { describeDatabases } from '../../test/support/databases.ts';
import { must, openTestApp, type TestApp, take } from '../../test/support/journey.ts';
import { linked } from '../../test/support/persons.ts';
import type { PersonVerdict } from '../app.ts';

const ACCOUNTS = [
  { platform: 'chirp', id: 'ann' },
  { platform: 'facewall', id: 'ann.2' },
];

async function ann({ app }: TestApp): Promise<string> {
  for (const { platform, id } of ACCOUNTS) await take(app, { id: `first of ${id}`, platform, author: { id } });
  return (await linked(app, ACCOUNTS)).id;
}

const verdict = (person: string, over: Partial<PersonVerdict> = {}): PersonVerdict => ({
  person,
  platforms: null,
  policy: 'spam',
  rung: 'suspend',
  reason: 'The same everywhere.',
  rank: 'lead',
  by: 'user:lead',
  ...over,
});

describeDatabases('decisions on a person', (open) => {
  test('one for each account, each listing them all, in one commit', async () => {
    const test = await openTestApp(await open());
    const { app } = test;
    const person = await ann(test);
    const before = (await app.status()).position;
    const { decisions } = must(await app.decidePerson(verdict(person)));
    expect(decisions.map(({ naming }) => `${naming.platform}/${naming.author}`).sort()).toEqual([
      'chirp/ann',
      'facewall/ann.2',
    ]);
    const internal = decisions.flatMap(({ decision }) =>
      decision.subject.kind === 'account' ? [decision.subject.account] : [],
    );
    for (const { decision, id } of decisions) {
      expect(decision).toMatchObject({ rank: 'lead', trigger: 'verdict', person: { id: person } });
      expect([...(decision.person?.accounts ?? [])].sort()).toEqual([...internal].sort());
      expect(must(await app.decision(id)).accounts).toHaveLength(2);
    }
    for (const { platform, id } of ACCOUNTS) {
      expect(must(await app.accounts.get(platform, id)).state.state).toBe('suspended');
    }
    expect((await app.status()).position).toBe(before + 4);
    // Strikes stay where they were drawn.
    expect(must(await app.accounts.get('facewall', 'ann.2')).points).toEqual({ baseline: 0, applied: 0 });
    must(await app.decidePerson(verdict(person, { rung: 'reinstate', rank: 'council' })));
    expect(must(await app.accounts.get('chirp', 'ann')).state.state).toBe('active');
    await app.close();
  });

  test('refused as a whole: below lead, for somebody unknown, where one platform may not be spoken for', async () => {
    const test = await openTestApp(await open());
    const { app } = test;
    const person = await ann(test);
    const before = (await app.status()).position;
    const refused: [Partial<PersonVerdict>, string][] = [
      [{ rank: 'reviewer' }, 'RANK_TOO_LOW'],
      [{ person: 'nobody' }, 'PERSON_UNKNOWN'],
      [{ platforms: ['chirp'] }, 'PLATFORM_FORBIDDEN'],
      [{ policy: 'none' }, 'POLICY_UNKNOWN'],
      [{ rung: 'read_only' }, 'RUNG_UNKNOWN'],
    ];
    for (const [over, code] of refused) {
      expect(await app.decidePerson(verdict(person, over))).toMatchObject({ ok: false, code });
    }
    expect((await app.status()).position).toBe(before);
    await app.close();
  });

  test('the same key acts once', async () => {
    const test = await openTestApp(await open());
    const { app } = test;
    const person = await ann(test);
    const once = verdict(person, { rung: 'warn', idempotencyKey: 'once' });
    const first = must(await app.decidePerson(once));
    const { position } = await app.status();
    expect(must(await app.decidePerson(once)).decisions.map(({ id }) => id)).toEqual(
      first.decisions.map(({ id }) => id),
    );
    expect((await app.status()).position).toBe(position);
    await app.close();
  });
});
