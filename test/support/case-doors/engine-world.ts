/** A world in memory, for playing cases on the pure functions alone: what deciding needs to be given, and nothing else. */
import { createHash } from 'node:crypto';
import type { Office } from '../../../src/accounts/account.ts';
import { officesAt } from '../../../src/accounts/offices.ts';
import { activePoints, EMPTY_STANDING } from '../../../src/accounts/standing.ts';
import type { Decided } from '../../../src/decide/conclude.ts';
import type { Standings } from '../../../src/decide/consequences.ts';
import { decidePost } from '../../../src/decide/decide.ts';
import type { DecisionRecord, Trigger } from '../../../src/decide/decision.ts';
import { checkDeparted } from '../../../src/decide/departures.ts';
import { effective, restsOn } from '../../../src/decide/effective.ts';
import { decideEnded } from '../../../src/decide/ended.ts';
import { decideExpiry } from '../../../src/decide/expiry.ts';
import { type Ground, groundOf } from '../../../src/decide/ground.ts';
import { classesOf } from '../../../src/evaluate/classes.ts';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import type { Exemption } from '../../../src/exemptions/exemption.ts';
import { afterEnd, step as stepExemption } from '../../../src/exemptions/register.ts';
import { clusterBasis, contentBasis, revisedAt } from '../../../src/ingest/content-keys.ts';
import type { AuthorFields, IncomingPost } from '../../../src/ingest/post.ts';
import { type CompiledPolicySet, compile } from '../../../src/policy/compile.ts';
import type { StatusInput } from '../../../src/policy/inputs.ts';
import { loadPolicySet } from '../../../src/policy/load.ts';
import type { MeasureKind } from '../../../src/policy/measure.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Compiles files or throws: a case with a broken set is a broken case. */
function compiledFrom(files: Readonly<Record<string, string>>): CompiledPolicySet {
  const { set, problems } = loadPolicySet(files, sha256);
  const compiled = set === null ? null : compile(set).compiled;
  if (compiled === null)
    throw new Error(`broken policy set: ${JSON.stringify(problems.find((p) => p.severity === 'error'))}`);
  return compiled;
}

export type WorldAccount = {
  readonly platform: string;
  identity: AuthorFields;
  offices: Office[];
  person: string | null;
  standing: Standings;
};
export type WorldPost = {
  readonly name: string;
  readonly account: string;
  readonly createdAt: string;
  incoming: IncomingPost;
  revision: number;
  receivedAt: string;
  readonly history: DecisionRecord[];
  deleted: boolean;
  observations: { readonly measures: readonly MeasureKind[]; readonly seenAt: string }[];
};

export type Made = { readonly id: string; readonly decided: Decided; readonly replayed: boolean };

export class World {
  compiled: CompiledPolicySet;
  files: Readonly<Record<string, string>>;
  now: string;
  readonly accounts = new Map<string, WorldAccount>();
  readonly posts = new Map<string, WorldPost>();
  readonly exemptions = new Map<string, Exemption>();
  readonly #breakers = new Map<string, number>();
  readonly #holds: { readonly post: string; readonly decision: string; readonly until: string }[] = [];
  #ids = 0;

  constructor(files: Readonly<Record<string, string>>, now: string) {
    this.files = files;
    this.compiled = compiledFrom(files);
    this.now = now;
  }

  ground(platform: string): Ground {
    const ground = groundOf(this.compiled.set, platform);
    if (ground === null) throw new Error(`no platform ${platform}`);
    return ground;
  }

  newIds() {
    this.#ids++;
    return { decision: `d${this.#ids}`, account: `a${this.#ids}` };
  }

