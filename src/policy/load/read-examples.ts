/** `examples.yaml`: what a policy says of itself by example, and its test. */
import { instantOf, msOf } from '../../lib/instant.ts';
import { registrableDomain } from '../../lib/registrable-domain.ts';
import { NEUTRAL, type RuleInput } from '../inputs.ts';
import type { Place } from '../problems.ts';
import { readText, readTime } from './fields.ts';
import type { MapReader, YamlFile, YamlNode } from './yaml-file.ts';

export type Example = {
  readonly policy: string;
  readonly note: string;
  /** Rules of the policy that fire: exactly these. */
  readonly matches: readonly string[];
  /** Other policies, or `policy/rule`, that must not match. */
  readonly not: readonly string[];
  /** Counters left out are 0. */
  readonly input: RuleInput;
  readonly place: Place;
};

const NOW = '2026-11-15T12:00:00.000Z';

export function readExamples(file: YamlFile, policy: string, language: string | null): Example[] {
  const examples: Example[] = [];
  for (const item of file.list(file.root, 'the file of examples') ?? []) {
    const fields = file.map(item, 'an example');
    const example = fields && readExample(file, fields, { policy, language });
    if (example) examples.push(example);
  }
  return examples;
}

function readExample(
  file: YamlFile,
  fields: MapReader,
  of: { policy: string; language: string | null },
): Example | null {
  const text = fields.required('text', (n) => file.string(n, '`text`'));
  const matches = fields.required('matches', (n) => file.strings(n, '`matches`'));
  const note = fields.required('note', (n) => readText(file, n, '`note`'));
  const not = fields.optional('not', (n) => file.strings(n, '`not`'), []);
  const lang = fields.optional('lang', (n) => file.string(n, '`lang`'), of.language ?? 'und');
  const now = fields.optional('now', (n) => readTime(file, n, '`now`'), NOW);
  const post = fields.optional('post', (n) => readPost(file, n), {});
  const author = fields.optional<ExampleAuthor>('author', (n) => readAuthor(file, n), {});
  const links = fields.optional('links', (n) => file.strings(n, '`links`'), []);
  const media = fields.optional('media', (n) => readMedia(file, n), []);
  const counters = fields.optional('counters', (n) => readNumbers(file, n, '`counters`'), {});
  const signals = fields.optional('signals', (n) => readNumbers(file, n, '`signals`'), {});
  const claims = fields.optional<RuleInput['claims']>('claims', (n) => readClaims(file, n), null);
  const strikes = fields.optional('standing', (n) => readStanding(file, n), 0);
  fields.finish();
  if (text === null || !matches || note === null) return null;
  const nowMs = msOf(now);
  const before = (ms: number) => instantOf(nowMs - ms);
  const input: RuleInput = {
    post: {
      text,
      lang: lang === 'und' ? null : lang,
      createdAt: before((post.ageMinutes ?? 0) * 60_000),
      editedAt: post.edited ? now : null,
      visibility: post.visibility ?? 'public',
      replyTo: post.isReply ? 'example' : null,
      quoteOf: post.isQuote ? 'example' : null,
      links: links.map((url) => ({ url, domain: registrableDomain(url) })),
      media,
    },
    now,
    author: { createdAt: author.ageHours === null ? null : before((author.ageHours ?? 24 * 400) * 3_600_000) },
    status: { ...NEUTRAL, ...author.status },
    standing: { strikes },
    counters,
    signals: Object.fromEntries(Object.entries(signals).map(([name, value]) => [name, { value, version: 'example' }])),
    claims,
  };
  return { policy: of.policy, note, matches, not, input, place: file.place(fields.node) };
}

type ExamplePost = { visibility?: string; ageMinutes?: number; isReply?: boolean; isQuote?: boolean; edited?: boolean };

function readPost(file: YamlFile, node: YamlNode): ExamplePost | null {
  const fields = file.map(node, '`post`');
  if (!fields) return null;
  const post: ExamplePost = {
    visibility: fields.optional(
      'visibility',
      (n) => file.choice(n, '`visibility`', ['public', 'unlisted', 'followers', 'direct']),
      'public',
    ),
    ageMinutes: fields.optional('ageMinutes', (n) => file.int(n, '`ageMinutes`', 0, 10_000_000), 0),
    isReply: fields.optional('isReply', (n) => file.bool(n, '`isReply`'), false),
    isQuote: fields.optional('isQuote', (n) => file.bool(n, '`isQuote`'), false),
    edited: fields.optional('edited', (n) => file.bool(n, '`edited`'), false),
  };
  fields.finish();
  return post;
}

