/** What counts as something said. */
import { expect, test } from 'vitest';
import { saysSomething } from './said.ts';

test.each([
  '',
  '  ',
  '\u200b\u200d\ufeff',
  '\u2060\u00ad',
  '…',
  '\u3164\u200e'.replace('\u3164', ''),
  '-- --',
  '\u0301',
])('nothing is said by %j', (text) => {
  expect(saysSomething(text)).toBe(false);
});

test.each(['a', '.7', '因为', 'по закону', '\u200bwhy'])('something is said by %j', (text) => {
  expect(saysSomething(text)).toBe(true);
});
