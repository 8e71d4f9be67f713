/**
 * The application: everything that the ways in (HTTP, CLI, console) can ask for, as one object. What it does with a
 * post is `pipeline.ts`; each group of commands is a file of `app/`. Open one with `openApp` (`app/open.ts`).
 */

import type { Answer } from './app/refusal.ts';
import type { DepartureKind, Rank } from './decide/decision.ts';
import type { Principal } from './exemptions/exemption.ts';
import type { Instant } from './lib/instant.ts';
import type { PolicySet, Problem } from './policy/policy-set.ts';
import type { DemoJudgement, DemoStory } from './publish/demo-views.ts';
import type {
  AccountView,
  DecisionDetail,
  DecisionView,
  EvennessCell,
  EventView,
  ExemptionView,
  Flip,
  KeyView,
  ObservationView,
  Page,
  PersonAnswer,
  PersonView,
  PolicySetView,
  PostAnswer,
  PostView,
  PresentationItem,
  RegisterStep,
  TryView,
} from './publish/views.ts';
import type { OfficeChange, PersonChange } from './schema/account.ts';
import type { Scope } from './schema/admin.ts';
import type { ExemptionProposal } from './schema/exemption.ts';
import type { Author, Post, TryPost } from './schema/post.ts';
import type { TryAs } from './schema/try.ts';

/** One line of the stream in. The caller has checked that its key may speak for the platform. */
export type IngestItem =
  | { readonly op: 'post'; readonly post: Post }
  | { readonly op: 'delete'; readonly platform: string; readonly id: string }
  | { readonly op: 'account'; readonly platform: string; readonly author: Author };

/** What a line is answered with: only after it is durable. */
export type IngestAnswer = Answer<
  | ({ readonly op: 'post' } & PostAnswer)
  | { readonly op: 'delete' | 'account'; readonly platform: string; readonly id: string; readonly changed: boolean }
>;

/** A person's decision. */
export type Verdict = {
  readonly subject:
    | { readonly kind: 'post'; readonly platform: string; readonly id: string; readonly revision?: number | undefined }
    | { readonly kind: 'account'; readonly platform: string; readonly id: string };
  readonly policy: string;
  readonly clause?: string | null | undefined;
  /** A rung of the platform's ladder or `none`; for an account a penalty step's measure kind or `reinstate`. */
  readonly rung: string;
  readonly reason: string;
  readonly rank: Exclude<Rank, 'rule'>;
  readonly by: Principal;
  /** Refused with `DECISION_NOT_EFFECTIVE` if it no longer is. */
  readonly expectedDecision?: string | null | undefined;
  /** Why the outcome leaves what the policy gives. */
  readonly deviation?: string | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
};

/** A person's decision on a person: of rank lead or above, on each of the accounts. */
export type PersonVerdict = Pick<
  Verdict,
  'policy' | 'clause' | 'rung' | 'reason' | 'rank' | 'by' | 'deviation' | 'idempotencyKey'
> & {
  /** Our id of the person. */
  readonly person: string;
  /** For which the caller may speak; null: for all. */
  readonly platforms: readonly string[] | null;
};

export type DecisionQuery = {
  readonly platform?: string | undefined;
  readonly policy?: string | undefined;
  /** Platform's author id; needs `platform`. */
  readonly author?: string | undefined;
  readonly rung?: string | undefined;
  readonly departure?: DepartureKind | undefined;
  /** Ledger position: only later decisions, oldest first; otherwise newest first. */
  readonly after?: number | undefined;
  /** `next` of the page before. */
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
};

export type TryRequest = {
  readonly post: TryPost;
  /** Judge it on each of these; default: its own platform. */
  readonly platforms?: readonly string[] | undefined;
  /** As whom it is posted; default: its author as registered. A text that no office bears (`ordinary account`) is nobody. */
  readonly as?: TryAs | undefined;
  /** Policy files by path, laid over those of the active set. */
  readonly policies?: Readonly<Record<string, string>> | undefined;
};

/** How many posts were judged again, and what became of them. */
export type Reapplied = {
  readonly posts: number;
  readonly changed: number;
  /** On which nothing had been found before. */
  readonly plain: number;
  /** Their content has left the vault: nobody can judge them again. */
  readonly erased: number;
  /** Some rules could not be decided on them. */
  readonly unknown: number;
};

