/** The HTTP door: cases on the API of a real workspace, every step a request, every principal a key of its own. */
import type { WireDecision } from '../../../src/schema/decision.ts';
import type { Evenness } from '../../../src/schema/evenness.ts';
import type { StoredPost } from '../../../src/schema/stored-post.ts';
import type { Door, ShownDecision, Sight, StepResult } from '../case-door.ts';
import type { Case, CaseExemption, CaseOffice, CaseVerdict, Seen, Step } from '../case-format.ts';
import { openHttpWorkspace, type Reply, type Workspace } from '../http-workspace.ts';
import { shownAnswer, shownOutcome } from './wire.ts';

export const httpDoor: Door = {
  name: 'http',
  cannot: namesWhatIsNotThere,
  async open(testCase, files) {
    const workspace = await openHttpWorkspace({ files, now: new Date(testCase.now).toISOString() });
    const session = new HttpSession(workspace, files);
    return {
      async play(step, now, named) {
        workspace.setNow(now);
        await workspace.turnClock();
        return session.play(step, now, named);
      },
      look: (wanted) => session.look(wanted),
      close: () => workspace.close(),
    };
  },
};

/** The register gives offices and persons their ids, so nothing can name one before it is there. */
function namesWhatIsNotThere({ steps }: Case): string | null {
  const there = new Set<string>();
  for (const step of steps) {
    if (step.office) there.add(`office ${step.office.id}`);
    if (step.person) there.add(`person ${step.person.id}`);
    const { subject } = step.exempt ?? step.propose ?? { subject: '' };
    if (/^(?:office|person) /.test(subject) && !there.has(subject)) return `names ${subject} before it is recorded`;
  }
  return null;
}

const DONE: StepResult = { kind: 'done' };
const pathOf = (name: string): string => {
  const [platform = '', ...id] = name.split('/');
  return `${platform}/${encodeURIComponent(id.join('/'))}`;
};
const refOf = (name: string) => {
  const [platform = '', ...id] = name.split('/');
  return { platform, id: id.join('/') };
};

class HttpSession {
  readonly #workspace: Workspace;
  #files: Readonly<Record<string, string>>;
  readonly #keys = new Map<string, string>();
  /** Our ids of what cases name: exemptions, offices, persons. */
  readonly #ids = new Map<string, string>();

  constructor(workspace: Workspace, files: Readonly<Record<string, string>>) {
    this.#workspace = workspace;
    this.#files = files;
  }

