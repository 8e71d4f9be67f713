/**
 * Opens the demo workspace, and fills an empty one with the running example through the same commands that everybody
 * uses. Only the clock is the demo's own while it is filled: the story is a few days old when it is first seen.
 */
import type { App } from '../app.ts';
import { startClock } from '../jobs/clock.ts';
import { addDays, type Instant, instantOf, msOf } from '../lib/instant.ts';
import type { Post } from '../schema/post.ts';
import type { Store } from '../store/store.ts';
import { checkPolicies } from './check-policies.ts';
import type { AppContext } from './context.ts';
import {
  AUTHORS,
  DAY_MIN,
  EXEMPTIONS,
  HEAD_OF_STATE,
  OFFICE,
  PLATFORMS,
  POSTS,
  REACH,
  type StoryPost,
} from './demo-story.ts';
import type { EditLimits } from './edit-limits.ts';
import { appOf, createContext } from './open.ts';
import { publishAndActivate } from './policies.ts';
import type { Answer } from './refusal.ts';

const MINUTE_MS = 60_000;
/** Time from writing to receiving. */
const ON_THE_WAY_MS = 20_000;
const REGISTER_DAYS_AGO = 40;

/** Who does what in the demo: no step is taken twice by one. */
const PEOPLE = {
  proposer: 'user:mina',
  approvers: ['user:otto', 'user:pia'],
  grantor: 'user:ruth',
  clerk: 'user:lena',
  registrar: 'user:sven',
};

export type DemoSettings = {
  /** Policy files by path. */
  readonly policies: Readonly<Record<string, string>>;
  readonly now?: (() => Instant) | undefined;
  readonly clockEveryMs?: number | undefined;
  readonly editing?: Partial<EditLimits> | undefined;
};

type DemoClock = { now(): Instant; set(at: Instant | null): void };

function createDemoClock(real: () => Instant): DemoClock {
  let fixed: Instant | null = null;
  return {
    now: () => fixed ?? real(),
    set(at) {
      fixed = at;
    },
  };
}

/** The demo on a store of its own; closing the one closes the other. */
export async function demoOn(store: Store, settings: DemoSettings): Promise<App> {
  const clock = createDemoClock(settings.now ?? (() => instantOf(Date.now())));
  const context = createContext(store, { demo: true, now: clock.now, editing: settings.editing });
  const everyMs = settings.clockEveryMs ?? CLOCK_EVERY_MS;
  let ticking: { close(): Promise<void> } | null = null;
  const app = appOf(context, async () => {
    await ticking?.close();
    await store.close();
  });
  await seedDemo({ app, context, clock }, settings.policies);
  // Nothing of the demo leaves the vault: it is a story, and its posts are ours.
  if (everyMs > 0) ticking = startClock(context, { everyMs, retentionPlainDays: 36_500 });
  return app;
}

const CLOCK_EVERY_MS = 30_000;

type Demo = { readonly app: App; readonly context: AppContext; readonly clock: DemoClock };

/** Fills an empty workspace; one that was filled, or begun, is left as it is. True: it was filled now. */
async function seedDemo({ app, context, clock }: Demo, policies: Readonly<Record<string, string>>): Promise<boolean> {
  if ((await app.status()).policySet !== null) return false;
  const opened = clock.now();
  try {
    clock.set(addDays(opened, -REGISTER_DAYS_AGO));
    // What is shipped had its examples run when it was made; the first page should not wait for them again.
    const checked = checkPolicies(policies, { examples: false });
    must(await publishAndActivate(context, { files: policies, by: 'system:demo', checked }));
    await register(app, opened);
    await postStory(app, { clock, opened });
    await observe(app, { clock, opened });
  } finally {
    clock.set(null);
  }
  return true;
}

function must<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value;
  const first = answer.problems?.find((problem) => problem.severity === 'error');
  const where = first === undefined ? '' : ` (${first.file}:${first.line} ${first.code} ${first.message})`;
  throw new Error(`the demo could not be filled: ${answer.code}: ${answer.detail}${where}`);
}

