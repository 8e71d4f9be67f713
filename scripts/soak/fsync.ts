/**
 * Power loss: no answer leaves before its fsync returned. The server runs under strace; for every 200 that it
 * writes to a client, an fsync or fdatasync of the database must have returned since that request was read. Single
 * posts and streams, which are written on another thread.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makePost } from './posts.ts';
import { seeded } from './random.ts';
import { startServer, type Workspace } from './server.ts';

export type FsyncCount = { readonly answers: number; readonly early: number };

/** What a trace says: one letter per call, in order of return. Exported for its test. */
export function countEarly(trace: string): FsyncCount {
  // Health checks answer 200 without a commit, so only an answer to a read request for posts counts.
  let asked = false;
  let synced = false;
  let answers = 0;
  let early = 0;
  for (const line of trace.split('\n')) {
    if (/\b(?:read|recvfrom)\b.*"POST \/v1\/posts HTTP/.test(line)) {
      asked = true;
      synced = false;
    } else if (/\b(?:fsync|fdatasync)\b.*= 0$/.test(line)) {
      synced = true;
    } else if (asked && /\b(?:write|writev|sendto|sendmsg)\b.*HTTP\/1\.1 200/.test(line)) {
      asked = false;
      answers++;
      if (!synced) early++;
    }
  }
  return { answers, early };
}

/** Enough for the thread that writes. */
const STREAM_POSTS = 100;

export async function fsyncSpy(workspace: Workspace, key: string, posts: number): Promise<FsyncCount> {
  const trace = join(workspace.dataDir, '..', 'strace.txt');
  const calls = 'trace=read,recvfrom,fsync,fdatasync,write,writev,sendto,sendmsg';
  const server = await startServer(workspace, { wrap: ['strace', '-f', '-s', '64', '-e', calls, '-o', trace] });
  const random = seeded(7);
  const lines = (from: number, count: number) =>
    Array.from({ length: count }, (_, n) =>
      JSON.stringify({ ...makePost(random, from + n), id: `fsync${from + n}` }),
    ).join('\n');
  for (let n = 0; n < posts; n++) {
    const isStream = n % 4 === 3;
    const answer = await fetch(`${server.url}/v1/posts`, {
      method: 'POST',
      headers: {
        'content-type': isStream ? 'application/x-ndjson' : 'application/json',
        authorization: `Bearer ${key}`,
      },
      body: lines(n * STREAM_POSTS, isStream ? STREAM_POSTS : 1),
    });
    if (!answer.ok) throw new Error(`the server refused a post: ${answer.status} ${await answer.text()}`);
    await answer.arrayBuffer();
  }
  await server.stop();
  return countEarly(readFileSync(trace, 'utf8'));
}