/** `ageHours: unknown` stands for an account of unknown age. */
type ExampleAuthor = { ageHours?: number | null; status?: Partial<RuleInput['status']> };

function readAuthor(file: YamlFile, node: YamlNode): ExampleAuthor | null {
  const fields = file.map(node, '`author`');
  if (!fields) return null;
  const age = fields.get('ageHours');
  const unknownAge = (age as { value?: unknown } | null)?.value === 'unknown';
  const ageHours =
    age === null ? undefined : unknownAge ? null : (file.int(age, '`ageHours`', 0, 1_000_000) ?? undefined);
  const status: RuleInput['status'] = {
    verified: fields.optional('verified', (n) => file.bool(n, '`verified`'), false),
    followers: fields.optional('followers', (n) => file.int(n, '`followers`', 0, Number.MAX_SAFE_INTEGER), 0),
    offices: fields.optional('offices', (n) => readOffices(file, n), []),
    person: fields.optional<string | null>('person', (n) => file.string(n, '`person`'), null),
    lists: fields.optional('lists', (n) => file.strings(n, '`lists`'), []),
  };
  fields.finish();
  return { ...(ageHours === undefined ? {} : { ageHours }), status };
}

function readOffices(file: YamlFile, node: YamlNode): { title: string; jurisdiction: string }[] | null {
  return readMaps(file, node, '`offices`', (fields) => {
    const title = fields.required('title', (n) => file.string(n, '`title`'));
    const jurisdiction = fields.required('jurisdiction', (n) => file.string(n, '`jurisdiction`'));
    return title === null || jurisdiction === null ? null : { title, jurisdiction };
  });
}

function readMedia(file: YamlFile, node: YamlNode): RuleInput['post']['media'] | null {
  return readMaps(file, node, '`media`', (fields) => {
    const text = (key: string) => fields.optional<string | null>(key, (n) => file.string(n, `\`${key}\``), null);
    const kind = fields.required('kind', (n) => file.choice(n, '`kind`', ['image', 'video', 'audio', 'other']));
    const media = { alt: text('alt'), sha256: text('sha256'), pdq: text('pdq') };
    return kind === null ? null : { kind, ...media };
  });
}

function readClaims(file: YamlFile, node: YamlNode): RuleInput['claims'] {
  return readMaps(file, node, '`claims`', (fields) => {
    const text = (key: string) => fields.required(key, (n) => file.string(n, `\`${key}\``));
    const [claim, rating, match] = [text('claim'), text('rating'), text('match')];
    return claim === null || rating === null || match === null ? null : { claim, rating, match };
  });
}

function readMaps<T>(file: YamlFile, node: YamlNode, what: string, read: (fields: MapReader) => T | null): T[] | null {
  const items = file.list(node, what);
  if (!items) return null;
  const values: T[] = [];
  for (const item of items) {
    const fields = file.map(item, `each of ${what}`);
    const value = fields && read(fields);
    fields?.finish();
    if (value !== null) values.push(value);
  }
  return values;
}

function readNumbers(file: YamlFile, node: YamlNode, what: string): Record<string, number> | null {
  const map = file.map(node, what);
  if (!map) return null;
  const numbers: Record<string, number> = Object.create(null) as Record<string, number>;
  for (const { key, value } of map.entries()) {
    const number = file.number(value, `${what} ${key.slice(0, 60)}`, -Number.MAX_VALUE, Number.MAX_VALUE);
    if (number !== null) numbers[key] = number;
  }
  return numbers;
}

function readStanding(file: YamlFile, node: YamlNode): number | null {
  const fields = file.map(node, '`standing`');
  if (!fields) return null;
  const strikes = fields.optional('strikes', (n) => file.int(n, '`strikes`', 0, 1_000_000), 0);
  fields.finish();
  return strikes;
}
