/** What judging gives, case by case. */
import { describe, expect, test } from 'vitest';
import { compileFolder, FOLDER, policyText, rule, ruleInput, withRules } from '../../test/support/policy-folder.ts';
import { interpreted } from '../policy/compile.ts';
import type { PolicyFiles } from '../policy/load.ts';
import { classesOf } from './classes.ts';
import { counterReads, countersOf } from './counters.ts';
import { evaluate } from './evaluate.ts';
import { explain } from './explain.ts';

const link = (domain: string) => ({ url: `https://${domain}/`, domain });
const post = (text: string, more = {}) => ruleInput({ post: { text, ...more } });
const found = (files: PolicyFiles, input = ruleInput(), options = {}) =>
  evaluate(compileFolder(files), input, options).findings.map((f) => f.rule);
const inPolicy = (head: Record<string, string>, ...rules: string[]): PolicyFiles => ({
  ...withRules(),
  'spam/policy.md': policyText(rules.join('\n'), head),
});

describe('findings', () => {
  test('name the clauses that held and the words', () => {
    const compiled = compileFolder(
      withRules(rule('r', 'text.has("free coins") && (post.isQuote || text.has("click")) && !post.edited')),
    );
    const { findings } = evaluate(compiled, post('Click here for FREE  coins!'));
    expect(findings).toEqual([
      {
        policy: 'spam',
        version: '1.0.0',
        rule: 'r',
        explain: 'It broke the rule r.',
        // biome-ignore lint/suspicious/noThenProperty: the word of the policy language
        then: { rung: 'removed', label: null },
        exemptible: true,
        clauses: ['text.has("free coins")', 'text.has("click")', '!post.edited'],
        spans: [
          { start: 0, end: 5, clause: 1 },
          { start: 15, end: 26, clause: 0 },
        ],
      },
    ]);
  });

  test('point to the sentence when no words are asked for', () => {
    const files = withRules(rule('r', 'text.sentences.exists(s, s.mood == "question")'));
    const { findings } = evaluate(compileFolder(files), post('I know. Do you know?'));
    expect(findings[0]?.spans).toEqual([{ start: 8, end: 20, clause: 0 }]);
  });

  test('of shadow rules stand apart, rules that are off are not judged', () => {
    const when = 'links.size() == 0';
    const files = withRules(
      rule('a', when, '    mode: shadow\n'),
      rule('b', `!(links.size() > 0)`, '    mode: off\n'),
      rule('c', 'post.length == 0'),
    );
    const { findings, shadow } = evaluate(compileFolder(files), ruleInput());
    expect(findings.map((f) => f.rule)).toEqual(['c']);
    expect(shadow.map((f) => f.rule)).toEqual(['a']);
  });

  test('come from the policies in force only', () => {
    const files = withRules(rule('a', 'links.size() == 0'));
    expect(found(files, ruleInput(), { policies: ['spam'] })).toEqual(['a']);
    expect(found(files, ruleInput(), { policies: [] })).toEqual([]);
    expect(found(files, ruleInput(), { policies: null })).toEqual(['a']);
  });

  test('come from posts written since the policy took effect, unless it applies to all', () => {
    const older = post('', { createdAt: '2026-01-31T23:59:59.999Z' });
    const newer = post('', { createdAt: '2026-02-01T00:00:00.000Z' });
    const since = { effective_from: '2026-02-01' };
    const files = inPolicy(since, rule('a', 'links.size() == 0'));
    expect(found(files, older)).toEqual([]);
    expect(found(files, newer)).toEqual(['a']);
    expect(found(files, older, { anyTime: true })).toEqual(['a']);
    expect(found(inPolicy({ ...since, applies_to: 'all' }, rule('a', 'links.size() == 0')), older)).toEqual(['a']);
  });
});

