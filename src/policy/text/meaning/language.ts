/** Which language a text is in, when its post does not say. Rather unknown than wrong: unknown fits every policy. */
import { detectAll } from 'tinyld/light';

/** Less than this many letters say too little. */
const LETTERS_MIN = 24;
const WORDS_MIN = 4;
/** Slang and names are taken for small languages now and then: another language than English must show more. */
const FOREIGN_LETTERS_MIN = 36;
const FOREIGN_WORDS_MIN = 6;
const SURE = 0.3;
/** More is not needed, and identifying is slow. */
const CHARS_READ = 400;

const NOISE = /https?:\/\/\S+|www\.\S+|[@#]\S+|\bRT\b|[^\p{L}\p{M}'\s]+/gu;
/** Words that are English and little else: a text with them is not taken for another language. */
const ENGLISH =
  /\b(?:the|this|that|that's|they|you|your|you're|with|what|just|when|from|like|she|i'm|don't|can't|and|have|would|who|get|got|his|her|out|of)\b/gi;

/** Scripts that (nearly) one language uses. */
const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ['th', /\p{sc=Thai}/gu],
  ['ko', /\p{sc=Hang}/gu],
  ['ja', /[\p{sc=Hira}\p{sc=Kana}]/gu],
  ['zh', /\p{sc=Han}/gu],
  ['el', /\p{sc=Grek}/gu],
  ['he', /\p{sc=Hebr}/gu],
  ['ka', /\p{sc=Geor}/gu],
  ['hy', /\p{sc=Armn}/gu],
  ['ta', /\p{sc=Taml}/gu],
  ['te', /\p{sc=Telu}/gu],
  ['km', /\p{sc=Khmr}/gu],
  ['my', /\p{sc=Mymr}/gu],
  ['lo', /\p{sc=Laoo}/gu],
  ['am', /\p{sc=Ethi}/gu],
];

export type Guess = {
  /** Sure enough to say, or null. */
  readonly lang: string | null;
  /** The likeliest, sure or not; null without letters. */
  readonly likely: string | null;
};

/** The primary subtag that a post claims, or null: `pt-BR` is `pt`, `und` is null. */
export function claimedLanguage(claimed: string | null): string | null {
  const primary = claimed?.toLowerCase().split(/[-_]/)[0] ?? '';
  return /^[a-z]{2,3}$/.test(primary) && !['und', 'zxx', 'mul', 'qme', 'qht', 'qam', 'qct', 'qst'].includes(primary)
    ? primary
    : null;
}

/** Guesses from the text. Reads at most its beginning; costs about 0.1 ms. */
export function guessLanguage(text: string): Guess {
  const cleaned = text
    .slice(0, CHARS_READ * 2)
    .replace(NOISE, ' ')
    .replace(/(\p{L})\1{2,}/gu, '$1')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, CHARS_READ);
  const letters = cleaned.match(/\p{L}/gu)?.length ?? 0;
  if (letters === 0) return { lang: null, likely: null };
  const byScript = scriptOf(cleaned, letters);
  if (byScript !== null) return { lang: byScript, likely: byScript };
  const english = cleaned.match(ENGLISH)?.length ?? 0;
  const words = cleaned.split(' ').length;
  if (english * 6 >= words && words >= WORDS_MIN) {
    return { lang: letters >= LETTERS_MIN || english > 1 ? 'en' : null, likely: 'en' };
  }
  const [best] = detectAll(cleaned);
  if (best === undefined || !(best.accuracy > 0)) return { lang: null, likely: null };
  const enough = letters >= FOREIGN_LETTERS_MIN && words >= FOREIGN_WORDS_MIN && english === 0;
  const sure = best.accuracy >= SURE && (best.lang === 'en' ? letters >= LETTERS_MIN && words >= WORDS_MIN : enough);
  return { lang: sure ? best.lang : null, likely: best.lang };
}

/** The language of a script of its own, if it has at least a third of the letters. Kana decide over Han. */
function scriptOf(text: string, letters: number): string | null {
  if (!/[^\p{sc=Latn}\p{sc=Cyrl}\p{sc=Arab}\p{sc=Deva}\p{sc=Zyyy}\p{sc=Zinh}]/u.test(text)) return null;
  for (const [lang, script] of SCRIPTS) {
    const share = lang === 'ja' ? 10 : 3;
    if ((text.match(script)?.length ?? 0) * share >= letters) return lang;
  }
  return null;
}
