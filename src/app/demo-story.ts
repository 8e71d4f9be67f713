/**
 * The running example as data: who posts what, when, on which platform (design.md §1). Names and words are ours.
 * Times are minutes before the demo is opened, so that a fresh demo is always recent.
 */
import type { ExemptionProposal } from '../schema/exemption.ts';

export type StoryAuthor = {
  readonly id: string;
  readonly handle: string;
  readonly followers: number;
  readonly verified: boolean;
  readonly ageDays: number;
};

export type StoryPost = {
  /** The same id on every platform that it is posted on. */
  readonly id: string;
  readonly author: string;
  readonly minutesAgo: number;
  readonly text: string;
  readonly platforms: readonly string[];
  readonly links?: readonly string[];
  readonly replyTo?: string;
};

export const DAY_MIN = 1_440;
export const PLATFORMS = ['chirp', 'facewall'];
export const HEAD_OF_STATE = 'president';

export const AUTHORS: readonly StoryAuthor[] = [
  author('president', 80_000_000, 4_200, true),
  author('press-office', 2_100_000, 3_000, true),
  author('mara.lindqvist', 412, 1_900),
  author('tobias_k', 95, 700),
  author('orchard-lane', 1_340, 2_400),
  author('nadia.reports', 18_200, 2_800, true),
  author('old-harbour-books', 3_050, 1_500),
  author('joost', 61, 240),
  author('county-clerk', 7_400, 2_050, true),
  author('pavel.writes', 260, 880),
  author('ines.m', 1_120, 1_250),
  author('gold_rush_77', 12, 1),
  author('red_kite_09', 31, 400),
  author('quiet.river', 530, 1_700),
  author('hal9', 44, 310),
];

function author(id: string, followers: number, ageDays: number, verified = false): StoryAuthor {
  return { id, handle: `@${id}`, followers, verified, ageDays };
}

/** A new account and its burst of links, a minute apart. */
function spam(posts: number): readonly StoryPost[] {
  return Array.from({ length: posts }, (_, i) =>
    post(
      `spam-${i + 1}`,
      'gold_rush_77',
      305 - i,
      `FREE gold coins for the first ${1_000 - i}!!! Claim yours before midnight`,
      {
        platforms: CHIRP,
        links: ['https://gold-rush.example/claim'],
      },
    ),
  );
}

/** Message 1 and message 2, in the words of this story. */
const BALLOTS =
  'Postal voting is a gift to cheats: ballots will be forged by the thousand and the count will be worthless.';
const LOOTING =
  'The crowds in our streets have had their last warning. I have called in the army. ' +
  'Whoever loots will be met with gunfire.';

export const MESSAGES: readonly { readonly id: string; readonly title: string }[] = [
  { id: 'message-1', title: 'Postal ballots' },
  { id: 'message-2', title: 'Looting and gunfire' },
];

const BOTH = PLATFORMS;
const CHIRP = ['chirp'];
const FACEWALL = ['facewall'];

function post(id: string, author: string, minutesAgo: number, text: string, rest: Partial<StoryPost> = {}): StoryPost {
  return { id, author, minutesAgo, text, platforms: BOTH, ...rest };
}