describe('unknown', () => {
  const files = withRules(
    rule('ageless', 'author.ageHours < 24 && links.size() > 0', '    onUnknown: review\n'),
    rule('decided', 'author.ageHours < 24 && links.size() > 5'),
    rule('broken', '1 / links.size() > 3'),
  );

  test('rules say which inputs were missing, and why they failed', () => {
    const input = ruleInput({ author: { createdAt: null }, post: { links: [link('a')] } });
    const { unknown } = evaluate(compileFolder(files), input);
    expect(unknown).toMatchObject([
      { rule: 'ageless', onUnknown: 'review', inputs: ['author.ageHours'], failed: null },
    ]);
    const none = evaluate(compileFolder(files), ruleInput({ author: { createdAt: null } }));
    expect(none.unknown).toMatchObject([{ rule: 'broken', inputs: [], failed: 'division by zero' }]);
  });

  test('inputs that the rest made irrelevant are not named', () => {
    const when = 'signals.a > 1 || (signals.b > 1 && links.size() > 9) || author.ageHours > 3';
    const compiled = compileFolder(withRules(rule('r', when)));
    const { unknown } = evaluate(compiled, ruleInput());
    expect(unknown[0]?.inputs).toBeUndefined();
    const { unknown: two } = evaluate(compiled, ruleInput({ author: { createdAt: null } }));
    expect(two[0]?.inputs).toEqual(['author.ageHours', 'signals.a']);
  });

  test('in loops, what the elements lacked is named', () => {
    const compiled = compileFolder(withRules(rule('r', 'links.exists(l, l.domain == "a" && signals.a > 1)')));
    const { unknown } = evaluate(compiled, ruleInput({ post: { links: [link('a'), link('b')] } }));
    expect(unknown[0]?.inputs).toEqual(['signals.a']);
  });

  test('shadow rules without an answer degrade nothing', () => {
    const compiled = compileFolder(withRules(rule('r', 'signals.a > 1', '    mode: shadow\n')));
    expect(evaluate(compiled, ruleInput()).unknown).toEqual([]);
  });
});

describe('languages', () => {
  const files = withRules(
    rule('words', 'text.has("coins")'),
    rule('links', 'links.size() > 0'),
    rule('both', 'text.has("coins") || links.size() > 0'),
  );
  const compiled = compileFolder(files);
  const judged = (lang: string | null) => {
    const { findings, unknown } = evaluate(compiled, post('coins', { lang, links: [link('a')] }));
    return { found: findings.map((f) => f.rule), unknown: unknown.map((u) => [u.rule, ...u.inputs]) };
  };

  test('a post in another language makes rules that read the text unknown, not false', () => {
    expect(judged('fr')).toEqual({ found: ['links', 'both'], unknown: [['words', 'text']] });
  });

  test('a post in the language, or that says none, is read', () => {
    expect(judged('en')).toEqual({ found: ['words', 'links', 'both'], unknown: [] });
    expect(judged(null)).toEqual(judged('en'));
    expect(judged('und')).toEqual(judged('en'));
  });

  test('each policy has its own', () => {
    const two = {
      ...files,
      'fraude/policy.md': policyText(rule('mots', 'text.has("coins")'), { id: 'fraude', languages: '[fr]' }),
    };
    const { findings, unknown } = evaluate(compileFolder(two), post('coins', { lang: 'fr' }));
    expect(findings.map((f) => f.rule)).toEqual(['mots']);
    expect(unknown.map((u) => u.rule)).toEqual(['words', 'both']);
  });
});

describe('status facts', () => {
  const files = withRules(
    rule('a', 'links.size() > 0 && !author.verified', '    reads_status: verified accounts are known\n'),
    rule('b', 'author.followers > 1000', '    reads_status: large audiences\n'),
  );
  const input = ruleInput({
    post: { links: [link('a')] },
    status: { verified: true, followers: 5_000, offices: [], person: null, lists: [] },
  });

  test('findings are those of an ordinary account; what the real status changes stands apart', () => {
    const { findings, status } = evaluate(compileFolder(files), input);
    expect(findings.map((f) => f.rule)).toEqual(['a']);
    expect(status.added.map((f) => f.rule)).toEqual(['b']);
    expect(status.dropped).toEqual(['spam/a']);
  });

  test('classes are predicates over them', () => {
    const compiled = compileFolder();
    expect(classesOf(compiled, input.status)).toEqual([]);
    const office = { title: 'mayor', jurisdiction: 'XX' };
    expect(classesOf(compiled, { ...input.status, offices: [office] })).toEqual(['office-holders']);
  });
});

test('facts used are all declared inputs that the set reads, but the text', () => {
  const files = withRules(
    rule('a', 'text.has("x") && signals.spam > 0.5'),
    rule('b', 'post.createdAt < now && signals.other > 1'),
  );
  const { facts } = evaluate(compileFolder(files), ruleInput({ signals: { spam: { value: 0.25, version: '7' } } }));
  expect(facts).toEqual([
    { path: 'now', known: true, value: '2026-11-15T12:00:00.000Z', source: 'clock', version: null },
    { path: 'post.createdAt', known: true, value: '2026-11-15T12:00:00.000Z', source: 'post', version: null },
    { path: 'signals.other', known: false, value: null, source: 'detector', version: null },
    { path: 'signals.spam', known: true, value: 0.25, source: 'detector', version: '7' },
  ]);
});

