/** A post as Evenhand works on it, after the edge has checked and cleaned it. */
import type { Instant } from '../lib/instant.ts';

export type Link = { readonly url: string; readonly domain: string };
export type Media = {
  readonly kind: 'image' | 'video' | 'audio' | 'other';
  readonly url: string | null;
  readonly alt: string | null;
  readonly sha256: string | null;
  readonly pdq: string | null;
};
export type Visibility = 'public' | 'unlisted' | 'followers' | 'direct';

export type PostContent = {
  readonly url: string | null;
  readonly createdAt: Instant;
  readonly editedAt: Instant | null;
  /** Well-formed UTF-16 without U+0000: "as received" from here on. */
  readonly text: string;
  /** BCP 47, lower-case primary subtag; null: not said. */
  readonly lang: string | null;
  readonly visibility: Visibility;
  readonly links: readonly Link[];
  readonly media: readonly Media[];
  readonly replyTo: string | null;
  readonly quoteOf: string | null;
  readonly postedFrom: string | null;
};

/** What the payload says of its author. Offices are claims, without effect until confirmed. */
export type AuthorFields = {
  readonly id: string;
  readonly handle: string | null;
  readonly createdAt: Instant | null;
  readonly followers: number | null;
  readonly verified: boolean | null;
  readonly offices: readonly {
    readonly title: string;
    readonly jurisdiction: string | null;
    readonly from: string | null;
    readonly to: string | null;
  }[];
};

export type IncomingPost = {
  readonly platform: string;
  readonly id: string;
  readonly content: PostContent;
  readonly author: AuthorFields;
  /** Signals by detectors, by name. */
  readonly signals: Readonly<Record<string, { readonly value: number; readonly version: string }>>;
  /** SHA-256 of the text before it was made well-formed, where that changed it. */
  readonly rawSha256: string | null;
};
