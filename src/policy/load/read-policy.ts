/** `policy.md`: front matter that the machine runs, body that people read. */
import { isName } from '../cel/names.ts';
import { suggest } from '../closest.ts';
import { DSA_ANY_CATEGORY, DSA_CATEGORIES } from '../dsa.ts';
import type { Counter, Policy, Problem, Rule, Then } from '../policy-set.ts';
import { problem } from '../problems.ts';
import { readId, readLanguages, readRung, readText, readTime, readUrl, readWords, splitFrontMatter } from './fields.ts';
import { type MapReader, short, YamlFile, type YamlNode } from './yaml-file.ts';

/** Where things stand, by keys such as `policy:ID`, `rule:ID/RULE`, `when:ID/RULE`. */
export type Places = {
  readonly set: (key: string, file: YamlFile, node: YamlNode | null) => void;
  /** For conditions: the place of the character at an offset. */
  readonly setText: (key: string, file: YamlFile, node: YamlNode) => void;
};

export function readPolicy(path: string, id: string, text: string, problems: Problem[], places: Places): Policy | null {
  const front = splitFrontMatter(text);
  if (!front) {
    problems.push(problem('FRONT_MATTER', { file: path, line: 1, column: 1 }, 'the file has no front matter'));
    return null;
  }
  const file = new YamlFile(path, front.yaml, problems, front.linesBefore);
  if (front.body === '') file.reportAt('POLICY_TEXT_EMPTY', 0, 'the policy has no public text');
  if (file.root === null) return null;
  const fields = file.map(file.root, 'the front matter');
  if (!fields) return null;
  const written = fields.required('id', (n) => readId(file, n, '`id`'));
  if (written !== null && written !== id) {
    file.report('ID_MISMATCH', fields.get('id'), `\`id\` is \`${written}\`, the folder says \`${id}\``);
  }
  places.set(`policy:${id}`, file, fields.get('id'));
  const title = fields.required('title', (n) => readText(file, n, '`title`'));
  const version = fields.required('version', (n) => readVersion(file, n));
  const effectiveFrom = fields.required('effective_from', (n) => readTime(file, n, '`effective_from`'));
  const appliesTo = fields.optional(
    'applies_to',
    (n) => file.choice(n, '`applies_to`', ['posts_after', 'all'] as const),
    'posts_after',
  );
  const category = fields.required('category', (n) => readCategory(file, n));
  const keywords = fields.optional('keywords', (n) => readKeywords(file, n, category), []);
  const ground = fields.optional('ground', (n) => file.choice(n, '`ground`', ['terms', 'law'] as const), 'terms');
  const languagesNode = fields.get('languages');
  if (!languagesNode) file.report('LANGUAGES_MISSING', fields.node, 'the policy names no languages');
  const languages = languagesNode && readLanguages(file, languagesNode);
  const exemptible = fields.optional('exemptible', (n) => file.bool(n, '`exemptible`'), true);
  const counters = fields.optional<Counter[]>('counters', (n) => readCounters(file, n, id, places), []);
  const rules = fields.required('rules', (n) => readRules(file, n, id, places));
  fields.finish();
  if (!title || !version || !effectiveFrom || !category || !languages || !rules || front.body === '') return null;
  return {
    id,
    title,
    version,
    effectiveFrom,
    appliesTo,
    category,
    keywords,
    ground,
    languages,
    exemptible,
    rules,
    counters,
    text: front.body,
  };
}

const SEMVER = /^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})$/;

function readVersion(file: YamlFile, node: YamlNode): string | null {
  const { value, source } = node as { value?: unknown; source?: unknown };
  if (typeof value === 'number') {
    // `1.0` is a number to YAML; `source` is what was written.
    const parts = String(source ?? value).split('.');
    const whole = parts.every((part) => /^\d{1,9}$/.test(part))
      ? parts.concat('0', '0').slice(0, 3).map(Number)
      : [1, 0, 0];
    const help = `write three numbers: \`${whole.join('.')}\``;
    return file.report('VERSION_INVALID', node, `\`${short(String(source ?? value))}\` is not a version`, help);
  }
  const version = file.string(node, '`version`');
  if (version === null || SEMVER.test(version)) return version;
  return file.report('VERSION_INVALID', node, `\`${short(version)}\` is not a version`);
}

