/** Regular expressions: linear or refused. */
import { describe, expect, test } from 'vitest';
import { compileRegex, findRegex, mayMatch, REGEX_LIMITS, RegexBook, requiredLiteral } from './regular-expression.ts';

describe('compileRegex', () => {
  test.each([
    ['(?=a)b', 0],
    ['ab(?<!c)', 2],
    ['(a)\\1', 3],
    ['a[b', 1],
    ['a{1001}', 1],
    ['ab**', 2],
    ['a*', 0],
    ['x'.repeat(1001), 1000],
  ])('%j is refused', (source, offset) => {
    const { regex, problem } = compileRegex(source);
    expect(regex).toBeNull();
    expect(problem).toMatchObject({ code: 'REGEX_REFUSED', offset });
  });

  test.each(['(a?){500}b', '((a{9}){9}){9}b', '\\pL{600}', '(x{1,20}y){30}'])('%j has too many states', (source) => {
    const { regex, problem } = compileRegex(source);
    expect(regex).toBeNull();
    expect(problem).toMatchObject({ code: 'REGEX_TOO_BIG', offset: 0 });
    expect(problem?.message).toMatch(/has \d+ states; at most 500/);
  });

  test('a book compiles each once, and no more once the states of all are used up', () => {
    const book = new RegexBook();
    const first = book.compile('win [0-9]{1,30} coins');
    expect(first.regex).not.toBeNull();
    expect(book.compile('win [0-9]{1,30} coins')).toBe(first);
    const refused = Array.from({ length: 200 }, (_, i) => book.compile(`(a?){500}b${i}`));
    const compiled = refused.filter(({ states }) => states > 0);
    expect(compiled.length).toBeLessThan(REGEX_LIMITS.statesOfSet / 1000);
    expect(refused.at(-1)?.problem?.message).toContain('of the set');
    expect(book.compile('x').problem?.code).toBe('REGEX_TOO_BIG');
    expect(book.compile('win [0-9]{1,30} coins').regex).toBe(first.regex);
  });

  test('finds without regard to case', () => {
    const { regex } = compileRegex('Ki+ll (them|all)');
    expect(findRegex(regex as never, 'x kiill them, kill all')).toEqual([2, 12, 14, 22]);
  });

  test('stops looking after a bounded number of finds in a huge text', () => {
    const { regex } = compileRegex('a');
    expect(findRegex(regex as never, 'a'.repeat(1 << 20)).length).toBe(32);
    expect(findRegex(regex as never, 'a'.repeat(1000)).length).toBe(2000);
  });
});

describe('requiredLiteral', () => {
  test.each([
    ['kill (them|all)', ''],
    ['kill (them)? everyone', ' everyone'],
    ['kill\\s+them', 'kill'],
    ['kills? them', ' them'],
    ['Kill{2}them', 'them'],
    ['[abc]ab\\d\\d-long', 'long'],
    ['(?i)abc', ''],
    ['ab+c', 'ab'],
    ['a|bcd', ''],
    ['[]abc]de', 'de'],
    ['abc\\Qdef\\E', 'abc'],
  ])('%j needs %j', (source, literal) => {
    expect(requiredLiteral(source)).toBe(literal);
  });

  test('never hides a match', () => {
    const texts = ['kill them all', 'kil them', 'killthem', 'kill  them', 'abxcd', 'ab12-long', 'de', 'xde'];
    for (const source of [
      'kills? them',
      'kill\\s+them',
      '[]abx]+cd',
      'ab\\d\\d-long',
      'x?de',
      'kil{1,2} ?them',
      '(ab)*de',
    ]) {
      const { regex } = compileRegex(source);
      for (const text of texts) {
        const plain = new RegExp(source.replace('[]abx]', '[\\]abx]')).test(text);
        if (plain) expect(mayMatch(regex as never, text), `${source} on ${text}`).toBe(true);
        expect(findRegex(regex as never, text).length > 0, `${source} on ${text}`).toBe(plain);
      }
    }
  });
});
