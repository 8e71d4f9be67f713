/**
 * THE table of everything that a condition may read. The type checker, the compiled code, the reference evaluator,
 * the record of facts used and docs/policy-language.md all come from it. Neither platform nor ids of posts or
 * accounts are here, so that the same content gives the same findings everywhere.
 */
import { type Instant, msOf } from '../lib/instant.ts';
import { type NoAnswer, unknown } from './no-answer.ts';

/** What is known of a post when it is judged. `PostContent`, `StatusFacts` and the like fit by shape. */
export type RuleInput = {
  readonly post: {
    readonly text: string;
    readonly lang: string | null;
    readonly createdAt: Instant;
    readonly editedAt: Instant | null;
    readonly visibility: string;
    readonly replyTo: string | null;
    readonly quoteOf: string | null;
    readonly links: readonly LinkInput[];
    readonly media: readonly MediaInput[];
  };
  /** When it was received. */
  readonly now: Instant;
  readonly author: { readonly createdAt: Instant | null };
  readonly status: StatusInput;
  /** Active strike points of the baseline standing; null: not known. */
  readonly standing: { readonly strikes: number } | null;
  /** By counter name; a missing one is not known. Without the post itself. */
  readonly counters: Readonly<Record<string, number>>;
  /** By signal name; a missing one is not known. */
  readonly signals: Readonly<Record<string, { readonly value: number; readonly version: string }>>;
  /** Claims that the post repeats; null: not looked up. */
  readonly claims: readonly ClaimInput[] | null;
  /** Whether the posts replied to and quoted are by the same author; left out or null: not known. */
  readonly parents?: { readonly replyTo: boolean | null; readonly quoteOf: boolean | null };
};
type LinkInput = { readonly url: string; readonly domain: string };
type MediaInput = {
  readonly kind: string;
  readonly alt: string | null;
  readonly sha256: string | null;
  readonly pdq: string | null;
};
type ClaimInput = { readonly claim: string; readonly rating: string; readonly match: string };
export type StatusInput = {
  readonly verified: boolean;
  readonly followers: number;
  readonly offices: readonly { readonly title: string; readonly jurisdiction: string }[];
  readonly person: string | null;
  readonly lists: readonly string[];
};

/** As for an ordinary account. */
export const NEUTRAL: StatusInput = { verified: false, followers: 0, offices: [], person: null, lists: [] };

export type InputSpec = {
  /** `root.field`, or the root alone; `root.*` for a family whose names the policies choose. */
  readonly path: string;
  /** CEL type. */
  readonly type: string;
  /** What an account is rather than does: RULE_READS_STATUS guards it. */
  readonly status: boolean;
  /** When it is not known, in words; null: it always is. */
  readonly unknownWhen: string | null;
  readonly source: 'post' | 'payload' | 'register' | 'standing' | 'counter' | 'detector' | 'claims' | 'clock';
  readonly doc: string;
  /** Times as milliseconds, optionals as null or the value. `name` is the family member, `missing` the answer if it is not known. */
  readonly read: (input: RuleInput, name: string, missing: NoAnswer) => unknown;
};

const TIME = 'google.protobuf.Timestamp';
type Rest = Partial<Pick<InputSpec, 'status' | 'unknownWhen' | 'source'>>;
const input = (path: string, type: string, doc: string, read: InputSpec['read'], rest: Rest = {}): InputSpec => ({
  path,
  type,
  doc,
  read,
  status: rest.status ?? false,
  unknownWhen: rest.unknownWhen ?? null,
  source: rest.source ?? 'post',
});

const NO_ACCOUNT_AGE = unknown('author.ageHours');
const NO_STANDING = unknown('standing.strikes');
const NO_CLAIMS = unknown('claims');
const NO_REPLY_AUTHOR = unknown('thread.replyTo.sameAuthor');
const NO_QUOTE_AUTHOR = unknown('thread.quoteOf.sameAuthor');

const wholeUnits = (from: Instant, to: Instant, unitMs: number) =>
  Math.max(0, Math.trunc((msOf(to) - msOf(from)) / unitMs));

function codePoints(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) if ((text.charCodeAt(i) & 0xfc00) !== 0xdc00) count++;
  return count;
}

const STATUS: Rest = { status: true, source: 'register' };

