/** What evaluating gives: findings with the words that made them, and what could not be known. */
import type { OnUnknown, Then } from '../policy/policy-set.ts';

/** Half-open, UTF-16 units of the text as received, whole graphemes. `clause` indexes `Finding.clauses`. */
export type Span = { readonly start: number; readonly end: number; readonly clause: number };

export type Finding = {
  readonly policy: string;
  readonly version: string;
  readonly rule: string;
  readonly explain: string;
  readonly then: Then;
  readonly exemptible: boolean;
  /** The top-level conditions of the rule that held, as policy text. */
  readonly clauses: readonly string[];
  readonly spans: readonly Span[];
};

/** `policy/rule`: unique within one evaluation. */
export type FindingKey = string;
export const findingKey = (f: { readonly policy: string; readonly rule: string }): FindingKey =>
  `${f.policy}/${f.rule}`;

export type UnknownRule = {
  readonly policy: string;
  readonly rule: string;
  readonly onUnknown: OnUnknown;
  readonly then: Then;
  readonly exemptible: boolean;
  /** Paths of the inputs that were not known, as far as they kept the rule from an answer. */
  readonly inputs: readonly string[];
  /** Set when the rule failed rather than met an unknown. */
  readonly failed: string | null;
};

export type FactUsed = {
  readonly path: string;
  readonly known: boolean;
  readonly value: unknown;
  readonly source: string;
  readonly version: string | null;
};

export type Evaluation = {
  /** Of live rules, with every status fact neutral: the same whoever posts. In policy, then rule order. */
  readonly findings: readonly Finding[];
  /** Rules with `reads_status` whose answer the author's real status changes. */
  readonly status: { readonly added: readonly Finding[]; readonly dropped: readonly FindingKey[] };
  readonly shadow: readonly Finding[];
  readonly unknown: readonly UnknownRule[];
  readonly facts: readonly FactUsed[];
  /** The text was cut before matching (see docs/policy-language.md, limits). */
  readonly textCut: boolean;
};
