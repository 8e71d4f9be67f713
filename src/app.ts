/**
 * The application: everything that the ways in (HTTP, CLI, console) can ask for, as one object. What it does with a
 * post is `pipeline.ts`; each group of commands is a file of `app/`. Open one with `openApp` (`app/open.ts`).
 */
import type { OfficeInput, PersonInput } from './app/accounts.ts';
import type { ExemptionProposal } from './app/exemptions.ts';
import type { Answer } from './app/refusal.ts';
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
  PersonView,
  PolicySetView,
  PostAnswer,
  PostView,
  PresentationItem,
  TryAnswer,
} from './app/views.ts';
import type { DepartureKind, Rank } from './decide/decision.ts';
import type { Principal } from './exemptions/exemption.ts';
import type { WireAuthor, WirePost } from './ingest/wire-post.ts';
import type { Instant } from './lib/instant.ts';
import type { PolicySet, Problem } from './policy/policy-set.ts';

/** One line of the stream in. The caller has checked that its key may speak for the platform. */
export type IngestItem =
  | { readonly op: 'post'; readonly post: WirePost }
  | { readonly op: 'delete'; readonly platform: string; readonly id: string }
  | { readonly op: 'account'; readonly platform: string; readonly author: WireAuthor };

/** What a line is answered with: only after it is durable. */
export type IngestAnswer = Answer<
  | ({ readonly op: 'post' } & PostAnswer)
  | { readonly op: 'delete'; readonly platform: string; readonly id: string }
  | { readonly op: 'account'; readonly platform: string; readonly id: string }
>;

/** A person's decision. */
export type Verdict = {
  readonly subject:
    | { readonly kind: 'post'; readonly platform: string; readonly id: string }
    | { readonly kind: 'account'; readonly platform: string; readonly id: string };
  readonly policy: string;
  readonly clause?: string | undefined;
  /** A rung of the platform's ladder or `none`; for an account a penalty step's measure kind or `reinstate`. */
  readonly rung: string;
  readonly reason: string;
  readonly rank: Exclude<Rank, 'rule'>;
  readonly by: Principal;
  /** Refused with `DECISION_NOT_EFFECTIVE` if it no longer is. */
  readonly expectedDecision?: string | undefined;
  /** Why the outcome leaves what the policy gives. */
  readonly deviation?: string | undefined;
  readonly idempotencyKey?: string | undefined;
};

export type DecisionQuery = {
  readonly platform?: string | undefined;
  readonly policy?: string | undefined;
  /** Platform's author id; needs `platform`. */
  readonly author?: string | undefined;
  readonly rung?: string | undefined;
  readonly departure?: DepartureKind | undefined;
  /** Cursor of the page before. Newest first. */
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
};

export type TryRequest = {
  /** One post; `platforms` judges it on each (default: its own). */
  readonly post: WirePost;
  readonly platforms?: readonly string[] | undefined;
  /** Status as which it is posted. `account`: of that account of ours; default: of the post's own author as registered. */
  readonly as?:
    | { readonly kind: 'ordinary' }
    | { readonly kind: 'office'; readonly title: string; readonly jurisdiction?: string | undefined }
    | { readonly kind: 'account'; readonly platform: string; readonly id: string }
    | undefined;
  /** Policy files by path, replacing or adding to those of the active set; null removes one. */
  readonly policies?: Readonly<Record<string, string | null>> | undefined;
};

