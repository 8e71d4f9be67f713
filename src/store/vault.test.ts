/** Commitments, keyed hashes, ids and upcasters, by themselves. */
import { createHash, createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { newId } from './ids.ts';
import { keyedHashes } from './keyed-hashes.ts';
import { upcast } from './upcast.ts';
import { commits, seal } from './vault.ts';

test('a commitment is SHA-256 over salt and canonical bytes', () => {
  const { ref, row } = seal({ b: 'é', a: [1, null] });
  expect(row.content).toBe('{"a":[1,null],"b":"é"}');
  expect(row.salt).toMatch(/^[0-9a-f]{64}$/);
  const bytes = Buffer.concat([Buffer.from(row.salt, 'hex'), Buffer.from(row.content)]);
  expect(ref).toEqual({ vault: row.id, commitment: createHash('sha256').update(bytes).digest('hex') });
  expect(commits(ref, row)).toBe(true);
  expect(commits(ref, { ...row, content: '{"a":[1,null],"b":"e"}' })).toBe(false);
  expect(commits(ref, { ...row, salt: '0'.repeat(64) })).toBe(false);
});

test('the same content gets another salt and another commitment each time', () => {
  const sealed = Array.from({ length: 600 }, () => seal({ text: 'yes' }));
  expect(new Set(sealed.map(({ ref }) => ref.commitment)).size).toBe(600);
  expect(new Set(sealed.map(({ row }) => row.salt)).size).toBe(600);
  expect(sealed.every(({ ref, row }) => commits(ref, row))).toBe(true);
});

test('what is not JSON data is refused', () => {
  expect(() => seal(undefined)).toThrow();
  expect(() => seal({ text: '\ud800' })).toThrow();
  expect(() => seal({ n: Number.NaN })).toThrow();
});

test('keyed hashes are HMAC-SHA256, and keep kinds and parts apart', () => {
  const pepper = 'ab'.repeat(32);
  const keys = keyedHashes(pepper);
  const expected = createHmac('sha256', Buffer.from(pepper, 'hex'))
    .update('external/post\n5 2\nchirp\n12')
    .digest('hex');
  expect(keys.external('post', 'chirp', '12')).toBe(expected);
  const all = [
    keys.external('account', 'chirp', '12'),
    keys.external('post', 'chirp1', '2'),
    keys.external('post', 'chirp\n1', '2'),
    keys.external('post', 'chirp', '1\n2'),
    keys.text('content', 'chirp'),
    keys.text('cluster', 'chirp'),
    keyedHashes('cd'.repeat(32)).text('cluster', 'chirp'),
  ];
  expect(new Set(all).size).toBe(all.length);
});

test('ids are 32 characters of their alphabet, and do not repeat', () => {
  const ids = Array.from({ length: 2_000 }, newId);
  expect(ids.every((id) => /^[0-9a-hjkmnp-tv-z]{32}$/.test(id))).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
});

test('events of unknown type or of a newer version are refused, never guessed at', () => {
  const event = { type: 'key.revoked', v: 1, key: 'k', by: 'system:test' } as const;
  expect(upcast(event)).toEqual(event);
  expect(() => upcast({ type: 'nothing.like_it', v: 1 })).toThrow(/unknown type/);
  expect(() => upcast({ ...event, v: 2 })).toThrow(/newer version/);
  expect(() => upcast({ ...event, v: 0 })).toThrow(/no upcaster/);
});
