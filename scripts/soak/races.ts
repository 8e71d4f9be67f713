/**
 * Races of two processes on one PostgreSQL: on the strikes of an author, on a breaker, and on an exemption that is revoked
 * in flight. Both take streams at the same time; what they record must be what one of them would have recorded.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { JOURNEY } from '../../test/support/journey.ts';
import { policyText, rule } from '../../test/support/policy-folder.ts';
import { evenhand, type Server, startServer, type Workspace } from './server.ts';

const POINTS_OF_REMOVAL = 2;
const LIMIT = 7;
const PLATFORM = 'chirp';
/** Posts that are on their way at once, while an exemption is revoked. */
const PART = 60;
const DAY_MS = 86_400_000;

const POLICIES: Readonly<Record<string, string>> = {
  ...JOURNEY,
  'spam/policy.md': policyText(
    [
      rule('badword', 'text.has("zorgle")'),
      rule('limited', 'text.has("quimble")', `    limits: { perHour: ${LIMIT}, then: hold }\n`),
    ].join('\n'),
  ),
};

type Sent = { readonly id: string; readonly author: string; readonly text: string };
type Answer = {
  readonly decision: {
    readonly applied: { readonly rung: string };
    readonly departures: readonly { readonly kind: string }[];
  };
};
type Event = { readonly seq: number; readonly type: string; readonly data: Readonly<Record<string, unknown>> };
type Asking = { readonly key: string; readonly method?: string; readonly body?: unknown };

