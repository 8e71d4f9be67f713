/** Every case of spec/cases, through every door (style.md §6.1). A door that cannot play a case says why. */
import { describe, expect, test } from 'vitest';
import { checkDoors, doors } from './support/case-doors/all.ts';
import { playCase, readCases } from './support/play-case.ts';

const cases = readCases('deciding');

test('there are cases for every section of the contract', () => {
  const told = new Set(cases.flatMap(({ testCase }) => testCase.spec.map((each) => each.split('.')[0])));
  expect([...told].sort((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 13 }, (_, i) => `${i + 1}`));
  expect(cases.length).toBeGreaterThanOrEqual(40);
  expect(checkDoors(cases)).toEqual([]);
});

for (const door of doors) {
  describe(door.name, () => {
    for (const { name, testCase } of cases) {
      const why = testCase.skip[door.name] ?? door.cannot(testCase);
      const play = why === null ? test : test.skip;
      play(why === null ? name : `${name} (${why})`, async () => {
        expect(await playCase(door, testCase)).toEqual([]);
      });
    }
  });
}
