/** Links of a post: what the payload names and what the text itself holds, each with its registrable domain. */
import { hostOf, registrableDomain } from '../lib/registrable-domain.ts';
import type { Link } from './post.ts';

/** Links taken from the text itself; more of them is spam that the first thousand show well enough. */
const TEXT_LINKS_MAX = 1_000;
const URL_LENGTH_MAX = 8_192;

/** Links of the payload first, then those in the text that it does not name; each once. */
export function linksOf(named: readonly string[], text: string): readonly Link[] {
  const urls = new Set(named);
  for (const url of urlsIn(text)) urls.add(url);
  return [...urls].map((url) => ({ domain: registrableDomain(url), url }));
}

/** Addresses of http and https in running text, without the punctuation that ends a sentence. Linear in length. */
export function urlsIn(text: string): readonly string[] {
  const found: string[] = [];
  for (const match of text.matchAll(/https?:\/\/[^\s<>"'`]+/gi)) {
    if (found.length === TEXT_LINKS_MAX) break;
    const url = trimEnd(match[0]);
    if (url.length <= URL_LENGTH_MAX && hostOf(url) !== null) found.push(url);
  }
  return found;
}

function trimEnd(url: string): string {
  let end = url.length;
  while (end > 0 && '.,;:!?)]}…”’»'.includes(url[end - 1] as string)) end--;
  return url.slice(0, end);
}
