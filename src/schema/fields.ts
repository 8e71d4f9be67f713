/** Pieces that many wire types share: ids, times, languages, pages. */
import { z } from 'zod';
import { readInstant } from '../lib/instant.ts';
import { saysSomething } from '../lib/said.ts';
import { ID_MAX, PAGE_DEFAULT, PAGE_MAX, URL_MAX } from './limits.ts';

const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d)(:\d\d(\.\d{1,9})?)?([Zz]|[+-]\d\d:\d\d)$/;
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;

function isCalendarDay(year: string, month: string, day: string): boolean {
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= last;
}

/** An RFC 3339 time: a real day, with an offset. */
export function isTime(text: string): boolean {
  const parts = RFC_3339.exec(text);
  return parts !== null && isCalendarDay(parts[1]!, parts[2]!, parts[3]!) && readInstant(text) !== null;
}

function isDate(text: string): boolean {
  const parts = DATE.exec(text);
  return parts !== null && isCalendarDay(parts[1]!, parts[2]!, parts[3]!);
}

/** A time as clients send it. */
export const Time = z
  .string()
  .max(40)
  .refine(isTime, 'is not a time: write it as `2026-11-01T09:00:00Z`')
  .meta({ format: 'date-time' });
/** A day, or a time. */
export const DayOrTime = z
  .string()
  .max(40)
  .refine((text) => isDate(text) || isTime(text), 'is not a day or a time: write it as `2026-11-01`');
/** A time as we send it: UTC, with milliseconds. */
export const At = z.string().meta({ format: 'date-time' });

/** A platform's own id of a post or an account: opaque. */
export const OpaqueId = z
  .string()
  .min(1)
  .max(ID_MAX)
  .refine((id) => id.isWellFormed() && !id.includes('\0'), 'is not an id: it holds NUL or half a surrogate pair');
/** Ids that policy text declares: platforms, policies, rungs, facts. */
export const Slug = z
  .string()
  .max(64)
  .regex(/^[a-z0-9][a-z0-9_-]*$/, 'is not an id: lower-case letters, digits, `-` and `_`');
/** Ids that we give. */
export const OwnId = z.string().min(1).max(128);
export const Lang = z
  .string()
  .max(35)
  .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, 'is not a language tag: write it as `en` or `pt-BR`');
export const Country = z.string().regex(/^[A-Z]{2}$/, 'is not a country: two capital letters, as `DE`');
/** An address of http or https: nothing else is ever followed or shown as a link. */
export const WebUrl = z
  .string()
  .max(URL_MAX)
  .refine((text) => /^https?:\/\/[^\s]+$/i.test(text), 'is not an http or https address');
/** Words that somebody can read: not only blanks, marks and characters that nobody sees. */
export const Said = (max: number) =>
  z.string().trim().min(1).max(max).refine(saysSomething, 'says nothing: it has no letter and no digit');
export const Reason = Said(10_000);
export const PolicySetHash = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, 'is not a policy set: `sha256:` and 64 hex digits');

/** A place in a list: opaque, given by the answer before. */
const Cursor = z.string().min(1).max(256);
export const PageQuery = {
  cursor: Cursor.optional(),
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
};
/** A page of a list; `next` is null at its end. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

/** A post of a platform, named as the platform names it. */
export const PostRef = z.strictObject({ platform: Slug, id: OpaqueId });
export type PostRef = z.output<typeof PostRef>;
