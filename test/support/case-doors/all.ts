/** The doors through which cases are played. */
import type { Door } from '../case-door.ts';
import type { NamedCase } from '../play-case.ts';
import { cliDoor } from './cli.ts';
import { engineDoor } from './engine.ts';
import { httpDoor } from './http.ts';

export const doors: readonly Door[] = [engineDoor, httpDoor, cliDoor];

/** The engine plays every case: it is what the others are compared with. And a skip names a door that there is. */
export function checkDoors(cases: readonly NamedCase[]): readonly string[] {
  const known = new Set(doors.map((door) => door.name));
  return cases.flatMap(({ name, testCase }) => [
    ...(testCase.skip.engine !== undefined || engineDoor.cannot(testCase) !== null
      ? [`${name} leaves the engine out`]
      : []),
    ...Object.entries(testCase.skip).flatMap(([door, why]) =>
      known.has(door) && why.trim() !== '' ? [] : [`${name} skips \`${door}\` without a reason`],
    ),
  ]);
}
