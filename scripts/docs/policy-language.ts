// The tables of docs/policy-language.md, from the tables that the checker and both evaluators use.
import { LIMITS } from '../../src/policy/cel/environment.ts';
import { DSA_CATEGORIES } from '../../src/policy/dsa.ts';
import { FUNCTIONS, TEXT_FIELDS } from '../../src/policy/functions.ts';
import { FIELDS, INPUTS } from '../../src/policy/inputs.ts';
import { MAX_ENTRIES } from '../../src/policy/load/read-words.ts';
import { SET_LIMITS } from '../../src/policy/load/set-limits.ts';
import { MAX_FILE_CHARS } from '../../src/policy/load.ts';
import { PROBLEMS } from '../../src/policy/problems.ts';
import { CUE_KINDS, NORMAL_MAX, PATTERN_LIMITS, PATTERN_SYNTAX, REGEX_LIMITS } from '../../src/policy/text/index.ts';

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const code = (text: string) => `\`${text.replaceAll('google.protobuf.', '')}\``;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

const TABLES: Record<string, () => string> = {
  inputs: () =>
    table(
      ['input', 'type', 'meaning', 'unknown when', 'from'],
      INPUTS.map((i) => [
        code(i.path.replace('*', '<name>')) + (i.status ? ' (status)' : ''),
        code(i.type),
        i.doc,
        i.unknownWhen ?? 'never',
        i.source,
      ]),
    ),
  fields: () =>
    table(
      ['of', 'field', 'type', 'meaning'],
      FIELDS.map((f) => [f.owner, code(f.name), code(f.type), f.doc + (f.mayBeUnknown ? ' May be unknown.' : '')]),
    ),
  functions: () =>
    table(
      ['function', 'gives', 'meaning', 'cost', 'example'],
      FUNCTIONS.filter((f) => f.receiver !== 'Sentence').map((f) => [
        code(`${f.receiver === 'Text' ? 'text.' : f.receiver ? `${f.receiver}.` : ''}${f.name}(${f.args.join(', ')})`),
        code(f.returns),
        f.doc + (f.receiver === 'Text' && f.name !== 'matches' ? ' Also of a sentence.' : ''),
        f.cost,
        f.examples.map(code).join(' '),
      ]),
    ),
  textfields: () =>
    table(
      ['property', 'type', 'meaning'],
      [
        ['`text.sentences`', '`list<Sentence>`', 'The sentences of the text.'],
        ...TEXT_FIELDS.map((f) => [code(`${f.owner === 'Text' ? 'text' : 's'}.${f.name}`), code(f.type), f.doc]),
      ],
    ),
  patterns: () =>
    table(
      ['write', 'meaning', 'example'],
      PATTERN_SYNTAX.map((s) => [code(s.write), s.meaning, code(s.example)]),
    ),
  cues: () =>
    table(
      ['kind', 'meaning'],
      Object.entries(CUE_KINDS).map(([kind, meaning]) => [code(kind), meaning]),
    ),
  limits: () =>
    table(
      ['what', 'at most'],
      [
        ['characters of a condition', String(LIMITS.sourceChars)],
        ['parts of a condition', String(LIMITS.nodes)],
        ['depth of a condition (a chain of `&&` counts as one)', String(LIMITS.depth)],
        ['elements of a written-out list', String(LIMITS.listItems)],
        ['states of a regular expression (`a{2,50}` has fifty)', String(REGEX_LIMITS.states)],
        ['states of all regular expressions of a set', String(REGEX_LIMITS.statesOfSet)],
        ['states of a pattern, its lists not counted', String(PATTERN_LIMITS.states)],
        ['states of all patterns of a set', String(PATTERN_LIMITS.statesOfSet)],
        ['entries of a list', String(MAX_ENTRIES)],
        ['entries of all lists', String(SET_LIMITS.listEntries)],
        ['policies of a set', String(SET_LIMITS.policies)],
        ['rules of a set', String(SET_LIMITS.rules)],
        ['examples of a set', String(SET_LIMITS.examples)],
        ['characters of a file', String(MAX_FILE_CHARS)],
        ['characters of a text after normalising (what is cut is said in the finding)', String(NORMAL_MAX)],
      ],
    ),
  categories: () =>
    table(
      ['category', 'keywords'],
      Object.entries(DSA_CATEGORIES).map(([c, k]) => [code(c), k.map(code).join(', ') || 'none']),
    ),
  problems: () =>
    table(
      ['code', 'severity', 'help'],
      Object.entries(PROBLEMS).map(([c, p]) => [code(c), p.severity, p.help]),
    ),
};

/** The template with its tables filled in. */
export function policyLanguage(template: string): string {
  return template.replace(/<!-- table:(\w+) -->/g, (_, name: string) => {
    const make = TABLES[name];
    if (!make) throw new Error(`the template asks for an unknown table \`${name}\``);
    return make();
  });
}
