/** One line or one body of `POST /v1/posts`, read: a post or an operation, or why it is neither. Pure. */
import type { z } from 'zod';
import type { Refusal } from '../errors.ts';
import { readJson } from '../lib/read-json.ts';
import { AccountOp, DeleteOp, type Op } from './answer.ts';
import { JSON_DEPTH_MAX, TEXT_BYTES_MAX } from './limits.ts';
import { Post } from './post.ts';
import { refusalOfIssues } from './refusal-of-issues.ts';

export type ReadLine =
  | { readonly ok: true; readonly line: { readonly op: 'post'; readonly post: Post } | Op }
  | { readonly ok: false; readonly error: Refusal };

const refused = (error: Refusal): ReadLine => ({ ok: false, error });

export function readLine(text: string): ReadLine {
  const json = readJson(text, JSON_DEPTH_MAX);
  return json.ok ? readLineValue(json.value) : refused(json.error);
}

export function readLineValue(value: unknown): ReadLine {
  const op = typeof value === 'object' && value !== null && Object.hasOwn(value, 'op') ? (value as Op).op : 'post';
  switch (op) {
    case 'delete':
      return read(DeleteOp, value, (line) => line);
    case 'account':
      return read(AccountOp, value, (line) => line);
    case 'post':
      return readPost(value);
    default:
      return refused({ code: 'BODY_INVALID', detail: '`op` must be one of `delete`, `account`', pointer: '/op' });
  }
}

function readPost(value: unknown): ReadLine {
  const read_ = read(Post, value, (post) => ({ op: 'post', post }));
  if (!read_.ok || read_.line.op !== 'post') return read_;
  const tooLarge = refusalOfText(read_.line.post.text);
  return tooLarge ? refused(tooLarge) : read_;
}

/** A text over the limit is refused, never cut. */
export function refusalOfText(text: string, pointer = '/text'): Refusal | null {
  if (text.length * 3 <= TEXT_BYTES_MAX) return null;
  const bytes = new TextEncoder().encode(text).length;
  if (bytes <= TEXT_BYTES_MAX) return null;
  return {
    code: 'POST_TOO_LARGE',
    detail: `the text has ${bytes} bytes, at most ${TEXT_BYTES_MAX} are taken`,
    pointer,
  };
}

function read<T extends z.ZodType>(
  schema: T,
  value: unknown,
  line: (of: z.output<T>) => Extract<ReadLine, { ok: true }>['line'],
): ReadLine {
  const result = schema.safeParse(value);
  if (result.success) return { ok: true, line: line(result.data) };
  return refused(refusalOfIssues(result.error.issues, 'BODY_INVALID'));
}