/** `import` of a file: posts in the past, `receivedAt` now. */
export type App = {
  /** Answers in the order of the items. Back-pressure: takes no more than a few thousand ahead of the answers read. */
  ingest(items: AsyncIterable<IngestItem> | Iterable<IngestItem>, by: Principal): AsyncIterable<IngestAnswer>;
  ingestOne(item: IngestItem, by: Principal): Promise<IngestAnswer>;
  deletePost(
    platform: string,
    id: string,
    by: 'author' | Principal,
  ): Promise<Answer<{ readonly platform: string; readonly id: string }>>;

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

  readonly accounts: {
    get(platform: string, id: string): Promise<Answer<AccountView>>;
    put(platform: string, author: WireAuthor, by: Principal): Promise<Answer<AccountView>>;
    /** Replaces the account's register of offices: confirms, claims or withdraws each. */
    putOffices(
      platform: string,
      id: string,
      change: { readonly offices: readonly OfficeInput[]; readonly by: Principal },
    ): Promise<Answer<AccountView>>;
    setList(
      platform: string,
      id: string,
      change: { readonly list: string; readonly member: boolean; readonly by: Principal },
    ): Promise<Answer<AccountView>>;
    /** The offices that payloads claim and nobody has confirmed yet. */
    claims(): Promise<Answer<readonly { readonly platform: string; readonly id: string; readonly title: string }[]>>;
  };
  readonly persons: {
    put(person: PersonInput, by: Principal): Promise<Answer<PersonView>>;
    get(id: string): Promise<Answer<PersonView>>;
    list(): Promise<Answer<readonly PersonView[]>>;
  };
  readonly exemptions: {
    propose(proposal: ExemptionProposal, by: Principal): Promise<Answer<ExemptionView>>;
    /** The first approval of the two makes it `approved`; the second, by another, `active`, granted by `grantor`. */
    approve(id: string, by: Principal): Promise<Answer<ExemptionView>>;
    revoke(id: string, by: Principal, reason: string): Promise<Answer<ExemptionView>>;
    get(id: string): Promise<Answer<ExemptionView>>;
    list(query?: { readonly platform?: string; readonly state?: string }): Promise<Answer<readonly ExemptionView[]>>;
  };

  observe(observation: {
    readonly platform: string;
    readonly post: string;
    readonly measures: readonly string[];
    readonly seenAt: string;
    readonly evidenceUrl: string;
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
    status: 'delivered' | 'confirmed' | 'failed' | 'reverted',
    at: string,
  ): Promise<Answer<{ readonly measure: string; readonly status: string }>>;

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
  try(request: TryRequest): Promise<Answer<readonly TryAnswer[]>>;

  readonly policies: {
    /** Loads files, runs every example, refuses a changed policy whose version did not rise; stores, does not activate. */
    publish(
      files: Readonly<Record<string, string>>,
      by: Principal,
    ): Promise<Answer<{ readonly hash: string; readonly changed: boolean; readonly warnings: readonly Problem[] }>>;
    activate(hash: string, by: Principal): Promise<Answer<PolicySetView>>;
    rollback(by: Principal): Promise<Answer<PolicySetView>>;
    list(): Promise<Answer<readonly PolicySetView[]>>;
    active(): Promise<Answer<{ readonly set: PolicySet; readonly files: Readonly<Record<string, string>> }>>;
    /** Publishes and activates on each save of the folder; a broken edit keeps the old set and says so to `say`. */
    watch(folder: string, say: (line: string) => void): { close(): void };
    /** What judging decided posts again under the active set would change; nothing is recorded. */
    reapplyPreview(): Promise<Answer<{ readonly posts: number; readonly flips: readonly Flip[] }>>;
    reapply(by: Principal): Promise<Answer<{ readonly posts: number; readonly changed: number }>>;
  };
  readonly keys: {
    /** The secret is shown this once; only its hash is stored. */
    create(key: {
      readonly name: string;
      readonly scopes: readonly string[];
      readonly platforms: readonly string[] | null;
      readonly by: Principal;
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
    /** Null when this is not the demo workspace. */
    story(): Promise<Answer<import('./app/demo.ts').DemoStory>>;
    /** Judges every post of the demo again, without recording: as another author and under edited policy files. */
    judge(request: {
      readonly as: 'head of state' | 'ordinary';
      readonly policies?: Readonly<Record<string, string | null>> | undefined;
    }): Promise<Answer<import('./app/demo.ts').DemoJudgement>>;
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