  async #ask(by: string, method: string, url: string, json?: unknown): Promise<Reply> {
    let key = this.#keys.get(by);
    if (key === undefined) {
      key = await this.#workspace.makeKey();
      this.#keys.set(by, key);
    }
    return this.#workspace.ask(method, url, json === undefined ? { key } : { key, json });
  }

  play(step: Step, now: string, named: ReadonlyMap<string, string>): Promise<StepResult> {
    if (step.post !== undefined) return this.#post(step.post, now);
    if (step.delete !== undefined) return this.#done('platform', 'DELETE', `/v1/posts/${pathOf(step.delete)}`);
    if (step.decide !== undefined) return this.#decide(step.decide, named);
    if (step.exempt !== undefined) return this.#exempt(step.exempt);
    if (step.propose !== undefined) return this.#propose(step.propose);
    if (step.approve !== undefined) return this.#step(step.approve, 'approve', { as: 'approver' });
    if (step.grant !== undefined) return this.#step(step.grant, 'approve', { as: 'grantor' });
    if (step.revoke !== undefined) return this.#step(step.revoke, 'revoke', { reason: step.revoke.reason });
    if (step.office !== undefined) return this.#office(step.office);
    if (step.person !== undefined) return this.#person(step.person);
    if (step.observe !== undefined) {
      const { platform, id } = refOf(step.observe.post);
      const observation = { platform, post: id, measures: step.observe.measures, seenAt: now };
      return this.#done('observer', 'POST', '/v1/observations', observation);
    }
    if (step.publish !== undefined) {
      this.#files = { ...this.#files, ...step.publish };
      return this.#done('policy', 'POST', '/v1/policy-sets', { files: this.#files, activate: true });
    }
    if (step.reapply === true) return this.#done('policy', 'POST', '/v1/policy-sets:reapply', {});
    return Promise.resolve(DONE);
  }

  async #done(by: string, method: string, url: string, json?: unknown): Promise<StepResult> {
    const reply = await this.#ask(by, method, url, json);
    return reply.status < 300 ? DONE : { kind: 'refused', code: reply.body.code };
  }

  #decided(reply: Reply): StepResult {
    if (reply.status >= 300) return { kind: 'refused', code: reply.body.code };
    return { kind: 'decided', decision: this.#named(shownAnswer(reply.body)) };
  }

  /** Exemptions by the names of the case. */
  #named(shown: ShownDecision): ShownDecision {
    const names = new Map([...this.#ids].map(([name, id]) => [id, name.split(' ')[1] ?? name]));
    return { ...shown, unused: shown.unused?.map((id) => names.get(id) ?? id) ?? [] };
  }

  async #post(wire: Readonly<Record<string, unknown>>, now: string): Promise<StepResult> {
    const author = { id: 'somebody', ...(wire.author as Record<string, unknown> | undefined) };
    const post = { createdAt: now, lang: 'en', ...wire, author };
    return this.#decided(await this.#ask('platform', 'POST', '/v1/posts', post));
  }

  async #decide(verdict: CaseVerdict, named: ReadonlyMap<string, string>): Promise<StepResult> {
    const { post, account, policy, clause, rung, rank, reason, deviation, expected, by } = verdict;
    const kind = account === undefined ? 'post' : 'account';
    const body = {
      subject: { kind, ...refOf(account ?? post ?? '') },
      ...{ policy, clause, rung, rank, reason, deviation },
      expectedDecision: expected === null ? null : (named.get(expected) ?? expected),
    };
    return this.#decided(await this.#ask(by, 'POST', '/v1/decisions', body));
  }

  async #propose(said: CaseExemption): Promise<StepResult> {
    const [kind = '', ...rest] = said.subject.split(' ');
    const id = rest.join(' ');
    const { platform, policies, reason, balancing, expiresAt, reviewBy, keep } = said;
    const reply = await this.#ask('user:proposer', 'POST', '/v1/exemptions', {
      ...{ platform, policies, reason, balancing, expiresAt, reviewBy, kind: said.kind },
      subject: { kind, id: this.#ids.get(`${kind} ${id}`) ?? id },
      effect: readEffect(said.effect),
      afterEnd: { keep: keep !== undefined, reason: keep ?? null },
    });
    if (reply.status >= 300) return { kind: 'refused', code: reply.body.code };
    this.#ids.set(`exemption ${said.id}`, reply.body.id);
    return DONE;
  }

  #step(about: { readonly id: string; readonly by: string }, verb: string, body: unknown): Promise<StepResult> {
    const id = this.#ids.get(`exemption ${about.id}`) ?? about.id;
    return this.#done(about.by, 'POST', `/v1/exemptions/${id}/${verb}`, body);
  }

  async #exempt(said: CaseExemption): Promise<StepResult> {
    let result = await this.#propose(said);
    for (const [by, as] of [
      ['user:first', 'approver'],
      ['user:second', 'approver'],
      ['user:grantor', 'grantor'],
    ] as const) {
      if (result.kind !== 'refused') result = await this.#step({ id: said.id, by }, 'approve', { as });
    }
    return result;
  }

  /** Recorded by one, confirmed by another. */
  async #office({ account, id, state, ...office }: CaseOffice): Promise<StepResult> {
    const known = this.#ids.get(`office ${id}`) ?? null;
    const url = `/v1/accounts/${pathOf(account)}/offices`;
    const source = 'The register of the case.';
    const seen = await this.#ask('user:clerk', 'GET', `/v1/accounts/${pathOf(account)}`);
    if (seen.status === 404) await this.#ask('platform', 'PUT', `/v1/accounts/${pathOf(account)}`, {});
    const before = new Set((seen.body.offices ?? []).map((each: { id: string }) => each.id));
    const made = await this.#ask('user:clerk', 'PUT', url, { ...office, id: known, source, state: 'claimed' });
    if (made.status >= 300) return { kind: 'refused', code: made.body.code };
    const officeId = known ?? made.body.offices.find((each: { id: string }) => !before.has(each.id))?.id;
    this.#ids.set(`office ${id}`, officeId);
    if (state === 'claimed') return DONE;
    return this.#done('user:registrar', 'PUT', url, { ...office, id: officeId, source, state });
  }

  async #person(person: { readonly id: string; readonly accounts: readonly string[] }): Promise<StepResult> {
    for (const account of person.accounts) {
      const seen = await this.#ask('user:clerk', 'GET', `/v1/accounts/${pathOf(account)}`);
      if (seen.status === 404) await this.#ask('platform', 'PUT', `/v1/accounts/${pathOf(account)}`, {});
    }
    const said = { name: person.id, source: 'The register of the case.', accounts: person.accounts.map(refOf) };
    const known = this.#ids.get(`person ${person.id}`) ?? null;
    const made = await this.#ask('user:clerk', 'PUT', '/v1/persons', { ...said, id: known });
    if (made.status >= 300) return { kind: 'refused', code: made.body.code };
    this.#ids.set(`person ${person.id}`, made.body.id);
    return this.#done('user:registrar', 'PUT', '/v1/persons', { ...said, id: made.body.id, state: 'confirmed' });
  }

  async #get<T>(url: string): Promise<T> {
    const reply = await this.#ask('reader', 'GET', url);
    if (reply.status !== 200) throw new Error(`${url}: ${reply.text}`);
    return reply.body as T;
  }

  async look(wanted: Seen): Promise<Sight> {
    return {
      effective: await this.#effective(wanted),
      presentations: await this.#presentations(wanted),
      standing: await this.#standing(wanted),
      divergence: await this.#divergence(wanted),
      evenness: wanted.evenness === undefined ? undefined : await this.#evenness(),
      exemptions: await mapped(wanted.exemptions, async (id) => {
        const url = `/v1/exemptions/${this.#ids.get(`exemption ${id}`)}`;
        return (await this.#get<{ state: string }>(url)).state;
      }),
    };
  }

  /** Seen where one decision alone is in effect: the wire has decisions, not their merge. */
  async #effective(wanted: Seen): Promise<Sight['effective']> {
    const seen: NonNullable<Sight['effective']> = {};
    for (const name of Object.keys(wanted.effective ?? {})) {
      const { decisions } = await this.#get<StoredPost>(`/v1/posts/${pathOf(name)}`);
      const [only, ...more] = decisions.filter((each: WireDecision) => each.effective);
      if (only === undefined || more.length > 0) return undefined;
      const [baseline, applied] = [shownOutcome(only.baseline), shownOutcome(only.applied)];
      seen[name] = {
        baseline: { ...baseline, measures: [...baseline.measures] },
        applied: { ...applied, measures: [...applied.measures] },
      };
    }
    return seen;
  }

  async #presentations(wanted: Seen): Promise<Sight['presentations']> {
    const seen: NonNullable<Sight['presentations']> = [];
    for (const { post, lang, country } of wanted.presentations ?? []) {
      const { platform, id } = refOf(post);
      const query = { platform, posts: [id], ...(lang && { lang }), ...(country && { country }) };
      const reply = await this.#workspace.ask('POST', '/v1/presentations:query', { key: null, json: query });
      const shown = reply.body.items[0].presentation;
      seen.push({
        ...{ post, lang, country, ...shown },
        labels: shown.labels.map((label: { text: string }) => label.text),
        notice: shown.notice?.text ?? null,
        noticePolicies: shown.notice?.policies ?? [],
        dir: shown.notice?.dir ?? shown.labels[0]?.dir ?? 'ltr',
        author: shown.author.state,
      });
    }
    return wanted.presentations && seen;
  }

  #standing(wanted: Seen): Promise<Sight['standing']> {
    return mapped(wanted.standing, async (name) => {
      // biome-ignore lint/suspicious/noExplicitAny: read as the wire has it
      const account = await this.#get<any>(`/v1/accounts/${pathOf(name)}`);
      const { baseline, applied } = account.standing;
      const next = account.next?.atPoints ?? null;
      return { baseline: baseline.points, applied: applied.points, state: account.state, next };
    });
  }

  async #divergence(wanted: Seen): Promise<Sight['divergence']> {
    const seen: NonNullable<Sight['divergence']> = [];
    for (const { a, b } of wanted.divergence ?? []) {
      const { divergence } = await this.#get<StoredPost>(`/v1/posts/${pathOf(a)}`);
      const name = (of: { platform: string; id: string }) => `${of.platform}/${of.id}`;
      const found = divergence.find((each) => [name(each.a), name(each.b)].includes(b));
      // Copies that are treated alike are not told of.
      seen.push({ a, b, kinds: found?.kinds ?? [], sentence: found?.sentence ?? '' });
    }
    return wanted.divergence && seen;
  }

  async #evenness(): Promise<Sight['evenness']> {
    const { cells } = await this.#get<Evenness>('/v1/evenness');
    return cells.map(({ items, ...cell }) => ({
      ...cell,
      posts: items.map((each) => `${each.platform}/${each.id}`),
    }));
  }
}

function readEffect(text: string): unknown {
  const hold = /^hold (\S+) (\d+)h$/.exec(text);
  if (hold !== null) return { kind: 'hold', rung: hold[1], hours: Number(hold[2]) };
  const [from, to] = text.split(' → ');
  return { kind: 'soften', from, to };
}

async function mapped<T>(
  wanted: Readonly<Record<string, unknown>> | undefined,
  of: (name: string) => Promise<T>,
): Promise<Record<string, T> | undefined> {
  if (wanted === undefined) return undefined;
  const seen: Record<string, T> = {};
  for (const name of Object.keys(wanted)) seen[name] = await of(name);
  return seen;
}
