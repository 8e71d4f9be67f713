/**
 * Opens the demo workspace, and fills an empty one with the running example through the same commands that everybody
 * uses. Only the clock is the demo's own while it is filled: the story is a few days old when it is first seen.
 */
import type { App } from '../app.ts';
import { startClock } from '../jobs/clock.ts';
import { addDays, type Instant, instantOf, msOf } from '../lib/instant.ts';
import type { Post } from '../schema/post.ts';
import type { Store } from '../store/store.ts';
import { checkAtStart } from './check-policies.ts';
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

/**
 * Fills an empty workspace, or goes on where the filling of one was cut short: every step looks first at whether it was
 * taken. One that was filled once is left as its visitors leave it.
 */
async function seedDemo({ app, context, clock }: Demo, policies: Readonly<Record<string, string>>): Promise<void> {
  const begun = await beganAt(context);
  if (begun !== null && (await isFilled(context))) return;
  const opened = begun === null ? clock.now() : addDays(begun, REGISTER_DAYS_AGO);
  try {
    clock.set(addDays(opened, -REGISTER_DAYS_AGO));
    if ((await app.status()).policySet === null) {
      // What is shipped had its examples run when it was made; the first page should not wait for them again.
      const checked = checkAtStart(policies, { examples: false });
      must(await publishAndActivate(context, { files: policies, by: 'system:demo', checked }));
    }
    await register(app, opened);
    await postStory(app, { clock, opened });
    await observe(app, { clock, opened });
  } finally {
    clock.set(null);
  }
}

/** When the first step of the story was taken; null: none was. */
async function beganAt({ store }: AppContext): Promise<Instant | null> {
  const first = await store.db.selectFrom('ledger').select('at').orderBy('seq').limit(1).executeTakeFirst();
  return first?.at ?? null;
}

/** Whether the last steps of filling, reach and what was seen, were taken for every post that has them. */
async function isFilled({ store }: AppContext): Promise<boolean> {
  const keys = REACH.map(({ platform, id }) => store.keys.external('post', platform, id));
  const posts = (await store.lookup('posts', 'external_key', keys)).map((post) => post.id);
  const [reached, seen] = await Promise.all([
    store.lookup('reach', 'post', posts),
    store.lookup('observations', 'post', posts),
  ]);
  const rows = REACH.reduce((sum, each) => sum + each.rows.length, 0);
  return reached.length >= rows && new Set(seen.map(({ post }) => post)).size >= REACH.filter(isObserved).length;
}

const isObserved = ({ id, platform }: (typeof REACH)[number]): boolean =>
  platform !== 'chirp' && id.startsWith('message');

function must<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value;
  const first = answer.problems?.find((problem) => problem.severity === 'error');
  const where = first === undefined ? '' : ` (${first.file}:${first.line} ${first.code} ${first.message})`;
  throw new Error(`the demo could not be filled: ${answer.code}: ${answer.detail}${where}`);
}

async function register(app: App, opened: Instant): Promise<void> {
  for (const platform of PLATFORMS) {
    must(await app.accounts.put(platform, authorOf(HEAD_OF_STATE, opened), PEOPLE.registrar));
    const own = async () =>
      must(await app.accounts.get(platform, HEAD_OF_STATE)).offices.find((each) => each.changedBy !== 'platform');
    const claim = { ...OFFICE, id: null, to: null, state: 'claimed' as const };
    if ((await own()) === undefined) {
      must(await app.accounts.putOffice(platform, HEAD_OF_STATE, { office: claim, by: PEOPLE.clerk }));
    }
    const known = await own();
    if (known?.state !== 'claimed') continue;
    const office = { ...claim, id: known.id, state: 'confirmed' as const };
    must(await app.accounts.putOffice(platform, HEAD_OF_STATE, { office, by: PEOPLE.registrar }));
  }
  await registerPerson(app);
  for (const { proposal } of EXEMPTIONS) await registerExemption(app, { proposal, opened });
}

async function registerPerson(app: App): Promise<void> {
  const accounts = PLATFORMS.map((platform) => ({ platform, id: HEAD_OF_STATE }));
  const linked = { id: null, name: 'The president', source: OFFICE.source, accounts };
  const [known] = must(await app.persons.list({ limit: 1 })).items;
  const person = known ?? must(await app.persons.put({ ...linked, state: 'claimed' }, PEOPLE.clerk));
  if (person.state !== 'claimed') return;
  must(await app.persons.put({ ...linked, id: person.id, state: 'confirmed' }, PEOPLE.registrar));
}

async function registerExemption(
  app: App,
  { proposal, opened }: { readonly proposal: (typeof EXEMPTIONS)[number]['proposal']; readonly opened: Instant },
): Promise<void> {
  const dated = { ...proposal, expiresAt: addDays(opened, 150), reviewBy: addDays(opened, 60) };
  const { items } = must(await app.exemptions.list({ platform: proposal.platform, limit: 200 }));
  const known = items.find(({ policies }) => policies.join() === proposal.policies.join());
  const exemption = known ?? must(await app.exemptions.propose(dated, PEOPLE.proposer));
  const { id, state, approvals } = exemption;
  if (state === 'proposed') {
    const lacking = PEOPLE.approvers.filter((by) => !approvals.some((approval) => approval.by === by));
    for (const by of lacking) must(await app.exemptions.approve(id, by, 'approver'));
  }
  if (state === 'proposed' || state === 'approved') must(await app.exemptions.approve(id, PEOPLE.grantor, 'grantor'));
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
    if (!isObserved({ id, platform, rows })) continue;
    if (must(await app.getPost(platform, id)).observations.length > 0) continue;
    clock.set(at(180));
    const evidenceUrl = `https://archive.example/${platform}/${id}`;
    must(await app.observe({ platform, post: id, measures: [], seenAt: at(180), evidenceUrl, by: PEOPLE.registrar }));
  }
}
