/** How texts fall into tokens. */
import { expect, test } from 'vitest';
import { normalise } from '../normal/normalise.ts';
import { readTokens } from './tokens.ts';

function tokensOf(source: string): string[] {
  const { text } = normalise(source);
  const tokens = readTokens(text);
  return Array.from({ length: tokens.count }, (_, i) => text.slice(tokens.start[i], tokens.end[i]));
}

test.each([
  ["Don't stop, mail-in voters!", ["Don't", 'stop', 'mail', 'in', 'voters']],
  ['@a_b.example.com: hi a@b.c', ['@a_b.example.com', 'hi', 'a', 'b', 'c']],
  ['#StopTheSteal #blm #two_words C#', ['Stop', 'The', 'Steal', 'blm', 'two', 'words', 'C']],
  ['see https://example.com/a?b=(c). ok', ['see', 'https://example.com/a?b=(c', 'ok']],
  ['www.example.org hwww http', ['www.example.org', 'hwww', 'http']],
  ['gut🔫🔫 \u{1f1e9}\u{1f1ea}\u{1f1eb}\u{1f1f7}', ['gut', '🔫', '🔫', '\u{1f1e9}\u{1f1ea}', '\u{1f1eb}\u{1f1f7}']],
  ['杀人abc', ['杀', '人', 'abc']],
  ['กำลัง', ['กํ', 'า', 'ลั', 'ง']],
  ['हिन्दी में', ['हिन्दी', 'में']],
  ["rock 'n' roll 'quoted'", ['rock', 'n', 'roll', 'quoted']],
])('%j', (source, expected) => {
  expect(tokensOf(source)).toEqual(expected);
});

test('distances count two Han characters, and four Thai ones, as a word', () => {
  const units = (text: string) => readTokens(text).position.at(-1);
  expect(units('one two')).toBe(8);
  expect(units('杀人')).toBe(4);
  expect(units('กขคง')).toBe(4);
});
