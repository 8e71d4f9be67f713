/** Times, addresses and languages as the wire takes them. */
import { expect, test } from 'vitest';
import { DayOrTime, isTime, Lang, WebUrl } from './fields.ts';

test.each([
  ['2026-11-01T09:00:00Z', true],
  ['2026-11-01t09:00:00z', true],
  ['2026-11-01T09:00Z', true],
  ['2026-11-01T09:00:00.123456789+05:30', true],
  ['2024-02-29T00:00:00Z', true],
  ['2026-02-29T00:00:00Z', false],
  ['2026-13-01T00:00:00Z', false],
  ['2026-00-10T00:00:00Z', false],
  ['2026-11-01T25:00:00Z', false],
  ['2026-11-01T09:00:00', false],
  ['2026-11-01', false],
  ['1 November 2026', false],
  ['2026-11-01T09:00:00Z\n', false],
])('%j is a time: %s', (text, is) => {
  expect(isTime(text)).toBe(is);
});

test('days stand where days do', () => {
  expect(DayOrTime.safeParse('2026-11-30').success).toBe(true);
  expect(DayOrTime.safeParse('2026-11-31').success).toBe(false);
});

test.each([
  ['https://a.example/x?y#z', true],
  ['HTTP://A.EXAMPLE', true],
  ['javascript:alert(1)', false],
  ['data:text/html,x', false],
  ['//a.example', false],
  ['https://a.example/ b', false],
  ['https://a.example/\nb', false],
])('%j is a web address: %s', (text, is) => {
  expect(WebUrl.safeParse(text).success).toBe(is);
});

test.each([
  ['en', true],
  ['pt-BR', true],
  ['zh-Hant-TW', true],
  ['e', false],
  ['en_US', false],
  ['-en', false],
])('%j is a language tag: %s', (text, is) => {
  expect(Lang.safeParse(text).success).toBe(is);
});
