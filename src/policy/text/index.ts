/** The text layer's public names: terms in, answers and spans out. */
export {
  buildLexicon,
  type LexiconBook,
  type PackedLexicon,
  packLexicon,
  readLexicon,
  unpackLexicon,
} from './lexicon.ts';
export { PATTERN_LIMITS } from './match/pattern-machine.ts';
export { PATTERN_SYNTAX } from './match/pattern-syntax.ts';
export { REGEX_LIMITS } from './match/regular-expression.ts';
export { CUE_KINDS } from './meaning/cues.ts';
export { claimedLanguage, guessLanguage } from './meaning/language.ts';
export { NORMAL_MAX } from './normal/normalise.ts';
export type {
  Asked,
  Lexicon,
  SentenceView,
  TermProblem,
  TermRef,
  TermSource,
  TextQuery,
  TextSpan,
  TextView,
} from './text-view.ts';
