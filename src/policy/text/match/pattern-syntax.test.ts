/** The pattern language: what parses, and how what does not is told. */
import { describe, expect, test } from 'vitest';
import { PATTERN_SYNTAX, parsePattern } from './pattern-syntax.ts';

describe('parsePattern', () => {
  test('reads every example of the table', () => {
    for (const row of PATTERN_SYNTAX) expect(parsePattern(row.example).problems, row.example).toEqual([]);
  });

  test('reads words, groups, gaps and names', () => {
    expect(parsePattern('(a|b c)? d* ..3 @x {y} <mention>').node).toEqual({
      kind: 'seq',
      items: [
        {
          kind: 'maybe',
          item: {
            kind: 'alt',
            items: [
              { kind: 'word', text: 'a', prefix: false, offset: 1 },
              {
                kind: 'seq',
                items: [
                  { kind: 'word', text: 'b', prefix: false, offset: 3 },
                  { kind: 'word', text: 'c', prefix: false, offset: 5 },
                ],
              },
            ],
          },
        },
        { kind: 'word', text: 'd', prefix: true, offset: 9 },
        { kind: 'gap', words: 3, offset: 12 },
        { kind: 'list', id: 'x', offset: 16 },
        { kind: 'pattern', id: 'y', offset: 19 },
        { kind: 'class', name: 'mention' },
      ],
    });
  });

  test.each([
    ['', 'PATTERN_EMPTY', 0],
    ['a?', 'PATTERN_EMPTY', 0],
    ['(a|)', 'PATTERN_EMPTY', 3],
    ['a (b', 'PATTERN_BRACKET', 2],
    ['a b)', 'PATTERN_BRACKET', 3],
    ['..3 a', 'PATTERN_GAP', 0],
    ['a ..3', 'PATTERN_GAP', 2],
    ['a .. b', 'PATTERN_GAP', 2],
    ['a ..99 b', 'PATTERN_GAP', 2],
    ['kill(s) b', 'PATTERN_GLUED', 4],
    ['(a)b', 'PATTERN_GLUED', 3],
    ['a <name> b', 'PATTERN_CLASS', 2],
    ['f*ck', 'PATTERN_SIGN', 1],
    ['? a', 'PATTERN_SIGN', 0],
    ['a {b', 'PATTERN_SIGN', 2],
    [`a${' ('.repeat(20)}`, 'PATTERN_DEEP', 18],
    ['a '.repeat(900), 'PATTERN_LONG', 0],
  ])('%j is refused as %s at %i', (source, code, offset) => {
    const { node, problems } = parsePattern(source);
    expect(node).toBeNull();
    expect(problems[0]).toMatchObject({ code, offset });
    expect(problems[0]?.help).not.toBe('');
  });
});
