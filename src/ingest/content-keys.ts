/**
 * Two canonical texts of a post's content. `contentBasis` tells revisions apart: the same again is a replay.
 * `clusterBasis` is what exact copies on any platform share. The shell turns both into keyed hashes.
 */
import type { IncomingPost, Media, PostContent } from './post.ts';

/** What a change of makes a new revision: text, links, media, parents, language, sensitivity. */
export function contentBasis({ content, signals }: IncomingPost): string {
  return JSON.stringify([
    content.text,
    content.lang,
    content.visibility,
    content.links.map((link) => link.url),
    content.media.map((media) => [media.kind, media.url, media.alt, media.sha256, media.pdq]),
    content.replyTo,
    content.quoteOf,
    Object.entries(signals)
      .map(([name, signal]) => [name, signal.value, signal.version])
      .sort(([a], [b]) => ((a as string) < (b as string) ? -1 : 1)),
  ]);
}

/** The time of the revision: when it was edited, else when it was written. */
export function revisedAt(content: PostContent): string {
  return content.editedAt ?? content.createdAt;
}

/**
 * Folded text, links and media; null if there is nothing to share. Text is compared without regard to case, width,
 * spacing and invisible characters.
 */
export function clusterBasis({ content }: IncomingPost): string | null {
  const text = foldedText(content);
  const links = [...new Set(content.links.map((link) => link.url))].sort();
  const media = [...new Set(content.media.map(mediaKey))].filter((key) => key !== null).sort();
  if (text === '' && links.length === 0 && media.length === 0) return null;
  return JSON.stringify([text, links, media]);
}

/** Hashes tell a picture again wherever it is; addresses differ from platform to platform, so they are the last resort. */
function mediaKey(media: Media): string | null {
  return media.sha256 ?? media.pdq ?? media.url;
}

/** NFKC grows some characters eighteenfold; what is beyond this no longer tells copies apart. */
const FOLDED_MAX = 1_048_576;
/** Putting long runs of marks in order takes time in the square of their length; more than a few tell nothing apart. */
const MARK_FLOOD = /(\p{M}{4})\p{M}+/gu;
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

const folds = new WeakMap<PostContent, string>();

/** Folded once for each post, however many ask. */
export function foldedText(content: PostContent): string {
  let folded = folds.get(content);
  if (folded === undefined) {
    folded = foldForCopies(content.text);
    folds.set(content, folded);
  }
  return folded;
}

export function foldForCopies(text: string): string {
  const visible = text.slice(0, FOLDED_MAX).replace(INVISIBLE, '').replace(MARK_FLOOD, '$1');
  const folded = visible.normalize('NFKC').slice(0, FOLDED_MAX).toLowerCase();
  return folded.replace(/[\s\u0085]+/g, ' ').trim();
}
