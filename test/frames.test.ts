/**
 * A word of news, sport or fiction in a sentence of its own excuses nothing: every post that a starter policy finds is
 * still found with such a sentence before or behind it.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { evaluate } from '../src/evaluate/evaluate.ts';
import { type CompiledPolicySet, compile } from '../src/policy/compile.ts';
import { loadPolicySet } from '../src/policy/load.ts';

const NEUTRAL = [
  'The match last night was good.',
  'I saw a documentary yesterday.',
  'Police were at the corner.',
  'Great episode btw.',
  'My team plays at six.',
  'My league game starts at six.',
  'The novel is threatening to bore me.',
];

/** Posts where a person would agree that the added sentence changes what is meant, with the reason. */
const CHANGED = new Map<string, string>([]);

const texts = Object.fromEntries(
  readdirSync('policies', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path.slice('policies/'.length).replaceAll('\\', '/'), readFileSync(path, 'utf8')]),
);
const loaded = loadPolicySet(texts, (text) => createHash('sha256').update(text).digest('hex'));
const compiled = (loaded.set && compile(loaded.set).compiled) as CompiledPolicySet;
const posts = loaded.examples.posts.filter((example) => example.matches.length > 0);
const zeros = Object.fromEntries(compiled.counters.map(({ counter }) => [counter.name, 0]));

function acts(policy: string, input: (typeof posts)[number]['input'], text: string): boolean {
  const given = { ...input, counters: { ...zeros, ...input.counters }, post: { ...input.post, text } };
  return evaluate(compiled, given, { facts: false, anyTime: true }).findings.some((found) => found.policy === policy);
}

test.each(NEUTRAL)('nothing is excused by: %s', (neutral) => {
  const excused = posts.flatMap(({ policy, input }) => {
    const { text } = input.post;
    const ended = /[.!?…"”]\s*$/.test(text) ? text : `${text}.`;
    return [`${neutral} ${text}`, `${ended} ${neutral}`]
      .filter((more) => !CHANGED.has(text) && !acts(policy, input, more))
      .map((more) => `${policy}: ${more}`);
  });
  expect(excused).toEqual([]);
});

test('the posts named as changed are examples', () => {
  const known = new Set(posts.map(({ input }) => input.post.text));
  expect([...CHANGED.keys()].filter((text) => !known.has(text))).toEqual([]);
});

test('there are posts to try', () => {
  expect(posts.length).toBeGreaterThan(100);
});
