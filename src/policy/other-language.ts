/** Which posts the policies have no words for: told to whoever tries a text, where the rules find nothing in it. */
import type { PolicySet } from './policy-set.ts';
import { claimedLanguage, guessLanguage } from './text/index.ts';

/**
 * The language of a text if no policy of the set is written for it, as a primary BCP 47 subtag; null where one is, or
 * where the language is neither said nor sure enough to guess.
 */
export function otherLanguageOf(set: Pick<PolicySet, 'policies'>, text: string, said: string | null): string | null {
  const lang = claimedLanguage(said) ?? guessLanguage(text).lang;
  return lang === null || set.policies.some(({ languages }) => languages.includes(lang)) ? null : lang;
}
