/** How loud a text is: what rules against shouting ask. One pass over its characters. */

import { isRegional } from './normal/characters.ts';

export type Loudness = { readonly upperShare: number; readonly longestRun: number };

export function readLoudness(source: string): Loudness {
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
