/** What sentences do, with the cues as shipped in policies/cues. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { buildLexicon } from '../index.ts';

const folder = new URL('../../../../policies/cues/', import.meta.url);
const cues = Object.fromEntries(
  readdirSync(folder).map((file) => [file.slice(0, 2), parse(readFileSync(new URL(file, folder), 'utf8'))]),
);
const DEED = 0;
const WHOM = 1;
const { lexicon, problems } = buildLexicon(
  [
    {
      kind: 'list',
      id: 'deeds',
      entries: [
        'kill*',
        'shoot*',
        'shot',
        'hang*',
        'burn*',
        'exterminat*',
        'murder*',
        'die',
        'mat*',
        'dispar*',
        'tu*',
        'erschieß*',
        'erschossen',
        'atir*',
      ],
      fold: true,
    },
    {
      kind: 'list',
      id: 'people',
      entries: [
        'protesters',
        'looters',
        'immigrants',
        'thugs',
        'cops',
        'people',
        'manifestantes',
        'manifestants',
        'demonstranten',
      ],
      fold: false,
    },
  ],
  { cues, lists: [], patterns: [] },
);
const NEAR = { op: 'near', a: DEED, b: WHOM, words: 8 } as const;
const sentence = (text: string, lang: string | null = 'en') => {
  const [first] = lexicon.read(text, lang).sentences;
  if (first === undefined) throw new Error('no sentence');
  return first;
};

test('the shipped cues have no problems', () => {
  expect(problems).toEqual([]);
  expect(Object.keys(cues).sort()).toEqual(['de', 'en', 'es', 'fr', 'pt']);
});

describe('mood', () => {
  test.each([
    ['Shoot the protesters', 'imperative'],
    ['please just shoot these thugs already', 'imperative'],
    ["let's hang the looters", 'imperative'],
    ["Don't shoot the protesters", 'imperative'],
    ['@name go and kill the looters', 'imperative'],
    ['Protesters should be shot.', 'statement'],
    ['Hate is not a policy', 'statement'],
    ['When the looting starts, the shooting starts', 'statement'],
    ['Why would anyone shoot protesters', 'question'],
    ['They shot the protesters?', 'question'],
    ['¿Por qué matan a los manifestantes?', 'question', 'es'],
    ['Maten a los manifestantes', 'imperative', 'es'],
    ['Erschießt die Demonstranten', 'imperative', 'de'],
    ['Tuez les manifestants', 'imperative', 'fr'],
  ])('%j is a %s', (text, mood, lang = 'en') => {
    expect(sentence(text, lang).mood).toBe(mood);
  });
});

describe('person', () => {
  test.each([
    ['I will kill the thugs', 'first'],
    ["we're gonna hang the looters", 'first'],
    ['gonna burn these thugs alive', 'first'],
    ['tomorrow I shoot them', 'first'],
    ['You people will hang', 'second'],
    ['shoot them', 'second'],
    ['They shot the protesters', 'third'],
    ['My brother says you are wrong', 'third'],
    ['The looters will be shot by us', 'third'],
    ['Nosotros vamos a matar a todos', 'first', 'es'],
  ])('in %j the %s person acts', (text, person, lang = 'en') => {
    expect(sentence(text, lang).person).toBe(person);
  });
});

describe('quoted', () => {
  test.each([
    ['“Shoot the looters,” the governor wrote', true],
    ['The governor said that looters should be shot', true],
    ['Looters should be shot, the governor said', true],
    ['so true RT @name: kill all the looters', true],
    ['I said kill all the looters', false],
    ['RT @name: kill all the looters', false],
    ['Kill the "so called" looters', false],
  ])('%j: %s', (text, quoted) => {
    const all = lexicon.read(text, 'en').sentences;
    expect(all.at(-1)?.quoted).toBe(quoted);
  });

  test('is also told of the words alone', () => {
    const view = sentence('He wrote a long letter to the paper and "shoot the protesters" was in it');
    expect(view.quotedAt(NEAR)).toBe(true);
    expect(view.earnestAt(NEAR)).toBe(false);
    expect(sentence('Shoot the protesters, "peaceful" or not').quotedAt(NEAR)).toBe(false);
  });

  test('a sentence announced with a colon is quoted', () => {
    const [, second] = lexicon.read('The mayor wrote:\nkill all the looters', 'en').sentences;
    expect(second?.quoted).toBe(true);
  });
});

describe('condemned', () => {
  test.each([
    'Saying that looters should be shot is disgusting',
    'I condemn anyone who would shoot protesters',
    'Stop killing protesters',
    "I can't believe people say the protesters should be shot",
    'Nobody deserves to be shot',
    'Looters should be shot. That is vile.',
    'This is disgusting: “shoot the protesters”',
    'It is wrong to kill people',
  ])('%j', (text) => {
    expect(sentence(text).condemned).toBe(true);
  });

  test.each([
    'Shoot the protesters',
    'These thugs are disgusting, shoot them',
    'Immigrants are disgusting and must be exterminated',
    'Looters are evil. They should be shot.',
    'It is disgusting. Looters should be shot.',
    'There is nothing wrong with shooting looters',
  ])('%j is not', (text) => {
    expect(lexicon.read(text, 'en').sentences.at(-1)?.condemned).toBe(false);
  });

  test.each([
    ['Condenamos a quienes quieren matar a los manifestantes', 'es'],
    ['Repudiamos quem quer atirar em manifestantes', 'pt'],
    ['Je condamne ceux qui veulent tuer des manifestants', 'fr'],
    ['Wir verurteilen alle, die Demonstranten erschießen wollen', 'de'],
  ])('%j', (text, lang) => {
    expect(sentence(text, lang).condemned).toBe(true);
  });
});

describe('negated', () => {
  test.each([
    ['Nobody should shoot protesters', true],
    ["Don't shoot the protesters", true],
    ['No one deserves to be shot', true],
    ['No maten a los manifestantes', true, 'es'],
    ['Why not shoot the protesters', false],
    ["Can't wait to shoot the looters", false],
    ['Not gonna lie, shoot the looters', false],
    ['They did not listen so shoot the looters', false],
    ['Not nice but shoot them', false],
    ["Don't shoot protesters, shoot looters", false],
  ])('%j: %s', (text, negated, lang = 'en') => {
    expect(sentence(text, lang).negated(DEED)).toBe(negated);
  });
});

describe('targets', () => {
  test.each([
    ['All looters should be shot', true],
    ['Shoot the protesters', true],
    ['They are killing protesters', true],
    ['The protesters were shot by cops', true],
    ['immigrants deserve to die', true],
    ['I hope the looters die', true],
    ['death to the immigrants', true],
    ['hang all the thugs', true],
    ['Protesters kill animals', false],
    ['He was shot by protesters', false],
    ['Protesters marched when a store was burned', false],
    ['I shoot photos when immigrants arrive', false],
    ['Los manifestantes deben ser fusilados', true, 'es'],
    ['Die Demonstranten sollten erschossen werden', true, 'de'],
  ])('%j: %s', (text, target, lang = 'en') => {
    expect(sentence(text, lang).targets(WHOM)).toBe(target);
  });

  test('of one deed only, when it is named', () => {
    const view = sentence('They fed the protesters and shot the looters');
    expect(view.spansOf({ op: 'targets', a: WHOM, by: DEED }).map(({ start }) => start)).toEqual([37]);
  });
});

describe('figurative, joking, supposing', () => {
  test.each([
    'My photo shoot with the protesters was fun',
    'She killed it tonight in front of all these people',
    'Shoot me an email about the protesters',
    'hang out with the protesters',
    'hot, the traffic is killing me people',
  ])('%j is an idiom', (text) => {
    expect(sentence(text).figurative).toBe(true);
    expect(sentence(text).figurativeAt({ op: 'has', a: DEED })).toBe(true);
    expect(sentence(text).earnestAt(NEAR)).toBe(false);
  });

  test('a deed beside an idiom is still meant', () => {
    expect(sentence('hang out with us and then kill the protesters').earnestAt(NEAR)).toBe(true);
  });

  test('signs of joking and supposing', () => {
    expect(sentence('kill me lol').joking).toBe(true);
    expect(sentence('kill them').joking).toBe(false);
    expect(sentence('if they loot, shoot the looters').hypothetical).toBe(true);
  });
});

test('without cues for a language marks of quotation still count, words do not', () => {
  expect(sentence('"kill the protesters"', 'fi').quoted).toBe(true);
  expect(sentence('he said kill the protesters', 'fi').quoted).toBe(false);
});

test('an unknown language is read with the likeliest cues', () => {
  expect(sentence('nobody should kill the protesters', null).negated(DEED)).toBe(true);
});
