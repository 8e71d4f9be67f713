/** The console's words and cuts, which need no browser. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rowsOf } from '../console/src/words/evenness.ts';
import { type CellPlace, cellIn, type Place, placeIn, valuesOf, valuesOfCell } from '../console/src/words/places.ts';
import { ruleOff, rulesInShadow, ruleTo, withoutExemptions } from '../console/src/words/policy-edits.ts';
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
    ...{ policy: 'p', platform: 'chirp', officeHolder, lang, found, acted: found, given: found, unseen: 0, departed },
    ...{ decidedBy: 'rule' as const, medianShownMs: null, viewsWhileShown: null, posts: '' },
    items: Array.from({ length: found }, (_, i) => ({ platform: 'chirp', id: `${lang}${i}` })),
  });

  test('sums over languages and keeps office-holders apart', () => {
    const cells = [
      cell(true, 'en', 2, { exemption: 1 }),
      cell(true, 'de', 1, { exemption: 1, hold: 1 }),
      { ...cell(false, 'en', 4, {}), unseen: 3 },
      { ...cell(false, 'de', 0, {}), unseen: 1 },
    ];
    const [row] = rowsOf({ cells, at: '2026-11-01T00:00:00.000Z' });
    expect(row?.officeHolders).toMatchObject({ found: 3, acted: 3, departed: 3, unseen: 0 });
    expect(row?.officeHolders.kinds).toEqual([
      ['exemption', 2],
      ['hold', 1],
    ]);
    expect(row?.officeHolders.items).toHaveLength(3);
    expect(row?.others).toMatchObject({ found: 4, departed: 0, unseen: 4 });
  });
});

describe('the changes to try on a policy', () => {
  const policy = [
    '---',
    'id: p',
    'exemptible: true   # by the register',
    'rules:',
    '  - id: first',
    '    when: >-',
    '      text.has(lists.x)',
    '',
    '      && then: removed',
    '    then: removed',
    '  # The second one.',
    '  - id: second',
    '    mode: live',
    '    when: "true"',
    '    then: { rung: context, label: { text: { en: rung } } }',
    '  - id: third',
    '    when: "true"',
    '    then:',
    '      rung: limited',
    'counters: []',
    '---',
    'rules:',
    '  - id: first',
    '    then: removed',
  ].join('\n');
  const changed = (text: string | null) =>
    (text ?? '').split('\n').flatMap((line, at, all) => {
      const more = all.length - policy.split('\n').length;
      return policy.split('\n').includes(line) && more >= 0 ? [] : [`${at + 1}: ${line}`];
    });

  test('each does what its name says, and nothing else', () => {
    expect(changed(withoutExemptions(policy))).toEqual(['3: exemptible: false   # by the register']);
    expect(changed(ruleOff(policy, 'first'))).toEqual(['6:     mode: off']);
    expect(changed(ruleOff(policy, 'second'))).toEqual(['13:     mode: off']);
    expect(changed(rulesInShadow(policy))).toEqual([
      '6:     mode: shadow',
      '14:     mode: shadow',
      '18:     mode: shadow',
    ]);
    expect(ruleTo(policy, 'first', 'limited')).toBe(
      policy.replace('    then: removed\n  # The', '    then: limited\n  # The'),
    );
    expect(ruleTo(policy, 'second', 'removed')).toBe(policy.replace('rung: context', 'rung: removed'));
    expect(ruleTo(policy, 'third', 'removed')).toBe(policy.replace('rung: limited', 'rung: removed'));
  });

  test('each says so where it has nothing to change', () => {
    const nothing = 'id: nothing\n';
    const edits = [
      withoutExemptions,
      rulesInShadow,
      (text: string) => ruleOff(text, 'x'),
      (text: string) => ruleTo(text, 'x', 'y'),
    ];
    expect(edits.map((edit) => edit(nothing))).toEqual([null, null, null, null]);
    expect(ruleOff(policy, 'none')).toBe(null);
    expect(rulesInShadow(rulesInShadow(policy) ?? '')).toBe(null);
  });
});

describe('what the address says is open', () => {
  test.each<Place>([
    { kind: 'recorded', decision: 'a1B2' },
    { kind: 'told', platform: 'chirp', post: 'message & 1', as: 'ordinary account' },
    { kind: 'tried', platform: 'facewall', text: 'a=b&c #d “é” 🔥\n+', as: 'head of state' },
  ])('is read as it was written: $kind', (place) => {
    const written = new URLSearchParams(valuesOf(place)).toString();
    expect(placeIn(new URLSearchParams(written))).toEqual(place);
  });

  test('is nothing where it makes no sense', () => {
    for (const hash of ['', 'try', 'decision=', 'judged=chirp', 'post=x', 'judged=chirp&text=&as=nobody', '%E0%A4%A'])
      expect(placeIn(new URLSearchParams(hash)), hash).toBe(null);
    const cell: CellPlace = { count: 'departed', policy: 'p', platform: 'chirp', whose: 'everybody-else' };
    expect(cellIn(new URLSearchParams(valuesOfCell(cell)))).toEqual(cell);
    expect(cellIn(new URLSearchParams({ ...valuesOfCell(cell), by: 'x' }))).toBe(null);
  });
});
