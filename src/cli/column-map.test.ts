/** Column maps: which column gives which field, and what is refused. */
import { describe, expect, test } from 'vitest';
import { type ColumnMap, readColumnMap, readRow } from './column-map.ts';

const options = { number: 7, defaults: { platform: 'chirp', createdAt: '2026-01-01T00:00:00Z' } };
const mapOf = (pairs: readonly string[], header: readonly string[]) => readColumnMap(pairs, header) as ColumnMap;

describe('column map', () => {
  test('names columns, and takes those that are named as fields', () => {
    expect(mapOf(['tweet=text', '=id'], ['', 'count', 'tweet', 'lang'])).toEqual([
      { column: 'tweet', field: 'text' },
      { column: '', field: 'id' },
      { column: 'lang', field: 'lang' },
    ]);
  });

  test.each([
    [['tweet'], 'is not `column=field`'],
    [['tweet=body'], 'is not a field'],
    [['tweet=body'], 'those are id, platform, url'],
    [['twit=text'], 'no column `twit`; the file has `tweet`, `other`'],
    [['tweet=text', 'other=text'], 'two columns give `text`'],
    [['tweet=id'], 'no column gives `text`; the file has `tweet`, `other`'],
  ])('%j is refused', (pairs, detail) => {
    expect(readColumnMap(pairs, ['tweet', 'other'])).toMatchObject({
      code: 'MAP_INVALID',
      detail: expect.stringContaining(detail),
    });
  });

  test('a row becomes a post; what it lacks comes from the defaults and its number', () => {
    const map = mapOf(['at=createdAt', 'who=author.id', 'fans=author.followers'], ['text', 'at', 'who', 'fans']);
    const read = readRow({ text: 'hello', at: '2017-03-01 12:00:00', who: 'u1', fans: '12' }, map, options);
    expect(read).toMatchObject({
      ok: true,
      line: {
        op: 'post',
        post: {
          platform: 'chirp',
          id: 'row-7',
          createdAt: '2017-03-01T12:00:00Z',
          text: 'hello',
          author: { id: 'u1', followers: 12 },
        },
      },
    });
  });

  test('a cell that is no number is refused with its field', () => {
    const map = mapOf(['fans=author.followers'], ['text', 'fans']);
    const read = readRow({ text: 'hello', fans: 'many' }, map, options);
    expect(read).toMatchObject({ ok: false, error: { code: 'BODY_INVALID', pointer: '/author/followers' } });
  });
});
