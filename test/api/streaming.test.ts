/** Lines over a real connection: answered while the request goes on, held back while nobody reads, ended when asked to. */
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AnswerLine } from '../../src/schema/answer.ts';
import { fixturePolicies } from '../support/fixture-policies.ts';
import { makePost, openHttpWorkspace, type Workspace } from '../support/http-workspace.ts';

let workspace: Workspace;
let url: string;
beforeEach(async () => {
  workspace = await openHttpWorkspace({ files: fixturePolicies() });
  url = await workspace.server.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(() => workspace.close());

function openStream(): { readonly out: ClientRequest; readonly reply: Promise<IncomingMessage> } {
  const headers = { authorization: `Bearer ${workspace.key}`, 'content-type': 'application/x-ndjson' };
  const out = request(`${url}/v1/posts`, { method: 'POST', headers });
  return { out, reply: new Promise((resolve, reject) => out.once('response', resolve).once('error', reject)) };
}

async function* answersIn(reply: IncomingMessage): AsyncGenerator<AnswerLine> {
  for await (const line of createInterface({ input: reply })) yield JSON.parse(line) as AnswerLine;
}

const lineOf = (line: unknown) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`;

test('each line is answered before the next one is sent, also one that cannot be read', async () => {
  const { out, reply } = openStream();
  out.write(lineOf(makePost('s1')));
  const answers = answersIn(await reply);
  const next = async () => (await answers.next()).value as AnswerLine;
  expect(await next()).toMatchObject({ line: 1, decision: { subject: { id: 's1' } } });
  out.write(lineOf('{"bad"'));
  expect(await next()).toMatchObject({ line: 2, problem: { code: 'JSON_MALFORMED' } });
  out.write('{"platform":"chi');
  out.write(`rp",${JSON.stringify(makePost('s3')).slice('{"platform":"chirp",'.length)}`);
  out.end();
  expect(await next()).toMatchObject({ line: 3, decision: { subject: { id: 's3' } } });
  expect((await answers.next()).done).toBe(true);
});

test('what nobody reads is not taken in; read again, all of it is answered', async () => {
  // Most cannot be read, which is answered at length and costs no database.
  const lines = 60_000;
  let taken = 0;
  const { ingest } = workspace.app;
  workspace.app.ingest = (items, by) =>
    ingest(
      (async function* () {
        for await (const item of items) {
          taken += 1;
          yield item;
        }
      })(),
      by,
    );
  const { out, reply } = openStream();
  for (let i = 1; i <= lines; i++) {
    out.write(lineOf(i % 100 === 0 ? makePost(`p${i}`, { author: { id: `a${i % 7}` } }) : '{"no":'));
  }
  out.end();
  const stopped = (await reply).pause();
  const settled = await untilSteady(() => taken);
  expect(settled).toBeLessThan(lines / 100);
  let answered = 0;
  for await (const answer of answersIn(stopped)) {
    answered += 1;
    if (answer.line !== answered) throw new Error(`line ${answer.line} came ${answered}th`);
  }
  expect(answered).toBe(lines);
}, 120_000);

/** The count once it has stood still for a while. */
async function untilSteady(count: () => number): Promise<number> {
  let [before, still] = [-1, 0];
  while (still < 8) {
    await new Promise((resolve) => setTimeout(resolve, 150));
    still = count() === before ? still + 1 : 0;
    before = count();
  }
  return before;
}

test('a server that stops answers what it took, and says which line it did not take', async () => {
  const { out, reply } = openStream();
  out.write(lineOf(makePost('before')));
  const answers = answersIn(await reply);
  expect((await answers.next()).value).toMatchObject({ line: 1, decision: {} });
  const stopped = workspace.stop();
  out.write(lineOf(makePost('after')));
  expect((await answers.next()).value).toMatchObject({ line: 2, problem: { code: 'SHUTTING_DOWN' } });
  expect((await answers.next()).done).toBe(true);
  await stopped;
  expect(await workspace.app.getPost('chirp', 'before')).toMatchObject({ ok: true });
  expect(await workspace.app.getPost('chirp', 'after')).toMatchObject({ ok: false, code: 'POST_UNKNOWN' });
});

test('a client that goes away leaves a server that goes on', async () => {
  const { out, reply } = openStream();
  out.on('error', () => {});
  for (let i = 0; i < 50; i++) out.write(lineOf(makePost(`gone${i}`)));
  const stream = await reply;
  stream.on('error', () => {});
  out.destroy();
  const next = await workspace.ask('POST', '/v1/posts', { json: makePost('still-here') });
  expect(next.status).toBe(200);
});
