/**
 * THE catalogue of problems in policy text: what `evenhand check` can say. Each code has a general help;
 * a particular problem may have a better one ("did you mean").
 */
import type { Problem } from './policy-set.ts';

type Entry = { readonly severity: Problem['severity']; readonly help: string };
const error = (help: string): Entry => ({ severity: 'error', help });
const warning = (help: string): Entry => ({ severity: 'warning', help });

export const PROBLEMS = {
  // Files
  FILE_UNKNOWN: warning('only the files listed in docs/policy-language.md are read'),
  FOLDER_EMPTY: warning('write its files, or remove it'),
  FILE_TOO_BIG: error('split the file'),
  LIST_TOO_BIG: error('split the list'),
  SET_TOO_BIG: error('take out what is not needed, or serve part of it from another workspace'),
  FILE_MISSING: error('write the file'),
  FRONT_MATTER: error('begin the file with a line `---`, then YAML, then a line `---`'),
  YAML_SYNTAX: error('see https://yaml.org/spec/1.2.2/'),
  YAML_ALIAS: error('write the value out: anchors and aliases are not read'),
  FIELD_UNKNOWN: error('remove the key, or correct its name'),
  FIELD_DUPLICATE: error('remove one of them'),
  FIELD_MISSING: error('add the key'),
  FIELD_TYPE: error('see docs/policy-language.md for what stands there'),
  FIELD_VALUE: error('see docs/policy-language.md for what stands there'),
  ID_INVALID: error(
    'use lower-case letters, digits and `-`, beginning with a letter (`_` instead of `-` in names that conditions read)',
  ),
  ID_MISMATCH: error('the name of the file or folder is the id: leave the key out or make it equal'),
  ID_DUPLICATE: error('give one of them another id'),
  // Policies
  POLICY_TEXT_EMPTY: error('write the public text of the standard below the front matter'),
  VERSION_INVALID: error('use three numbers, such as `1.2.0` (semver)'),
  CATEGORY_UNKNOWN: error('use a DSA category without `STATEMENT_CATEGORY_`'),
  KEYWORD_UNKNOWN: error('use keywords of the category, without `KEYWORD_`'),
  LANGUAGES_MISSING: error('name the languages that the rules are written for, such as `[en]`'),
  LANGUAGE_INVALID: error('use a lower-case BCP 47 primary subtag, such as `en`'),
  WORDS_LANGUAGE_MISSING: warning('write the words in every language of the policy'),
  RULES_MISSING: warning('a policy without rules is only text'),
  RULE_UNREACHABLE: warning('remove the rule or correct its condition'),
  RULE_ALWAYS: warning('write a condition that depends on the post'),
  RULE_READS_STATUS: error('say why with `reads_status: …`, or put the exception into the register'),
  READS_STATUS_UNUSED: warning('remove `reads_status`'),
  RUNG_UNKNOWN: error('name a rung of a ladder, or give the ladder a substitute for it'),
  RUNG_NOT_EXECUTABLE: warning(
    'add the capability to the platform, take the measure from the rung, or substitute the rung',
  ),
  LABEL_WITHOUT_SOURCE: error('give the label a `fact` (a page in facts/) or an `href`'),
  LABEL_MISSING: warning('the rung has no measure of its own: give the rule a label'),
  FACT_UNKNOWN: error('write facts/<id>.md'),
  FACT_SOURCES: error('name at least two sources with publisher, title, url and date'),
  URL_INVALID: error('use a whole https address'),
  // Ladders and platforms
  INTERIM_MISSING: error('name the rung that holds and tripped breakers use'),
  PENALTY_OPEN_ENDED: error('give `hours`, or use `terminate` with `criteria` for reinstatement'),
  STEPS_ORDER: error('write the steps in rising order of `atPoints`'),
  PLATFORM_LADDER: error('name a ladder of the set'),
  PLATFORM_POLICY: error('name policies of the set'),
  SET_EMPTY: error('write at least one policy'),
  // Counters
  COUNTER_INVALID: error('see docs/policy-language.md, counters'),
  COUNTER_READS: error('a counter may look at the post itself only: post, text, links, media, thread'),
  COUNTER_UNUSED: warning('remove the counter or read it in a rule'),
  CLASS_READS: error(
    "a class may look at the account's status facts only: author.verified, followers, offices, person, lists",
  ),
  // Conditions
  CEL_SYNTAX: error('see docs/policy-language.md, conditions'),
  CEL_TYPES: error('see docs/policy-language.md, inputs and functions'),
  CEL_NOT_BOOL: error('a condition must be true or false'),
  CEL_UNKNOWN_NAME: error('see docs/policy-language.md, inputs'),
  CEL_UNKNOWN_FIELD: error('see docs/policy-language.md, inputs'),
  CEL_UNKNOWN_FUNCTION: error('see docs/policy-language.md, functions'),
  CEL_UNSUPPORTED: error('see docs/policy-language.md, what is left out'),
  CEL_LITERAL: error('write it out in the condition: it cannot be computed'),
  CEL_TOO_BIG: error('split the rule into several'),
  CEL_LOOP_IN_LOOP: error('time must stay linear: loops inside loops are for written-out lists only'),
  REGEX_TOO_BIG: error('repeat less often, or use words, lists and patterns'),
  REGEX_REFUSED: error(
    'only a subset with linear running time is read: see docs/policy-language.md, regular expressions',
  ),
  WORDS_INVALID: error('see docs/policy-language.md, words and patterns'),
  CUE_KIND: error('see docs/policy-language.md, cues'),
  PHRASE_EMPTY: error('a phrase has at least one letter or digit'),
  PHRASE_LONG: error('shorten the phrase'),
  PHRASE_STAR: error('put a `*` at the end of a word, or use a pattern'),
  PATTERN_BRACKET: error('close every bracket that is opened'),
  PATTERN_CLASS: error('see docs/policy-language.md, patterns'),
  PATTERN_DEEP: error('take groups out into patterns of their own'),
  PATTERN_EMPTY: error('something must be in it that cannot be missing'),
  PATTERN_GAP: error('see docs/policy-language.md, patterns'),
  PATTERN_GLUED: error('put a space between'),
  PATTERN_LARGE: error('split the pattern'),
  PATTERN_LIST: error('name a list of the set'),
  PATTERN_LONG: error('split the pattern'),
  PATTERN_MAYBE: error('put the `?` behind a word or a group'),
  PATTERN_NAME: error('name a pattern of the set that does not lead back here'),
  PATTERN_SIGN: error('see docs/policy-language.md, patterns'),
  WORDS_UNUSED: warning('no rule asks for it'),
  // Examples
  EXAMPLE_WRONG: error('correct the rule, or the example'),
  EXAMPLE_UNKNOWN_RULE: error('name rules of the policy'),
  EXAMPLES_FEW: warning('write at least one example that matches and one that must not'),
} as const satisfies Record<string, Entry>;

export type ProblemCode = keyof typeof PROBLEMS;

export type Place = { readonly file: string; readonly line: number; readonly column: number };

/** A problem at a place, with the catalogue's severity and, if no better one is given, its help. */
export function problem(code: ProblemCode, place: Place, message: string, help: string | null = null): Problem {
  const entry = PROBLEMS[code];
  const { file, line, column } = place;
  return { file, line, column, severity: entry.severity, code, message, help: help ?? entry.help };
}
