/** The golden examples through HTTP, as JSON and as lines, and through the command line: the same objects everywhere. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AnswerLine, PostAnswer } from '../../src/schema/answer.ts';
import { WireProblem } from '../../src/schema/problem.ts';
import { evenhand } from '../support/cli.ts';
import { FIXTURE_DIR, fixturePolicies } from '../support/fixture-policies.ts';
import { comparable, GOLDEN_NOW, goldenNames, isUpdating, readGolden, writeGolden } from '../support/golden.ts';
import { openHttpWorkspace, type Workspace } from '../support/http-workspace.ts';

const names = goldenNames();

test('there are examples', () => {
  expect(names).toEqual(['posts', 'refusals']);
});

describe.each(names)('%s', (name) => {
  let workspace: Workspace;
  beforeAll(async () => {
    workspace = await openHttpWorkspace({ files: fixturePolicies(), now: GOLDEN_NOW });
  });
  afterAll(() => workspace.close());

  test('as JSON', async () => {
    const { examples } = readGolden(name);
    const seen = [];
    for (const { note, send } of examples) {
      const { body } = await workspace.ask('POST', '/v1/posts', { json: send });
      (body.decision ? PostAnswer : WireProblem).parse(body);
      seen.push({ note, send, answer: comparable(body) });
    }
    if (isUpdating) writeGolden({ name, examples: seen });
    else expect(seen).toEqual(examples);
  });

  test('as lines', async () => {
    const own = await openHttpWorkspace({ files: fixturePolicies(), now: GOLDEN_NOW });
    const { examples } = readGolden(name);
    const { body } = await own.ask('POST', '/v1/posts', { ndjson: examples.map(({ send }) => send) });
    await own.close();
    expect(body.map((line: unknown) => answerIn(line))).toEqual(examples.map(({ answer }) => answer));
  });

  test('by `evenhand evaluate`', async () => {
    const { examples } = readGolden(name);
    const dir = mkdtempSync(join(tmpdir(), 'evenhand-golden-'));
    const file = join(dir, 'posts.ndjson');
    writeFileSync(file, examples.map(({ send }) => `${JSON.stringify(send)}\n`).join(''));
    const { out } = await evenhand(['evaluate', file, '--policies', FIXTURE_DIR]);
    rmSync(dir, { recursive: true });
    const lines = out.trim().split('\n');
    expect(lines.map((line) => answerIn(JSON.parse(line)))).toEqual(examples.map(({ answer }) => answer));
  });
});

/** What the line answers, without its number. */
function answerIn(line: unknown): unknown {
  const answer = AnswerLine.parse(line);
  if ('problem' in answer) return comparable(answer.problem);
  const { line: _, ...rest } = answer;
  return comparable(rest);
}
