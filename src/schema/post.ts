/** A post as platforms send it. */
import { z } from 'zod';
import { Country, DayOrTime, Lang, OpaqueId, Slug, Time, WebUrl } from './fields.ts';
import { LINKS_MAX, MEDIA_MAX } from './limits.ts';
import { AUDIENCES } from './words.ts';

/** What a payload says of its author is a claim: it has no effect until our own register confirms it. */
const OfficeClaim = z.strictObject({
  title: z.string().min(1).max(200),
  jurisdiction: z.string().max(64).nullable().default(null),
  from: DayOrTime.nullable().default(null),
  to: DayOrTime.nullable().default(null),
});

const authorFields = {
  handle: z.string().max(512).nullable().default(null),
  createdAt: Time.nullable().default(null),
  followers: z.int().min(0).nullable().default(null),
  verified: z.boolean().nullable().default(null),
  offices: z.array(OfficeClaim).max(100).default([]),
};
export const Author = z.strictObject({ id: OpaqueId, ...authorFields });
export type Author = z.output<typeof Author>;

const MediaItem = z.strictObject({
  kind: z.enum(['image', 'video', 'audio', 'other']),
  url: WebUrl.nullable().default(null),
  alt: z.string().max(20_000).nullable().default(null),
  sha256: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/, 'is not a SHA-256: 64 hex digits')
    .nullable()
    .default(null),
  pdq: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/, 'is not a PDQ hash: 64 hex digits')
    .nullable()
    .default(null),
});

/** A number from a detector. */
const SignalValue = z.strictObject({ value: z.number(), version: z.string().min(1).max(100) });

const contentFields = {
  url: WebUrl.nullable().default(null),
  editedAt: Time.nullable().default(null),
  text: z.string(),
  lang: Lang.nullable().default(null),
  visibility: z.enum(AUDIENCES).default('public'),
  links: z.array(WebUrl).max(LINKS_MAX).default([]),
  media: z.array(MediaItem).max(MEDIA_MAX).default([]),
  replyTo: OpaqueId.nullable().default(null),
  quoteOf: OpaqueId.nullable().default(null),
  postedFrom: Country.nullable().default(null),
  signals: z.record(z.string().min(1).max(100), SignalValue).default({}),
};

export const Post = z
  .strictObject({ platform: Slug, id: OpaqueId, createdAt: Time, author: Author, ...contentFields })
  .meta({ id: 'Post' });
/** A post after reading: everything that may be left out is there. */
export type Post = z.output<typeof Post>;
/** A post as a client may write it. */
export type PostInput = z.input<typeof Post>;

/** A post to try: only platform and text are needed. */
export const TryPost = z.strictObject({
  platform: Slug,
  id: OpaqueId.default('try'),
  createdAt: Time.nullable().default(null),
  author: Author.nullable().default(null),
  ...contentFields,
});
export type TryPost = z.output<typeof TryPost>;

/** An account's fields as a platform sends them on their own. */
export const AccountFields = z.strictObject(authorFields);
export type AccountFields = z.output<typeof AccountFields>;
