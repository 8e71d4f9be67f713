/** Golden examples of the wire (`spec/golden/*.json`): what is sent and what is answered, for every way in to test. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const GOLDEN_NOW = '2026-11-20T12:00:00.000Z';
const FOLDER = join('spec', 'golden');

type GoldenExample = { readonly note: string; readonly send: Record<string, unknown>; readonly answer: unknown };
export type GoldenFile = { readonly name: string; readonly examples: readonly GoldenExample[] };

export function readGolden(name: string): GoldenFile {
  return { name, examples: JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as GoldenExample[] };
}

export const goldenNames = () =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.replace('.json', ''))
    .sort();

/** With `UPDATE_GOLDEN=1` the file is written anew; review reads the difference. */
export const isUpdating = process.env.UPDATE_GOLDEN === '1';

export function writeGolden({ name, examples }: GoldenFile): void {
  writeFileSync(join(FOLDER, `${name}.json`), `${JSON.stringify(examples, null, 2)}\n`);
}

type Answer = {
  readonly decision?: { readonly id: string; readonly policySet: string };
  readonly consequences?: readonly { readonly id: string }[];
};

/** Ids and hashes that differ from run to run, as placeholders; everything else as it is. */
export function comparable(answer: unknown): unknown {
  const { decision, consequences = [] } = answer as Answer;
  if (!decision) return withoutRequestId(answer);
  let text = JSON.stringify(answer);
  const names = [
    [decision.id, '<decision>'],
    [decision.policySet, '<policy set>'],
  ] as [string, string][];
  consequences.forEach(({ id }, i) => {
    names.push([id, `<consequence ${i + 1}>`]);
  });
  for (const [id, name] of names.sort(([a], [b]) => b.length - a.length)) text = text.replaceAll(id, name);
  return JSON.parse(text);
}

function withoutRequestId(answer: unknown): unknown {
  const text = JSON.stringify(answer, (key, value) => (key === 'requestId' ? '<request>' : value));
  return JSON.parse(text);
}
