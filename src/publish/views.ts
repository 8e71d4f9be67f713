/**
 * What the `App` answers with: domain values joined with the names that the outside knows (a platform's own post
 * and author ids). `publish/present-*.ts` turns them into wire objects.
 */
import type { Office, StatusFacts } from '../accounts/account.ts';
import type { Penalty, Standing } from '../accounts/standing.ts';
import type { Decision, MeasureStatus, Outcome } from '../decide/decision.ts';
import type { Presentation } from '../enforce/presentation.ts';
import type { FactUsed, FindingKey } from '../evaluate/finding.ts';
import type { Exemption, Principal } from '../exemptions/exemption.ts';
import type { AuthorFields, PostContent } from '../ingest/post.ts';
import type { Instant } from '../lib/instant.ts';
import type { Measure, MeasureKind } from '../policy/measure.ts';
import type { Problem } from '../policy/policy-set.ts';
import type { Scope } from '../schema/admin.ts';

/** A platform's own names of a thing of ours. `post` is null for decisions about accounts. */
export type Naming = { readonly platform: string; readonly post: string | null; readonly author: string };

/** A measure of the applied outcome with what became of it. `id` is what `ack` takes. */
export type MeasureView = {
  readonly id: string;
  readonly measure: Measure;
  readonly findings: readonly FindingKey[];
  readonly status: MeasureStatus;
  readonly ackedAt: Instant | null;
};

export type DecisionView = {
  readonly id: string;
  /** Null where the position is not numbered yet, and in answers of `try`. */
  readonly position: number | null;
  readonly decision: Decision;
  readonly naming: Naming;
  readonly measures: readonly MeasureView[];
  readonly supersededBy: string | null;
  /** Still (part of) the effective outcome of its subject. */
  readonly effective: boolean;
};

/** One post taken in. */
export type PostAnswer = {
  /** The same content as before: nothing was recorded, the decision is the one made then. */
  readonly replayed: boolean;
  /** Older than the newest revision: stored, changes nothing. */
  readonly outOfOrder: boolean;
  readonly revision: number;
  readonly decision: DecisionView;
  readonly presentation: Presentation;
  /** Account decisions caused by it. */
  readonly consequences: readonly DecisionView[];
};

/** A person decided on: one decision for each account. */
export type PersonAnswer = { readonly person: string; readonly decisions: readonly DecisionView[] };

/** How two copies differ. `kinds` is empty for copies treated alike. */
export type DivergenceView = {
  readonly a: Naming;
  readonly b: Naming;
  readonly kinds: readonly string[];
  readonly sentence: string;
};

export type ObservationView = {
  readonly id: string;
  readonly measures: readonly MeasureKind[];
  readonly seenAt: Instant;
  readonly evidenceUrl: string | null;
};

export type PostView = {
  readonly naming: Naming;
  readonly state: 'known' | 'deleted' | 'erased';
  readonly revision: number;
  readonly content: PostContent | null;
  readonly author: AuthorFields | null;
  readonly receivedAt: Instant;
  readonly deletedAt: Instant | null;
  readonly presentation: Presentation;
  /** Newest first. */
  readonly decisions: readonly DecisionView[];
  readonly copies: readonly CopyView[];
  readonly divergences: readonly DivergenceView[];
  readonly observations: readonly ObservationView[];
  readonly reach: { readonly at: Instant; readonly views: number; readonly reposts: number } | null;
};

export type CopyView = {
  readonly naming: Naming;
  readonly revision: number;
  readonly createdAt: Instant;
  /** The newest by rule or person that is effective. */
  readonly decision: DecisionView;
  readonly observed: ObservationView | null;
  readonly presentation: Presentation;
};

export type PresentationItem = {
  readonly post: string;
  readonly state: 'known' | 'unknown' | 'deleted';
  readonly presentation: Presentation | null;
};

/** What comes next for an account: the next step of the ladder, and how far it is. */
export type AccountView = {
  readonly platform: string;
  readonly id: string;
  readonly identity: AuthorFields | null;
  readonly status: StatusFacts;
  /** `changedBy` took the last step: somebody else confirms what it claimed. */
  readonly offices: readonly (Office & { readonly changedBy?: Principal })[];
  readonly standing: { readonly baseline: Standing; readonly applied: Standing };
  readonly points: { readonly baseline: number; readonly applied: number };
  readonly penalties: readonly Penalty[];
  readonly state: Presentation['author'];
  readonly next: { readonly measure: Measure; readonly atPoints: number; readonly pointsLeft: number } | null;
};

