/** Keyed hashes: HMAC-SHA256 as everybody else makes it. */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hmac, keyedHashes } from './keyed-hashes.ts';

test('a MAC is that of node:crypto, whatever the key and the text', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({ minLength: 4_090, maxLength: 4_110 }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(text, { maxLength: 4 }), (bytes, texts) => {
      const key = Buffer.from(bytes);
      const mac = hmac(key);
      for (const each of [...texts, '', '€'.repeat(5_000), 'short again']) {
        expect(mac(each)).toBe(createHmac('sha256', key).update(each).digest('hex'));
      }
    }),
    { numRuns: 30 },
  );
});

test('spaces of keys do not meet', () => {
  const keys = keyedHashes('00'.repeat(32));
  expect(keys.external('post', 'ab', 'c')).not.toBe(keys.external('post', 'a', 'bc'));
  expect(keys.external('post', 'a', 'b')).not.toBe(keys.external('account', 'a', 'b'));
  expect(keys.text('content', 'a')).not.toBe(keys.text('cluster', 'a'));
  expect(keyedHashes('01'.repeat(32)).text('content', 'a')).not.toBe(keys.text('content', 'a'));
});