export const INPUTS: readonly InputSpec[] = [
  input(
    'post.lang',
    'string',
    'Language said by the post: BCP 47 primary subtag, or `"und"`.',
    (i) => i.post.lang ?? 'und',
  ),
  input('post.createdAt', TIME, 'When the post was written.', (i) => msOf(i.post.createdAt)),
  input('post.ageMinutes', 'int', 'Whole minutes from writing to judging, at least 0.', (i) =>
    wholeUnits(i.post.createdAt, i.now, 60_000),
  ),
  input('post.visibility', 'string', '`public`, `unlisted`, `followers` or `direct`.', (i) => i.post.visibility),
  input('post.isReply', 'bool', 'It replies to a post.', (i) => i.post.replyTo !== null),
  input('post.isQuote', 'bool', 'It quotes a post.', (i) => i.post.quoteOf !== null),
  input('post.edited', 'bool', 'It was edited after being written.', (i) => i.post.editedAt !== null),
  input('post.length', 'int', 'Characters (code points) of the text.', (i) => codePoints(i.post.text)),
  input(
    'author.ageHours',
    'int',
    'Whole hours since the account was made, at least 0.',
    (i) => (i.author.createdAt === null ? NO_ACCOUNT_AGE : wholeUnits(i.author.createdAt, i.now, 3_600_000)),
    { unknownWhen: 'the platform does not say when the account was made', source: 'payload' },
  ),
  input('author.verified', 'bool', 'The platform verified the account.', (i) => i.status.verified, STATUS),
  input('author.followers', 'int', 'Number of followers.', (i) => i.status.followers, STATUS),
  input('author.offices', 'list<Office>', 'Confirmed offices held now.', (i) => i.status.offices, STATUS),
  input('author.person', 'optional<string>', 'The person whose account it is.', (i) => i.status.person, STATUS),
  input('author.lists', 'list<string>', 'Account lists that hold the account.', (i) => i.status.lists, STATUS),
  input('text', 'Text', 'The words of the post: see the text functions.', (i) => i.post.text, {
    unknownWhen: "the post is in none of the policy's languages (a post that says none counts as matching)",
  }),
  input('links', 'list<Link>', 'Links of the post.', (i) => i.post.links),
  input('media', 'list<Media>', 'Pictures, films, sounds of the post.', (i) => i.post.media),
  input('thread.replyTo', 'optional<Parent>', 'The post replied to.', (i) =>
    i.post.replyTo === null ? null : { sameAuthor: i.parents?.replyTo ?? NO_REPLY_AUTHOR },
  ),
  input('thread.quoteOf', 'optional<Parent>', 'The post quoted.', (i) =>
    i.post.quoteOf === null ? null : { sameAuthor: i.parents?.quoteOf ?? NO_QUOTE_AUTHOR },
  ),
  input('claims', 'list<Claim>', 'Claims that the post repeats.', (i) => i.claims ?? NO_CLAIMS, {
    unknownWhen: 'claims were not looked up',
    source: 'claims',
  }),
  input(
    'signals.*',
    'double',
    'The number that a detector gave for the post, by the name of the detector.',
    (i, name, missing) => (Object.hasOwn(i.signals, name) ? (i.signals[name] as { value: number }).value : missing),
    { unknownWhen: 'the detector gave nothing', source: 'detector' },
  ),
  input(
    'counters.*',
    'int',
    'The value of a counter that a policy of the set declares, without this post.',
    (i, name, missing) => (Object.hasOwn(i.counters, name) ? i.counters[name] : missing),
    { unknownWhen: 'the counter is younger than its window and was not filled from the ledger', source: 'counter' },
  ),
  input(
    'standing.strikes',
    'int',
    'Active strike points of the account in its baseline standing: as if no departure had ever been applied.',
    (i) => (i.standing === null ? NO_STANDING : i.standing.strikes),
    { unknownWhen: 'the account was not looked up', source: 'standing' },
  ),
  input('now', TIME, 'When the post was received.', (i) => msOf(i.now), { source: 'clock' }),
];

/** Fields of the elements of lists and optionals. */
export type FieldSpec = {
  readonly owner: 'Office' | 'Link' | 'Media' | 'Parent' | 'Claim';
  readonly name: string;
  readonly type: string;
  readonly mayBeUnknown: boolean;
  readonly doc: string;
};
const field = (
  owner: FieldSpec['owner'],
  name: string,
  type: string,
  doc: string,
  mayBeUnknown = false,
): FieldSpec => ({
  owner,
  name,
  type,
  doc,
  mayBeUnknown,
});

/** The name of a field is also the name of the property that holds it: these names come from here, never from a policy. */
export const FIELDS: readonly FieldSpec[] = [
  field('Link', 'url', 'string', 'The whole address.'),
  field('Link', 'domain', 'string', 'Its registrable part, lower case.'),
  field('Media', 'kind', 'string', '`image`, `video`, `audio` or `other`.'),
  field('Media', 'alt', 'optional<string>', 'Alternative text.'),
  field('Media', 'sha256', 'optional<string>', 'SHA-256 of the bytes, hex.'),
  field('Media', 'pdq', 'optional<string>', 'PDQ hash, hex.'),
  field('Claim', 'claim', 'string', 'Id of the claim.'),
  field('Claim', 'rating', 'string', 'Verdict of the fact-check, such as `false`, `misleading` or `true`.'),
  field('Claim', 'match', 'string', '`automatic`, `suggested` or `confirmed`.'),
  field('Office', 'title', 'string', 'Title of the office.'),
  field('Office', 'jurisdiction', 'string', 'Where it is held.'),
  field('Parent', 'sameAuthor', 'bool', 'It is by the same author.', true),
];

/** The spec that a path such as `counters.posts_hour` comes from. */
export function inputSpec(path: string): InputSpec | undefined {
  return BY_PATH.get(path) ?? BY_PATH.get(`${path.slice(0, path.indexOf('.'))}.*`);
}
const BY_PATH = new Map(INPUTS.map((spec) => [spec.path, spec]));

/** A function that reads one path. */
export function readerOf(path: string): (input: RuleInput) => unknown {
  const spec = inputSpec(path);
  if (!spec) throw new Error(`no input ${path}`);
  const name = path.slice(path.indexOf('.') + 1);
  const missing = unknown(path);
  const { read } = spec;
  return (i) => read(i, name, missing);
}
