/** Plays a case through a door and says everything that is otherwise than the case wants. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { instantOf, msOf, readInstant } from '../../src/lib/instant.ts';
import type { Door, ShownDecision, ShownOutcome, Sight } from './case-door.ts';
import { Case, type Seen, type Step, type WantedDecision } from './case-format.ts';

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `+26h` from the beginning, or a time. */
export function momentOf(start: string, at: string): string {
  const offset = /^\+(\d+)([smhd])$/.exec(at);
  if (offset === null) return readInstant(at) ?? at;
  return instantOf(msOf(start) + Number(offset[1]) * (UNIT_MS[offset[2] ?? 'h'] ?? 0));
}

export type NamedCase = { readonly name: string; readonly testCase: Case };

/** All cases of an area; a file that does not follow the format throws, with the file's name. */
export function readCases(area: string): readonly NamedCase[] {
  const folder = join('spec', 'cases', area);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => {
      return { name: file.replace(/\.yaml$/, ''), testCase: readCase(file, readFileSync(join(folder, file), 'utf8')) };
    });
}

function readCase(file: string, yaml: string): Case {
  try {
    return Case.parse(parse(yaml));
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : ''}`);
  }
}

/** The files of a fixture folder, with the case's own laid over them. */
function filesOf({ policies, files }: Case): Readonly<Record<string, string>> {
  const folder = join('spec', 'fixtures', policies);
  const own = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8')] as const;
    });
  return { ...Object.fromEntries(own), ...files };
}

/** What is otherwise than wanted, step by step; empty: nothing. */
export async function playCase(door: Door, testCase: Case): Promise<readonly string[]> {
  const session = await door.open(testCase, filesOf(testCase));
  const start = readInstant(testCase.now) ?? testCase.now;
  const problems: string[] = [];
  const named = new Map<string, string>();
  let now = start;
  try {
    for (const [i, step] of testCase.steps.entries()) {
      now = step.at === undefined ? now : momentOf(start, step.at);
      const result = await session.play(step, now, named);
      const tell = (what: string) => problems.push(`step ${i + 1} (${step.as ?? happeningOf(step)}): ${what}`);
      if (result.kind === 'refused') {
        if (step.want?.refused !== result.code) tell(`refused with ${result.code}`);
      } else if (step.want?.refused !== undefined) {
        tell(`not refused with ${step.want.refused}`);
      } else if (step.want !== undefined) {
        if (result.kind !== 'decided') tell('nothing was decided');
        else for (const each of differences(step.want, result.decision, { start: now, named })) tell(each);
      }
      if (result.kind === 'decided' && step.as !== undefined) named.set(step.as, result.decision.id);
      if (step.see !== undefined) {
        const sight = await session.look(step.see, now);
        for (const each of unseen(step.see, sight)) tell(each);
      }
    }
  } finally {
    await session.close();
  }
  return problems;
}

const happeningOf = (step: Step): string => Object.keys(step)[0] ?? '';

const text = (value: unknown): string => JSON.stringify(value);
const sorted = (list: readonly string[]): string => text([...list].sort());

function outcomeDiffers(want: string | ShownOutcome, is: ShownOutcome): boolean {
  return typeof want === 'string' ? want !== is.rung : text(want) !== text({ rung: is.rung, measures: is.measures });
}

type Moment = { readonly start: string; readonly named: ReadonlyMap<string, string> };

function differences(want: WantedDecision, is: ShownDecision, moment: Moment): readonly string[] {
  const found: string[] = [];
  const tell = (what: string, wanted: unknown, real: unknown) =>
    found.push(`${what} is ${text(real)}, not ${text(wanted)}`);
  for (const key of ['findings', 'shadow', 'unknown', 'departures', 'unused', 'cases', 'tripped'] as const) {
    const real = is[key];
    if (real !== undefined && sorted(real) !== sorted(want[key])) tell(key, want[key], real);
  }
  for (const key of ['baseline', 'applied'] as const)
    if (outcomeDiffers(want[key], is[key])) tell(key, want[key], is[key]);
  const holds = want.holds.map((at) => momentOf(moment.start, at));
  if (is.holds !== undefined && sorted(is.holds) !== sorted(holds)) tell('holds', holds, is.holds);
  if (is.degraded !== want.degraded) tell('degraded', want.degraded, is.degraded);
  if (is.replayed !== undefined && is.replayed !== want.replayed) tell('replayed', want.replayed, is.replayed);
  if (want.trigger !== undefined && is.trigger !== want.trigger) tell('trigger', want.trigger, is.trigger);
  if (want.by !== undefined && is.by !== want.by) tell('by', want.by, is.by);
  const replaced = want.supersedes?.map((name) => moment.named.get(name) ?? name);
  if (replaced !== undefined && sorted(replaced) !== sorted(is.supersedes))
    tell('supersedes', want.supersedes, is.supersedes);
  if (is.account !== undefined) found.push(...accountDifferences(want.account, is.account));
  return found;
}

function accountDifferences(
  want: WantedDecision['account'],
  is: NonNullable<ShownDecision['account']> | null,
): readonly string[] {
  if (want === null || is === null) return want === is ? [] : [`account is ${text(is)}, not ${text(want)}`];
  const found: string[] = [];
  for (const key of ['baseline', 'applied'] as const) {
    if (outcomeDiffers(want[key], is[key])) found.push(`account ${key} is ${text(is[key])}, not ${text(want[key])}`);
  }
  if (sorted(want.departures) !== sorted(is.departures))
    found.push(`account departures are ${text(is.departures)}, not ${text(want.departures)}`);
  return found;
}

/** Everything that `want` names and `is` shows otherwise; a part that the door cannot see is passed over. */
function unseen(want: Seen, is: Sight): readonly string[] {
  return Object.entries(want).flatMap(([part, wanted]) => {
    const shown = is[part as keyof Sight];
    return shown === undefined || wanted === undefined ? [] : within(part, wanted, shown);
  });
}

/** Objects: every field that is named. Lists: as long, and each element. A rung stands for an outcome with that rung. */
function within(path: string, want: unknown, is: unknown): readonly string[] {
  if (Array.isArray(want)) {
    // The posts behind a cell have no order.
    if (path.endsWith('.posts') && Array.isArray(is) && sorted(want) === sorted(is)) return [];
    if (!Array.isArray(is) || is.length !== want.length) return [`${path} is ${text(is)}, not ${text(want)}`];
    return want.flatMap((each, i) => within(`${path}/${i}`, each, is[i]));
  }
  if (want !== null && typeof want === 'object') {
    if (is === null || typeof is !== 'object') return [`${path} is ${text(is)}, not ${text(want)}`];
    return Object.entries(want).flatMap(([key, each]) =>
      within(`${path}.${key}`, each, (is as Record<string, unknown>)[key]),
    );
  }
  const rung = is !== null && typeof is === 'object' && 'rung' in is && 'measures' in is ? is.rung : is;
  return rung === want ? [] : [`${path} is ${text(is)}, not ${text(want)}`];
}
