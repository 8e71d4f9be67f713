/** Evaluating: ten rules against the same ten written by hand and two libraries, and what more rules and phrases cost. */
import { createHash } from 'node:crypto';
import { Environment } from '@marcbachmann/cel-js';
import { Engine } from 'json-rules-engine';
import { makePost } from '../scripts/soak/posts.ts';
import { seeded } from '../scripts/soak/random.ts';
import { evaluate } from '../src/evaluate/evaluate.ts';
import { registrableDomain } from '../src/lib/registrable-domain.ts';
import { type CompiledPolicySet, compile } from '../src/policy/compile.ts';
import type { RuleInput } from '../src/policy/inputs.ts';
import { loadPolicySet } from '../src/policy/load.ts';
import type { PostInput } from '../src/schema/post.ts';
import { type HandFinding, judgeByHand } from './hand-written.ts';
import { type Contender, race, raceAsync, table } from './measure.ts';
import { BAD_DOMAINS, benchFiles, PHRASES_20 } from './policy-files.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const NEUTRAL = { verified: false, followers: 0, offices: [], person: null, lists: [] };

function compiledOf(size: Parameters<typeof benchFiles>[0]): CompiledPolicySet {
  const { set, problems } = loadPolicySet(benchFiles(size), sha256);
  if (!set) throw new Error(`the benchmark's policies have problems: ${JSON.stringify(problems.slice(0, 3))}`);
  const { compiled } = compile(set);
  if (!compiled) throw new Error('the benchmark set does not compile');
  return compiled;
}

function inputOf(line: string, counters: Record<string, number>): RuleInput {
  const wire = JSON.parse(line) as PostInput;
  return {
    post: {
      text: wire.text,
      lang: wire.lang ?? null,
      createdAt: wire.createdAt,
      editedAt: null,
      visibility: 'public',
      replyTo: wire.replyTo ?? null,
      quoteOf: null,
      links: (wire.links ?? []).map((url) => ({ url, domain: registrableDomain(url) })),
      media: [],
    },
    now: wire.createdAt,
    author: { createdAt: wire.author.createdAt ?? null },
    status: NEUTRAL,
    standing: { strikes: 0 },
    counters,
    signals: {},
    claims: null,
  };
}

/** Lines of about 500 bytes; some with many links, many mentions or a young account, so that every rule has work. */
function lines(count: number): string[] {
  const random = seeded(11);
  return Array.from({ length: count }, (_, n) => {
    const post = makePost(random, n);
    const odd = random.int(40);
    if (odd === 0) post.text += ' @one @two @three @four @five @six @seven @eight @nine @ten @eleven';
    if (odd === 1)
      post.links = ['https://a.example/1', 'https://b.example/2', 'https://c.example/3', 'https://d.example/4'];
    if (odd === 2) post.author = { ...post.author, createdAt: post.createdAt };
    if (odd === 3) Object.assign(post, { text: `${post.text} You can buy it.`, replyTo: 'p1' });
    return JSON.stringify(post);
  });
}

const byPlace = (a: { start: number; end: number }, b: { start: number; end: number }) =>
  a.start - b.start || a.end - b.end;
const plain = (findings: readonly HandFinding[]) =>
  findings.map(
    ({ rule, spans }) =>
      `${rule} ${[...new Set([...spans].sort(byPlace).map((s) => `${s.start}-${s.end}`))].join(' ')}`,
  );

function assertEqual(posts: readonly string[], compiled: CompiledPolicySet): number {
  let found = 0;
  for (const line of posts) {
    const ours = plain(evaluate(compiled, inputOf(line, {})).findings as unknown as HandFinding[]);
    const theirs = plain(judgeByHand(line));
    found += theirs.length;
    if (ours.join('\n') !== theirs.join('\n')) {
      throw new Error(`engine and hand-written function differ on\n${line}\n${ours.join('; ')}\n${theirs.join('; ')}`);
    }
  }
  return found;
}

/** The same ten conditions on the library's own evaluator, the text functions as plain searches. */
function celAlone(): (line: string) => number {
  const env = new Environment({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false });
  const has = (text: string, phrase: string) => text.includes(phrase);
  env.registerFunction('has_words(string, string): bool', has);
  env.registerFunction('has_any(string): bool', (text: string) => PHRASES_20.some((phrase) => text.includes(phrase)));
  const bad = new Set(BAD_DOMAINS);
  env.registerFunction('bad_domain(string): bool', (domain: string) => bad.has(domain));
  const conditions = [
    'has_words(text, "free money")',
    'has_words(text, "a blue bicycle")',
    'domains.exists(d, bad_domain(d))',
    'domains.size() > 3',
    'mentions > 10',
    'has_any(text)',
    'ageHours < 24 && domains.size() > 0',
    'has_words(text, "garden wall") && has_words(text, "rains")',
    'isReply && has_words(text, "buy")',
    'has_words(text, "map of the harbour") && domains.size() > 0 && !has_words(text, "lost")',
  ].map((source) => env.parse(source));
  return (line) => {
    const { post, now, author } = inputOf(line, {});
    const facts = {
      text: post.text.normalize('NFKC').toLowerCase(),
      domains: post.links.map((link) => link.domain),
      mentions: BigInt(post.text.match(/@\w+/g)?.length ?? 0),
      ageHours: BigInt(Math.trunc((Date.parse(now) - Date.parse(author.createdAt ?? now)) / 3_600_000)),
      isReply: post.replyTo !== null,
    };
    let held = 0;
    for (const condition of conditions) if (condition(facts) === true) held++;
    return held;
  };
}

