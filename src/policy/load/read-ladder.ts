/** Ladders and platforms from their files. */
import type { Ladder, PenaltyStep, Rung } from '../ladder.ts';
import { ACCOUNT_MEASURE_KINDS, POST_MEASURE_KINDS, type PostMeasure } from '../measure.ts';
import type { Platform } from '../platform.ts';
import { readId, readRung, readText, sameId } from './fields.ts';
import { readAccountMeasure, readPostMeasure } from './read-measures.ts';
import type { YamlFile, YamlNode } from './yaml-file.ts';

const MAX_DAYS = 3_660;

/** `id` null: the file does not say, so an `id:` inside must. */
export function readLadder(file: YamlFile, id: string | null): Ladder | null {
  const fields = file.map(file.root, 'a ladder');
  if (!fields) return null;
  if (id !== null) sameId(fields, id);
  const name = id ?? fields.required('id', (n) => readId(file, n, '`id`'));
  const title = fields.required('title', (n) => readText(file, n, '`title`'));
  const rungs = fields.required('rungs', (n) => readRungs(file, n));
  const interimNode = fields.get('interim');
  if (!interimNode) file.report('INTERIM_MISSING', fields.node, 'the ladder has no interim rung');
  const interim = interimNode && readRung(file, interimNode, '`interim`');
  const substitutes = fields.optional('substitutes', (n) => readSubstitutes(file, n), {});
  const strikes = fields.required('strikes', (n) => readStrikes(file, n));
  fields.finish();
  if (!rungs || !interim || name === null || title === null || !strikes) return null;
  const ids = new Set(rungs.map((rung) => rung.id));
  if (!ids.has(interim)) return file.report('RUNG_UNKNOWN', interimNode, `the ladder has no rung \`${interim}\``);
  for (const [from, to] of Object.entries(substitutes)) {
    const at = fields.get('substitutes');
    if (to !== 'none' && !ids.has(to))
      file.report('RUNG_UNKNOWN', at, `the substitute \`${to}\` is not a rung of this ladder`);
    if (ids.has(from)) file.report('FIELD_VALUE', at, `\`${from}\` is a rung of this ladder and needs no substitute`);
  }
  return { id: name, title, rungs, interim, substitutes, strikes };
}

function readRungs(file: YamlFile, node: YamlNode): Rung[] | null {
  const items = file.list(node, '`rungs`');
  if (!items) return null;
  const rungs: Rung[] = [];
  for (const item of items) {
    const fields = file.map(item, 'a rung');
    if (!fields) continue;
    const id = fields.required('id', (n) => readRung(file, n, 'the rung'));
    const measures = fields.optional<PostMeasure[]>('measures', (n) => readMeasures(file, n), []);
    const strikePoints = fields.optional('strikePoints', (n) => file.int(n, '`strikePoints`', 0, 100), 0);
    fields.finish();
    if (id === 'none') file.report('ID_INVALID', item, '`none` is always there and never listed');
    else if (id !== null && rungs.some((rung) => rung.id === id))
      file.report('ID_DUPLICATE', item, `rung \`${id}\` is listed twice`);
    else if (id !== null) rungs.push({ id, measures, strikePoints });
  }
  if (rungs.length === 0) return file.report('FIELD_VALUE', node, 'a ladder has at least one rung');
  return rungs;
}

function readMeasures(file: YamlFile, node: YamlNode): PostMeasure[] | null {
  const items = file.list(node, '`measures`');
  return items?.map((item) => readPostMeasure(file, item)).filter((m) => m !== null) ?? null;
}

function readSubstitutes(file: YamlFile, node: YamlNode): Record<string, string> | null {
  const map = file.map(node, '`substitutes`');
  if (!map) return null;
  const substitutes: Record<string, string> = {};
  for (const { key, at, value } of map.entries()) {
    const from = readRung(file, at, 'a rung');
    const to = readRung(file, value, `the substitute of \`${key.slice(0, 60)}\``);
    if (from !== null && to !== null) substitutes[from] = to;
  }
  return substitutes;
}

function readStrikes(file: YamlFile, node: YamlNode): Ladder['strikes'] | null {
  const fields = file.map(node, '`strikes`');
  if (!fields) return null;
  const days = (key: string) => fields.required(key, (n) => file.int(n, `\`${key}\``, 1, MAX_DAYS));
  const [expiresDays, maxPostAgeDays, shareDays] = [days('expiresDays'), days('maxPostAgeDays'), days('shareDays')];
  const steps: PenaltyStep[] = [];
  for (const item of fields.optional<YamlNode[]>('steps', (n) => file.list(n, '`steps`'), [])) {
    const step = readStep(file, item);
    const last = steps.at(-1);
    if (step && last && step.atPoints <= last.atPoints) {
      file.report('STEPS_ORDER', item, `a step at ${step.atPoints} points follows one at ${last.atPoints}`);
    }
    if (step) steps.push(step);
  }
  fields.finish();
  if (expiresDays === null || maxPostAgeDays === null || shareDays === null) return null;
  return { expiresDays, maxPostAgeDays, shareDays, steps };
}

function readStep(file: YamlFile, node: YamlNode): PenaltyStep | null {
  const fields = file.map(node, 'a step');
  if (!fields) return null;
  const atPoints = fields.required('atPoints', (n) => file.int(n, '`atPoints`', 1, 10_000));
  const minShare = fields.optional<number | null>('minShare', (n) => file.number(n, '`minShare`', 0, 1), null);
  const measure = fields.required('measure', (n) => readAccountMeasure(file, n));
  fields.finish();
  return atPoints === null || measure === null ? null : { atPoints, minShare, measure };
}

const KINDS = [...POST_MEASURE_KINDS, ...ACCOUNT_MEASURE_KINDS];

export function readPlatform(file: YamlFile, id: string): Platform | null {
  const fields = file.map(file.root, 'a platform');
  if (!fields) return null;
  sameId(fields, id);
  const title = fields.required('title', (n) => readText(file, n, '`title`'));
  const mode = fields.required('mode', (n) => file.choice(n, '`mode`', ['enforced', 'advised', 'observed'] as const));
  const capabilities = fields
    .required('capabilities', (n) => file.list(n, '`capabilities`'))
    ?.map((n) => file.choice(n, 'a capability', KINDS))
    .filter((kind) => kind !== null);
  const ladder = fields.required('ladder', (n) => readId(file, n, '`ladder`'));
  const policies = fields.optional<string[] | null>('policies', (n) => file.strings(n, '`policies`'), null);
  fields.finish();
  if (title === null || mode === null || !capabilities || ladder === null) return null;
  return { id, title, mode, capabilities, ladder, policies };
}
