/** Work that could take for ever is ended; the next is done as if nothing had been. */
import { describe, expect, test } from 'vitest';
import { fixturePolicies } from '../../../test/support/fixture-policies.ts';
import { createRoom, type RoomLimits } from './room.ts';

const LIMITS: RoomLimits = { deadlineMs: 30_000, memoryMb: 256, waitingMax: 2, idleMs: null };
const SOUND = fixturePolicies();
const PATH = 'glorifying-violence/policy.md';

/** Examples by the thousand, each a long text: minutes of work that no limit of the language refuses. */
function endless(): Record<string, string> {
  const text = 'the crowd will be met with words and more words '.repeat(400);
  const examples = Array.from({ length: 90 }, () => `- { text: "${text}", matches: [] }`);
  const many = Object.fromEntries(
    Array.from({ length: 60 }, (_, i) => [
      `made-${i}/policy.md`,
      (SOUND[PATH] ?? '').replaceAll('glorifying-violence', `made-${i}`),
    ]),
  );
  const lists = Object.keys(many).map((path) => [path.replace('policy.md', 'examples.yaml'), examples.join('\n')]);
  return { ...SOUND, ...many, ...Object.fromEntries(lists) };
}

const check = (files: Record<string, string>) => () => ({ kind: 'check', files, examples: true }) as const;

describe('a room of its own', () => {
  test('ends what overruns its time and goes on with the next', async () => {
    const room = createRoom({ ...LIMITS, deadlineMs: 150 });
    const overrun = room.run<'check'>(check(endless()));
    const next = room.run<'check'>(check({ 'x/policy.md': 'no front matter' }));
    expect(await overrun).toMatchObject({ ok: false, code: 'POLICIES_TOO_COSTLY' });
    expect(await next).toMatchObject({ ok: true, value: { set: null } });
    await room.close();
  });

  test('ends what overruns its memory', async () => {
    const room = createRoom({ ...LIMITS, memoryMb: 24 });
    expect(await room.run<'check'>(check(endless()))).toMatchObject({ ok: false, code: 'POLICIES_TOO_COSTLY' });
    await room.close();
  });

  test('lets few wait, and refuses the rest at once', async () => {
    const room = createRoom(LIMITS);
    const all = [1, 2, 3, 4].map(() => room.run<'check'>(check(SOUND)));
    const answers = await Promise.all(all);
    expect(answers.map((answer) => (answer.ok ? answer.value.set !== null : answer.code))).toEqual([
      true,
      true,
      true,
      'OVERLOADED',
    ]);
    await room.close();
  });

  test('tells whoever waits that it closes', async () => {
    const room = createRoom(LIMITS);
    const waiting = [room.run<'check'>(check(SOUND)), room.run<'check'>(check(SOUND))];
    await room.close();
    for (const answer of await Promise.all(waiting)) expect(answer).toMatchObject({ code: 'SHUTTING_DOWN' });
  });
});
