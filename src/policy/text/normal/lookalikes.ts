/** Characters written in place of Latin letters, for terms that ask for folding. Data. */

/** Letters of other alphabets that look like the Latin ones; a pair is the other letter, then the Latin one. */
const CYRILLIC_GREEK_ARMENIAN =
  'аaвbгrеeёeкkмmнhоoрpсcтtуyхxѕsіiїiјjһhԁdԛqԝwпnьbѵvӏlүyқkңhөoһhґr' +
  'αaάaβbεeέeηnήnιiίiϊiκkμuνvοoόoρpσoτtυuύuχxγyωwώwϲcϳj' +
  'օoսuոnհhյjցgզq';
/** The same in alphabets that have capitals only, or whose capitals are the ones that look alike. */
const CHEROKEE = 'ᎪaᏴbᏏbᏟcᎠdᏧdᎬeᎰfᏀgᏳgᎻhᏂhᎥiᏆiᎫjᏦkᏞlᎷmᎤoᎾoᏢpᎡrᏒrᏚsᏕsᎢtᏌuᏙvᎳwᏔwᎩyᎽyᏃz';
const LISU = 'ꓐbꓑpꓒdꓓdꓔtꓖgꓗkꓙjꓚcꓜzꓝfꓟmꓠnꓡlꓢsꓣrꓦvꓧhꓪwꓫxꓬyꓮaꓰeꓲiꓳoꓴu';
const COPTIC = 'ⲁaⲃbⲉeⲏhⲓiⲕkⲙmⲛnⲟoⲣpⲥcⲧtⲩyⲭxⲱw';
const SYLLABICS = 'ᗩaᗅaᗷbᑲbᑕcᗪdᑯdᕮeᖴfᘜgᕼhᒍjᛕkᒪlᗰmᑎnᑭpᑫqᖇrᔕsᑌuᐯvᗯwᘔz';
const OTHER_ALPHABETS = [CYRILLIC_GREEK_ARMENIAN, CHEROKEE, LISU, COPTIC, SYLLABICS];
const LATIN =
  'ıiɑaɡgʀrɪiʟlɴnᴀaʙbᴄcᴅdᴇeꜰfɢgʜhᴊjᴋkᴍmᴏoᴘpꜱsᴛtᴜuᴠvᴡwʏyᴢzøođdłlħhŧtɐaəeǝeɯmɹrʇtʌvʍwʎyɔcƙkɓbɗdƒfɠgɦhɨiɭlɱmɲnɵoƥpʂsƭtʉuʋvƴyʐzⱥaɇeⱨhɉjȼcꝁkⱪkⱡlꞥnꞡgꞧrɽrɍrꞩsŧtɏyⱬzƶzᵽp';

/** Digits and signs written for letters: the sign, then each letter that it may stand for. */
const SIGNS = [
  '0o',
  '1il',
  '2z',
  '3e',
  '4a',
  '5s',
  '6g',
  '7t',
  '8b',
  '9g',
  '@a',
  '$s',
  '!i',
  '|il',
  '+t',
  '€e',
  '¢c',
  '£l',
  '¥y',
  '₳a',
  '฿b',
  '₵c',
  '₣f',
  '₲g',
  '₭k',
  '₥m',
  '₦n',
  '₱p',
  '₴s',
  '₮t',
  '₩w',
  // Letters whose capital looks like another one than their small form does.
  'ηh',
  'μm',
  'νn',
  'ζz',
  'υu',
  'гr',
  'ѡw',
];

const UNKNOWN = 0;
const NONE = 1;
/** Latin letter for a unit at or above U+0080: 0 not yet computed, 1 none. A pure memo over the tables. */
const LATIN_OF = new Uint16Array(0x10000);
const OTHER_ALPHABET = new Set<number>();
for (const table of [...OTHER_ALPHABETS, LATIN]) {
  // Texts are in lower case when they are read.
  const pairs = table.toLowerCase();
  for (let i = 0; i < pairs.length; i += 2) {
    LATIN_OF[pairs.charCodeAt(i)] = pairs.charCodeAt(i + 1);
    if (table !== LATIN) OTHER_ALPHABET.add(pairs.charCodeAt(i));
  }
}

/** The lower-case Latin letter that a unit looks like once its marks are gone, or 0. */
export function latinOf(unit: number): number {
  const known = LATIN_OF[unit] as number;
  if (known !== UNKNOWN) return known === NONE ? 0 : known;
  const bare = String.fromCharCode(unit).normalize('NFD').charCodeAt(0);
  const latin = bare >= 0x61 && bare <= 0x7a ? bare : bare !== unit ? latinOf(bare) : 0;
  LATIN_OF[unit] = latin === 0 ? NONE : latin;
  return latin;
}

/** A letter of an alphabet that has look-alikes, whether it is one itself. */
export const isOtherAlphabet = (unit: number): boolean =>
  unit >= 0x370 && (unit < 0x590 || OTHER_RANGES.some(([first, end]) => unit >= first && unit < end));
/** Cherokee, syllabics and runes, Coptic, Lisu, small Cherokee. */
const OTHER_RANGES = [
  [0x13a0, 0x16f0],
  [0x2c80, 0x2d00],
  [0xa4d0, 0xa500],
  [0xab70, 0xabc0],
] as const;
/** A look-alike of such an alphabet. */
export const isLookalike = (unit: number): boolean => OTHER_ALPHABET.has(unit);

const NO_LETTERS: readonly number[] = [];
const LETTERS_OF: (readonly number[])[] = [];
for (const [sign, ...letters] of SIGNS)
  LETTERS_OF[(sign as string).charCodeAt(0)] = letters.map((l) => l.charCodeAt(0));

/** The letters that a digit or sign may stand for. */
export const lettersOf = (unit: number): readonly number[] => LETTERS_OF[unit] ?? NO_LETTERS;

/** A sign of money that may stand for a letter. */
export const isCurrency = (unit: number): boolean =>
  (unit === 0x24 || (unit >= 0xa2 && unit <= 0xa5) || unit === 0xe3f || (unit >= 0x20a0 && unit < 0x20d0)) &&
  lettersOf(unit).length > 0;

/** Without accents, where a Latin letter remains. */
export function withoutAccents(word: string): string {
  let bare = '';
  for (let i = 0; i < word.length; i++) {
    const unit = word.charCodeAt(i);
    const latin = unit < 0x80 || isOtherAlphabet(unit) ? 0 : latinOf(unit);
    bare += latin === 0 ? word[i] : String.fromCharCode(latin);
  }
  return bare;
}