export type App = {
  /** Answers in the order of the items. Back-pressure: takes no more than a few thousand ahead of the answers read. */
  ingest(items: AsyncIterable<IngestItem> | Iterable<IngestItem>, by: Principal): AsyncIterable<IngestAnswer>;
  ingestOne(item: IngestItem, by: Principal): Promise<IngestAnswer>;
  deletePost(
    platform: string,
    id: string,
    by: 'author' | Principal,
  ): Promise<Answer<{ readonly platform: string; readonly id: string; readonly changed: boolean }>>;

  getPost(platform: string, id: string): Promise<Answer<PostView>>;
  presentations(query: {
    readonly platform: string;
    readonly posts: readonly string[];
    readonly country?: string | undefined;
    readonly lang?: string | undefined;
  }): Promise<Answer<{ readonly items: readonly PresentationItem[]; readonly validUntil: Instant }>>;

  decisions(query: DecisionQuery): Promise<Answer<Page<DecisionView>>>;
  decision(id: string, options?: { readonly explain?: 'why' | 'whynot' | undefined }): Promise<Answer<DecisionDetail>>;
  decide(verdict: Verdict): Promise<Answer<PostAnswer>>;
  decidePerson(verdict: PersonVerdict): Promise<Answer<PersonAnswer>>;

  readonly accounts: {
    get(platform: string, id: string): Promise<Answer<AccountView>>;
    put(platform: string, author: Author, by: Principal): Promise<Answer<AccountView>>;
    /**
     * One step: without `id` it claims a new office, with `id` it amends, confirms or withdraws one. Whoever claimed or
     * amended does not confirm. Confirmed offices alone have effect.
     */
    putOffice(
      platform: string,
      id: string,
      change: { readonly office: OfficeChange; readonly by: Principal },
    ): Promise<Answer<AccountView>>;
    setList(
      platform: string,
      id: string,
      change: { readonly list: string; readonly member: boolean; readonly by: Principal },
    ): Promise<Answer<AccountView>>;
    /** The offices that payloads claim and nobody has confirmed yet. */
    claims(query: {
      /** Null: of every platform. */
      readonly platforms: readonly string[] | null;
      readonly cursor?: string | undefined;
      readonly limit?: number | undefined;
    }): Promise<
      Answer<Page<{ readonly platform: string; readonly id: string; readonly office: string; readonly title: string }>>
    >;
    /** Every step of one office, oldest first. */
    officeHistory(platform: string, id: string, office: string): Promise<Answer<readonly RegisterStep[]>>;
  };
  readonly persons: {
    /** One step: claimed, amended, confirmed or withdrawn, as offices are. Confirmed persons alone link accounts. */
    put(person: PersonChange, by: Principal): Promise<Answer<PersonView>>;
    get(id: string): Promise<Answer<PersonView>>;
    list(query: {
      readonly cursor?: string | undefined;
      readonly limit?: number | undefined;
    }): Promise<Answer<Page<PersonView>>>;
    history(id: string): Promise<Answer<readonly RegisterStep[]>>;
  };
  readonly exemptions: {
    propose(proposal: ExemptionProposal, by: Principal): Promise<Answer<ExemptionView>>;
    /** It becomes `approved` by two approvals and `active` when granted; all four principals differ. */
    approve(id: string, by: Principal, as: 'approver' | 'grantor'): Promise<Answer<ExemptionView>>;
    revoke(id: string, by: Principal, reason: string): Promise<Answer<ExemptionView>>;
    get(id: string): Promise<Answer<ExemptionView>>;
    /** `as` a page, oldest first. */
    list(query: {
      readonly platform?: string | undefined;
      readonly state?: string | undefined;
      readonly policy?: string | undefined;
      readonly cursor?: string | undefined;
      readonly limit?: number | undefined;
    }): Promise<Answer<Page<ExemptionView>>>;
  };

  observe(observation: {
    readonly platform: string;
    readonly post: string;
    readonly measures: readonly string[];
    readonly seenAt: string;
    readonly evidenceUrl: string | null;
    readonly by: Principal;
  }): Promise<Answer<ObservationView>>;
  /** Cumulative figures; a row older than the newest of its post is kept too. */
  reach(
    rows: readonly {
      readonly platform: string;
      readonly post: string;
      readonly at: string;
      readonly views: number;
      readonly reposts: number;
    }[],
  ): Promise<readonly Answer<null>[]>;
  ack(
    measure: string,
    ack: { readonly status: 'delivered' | 'confirmed' | 'failed' | 'reverted'; readonly at: string },
  ): Promise<Answer<{ readonly measure: string; readonly status: string }>>;
  /** Platform of a measure, for the check that a key may acknowledge it. */
  platformOfMeasure(measure: string): Promise<string | null>;

  evenness(query: {
    readonly policy?: string | undefined;
    readonly platform?: string | undefined;
    readonly from?: Instant | undefined;
    readonly to?: Instant | undefined;
  }): Promise<Answer<readonly EvennessCell[]>>;
  events(
    after: number,
    limit?: number,
  ): Promise<Answer<{ readonly items: readonly EventView[]; readonly next: number }>>;

  /** Judges without recording; one answer per platform, in the order asked for. */
  try(request: TryRequest): Promise<Answer<readonly TryView[]>>;

  readonly policies: {
    /**
     * Loads files, runs every example, refuses a changed policy whose version did not rise; stores, does not activate.
     * `isAlone`: nobody else is served yet, so the check needs no worker of its own.
     */
    publish(
      files: Readonly<Record<string, string>>,
      by: Principal,
      options?: { readonly isAlone?: boolean },
    ): Promise<Answer<{ readonly hash: string; readonly changed: boolean; readonly warnings: readonly Problem[] }>>;
    activate(hash: string, by: Principal): Promise<Answer<PolicySetView>>;
    rollback(by: Principal): Promise<Answer<PolicySetView>>;
    list(): Promise<Answer<readonly PolicySetView[]>>;
    active(): Promise<Answer<{ readonly set: PolicySet; readonly files: Readonly<Record<string, string>> }>>;
    /** Publishes and activates on each save of the folder; a broken edit keeps the old set and says so to `say`. */
    watch(folder: string, say: (line: string) => void): { close(): void };
    /** What judging stored posts again under the active set would change; nothing is recorded. */
    reapplyPreview(): Promise<Answer<Reapplied & { readonly flips: readonly Flip[] }>>;
    /** Records a decision, with trigger `policy`, where the outcome or what is found differs. */
    reapply(): Promise<Answer<Reapplied>>;
  };
  readonly keys: {
    /** The secret is shown this once; only its hash is stored. */
    create(key: {
      readonly name: string;
      readonly scopes: readonly Scope[];
      readonly platforms: readonly string[] | null;
      readonly by: Principal;
      /** For somebody else: `new`, or a holder of other keys. Left out: whoever makes it, who is no key. */
      readonly holder?: string | null | undefined;
    }): Promise<Answer<KeyView & { readonly secret: string }>>;
    list(): Promise<Answer<readonly KeyView[]>>;
    revoke(id: string, by: Principal): Promise<Answer<KeyView>>;
    verify(secret: string): Promise<KeyView | null>;
  };

  /** Erases the vault rows of a post or an account; ledger and decisions stay verifiable. */
  erase(
    subject: { readonly kind: 'post' | 'account'; readonly platform: string; readonly id: string },
    reason: 'request' | 'law',
  ): Promise<Answer<{ readonly erased: number }>>;

  readonly demo: {
    /** Refused with `NOT_IN_DEMO` elsewhere. */
    story(): Promise<Answer<DemoStory>>;
    /** Judges the story's posts again without recording; `as` concerns the messages by the head of state. */
    judge(request: {
      readonly as?: TryAs | undefined;
      readonly policies?: Readonly<Record<string, string>> | undefined;
    }): Promise<Answer<DemoJudgement>>;
  };

  /** For start-up pages and /health: the demo or not, the active set, the newest ledger position, alerts. */
  status(): Promise<{
    readonly demo: boolean;
    readonly policySet: string | null;
    readonly position: number;
    readonly alerts: readonly string[];
  }>;
  close(): Promise<void>;
};
