/** Measures in one language each, with links that lead somewhere. */
import { expect, test } from 'vitest';
import { presentMeasure } from './present-measure.ts';

const label = (change: object = {}) =>
  ({
    kind: 'label',
    text: { de: 'Fakten', en: 'Facts', 'pt-BR': 'Fatos' },
    fact: null,
    href: null,
    ...change,
  }) as const;
const PLAIN = { lang: null, base: '' };

test.each([
  [null, 'Facts', 'en'],
  ['de', 'Fakten', 'de'],
  ['de-AT', 'Fakten', 'de'],
  ['pt', 'Fatos', 'pt-BR'],
  ['PT-br', 'Fatos', 'pt-BR'],
  ['ja', 'Facts', 'en'],
])('words for %s', (lang, text, written) => {
  expect(presentMeasure(label(), { lang, base: '' })).toMatchObject({ text, lang: written });
});

test('without English the first language stands in', () => {
  expect(presentMeasure(label({ text: { fr: 'Faits' } }), PLAIN)).toMatchObject({ text: 'Faits', lang: 'fr' });
});

test('a label leads to its fact page, under the public address where there is one', () => {
  expect(presentMeasure(label({ fact: 'postal-ballots' }), PLAIN)).toMatchObject({ href: '/f/postal-ballots' });
  const outside = { lang: null, base: 'https://evenhand.example' };
  expect(presentMeasure(label({ fact: 'a/b' }), outside)).toMatchObject({ href: 'https://evenhand.example/f/a%2Fb' });
  expect(presentMeasure(label({ href: 'https://other.example/x' }), outside)).toMatchObject({
    href: 'https://other.example/x',
  });
  expect(presentMeasure(label(), outside)).toMatchObject({ href: null });
});
