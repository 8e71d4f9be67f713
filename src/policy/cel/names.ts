/** The names that one policy set adds to the language: its counters, lists and patterns, and the signals that it reads. */
export type SetNames = {
  readonly counters: readonly string[];
  readonly signals: readonly string[];
  readonly lists: readonly string[];
  readonly patterns: readonly string[];
};

/** What a list, pattern, counter or signal may be called. */
export const isName = (name: string): boolean => /^[a-z][a-z0-9_]{0,63}$/.test(name) && name !== 'constructor';

const NAME = /\bsignals\s*\.\s*([A-Za-z_][A-Za-z0-9_]*)/g;

/** Signals are declared by being read: any name after `signals.` (also in a string: harmless, it is then never used). */
export function signalNames(conditions: Iterable<string>): string[] {
  const names = new Set<string>();
  for (const condition of conditions) {
    for (const [, name = ''] of condition.matchAll(NAME)) if (isName(name)) names.add(name);
  }
  return [...names].sort();
}
