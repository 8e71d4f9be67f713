/** Where sentences end. */
import { expect, test } from 'vitest';
import { readTokens } from '../match/tokens.ts';
import { normalise } from '../normal/normalise.ts';
import { findQuotations, innerRepost } from './quotations.ts';
import { splitSentences } from './sentences.ts';

function sentencesOf(source: string): string[] {
  const tokens = readTokens(normalise(source).text);
  const { first, count } = splitSentences(tokens);
  return Array.from({ length: count }, (_, i) =>
    tokens.text.slice(tokens.start[first[i] as number], tokens.end[(first[i + 1] as number) - 1]),
  );
}

test.each([
  ['One. Two! Three? four', ['One', 'Two', 'Three', 'four']],
  ['Mr. Smith met Dr. No at 3.5 St. James', ['Mr. Smith met Dr. No at 3.5 St. James']],
  ['The U.S. senate met. It voted', ['The U.S. senate met', 'It voted']],
  ['well... maybe not... But then', ['well... maybe not', 'But then']],
  ['first line\nsecond line\r\n\r\nthird', ['first line\nsecond line', 'third']],
  ['They should all be\nshot', ['They should all be\nshot']],
  ['They should all be\r\nShot at dawn', ['They should all be\r\nShot at dawn']],
  ['THEY SHOULD ALL HANG\nFROM TREES', ['THEY SHOULD ALL HANG\nFROM TREES']],
  ['Kill\nThem\nAll', ['Kill\nThem\nAll']],
  ['We saw the shop,\nThe street and the wall', ['We saw the shop,\nThe street and the wall']],
  ['My neighbour said so\nThey met Mr.\nSmith', ['My neighbour said so', 'They met Mr.\nSmith']],
  ['It is over.\nthey left!\nso what?\nyes', ['It is over', 'they left', 'so what', 'yes']],
  ['We need these:\n- shot\n* bread\n1. milk', ['We need these', 'shot', 'bread', '1', 'milk']],
  ['they should be\n\nshot', ['they should be', 'shot']],
  ['they should be\u2029shot', ['they should be', 'shot']],
  ['これは\n本だ', ['これは\n本だ']],
  ['so good \u{1f602}\u{1f602} You know', ['so good \u{1f602}\u{1f602}', 'You know']],
  ['so good \u{1f602} you know', ['so good \u{1f602} you know']],
  ['Stop! \u{1f621} they said', ['Stop! \u{1f621}', 'they said']],
  ['RT @name: He is here. Run', ['RT @name', 'He is here', 'Run']],
  ['Kill. Them. All.', ['Kill. Them. All']],
  ['No. They should go home.', ['No', 'They should go home']],
  ['他来了。我走了！真的？', ['他来了', '我走了', '真的']],
  ['यह ठीक है। वह नहीं', ['यह ठीक है', 'वह नहीं']],
  ['sh!t happens', ['sh!t happens']],
  ['He said "stop." Then left', ['He said "stop', 'Then left']],
  ['', []],
  ['!!!', []],
])('%j', (source, expected) => {
  expect(sentencesOf(source)).toEqual(expected);
});

function quotedIn(source: string): string[] {
  const tokens = readTokens(normalise(source).text);
  const pairs = findQuotations(tokens);
  const quoted: string[] = [];
  for (let i = 0; i < pairs.length; i += 2) {
    quoted.push(tokens.text.slice(tokens.start[pairs[i] as number], tokens.end[(pairs[i + 1] as number) - 1]));
  }
  return quoted;
}

test.each([
  ['he said "go home" today', ['go home']],
  ['\u201cOne. Two\u201d and \u00abtrois\u00bb, \u201evier\u201c', ['One. Two', 'trois', 'vier']],
  ["the 'so called' truth, don't", ['so called']],
  ["shoot 'em and don't stop the boys' club", []],
  ['&quot;entity quotes&quot;', ['entity quotes']],
  ['5" tall "never closed', ['tall']],
  ['"open\nand "closed"', ['closed']],
  ['\u2018single curly\u2019 it\u2019s', ['single curly']],
  ['「引用」', ['引用']],
])('%j quotes %j', (source, expected) => {
  expect(quotedIn(source)).toEqual(expected);
});

test('an old-style repost inside a text begins the words of another', () => {
  expect(innerRepost(readTokens('so true RT @a: their words'))).toBe(4);
  expect(innerRepost(readTokens('RT @a: their words'))).toBe(4);
});
