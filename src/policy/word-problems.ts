/** The words of a set, and problems in them placed in the files where they are written. */
import { TermTable, type TermUse } from './cel/terms.ts';
import type { Conditions } from './conditions.ts';
import type { PlaceBook } from './load/place-book.ts';
import type { PolicySet, Problem } from './policy-set.ts';
import { type Place, PROBLEMS, type ProblemCode, problem } from './problems.ts';
import { type LexiconBook, readLexicon, type TermProblem } from './text/index.ts';

/** The words of a set read once: those that conditions ask for, then every other list and pattern. */
export type SetWords = {
  readonly book: LexiconBook;
  /** Its terms: those of the conditions come first, in the same order. */
  readonly table: TermTable;
};

export function readWords(set: Omit<PolicySet, 'hash'>, { terms, regexes }: Conditions): SetWords {
  const table = new TermTable(set.lists, set.patterns);
  terms.terms.forEach((term, i) => {
    table.add(term, terms.uses[i] as TermUse);
  });
  const nowhere = { where: '', start: 0, end: 0 };
  for (const { id } of set.lists) table.list(id, nowhere);
  for (const { id } of set.patterns) table.pattern(id, nowhere);
  const { cues, lists, patterns } = set;
  return { book: readLexicon(table.terms, { cues, lists, patterns, regexes }), table };
}

/** Problems in what conditions ask for, and in every list, pattern and cue whether asked for or not. */
export function wordProblems({ book, table }: SetWords, places: PlaceBook): Problem[] {
  const seen = new Set<string>();
  return book.problems.flatMap((found) => {
    const place = placeOf(found, table, places);
    const key = `${place.file}:${place.line}:${place.column}:${found.code}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [problem(codeOf(found.code), place, found.message, found.help)];
  });
}

const codeOf = (code: string): ProblemCode => (Object.hasOwn(PROBLEMS, code) ? (code as ProblemCode) : 'WORDS_INVALID');

function placeOf(found: TermProblem, terms: TermTable, places: PlaceBook): Place {
  const term = terms.terms[found.term];
  const use = terms.uses[found.term];
  const at = found.in ?? (term && 'id' in term ? { kind: term.kind, id: term.id } : null);
  const entry = found.entry ?? 0;
  if (at?.kind === 'list') {
    const place = places.inText(`list:${at.id}`, entry);
    return { ...place, column: place.column + found.offset };
  }
  if (at?.kind === 'pattern') return places.inText(`pattern:${at.id}:${entry}`, found.offset);
  if (at?.kind === 'cue') {
    return found.entry === null ? places.of(`cue:${at.id}`) : places.inText(`cue:${at.id}:${entry}`, found.offset);
  }
  return places.inText(use?.where ?? '', (use?.start ?? 0) + 1 + found.offset);
}
