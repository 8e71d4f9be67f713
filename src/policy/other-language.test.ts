/** Whether no policy is written for the language of a text. */
import { expect, test } from 'vitest';
import { otherLanguageOf } from './other-language.ts';
import type { PolicySet } from './policy-set.ts';

const set = { policies: [{ languages: ['en'] }, { languages: ['en', 'es'] }] } as unknown as PolicySet;

test('what a post says of its language counts before what its words look like', () => {
  expect(otherLanguageOf(set, 'They walked to the market together.', 'fr-CA')).toBe('fr');
  expect(otherLanguageOf(set, 'Ils sont allés au marché ensemble ce matin avec leurs enfants.', 'es')).toBeNull();
});

test('a language is guessed only where the words leave little doubt', () => {
  expect(otherLanguageOf(set, 'Ils sont allés au marché ensemble ce matin avec leurs enfants.', null)).toBe('fr');
  expect(otherLanguageOf(set, 'They walked to the market together this morning.', null)).toBeNull();
  expect(otherLanguageOf(set, 'merci', null)).toBeNull();
});
