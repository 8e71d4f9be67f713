/** The text layer's public names: terms in, answers and spans out. */
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
