/** To which classes an account belongs, by its confirmed status. */
import { walk } from '../policy/cel/walk.ts';
import type { CompiledPolicySet } from '../policy/compile.ts';
import type { RuleInput, StatusInput } from '../policy/inputs.ts';

const NOBODY: Omit<RuleInput, 'status'> = {
  post: {
    text: '',
    lang: null,
    createdAt: '1970-01-01T00:00:00.000Z',
    editedAt: null,
    visibility: 'public',
    replyTo: null,
    quoteOf: null,
    links: [],
    media: [],
  },
  now: '1970-01-01T00:00:00.000Z',
  author: { createdAt: null },
  standing: null,
  counters: {},
  signals: {},
  claims: null,
};

/** Ids of the classes, in the set's order. A class reads status facts only, which are always known. */
export function classesOf({ classes, constants }: CompiledPolicySet, status: StatusInput): string[] {
  const w = { input: { ...NOBODY, status }, view: null, textKnown: false, constants, vars: [] };
  return classes.filter(({ tree }) => walk(tree, w) === true).map(({ id }) => id);
}