async function ask<T>(url: string, { key, method = 'GET', body }: Asking): Promise<T> {
  const answer = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** One stream of posts to one of the processes; throws at the first line that is refused. */
async function stream(server: Server, key: string, posts: readonly Sent[]): Promise<Answer[]> {
  const now = new Date().toISOString();
  const lines = posts.map(({ id, author, text }) =>
    JSON.stringify({ platform: PLATFORM, id, createdAt: now, text, lang: 'en', author: { id: author, followers: 3 } }),
  );
  const answer = await fetch(`${server.url}/v1/posts`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${key}` },
    body: lines.join('\n'),
  });
  const answers = (await answer.text()).split('\n').filter((line) => line !== '');
  return answers.map((line) => {
    const read = JSON.parse(line) as Partial<Answer>;
    if (!read.decision) throw new Error(`refused: ${line}`);
    return read as Answer;
  });
}

type Both = { readonly one: Server; readonly two: Server; readonly key: string };

/** Every second post to the other process, both streams at once. */
async function split({ one, two, key }: Both, posts: readonly Sent[]): Promise<Answer[]> {
  const half = (parity: number) => posts.filter((_, n) => n % 2 === parity);
  const answers = await Promise.all([stream(one, key, half(0)), stream(two, key, half(1))]);
  return answers.flat();
}

/** Authors whose posts all break a rule: no strike may be lost, and none counted twice. */
async function strikes(both: Both, { round, posts }: { round: number; posts: number }): Promise<void> {
  const authors = ['a', 'b', 'c'].map((name) => `strikes-${round}-${name}`);
  const sent = Array.from({ length: posts }, (_, n) => ({
    id: `strikes-${round}-${n}`,
    author: authors[n % authors.length] as string,
    text: `zorgle ${round} ${n}`,
  }));
  const answers = await split(both, sent);
  if (answers.some(({ decision }) => decision.applied.rung !== 'removed')) throw new Error('a breaking post was left');
  for (const author of authors) {
    const { standing } = await ask<{ standing: { applied: { points: number } } }>(
      `${both.one.url}/v1/accounts/${PLATFORM}/${author}`,
      both,
    );
    const due = POINTS_OF_REMOVAL * sent.filter((post) => post.author === author).length;
    if (standing.applied.points !== due) throw new Error(`${author} has ${standing.applied.points} points, not ${due}`);
  }
}

/** The rule acts on as many posts of an hour as its limit says, whichever process takes them. */
async function breaker(both: Both, { round, posts }: { round: number; posts: number }): Promise<number> {
  const sent = Array.from({ length: posts }, (_, n) => ({
    id: `breaker-${round}-${n}`,
    author: `breaker-${round}-${n}`,
    text: `quimble ${round} ${n}`,
  }));
  const answers = await split(both, sent);
  for (const { decision } of answers) {
    const held = decision.departures.some(({ kind }) => kind === 'breaker');
    if (held !== (decision.applied.rung === 'notice')) throw new Error(`held or not: ${JSON.stringify(decision)}`);
  }
  return answers.filter(({ decision }) => decision.applied.rung === 'removed').length;
}

/** In the order of commits, nothing is softened by an exemption after it was revoked, and all of it ends as removed. */
async function revocation(
  both: Both & { readonly people: readonly string[] },
  { round, posts }: { round: number; posts: number },
): Promise<{ softened: number; after: number }> {
  const { one, two, people } = both;
  const [proposer, second, third, grantor] = people as [string, string, string, string];
  const soon = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
  const { id } = await ask<{ id: string }>(`${one.url}/v1/exemptions`, {
    key: proposer,
    method: 'POST',
    body: {
      platform: PLATFORM,
      subject: { kind: 'class', id: 'everybody' },
      kind: 'public_interest',
      policies: ['spam'],
      effect: { kind: 'soften', from: 'removed', to: 'notice' },
      reason: 'to be revoked while posts come in',
      balancing: { publicInterest: 'none', riskOfHarm: 'none', alternatives: 'none' },
      expiresAt: soon(10),
      reviewBy: soon(5),
    },
  });
  for (const [key, as] of [
    [second, 'approver'],
    [third, 'approver'],
    [grantor, 'grantor'],
  ] as const) {
    await ask(`${one.url}/v1/exemptions/${id}/approve`, { key, method: 'POST', body: { as } });
  }
  const sent = Array.from({ length: posts }, (_, n) => ({
    id: `revoked-${round}-${n}`,
    author: `revoked-${round}-${n % 40}`,
    text: `zorgle ${round} ${n}`,
  }));
  let revoking: Promise<unknown> = Promise.resolve();
  for (let at = 0; at < posts; at += PART) {
    const answers = split(both, sent.slice(at, at + PART));
    // Sent while a part is under way: which of its posts come before it is for the two processes to settle.
    if (at === PART) {
      const body = { reason: 'a mistake' };
      revoking = ask(`${two.url}/v1/exemptions/${id}/revoke`, { key: proposer, method: 'POST', body });
    }
    await answers;
  }
  await revoking;
  return inOrder(await eventsOf(both), id);
}

async function eventsOf({ one, key }: Both): Promise<Event[]> {
  const all: Event[] = [];
  for (let after = 0; ; ) {
    const page = await ask<{ items: Event[]; next: number }>(`${one.url}/v1/events?after=${after}&limit=200`, { key });
    if (page.items.length === 0) return all;
    all.push(...page.items);
    after = page.next;
  }
}

/** Decisions on posts from the grant on, while no other rule than the softened one finds anything. */
function inOrder(events: readonly Event[], exemption: string): { softened: number; after: number } {
  const became = (state: string) =>
    events.find(
      ({ type, data }) => type === 'exemption.changed' && data.exemption === exemption && data.state === state,
    )?.seq;
  const [granted, revoked] = [became('active'), became('revoked')];
  if (granted === undefined || revoked === undefined) throw new Error('grant or revocation is no event');
  const decided = events.filter(
    ({ seq, type, data }) =>
      seq > granted && type === 'decision.effective' && (data.subject as { kind: string }).kind === 'post',
  );
  const softened = decided.filter(({ data }) => data.applied !== data.baseline);
  const late = softened.find(({ seq }) => seq > revoked);
  if (late) throw new Error(`softened at ${late.seq}, after the revocation at ${revoked}`);
  return {
    softened: softened.length,
    after: decided.filter(({ seq, data }) => seq > revoked && data.trigger === 'ingest').length,
  };
}

function publish(workspace: Workspace): void {
  const folder = join(workspace.dataDir, 'race-policies');
  for (const [file, text] of Object.entries(POLICIES)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  evenhand(workspace, ['policies', 'publish', folder, '--activate']);
}

/** Throws at the first wrong decision. Leaves a policy set of its own in force. */
export async function raceProcesses(workspace: Workspace, { rounds }: { rounds: number }) {
  publish(workspace);
  const keyOf = (name: string, scopes: string) =>
    JSON.parse(evenhand(workspace, ['keys', 'create', name, '--scopes', scopes, '--holder', 'new', '--json'])) as {
      secret: string;
    };
  const key = keyOf('race', 'ingest,read').secret;
  const people = ['e', 'f', 'g', 'h'].map((name) => keyOf(name, 'register,read').secret);
  const [one, two] = await Promise.all([startServer(workspace), startServer(workspace)]);
  const both = { one, two, key, people };
  let acted = 0;
  const flight = { softened: 0, after: 0 };
  for (let round = 0; round < rounds; round++) {
    await strikes(both, { round, posts: 60 });
    acted += await breaker(both, { round, posts: 30 });
    const { softened, after } = await revocation(both, { round, posts: 300 });
    flight.softened += softened;
    flight.after += after;
  }
  await Promise.all([one.stop(), two.stop()]);
  // The hour may turn once while it runs.
  if (acted !== LIMIT && acted !== 2 * LIMIT) throw new Error(`the breaker let ${acted} posts through, not ${LIMIT}`);
  if (flight.softened === 0 || flight.after === 0) throw new Error(`nothing was in flight: ${JSON.stringify(flight)}`);
  evenhand(workspace, ['doctor']);
  evenhand(workspace, ['rebuild', '--check']);
  return { acted, ...flight };
}
