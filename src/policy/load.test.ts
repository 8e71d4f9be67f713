/** Every problem that a policy folder can have is found, placed and named; nothing else is. */
import { describe, expect, test } from 'vitest';
import { FOLDER, load, policyText, rule, withRules } from '../../test/support/policy-folder.ts';
import type { PolicyFiles } from './load.ts';
import { PROBLEMS } from './problems.ts';

const found = (files: PolicyFiles) =>
  load(files).problems.map((p) => `${p.file}:${p.line}:${p.column} ${p.code} ${p.message}`);

/** The folder with one file changed: `from` replaced by `to`. */
function edit(path: string, from: string, to: string): PolicyFiles {
  const text = FOLDER[path] ?? '';
  expect(text).toContain(from);
  return { ...FOLDER, [path]: text.replace(from, to) };
}
const head = (fields: Record<string, string>): PolicyFiles => ({
  ...withRules(),
  'spam/policy.md': policyText(rule('links', 'links.size() > 3'), fields),
});
const SPAM = 'spam/policy.md';
const LADDER = 'ladders/chirp.yaml';

const fact = (sources: string) =>
  `---\ntitle: Votes\nsummary: How votes are counted.\nlanguages: [en]\nsources: ${sources}\n---\nText.\n`;
const SOURCE = '{ publisher: Office, title: Votes, url: https://office.example/a, date: 2026-05-01 }';

describe('a right folder', () => {
  test('has no problems, and a name', () => {
    const { set, problems, examples } = load();
    expect(problems).toEqual([]);
    expect(set?.hash).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(set?.policies[0]?.rules.map((r) => r.id)).toEqual(['link-flood', 'coins', 'repeated']);
    expect(set?.policies[0]?.effectiveFrom).toBe('2026-01-01T00:00:00.000Z');
    expect(set?.ladders[0]?.strikes.steps[1]?.minShare).toBe(0.1);
    expect(examples.posts).toHaveLength(3);
  });

  test('is named by what it says, not by comments, order of files or examples', () => {
    const reversed = Object.fromEntries(Object.entries(FOLDER).reverse());
    expect(load(reversed).set?.hash).toBe(load().set?.hash);
    expect(load(edit('lists/calls.txt', 'click', '# a comment\nclick')).set?.hash).toBe(load().set?.hash);
    expect(load(edit('lists/calls.txt', 'click', 'clicks')).set?.hash).not.toBe(load().set?.hash);
    expect(load(withRules(rule('a', 'links.size() > 3'))).set?.hash).not.toBe(load().set?.hash);
  });

  test('may have files that are ignored', () => {
    expect(found({ ...FOLDER, 'README.md': 'x', '.gitkeep': '', 'spam/README.md': 'x' })).toEqual([]);
  });
});

describe('what follows from another problem is not told', () => {
  test('words and counters that only a rule in error reads, and examples of it', () => {
    const broken = edit(SPAM, 'explain:', 'explian:');
    const codes = load(broken).problems.map((p) => p.code);
    expect(codes.sort()).toEqual(['FIELD_MISSING', 'FIELD_UNKNOWN']);
    const unread = load(edit(SPAM, 'category:', 'categroy:')).problems.map((p) => p.code);
    expect(unread.sort()).toEqual(['FIELD_MISSING', 'FIELD_UNKNOWN']);
    const ladderless = load(edit(LADDER, 'interim: notice', 'interm: notice')).problems.map((p) => p.code);
    expect(ladderless).not.toContain('PLATFORM_LADDER');
    const { problems } = load({ ...FOLDER, 'lists/more.txt': 'word\n' });
    expect(problems.map((p) => p.code)).toEqual(['WORDS_UNUSED']);
  });

  test('a version that YAML reads as a number says how to write it', () => {
    const [problem] = load(edit(SPAM, 'version: 1.0.0', 'version: 1.0')).problems;
    expect(problem).toMatchObject({ code: 'VERSION_INVALID', message: '`1.0` is not a version' });
    expect(problem?.help).toContain('`1.0.0`');
    expect(load(edit(SPAM, 'version: 1.0.0', 'version: 2')).problems[0]?.help).toContain('`2.0.0`');
  });
});

