/**
 * Finds vault text in the ledger. Ledger strings that are ids, hashes, times, words of the policy sets or of our own
 * vocabulary are explained; what is left is compared with every free text of the vault.
 */
import type { EventType } from '../events.ts';

const SHAPES = /^(?:[0-9a-hjkmnp-tv-z]{32}(?:\.u?\d+)?|[0-9a-f]{64}|sha256:[0-9a-f]{64}|\d{4}-\d\d-\d\dT[\d:.]+Z)$/;
/** Keys whose values are words of ours. A value that does not look like one is not excused by its key. */
const WORDS = new Set([
  'type',
  'kind',
  'rank',
  'trigger',
  'state',
  'mode',
  'status',
  'reason',
  'onUnknown',
  'path',
  'source',
  'version',
  'unicode',
  'by',
  'principal',
  'from',
  'to',
  'rung',
  'ref',
  'finding',
  'findings',
  'policy',
  'policies',
  'rule',
  'counter',
  'breaker',
  'platform',
  'platforms',
  'scopes',
  'measures',
  'kinds',
  'inputs',
  'list',
  'features',
  'surfaces',
  'countries',
]);
const WORD = /^[A-Za-z0-9_.:/@+-]{1,120}$/;
/** Shorter texts are told from words of ours only when they are the whole string. */
const CONTAINED_MIN = 8;
/** A part of a text this long is that text, not a word that happens to stand in it. */
const PART_MIN = 24;

export type LedgerText = {
  add(event: unknown): void;
  /** Whether this text, or a good part of it, stands in the ledger. */
  leaked(text: string): boolean;
};

export function ledgerText(policyBodies: readonly string[]): LedgerText {
  const explained = new Set<string>();
  for (const body of policyBodies) {
    walk(parsed(body), '', (_key, text) => explained.add(text));
  }
  const strange = new Set<string>();
  let haystack: string | null = null;
  return {
    add(event) {
      haystack = null;
      walk(event, '', (key, text) => {
        if (text === '' || SHAPES.test(text) || explained.has(text)) return;
        if (WORDS.has(key) && WORD.test(text)) return;
        strange.add(text);
      });
    },
    leaked(text) {
      if (text === '' || strange.size === 0) return false;
      if (text.length < CONTAINED_MIN) return strange.has(text);
      haystack ??= [...strange].join('\n');
      if (haystack.includes(text)) return true;
      for (const part of strange) if (part.length >= PART_MIN && text.includes(part)) return true;
      return false;
    },
  };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // Not one of ours: it explains nothing.
    return null;
  }
}

function walk(value: unknown, key: string, visit: (key: string, text: string) => void): void {
  if (typeof value === 'string') visit(key, value);
  else if (Array.isArray(value)) for (const item of value) walk(item, key, visit);
  else if (value !== null && typeof value === 'object') {
    for (const [name, item] of Object.entries(value)) walk(item, name, visit);
  }
}

/** Keys under which the vault holds what people wrote or are known by. */
const TEXT_KEYS: Readonly<Record<string, readonly string[]>> = {
  'account.recorded': ['id', 'handle'],
  'post.received': ['id', 'url', 'text', 'alt', 'replyTo', 'quoteOf'],
  'posts.judged': ['id', 'url', 'text', 'alt', 'replyTo', 'quoteOf'],
  'decision.made': ['reason'],
  'exemption.changed': ['reason', 'publicInterest', 'riskOfHarm', 'alternatives'],
  'observation.recorded': ['evidenceUrl'],
  'key.created': ['name'],
};

/** What people wrote in one vault row. Offices and persons: every string. */
export function freeTexts(type: EventType, content: unknown): string[] {
  const keys = TEXT_KEYS[type];
  const texts: string[] = [];
  walk(content, '', (key, text) => {
    if (keys === undefined || keys.includes(key)) texts.push(text);
  });
  return texts;
}
