/** Hostile words in every place that takes words: answered or refused, recorded well-formed, never a crash. */
import { expect, test } from 'vitest';
import { describeDatabases } from '../../test/support/databases.ts';
import { proposal } from '../../test/support/exemptions.ts';
import { must, NOW, openTestApp, post, take } from '../../test/support/journey.ts';
import { confirmed } from '../../test/support/offices.ts';
import { PERSON } from '../../test/support/persons.ts';

const BAD = 'x\uD800\u0000\u202E\uDFFF __proto__ constructor \uFDFA';
const GOOD = BAD.toWellFormed().replaceAll('\u0000', '\uFFFD');

describeDatabases('hostile words', (open) => {
  test('in posts, authors, registers, verdicts and keys', async () => {
    const store = await open();
    const { app } = await openTestApp(store);
    const author = { id: 'a', handle: BAD, offices: [{ title: BAD, jurisdiction: BAD }] };
    const media = [{ kind: 'image' as const, alt: BAD }];
    const signals = { ['__proto__']: { value: 1, version: BAD }, [BAD]: { value: 2, version: BAD } };
    const sound = post({ id: 'p', text: `zorgle ${BAD}`, author, media });
    // The wire refuses such ids; whoever embeds the application may come by another way.
    const named = { id: `p${BAD}`, author: { ...sound.author, id: `a${BAD}` }, replyTo: BAD, quoteOf: BAD };
    const hostile = { ...sound, ...named, signals };
    const taken = must(await app.ingestOne({ op: 'post', post: hostile }, 'key:test'));
    expect(taken).toMatchObject({ op: 'post', decision: { naming: { post: `p${GOOD}`, author: `a${GOOD}` } } });
    expect(must(await app.ingestOne({ op: 'post', post: hostile }, 'key:test'))).toMatchObject({ replayed: true });
    const wire = { id: `a${GOOD}`, handle: null, createdAt: null, followers: null, verified: null, offices: [] };
    must(await app.accounts.put('chirp', wire, 'user:r'));
    const office = {
      id: null,
      title: BAD,
      jurisdiction: BAD,
      from: NOW,
      to: null,
      source: BAD,
      state: 'claimed' as const,
    };
    await confirmed(app, { platform: 'chirp', id: `a${GOOD}` }, office);
    const listed = await app.accounts.setList('chirp', `a${GOOD}`, { list: BAD, member: true, by: 'user:r' });
    expect(listed).toMatchObject({ code: 'BODY_INVALID', pointer: '/list' });
    const accounts = [{ platform: 'chirp', id: `a${GOOD}` }];
    expect(must(await app.persons.put({ ...PERSON, name: BAD, source: BAD, accounts }, 'user:r')).name).toBe(GOOD);
    must(await app.exemptions.propose({ ...proposal(), reason: BAD }, 'user:a'));
    must(await app.keys.create({ name: BAD, scopes: ['read'], platforms: null, by: 'user:k' }));
    const seen = {
      platform: 'chirp',
      post: `p${GOOD}`,
      measures: [],
      seenAt: NOW,
      evidenceUrl: `https://a/${BAD}`,
      by: 'user:o',
    };
    must(await app.observe(seen));
    const subject = { kind: 'post' as const, platform: 'chirp', id: `p${GOOD}` };
    const verdict = {
      subject,
      policy: 'spam',
      rung: 'none',
      reason: BAD,
      rank: 'lead' as const,
      by: 'user:x',
      idempotencyKey: BAD,
    };
    expect(must(await app.decide(verdict)).decision.decision.reason).toBe(GOOD);
    expect(must(await app.getPost('chirp', `p${GOOD}`)).content?.media[0]?.alt).toBe(GOOD);
    expect(await app.getPost('chirp', BAD)).toMatchObject({ code: 'POST_UNKNOWN' });
    for (const refused of [
      await app.ack(BAD, { status: 'confirmed', at: NOW }),
      await app.exemptions.get(BAD),
      await app.exemptions.revoke(BAD, 'user:x', BAD),
      await app.keys.revoke(BAD, 'user:x'),
      await app.persons.get(BAD),
      await app.policies.activate(BAD, 'user:x'),
      await app.erase({ kind: 'account', platform: BAD, id: BAD }, 'law'),
      await app.decisions({ cursor: BAD }),
    ]) {
      expect(refused.ok).toBe(false);
    }
    expect(must(await app.decisions({ policy: BAD, platform: BAD, rung: BAD })).items).toEqual([]);
    expect(must(await app.evenness({ policy: BAD }))).toEqual([]);
    expect(await app.platformOfMeasure(BAD)).toBeNull();
    expect(await app.decision(BAD)).toMatchObject({ code: 'DECISION_UNKNOWN' });
    expect(must(await app.presentations({ platform: 'chirp', posts: [BAD] })).items[0]?.state).toBe('unknown');
    await app.close();
  });

  test('a megabyte of anything is taken in time that does not run away', async () => {
    const { app } = await openTestApp(await open());
    const started = performance.now();
    const texts = [
      '\uFDFA'.repeat(300_000),
      '@a '.repeat(300_000),
      'https://a.example/'.repeat(50_000),
      'zorgl'.repeat(200_000),
      '\u200B'.repeat(300_000),
    ];
    for (const [i, text] of texts.entries()) await take(app, { id: `${i}`, text });
    expect(performance.now() - started).toBeLessThan(20_000);
    await app.close();
  });
});
