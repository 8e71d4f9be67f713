/** The console's words and cuts, which need no browser. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EDITS } from '../console/src/actions/edits.ts';
import { rowsOf } from '../console/src/words/evenness.ts';
import { distinctFindings, keptFindings, markedRuns, segmentsOf } from '../console/src/words/segments.ts';

const spans = (...pairs: [number, number][]) => ({ spans: pairs.map(([start, end]) => ({ start, end, clause: '' })) });

describe('cutting a text at its spans', () => {
  test('overlapping, nested, empty and overlong spans', () => {
    const segments = segmentsOf('abcdef', [spans([1, 3], [2, 2]), spans([2, 99])]);
    expect(segments.map(({ text, findings }) => [text, findings])).toEqual([
      ['a', []],
      ['b', [0]],
      ['c', [0, 1]],
      ['def', [1]],
    ]);
    expect(segmentsOf('', [spans([0, 4])])).toEqual([]);
  });

  test('what is marked is one run, however many findings and spans mark it', () => {
    const runs = markedRuns('they should be shot', [spans([0, 4], [5, 11], [4, 15]), spans([12, 19])]);
    expect(runs.map(({ text, findings }) => [text, findings])).toEqual([['they should be shot', [0]]]);
  });

  test('the pieces are the text, and each letter is marked exactly where a span covers it', () => {
    const span = fc.tuple(fc.nat(40), fc.nat(40)).map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]);
    const found = fc.array(fc.array(span, { maxLength: 5 }), { maxLength: 4 });
    fc.assert(
      fc.property(fc.string({ maxLength: 30, unit: 'grapheme' }), found, (text, pairs) => {
        const findings = pairs.map((each) => spans(...each));
        const segments = segmentsOf(text, findings);
        expect(segments.map((segment) => segment.text).join('')).toBe(text);
        for (const { start, text: piece, findings: within } of segments)
          for (let at = start; at < start + piece.length; at++) {
            const covering = pairs.flatMap((each, index) => (each.some(([a, b]) => a <= at && at < b) ? [index] : []));
            expect(within).toEqual(covering);
          }
      }),
    );
  });

  test('many spans in a long text stay cheap', () => {
    const text = 'word '.repeat(100_000);
    const many = Array.from({ length: 100_000 }, (_, i): [number, number] => [i * 5, i * 5 + 4]);
    const from = performance.now();
    expect(segmentsOf(text, [spans(...many)])).toHaveLength(200_000);
    expect(performance.now() - from).toBeLessThan(2_000);
  });

  test('marks before the first change stay while the next answer is under way', () => {
    const kept = keptFindings('shoot them all', 'shoot them, all', [spans([0, 5], [11, 14])]);
    expect(kept).toEqual([spans([0, 5])]);
  });

  test('the same rule on two platforms is read once', () => {
    const finding = { policy: 'p', rule: 'r' };
    expect(distinctFindings([finding, { policy: 'p', rule: 's' }, { ...finding }])).toHaveLength(2);
  });
});

describe('the evenness table', () => {
  const cell = (officeHolder: boolean, lang: string, found: number, departed: Record<string, number>) => ({
    ...{ policy: 'p', platform: 'chirp', officeHolder, lang, found, acted: found, departed },
    ...{ decidedBy: 'rule' as const, medianShownMs: null, viewsWhileShown: null, posts: '' },
    items: Array.from({ length: found }, (_, i) => ({ platform: 'chirp', id: `${lang}${i}` })),
  });

  test('sums over languages and keeps office-holders apart', () => {
    const cells = [
      cell(true, 'en', 2, { exemption: 1 }),
      cell(true, 'de', 1, { exemption: 1, hold: 1 }),
      cell(false, 'en', 4, {}),
    ];
    const [row] = rowsOf({ cells, at: '2026-11-01T00:00:00.000Z' });
    expect(row?.officeHolders).toMatchObject({ found: 3, acted: 3, departed: 3 });
    expect(row?.officeHolders.kinds).toEqual([
      ['exemption', 2],
      ['hold', 1],
    ]);
    expect(row?.officeHolders.items).toHaveLength(3);
    expect(row?.others).toMatchObject({ found: 4, departed: 0 });
  });
});

describe('the changes to try', () => {
  const policy = [
    'exemptible: true',
    'rules:',
    '  - id: a',
    '    when: >-',
    '      !text.has(patterns.report_frame) && text.sentences.exists(s, s.has(patterns.x) && !s.condemned && !s.joking)',
    '    then: removed',
  ].join('\n');
  const [noExemptions, noCare, shadow] = EDITS.map((edit) => edit.perform(policy));

  test('each does what its name says', () => {
    expect(noExemptions).toContain('exemptible: false');
    expect(noCare).toContain('when: >-\n      text.sentences.exists(s, s.has(patterns.x) && !s.joking)');
    expect(shadow).toContain('    then: removed\n    mode: shadow');
  });

  test('each says so where it has nothing to change', () => {
    expect(EDITS.map((edit) => edit.perform('id: nothing\n'))).toEqual([null, null, null]);
  });
});
