/** A small policy folder as texts, for tests of loading, compiling and evaluating. */
import { createHash } from 'node:crypto';
import { type CompiledPolicySet, compile } from '../../src/policy/compile.ts';
import { NEUTRAL, type RuleInput } from '../../src/policy/inputs.ts';
import { type Loaded, loadPolicySet, type PolicyFiles } from '../../src/policy/load.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export const policyText = (rules: string, head: Record<string, string> = {}): string => {
  const fields: Record<string, string> = {
    id: 'spam',
    title: 'Spam',
    version: '1.0.0',
    effective_from: '2026-01-01',
    category: 'SCAMS_AND_FRAUD',
    languages: '[en]',
    ...head,
  };
  const lines = Object.entries(fields).map(([key, value]) => `${key}: ${value}`);
  return `---\n${lines.join('\n')}\nrules:\n${rules}\n---\nDo not do this.\n`;
};

export const rule = (id: string, when: string, more = ''): string =>
  `  - id: ${id}\n    when: ${JSON.stringify(when)}\n    explain: It broke the rule ${id}.\n    then: removed\n${more}`;

export const FOLDER: PolicyFiles = {
  'spam/policy.md': policyText(
    [
      rule('link-flood', 'links.size() > 3 && author.ageHours < 24'),
      rule('coins', 'text.sentences.exists(s, s.near("free coins", lists.calls, 6) && !s.quoted)'),
      rule('repeated', 'counters.same_text > 5'),
    ].join('\n'),
    { counters: '[{ name: same_text, by: [text], window: 60m, distinct: author }]' },
  ),
  'spam/examples.yaml': [
    '- { text: "Claim your free coins now, click here", matches: [coins], note: an offer }',
    '- { text: "He wrote: \\"click for free coins\\"", matches: [], note: quoted }',
    '- { text: hello, counters: { same_text: 6 }, matches: [repeated], note: many authors }',
  ].join('\n'),
  'lists/calls.txt': '# fold: false\nclick\nclaim\n',
  'ladders/chirp.yaml': `title: Chirp
rungs:
  - id: context
  - id: notice
    measures:
      - { kind: notice, text: { en: This post broke a rule. } }
      - { kind: interaction_limit, limits: { like: off, reply: off } }
  - { id: removed, measures: [{ kind: remove }], strikePoints: 1 }
interim: notice
strikes:
  expiresDays: 90
  maxPostAgeDays: 30
  shareDays: 30
  steps:
    - { atPoints: 2, measure: { kind: read_only, hours: 12 } }
    - { atPoints: 6, minShare: 0.1, measure: { kind: terminate, criteria: An appeal that shows that it was wrong. } }
`,
  'platforms/chirp.yaml':
    'title: Chirp\nmode: enforced\ncapabilities: [label, notice, interaction_limit, remove, read_only, terminate]\nladder: chirp\n',
  'classes.yaml': '- { id: office-holders, title: Holders of office, when: author.offices.size() > 0 }\n',
};

export const load = (files: PolicyFiles = FOLDER): Loaded => loadPolicySet(files, sha256);

/** The compiled set, or an error that says what is wrong with the folder. */
export function compileFolder(files: PolicyFiles = FOLDER): CompiledPolicySet {
  const { set, problems } = load(files);
  const compiled = set && compile(set).compiled;
  if (!compiled)
    throw new Error(
      JSON.stringify(
        problems.filter((p) => p.severity === 'error'),
        null,
        1,
      ),
    );
  return compiled;
}

/** A folder with one policy of the given rules, and no examples. */
export function withRules(...rules: string[]): PolicyFiles {
  const { 'spam/examples.yaml': _, ...rest } = FOLDER;
  return { ...rest, 'spam/policy.md': policyText(rules.join('\n')) };
}

type Given = Partial<Omit<RuleInput, 'post'>> & { post?: Partial<RuleInput['post']> };

export function ruleInput(given: Given = {}): RuleInput {
  return {
    now: '2026-11-15T12:00:00.000Z',
    author: { createdAt: '2026-11-01T12:00:00.000Z' },
    status: NEUTRAL,
    standing: { strikes: 0 },
    counters: {},
    signals: {},
    claims: null,
    ...given,
    post: {
      text: '',
      lang: 'en',
      createdAt: '2026-11-15T12:00:00.000Z',
      editedAt: null,
      visibility: 'public',
      replyTo: null,
      quoteOf: null,
      links: [],
      media: [],
      ...given.post,
    },
  };
}
