/** The pattern language: its one table, its tree and its parser. Bad text gives problems, never a throw. */
import type { SyntaxRow } from '../text-view.ts';

const GAP_MAX = 20;
const DEPTH_MAX = 8;
const PATTERN_CHARS_MAX = 1000;

/** The syntax as data: docs/policy-language.md is made from it. */
export const PATTERN_SYNTAX: readonly SyntaxRow[] = [
  {
    write: 'words',
    meaning:
      'These words in this order. Case, punctuation, line breaks within the sentence, kinds of apostrophe and a `#` before a word do not matter. A pattern never crosses the end of a sentence.',
    example: 'deserve to be shot',
  },
  {
    write: '(a|b c)',
    meaning: 'One of these; each may be several words or hold groups again.',
    example: '(should|must|has to) hang',
  },
  {
    write: 'word?  (a|b)?',
    meaning: 'The word or group before may be missing.',
    example: 'kill them all? (now|today)?',
  },
  { write: 'word*', meaning: 'Every word that begins so, the bare word included.', example: 'shoot* the protest*' },
  { write: '..3', meaning: `Up to three words of any kind between; at most ${GAP_MAX}.`, example: 'kill ..3 them' },
  {
    write: '@list',
    meaning: 'One entry of the list `lists/<list>.txt`.',
    example: '(should|must) ..2 @violence-verbs',
  },
  {
    write: '{pattern}',
    meaning: 'What the pattern of that name matches; patterns may not refer to each other in a circle.',
    example: 'i hope {death-wish}',
  },
  { write: '<mention>', meaning: 'A name with an at sign.', example: 'i will find you <mention>' },
  { write: '<number>', meaning: 'A word of digits.', example: 'only <number> left' },
  { write: '<link>', meaning: 'An address.', example: 'click here <link>' },
  { write: '<emoji>', meaning: 'An emoji or other picture.', example: 'watch out <emoji>' },
];

export const CLASSES = ['mention', 'number', 'link', 'emoji'] as const;
type TokenClass = (typeof CLASSES)[number];

export type PatternNode =
  | { readonly kind: 'word'; readonly text: string; readonly prefix: boolean; readonly offset: number }
  | { readonly kind: 'seq'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'alt'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'maybe'; readonly item: PatternNode }
  | { readonly kind: 'gap'; readonly words: number; readonly offset: number }
  | { readonly kind: 'list' | 'pattern'; readonly id: string; readonly offset: number }
  | { readonly kind: 'class'; readonly name: TokenClass };

export type EntryProblem = {
  readonly offset: number;
  readonly code: string;
  readonly message: string;
  readonly help: string;
};

type Parsed = { readonly node: PatternNode | null; readonly problems: readonly EntryProblem[] };

/** Parses one pattern. `node` is null when there are problems. */
export function parsePattern(source: string): Parsed {
  if (source.length > PATTERN_CHARS_MAX) {
    const message = `the pattern is longer than ${PATTERN_CHARS_MAX} characters`;
    return {
      node: null,
      problems: [{ offset: 0, code: 'PATTERN_LONG', message, help: 'split it into several patterns' }],
    };
  }
  const parser = new Parser(source);
  const node = parser.alternatives(0);
  if (parser.at < source.length) {
    parser.problem('PATTERN_BRACKET', 'this `)` closes nothing', 'remove it, or open the group with `(`');
  } else if (parser.problems.length === 0) parser.checkEnds(node);
  return { node: parser.problems.length === 0 ? node : null, problems: parser.problems };
}

const GAP = /\.\.(\d*)/y;
const LIST = /@([a-z0-9][a-z0-9_-]*)/iy;
const PATTERN = /\{\s*([a-z0-9][a-z0-9_-]*)\s*\}/iy;
const CLASS = /<([a-z]*)>/y;
const WORD = /[^\s()|?]+/y;

class Parser {
  readonly source: string;
  readonly problems: EntryProblem[] = [];
  at = 0;

  constructor(source: string) {
    this.source = source;
  }

  problem(code: string, message: string, help: string, offset = this.at): void {
    this.problems.push({ offset, code, message, help });
  }

  /** a|b|c up to a closing bracket or the end. */
  alternatives(depth: number): PatternNode {
    const items = [this.sequence(depth)];
    while (this.source[this.at] === '|') {
      this.at++;
      items.push(this.sequence(depth));
    }
    return items.length === 1 ? (items[0] as PatternNode) : { kind: 'alt', items };
  }

  sequence(depth: number): PatternNode {
    const items: PatternNode[] = [];
    for (;;) {
      this.skipSpace();
      const next = this.source[this.at];
      if (next === undefined || next === '|' || next === ')') break;
      const before = this.at;
      const item = this.item(depth);
      if (this.source[this.at] === '?' && item !== null) {
        if (item.kind === 'gap') {
          this.problem('PATTERN_MAYBE', 'a gap may always be empty', 'remove the `?`');
        }
        this.at++;
        items.push({ kind: 'maybe', item });
      } else if (item !== null) items.push(item);
      if (this.at === before) this.at++;
    }
    if (items.length === 0)
      this.problem('PATTERN_EMPTY', 'nothing stands here', 'write a word, or remove the `|` or the brackets');
    return items.length === 1 ? (items[0] as PatternNode) : { kind: 'seq', items };
  }

