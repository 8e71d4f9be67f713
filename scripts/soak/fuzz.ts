/** Hostile bytes at the door: no answer may be a 5xx, none may take long, and the server must stay well. */
import { makePost } from './posts.ts';
import { type Random, seeded } from './random.ts';

const TEXTS = [
  '\ufdfa'.repeat(20_000),
  'a'.repeat(900_000),
  '@x '.repeat(100_000),
  `${'('.repeat(50_000)}a+)+$`,
  '\u202e\u200b\u2066'.repeat(30_000),
  'e\u0301\u0302\u0303'.repeat(50_000),
  '\ud800'.repeat(1000),
  '\u0000'.repeat(1000),
  '"'.repeat(100_000),
  'kill '.repeat(100_000),
  '. '.repeat(200_000),
];
const deep = (n: number) => `${'['.repeat(n)}${']'.repeat(n)}`;
const WHOLE = [
  '',
  'null',
  '[]',
  '{',
  '{"platform":"chirp","platform":"facewall"}',
  '{"__proto__":{"platform":"chirp"},"constructor":{"prototype":{"x":1}}}',
  deep(100_000),
  `{"a":${deep(50_000)}}`,
  `{"platform":"chirp","id":"x","text":"x","author":{"id":"${'a'.repeat(600)}"}}`,
  '1e999999',
  `"${'\\ud800'.repeat(1000)}"`,
];

/** One body: a hostile whole, a post with a hostile text, or a post with bytes changed at random. */
function hostile(random: Random, n: number): Uint8Array<ArrayBuffer> | string {
  const kind = random.int(3);
  if (kind === 0) return random.pick(WHOLE);
  const post = { ...makePost(random, n), id: `fuzz${n}` };
  if (kind === 1) return JSON.stringify({ ...post, text: random.pick(TEXTS) });
  const bytes = new TextEncoder().encode(JSON.stringify(post));
  for (let changes = random.int(8) + 1; changes > 0; changes--) bytes[random.int(bytes.length)] = random.int(256);
  return bytes;
}

export async function fuzzDoor(url: string, key: string, { rounds, seed }: { rounds: number; seed: number }) {
  const random = seeded(seed);
  const statuses: Record<string, number> = {};
  let slowestMs = 0;
  for (let n = 0; n < rounds; n++) {
    const ndjson = random.next() < 0.3;
    const body = hostile(random, n);
    const started = performance.now();
    const answer = await fetch(`${url}/v1/posts`, {
      method: 'POST',
      headers: {
        'content-type': ndjson ? 'application/x-ndjson' : 'application/json',
        authorization: `Bearer ${key}`,
      },
      body,
      signal: AbortSignal.timeout(30_000),
    });
    await answer.arrayBuffer();
    slowestMs = Math.max(slowestMs, performance.now() - started);
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
    if (answer.status >= 500) throw new Error(`round ${n} of seed ${seed} was answered with ${answer.status}`);
  }
  const well = await fetch(`${url}/healthz`);
  if (!well.ok) throw new Error(`after the fuzzing the server is not well: ${well.status}`);
  return { statuses, slowestMs: Math.round(slowestMs) };
}