export const POSTS: readonly StoryPost[] = [
  post('message-1', HEAD_OF_STATE, 5 * DAY_MIN, BALLOTS),
  post('message-2', HEAD_OF_STATE, 2 * DAY_MIN, LOOTING),
  // The same words by ordinary accounts.
  post('copy-1', 'tobias_k', 5 * DAY_MIN - 95, BALLOTS),
  post('copy-2', 'hal9', 2 * DAY_MIN - 40, LOOTING),
  // About the messages: news, condemnation, quotation, questions.
  post(
    'news-1',
    'nadia.reports',
    5 * DAY_MIN - 30,
    'The president said today that postal ballots will be “forged by the thousand”. County officials say there is no evidence for it.',
  ),
  post(
    'clerk-1',
    'county-clerk',
    5 * DAY_MIN - 60,
    'Every postal ballot in this county is checked against the signature on file. You can follow yours online from the day it is sent.',
    { links: ['https://ballots.county.example/track'] },
  ),
  post(
    'ask-1',
    'ines.m',
    5 * DAY_MIN - 120,
    'Where do I find the form to ask for a postal ballot? I shall be away that week.',
  ),
  post(
    'condemn-2',
    'mara.lindqvist',
    2 * DAY_MIN - 25,
    '“Looting will be answered with shooting” is a shameful thing for a president to write. Nobody should threaten people in the street.',
  ),
  post(
    'news-2',
    'nadia.reports',
    2 * DAY_MIN - 20,
    'Chirp has put a notice in front of the president’s post about the protests. Facewall has left it up.',
  ),
  post(
    'film-1',
    'pavel.writes',
    2 * DAY_MIN - 200,
    'Shooting for our film starts on Monday: forty extras, two horses and a burning barn.',
  ),
  post(
    'peace-2',
    'orchard-lane',
    2 * DAY_MIN - 60,
    'Walked with the protest this afternoon. Calm, loud and full of children on shoulders.',
  ),
  // Ordinary life.
  post('bread', 'orchard-lane', 6 * DAY_MIN, 'The sourdough finally has a crust that sings when it cools.', {
    platforms: CHIRP,
  }),
  post('tram', 'joost', 6 * DAY_MIN - 15, 'Tram 9 is stuck at the bridge again. Bring a book.', { platforms: CHIRP }),
  post(
    'books',
    'old-harbour-books',
    5 * DAY_MIN + 300,
    'New in the shop: a history of lighthouses, and three crime novels in which nobody solves anything.',
    { links: ['https://old-harbour.example/new'] },
  ),
  post(
    'run',
    'quiet.river',
    5 * DAY_MIN + 10,
    'Ten kilometres along the river before work. My knees would like a word with me.',
    { platforms: CHIRP },
  ),
  post('soup', 'ines.m', 4 * DAY_MIN + 500, 'Leek and potato. That is the whole recipe, and it needs nothing else.', {
    platforms: FACEWALL,
  }),
  post('cat', 'joost', 4 * DAY_MIN + 120, 'The cat has killed another sock.', { platforms: CHIRP }),
  post(
    'chess',
    'pavel.writes',
    4 * DAY_MIN,
    'Lost to a nine-year-old at the chess club. She apologised, which made it worse.',
  ),
  post('rain', 'mara.lindqvist', 4 * DAY_MIN - 30, 'Rain since Tuesday. The garden looks like a map of the lakes.', {
    platforms: FACEWALL,
  }),
  post(
    'match',
    'hal9',
    3 * DAY_MIN + 400,
    'We got absolutely murdered in the second half. Four goals in twelve minutes.',
    { platforms: CHIRP },
  ),
  post('choir', 'quiet.river', 3 * DAY_MIN + 200, 'The choir needs two more basses. No audition, there is cake.'),
  post('allot', 'orchard-lane', 3 * DAY_MIN + 90, 'Shooting up overnight: the first beans. Time to build the poles.', {
    platforms: CHIRP,
  }),
  post(
    'lib',
    'county-clerk',
    3 * DAY_MIN,
    'The library on Mill Street is a polling place this year. It opens at seven and is step-free.',
  ),
  post(
    'bus',
    'joost',
    2 * DAY_MIN + 700,
    'Whoever left a cello on the number 12: it is at lost property and everybody misses it.',
    { platforms: CHIRP },
  ),
  post('market', 'ines.m', 2 * DAY_MIN + 300, 'Saturday market: pears, three kinds of kale, one very good accordion.', {
    platforms: FACEWALL,
  }),
  post('exam', 'pavel.writes', 2 * DAY_MIN + 60, 'That exam killed me. Ask me about thermodynamics never.', {
    platforms: CHIRP,
  }),
  post(
    'press-1',
    'press-office',
    DAY_MIN + 900,
    'The president meets the governors at noon. The statement will be published here.',
  ),
  post(
    'moon',
    'quiet.river',
    DAY_MIN + 600,
    'A ring around the moon tonight. My grandmother would have taken in the washing.',
  ),
  post(
    'repair',
    'old-harbour-books',
    DAY_MIN + 200,
    'We mend bindings too. Bring the book, the loose pages and a little patience.',
    { platforms: FACEWALL },
  ),
  post(
    'vote-date',
    'county-clerk',
    DAY_MIN,
    'Reminder: postal ballots must reach us by eight in the evening on election day. A postmark is not enough.',
  ),
  post('oven', 'orchard-lane', 800, 'The oven door fell off. The bread did not notice.', { platforms: CHIRP }),
  post(
    'satire',
    'pavel.writes',
    700,
    'Breaking: my postal ballot has been seen in a bar with two parking tickets and a library card.',
  ),
  // Things that other policies are about.
  post('threat', 'red_kite_09', 640, 'I know where you live and I will break both your legs tonight.', {
    platforms: CHIRP,
    replyTo: 'news-2',
  }),
  post('hate', 'hal9', 600, 'Migrants are vermin. Drive them all out.', { platforms: BOTH }),
  post(
    'counter',
    'mara.lindqvist',
    560,
    'Somebody wrote that migrants are vermin. My neighbours deserve better than that, and so does this city.',
  ),
  post(
    'incite',
    'tobias_k',
    520,
    'Everybody to the town hall at eight tonight. Bring bottles and petrol, we burn it down.',
    { platforms: CHIRP },
  ),
  post('joke', 'ines.m', 500, 'If one more person replies to all, I will riot. Quietly. With biscuits.'),
  ...spam(8),
  post('tea', 'quiet.river', 240, 'Tea, rain on the roof, and nothing to prove.'),
  post('fox', 'joost', 120, 'A fox on the platform at platform four, waiting like everybody else.', {
    platforms: CHIRP,
  }),
];

