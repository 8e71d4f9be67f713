/** The doors through which cases are played. */
import type { Door } from '../case-door.ts';
import type { NamedCase } from '../play-case.ts';
import { engineDoor } from './engine.ts';

export const doors: readonly Door[] = [engineDoor];

/** The engine plays every case: it is what the others are compared with. And a skip names a door that there is. */
export function checkDoors(cases: readonly NamedCase[]): readonly string[] {
  const known = new Set(['engine', 'http', 'cli']);
  return cases.flatMap(({ name, testCase }) => [
    ...(testCase.skip.engine !== undefined || engineDoor.cannot(testCase) !== null
      ? [`${name} leaves the engine out`]
      : []),
    ...Object.entries(testCase.skip).flatMap(([door, why]) =>
      known.has(door) && why.trim() !== '' ? [] : [`${name} skips \`${door}\` without a reason`],
    ),
  ]);
}
