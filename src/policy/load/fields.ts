/** Values that several kinds of files share: ids, dates, words in languages, addresses, languages. */
import { type Instant, readInstant } from '../../lib/instant.ts';
import type { Words } from '../measure.ts';
import type { MapReader, YamlFile, YamlNode } from './yaml-file.ts';
import { short } from './yaml-file.ts';

const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const RUNG = /^[a-z][a-z0-9]*([-_][a-z0-9]+)*$/;
export const isId = (text: string): boolean => text.length <= 64 && ID.test(text);

export function readId(file: YamlFile, node: YamlNode | null, what: string): string | null {
  const id = file.string(node, what);
  if (id === null || isId(id)) return id;
  return file.report('ID_INVALID', node, `${what} \`${short(id)}\` is not a valid id`);
}

export function readRung(file: YamlFile, node: YamlNode | null, what: string): string | null {
  const id = file.string(node, what);
  if (id === null || (id.length <= 64 && RUNG.test(id))) return id;
  return file.report('ID_INVALID', node, `${what} \`${short(id)}\` is not a valid id`);
}

/** An `id:` inside a file whose name already is the id. */
export function sameId(fields: MapReader, id: string): void {
  const node = fields.get('id');
  if (node === null) return;
  const written = fields.file.string(node, '`id`');
  if (written !== null && written !== id) {
    fields.file.report('ID_MISMATCH', node, `\`id\` is \`${short(written)}\`, the file says \`${id}\``);
  }
}

/** A date (its first moment, UTC) or a time. */
export function readTime(file: YamlFile, node: YamlNode | null, what: string): Instant | null {
  const text = file.string(node, what);
  if (text === null) return null;
  const at = /^\d{4}-\d\d-\d\d([T ].*)?$/.test(text) ? readInstant(text) : null;
  return at ?? file.report('FIELD_VALUE', node, `${what} is a date such as 2026-11-01, or an RFC 3339 time`);
}

export function readDate(file: YamlFile, node: YamlNode | null, what: string): string | null {
  const text = file.string(node, what);
  if (text === null) return null;
  if (/^\d{4}-\d\d-\d\d$/.test(text) && readInstant(text) !== null) return text;
  return file.report('FIELD_VALUE', node, `${what} is a date such as 2026-11-01`);
}

function readLanguage(file: YamlFile, node: YamlNode | null, what: string): string | null {
  const text = file.string(node, what);
  if (text === null || /^[a-z]{2,3}$/.test(text)) return text;
  return file.report('LANGUAGE_INVALID', node, `\`${short(text)}\` is not a language`);
}

export function readLanguages(file: YamlFile, node: YamlNode | null): string[] | null {
  const items = file.list(node, '`languages`');
  if (!items) return null;
  if (items.length === 0) return file.report('LANGUAGES_MISSING', node, 'no language is named');
  const languages = items.map((item) => readLanguage(file, item, 'a language'));
  return languages.every((l) => l !== null) ? (languages as string[]) : null;
}

/** Words by language tag. */
export function readWords(file: YamlFile, node: YamlNode | null, what: string): Words | null {
  const map = file.map(node, what);
  if (!map) return null;
  const words: Record<string, string> = {};
  const entries = map.entries();
  if (entries.length === 0) return file.report('FIELD_VALUE', node, `${what} has words in no language`);
  for (const { key, at, value } of entries) {
    const text = file.string(value, `${what} in \`${short(key)}\``);
    if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(key))
      file.report('LANGUAGE_INVALID', at, `\`${short(key)}\` is not a language`);
    else if (text !== null && text.trim() === '') file.report('FIELD_VALUE', value, `${what} is empty`);
    else if (text !== null) words[key] = text;
  }
  return Object.keys(words).length > 0 ? words : null;
}

export function readUrl(file: YamlFile, node: YamlNode | null, what: string): string | null {
  const text = file.string(node, what);
  if (text === null) return null;
  if (/^https?:\/\/[^\s/]+/.test(text) && URL.canParse(text)) return text;
  return file.report('URL_INVALID', node, `${what} is not a whole web address`);
}

export function readText(file: YamlFile, node: YamlNode | null, what: string): string | null {
  const text = file.string(node, what);
  if (text === null || text.trim() !== '') return text;
  return file.report('FIELD_VALUE', node, `${what} is empty`);
}

/** The lines between two `---`, and what stands below them. */
export function splitFrontMatter(text: string): { yaml: string; body: string; linesBefore: number } | null {
  const start = /^\uFEFF?---[ \t]*\r?\n/.exec(text);
  if (!start) return null;
  const from = start[0].length;
  const end = /^---[ \t]*(\r?\n|$)/m.exec(text.slice(from));
  if (!end) return null;
  return {
    yaml: text.slice(from, from + end.index),
    body: text.slice(from + end.index + end[0].length).trim(),
    linesBefore: 1,
  };
}