/** The office that the register of the demo confirms; payloads claim it too, without effect. */
export const OFFICE = {
  title: 'head of state',
  jurisdiction: 'MD',
  from: '2023-01-20',
  source: 'Official gazette, notice of inauguration',
};

type Proposal = Omit<ExemptionProposal, 'expiresAt' | 'reviewBy'>;

/** Proposed by one, approved by two others, granted by a fourth, 40 days before the demo is opened. */
export const EXEMPTIONS: readonly { readonly key: string; readonly proposal: Proposal }[] = [
  {
    key: 'chirp-violence',
    proposal: {
      platform: 'chirp',
      subject: { kind: 'class', id: 'office-holders' },
      kind: 'public_interest',
      policies: ['glorifying-violence'],
      effect: { kind: 'soften', from: 'removed', to: 'notice' },
      reason:
        'What holders of public office say must stay reachable for those whom they govern, behind a notice that names the policy.',
      balancing: {
        publicInterest: 'Voters and the press need to see what those in office threaten or promise.',
        riskOfHarm:
          'The notice, the closed interactions and the missing recommendation keep the words from spreading as praise.',
        alternatives:
          'Removal with an archive copy was considered: it would take the words from those whom they concern.',
      },
      published: true,
      afterEnd: { keep: false, reason: null },
    },
  },
  {
    key: 'facewall-civic',
    proposal: {
      platform: 'facewall',
      subject: { kind: 'class', id: 'office-holders' },
      kind: 'newsworthy',
      policies: ['civic-integrity'],
      effect: { kind: 'soften', from: 'context', to: 'none' },
      reason: 'The published policy of this platform does not send statements of office-holders to fact-checkers.',
      balancing: {
        publicInterest: 'The platform says that political speech is already the most examined speech there is.',
        riskOfHarm: 'False statements about how to vote may keep people from voting.',
        alternatives: 'A link to the facts beside the post, as for everybody else.',
      },
      published: true,
      afterEnd: { keep: false, reason: null },
    },
  },
  {
    key: 'facewall-violence',
    proposal: {
      platform: 'facewall',
      subject: { kind: 'class', id: 'office-holders' },
      kind: 'newsworthy',
      policies: ['glorifying-violence'],
      effect: { kind: 'soften', from: 'removed', to: 'none' },
      reason:
        'The published policy of this platform leaves newsworthy statements of office-holders up, and its ladder has no notice.',
      balancing: {
        publicInterest: 'The platform says that people should hear when a government speaks of using force.',
        riskOfHarm: 'Praise of violence by somebody with power may be taken as leave to use it.',
        alternatives: 'None on this ladder between context and removal.',
      },
      published: true,
      afterEnd: { keep: false, reason: null },
    },
  },
];

/** Cumulative views of the messages, minutes after posting. */
export const REACH: readonly {
  readonly id: string;
  readonly platform: string;
  readonly rows: readonly (readonly [number, number, number])[];
}[] = [
  {
    id: 'message-1',
    platform: 'chirp',
    rows: [
      [0, 0, 0],
      [60, 2_400_000, 9_100],
      [600, 9_800_000, 31_000],
      [DAY_MIN, 12_100_000, 34_500],
    ],
  },
  {
    id: 'message-1',
    platform: 'facewall',
    rows: [
      [0, 0, 0],
      [60, 1_900_000, 7_800],
      [600, 11_300_000, 52_000],
      [DAY_MIN, 19_700_000, 88_000],
    ],
  },
  {
    id: 'message-2',
    platform: 'chirp',
    rows: [
      [0, 0, 0],
      [60, 3_100_000, 8_400],
      [600, 6_000_000, 8_700],
      [DAY_MIN, 6_900_000, 8_700],
    ],
  },
  {
    id: 'message-2',
    platform: 'facewall',
    rows: [
      [0, 0, 0],
      [60, 2_800_000, 14_000],
      [600, 17_500_000, 71_000],
      [DAY_MIN, 28_400_000, 104_000],
    ],
  },
  {
    id: 'copy-2',
    platform: 'facewall',
    rows: [
      [60, 40, 1],
      [600, 90, 1],
    ],
  },
];