export type PersonView = {
  readonly id: string;
  readonly name: string;
  readonly source: string;
  /** Only a confirmed one links its accounts. */
  readonly state: 'claimed' | 'confirmed' | 'withdrawn';
  readonly changedBy: Principal;
  readonly accounts: readonly { readonly platform: string; readonly id: string }[];
};

/** One step of an office or a person; its texts are null once they are erased. */
export type RegisterStep = {
  readonly n: number;
  readonly at: Instant;
  readonly by: Principal;
  readonly state: 'claimed' | 'confirmed' | 'withdrawn';
  /** Of the office, or the name of the person. */
  readonly title: string | null;
  readonly jurisdiction: string | null;
  readonly source: string | null;
};

export type ExemptionView = Exemption & {
  /** Decisions on posts that used it. */
  readonly uses: number;
};

/** Why a finding was made, or was not: rule by rule, clause by clause, from the stored text and facts. */
export type RuleTrace = {
  readonly policy: string;
  readonly rule: string;
  readonly mode: 'off' | 'shadow' | 'live';
  readonly held: 'true' | 'false' | 'unknown' | 'failed' | 'off';
  readonly clauses: readonly {
    readonly text: string;
    readonly held: 'true' | 'false' | 'unknown' | 'failed';
    readonly spans: readonly { readonly start: number; readonly end: number }[];
    /** Inputs that it read and that were not known. */
    readonly inputs: readonly string[];
  }[];
};

export type DecisionDetail = DecisionView & {
  readonly facts: readonly FactUsed[];
  readonly copies: readonly CopyView[];
  readonly divergences: readonly DivergenceView[];
  readonly exemptions: readonly Exemption[];
  /** Of a decision on a person: every account that it was made for. */
  readonly accounts: readonly { readonly platform: string; readonly id: string }[];
  /** With `explain`; null when the text has left the vault. */
  readonly trace: readonly RuleTrace[] | null;
};

/**
 * One platform's answer of `try`. With problems of severity error in the edits, the active set was used unedited
 * and `edited` is false.
 */
export type TryView = {
  readonly platform: string;
  /** The text that spans index: as received, after it was made well-formed. */
  readonly text: string;
  readonly decision: DecisionView;
  readonly presentation: Presentation;
  /** Said by the post or guessed from its words: a language that no policy is written for. */
  readonly otherLanguage: string | null;
  readonly edited: boolean;
  readonly problems: readonly Problem[];
};

export type EventView = {
  readonly seq: number;
  readonly id: string;
  readonly type:
    | 'decision.effective'
    | 'presentation.changed'
    | 'account.changed'
    | 'exemption.changed'
    | 'breaker.tripped'
    | 'divergence.found';
  readonly at: Instant;
  /** Ids and enumerations only. */
  readonly data: Readonly<Record<string, unknown>>;
};

export type EvennessCell = {
  readonly policy: string;
  readonly officeHolder: boolean;
  readonly platform: string;
  readonly lang: string | null;
  readonly decidedBy: 'rule' | 'person' | 'clock';
  readonly found: number;
  readonly acted: number;
  readonly given: number;
  readonly unseen: number;
  readonly departed: Readonly<Record<string, number>>;
  /** Median milliseconds from creation of the post to the measure; null if none acted. */
  readonly medianShownMs: number | null;
  /** Views while shown, where reach is known. */
  readonly viewsWhileShown: number | null;
  readonly posts: readonly { readonly platform: string; readonly id: string }[];
};

export type PolicySetView = {
  /** Given since it was published or last in force, and how many are asked for. */
  readonly approvals: readonly { readonly by: Principal; readonly at: Instant }[];
  readonly approvalsNeeded: number;
  readonly hash: string;
  readonly publishedAt: Instant;
  readonly by: string;
  readonly active: boolean;
  readonly policies: readonly { readonly id: string; readonly version: string; readonly title: string }[];
};

/** A change of outcome under another set: what `reapply` would do, and what an edit in the demo flips. */
export type Flip = {
  readonly platform: string;
  readonly id: string;
  readonly before: Outcome;
  readonly after: Outcome;
};

export type KeyView = {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Null: every platform. */
  readonly platforms: readonly string[] | null;
  readonly createdAt: Instant;
  readonly createdBy: Principal;
  /** Whom it stands for: wherever a step needs somebody else, a key is its holder. */
  readonly holder: Principal;
  readonly revokedAt: Instant | null;
};

export type Page<T> = { readonly items: readonly T[]; readonly next: string | null };
