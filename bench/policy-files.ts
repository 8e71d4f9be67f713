/** Policy folders for measuring: the ten rules that the hand-written baseline knows too, and larger ones. */

const WORDS =
  'amber basalt cedar delta ember fjord glade heron iris juniper kelp lichen maple nettle otter pine quartz raven sedge thistle umber vetch willow yarrow zinc'.split(
    ' ',
  );

/** `count` different phrases of two or three words, none of which ordinary posts contain. */
function phrases(count: number): string[] {
  const n = WORDS.length;
  return Array.from({ length: count }, (_, i) => {
    const a = WORDS[i % n];
    const b = WORDS[Math.floor(i / n) % n];
    const c = Math.floor(i / (n * n));
    return c === 0 ? `${a} ${b} offer` : `${a} ${b} offer ${c}`;
  });
}

export const BAD_DOMAINS = Array.from({ length: 1000 }, (_, i) => `bad${i}.example`).concat(
  'site7.example',
  'site31.example',
);
export const PHRASES_20 = [
  ...phrases(15),
  'planted the last tomato',
  'lost three umbrellas',
  'the night bus measured',
  'our choir forgot',
  'repaired the old clock',
];

/** Conditions of the ten rules; `hand-written.ts` says the same in TypeScript. */
const TEN: Readonly<Record<string, string>> = {
  'free-money': 'text.has("free money")',
  'blue-bicycle': 'text.has("found a blue bicycle")',
  'bad-domain': 'links.exists(l, l.domain in lists.bad_domains)',
  'many-links': 'links.size() > 3',
  'mention-flood': 'text.mentions > 10',
  'any-of-twenty': 'text.has(lists.twenty)',
  'new-with-link': 'author.ageHours < 24 && links.size() > 0',
  'wall-near-rain': 'text.near("garden wall", "rains", 12)',
  'reply-selling': 'post.isReply && text.has("buy")',
  'harbour-link': 'text.has("painted a map of the harbour") && links.size() > 0 && !text.has("minded")',
};

const LADDER = `title: Bench
rungs:
  - id: context
    measures: []
  - id: removed
    measures: [{ kind: remove }]
    strikePoints: 1
interim: removed
strikes: { expiresDays: 90, maxPostAgeDays: 30, shareDays: 30, steps: [{ atPoints: 900, measure: { kind: read_only, hours: 12 } }] }
`;
const PLATFORM = `title: Chirp
mode: enforced
capabilities: [label, notice, interaction_limit, demote, remove, read_only, suspend]
ladder: bench
`;

const policy = (rules: Readonly<Record<string, string>>, counters: readonly string[]) => `---
id: bench
title: Bench
version: 1.0.0
effective_from: 2020-01-01
applies_to: all
category: OTHER_VIOLATION_TC
languages: [en]
${counters.length > 0 ? `counters:\n${counters.map((c) => `  - ${c}\n`).join('')}` : ''}rules:
${Object.entries(rules)
  .map(([id, when]) => `  - id: ${id}\n    when: '${when}'\n    explain: A rule of the benchmark.\n    then: removed\n`)
  .join('')}---
Not a policy of anybody: it is for measuring.
`;

const EXAMPLES = '- { text: "Nothing in particular.", matches: [], note: plain }\n';

type Size = { readonly rules?: number; readonly phrases?: number; readonly counters?: number };

/** A folder by path. Ten rules or fewer are the ten; more are variations over lists, counters and thresholds. */
export function benchFiles({ rules = 10, phrases: phraseCount = 0, counters = 0 }: Size = {}): Record<string, string> {
  const all: Record<string, string> = { ...TEN };
  for (let i = 10; i < rules; i++) {
    const kind = i % 4;
    const word = WORDS[i % WORDS.length];
    if (kind === 0) all[`rule-${i}`] = `text.has("${word} number ${i}") && links.size() > ${i % 3}`;
    else if (kind === 1) all[`rule-${i}`] = `text.near("${word}", "letters ${i}", ${(i % 7) + 2})`;
    else if (kind === 2) all[`rule-${i}`] = `author.ageHours < ${i} && text.has("${word} sale ${i}")`;
    else all[`rule-${i}`] = counters > 0 ? `counters.c${i % counters} > ${1000 + i}` : `text.mentions > ${10 + i}`;
  }
  if (phraseCount > 0) all['long-list'] = 'text.has(lists.long)';
  const by = ['[author]', '[text]', '[link_domain]'];
  const declared = Array.from({ length: counters }, (_, i) => `{ name: c${i}, by: ${by[i % 3]}, window: ${i + 1}h }`);
  return {
    'bench/policy.md': policy(all, declared),
    'bench/examples.yaml': EXAMPLES,
    'ladders/bench.yaml': LADDER,
    'platforms/chirp.yaml': PLATFORM,
    'lists/bad_domains.txt': BAD_DOMAINS.join('\n'),
    'lists/twenty.txt': PHRASES_20.join('\n'),
    ...(phraseCount > 0 ? { 'lists/long.txt': phrases(phraseCount).join('\n') } : {}),
  };
}