describe('a set has limits, told where they are passed', () => {
  const of = (files: PolicyFiles, code: string) =>
    load(files)
      .problems.filter((p) => p.code === code)
      .map((p) => `${p.file}:${p.line} ${p.message}`);

  test('of rules', () => {
    const rules = Array.from({ length: 10_002 }, (_, i) => rule(`r${i}`, `links.size() > ${i}`));
    const files = withRules(...rules);
    const line = (files[SPAM] as string).split('\n').indexOf('  - id: r10000') + 1;
    expect(of(files, 'SET_TOO_BIG')).toEqual([`${SPAM}:${line} with this the set has more than 10,000 rules`]);
  });

  test('of entries of a list and of all lists', () => {
    const entries = (list: number, count: number) =>
      Array.from({ length: count }, (_, i) => `w${list}x${i}`).join('\n');
    expect(of({ ...FOLDER, 'lists/long.txt': entries(0, 50_001) }, 'LIST_TOO_BIG')).toEqual([
      'lists/long.txt:50001 the list has more than 50000 entries',
    ]);
    const lists = Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`lists/l${n}.txt`, entries(n, 45_000)]));
    expect(of({ ...FOLDER, ...lists }, 'SET_TOO_BIG')).toEqual([
      'lists/l5.txt:1 with this the set has more than 200,000 entries of lists',
    ]);
  });

  test('of regular expressions', () => {
    const big = withRules(
      rule('r', 'text.matches("(a?){500}b")'),
      rule('l', 'links.exists(l, l.url.matches("x{1,600}"))'),
    );
    const errors = load(big).problems.filter((p) => p.severity === 'error');
    const places = errors.map((p) => `${p.code} ${p.line}`);
    expect(places).toEqual(['REGEX_TOO_BIG 10', 'REGEX_TOO_BIG 15']);
  });
});

