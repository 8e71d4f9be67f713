/** Measures as ladders write them: `{kind: …, its parameters}`. */
import {
  ACCOUNT_MEASURE_KINDS,
  type AccountMeasure,
  INTERACTIONS,
  POST_MEASURE_KINDS,
  type PostMeasure,
  SURFACES,
} from '../measure.ts';
import { readText, readUrl, readWords } from './fields.ts';
import type { MapReader, YamlFile, YamlNode } from './yaml-file.ts';

const MAX_HOURS = 24 * 366;

export function readPostMeasure(file: YamlFile, node: YamlNode): PostMeasure | null {
  const fields = file.map(node, 'a measure');
  if (!fields) return null;
  const kind = fields.required('kind', (n) => file.choice(n, '`kind`', POST_MEASURE_KINDS));
  const measure = kind && postMeasure(kind, fields);
  if (kind) fields.finish();
  return measure;
}

function postMeasure(kind: PostMeasure['kind'], fields: MapReader): PostMeasure | null {
  const { file } = fields;
  switch (kind) {
    case 'label': {
      const text = fields.required('text', (n) => readWords(file, n, '`text`'));
      const fact = fields.optional<string | null>('fact', (n) => file.string(n, '`fact`'), null);
      const href = fields.optional<string | null>('href', (n) => readUrl(file, n, '`href`'), null);
      return text && { kind, text, fact, href };
    }
    case 'notice': {
      const text = fields.required('text', (n) => readWords(file, n, '`text`'));
      return text && { kind, text };
    }
    case 'interaction_limit': {
      const limits = fields.required('limits', (n) => readLimits(file, n));
      return limits && { kind, limits };
    }
    case 'demote': {
      const surfaces = fields.required('surfaces', (n) => file.list(n, '`surfaces`'));
      const read = surfaces?.map((n) => file.choice(n, 'a surface', SURFACES)) ?? [];
      if (surfaces?.length === 0) return file.report('FIELD_VALUE', fields.node, '`surfaces` is empty');
      return surfaces && read.every((s) => s !== null) ? { kind, surfaces: read as (typeof SURFACES)[number][] } : null;
    }
    case 'geo_withhold': {
      const countries = fields.required('countries', (n) => file.strings(n, '`countries`'));
      const wrong = countries?.find((c) => !/^[A-Z]{2}$/.test(c));
      if (wrong !== undefined)
        return file.report('FIELD_VALUE', fields.node, `\`${wrong}\` is not a country`, 'two capitals, ISO 3166-1');
      return countries && { kind, countries };
    }
    case 'age_gate': {
      const minAgeYears = fields.required('minAgeYears', (n) => file.int(n, '`minAgeYears`', 1, 99));
      return minAgeYears === null ? null : { kind, minAgeYears };
    }
    default:
      return { kind };
  }
}

function readLimits(file: YamlFile, node: YamlNode) {
  const fields = file.map(node, '`limits`');
  if (!fields) return null;
  const limits: Record<string, 'prompt' | 'off'> = {};
  for (const interaction of INTERACTIONS) {
    const state = fields.optional<'prompt' | 'off' | null>(
      interaction,
      (n) => file.choice(n, `\`${interaction}\``, ['prompt', 'off'] as const),
      null,
    );
    if (state) limits[interaction] = state;
  }
  fields.finish();
  return limits;
}

export function readAccountMeasure(file: YamlFile, node: YamlNode): AccountMeasure | null {
  const fields = file.map(node, 'a measure');
  if (!fields) return null;
  const kind = fields.required('kind', (n) => file.choice(n, '`kind`', ACCOUNT_MEASURE_KINDS));
  const measure = kind && accountMeasure(kind, fields);
  if (kind) fields.finish();
  return measure;
}

function accountMeasure(kind: AccountMeasure['kind'], fields: MapReader): AccountMeasure | null {
  const { file } = fields;
  switch (kind) {
    case 'warn':
    case 'reinstate':
      return { kind };
    case 'strike':
      return file.report('FIELD_VALUE', fields.node, 'a step is not a strike', 'strikes are `strikePoints` of a rung');
    case 'terminate': {
      const criteria = fields.get('criteria');
      if (!criteria)
        return file.report('PENALTY_OPEN_ENDED', fields.node, '`terminate` has no `criteria` for reinstatement');
      const text = readText(file, criteria, '`criteria`');
      return text === null ? null : { kind, criteria: text };
    }
    default: {
      const node = fields.get('hours');
      if (!node) return file.report('PENALTY_OPEN_ENDED', fields.node, `\`${kind}\` has no end`);
      const hours = file.number(node, '`hours`', 1, MAX_HOURS);
      const features =
        kind === 'feature_limit' ? fields.required('features', (n) => file.strings(n, '`features`')) : [];
      if (hours === null || features === null) return null;
      return kind === 'feature_limit' ? { kind, features, hours } : { kind, hours };
    }
  }
}
