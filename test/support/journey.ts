/** A small world for tests of the whole journey: two platforms, one policy, an application whose clock stands still. */

import type { AppContext } from '../../src/app/context.ts';
import { type AppSettings, appOf, createContext } from '../../src/app/open.ts';
import type { Answer } from '../../src/app/refusal.ts';
import type { App, IngestAnswer } from '../../src/app.ts';
import { addHours, type Instant } from '../../src/lib/instant.ts';
import type { PostAnswer } from '../../src/publish/views.ts';
import { Post, type PostInput } from '../../src/schema/post.ts';
import type { Store } from '../../src/store/store.ts';
import { policyText, rule } from './policy-folder.ts';

const LADDER = (title: string, notice: boolean) => `title: ${title}
rungs:
  - id: context
${notice ? '  - { id: notice, measures: [{ kind: notice, text: { en: This post broke a rule. } }, { kind: interaction_limit, limits: { like: off } }], strikePoints: 1 }\n' : ''}  - { id: removed, measures: [{ kind: remove }], strikePoints: 2 }
interim: ${notice ? 'notice' : 'context'}
substitutes: {}
strikes:
  expiresDays: 90
  maxPostAgeDays: 30
  shareDays: 30
  steps:
    - { atPoints: 2, measure: { kind: warn } }
    - { atPoints: 4, measure: { kind: suspend, hours: 24 } }
`;

export const JOURNEY: Readonly<Record<string, string>> = {
  'spam/policy.md': policyText(
    [
      rule('badword', 'text.has("zorgle")'),
      `  - id: claim\n    when: text.has("moon cheese")\n    explain: It says that the moon is cheese.\n    then: { rung: context, label: { text: { en: Get the facts }, fact: moon } }`,
      rule('repeated', 'counters.same_text >= 3', '    limits: { perHour: 2, then: hold }\n'),
      rule('signalled', 'signals.risk > 0.9', '    onUnknown: skip\n'),
      rule('watched', 'text.has("perhaps")', '    mode: shadow\n'),
    ].join('\n'),
    { counters: '[{ name: same_text, by: [text], window: 60m, distinct: author }]' },
  ),
  'facts/moon.md': `---
title: The moon
summary: It is rock.
languages: [en]
sources:
  - { publisher: Observatory, title: Moon, url: "https://observatory.example/moon", date: 2025-01-01 }
  - { publisher: Museum, title: Rocks, url: "https://museum.example/rocks", date: 2025-02-01 }
---
It is rock.
`,
  'ladders/chirp.yaml': LADDER("Chirp's ladder", true),
  'ladders/facewall.yaml': LADDER("Facewall's ladder", false),
  'platforms/chirp.yaml':
    'title: Chirp\nmode: enforced\ncapabilities: [label, notice, interaction_limit, remove, warn, strike, suspend]\nladder: chirp\n',
  'platforms/facewall.yaml':
    'title: Facewall\nmode: observed\ncapabilities: [label, remove, warn, strike, suspend]\nladder: facewall\n',
  'classes.yaml': `- { id: office-holders, title: Holders of office, when: author.offices.size() > 0 }
- { id: everybody, title: Everybody, when: author.followers >= 0 }
`,
};

export const NOW = '2026-11-20T12:00:00.000Z';

export type TestApp = {
  readonly app: App;
  readonly context: AppContext;
  at(now: Instant): void;
  later(hours: number): void;
};

/** An application on an open store, with the small folder in force unless told otherwise. */
export async function openTestApp(
  store: Store,
  files: Readonly<Record<string, string>> | null = JOURNEY,
  settings: AppSettings = {},
): Promise<TestApp> {
  let now = NOW;
  const context = createContext(store, { ...settings, now: () => now });
  const app = appOf(context, () => store.close());
  if (files !== null && (await app.status()).policySet === null) {
    // In this thread: one that is started for each small world takes longer than the tests in it.
    const { hash } = must(await app.policies.publish(files, 'user:policy', { isAlone: true }));
    must(await app.policies.activate(hash, 'user:policy'));
  }
  return {
    app,
    context,
    at(to) {
      now = to;
    },
    later(hours) {
      now = addHours(now, hours);
    },
  };
}

export function must<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value;
  const problems = answer.problems?.map((p) => `${p.file}:${p.line} ${p.code} ${p.message}`).join('; ') ?? '';
  throw new Error(`${answer.code}: ${answer.detail} ${problems}`);
}

export function post(over: Partial<PostInput> & { readonly id: string }): Post {
  const { author, ...rest } = over;
  return Post.parse({
    platform: 'chirp',
    createdAt: NOW,
    text: 'hello',
    lang: 'en',
    author: author ?? { id: 'ann' },
    ...rest,
  });
}

export async function take(app: App, over: Partial<PostInput> & { readonly id: string }): Promise<PostAnswer> {
  return taken(await app.ingestOne({ op: 'post', post: post(over) }, 'key:test'));
}

export function taken(answer: IngestAnswer): PostAnswer {
  const value = must(answer);
  if (value.op !== 'post') throw new Error('not a post');
  return value;
}
