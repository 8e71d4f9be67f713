/** Registers of our own: accounts, offices, persons. What a payload claims has no effect here. */
import type { Instant } from '../lib/instant.ts';

export type Office = {
  readonly id: string;
  readonly title: string;
  readonly jurisdiction: string;
  readonly from: Instant;
  readonly to: Instant | null;
  readonly source: string;
  /** Confirmed offices have effect; claims do not. */
  readonly state: 'claimed' | 'confirmed' | 'withdrawn';
};

/** The status facts of an account: what it is, rather than does. */
export type StatusFacts = {
  readonly verified: boolean;
  readonly followers: number;
  /** Titles and jurisdictions of the confirmed offices held at the moment. */
  readonly offices: readonly { readonly id: string; readonly title: string; readonly jurisdiction: string }[];
  readonly person: string | null;
  /** Names of account lists that hold it. */
  readonly lists: readonly string[];
};