  item(depth: number): PatternNode | null {
    const offset = this.at;
    switch (this.source[offset]) {
      case '(':
        return this.group(depth);
      case '.':
        if (this.source[offset + 1] === '.') return this.gap(this.read(GAP) as RegExpExecArray);
        break;
      case '@': {
        const list = this.read(LIST);
        if (list !== null) return this.reference('list', list);
        break;
      }
      case '{': {
        const pattern = this.read(PATTERN);
        if (pattern !== null) return this.reference('pattern', pattern);
        break;
      }
      case '<': {
        const named = this.read(CLASS);
        if (named !== null) return this.tokenClass(named);
      }
    }
    return this.word();
  }

  /** What matches the expression here; nothing is taken. */
  read(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.at;
    return expression.exec(this.source);
  }

  tokenClass(found: RegExpExecArray): PatternNode | null {
    const offset = this.at;
    this.at += found[0].length;
    const name = CLASSES.find((known) => known === found[1]);
    if (name !== undefined) return { kind: 'class', name };
    const help = `the classes are ${CLASSES.map((known) => `<${known}>`).join(', ')}`;
    this.problem('PATTERN_CLASS', `there is no class \`${found[0]}\``, help, offset);
    return null;
  }

  group(depth: number): PatternNode | null {
    const offset = this.at++;
    if (depth >= DEPTH_MAX) {
      this.problem(
        'PATTERN_DEEP',
        `groups nest deeper than ${DEPTH_MAX}`,
        'name a part of it as a pattern of its own',
        offset,
      );
      this.at = this.source.length;
      return null;
    }
    const node = this.alternatives(depth + 1);
    if (this.source[this.at] === ')') this.at++;
    else this.problem('PATTERN_BRACKET', 'this `(` is never closed', 'close the group with `)`', offset);
    const after = this.source[this.at];
    if (after !== undefined && !/[\s|)?]/.test(after)) {
      this.problem('PATTERN_GLUED', 'a group must be followed by a space', 'write whole words: (kill|kills), or kill*');
    }
    return node;
  }

  gap(found: RegExpExecArray): PatternNode {
    const offset = this.at;
    this.at += found[0].length;
    const words = Number(found[1]);
    if (found[1] === '' || words < 1 || words > GAP_MAX) {
      this.problem('PATTERN_GAP', 'a gap needs a number of words', `write ..1 to ..${GAP_MAX}`, offset);
    }
    return { kind: 'gap', words, offset };
  }

  reference(kind: 'list' | 'pattern', found: RegExpExecArray): PatternNode {
    const offset = this.at;
    this.at += found[0].length;
    return { kind, id: found[1] as string, offset };
  }

  word(): PatternNode | null {
    const offset = this.at;
    const raw = this.read(WORD)?.[0] ?? '';
    this.at += raw.length;
    if (this.source[this.at] === '(') {
      this.problem(
        'PATTERN_GLUED',
        'a group must stand apart from a word',
        'write whole words: (kill|kills), or kill*',
      );
    }
    const prefix = raw.endsWith('*');
    const text = prefix ? raw.slice(0, -1) : raw;
    if (/[*{}<>]/.test(text)) {
      const bad = offset + text.search(/[*{}<>]/);
      const help = '`*` ends a word; names are written @list, {pattern}, <mention>';
      this.problem('PATTERN_SIGN', `\`${this.source[bad]}\` has no meaning here`, help, bad);
      return null;
    }
    if (raw === '') {
      this.problem('PATTERN_SIGN', `\`${this.source[offset]}\` has no meaning here`, '`?` follows a word or a group');
      return null;
    }
    return { kind: 'word', text, prefix, offset };
  }

  /** A pattern must hold a word that cannot be missing, and no gap at its ends. */
  checkEnds(node: PatternNode): void {
    if (canBeEmpty(node)) {
      this.problem(
        'PATTERN_EMPTY',
        'the pattern could match nothing at all',
        'let at least one word stand without `?`',
        0,
      );
    }
    const edges = node.kind === 'seq' ? [node.items[0], node.items.at(-1)] : [node];
    for (const edge of edges) {
      if (edge?.kind !== 'gap') continue;
      this.problem('PATTERN_GAP', 'a gap stands between words', 'remove it at the beginning and end', edge.offset);
    }
  }

  skipSpace(): void {
    while (/\s/.test(this.source[this.at] ?? '')) this.at++;
  }
}

/** Does the node match without any word? */
function canBeEmpty(node: PatternNode): boolean {
  switch (node.kind) {
    case 'maybe':
    case 'gap':
      return true;
    case 'seq':
      return node.items.every(canBeEmpty);
    case 'alt':
      return node.items.some(canBeEmpty);
    default:
      return false;
  }
}
