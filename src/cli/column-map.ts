/** A column map: which column of a table gives which field of a post. `--map id=id --map tweet=text`. Pure. */
import type { Refusal } from '../errors.ts';
import { type ReadLine, readLineValue } from '../schema/read-line.ts';

/** Fields of a post that a column can give, and how its text is read. */
const FIELDS = {
  id: 'text',
  platform: 'text',
  url: 'text',
  createdAt: 'time',
  editedAt: 'time',
  text: 'text',
  lang: 'text',
  visibility: 'text',
  replyTo: 'text',
  quoteOf: 'text',
  postedFrom: 'text',
  links: 'list',
  'author.id': 'text',
  'author.handle': 'text',
  'author.createdAt': 'time',
  'author.followers': 'number',
  'author.verified': 'boolean',
} as const;
type Field = keyof typeof FIELDS;

/** Pairs of column and field. The empty column `""` is an unnamed one, such as an index. */
export type ColumnMap = readonly { readonly column: string; readonly field: Field }[];
export type RowDefaults = { readonly platform: string | null; readonly createdAt: string | null };

const isField = (name: string): name is Field => Object.hasOwn(FIELDS, name);

/** Reads `column=field` texts; columns of the same name as a field map themselves. */
export function readColumnMap(pairs: readonly string[], header: readonly string[]): ColumnMap | Refusal {
  const map: { column: string; field: Field }[] = [];
  for (const pair of pairs) {
    const at = pair.lastIndexOf('=');
    const column = pair.slice(0, Math.max(at, 0));
    const field = pair.slice(at + 1);
    if (at === -1) return { code: 'MAP_INVALID', detail: `\`${pair}\` is not \`column=field\`` };
    if (!isField(field)) {
      const fields = Object.keys(FIELDS).join(', ');
      return { code: 'MAP_INVALID', detail: `\`${field}\` is not a field of a post; those are ${fields}` };
    }
    if (!header.includes(column)) {
      return { code: 'MAP_INVALID', detail: `there is no column \`${column}\`; ${columnsOf(header)}` };
    }
    map.push({ column, field });
  }
  for (const column of header) {
    const isTaken = map.some((each) => each.field === column || each.column === column);
    if (isField(column) && !isTaken) map.push({ column, field: column });
  }
  const twice = map.find((each, i) => map.some((other, j) => j < i && other.field === each.field));
  if (twice) return { code: 'MAP_INVALID', detail: `two columns give \`${twice.field}\`` };
  if (!map.some((each) => each.field === 'text')) {
    return { code: 'MAP_INVALID', detail: `no column gives \`text\`; ${columnsOf(header)}` };
  }
  return map;
}

/** Enough of a table's columns to find the right one. */
const COLUMNS_MAX = 30;
const NAME_CHARS_MAX = 60;

function columnsOf(header: readonly string[]): string {
  const names = header.slice(0, COLUMNS_MAX).map((name) => `\`${name.slice(0, NAME_CHARS_MAX)}\``);
  const more = header.length > COLUMNS_MAX ? ` and ${header.length - COLUMNS_MAX} more` : '';
  return `the file has ${names.join(', ')}${more}`;
}

/** A row as a line of NDJSON would give it. `number` stands in for an id that no column gives. */
export function readRow(
  row: Readonly<Record<string, string>>,
  map: ColumnMap,
  options: { readonly number: number; readonly defaults: RowDefaults },
): ReadLine {
  const { defaults, number } = options;
  const post: Record<string, unknown> = { id: `row-${number}` };
  // Nobody knows who wrote it: each row is by somebody of its own, so that no strikes or counts add up.
  const author: Record<string, unknown> = { id: `row-${number}` };
  if (defaults.platform !== null) post.platform = defaults.platform;
  if (defaults.createdAt !== null) post.createdAt = defaults.createdAt;
  for (const { column, field } of map) {
    const text = row[column] ?? '';
    if (text === '' && field !== 'text') continue;
    const value = readCell(text, FIELDS[field]);
    if (field.startsWith('author.')) author[field.slice('author.'.length)] = value;
    else post[field] = value;
  }
  return readLineValue({ ...post, author });
}

function readCell(text: string, as: (typeof FIELDS)[Field]): unknown {
  switch (as) {
    case 'text':
      return text;
    case 'list':
      return text.split(/\s+/).filter((each) => each !== '');
    case 'number':
      return /^\d+(\.\d+)?$/.test(text) ? Number(text) : text;
    case 'boolean':
      return /^(true|1|yes)$/i.test(text) ? true : /^(false|0|no)$/i.test(text) ? false : text;
    case 'time':
      return readTime(text);
  }
}

/** Times of tables: RFC 3339, `2017-03-01 12:00:00` (taken as UTC), a day, or seconds since 1970. */
function readTime(text: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return `${text}T00:00:00Z`;
  const spaced = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(Z|[+-]\d\d:\d\d)?$/.exec(text);
  if (spaced) return `${spaced[1]}T${spaced[2]}${spaced[3] ?? 'Z'}`;
  if (/^\d{9,11}$/.test(text)) return new Date(Number(text) * 1_000).toISOString();
  return text;
}
