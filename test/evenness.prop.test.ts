/** A14 and A15 over the starter policies: who posts, and where, changes neither what is found nor the baseline. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { EMPTY_STANDING } from '../src/accounts/standing.ts';
import { decidePost } from '../src/decide/decide.ts';
import { groundOf } from '../src/decide/ground.ts';
import { classesOf } from '../src/evaluate/classes.ts';
import { evaluate } from '../src/evaluate/evaluate.ts';
import { findingKey } from '../src/evaluate/finding.ts';
import { type CompiledPolicySet, compile } from '../src/policy/compile.ts';
import type { RuleInput, StatusInput } from '../src/policy/inputs.ts';
import { type Examples, loadPolicySet } from '../src/policy/load.ts';
import type { PolicySet } from '../src/policy/policy-set.ts';
import { exemption, runs } from './support/arbitraries/deciding.ts';

const NOW = '2027-01-10T12:00:00.000Z';
let set: PolicySet;
let compiled: CompiledPolicySet;
let examples: Examples;

beforeAll(() => {
  const files = readdirSync('policies', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const texts = Object.fromEntries(
    files.map((path) => [path.slice('policies/'.length).replaceAll('\\', '/'), readFileSync(path, 'utf8')]),
  );
  const loaded = loadPolicySet(texts, (text) => createHash('sha256').update(text).digest('hex'));
  if (loaded.set === null) throw new Error(JSON.stringify(loaded.problems.find((p) => p.severity === 'error')));
  set = loaded.set;
  examples = loaded.examples;
  compiled = compile(set).compiled as CompiledPolicySet;
});

const status: fc.Arbitrary<StatusInput> = fc.record({
  verified: fc.boolean(),
  followers: fc.nat(100_000_000),
  offices: fc.array(
    fc.record({
      title: fc.constantFrom('mayor', 'head of state', 'candidate'),
      jurisdiction: fc.constantFrom('AA', 'BB'),
    }),
    { maxLength: 2 },
  ),
  person: fc.option(fc.constant('person-1')),
  lists: fc.subarray(['partners', 'press']),
});

/** One example of the policies, or two of them in one post: what one rule finds must not hide what another does. */
const words = fc
  .tuple(fc.nat(), fc.option(fc.nat(), { freq: 2 }))
  .map(([a, b]) => (): { text: string; lang: string | null } => {
    const { posts } = examples;
    const [first, second] = [a, b ?? a].map((n) => posts[n % posts.length]!.input.post);
    const both = b === null ? first!.text : `${first!.text} ${second!.text}`;
    return { text: both, lang: first!.lang };
  });

const inputOf = (of: { text: string; lang: string | null }, author: StatusInput): RuleInput => ({
  post: {
    ...of,
    createdAt: NOW,
    editedAt: null,
    visibility: 'public',
    replyTo: null,
    quoteOf: null,
    links: [],
    media: [],
  },
  now: NOW,
  author: { createdAt: '2026-12-01T00:00:00.000Z' },
  status: author,
  standing: { strikes: 0 },
  counters: Object.fromEntries(compiled.counters.map(({ counter }) => [counter.name, 0])),
  signals: {},
  claims: [],
});

const keys = (list: readonly { readonly policy: string; readonly rule: string }[]) => list.map(findingKey);
const NOBODY: StatusInput = { verified: false, followers: 0, offices: [], person: null, lists: [] };

test('the examples find something often enough for this to mean anything', () => {
  const found = examples.posts.filter(
    ({ input }) => evaluate(compiled, inputOf(input.post, NOBODY), { anyTime: true }).findings.length > 0,
  );
  expect(found.length).toBeGreaterThan(examples.posts.length / 5);
  expect(new Set(compiled.set.policies.map((policy) => policy.id)).size).toBeGreaterThan(4);
});