/** The same as json-rules-engine rules over flat facts. */
function jsonRules(): (line: string) => Promise<number> {
  const engine = new Engine([], { allowUndefinedFacts: true });
  engine.addOperator('hasWords', (text: string, phrase: string) => text.includes(phrase));
  engine.addOperator('hasAny', (text: string, list: string[]) => list.some((phrase) => text.includes(phrase)));
  const bad = new Set(BAD_DOMAINS);
  engine.addOperator('anyBad', (domains: string[]) => domains.some((domain) => bad.has(domain)));
  const is = (fact: string, operator: string, value: unknown) => ({ fact, operator, value });
  const all = [
    [is('text', 'hasWords', 'free money')],
    [is('text', 'hasWords', 'a blue bicycle')],
    [is('domains', 'anyBad', true)],
    [is('links', 'greaterThan', 3)],
    [is('mentions', 'greaterThan', 10)],
    [is('text', 'hasAny', PHRASES_20)],
    [is('ageHours', 'lessThan', 24), is('links', 'greaterThan', 0)],
    [is('text', 'hasWords', 'garden wall'), is('text', 'hasWords', 'rains')],
    [is('isReply', 'equal', true), is('text', 'hasWords', 'buy')],
    [is('text', 'hasWords', 'map of the harbour'), is('links', 'greaterThan', 0)],
  ];
  for (const [i, conditions] of all.entries())
    engine.addRule({ conditions: { all: conditions as never }, event: { type: `rule-${i}` } });
  return async (line) => {
    const { post, now, author } = inputOf(line, {});
    const { events } = await engine.run({
      text: post.text.normalize('NFKC').toLowerCase(),
      domains: post.links.map((link) => link.domain),
      links: post.links.length,
      mentions: post.text.match(/@\w+/g)?.length ?? 0,
      ageHours: (Date.parse(now) - Date.parse(author.createdAt ?? now)) / 3_600_000,
      isReply: post.replyTo !== null,
    });
    return events.length;
  };
}

const over = (posts: readonly string[], judge: (line: string) => unknown) => () => {
  for (const line of posts) judge(line);
  return posts.length;
};

export async function benchEvaluate(): Promise<string> {
  const posts = lines(20_000);
  const few = posts.slice(0, 1_000);
  const ten = compiledOf({});
  const found = assertEqual(posts.slice(0, 5_000), ten);
  const judge = (compiled: CompiledPolicySet, counters: Record<string, number>) => (line: string) =>
    evaluate(compiled, inputOf(line, counters));
  const own: Contender = { name: 'Evenhand, 10 rules', run: over(posts, judge(ten, {})) };
  const hand = race([{ name: 'written by hand', run: over(posts, judgeByHand) }, own]);
  const cel = race([{ name: 'cel-js alone', run: over(posts, celAlone()) }, own]);
  const engine = jsonRules();
  const json = await raceAsync([
    {
      name: 'json-rules-engine',
      run: async () => {
        for (const line of few) await engine(line);
        return few.length;
      },
    },
    { name: own.name, run: async () => own.run() },
  ]);
  const none: Record<string, number> = {};
  const counted = { c0: 3, c1: 4, c2: 5 };
  const scale = race([
    own,
    {
      name: '100 rules, 2,000 phrases, 3 counters',
      run: over(posts, judge(compiledOf({ rules: 100, phrases: 2000, counters: 3 }), counted)),
    },
    { name: '100 rules', run: over(posts, judge(compiledOf({ rules: 100 }), none)) },
    { name: '1,000 rules', run: over(posts, judge(compiledOf({ rules: 1000 }), none)) },
    { name: '10 rules, 100 phrases', run: over(posts, judge(compiledOf({ phrases: 100 }), none)) },
    { name: '10 rules, 1,000 phrases', run: over(posts, judge(compiledOf({ phrases: 1000 }), none)) },
    { name: '10 rules, 10,000 phrases', run: over(posts, judge(compiledOf({ phrases: 10_000 }), none)) },
  ]);
  return [
    `Findings with spans were equal on 5,000 posts (${found} findings).\n`,
    table('Ten rules, JSON parsed: against the same by hand', hand, 'posts'),
    table('Against cel-js alone (its own evaluator, plain searches, no spans)', cel, 'posts'),
    table('Against json-rules-engine (plain searches, no spans)', json, 'posts'),
    table('As rules and phrases grow', scale, 'posts'),
  ].join('\n');
}