async function register(app: App, opened: Instant): Promise<void> {
  for (const platform of PLATFORMS) {
    must(await app.accounts.put(platform, authorOf(HEAD_OF_STATE, opened), PEOPLE.registrar));
    const claim = { ...OFFICE, id: null, to: null, state: 'claimed' as const };
    const before = new Set(must(await app.accounts.get(platform, HEAD_OF_STATE)).offices.map(({ id }) => id));
    const { offices } = must(
      await app.accounts.putOffice(platform, HEAD_OF_STATE, { office: claim, by: PEOPLE.clerk }),
    );
    const id = offices.find((office) => !before.has(office.id))?.id ?? null;
    const office = { ...claim, id, state: 'confirmed' as const };
    must(await app.accounts.putOffice(platform, HEAD_OF_STATE, { office, by: PEOPLE.registrar }));
  }
  const accounts = PLATFORMS.map((platform) => ({ platform, id: HEAD_OF_STATE }));
  const linked = { id: null, name: 'The president', source: OFFICE.source, accounts };
  const person = must(await app.persons.put({ ...linked, state: 'claimed' }, PEOPLE.clerk));
  must(await app.persons.put({ ...linked, id: person.id, state: 'confirmed' }, PEOPLE.registrar));
  for (const { proposal } of EXEMPTIONS) {
    const dated = { ...proposal, expiresAt: addDays(opened, 150), reviewBy: addDays(opened, 60) };
    const { id } = must(await app.exemptions.propose(dated, PEOPLE.proposer));
    for (const by of PEOPLE.approvers) must(await app.exemptions.approve(id, by, 'approver'));
    must(await app.exemptions.approve(id, PEOPLE.grantor, 'grantor'));
  }
}

function authorOf(id: string, opened: Instant): Post['author'] {
  const author = AUTHORS.find((each) => each.id === id);
  if (author === undefined) throw new Error(`the story has no author ${id}`);
  const { handle, followers, verified, ageDays } = author;
  // The payload claims the office too: the claim stays without effect beside the one that the register confirms.
  const { title, jurisdiction, from } = OFFICE;
  const offices = id === HEAD_OF_STATE ? [{ title, jurisdiction, from, to: null }] : [];
  return { id, handle, createdAt: addDays(opened, -ageDays), followers, verified, offices };
}

const before = (opened: Instant, minutes: number): Instant => instantOf(msOf(opened) - minutes * MINUTE_MS);

async function postStory(
  app: App,
  { clock, opened }: { readonly clock: DemoClock; readonly opened: Instant },
): Promise<void> {
  const inOrder = [...POSTS].sort((a, b) => b.minutesAgo - a.minutesAgo);
  for (const post of inOrder) {
    const createdAt = before(opened, post.minutesAgo);
    clock.set(instantOf(msOf(createdAt) + ON_THE_WAY_MS));
    const posted = post.platforms.map((platform) => {
      return app.ingestOne({ op: 'post', post: wireOf(post, { platform, createdAt, opened }) }, 'system:demo');
    });
    for (const answer of await Promise.all(posted)) must(answer);
  }
}

function wireOf(
  post: StoryPost,
  on: { readonly platform: string; readonly createdAt: Instant; readonly opened: Instant },
): Post {
  return {
    platform: on.platform,
    id: post.id,
    url: `https://${on.platform}.example/${post.author}/${post.id}`,
    createdAt: on.createdAt,
    editedAt: null,
    text: post.text,
    lang: 'en',
    visibility: 'public',
    author: authorOf(post.author, on.opened),
    links: [...(post.links ?? [])],
    media: [],
    replyTo: post.replyTo ?? null,
    quoteOf: null,
    postedFrom: null,
    signals: {},
  };
}

/** Facewall left both messages as they were; somebody looked three hours after each. */
async function observe(
  app: App,
  { clock, opened }: { readonly clock: DemoClock; readonly opened: Instant },
): Promise<void> {
  for (const { id, platform, rows } of REACH) {
    const minutesAgo = POSTS.find((post) => post.id === id)?.minutesAgo ?? 0;
    const at = (after: number) => before(opened, minutesAgo - after);
    clock.set(at(DAY_MIN));
    const reached = await app.reach(
      rows.map(([after, views, reposts]) => ({ platform, post: id, at: at(after), views, reposts })),
    );
    reached.forEach(must);
    if (platform === 'chirp' || !id.startsWith('message')) continue;
    clock.set(at(180));
    const evidenceUrl = `https://archive.example/${platform}/${id}`;
    must(await app.observe({ platform, post: id, measures: [], seenAt: at(180), evidenceUrl, by: PEOPLE.registrar }));
  }
}