describe('conditions', () => {
  const at = (when: string) => found(withRules(rule('r', when))).filter((p) => p.startsWith(SPAM));
  const CASES: [string, RegExp][] = [
    ['post.lnag == "en"', /CEL_UNKNOWN_FIELD `post` has no `lnag`/],
    ['psot.lang == "en"', /CEL_UNKNOWN_NAME `psot` is not an input/],
    ['text.hass("x")', /CEL_UNKNOWN_FUNCTION there is no function `hass`/],
    ['text.has("x"', /CEL_SYNTAX/],
    ['links.size()', /CEL_NOT_BOOL the condition gives int/],
    ['links.size() > "3"', /CEL_TYPES/],
    ['text.has(post.lang)', /CEL_LITERAL/],
    ['text.near("a", "b", links.size())', /CEL_LITERAL/],
    ['text.has("  ")', /CEL_LITERAL|PHRASE_EMPTY/],
    ['links.exists(l, links.exists(m, l.url == m.url))', /CEL_LOOP_IN_LOOP/],
    ['links.exists(l, l.url in links.map(m, m.url))', /CEL_LOOP_IN_LOOP/],
    ['links.exists(post, post.url == "")', /CEL_TYPES `post` is taken/],
    ['null == null', /CEL_UNSUPPORTED/],
    ['b"x" == b"x"', /CEL_TYPES|CEL_UNSUPPORTED/],
    ['{"a": 1}.size() > 0', /CEL_UNSUPPORTED/],
    ['post["lang"] == "en"', /CEL_UNSUPPORTED/],
    ['duration("1 day") == duration("1h")', /CEL_LITERAL/],
    ['timestamp("yesterday") < now', /CEL_LITERAL/],
    ['text.matches("(?=a)b")', /REGEX_REFUSED/],
    ['links.exists(l, l.url.matches("(a)\\\\1"))', /REGEX_REFUSED/],
    ['author.verified || links.size() > 3', /RULE_READS_STATUS a live rule reads author.verified/],
    ['links.size() > 3 && false', /RULE_UNREACHABLE/],
    ['links.size() > 3 || true', /RULE_ALWAYS/],
    [`${'!'.repeat(9000)}true`, /CEL_TOO_BIG/],
    [`${'!'.repeat(500)}true`, /CEL_TOO_BIG/],
    [`${'('.repeat(3000)}true${')'.repeat(3000)}`, /CEL_TOO_BIG/],
    [Array(700).fill('post.edited').join(' || '), /CEL_TOO_BIG/],
    ['counters.nope > 1', /CEL_UNKNOWN_FIELD/],
    ['text.has(lists.nope)', /CEL_UNKNOWN_FIELD/],
    ['lists.calls == lists.calls', /CEL_TYPES/],
    ['thread.replyTo.sameAuthor', /CEL_UNSUPPORTED|CEL_NOT_BOOL/],
    ['size(author.verified) > 1', /CEL_TYPES/],
    ['dyn(1) == 1', /CEL_UNSUPPORTED/],
    ['9007199254740993 > links.size()', /CEL_LITERAL/],
    ['has(signals.spam.x)', /CEL_TYPES|CEL_UNSUPPORTED/],
  ];
  test.each(CASES.map(([when, problem]) => [when.slice(0, 60), when, problem] as const))('%s', (_, when, problem) => {
    const problems = at(when);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.join('\n')).toMatch(problem);
  });

  const WORDED: [string, string, string][] = [
    ['text["a"] == "b"', '`text` has no `a`', 'there is `sentences`'],
    ['signals["a-b"] > 1.0', '`signals` has no `a-b`', 'none to choose'],
    ['text.length > 3', '`text` has no `length`', '`post.length` characters'],
    ['text.contains("x")', '`contains` is not asked of text', 'write `text.has("…")`'],
    ['text.size() > 3', '`size` is not asked of text', '`text.words` counts words'],
    ['text == "x"', '`==` does not go with text and string', '`text.has("…")`'],
    ['links.length > 3', '`links` is a list', '`links.size()`'],
    ['text.has("x"', '`)` is missing at the end', ''],
    ['text.has("x") &&', 'the condition breaks off', ''],
    ['text.has("x") and post.edited', '`and` is not part of this language', '`&&` for and'],
    ['not post.edited', '`not` is not part of this language', '`!` for not'],
    ['text has "x"', '`has` cannot stand here', '`&&`'],
    ['post.lang = "en"', '`=` has no meaning here', '`==`'],
    ["text.has('x)", 'the quotation mark is not closed', 'where the words end'],
    ["text.has('it's')", '`)` is missing: here stands a name', 'use the other kind'],
    ['text.has(\u201cx\u201d)', '`\u201c` opens no text', 'straight quotation marks'],
    ['if post.edited', '`if` is a reserved word', '?'],
    ['text.matches("\\d")', '`\\d` means nothing in a text', '`\\\\d`'],
  ];
  test.each(WORDED)('%s is told in plain words', (when, message, help) => {
    const [problem, ...others] = load(withRules(rule('r', when))).problems.filter(
      (p) => p.file === SPAM && p.severity === 'error',
    );
    expect(others).toEqual([]);
    expect(problem?.message).toContain(message);
    expect(problem?.help).toContain(help);
    expect(problem?.message).not.toMatch(/EOF|RPAREN|IDENTIFIER|object Object|overload/);
  });

  test('are placed at the character, in plain, quoted and block text', () => {
    const withWhen = (when: string) => ({
      ...withRules(),
      [SPAM]: policyText(rule('r', 'true').replace(/when: .*/, when)),
    });
    const places = (when: string) => found(withWhen(when)).filter((p) => p.includes('CEL_UNKNOWN_FIELD'));
    expect(places('when: post.edited && post.lnag == "en"')).toEqual([
      `${SPAM}:10:31 CEL_UNKNOWN_FIELD \`post\` has no \`lnag\``,
    ]);
    expect(places(`when: 'post.edited && post.lnag == "en"'`)[0]).toContain(':10:32 ');
    expect(places('when: >\n      post.edited &&\n        post.lnag == "en"')[0]).toContain(':12:14 ');
  });

  test('suggest what was meant', () => {
    const { problems } = load(withRules(rule('r', 'post.visibilty == "public"')));
    expect(problems.find((p) => p.code === 'CEL_UNKNOWN_FIELD')?.help).toBe('did you mean `visibility`?');
  });
});

