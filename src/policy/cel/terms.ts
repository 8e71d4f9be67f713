/** Collects the phrases, lists, patterns and regular expressions that conditions ask about: one lexicon term each. */
import type { Pattern, WordList } from '../policy-set.ts';
import type { TermRef, TermSource } from '../text/index.ts';

/** Where a term was first asked for, so that its problems can be placed. */
export type TermUse = { readonly where: string; readonly start: number; readonly end: number };

export class TermTable {
  readonly terms: TermSource[] = [];
  readonly uses: TermUse[] = [];
  readonly #byKey = new Map<string, TermRef>();
  readonly #lists: ReadonlyMap<string, WordList>;
  readonly #patterns: ReadonlyMap<string, Pattern>;

  constructor(lists: readonly WordList[], patterns: readonly Pattern[]) {
    this.#lists = new Map(lists.map((l) => [l.id, l]));
    this.#patterns = new Map(patterns.map((p) => [p.id, p]));
  }

  phrase(text: string, use: TermUse): TermRef {
    return this.add({ kind: 'phrase', text }, use);
  }

  list(id: string, use: TermUse): TermRef {
    const { entries, fold } = this.#lists.get(id) as WordList;
    return this.add({ kind: 'list', id, entries, fold }, use);
  }

  pattern(id: string, use: TermUse): TermRef {
    const { any, fold } = this.#patterns.get(id) as Pattern;
    return this.add({ kind: 'pattern', id, any, fold }, use);
  }

  regex(source: string, use: TermUse): TermRef {
    return this.add({ kind: 'regex', source }, use);
  }

  /** The number of the term, the same each time; `use` is kept of the first. */
  add(term: TermSource, use: TermUse): TermRef {
    const key = `${term.kind}:${'id' in term ? term.id : term.kind === 'phrase' ? term.text : term.source}`;
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const ref = this.terms.push(term) - 1;
    this.uses.push(use);
    this.#byKey.set(key, ref);
    return ref;
  }
}
