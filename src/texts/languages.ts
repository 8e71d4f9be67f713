/** Which words a reader gets, and in which direction they run. */

/** Primary subtags of languages that are written from right to left. */
const RIGHT_TO_LEFT = new Set(['ar', 'arc', 'ckb', 'dv', 'fa', 'he', 'iw', 'ks', 'ps', 'sd', 'ug', 'ur', 'yi']);
const RTL_SCRIPTS = new Set(['arab', 'hebr', 'thaa', 'syrc', 'nkoo', 'adlm', 'rohg']);

/** The words in the language asked for, else in its primary language, else in English, else the first there are. */
export function pickWords(
  words: Readonly<Record<string, string>>,
  lang: string | null,
): { readonly text: string; readonly lang: string } {
  const tags = Object.keys(words);
  const primary = (tag: string): string => tag.toLowerCase().split('-')[0] ?? '';
  const wanted = lang?.toLowerCase() ?? 'en';
  const tag =
    tags.find((each) => each.toLowerCase() === wanted) ??
    tags.find((each) => primary(each) === primary(wanted)) ??
    tags.find((each) => primary(each) === 'en') ??
    tags[0];
  return tag === undefined ? { text: '', lang: 'en' } : { text: words[tag] ?? '', lang: tag };
}

/** By the script where the tag names one, else by the language. */
export function dirOf(lang: string): 'ltr' | 'rtl' {
  const [primary = '', ...rest] = lang.toLowerCase().split('-');
  const script = rest.find((part) => part.length === 4);
  if (script !== undefined) return RTL_SCRIPTS.has(script) ? 'rtl' : 'ltr';
  return RIGHT_TO_LEFT.has(primary) ? 'rtl' : 'ltr';
}
