/** The reader of lines: whatever comes, it answers, quickly, and repeats no value of what it refuses. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TEXT_BYTES_MAX } from './limits.ts';
import { readLine, refusalOfText } from './read-line.ts';

const RUNS = Number(process.env.PBT_RUNS ?? 500);
const seed = process.env.PBT_SEED;
const options = { numRuns: RUNS, ...(seed !== undefined && { seed: Number(seed) }) };

const post = (change: object = {}) => ({
  platform: 'chirp',
  id: '1',
  createdAt: '2026-11-01T09:00:00Z',
  text: 'x',
  author: { id: 'a' },
  ...change,
});

test('any text at all is answered', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.string()), (text) => {
      const read = readLine(text);
      expect(read.ok || read.error.code.length > 0).toBe(true);
    }),
    options,
  );
});

test('a post with any one field replaced is read or refused at that field', () => {
  const fields = [
    'platform',
    'id',
    'createdAt',
    'text',
    'author',
    'links',
    'media',
    'lang',
    'signals',
    'visibility',
    'url',
  ];
  fc.assert(
    fc.property(fc.constantFrom(...fields), fc.jsonValue(), (field, value) => {
      const read = readLine(JSON.stringify(post({ [field]: value })));
      if (read.ok) return;
      expect(read.error.pointer).toMatch(new RegExp(`^/${field}`));
      expect(['BODY_INVALID', 'POST_TOO_LARGE', 'JSON_DUPLICATE_KEY', 'JSON_TOO_DEEP']).toContain(read.error.code);
    }),
    options,
  );
});

test('a valid post with bytes changed never throws', () => {
  const bytes = Buffer.from(JSON.stringify(post({ text: 'Ein “langer” Text 😀', lang: 'de' })));
  const change = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255));
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
      const copy = Buffer.from(bytes);
      for (const [at, byte] of changes) copy[at] = byte;
      readLine(copy.toString('utf8'));
    }),
    options,
  );
});

test('a refusal repeats no text that was sent', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 12, unit: 'grapheme-ascii' }), (secret) => {
      for (const field of ['platform', 'createdAt', 'lang', 'visibility', 'url']) {
        const read = readLine(JSON.stringify(post({ [field]: `!!${secret}` })));
        expect(read.ok ? '' : read.error.detail).not.toContain(secret);
      }
    }),
    { ...options, numRuns: Math.min(RUNS, 200) },
  );
});

test('a text is measured in bytes, to the byte', () => {
  for (const unit of ['a', 'é', '漢', '😀']) {
    const bytes = Buffer.byteLength(unit);
    const fits = unit.repeat(Math.floor(TEXT_BYTES_MAX / bytes));
    expect(refusalOfText(fits)).toBeNull();
    expect(refusalOfText(`${fits}${unit}`)).toMatchObject({ code: 'POST_TOO_LARGE', pointer: '/text' });
  }
});