function readCategory(file: YamlFile, node: YamlNode): string | null {
  const category = file.string(node, '`category`');
  if (category === null || Object.hasOwn(DSA_CATEGORIES, category)) return category;
  const help = suggest(category.replace(/^STATEMENT_CATEGORY_/, ''), Object.keys(DSA_CATEGORIES));
  return file.report('CATEGORY_UNKNOWN', node, `\`${short(category)}\` is not a DSA category`, help);
}

function readKeywords(file: YamlFile, node: YamlNode, category: string | null): string[] | null {
  const items = file.list(node, '`keywords`');
  if (!items) return null;
  const known = [...(DSA_CATEGORIES[category ?? ''] ?? Object.values(DSA_CATEGORIES).flat()), ...DSA_ANY_CATEGORY];
  const keywords: string[] = [];
  for (const item of items) {
    const keyword = file.string(item, 'a keyword');
    if (keyword === null) continue;
    if (known.includes(keyword)) keywords.push(keyword);
    else
      file.report(
        'KEYWORD_UNKNOWN',
        item,
        `\`${short(keyword)}\` is not a keyword of ${category ?? 'any category'}`,
        suggest(keyword, known),
      );
  }
  return keywords;
}

function readRules(file: YamlFile, node: YamlNode, policy: string, places: Places): Rule[] | null {
  const items = file.list(node, '`rules`');
  if (!items) return null;
  const rules: Rule[] = [];
  for (const item of items) {
    const fields = file.map(item, 'a rule');
    const rule = fields && readRule(file, fields, policy, places);
    if (!rule) continue;
    if (rules.some((other) => other.id === rule.id)) {
      file.report('ID_DUPLICATE', item, `the policy has two rules \`${rule.id}\``);
    } else rules.push(rule);
  }
  return rules;
}

function readRule(file: YamlFile, fields: MapReader, policy: string, places: Places): Rule | null {
  const id = fields.required('id', (n) => readId(file, n, 'the rule'));
  const key = `${policy}/${id}`;
  const whenNode = fields.require('when');
  const when = whenNode && readText(file, whenNode, '`when`');
  if (whenNode && when) places.setText(`when:${key}`, file, whenNode);
  const explain = fields.required('explain', (n) => readText(file, n, '`explain`'));
  const thenNode = fields.require('then');
  const then = thenNode && readThen(file, thenNode);
  places.set(`rule:${key}`, file, fields.get('id'));
  places.set(`then:${key}`, file, thenNode);
  const mode = fields.optional('mode', (n) => file.choice(n, '`mode`', ['off', 'shadow', 'live'] as const), 'live');
  const onUnknown = fields.optional(
    'onUnknown',
    (n) => file.choice(n, '`onUnknown`', ['skip', 'review', 'hold'] as const),
    'skip',
  );
  const limits = fields.optional<Rule['limits']>('limits', (n) => readLimits(file, n), null);
  const readsStatus = fields.optional<string | null>('reads_status', (n) => readText(file, n, '`reads_status`'), null);
  fields.finish();
  if (id === null || !when || explain === null || !then) return null;
  return { id, when, explain, then, mode, onUnknown, limits, readsStatus };
}

function readThen(file: YamlFile, node: YamlNode): Then | null {
  if (typeof (node as { value?: unknown }).value === 'string') {
    const rung = readRung(file, node, '`then`');
    return rung === null ? null : { rung, label: null };
  }
  const fields = file.map(node, '`then`');
  if (!fields) return null;
  const rung = fields.required('rung', (n) => readRung(file, n, '`rung`'));
  const label = fields.optional<Then['label']>('label', (n) => readLabel(file, n), null);
  fields.finish();
  return rung === null ? null : { rung, label };
}

