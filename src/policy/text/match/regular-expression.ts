/** Regular expressions in linear time: RE2 syntax by re2js, behind a literal that must be there. */
import { RE2JS } from 're2js';
import type { EntryProblem } from './pattern-syntax.ts';

const REGEX_CHARS_MAX = 1000;
/** Reading a text may cost its length × states: repetitions count as often as they say. */
export const REGEX_LIMITS = { states: 500, statesOfSet: 50_000 } as const;
/** Finding all matches may cost matches × text: in a text of 1 MiB at least this many are looked for, more in shorter ones. */
const FINDS_MIN = 16;
const FINDS_WORK = 1 << 22;

export type Regex = {
  readonly pattern: RE2JS;
  /** Lower-case text without which there is no match; empty if none is known. */
  readonly literal: string;
};

/** `states`: the size of its automaton, where it was made. */
export type CompiledRegex = { readonly states: number } & (
  | { readonly regex: Regex; readonly problem: null }
  | { readonly regex: null; readonly problem: EntryProblem }
);

const HELP =
  'only what runs in linear time is accepted: no look-around, no back-references, repetition up to 1000 (RE2 syntax)';

const tooBig = (states: number): EntryProblem => ({
  offset: 0,
  code: 'REGEX_TOO_BIG',
  message: `the expression has ${states} states; at most ${REGEX_LIMITS.states} are allowed`,
  help: 'repeat less often: `{2,500}` counts 500 times what it repeats',
});

/** Compiles a source in RE2 syntax, without regard to case. */
export function compileRegex(source: string): CompiledRegex {
  const refuse = (offset: number, message: string): CompiledRegex => {
    return { regex: null, states: 0, problem: { offset, code: 'REGEX_REFUSED', message, help: HELP } };
  };
  if (source.length > REGEX_CHARS_MAX)
    return refuse(REGEX_CHARS_MAX, `the expression is longer than ${REGEX_CHARS_MAX} characters`);
  try {
    const pattern = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE);
    const states = pattern.programSize();
    if (states > REGEX_LIMITS.states) return { regex: null, states, problem: tooBig(states) };
    if (pattern.matcher('').find()) return refuse(0, 'the expression matches the empty text');
    return { regex: { pattern, literal: requiredLiteral(source) }, states, problem: null };
  } catch (error) {
    const { error: reason, input } = error as { error?: string; input?: string };
    const at = input === undefined || input === null ? -1 : source.indexOf(input);
    return refuse(Math.max(at, 0), `\`${input ?? source}\`: ${reason ?? 'not a regular expression'}`);
  }
}

/** The regular expressions of a set, each compiled once, within limits of their size. */
export class RegexBook {
  readonly #made = new Map<string, CompiledRegex>();
  #states = 0;

  compile(source: string): CompiledRegex {
    let made = this.#made.get(source);
    if (made === undefined) {
      made = this.#states > REGEX_LIMITS.statesOfSet ? TOO_MANY : this.#compile(source);
      this.#made.set(source, made);
    }
    return made;
  }

  #compile(source: string): CompiledRegex {
    const compiled = compileRegex(source);
    // What was refused for its size cost time as well.
    this.#states += compiled.states;
    return compiled;
  }
}

const TOO_MANY: CompiledRegex = {
  regex: null,
  states: 0,
  problem: {
    offset: 0,
    code: 'REGEX_TOO_BIG',
    message: `the regular expressions of the set have more than ${REGEX_LIMITS.statesOfSet} states together`,
    help: 'use words, lists and patterns where they do, and smaller repetitions',
  },
};

/** The longest run of plain ASCII letters, digits and spaces that every match must hold, lower-case. Errs towards ''. */
export function requiredLiteral(source: string): string {
  if (/[|]|\(\?/.test(source)) return '';
  let longest = '';
  let run = '';
  let depth = 0;
  const close = () => {
    if (run.length > longest.length) longest = run;
    run = '';
  };
  for (let i = 0; i < source.length; i++) {
    const character = source[i] as string;
    if (/[a-z0-9 ]/i.test(character) && depth === 0) {
      run += character;
      continue;
    }
    if (/[?*{]/.test(character)) run = run.slice(0, -1);
    close();
    if (character === '\\') {
      // Escapes end the run; the quoted form \Q…\E and classes \p{…} are not followed further.
      if (/[QpPx0-9]/.test(source[i + 1] ?? '')) return longest;
      i++;
    } else if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (character === '[') i = classEnd(source, i);
    else if (character === '{') i = Math.max(i, source.indexOf('}', i));
  }
  close();
  // A letter like k or s also matches a look-alike beyond ASCII without regard to case; those are folded before matching.
  return longest.length >= 2 ? longest.toLowerCase() : '';
}

function classEnd(source: string, open: number): number {
  let i = open + 1;
  if (source[i] === '^') i++;
  if (source[i] === ']') i++;
  for (; i < source.length && source[i] !== ']'; i++) {
    if (source[i] === '\\') i++;
    else if (source.startsWith('[:', i)) i = Math.max(i, source.indexOf(':]', i) + 1);
  }
  return i;
}

/** Could the expression match this lower-case text? */
export const mayMatch = (regex: Regex, lowered: string): boolean =>
  regex.literal === '' || lowered.includes(regex.literal);

/** Matches as pairs of start and end. */
export function findRegex(regex: Regex, lowered: string): number[] {
  const pairs: number[] = [];
  if (!mayMatch(regex, lowered)) return pairs;
  const finds = Math.max(FINDS_MIN, Math.floor(FINDS_WORK / Math.max(1, lowered.length)));
  const matcher = regex.pattern.matcher(lowered);
  while (pairs.length < finds * 2 && matcher.find()) {
    if (matcher.end() > matcher.start()) pairs.push(matcher.start(), matcher.end());
  }
  return pairs;
}
