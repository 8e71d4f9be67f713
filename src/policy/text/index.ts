/** The text layer's public names: terms in, answers and spans out. */
export { buildLexicon } from './lexicon.ts';
export { PATTERN_SYNTAX } from './match/pattern-syntax.ts';
export { CUE_KINDS, type CueKind } from './meaning/cues.ts';
export { NORMAL_MAX } from './normal/normalise.ts';
export type {
  Asked,
  CueSource,
  Lexicon,
  LexiconOptions,
  Mood,
  Person,
  SentenceView,
  SyntaxRow,
  TermProblem,
  TermRef,
  TermSource,
  TextQuery,
  TextSpan,
  TextView,
} from './text-view.ts';
