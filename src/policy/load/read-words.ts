/** Lists, patterns and cues, fact pages and classes: the files that policies share. */
import type { AccountClass, FactPage, Pattern, Problem, WordList } from '../policy-set.ts';
import { type Place, problem } from '../problems.ts';
import { readDate, readId, readLanguages, readText, readUrl, sameId, splitFrontMatter } from './fields.ts';
import type { Places } from './read-policy.ts';
import { YamlFile, type YamlNode } from './yaml-file.ts';

export const MAX_ENTRIES = 50_000;

/** `lines[i]` is the line of entry i. */
export function readList(
  path: string,
  id: string,
  text: string,
  problems: Problem[],
): { list: WordList; lines: number[] } {
  const entries: string[] = [];
  const lines: number[] = [];
  let fold = false;
  const seen = new Set<string>();
  const at = (line: number): Place => ({ file: path, line, column: 1 });
  text.split(/\r?\n/).forEach((raw, i) => {
    const line = raw.replace(/^\uFEFF/, '').trim();
    const header = /^#\s*(fold|title)\s*:\s*(.*)$/.exec(line);
    if (header?.[1] === 'fold') {
      if (header[2] !== 'true' && header[2] !== 'false')
        problems.push(problem('FIELD_VALUE', at(i + 1), '`fold` is `true` or `false`'));
      fold = header[2] === 'true';
    }
    if (line === '' || line.startsWith('#') || seen.has(line)) return;
    seen.add(line);
    entries.push(line);
    lines.push(i + 1);
  });
  if (entries.length === 0) problems.push(problem('WORDS_INVALID', at(1), 'the list is empty'));
  if (entries.length > MAX_ENTRIES) {
    problems.push(
      problem('LIST_TOO_BIG', at(lines[MAX_ENTRIES] as number), `the list has more than ${MAX_ENTRIES} entries`),
    );
    entries.length = MAX_ENTRIES;
  }
  return { list: { id, entries, fold }, lines };
}

export type PatternExample = {
  readonly pattern: string;
  readonly text: string;
  readonly matches: boolean;
  readonly place: Place;
};

export function readPattern(file: YamlFile, id: string, places: Places, examples: PatternExample[]): Pattern | null {
  const fields = file.map(file.root, 'a pattern');
  if (!fields) return null;
  sameId(fields, id);
  const title = fields.required('title', (n) => readText(file, n, '`title`'));
  const anyNode = fields.require('any');
  const any = anyNode && file.strings(anyNode, '`any`');
  if (any?.length === 0) file.report('WORDS_INVALID', anyNode, 'the pattern is empty');
  if (anyNode && any) {
    file.list(anyNode, '`any`')?.forEach((item, i) => {
      places.setText(`pattern:${id}:${i}`, file, item);
    });
  }
  places.set(`pattern:${id}`, file, fields.node);
  const fold = fields.optional('fold', (n) => file.bool(n, '`fold`'), false);
  const given = fields.required('examples', (n) => file.map(n, '`examples`'));
  if (given) {
    for (const [key, matches] of [
      ['match', true],
      ['no', false],
    ] as const) {
      const items = given.required(key, (n) => file.list(n, `\`${key}\``)) ?? [];
      if (items.length === 0)
        file.report(
          'EXAMPLES_FEW',
          given.node,
          `the pattern has no example that ${matches ? 'matches' : 'must not match'}`,
        );
      for (const item of items) {
        const text = file.string(item, 'an example');
        if (text !== null) examples.push({ pattern: id, text, matches, place: file.place(item) });
      }
    }
    given.finish();
  }
  fields.finish();
  return title === null || !any || any.length === 0 ? null : { id, title, any, fold };
}

export function readCues(file: YamlFile, lang: string, places: Places): Record<string, string[]> | null {
  const map = file.map(file.root, 'a file of cues');
  if (!map) return null;
  const cues: Record<string, string[]> = {};
  for (const { key, at, value } of map.entries()) {
    if (!/^[a-z][a-zA-Z0-9_-]{0,63}$/.test(key) || key === 'constructor')
      file.report('ID_INVALID', at, 'the name of a kind of cue is lower-case letters');
    else if (value !== null) {
      const words = file.strings(value, `\`${key}\``);
      if (words) cues[key] = words;
      places.set(`cue:${lang}.${key}`, file, at);
      if (words) {
        file.list(value, '`cues`')?.forEach((item, i) => {
          places.setText(`cue:${lang}.${key}:${i}`, file, item);
        });
      }
    }
  }
  return cues;
}

const MAX_BODY = 200_000;

export function readFact(path: string, id: string, text: string, problems: Problem[], places: Places): FactPage | null {
  const front = splitFrontMatter(text);
  if (!front) {
    problems.push(problem('FRONT_MATTER', { file: path, line: 1, column: 1 }, 'the file has no front matter'));
    return null;
  }
  const file = new YamlFile(path, front.yaml, problems, front.linesBefore);
  const fields = file.root && file.map(file.root, 'the front matter');
  if (!fields) return null;
  sameId(fields, id);
  places.set(`fact:${id}`, file, fields.node);
  const title = fields.required('title', (n) => readText(file, n, '`title`'));
  const summary = fields.required('summary', (n) => readText(file, n, '`summary`'));
  const languages = fields.required('languages', (n) => readLanguages(file, n));
  const sourcesNode = fields.get('sources');
  const sources = (sourcesNode ? (file.list(sourcesNode, '`sources`') ?? []) : []).map((n) => readSource(file, n));
  if (sources.length < 2)
    file.report('FACT_SOURCES', sourcesNode ?? fields.node, `the fact page has ${sources.length} of two sources`);
  fields.finish();
  if (front.body === '' || front.body.length > MAX_BODY)
    file.reportAt('FIELD_VALUE', 0, 'the fact page has no text below its front matter, or too much');
  if (title === null || summary === null || !languages || sources.some((s) => s === null)) return null;
  return { id, title, summary, languages, sources: sources as FactPage['sources'], text: front.body };
}

function readSource(file: YamlFile, node: YamlNode): FactPage['sources'][number] | null {
  const fields = file.map(node, 'a source');
  if (!fields) return null;
  const publisher = fields.required('publisher', (n) => readText(file, n, '`publisher`'));
  const title = fields.required('title', (n) => readText(file, n, '`title`'));
  const url = fields.required('url', (n) => readUrl(file, n, '`url`'));
  const date = fields.required('date', (n) => readDate(file, n, '`date`'));
  fields.finish();
  return publisher === null || title === null || url === null || date === null ? null : { publisher, title, url, date };
}

export function readClasses(file: YamlFile, places: Places): AccountClass[] {
  const classes: AccountClass[] = [];
  for (const item of file.list(file.root, 'the file of classes') ?? []) {
    const fields = file.map(item, 'a class');
    if (!fields) continue;
    const id = fields.required('id', (n) => readId(file, n, 'the class'));
    const title = fields.required('title', (n) => readText(file, n, '`title`'));
    const whenNode = fields.require('when');
    const when = whenNode && readText(file, whenNode, '`when`');
    if (whenNode && when) places.setText(`class:${id}`, file, whenNode);
    fields.finish();
    if (id === null || title === null || !when) continue;
    if (classes.some((other) => other.id === id)) file.report('ID_DUPLICATE', item, `class \`${id}\` is listed twice`);
    else classes.push({ id, title, when });
  }
  return classes;
}