test('A14: whoever posts, the findings and the baseline are those of an ordinary account', () => {
  fc.assert(
    fc.property(
      words,
      status,
      fc.constantFrom('chirp', 'facewall'),
      fc.array(exemption('e'), { maxLength: 2 }),
      (of, who, platform, given) => {
        const ground = groundOf(set, platform)!;
        const register = given.map((each, i) => ({
          ...each,
          id: `e${i}`,
          platform,
          policies: set.policies.map((policy) => policy.id),
          grantedAt: '2026-12-01T00:00:00.000Z',
          expiresAt: '2028-01-01T00:00:00.000Z',
          effect: { kind: 'soften' as const, from: i === 0 ? 'removed' : 'context', to: 'none' },
        }));
        const decide = (author: StatusInput) =>
          decidePost({
            ground,
            ids: { decision: 'd', account: 'a' },
            now: NOW,
            trigger: 'ingest',
            subject: { post: 'p', revision: 1, account: 'acc', createdAt: NOW, receivedAt: NOW },
            author: {
              person: author.person,
              offices: author.offices.length > 0 ? ['o1'] : [],
              classes: classesOf(compiled, author),
            },
            evaluation: evaluate(compiled, inputOf(of(), author), { anyTime: true }),
            exemptions: register,
            breakers: {},
            history: [],
            standing: { baseline: EMPTY_STANDING, applied: EMPTY_STANDING },
          });
        const [office, ordinary] = [decide(who), decide(NOBODY)];
        expect(office.decision.findings).toEqual(ordinary.decision.findings);
        expect(office.decision.baseline).toEqual(ordinary.decision.baseline);
        expect(office.account?.baseline.rung ?? 'none').toBe(ordinary.account?.baseline.rung ?? 'none');
        const fixed = new Set(set.policies.filter((policy) => !policy.exemptible).map((policy) => policy.id));
        const touched = office.decision.departures
          .filter((d) => d.kind === 'exemption')
          .map((d) => d.finding.split('/')[0] ?? '');
        expect(touched.filter((policy) => fixed.has(policy))).toEqual([]);
      },
    ),
    runs(300),
  );
});

test('A15: the same content gives the same findings on every platform', () => {
  fc.assert(
    fc.property(words, status, (of, who) => {
      const input = inputOf(of(), who);
      const found = set.platforms.map((platform) => {
        const ground = groundOf(set, platform.id)!;
        const decided = decidePost({
          ground,
          ids: { decision: 'd', account: 'a' },
          now: NOW,
          trigger: 'ingest',
          subject: { post: 'p', revision: 1, account: 'acc', createdAt: NOW, receivedAt: NOW },
          author: { person: null, offices: [], classes: [] },
          evaluation: evaluate(compiled, input, { anyTime: true }),
          exemptions: [],
          breakers: {},
          history: [],
          standing: { baseline: EMPTY_STANDING, applied: EMPTY_STANDING },
        });
        return JSON.stringify(decided.decision.findings);
      });
      expect(new Set(found).size).toBe(1);
    }),
    runs(150),
  );
});

test('a rule more never removes what another finds', () => {
  const without = new Map<string, CompiledPolicySet>();
  const compiledWithout = (key: string): CompiledPolicySet => {
    const known = without.get(key);
    if (known !== undefined) return known;
    const policies = set.policies.map((policy) => ({
      ...policy,
      rules: policy.rules.filter((rule) => `${policy.id}/${rule.id}` !== key),
    }));
    const made = compile({ ...set, policies }).compiled as CompiledPolicySet;
    without.set(key, made);
    return made;
  };
  fc.assert(
    fc.property(words, fc.nat(7), (of, n) => {
      const rules = set.policies.flatMap((policy) => policy.rules.map((rule) => `${policy.id}/${rule.id}`));
      const key = rules[(n * 5) % rules.length]!;
      const input = inputOf(of(), NOBODY);
      const all = keys(evaluate(compiled, input, { anyTime: true }).findings);
      const fewer = keys(evaluate(compiledWithout(key), input, { anyTime: true }).findings);
      expect(all.filter((each) => each !== key)).toEqual(fewer);
    }),
    runs(150),
  );
});