describe('explanations', () => {
  const compiled = compileFolder();

  test('show for each part what it came to', () => {
    const explained = explain(compiled, post('hello', { links: [link('a')] }), { key: 'spam/link-flood' });
    expect(explained).toMatchObject({
      truth: 'false',
      tooOld: false,
      tree: {
        text: 'links.size() > 3 && author.ageHours < 24',
        parts: [
          { text: 'links.size() > 3', truth: 'false', parts: [{ text: 'links.size()', truth: null, value: 1 }] },
          { text: 'author.ageHours < 24', truth: 'false', parts: [{ text: 'author.ageHours', value: 336 }] },
        ],
      },
    });
  });

  test('show of a loop the element that decided, or that came nearest', () => {
    const near = explain(compiled, post('Hello you. Click "here" for free coins. "Click for free coins."'), {
      key: 'spam/coins',
    });
    expect(near?.tree.element).toBe(1);
    expect(near?.truth).toBe('true');
    const far = explain(compiled, post('Hello. Free coins.'), { key: 'spam/coins' });
    expect(far?.truth).toBe('false');
    expect(far?.tree.parts[0]?.parts.map((p) => [p.text, p.truth])).toEqual([
      ['s.near("free coins", lists.calls, 6)', 'false'],
      ['!s.quoted', 'true'],
    ]);
  });

  test('name what was missing', () => {
    const explained = explain(compiled, ruleInput(), { key: 'spam/repeated' });
    expect(explained?.tree).toMatchObject({ truth: 'unknown', missing: ['counters.same_text'] });
    expect(explain(compiled, ruleInput(), { key: 'spam/nope' })).toBeNull();
  });
});

test('where no code may be generated, the interpreter judges alike', () => {
  const compiled = compileFolder();
  const interpreter = { ...compiled, program: () => interpreted(compiled.rules, compiled.constants) };
  const links = ['a', 'b', 'c', 'd'].map(link);
  for (const input of [
    post('Click for free coins'),
    post('x', { lang: 'fr', links }),
    ruleInput({ counters: { same_text: 9 } }),
  ]) {
    expect(evaluate(interpreter, input)).toEqual(evaluate(compiled, input));
  }
});

describe('counters', () => {
  const files = (counters: string, when: string) => inPolicy({ counters }, rule('r', when));
  const who = { author: 'a1', textKey: 't1', linkDomains: ['x.example', 'y.example', 'x.example'] };

  test('a post counts once under each key, in its bucket', () => {
    const compiled = compileFolder(FOLDER);
    const increments = countersOf(compiled, ruleInput(), who);
    expect(increments).toMatchObject([{ key: 't1', distinct: 'a1', bucket: Date.parse('2026-11-15T12:00:00.000Z') }]);
    expect(increments[0]?.counter).toMatchObject({
      name: 'same_text',
      policy: 'spam',
      windowMinutes: 60,
      bucketMs: 60_000,
    });
    expect(counterReads(compiled, who)).toMatchObject([{ keys: ['t1'], counter: { name: 'same_text' } }]);
  });

  test('several domains make several keys, none makes none', () => {
    const compiled = compileFolder(files('[{ name: c, by: [author, link_domain], window: 1d }]', 'counters.c > 3'));
    expect(countersOf(compiled, ruleInput(), who).map((i) => i.key)).toEqual([
      'a1\u001fx.example',
      'a1\u001fy.example',
    ]);
    expect(countersOf(compiled, ruleInput(), { ...who, linkDomains: [] })).toEqual([]);
  });

  test('its condition decides, also by the words', () => {
    const compiled = compileFolder(
      files(`[{ name: c, by: author, window: 1d, where: 'text.has("coins")' }]`, 'counters.c > 3'),
    );
    expect(countersOf(compiled, post('free coins'), who)).toHaveLength(1);
    expect(countersOf(compiled, post('hello'), who)).toHaveLength(0);
    expect(countersOf(compiled, post('coins', { lang: 'fr' }), who)).toHaveLength(0);
  });

  test('are the same counter as long as the declaration is the same', () => {
    const id = (counters: string) =>
      countersOf(compileFolder(files(counters, 'counters.c > 3')), ruleInput(), who)[0]?.counter.id;
    const one = id('[{ name: c, by: author, window: 1d }]');
    expect(id('[{ name: c, by: [author], window: 24h }]')).toBe(one);
    expect(id('[{ name: c, by: [author], window: 23h }]')).not.toBe(one);
  });
});
