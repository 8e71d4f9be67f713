/** Posts for soak and bench: written by us, made at random from a seed, some of which break a policy. */
import type { PostInput } from '../../src/schema/post.ts';
import type { Random } from './random.ts';

const OPENINGS = [
  'This morning',
  'Yesterday',
  'On the way home',
  'After the match',
  'In our street',
  'At the market',
  'All week',
  'Before lunch',
];
const SUBJECTS = [
  'the baker',
  'my neighbour',
  'a friend of mine',
  'the new librarian',
  'our choir',
  'the night bus',
  'somebody',
  'the whole team',
];
const VERBS = [
  'found',
  'lost',
  'painted',
  'repaired',
  'sang about',
  'forgot',
  'planted',
  'photographed',
  'carried',
  'measured',
];
const OBJECTS = [
  'a blue bicycle',
  'three umbrellas',
  'the old clock',
  'a box of letters',
  'the garden wall',
  'a map of the harbour',
  'two tickets',
  'the last tomato',
];
const ENDINGS = [
  'and nobody minded.',
  'which made my day.',
  'so we stayed for tea.',
  'and now it rains.',
  'as one does.',
  'and I cannot stop thinking about it.',
  'with a smile.',
];
const BREAKING = [
  'Those protesters should all be shot, every last one of them.',
  'The postal ballots are all fraudulent and the count is rigged.',
  'I am going to kill you, I know where you live.',
  'If they loot, we shoot them. Simple as that.',
];

const sentence = (random: Random) =>
  `${random.pick(OPENINGS)} ${random.pick(SUBJECTS)} ${random.pick(VERBS)} ${random.pick(OBJECTS)} ${random.pick(ENDINGS)}`;

export type Mix = { readonly authors: number; readonly breaking: number; readonly copies: number };
const USUAL: Mix = { authors: 200, breaking: 0.03, copies: 0.02 };

/** Post number `n` on `platform`. Times rise with `n`. About 500 bytes of JSON. */
export function makePost(random: Random, n: number, { platform = 'chirp', mix = USUAL } = {}): PostInput {
  const author = random.int(mix.authors);
  const chance = random.next();
  const text =
    chance < mix.breaking
      ? `${random.pick(BREAKING)} ${random.int(1000)}`
      : chance < mix.breaking + mix.copies
        ? 'The same words again, as so many post them today.'
        : `${sentence(random)} ${sentence(random)} #day${random.int(365)}`;
  const at = new Date(Date.UTC(2026, 10, 1) + n * 250).toISOString();
  return {
    platform,
    id: `p${n}`,
    url: `https://${platform}.example/p/${n}`,
    createdAt: at,
    text,
    lang: 'en',
    visibility: 'public',
    author: {
      id: `a${author}`,
      handle: `@writer${author}`,
      createdAt: '2024-03-01T08:00:00.000Z',
      followers: author * 7,
      verified: false,
    },
    links: chance > 0.8 ? [`https://site${random.int(50)}.example/page/${random.int(1000)}`] : [],
  };
}
