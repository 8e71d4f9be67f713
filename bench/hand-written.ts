/**
 * The baseline of the evaluation benchmark: the ten rules of `policy-files.ts` as one would write them by hand,
 * reading the same JSON, folding text alike (NFKC, lower case, invisible characters out), with the same spans.
 */
import { BAD_DOMAINS, PHRASES_20 } from './policy-files.ts';

export type HandFinding = { rule: string; spans: { start: number; end: number }[] };

const ESCAPE = /[.*+?^${}()|[\]\\]/g;
const words = (list: readonly string[]) =>
  new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${list.map((p) => p.replace(ESCAPE, '\\$&').replaceAll(' ', '\\s+')).join('|')})(?![\\p{L}\\p{N}])`,
    'gu',
  );

const FREE = words(['free money']);
const BICYCLE = words(['found a blue bicycle']);
const TWENTY = words(PHRASES_20);
const WALL = words(['garden wall']);
const RAINS = words(['rains']);
const BUY = words(['buy']);
const HARBOUR = words(['painted a map of the harbour']);
const MINDED = words(['minded']);
const MENTION = /(?<![\p{L}\p{N}_])@[\p{L}\p{N}_]+/gu;
const DOMAINS = new Set(BAD_DOMAINS);
const PLAIN = /^[\x20-\x7e\n]*$/;
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** Lower-cased text. Only plain text keeps its offsets, and the benchmark's posts are plain. */
function fold(text: string): string {
  return PLAIN.test(text) ? text.toLowerCase() : text.normalize('NFKC').replace(INVISIBLE, '').toLowerCase();
}

function spans(text: string, pattern: RegExp): { start: number; end: number }[] {
  const found = [];
  pattern.lastIndex = 0;
  for (const match of text.matchAll(pattern)) found.push({ start: match.index, end: match.index + match[0].length });
  return found;
}

function has(text: string, pattern: RegExp): boolean {
  pattern.lastIndex = 0;
  return pattern.test(text);
}

const wordsBetween = (text: string, from: number, to: number) =>
  text.slice(from, to).match(/[\p{L}\p{N}']+/gu)?.length ?? 0;

function near(text: string, a: RegExp, b: RegExp, distance: number): { start: number; end: number }[] {
  if (!has(text, a) || !has(text, b)) return [];
  const found: { start: number; end: number }[] = [];
  const bs = spans(text, b);
  for (const x of spans(text, a)) {
    for (const y of bs) {
      const between = x.end <= y.start ? wordsBetween(text, x.end, y.start) : wordsBetween(text, y.end, x.start);
      if (between <= distance) found.push(x, y);
    }
  }
  return found;
}

type Wire = {
  text: string;
  replyTo?: string | null;
  createdAt: string;
  links?: string[];
  author: { createdAt?: string | null };
};

/** The findings of one line, in the order of the rules. */
export function judgeByHand(line: string): HandFinding[] {
  const post = JSON.parse(line) as Wire;
  const text = fold(post.text);
  const links = post.links ?? [];
  const found: HandFinding[] = [];
  const add = (rule: string, at: { start: number; end: number }[]) => found.push({ rule, spans: at });
  if (has(text, FREE)) add('free-money', spans(text, FREE));
  if (has(text, BICYCLE)) add('blue-bicycle', spans(text, BICYCLE));
  if (links.some((link) => DOMAINS.has(new URL(link).hostname))) add('bad-domain', []);
  if (links.length > 3) add('many-links', []);
  if ((text.match(MENTION)?.length ?? 0) > 10) add('mention-flood', []);
  if (has(text, TWENTY)) add('any-of-twenty', spans(text, TWENTY));
  const madeAt = post.author.createdAt;
  if (madeAt && Date.parse(post.createdAt) - Date.parse(madeAt) < 24 * 3_600_000 && links.length > 0)
    add('new-with-link', []);
  const wall = near(text, WALL, RAINS, 12);
  if (wall.length > 0) add('wall-near-rain', wall);
  if (post.replyTo && has(text, BUY)) add('reply-selling', spans(text, BUY));
  if (links.length > 0 && has(text, HARBOUR) && !has(text, MINDED)) add('harbour-link', spans(text, HARBOUR));
  return found;
}
