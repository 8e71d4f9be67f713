/** Hostile JSON: duplicate keys, nesting, `__proto__`, and that everything else reads as JSON.parse reads it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readJson } from './read-json.ts';

const code = (text: string) => {
  const read = readJson(text, 32);
  return read.ok ? 'ok' : read.error.code;
};

test.each([
  ['{"a":1,"a":2}', 'JSON_DUPLICATE_KEY'],
  ['{"a":1,"\\u0061":2}', 'JSON_DUPLICATE_KEY'],
  ['{"x":[{"b":{"a":1}},{"b":1,"b":2}]}', 'JSON_DUPLICATE_KEY'],
  ['{"__proto__":1,"__proto__":2}', 'JSON_DUPLICATE_KEY'],
  ['{"a":{"a":1},"b":{"a":"a"},"c":["a","a"]}', 'ok'],
  ['{"a":"\\"a\\":1,","b":"\\\\","c":"}{"}', 'ok'],
  ['{"":1,"":2}', 'JSON_DUPLICATE_KEY'],
  ['', 'JSON_MALFORMED'],
  ['{"a":1', 'JSON_MALFORMED'],
  ['{} {}', 'JSON_MALFORMED'],
  ['{"a":NaN}', 'JSON_MALFORMED'],
  ['[[1],[2]]', 'ok'],
])('%s: %s', (text, want) => {
  expect(code(text)).toBe(want);
});

test('a million levels are refused without a stack', () => {
  const deep = '['.repeat(1_000_000) + ']'.repeat(1_000_000);
  expect(code(deep)).toBe('JSON_TOO_DEEP');
  expect(code('['.repeat(32) + ']'.repeat(32))).toBe('ok');
});

test('a key of `__proto__` changes no prototype', () => {
  const read = readJson('{"__proto__":{"admin":true}}', 32);
  expect(read.ok && Object.keys(read.value as object)).toEqual(['__proto__']);
  expect(({} as { admin?: boolean }).admin).toBeUndefined();
});

test('the detail of malformed JSON quotes nothing of it', () => {
  const read = readJson('{"text":"something private', 32);
  expect(read.ok ? '' : read.error.detail).not.toContain('private');
});

test('whatever JSON.stringify writes is read back', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      const text = JSON.stringify(value);
      expect(readJson(text, 32)).toEqual({ ok: true, value: JSON.parse(text) });
    }),
  );
});

test('backslashes without end are read in linear time', () => {
  const text = `{"a":"${'\\\\'.repeat(500_000)}","b":"${'\\"'.repeat(500_000)}"}`;
  const started = performance.now();
  expect(code(text)).toBe('ok');
  expect(performance.now() - started).toBeLessThan(2_000);
});
