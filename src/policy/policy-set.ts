/**
 * A policy set: everything that judging needs, as plain JSON-able data, addressed by its content.
 * `policy/load.ts` makes it from files, `policy/compile.ts` makes it run.
 */
import type { Instant } from '../lib/instant.ts';
import type { Ladder } from './ladder.ts';
import type { Words } from './measure.ts';
import type { Platform } from './platform.ts';

export type Then = {
  /** A rung id; `none` records the finding and does nothing. */
  readonly rung: string;
  readonly label: { readonly text: Words; readonly fact: string | null; readonly href: string | null } | null;
};

export type OnUnknown = 'skip' | 'review' | 'hold';
export type RuleMode = 'off' | 'shadow' | 'live';

export type Rule = {
  readonly id: string;
  readonly when: string;
  readonly explain: string;
  readonly then: Then;
  readonly mode: RuleMode;
  readonly onUnknown: OnUnknown;
  readonly limits: { readonly perHour: number; readonly then: 'review' | 'hold' } | null;
  /** Reason for reading status facts; null: the rule may not read them. */
  readonly readsStatus: string | null;
};

export type Counter = {
  readonly name: string;
  /** What one count belongs to, in the counter's own key expression inputs: `author`, `text`, `link_domain`. */
  readonly by: readonly ('author' | 'text' | 'link_domain')[];
  /** CEL condition on the post for it to count; null: every post. */
  readonly where: string | null;
  readonly windowMinutes: number;
  /** Count distinct values of this rather than posts. */
  readonly distinct: 'author' | 'text' | 'link_domain' | null;
};

export type Policy = {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly effectiveFrom: Instant;
  readonly appliesTo: 'posts_after' | 'all';
  readonly category: string;
  readonly keywords: readonly string[];
  readonly ground: 'terms' | 'law';
  readonly languages: readonly string[];
  readonly exemptible: boolean;
  readonly rules: readonly Rule[];
  readonly counters: readonly Counter[];
  /** Markdown: the public text of the standard. */
  readonly text: string;
};

export type FactPage = {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly languages: readonly string[];
  readonly sources: readonly {
    readonly publisher: string;
    readonly title: string;
    readonly url: string;
    readonly date: string;
  }[];
  /** Markdown. */
  readonly text: string;
};

/** A named, published predicate over status facts (CEL over `author` status inputs). */
export type AccountClass = { readonly id: string; readonly title: string; readonly when: string };

/** A named group of words or phrases. `fold` adds homoglyph and leet folding when matching. */
export type WordList = { readonly id: string; readonly entries: readonly string[]; readonly fold: boolean };

/** A named pattern; its syntax is in docs/policy-language.md. */
export type Pattern = {
  readonly id: string;
  readonly title: string;
  readonly any: readonly string[];
  readonly fold: boolean;
};

export type PolicySet = {
  /** `sha256:` and the hex digest of the canonical JSON of all the rest. */
  readonly hash: string;
  /** In order: labels are shown in this order. */
  readonly policies: readonly Policy[];
  readonly platforms: readonly Platform[];
  readonly ladders: readonly Ladder[];
  readonly lists: readonly WordList[];
  readonly patterns: readonly Pattern[];
  readonly facts: readonly FactPage[];
  readonly classes: readonly AccountClass[];
  /** Cue lists per language for quotation, condemnation, negation: shipped, editable. */
  readonly cues: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
};

/** A problem in policy text: never thrown, always placed. `line` and `column` count from 1, `column` in UTF-16 units. */
export type Problem = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  readonly help: string;
};
