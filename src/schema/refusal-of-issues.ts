/** What a schema found wrong, as one refusal with a pointer. Never quotes a value: it may be a post's text. */
import type { z } from 'zod';
import type { Refusal } from '../errors.ts';

type Issue = z.core.$ZodIssue;

/** JSON pointer of a path (RFC 6901). */
function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** One sentence on the first thing that is wrong. */
export function refusalOfIssues(issues: readonly Issue[], code: 'BODY_INVALID' | 'QUERY_INVALID'): Refusal {
  const issue = deepest(issues[0]);
  if (!issue) return { code, detail: 'it does not have the expected shape', pointer: '' };
  const named = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const pointer = pointerOf(named === undefined ? issue.path : [...issue.path, named]);
  return { code, detail: sentenceOf(issue), pointer };
}

/** In a union, the branch that came furthest says most. */
function deepest(issue: Issue | undefined): Issue | undefined {
  if (issue?.code !== 'invalid_union') return issue;
  const branches = issue.errors.map((branch) => branch[0]).filter((each) => each !== undefined);
  const best = branches.reduce<Issue | undefined>(
    (a, b) => (a === undefined || b.path.length > a.path.length ? b : a),
    undefined,
  );
  return best && best.path.length > 0 ? deepest({ ...best, path: [...issue.path, ...best.path] }) : issue;
}

function sentenceOf(issue: Issue): string {
  const at = issue.path.length === 0 ? 'it' : `\`${issue.path.map(String).join('.')}\``;
  switch (issue.code) {
    case 'unrecognized_keys':
      return `there is no field \`${String(issue.keys[0]).slice(0, 64)}\` here`;
    case 'custom':
      return `${at} ${issue.message}`;
    case 'invalid_format':
      return issue.format === 'regex' ? `${at} ${issue.message}` : `${at} is not a usable ${issue.format}`;
    case 'invalid_type':
      return issue.input === undefined && issue.message.includes('undefined')
        ? `${at} is missing`
        : `${at} must be a ${issue.expected}`;
    case 'too_big':
      return `${at} is more than the ${issue.maximum} that fit`;
    case 'too_small':
      return `${at} is less than the ${issue.minimum} that it needs`;
    case 'invalid_value':
      return `${at} must be one of ${issue.values.map((value) => `\`${String(value)}\``).join(', ')}`;
    default:
      return `${at} does not have the expected shape`;
  }
}