const CASES: [string, PolicyFiles, RegExp][] = [
  ['no policy', { 'lists/a.txt': 'a' }, /SET_EMPTY/],
  ['a file that is not read', { ...FOLDER, 'notes.txt': '' }, /notes.txt:1:1 FILE_UNKNOWN/],
  ['a file too big', { ...FOLDER, 'lists/big.txt': 'a\n'.repeat(1_000_001) }, /FILE_TOO_BIG/],
  ['no front matter', { ...FOLDER, [SPAM]: 'just text' }, /FRONT_MATTER/],
  ['broken YAML', edit(LADDER, 'title: Chirp', 'title: [Chirp'), /ladders\/chirp.yaml:\d+:\d+ YAML_SYNTAX/],
  ['a duplicate key', head({ title: 'A\ntitle: B' }), /:4:1 FIELD_DUPLICATE `title` stands here twice/],
  ['an alias', head({ title: '&a Spam', keywords: '*a' }), /YAML_ALIAS/],
  ['an unknown key', head({ titel: 'Spam' }), /:8:1 FIELD_UNKNOWN `titel`/],
  ['a missing key', edit('platforms/chirp.yaml', 'mode: enforced\n', ''), /FIELD_MISSING `mode` is missing/],
  ['a wrong type', head({ title: '7' }), /FIELD_TYPE `title` is text/],
  [
    'a wrong value',
    edit('platforms/chirp.yaml', 'mode: enforced', 'mode: forced'),
    /FIELD_VALUE `mode` cannot be `forced`/,
  ],
  ['an id that is no id', { ...FOLDER, 'lists/Bad-Name.txt': 'a' }, /ID_INVALID/],
  ['an id that differs', head({ id: 'spammy' }), /ID_MISMATCH/],
  ['two rules of one id', withRules(rule('a', 'links.size() > 3'), rule('a', 'links.size() > 4')), /ID_DUPLICATE/],
  ['two ladders of one id', { ...FOLDER, 'ladder.yaml': `id: chirp\n${FOLDER[LADDER]}` }, /ID_DUPLICATE/],
  ['no public text', { ...FOLDER, [SPAM]: policyText('[]').replace('Do not do this.', '') }, /POLICY_TEXT_EMPTY/],
  ['a version that is none', head({ version: '1.0' }), /FIELD_TYPE|VERSION_INVALID/],
  ['a version that is no semver', head({ version: 'v1.0.0' }), /VERSION_INVALID/],
  ['an unknown category', head({ category: 'VIOLENT' }), /CATEGORY_UNKNOWN/],
  ['a keyword of another category', head({ keywords: '[HATE_SPEECH]' }), /KEYWORD_UNKNOWN/],
  ['no languages', head({ languages: '[]' }), /LANGUAGES_MISSING/],
  ['languages left out', head({ languages: '' }), /LANGUAGES_MISSING/],
  ['a language that is none', head({ languages: '[English]' }), /LANGUAGE_INVALID/],
  ['no rules', withRules(), /FIELD_MISSING/],
  ['an empty list of rules', { ...FOLDER, [SPAM]: policyText('  []') }, /RULES_MISSING/],
  [
    'reads_status for nothing',
    withRules(rule('a', 'links.size() > 3', '    reads_status: why\n')),
    /READS_STATUS_UNUSED/,
  ],
  [
    'a rule twice',
    withRules(rule('a', 'links.size() > 3'), rule('b', 'links.size()  >  3')),
    /RULE_UNREACHABLE rule `b` says the same as `a`/,
  ],
  [
    'an unknown rung',
    withRules(rule('a', 'links.size() > 3').replace('removed', 'remvoed')),
    /RUNG_UNKNOWN ladder `chirp` has no rung `remvoed`/,
  ],
  [
    'a rung that cannot be executed',
    edit('platforms/chirp.yaml', 'notice, ', ''),
    /platforms\/chirp.yaml:1:1 RUNG_NOT_EXECUTABLE `chirp` cannot execute `notice`/,
  ],
  ['a penalty that cannot be executed', edit('platforms/chirp.yaml', 'read_only, ', ''), /RUNG_NOT_EXECUTABLE/],
  ['a rung that does nothing', withRules(rule('a', 'links.size() > 3').replace('removed', 'context')), /LABEL_MISSING/],
  [
    'a label that leads nowhere',
    withRules(rule('a', 'links.size() > 3').replace('removed', '{ rung: context, label: { text: { en: Facts } } }')),
    /LABEL_WITHOUT_SOURCE/,
  ],
  [
    'a fact that is not there',
    withRules(
      rule('a', 'links.size() > 3').replace(
        'removed',
        '{ rung: context, label: { text: { en: Facts }, fact: votes } }',
      ),
    ),
    /FACT_UNKNOWN/,
  ],
  [
    'a label not in the language',
    withRules(
      rule('a', 'links.size() > 3').replace(
        'removed',
        '{ rung: context, label: { text: { fr: Faits }, href: https://a.example } }',
      ),
    ),
    /WORDS_LANGUAGE_MISSING/,
  ],
  ['a notice not in the language', edit(LADDER, '{ en: This', '{ fr: This'), /WORDS_LANGUAGE_MISSING/],
  [
    'one source',
    { ...FOLDER, 'facts/votes.md': fact(`[${SOURCE}]`) },
    /FACT_SOURCES the fact page has 1 of two sources/,
  ],
  [
    'an address that is none',
    { ...FOLDER, 'facts/votes.md': fact(`[${SOURCE}, ${SOURCE.replace('https://', '')}]`) },
    /URL_INVALID/,
  ],
  ['no interim rung', edit(LADDER, 'interim: notice\n', ''), /INTERIM_MISSING/],
  [
    'an interim rung that is not there',
    edit(LADDER, 'interim: notice', 'interim: hidden'),
    /RUNG_UNKNOWN the ladder has no rung `hidden`/,
  ],
  ['a penalty without end', edit(LADDER, 'read_only, hours: 12', 'suspend'), /PENALTY_OPEN_ENDED `suspend` has no end/],
  [
    'a termination without criteria',
    edit(LADDER, 'kind: terminate, criteria: An appeal that shows that it was wrong.', 'kind: terminate'),
    /PENALTY_OPEN_ENDED/,
  ],
  ['steps out of order', edit(LADDER, 'atPoints: 6', 'atPoints: 2'), /STEPS_ORDER/],
  ['a platform without ladder', edit('platforms/chirp.yaml', 'ladder: chirp', 'ladder: chrip'), /PLATFORM_LADDER/],
  [
    'a platform with an unknown policy',
    edit('platforms/chirp.yaml', 'ladder: chirp', 'ladder: chirp\npolicies: [spam, scam]'),
    /PLATFORM_POLICY there is no policy `scam`/,
  ],
  [
    'a policy in force nowhere',
    edit('platforms/chirp.yaml', 'ladder: chirp', 'ladder: chirp\npolicies: []'),
    /RULE_UNREACHABLE policy `spam` is in force on no platform/,
  ],
  ['a counter by nothing', edit(SPAM, 'by: [text]', 'by: []'), /COUNTER_INVALID/],
  ['a counter of one', edit(SPAM, 'distinct: author', 'distinct: text'), /COUNTER_INVALID/],
  ['a window too long', edit(SPAM, '60m', '91d'), /COUNTER_INVALID/],
  [
    'a counter that reads what it may not',
    edit(SPAM, 'by: [text]', 'by: [text], where: standing.strikes > 1'),
    /COUNTER_READS the counter reads standing.strikes/,
  ],
  ['a counter that nobody reads', edit(SPAM, 'counters.same_text > 5', 'links.size() > 9'), /COUNTER_UNUSED/],
  [
    'a class that reads the post',
    edit('classes.yaml', 'author.offices.size() > 0', 'links.size() > 0'),
    /classes.yaml:\d+:\d+ CLASS_READS the class reads links/,
  ],
  ['a list that nobody uses', { ...FOLDER, 'lists/other.txt': 'a' }, /lists\/other.txt:1:1 WORDS_UNUSED/],
  ['an empty list', { ...FOLDER, 'lists/other.txt': '# nothing' }, /WORDS_INVALID the list is empty/],
  [
    'a pattern without examples',
    { ...FOLDER, 'patterns/wish.yaml': 'title: A wish\nany: [i wish]\nexamples: { match: [], no: [] }\n' },
    /EXAMPLES_FEW/,
  ],
  [
    'a pattern that is none',
    {
      ...FOLDER,
      'patterns/wish.yaml': 'title: A wish\nany: [i wish, (a|b]\nexamples: { match: [i wish], no: [no] }\n',
    },
    /patterns\/wish.yaml:2:\d+ PATTERN_BRACKET/,
  ],
  ['an unknown kind of cue', { ...FOLDER, 'cues/en.yaml': 'negaton: [not]\n' }, /cues\/en.yaml:1:1 CUE_KIND/],
  [
    'an example of an unknown rule',
    edit('spam/examples.yaml', '[coins]', '[coin]'),
    /spam\/examples.yaml:1:\d+ EXAMPLE_UNKNOWN_RULE/,
  ],
  [
    'an example without an opposite',
    { ...FOLDER, 'spam/examples.yaml': '- { text: a, matches: [], note: b }' },
    /EXAMPLES_FEW/,
  ],
];

describe('problems', () => {
  test.each(CASES)('%s', (_, files, problem) => {
    expect(found(files).join('\n')).toMatch(problem);
    for (const p of load(files).problems) {
      expect(p.help).not.toBe('');
      expect(Object.keys(PROBLEMS)).toContain(p.code);
    }
  });

  test('an error leaves no set, a warning does', () => {
    expect(load(head({ version: 'v1' })).set).toBeNull();
    const warned = load({ ...FOLDER, 'lists/other.txt': 'a' });
    expect(warned.problems.map((p) => p.severity)).toEqual(['warning']);
    expect(warned.set).not.toBeNull();
  });
});
