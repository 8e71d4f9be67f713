/** What makes two posts copies, also when the text is made to hurt. */
import { describe, expect, test } from 'vitest';
import { foldForCopies } from './content-keys.ts';

describe('folding for copies', () => {
  test('case, width, invisible characters and white space tell nothing apart', () => {
    expect(foldForCopies('  Ｌook\u200b\n\tHERE ')).toBe('look here');
  });

  test('a few marks on a letter stay, a flood of them is cut before it is put in order', () => {
    expect(foldForCopies('e\u0301')).toBe('\u00e9');
    for (const marks of ['\u0301\u0327', '\u0f73\u0f75']) {
      expect(foldForCopies(`k${marks.repeat(200_000)}`).length).toBeLessThan(12);
    }
  });
});
