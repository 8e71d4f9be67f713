/**
 * The command-line door: `evenhand evaluate` over a file with the posts of the case. It has no server and no register,
 * and the time of a post is its own, so it plays the cases that are made of posts and deletions alone.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { AnswerLine } from '../../../src/schema/answer.ts';
import type { Door, StepResult } from '../case-door.ts';
import type { Case, Step } from '../case-format.ts';
import { HAPPENINGS } from '../case-format.ts';
import { evenhand } from '../cli.ts';
import { momentOf } from '../play-case.ts';
import { shownAnswer } from './wire.ts';

export const cliDoor: Door = {
  name: 'cli',
  cannot,
  async open(testCase, files) {
    const answers = await evaluate(testCase, files);
    let line = 0;
    return {
      play: async () => resultOf(answers[line++]),
      // `evaluate` answers line by line; it keeps nothing to look at.
      look: async () => ({}),
      close: async () => {},
    };
  },
};

function cannot({ steps, now }: Case): string | null {
  const start = new Date(now).toISOString();
  let at = start;
  for (const step of steps) {
    at = step.at === undefined ? at : momentOf(start, step.at);
    const happening = HAPPENINGS.find((key) => step[key] !== undefined) ?? '';
    if (happening !== 'post' && happening !== 'delete')
      return `\`evaluate\` takes posts, and this case has ${happening}`;
    const { createdAt, editedAt } = step.post ?? {};
    if ((editedAt ?? createdAt ?? at) !== at) return '`evaluate` takes the time of a post for the time of receipt';
    const { tripped = [], departures = [] } = step.want ?? {};
    if (tripped.length > 0 || departures.some((each) => each.startsWith('breaker '))) {
      return '`evaluate` reports limits and does not apply them';
    }
  }
  return null;
}

function linesOf({ steps, now }: Case): string {
  const start = new Date(now).toISOString();
  let at = start;
  const lines = steps.map((step: Step) => {
    at = step.at === undefined ? at : momentOf(start, step.at);
    if (step.delete !== undefined) {
      const [platform, ...id] = step.delete.split('/');
      return { op: 'delete', platform, id: id.join('/') };
    }
    const author = { id: 'somebody', ...(step.post?.author as Record<string, unknown> | undefined) };
    return { createdAt: at, lang: 'en', ...step.post, author };
  });
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

async function evaluate(testCase: Case, files: Readonly<Record<string, string>>): Promise<readonly AnswerLine[]> {
  const dir = mkdtempSync(join(tmpdir(), 'evenhand-cli-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(dir, 'policies', path)), { recursive: true });
      writeFileSync(join(dir, 'policies', path), text);
    }
    const file = join(dir, 'posts.ndjson');
    writeFileSync(file, linesOf(testCase));
    const { code, out, err } = await evenhand(['evaluate', file, '--policies', join(dir, 'policies'), '--no-summary']);
    // 1 says that lines were refused: their answers say which.
    if (code > 1) throw new Error(`evenhand evaluate ended with ${code}: ${err}`);
    return out
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as AnswerLine);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function resultOf(answer: AnswerLine | undefined): StepResult {
  if (answer === undefined) throw new Error('`evaluate` gave fewer answers than there were lines');
  if ('problem' in answer) return { kind: 'refused', code: answer.problem.code };
  return 'decision' in answer ? { kind: 'decided', decision: shownAnswer(answer) } : { kind: 'done' };
}