function readLabel(file: YamlFile, node: YamlNode): Then['label'] {
  const fields = file.map(node, '`label`');
  if (!fields) return null;
  const text = fields.required('text', (n) => readWords(file, n, '`text`'));
  const fact = fields.optional<string | null>('fact', (n) => file.string(n, '`fact`'), null);
  const href = fields.optional<string | null>('href', (n) => readUrl(file, n, '`href`'), null);
  fields.finish();
  if (fact === null && href === null)
    file.report('LABEL_WITHOUT_SOURCE', node, 'the label leads to no fact page and no address');
  return text && { text, fact, href };
}

function readLimits(file: YamlFile, node: YamlNode): Rule['limits'] {
  const fields = file.map(node, '`limits`');
  if (!fields) return null;
  const perHour = fields.required('perHour', (n) => file.int(n, '`perHour`', 1, 1_000_000));
  const then = fields.required('then', (n) => file.choice(n, '`then`', ['review', 'hold'] as const));
  fields.finish();
  return perHour === null || then === null ? null : { perHour, then };
}

const COUNTER_KEYS = ['author', 'text', 'link_domain'] as const;
const MINUTES: Record<string, number> = { m: 1, h: 60, d: 1_440 };
const MAX_WINDOW_MINUTES = 90 * 1_440;

function readCounters(file: YamlFile, node: YamlNode, policy: string, places: Places): Counter[] | null {
  const items = file.list(node, '`counters`');
  if (!items) return null;
  const counters: Counter[] = [];
  for (const item of items) {
    const fields = file.map(item, 'a counter');
    const counter = fields && readCounter(file, fields, policy, places);
    if (counter) counters.push(counter);
  }
  return counters;
}

function readCounter(file: YamlFile, fields: MapReader, policy: string, places: Places): Counter | null {
  const name = fields.required('name', (n) => readName(file, n, 'the counter'));
  const byNode = fields.require('by');
  const by = byNode && readKeys(file, byNode);
  const whereNode = fields.get('where');
  const where = whereNode && readText(file, whereNode, '`where`');
  if (whereNode && where) places.setText(`where:${policy}/${name}`, file, whereNode);
  places.set(`counter:${policy}/${name}`, file, fields.get('name'));
  const windowMinutes = fields.required('window', (n) => readWindow(file, n));
  const distinct = fields.optional<Counter['distinct']>(
    'distinct',
    (n) => file.choice(n, '`distinct`', COUNTER_KEYS),
    null,
  );
  fields.finish();
  if (name === null || !by || windowMinutes === null) return null;
  if (distinct !== null && by.includes(distinct)) {
    return file.report(
      'COUNTER_INVALID',
      fields.get('distinct'),
      `\`by\` and \`distinct\` both name ${distinct}: the count would be 1`,
    );
  }
  return { name, by, where, windowMinutes, distinct };
}

function readKeys(file: YamlFile, node: YamlNode): Counter['by'] | null {
  const one = typeof (node as { value?: unknown }).value === 'string';
  const keys = (one ? [node] : (file.list(node, '`by`') ?? [])).map((n) => file.choice(n, '`by`', COUNTER_KEYS));
  if (keys.length === 0) return file.report('COUNTER_INVALID', node, 'the counter counts by nothing');
  if (new Set(keys).size < keys.length) return file.report('COUNTER_INVALID', node, '`by` names a key twice');
  return keys.every((key) => key !== null) ? (keys as Counter['by']) : null;
}

function readWindow(file: YamlFile, node: YamlNode): number | null {
  const text = file.string(node, '`window`');
  if (text === null) return null;
  const parts = /^(\d{1,6})([mhd])$/.exec(text);
  const minutes = parts ? Number(parts[1]) * (MINUTES[parts[2] as string] as number) : 0;
  if (minutes >= 1 && minutes <= MAX_WINDOW_MINUTES) return minutes;
  return file.report(
    'COUNTER_INVALID',
    node,
    `\`${short(text)}\` is not a window`,
    'from `1m` to `90d`: a number with m, h or d',
  );
}

function readName(file: YamlFile, node: YamlNode | null, what: string): string | null {
  const name = file.string(node, what);
  if (name === null || isName(name)) return name;
  return file.report(
    'ID_INVALID',
    node,
    `${what} \`${short(name)}\` has an invalid name`,
    'lower-case letters, digits and `_`, beginning with a letter',
  );
}
