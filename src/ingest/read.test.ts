/** Reading hostile and ordinary posts. */
import { describe, expect, test } from 'vitest';
import { Post, type PostInput } from '../schema/post.ts';
import { clusterBasis, contentBasis, foldForCopies } from './content-keys.ts';
import { linksOf, urlsIn } from './links.ts';
import type { IncomingPost } from './post.ts';
import { readPost } from './read.ts';

const hash = (text: string) => `h:${text}`;

function read(over: Partial<PostInput>): IncomingPost {
  const wire = Post.parse({
    platform: 'chirp',
    id: '1',
    createdAt: '2026-11-01T10:00:00+01:00',
    text: 'x',
    author: { id: 'a' },
    ...over,
  });
  const result = readPost(wire, hash);
  if (!result.ok) throw new Error(result.problem.detail);
  return result.post;
}

describe('reading a post', () => {
  test('times become UTC and defaults are filled', () => {
    const post = read({ text: 'hello' });
    expect(post.content.createdAt).toBe('2026-11-01T09:00:00.000Z');
    expect(post.content).toMatchObject({ editedAt: null, lang: null, visibility: 'public', links: [], media: [] });
    expect(post.rawSha256).toBeNull();
  });

  test('lone surrogates and NUL become U+FFFD in place, and the raw text is hashed', () => {
    const post = read({ text: 'a\uD800b\u0000c\uDC00\u{1F600}' });
    expect(post.content.text).toBe('a\uFFFDb\uFFFDc\uFFFD\u{1F600}');
    expect(post.content.text).toHaveLength(8);
    expect(post.rawSha256).toBe('h:a\\ud800b\\u0000c\\udc00\u{1F600}');
  });

  test('a text of more than 1 MiB of UTF-8 is refused, one of exactly 1 MiB is not', () => {
    const parse = (text: string) =>
      readPost(
        {
          ...Post.parse({ platform: 'c', id: '1', createdAt: '2026-11-01T00:00:00Z', text: '', author: { id: 'a' } }),
          text,
        },
        hash,
      );
    expect(parse('a'.repeat(1_048_576)).ok).toBe(true);
    expect(parse('é'.repeat(524_289))).toMatchObject({
      ok: false,
      problem: { code: 'POST_TOO_LARGE', pointer: '/text' },
    });
  });
});

describe('links', () => {
  test('are found in the text too, each once, without the full stop of the sentence', () => {
    expect(urlsIn('See https://a.example/x. And (http://b.example/y)!')).toEqual([
      'https://a.example/x',
      'http://b.example/y',
    ]);
    expect(linksOf(['https://a.example/x'], 'https://a.example/x https://c.example').map((l) => l.domain)).toEqual([
      'a.example',
      'c.example',
    ]);
  });

  test('of bait text are found in time that grows with its length only', () => {
    const start = performance.now();
    urlsIn('https://'.repeat(131_072));
    urlsIn(`https://a${'.'.repeat(1_000_000)}`);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

describe('content keys', () => {
  test('author, address and time are no part of the content; text, parents and language are', () => {
    const base = contentBasis(read({ text: 'x' }));
    expect(contentBasis(read({ text: 'x', url: 'https://a.example', author: { id: 'b', followers: 9 } }))).toBe(base);
    for (const change of [
      { text: 'y' },
      { replyTo: '2' },
      { quoteOf: '2' },
      { lang: 'de' },
      { visibility: 'unlisted' as const },
    ]) {
      expect(contentBasis(read(change))).not.toBe(base);
    }
  });

  test('copies share their basis over case, width, spacing and invisible characters', () => {
    const a = read({ text: 'When the  LOOTING\nstarts' });
    const b = read({ text: 'ｗｈｅｎ the loot\u200Bing starts ', id: '9', platform: 'facewall', author: { id: 'z' } });
    expect(clusterBasis(a)).toBe(clusterBasis(b));
    expect(clusterBasis(read({ text: 'another' }))).not.toBe(clusterBasis(a));
    expect(clusterBasis(read({ text: ' \u200B ' }))).toBeNull();
  });

  test('folding is bounded for characters that grow', () => {
    expect(foldForCopies('\uFDFA'.repeat(1_048_576)).length).toBeLessThanOrEqual(1_048_576);
  });
});
