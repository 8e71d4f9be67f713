/** Problems in phrases, lists, patterns, cues and regular expressions, placed in the files where they are written. */
import { TermTable } from './cel/terms.ts';
import type { LintParts } from './lint.ts';
import type { PlaceBook } from './load/place-book.ts';
import type { Problem } from './policy-set.ts';
import { type Place, PROBLEMS, type ProblemCode, problem } from './problems.ts';
import { buildLexicon, type TermProblem } from './text/index.ts';

/** Checks what conditions ask for, and every list, pattern and cue whether asked for or not. */
export function readWordProblems(set: LintParts, asked: TermTable, places: PlaceBook): Problem[] {
  const all = new TermTable(set.lists, set.patterns);
  asked.terms.forEach((term, i) => {
    const use = asked.uses[i] as TermTable['uses'][number];
    if (term.kind === 'phrase') all.phrase(term.text, use);
    if (term.kind === 'regex') all.regex(term.source, use);
  });
  const nowhere = { where: '', start: 0, end: 0 };
  for (const { id } of set.lists) all.list(id, nowhere);
  for (const { id } of set.patterns) all.pattern(id, nowhere);
  const { problems } = buildLexicon(all.terms, { cues: set.cues, lists: set.lists, patterns: set.patterns });
  const seen = new Set<string>();
  return problems.flatMap((found) => {
    const place = placeOf(found, all, places);
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
