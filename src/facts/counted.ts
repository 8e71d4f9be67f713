/** Which counts a post reads and adds: what each counter is kept by, in plain text; the shell turns it into keyed hashes. */
import { foldedText } from '../ingest/content-keys.ts';
import type { IncomingPost } from '../ingest/post.ts';
import type { Counter } from '../policy/policy-set.ts';

/** A counter under the name that its counts are stored by: a changed definition starts anew. */
export type StoredCounter = Counter & { readonly stored: string };

/** `keys`: where to read and add; empty if the post has nothing that the counter is kept by. `values`: distinct ones. */
export type Counted = {
  readonly counter: StoredCounter;
  readonly keys: readonly string[];
  readonly values: readonly string[];
};

export function storedCounter(counter: Counter): StoredCounter {
  const { name, by, where, windowMinutes, distinct } = counter;
  return { ...counter, stored: `${name}.${fnv1a(JSON.stringify([by, where, windowMinutes, distinct]))}` };
}

/** A short digest that tells definitions apart; nothing secret rests on it. */
function fnv1a(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}

type Part = Counter['by'][number];

/** What the post reads and adds, counter by counter. Authors are those of one platform; words and links are shared. */
export function countedBy(post: IncomingPost, counters: readonly StoredCounter[]): readonly Counted[] {
  const parts = new Map<Part, readonly string[]>();
  const of = (part: Part): readonly string[] => {
    let values = parts.get(part);
    if (values === undefined) {
      values = valuesOf(post, part);
      parts.set(part, values);
    }
    return values;
  };
  return counters.map((counter) => ({
    counter,
    keys: counter.by.reduce<readonly string[]>(
      (keys, part) => keys.flatMap((key) => of(part).map((value) => `${key}\n${value}`)),
      [counter.stored],
    ),
    values: counter.distinct === null ? [] : of(counter.distinct),
  }));
}

function valuesOf(post: IncomingPost, part: Part): readonly string[] {
  if (part === 'author') return [`${post.platform}\n${post.author.id}`];
  if (part === 'link_domain')
    return [...new Set(post.content.links.map((link) => link.domain))].filter((d) => d !== '');
  const text = foldedText(post.content);
  return text === '' ? [] : [text];
}
