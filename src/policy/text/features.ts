/** Cheap counts over a text that rules against spam and shouting use. One pass over tokens, one over characters. */

import { TOKEN_HASHTAG, TOKEN_MENTION, TOKEN_SYMBOL, TOKEN_URL, type Tokens } from './match/tokens.ts';
import { isRegional } from './normal/characters.ts';

export type Features = {
  readonly mentions: number;
  readonly hashtags: number;
  readonly urls: number;
  readonly emojis: number;
  readonly upperShare: number;
  readonly longestRun: number;
};

export function readFeatures(tokens: Tokens, source: string): Features {
  let mentions = 0;
  let hashtags = 0;
  let urls = 0;
  let emojis = 0;
  for (let i = 0; i < tokens.count; i++) {
    const kind = tokens.kind[i];
    if (kind === TOKEN_MENTION) mentions++;
    else if (kind === TOKEN_URL) urls++;
    else if (kind === TOKEN_SYMBOL) emojis++;
    // The parts of one hashtag stand together, at most an underscore between.
    else if (kind === TOKEN_HASHTAG && tokens.text[(tokens.start[i] as number) - 1] === '#') hashtags++;
  }
  return { mentions, hashtags, urls, emojis, ...readCharacters(source) };
}

function readCharacters(source: string): { upperShare: number; longestRun: number } {
  let upper = 0;
  let cased = 0;
  let longestRun = 0;
  let run = 0;
  let last = -1;
  for (let i = 0; i < source.length; i++) {
    const codePoint = source.codePointAt(i) as number;
    if (codePoint > 0xffff) i++;
    run = codePoint === last && !isRegional(codePoint) ? run + 1 : 1;
    last = codePoint;
    if (run > longestRun && codePoint > 0x20 && codePoint !== 0xa0) longestRun = run;
    if (codePoint < 0x80) {
      if (codePoint >= 0x41 && codePoint <= 0x5a) upper++;
      else if (codePoint < 0x61 || codePoint > 0x7a) continue;
      cased++;
      continue;
    }
    const character = String.fromCodePoint(codePoint);
    const lowered = character.toLowerCase();
    if (lowered !== character) upper++;
    else if (character.toUpperCase() === character) continue;
    cased++;
  }
  return { upperShare: cased === 0 ? 0 : upper / cased, longestRun };
}
