/** What a text becomes before matching, and the way back. */
import { describe, expect, test } from 'vitest';
import { normalise } from './normalise.ts';

const of = (text: string) => normalise(text).text;

describe('normalise', () => {
  test('leaves plain ASCII as it is, case included', () => {
    const text = 'Plain TEXT, 100%!\n';
    expect(of(text)).toBe(text);
    expect(normalise(text).startOf(7)).toBe(7);
    expect(normalise(text).endOf(7)).toBe(7);
  });

  test.each([
    ['\uff2b\uff29\uff2c\uff2c', 'kill', 'full width'],
    ['\u{1d5f8}\u{1d5f6}\u{1d5f9}\u{1d5f9}', 'kill', 'mathematical letters'],
    ['k\u200bi\u200cl\u200dl\ufeff', 'kill', 'zero-width'],
    ['\u202ekill\u202c\u2066', 'kill', 'direction controls'],
    ['k\u0336i\u0336\u0337\u0338l\u0301\u0302\u0303\u0304\u0305l', 'kill', 'a flood of marks'],
    ['k\u0337i\u20ddl\u20e3l\u0488', 'kill', 'marks struck through and drawn around'],
    ['k\u0007i\u0000l\u0085l\u007f', 'kil\u0085l', 'control characters'],
    ['all\u2800be\u1680shot\u{1d159}now', 'all be shot now', 'blanks that are no spaces'],
    ['\u{1f15a}\u{1f158}\u{1f17b}\u{1f17b}', 'kill', 'white letters on black'],
    ['ki&amp;#108;&amp;amp;#x6c; &amp;lt; &#38;gt; &amp;amp;', 'kill < > &', 'entities encoded twice'],
    ['cafe\u0301', 'caf\u00e9', 'composed'],
    ['\u00c9COLE STRASSE stra\u00dfe', '\u00e9COLE STRASSE strasse', 'case beyond ASCII'],
    ['don\u2019t', "don't", 'curly apostrophe'],
    ['a &amp; b &lt;3 &quot;c&quot; &#8220;d&#x201D; &#128514;', 'a & b <3 "c" \u201cd\u201d \u{1f602}', 'entities'],
    ['&bogus; & &#; &#0;', '&bogus; & &#; \ufffd', 'what is no entity'],
    ['\u{1f44d}\u{1f3fd}\ufe0f', '\u{1f44d}', 'skin tone and variation selector'],
    [
      '\u0645\u064f\u062d\u064e\u0645\u0651\u064e\u062f\u0640',
      '\u0645\u062d\u0645\u062f',
      'Arabic vowel signs and stretching',
    ],
    ['\ud800a\udc00', '\ufffda\ufffd', 'halves of surrogate pairs'],
    ['\u1112\u1161\u11ab', '\ud55c', 'Hangul letters'],
  ])('%j becomes %j: %s', (text, expected) => {
    expect(of(text)).toBe(expected);
  });

  test('is cut at four times the text, and says so', () => {
    const short = normalise('\ufdfa'.repeat(100));
    expect(short.cut).toBe(true);
    expect(short.text.length).toBeLessThanOrEqual(400);
    const once = normalise(`${'a'.repeat(20)}\ufdfa`);
    expect(once.cut).toBe(false);
    expect(once.text).toContain('\u0627\u0644\u0644\u0647');
  });

  test('is cut at a mebibyte', () => {
    const plain = normalise('a'.repeat(1_100_000));
    expect(plain.cut).toBe(true);
    expect(plain.text.length).toBe(1 << 20);
    expect(normalise('a'.repeat(1 << 20)).cut).toBe(false);
  });

  test('leads back to where each character stood', () => {
    const source = 'x &amp; k\u200bi\u200bll \u{1d5f8}o caf\u0065\u0301.';
    const normal = normalise(source);
    const back = (word: string) => {
      const at = normal.text.indexOf(word);
      return source.slice(normal.startOf(at), normal.endOf(at + word.length));
    };
    expect(back('&')).toBe('&amp;');
    expect(back('kill')).toBe('k\u200bi\u200bll');
    expect(back('ko')).toBe('\u{1d5f8}o');
    expect(back('caf\u00e9')).toBe('cafe\u0301');
    expect(back('.')).toBe('.');
    const twice = 'to k\u0337\u0001i&amp;#108;&#108; them';
    const at = normalise(twice).text.indexOf('kill');
    expect(twice.slice(normalise(twice).startOf(at), normalise(twice).endOf(at + 4))).toBe(
      'k\u0337\u0001i&amp;#108;&#108;',
    );
  });
});
