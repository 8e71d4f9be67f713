/** Languages: rather unknown than wrong. */
import { describe, expect, test } from 'vitest';
import { claimedLanguage, guessLanguage } from './language.ts';

describe('guessLanguage', () => {
  test.each([
    ['We are all going out tomorrow to see the new film with our friends', 'en'],
    ['Hoy vamos a salir todos a la calle para protestar contra el gobierno', 'es'],
    ['Hoje vamos todos para a rua protestar contra o governo, pessoal', 'pt'],
    ['Je ne peux pas croire que les gens disent des choses pareilles', 'fr'],
    ['Ich kann wirklich nicht glauben, dass die Leute so etwas sagen', 'de'],
    ['Я не могу поверить, что люди такое говорят про наших соседей', 'ru'],
    ['我不敢相信人们会这么说', 'zh'],
    ['こんなことを言う人がいるなんて信じられない', 'ja'],
    ['ไม่น่าเชื่อว่าคนจะพูดแบบนี้', 'th'],
    ['믿을 수가 없어요', 'ko'],
  ])('%j is %s', (text, lang) => {
    expect(guessLanguage(text).lang).toBe(lang);
  });

  test.each(['ok', 'lol', 'kill them all', '', '12345', '@name #tag https://e.example', 'haha nooo'])(
    '%j is unknown',
    (text) => {
      expect(guessLanguage(text).lang).toBeNull();
    },
  );

  test('a text with English function words is never taken for another language', () => {
    for (const text of ['who dat bout it with the gang yall trippin smh', 'u kno dat boi just went in on the track']) {
      expect([null, 'en']).toContain(guessLanguage(text).lang);
    }
  });
});

test.each([
  ['en', 'en'],
  ['pt-BR', 'pt'],
  ['ZH_hant', 'zh'],
  ['und', null],
  ['zxx', null],
  ['', null],
  ['not a tag', null],
  [null, null],
])('a post that claims %j is in %j', (claimed, lang) => {
  expect(claimedLanguage(claimed)).toBe(lang);
});
