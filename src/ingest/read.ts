/**
 * Wire → domain: a post as its platform sent it becomes an `IncomingPost`. Pure; the edge has checked the shape
 * (`schema/post.ts`), here the words are made well-formed, times read, links and their domains found.
 */
import { readInstant } from '../lib/instant.ts';
import { TEXT_BYTES_MAX } from '../schema/limits.ts';
import type { Author, Post } from '../schema/post.ts';
import { linksOf } from './links.ts';
import type { AuthorFields, IncomingPost, Media } from './post.ts';
import { allWellFormed, fitsBytes, wellFormed } from './well-formed.ts';

type ReadProblem = {
  readonly code: 'POST_TOO_LARGE' | 'BODY_INVALID';
  readonly detail: string;
  readonly pointer: string;
};
export type ReadPost =
  | { readonly ok: true; readonly post: IncomingPost }
  | { readonly ok: false; readonly problem: ReadProblem };

/** `sha256` gives the hex digest of a text's UTF-8 bytes; it is kept for texts that cleaning changed. */
export function readPost(wire: Post, sha256: (text: string) => string): ReadPost {
  if (!fitsBytes(wire.text, TEXT_BYTES_MAX)) {
    return no('POST_TOO_LARGE', `text has more than ${TEXT_BYTES_MAX} bytes`, '/text');
  }
  const createdAt = readInstant(wire.createdAt);
  if (createdAt === null) return no('BODY_INVALID', 'createdAt is not a time', '/createdAt');
  const editedAt = wire.editedAt === null ? null : readInstant(wire.editedAt);
  if (wire.editedAt !== null && editedAt === null) return no('BODY_INVALID', 'editedAt is not a time', '/editedAt');
  const text = wellFormed(wire.text);
  return {
    ok: true,
    post: {
      platform: wire.platform,
      id: wellFormed(wire.id),
      // In the order of canonical JSON, so that the vault finds nothing to sort.
      content: {
        createdAt,
        editedAt,
        lang: wire.lang === null ? null : (wire.lang.split('-')[0] as string).toLowerCase(),
        links: linksOf(wire.links.map(wellFormed), text),
        media: wire.media.map(readMedia),
        postedFrom: wire.postedFrom,
        quoteOf: cleaned(wire.quoteOf),
        replyTo: cleaned(wire.replyTo),
        text,
        url: cleaned(wire.url),
        visibility: wire.visibility,
      },
      author: readAuthor(wire.author),
      signals: allWellFormed(wire.signals),
      rawSha256: text === wire.text ? null : sha256(escapeLone(wire.text)),
    },
  };
}

/** What a payload says of its author, cleaned. */
export function readAuthor(wire: Author): AuthorFields {
  return {
    id: wellFormed(wire.id),
    handle: cleaned(wire.handle),
    createdAt: wire.createdAt === null ? null : readInstant(wire.createdAt),
    followers: wire.followers,
    verified: wire.verified,
    offices: wire.offices.map((office) => ({
      title: wellFormed(office.title),
      jurisdiction: cleaned(office.jurisdiction),
      from: office.from === null ? null : readInstant(office.from),
      to: office.to === null ? null : readInstant(office.to),
    })),
  };
}

function readMedia(media: Post['media'][number]): Media {
  return {
    kind: media.kind,
    url: cleaned(media.url),
    alt: cleaned(media.alt),
    sha256: media.sha256?.toLowerCase() ?? null,
    pdq: media.pdq?.toLowerCase() ?? null,
  };
}

function cleaned(text: string | null): string | null {
  return text === null ? null : wellFormed(text);
}

/** Lone surrogates have no UTF-8: they are hashed as the `\uXXXX` that JSON writes for them. */
function escapeLone(text: string): string {
  return text.isWellFormed() ? text : JSON.stringify(text).slice(1, -1);
}

function no(code: ReadProblem['code'], detail: string, pointer: string): ReadPost {
  return { ok: false, problem: { code, detail, pointer } };
}
