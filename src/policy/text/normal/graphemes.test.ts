/** Spans are whole graphemes. */
import { expect, test } from 'vitest';
import { Graphemes } from './graphemes.ts';

test('widens to whole graphemes and joins what then overlaps', () => {
  const family = '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}';
  const text = `a${family}e\u0301z`;
  const graphemes = new Graphemes(text);
  expect(graphemes.widen([{ start: 1, end: 3 }])).toEqual([{ start: 1, end: 9 }]);
  expect(
    graphemes.widen([
      { start: 4, end: 6 },
      { start: 1, end: 2 },
    ]),
  ).toEqual([{ start: 1, end: 9 }]);
  expect(graphemes.widen([{ start: 9, end: 10 }])).toEqual([{ start: 9, end: 11 }]);
});

test('finds the same by single look-ups and by one pass', () => {
  const text = 'e\u0301\u{1f44d}\u{1f3fd}\r\n'.repeat(40);
  const spans = Array.from({ length: text.length }, (_, start) => ({ start, end: start + 1 }));
  const oneByOne = spans.map((span) => new Graphemes(text).widen([span])[0]);
  const together = new Graphemes(text);
  expect(spans.map((span) => together.widen([span])[0])).toEqual(oneByOne);
});