  /** Receives a post: new, again, older, or edited. */
  receive(incoming: IncomingPost): Made {
    const name = `${incoming.platform}/${incoming.id}`;
    const accountName = `${incoming.platform}/${incoming.author.id}`;
    const account = this.#account(accountName, incoming);
    const known = this.posts.get(name);
    if (known !== undefined) {
      const isSame = contentBasis(known.incoming) === contentBasis(incoming);
      const isOlder = revisedAt(incoming.content) < revisedAt(known.incoming.content);
      if (isSame || isOlder) return this.#again(known);
      known.incoming = incoming;
      known.revision++;
      known.receivedAt = this.now;
      return this.judge(known, 'edit');
    }
    const post: WorldPost = {
      name,
      account: accountName,
      createdAt: incoming.content.createdAt,
      incoming,
      revision: 1,
      receivedAt: this.now,
      history: [],
      deleted: false,
      observations: [],
    };
    this.posts.set(name, post);
    this.accounts.set(accountName, account);
    return this.judge(post, 'ingest');
  }

  #account(name: string, { platform, author }: IncomingPost): WorldAccount {
    const known = this.accounts.get(name) ?? this.addAccount(name, platform, author);
    known.identity = {
      ...known.identity,
      followers: author.followers ?? known.identity.followers,
      verified: author.verified ?? known.identity.verified,
    };
    return known;
  }

  addAccount(name: string, platform: string, identity: AuthorFields): WorldAccount {
    const standing = { baseline: EMPTY_STANDING, applied: EMPTY_STANDING };
    const account: WorldAccount = { platform, identity, offices: [], person: null, standing };
    this.accounts.set(name, account);
    return account;
  }

  #again(post: WorldPost): Made {
    const record = post.history.findLast(({ decision }) => decision.rank === 'rule') as DecisionRecord;
    const now = effective(post.history, post.revision);
    const { standing } = this.accountOf(post);
    const changes = { baseline: [], applied: [] };
    const nothing = { account: null, holds: [], cases: [], breakers: [], tripped: [] };
    const decided = {
      ...nothing,
      decision: record.decision,
      standing: { changes, after: standing },
      before: now,
      effective: now,
    };
    return { id: record.id, decided, replayed: true };
  }

  accountOf(post: WorldPost): WorldAccount {
    return this.accounts.get(post.account) as WorldAccount;
  }

  #status(account: WorldAccount, at: string): StatusInput & { readonly officeIds: readonly string[] } {
    const offices = officesAt(account.offices, at);
    return {
      verified: account.identity.verified ?? false,
      followers: account.identity.followers ?? 0,
      offices: offices.map(({ title, jurisdiction }) => ({ title, jurisdiction })),
      officeIds: offices.map(({ id }) => id),
      person: account.person,
      lists: [],
    };
  }

  /** What every decision on the post needs. */
  context(post: WorldPost) {
    const account = this.accountOf(post);
    const status = this.#status(account, post.receivedAt);
    return {
      ground: this.ground(post.incoming.platform),
      ids: this.newIds(),
      now: this.now,
      subject: {
        post: post.name,
        revision: post.revision,
        account: post.account,
        createdAt: post.createdAt,
        receivedAt: post.receivedAt,
      },
      history: post.history,
      standing: account.standing,
      author: { person: account.person, offices: status.officeIds, classes: classesOf(this.compiled, status) },
      exemptions: [...this.exemptions.values()],
    };
  }

  /** Judges a post by the set of now. */
  judge(post: WorldPost, trigger: Trigger): Made {
    const account = this.accountOf(post);
    const { officeIds: _ids, ...status } = this.#status(account, post.receivedAt);
    const evaluation = evaluate(this.compiled, {
      post: post.incoming.content,
      now: this.now,
      author: { createdAt: account.identity.createdAt },
      status,
      standing: { strikes: activePoints(account.standing.baseline, this.now) },
      counters: {},
      signals: post.incoming.signals,
      claims: null,
    });
    const hour = this.now.slice(0, 13);
    const context = this.context(post);
    const breakers = Object.fromEntries(
      [...this.#breakers]
        .filter(([key]) => key.startsWith(hour))
        .map(([key, count]) => [key.slice(hour.length + 1), count]),
    );
    const decided = decidePost({ ...context, trigger, evaluation, breakers });
    for (const rule of decided.breakers) {
      const key = `${hour} ${rule}`;
      this.#breakers.set(key, (this.#breakers.get(key) ?? 0) + 1);
    }
    return this.keep(post, context.ids, decided);
  }

  /** Puts a decision on the record, after checking what must hold of every one. */
  keep(post: WorldPost, ids: { readonly decision: string }, decided: Decided): Made {
    for (const decision of [decided.decision, decided.account]) {
      const broken = decision === null ? [] : checkDeparted(decision);
      if (broken.length > 0) throw new Error(`A9 does not hold of ${ids.decision}: ${JSON.stringify(broken)}`);
    }
    post.history.push({ id: ids.decision, decision: decided.decision });
    this.accountOf(post).standing = decided.standing.after;
    for (const { until } of decided.holds) this.#holds.push({ post: post.name, decision: ids.decision, until });
    return { id: ids.decision, decided, replayed: false };
  }

  /** Moves the clock; what runs out on the way strikes at its own time. */
  moveTo(now: string): void {
    while (true) {
      const hold = this.#holds.toSorted((a, b) => (a.until < b.until ? -1 : 1))[0];
      const ending = [...this.exemptions.values()]
        .filter(({ state }) => state === 'active')
        .toSorted((a, b) => (a.expiresAt < b.expiresAt ? -1 : 1))[0];
      const next = [hold?.until, ending?.expiresAt].filter((at) => at !== undefined && at <= now).sort()[0];
      if (next === undefined) break;
      this.now = next;
      if (hold?.until === next) this.#endHold(hold);
      else if (ending !== undefined) this.end(ending.id, { kind: 'expire', at: next });
    }
    this.now = now;
  }

  #endHold(hold: { readonly post: string; readonly decision: string; readonly until: string }): void {
    this.#holds.splice(this.#holds.indexOf(hold), 1);
    const post = this.posts.get(hold.post) as WorldPost;
    const held = post.history.find(({ id }) => id === hold.decision) as DecisionRecord;
    const context = this.context(post);
    const revision = held.decision.subject.kind === 'post' ? held.decision.subject.revision : 0;
    const decided = decideExpiry({ ...context, subject: { ...context.subject, revision }, held });
    if (decided !== null) this.keep(post, context.ids, decided);
  }

  /** Ends an exemption, and decides again what rests on it. */
  end(
    id: string,
    event:
      | { readonly kind: 'expire'; readonly at: string }
      | { readonly kind: 'revoke'; readonly by: string; readonly at: string; readonly reason: string },
  ) {
    const exemption = this.exemptions.get(id) as Exemption;
    const ended = stepExemption(exemption, event, this.registerGround(exemption.platform));
    if (!ended.ok) return ended;
    this.exemptions.set(id, ended.value);
    if (afterEnd(ended.value).again) {
      for (const post of this.posts.values()) {
        if (restsOn(effective(post.history, post.revision), id)) this.#decideWithout(post, id);
      }
    }
    return ended;
  }

  /** Rules decide again; what a person found stands, and is decided again without the exemption. */
  #decideWithout(post: WorldPost, exemption: string): void {
    const { bindings } = effective(post.history, post.revision);
    for (const id of new Set(bindings.map((binding) => binding.decision))) {
      const record = post.history.find((each) => each.id === id) as DecisionRecord;
      if (!record.decision.departures.some((departure) => departure.ref === exemption)) continue;
      if (record.decision.rank === 'rule') {
        this.judge(post, 'exemption');
        continue;
      }
      const context = this.context(post);
      const revision = record.decision.subject.kind === 'post' ? record.decision.subject.revision : 0;
      const subject = { ...context.subject, revision };
      const decided = decideEnded({ ...context, subject, record, exemption });
      if (decided !== null) this.keep(post, context.ids, decided);
    }
  }

  registerGround(platform: string) {
    const { set } = this.compiled;
    const { platform: declared, ladder } = this.ground(platform);
    return { platform: declared, ladder, policies: set.policies, classes: set.classes.map(({ id }) => id), holderOf };
  }

  copiesOf(post: WorldPost): readonly WorldPost[] {
    const basis = clusterBasis(post.incoming);
    return [...this.posts.values()].filter((other) => other !== post && clusterBasis(other.incoming) === basis);
  }
}

/** In cases everybody stands for themselves. */
export const holderOf = (principal: string): string => principal;
