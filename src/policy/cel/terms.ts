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
    return this.#add(`phrase:${text}`, use, () => ({ kind: 'phrase', text }));
  }

  list(id: string, use: TermUse): TermRef {
    const { entries, fold } = this.#lists.get(id) as WordList;
    return this.#add(`list:${id}`, use, () => ({ kind: 'list', id, entries, fold }));
  }

  pattern(id: string, use: TermUse): TermRef {
    const { any, fold } = this.#patterns.get(id) as Pattern;
    return this.#add(`pattern:${id}`, use, () => ({ kind: 'pattern', id, any, fold }));
  }

  regex(source: string, use: TermUse): TermRef {
    return this.#add(`regex:${source}`, use, () => ({ kind: 'regex', source }));
  }

  #add(key: string, use: TermUse, make: () => TermSource): TermRef {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const ref = this.terms.push(make()) - 1;
    this.uses.push(use);
    this.#byKey.set(key, ref);
    return ref;
  }
}
