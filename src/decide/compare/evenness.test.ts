/** The evenness table. */
import { expect, test } from 'vitest';
import { judge, NOW, ORDINARY } from '../../../test/support/story.ts';
import { addHours } from '../../lib/instant.ts';
import { type EvennessPost, evenness, evennessRows } from './evenness.ts';

const MESSAGE_2 = 'glorifying-violence/looting-shooting';
function post(
  id: string,
  platform: string,
  change: Partial<EvennessPost> & { readonly ordinary?: boolean } = {},
): EvennessPost {
  const { ordinary, ...rest } = change;
  const decided = judge(platform, [MESSAGE_2], ordinary ? { author: ORDINARY } : {});
  return {
    post: id,
    officeHolder: !ordinary,
    platform,
    lang: 'en',
    effective: decided.effective,
    decisions: { [`d-${platform}`]: { by: 'rule', at: addHours(NOW, 2) } },
    postedAt: NOW,
    reach: [],
    ...rest,
  };
}

test('found, acted and departed, for office-holders and all others; each cell opens its posts', () => {
  const rows = [
    post('1', 'chirp'),
    post('2', 'chirp', { ordinary: true }),
    post('3', 'facewall'),
    post('4', 'chirp'),
  ].flatMap(evennessRows);
  const cells = evenness(rows);
  expect(
    cells.map(({ platform, officeHolder, found, acted, departed, posts }) => ({
      platform,
      officeHolder,
      found,
      acted,
      departed,
      posts,
    })),
  ).toEqual([
    { platform: 'chirp', officeHolder: true, found: 2, acted: 2, departed: { exemption: 2 }, posts: ['1', '4'] },
    { platform: 'chirp', officeHolder: false, found: 1, acted: 1, departed: {}, posts: ['2'] },
    { platform: 'facewall', officeHolder: true, found: 1, acted: 0, departed: { exemption: 1 }, posts: ['3'] },
  ]);
});

test('time shown is until the measure, and its median of the posts acted on', () => {
  const decided = (hours: number) => ({ 'd-chirp': { by: 'rule' as const, at: addHours(NOW, hours) } });
  const rows = [1, 3, 10].flatMap((hours, i) => evennessRows(post(`${i}`, 'chirp', { decisions: decided(hours) })));
  expect(evenness(rows)[0]?.medianShownMs).toBe(3 * 3_600_000);
  expect(evenness(rows.slice(0, 2))[0]?.medianShownMs).toBe(2 * 3_600_000);
  expect(evenness(evennessRows(post('x', 'facewall')))[0]?.medianShownMs).toBeNull();
});

test('views while shown end with the measure; unknown reach is not none', () => {
  const reach = [
    { at: addHours(NOW, 3), views: 900 },
    { at: addHours(NOW, 1), views: 100 },
  ];
  const views = (each: EvennessPost) => evenness(evennessRows(each))[0]?.viewsWhileShown;
  expect(views(post('1', 'chirp', { reach }))).toBe(100);
  expect(views(post('2', 'facewall', { reach }))).toBe(900);
  expect(views(post('3', 'chirp'))).toBeNull();
});

test('a post on which nothing was found is in no cell', () => {
  const quiet = { ...post('1', 'chirp'), effective: judge('chirp', []).effective };
  expect(evennessRows(quiet)).toEqual([]);
});

test('of an observed platform acted is what was seen, beside what its published policy gives', () => {
  const seen = (hours: number, ...measures: string[]) => ({ seen: { measures, seenAt: addHours(NOW, hours) } });
  const rows = [
    post('1', 'facewall', { ordinary: true, ...seen(3) }),
    post('2', 'facewall', { ordinary: true, ...seen(5, 'remove') }),
    post('3', 'facewall', { ordinary: true, seen: null }),
    post('4', 'facewall', seen(4, 'label')),
    post('5', 'chirp', { ordinary: true }),
  ].flatMap(evennessRows);
  const told = evenness(rows).map((cell) => [
    ...[cell.platform, cell.officeHolder, cell.found, cell.given],
    ...[cell.acted, cell.unseen, cell.medianShownMs],
  ]);
  expect(told).toEqual([
    ['chirp', false, 1, 1, 1, 0, 2 * 3_600_000],
    ['facewall', true, 1, 0, 1, 0, 4 * 3_600_000],
    ['facewall', false, 3, 3, 1, 1, 5 * 3_600_000],
  ]);
});

test('who decided is told by the effective decision', () => {
  const person = post('1', 'chirp', { decisions: { 'd-chirp': { by: 'person', at: NOW } } });
  expect(evennessRows(person)[0]?.decidedBy).toBe('person');
});
