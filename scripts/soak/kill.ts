/**
 * kill -9 while posts come in. After each kill the server starts again on the same data, everything unanswered is
 * sent again, and at the end: no answered line is lost or has a second decision, `doctor` finds nothing,
 * and every table equals its rebuild.
 */
import type { PostInput } from '../../src/schema/post.ts';
import { makePost } from './posts.ts';
import { seeded } from './random.ts';
import { evenhand, type Server, startServer, type Workspace } from './server.ts';

/** More than two batches, so that one is judged while the one before is written. */
const CHUNK = 1_200;

type Answered = Map<string, string>;
type Line = { line: number; decision?: { id: string }; problem?: { code: string }; replayed?: boolean };

/** Sends posts as one NDJSON stream and notes each answer as it arrives; ends quietly when the connection breaks. */
async function send(
  url: string,
  key: string,
  posts: readonly PostInput[],
  note: (post: PostInput, line: Line) => void,
) {
  const body = posts.map((post) => JSON.stringify(post)).join('\n');
  try {
    const answer = await fetch(`${url}/v1/posts`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${key}` },
      body,
    });
    if (!answer.ok || !answer.body)
      throw new Error(`the server refused the stream: ${answer.status} ${await answer.text()}`);
    let rest = '';
    for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() as string;
      for (const text of lines.filter((line) => line !== '')) {
        const line = JSON.parse(text) as Line;
        note(posts[line.line - 1] as PostInput, line);
      }
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}

/** Throws when a line that was answered has another decision now, or a line was refused. */
export async function killLoop(workspace: Workspace, key: string, { rounds, seed }: { rounds: number; seed: number }) {
  const random = seeded(seed);
  const answered: Answered = new Map();
  let sent: PostInput[] = [];
  let kills = 0;
  const note = (post: PostInput, line: Line) => {
    if (!line.decision) throw new Error(`line ${line.line} was refused: ${JSON.stringify(line.problem)}`);
    const before = answered.get(post.id);
    if (before !== undefined && before !== line.decision.id) {
      throw new Error(`post ${post.id} had decision ${before} and now has ${line.decision.id}`);
    }
    answered.set(post.id, line.decision.id);
  };
  for (let round = 0; round < rounds; round++) {
    const server = await startServer(workspace);
    // Unanswered posts of the rounds before come first, as a client would send them again.
    const again = sent.filter((post) => !answered.has(post.id));
    const first = sent.length;
    const fresh = Array.from({ length: CHUNK }, (_, n) => makePost(random, first + n));
    sent = [...sent, ...fresh];
    kills += await sendUntilKilled(server, random.int(500) + 5, () =>
      send(server.url, key, [...again, ...fresh], note),
    );
  }
  const server = await startServer(workspace);
  await send(server.url, key, sent, note);
  const lost = sent.filter((post) => !answered.has(post.id));
  if (lost.length > 0) throw new Error(`${lost.length} posts were never answered, such as ${lost[0]?.id}`);
  const code = await server.stop();
  if (code !== 0) throw new Error(`the server ended with ${code} when asked to stop`);
  evenhand(workspace, ['doctor']);
  evenhand(workspace, ['rebuild', '--check']);
  return { posts: sent.length, kills };
}

async function sendUntilKilled(server: Server, afterMs: number, sending: () => Promise<void>): Promise<number> {
  const stream = sending();
  await new Promise((done) => setTimeout(done, afterMs));
  await server.kill();
  await stream;
  return 1;
}
