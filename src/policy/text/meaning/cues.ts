/** Cues: the words per language by which a sentence shows what it does. Data from policies/cues, compiled like any other terms. */
import { readTerms } from '../match/compile-terms.ts';
import type { Matcher } from '../match/matcher.ts';
import { withoutAccents } from '../normal/lookalikes.ts';
import type { CueSource, TermProblem } from '../text-view.ts';

/** Every kind of cue, with what it is for; the files in policies/cues use these names as keys. */
export const CUE_KINDS = {
  negation: 'turns the words behind it into their opposite: not, never, nobody',
  negation_except: "phrases that hold a negation but do not negate: not only, can't wait to",
  reporting_verbs: 'what follows is reported speech: said that, tweeted, according to',
  condemnation: 'the sentence condemns what it speaks of: i condemn, must never, shame on',
  condemnation_beside: 'condemns what the sentence beside it says: this is disgusting',
  question_words: 'begin a question: who, why',
  imperative: 'verbs in the form of a command: kill, stop, vote',
  openers: 'may stand before a command: please, just, now, somebody',
  commands: "make a command of whatever follows: let's, don't, never, go and",
  first_person: "the speaker acts: i, we, i'm",
  second_person: "the reader acts: you, y'all",
  implied_first: 'a beginning without a subject that means the speaker: gonna, about to',
  modals: 'auxiliaries; the subject stands before them: will, should, is',
  clause_break: 'a new clause begins: but, because, when',
  passive: 'before a participle, makes the subject the one it is done to: be, get, were',
  passive_after: 'the same, where it stands behind the participle: German werden',
  agent: 'behind a passive, names who does it: by',
  harm_verbs: 'harming, in the forms that take an object: kill, shooting, attacked',
  harm_participles: 'harming, in the form behind be or get: killed, shot',
  harm_intransitive: 'suffering harm, said of the subject: die, rot, deserve a bullet',
  harm_to: 'harm towards what follows: death to, war on',
  figurative: 'idioms that sound like harm: killed it, photo shoot, die laughing',
  joking: 'signs of a joke: lol, laughing emoji',
  hypothetical: 'signs of supposing: if, imagine',
} as const;

export type CueKind = keyof typeof CUE_KINDS;
const KINDS = Object.keys(CUE_KINDS) as CueKind[];

/** Number of a cue kind as a term of its matcher. */
export const cueTerm: Readonly<Record<CueKind, number>> = Object.fromEntries(
  KINDS.map((kind, i) => [kind, i]),
) as Record<CueKind, number>;

/** A key that begins so is no kind but a part, named as `{part_…}` in other entries of its language. */
const PART = 'part_';

/** The matcher of a language's cues, or null if there are none for it. */
export type Cues = (lang: string) => Matcher | null;

/**
 * The cues of every language. Never throws. The matcher of a language is made at its first use; `later`: it is also only
 * then read, and nothing is reported.
 */
export function compileCues(source: CueSource, later: boolean): { cues: Cues; problems: TermProblem[] } {
  const problems: TermProblem[] = [];
  const books = new Map<string, () => Matcher>();
  const matchers = new Map<string, Matcher>();
  const read = (lang: string): (() => Matcher) | null => {
    const kinds = Object.hasOwn(source, lang) ? source[lang] : undefined;
    return kinds === undefined ? null : readLanguage(lang, kinds, problems);
  };
  const cues = (lang: string): Matcher | null => {
    let matcher = matchers.get(lang) ?? null;
    if (matcher === null) {
      matcher = (books.get(lang) ?? read(lang))?.() ?? null;
      books.delete(lang);
      if (matcher !== null) matchers.set(lang, matcher);
    }
    return matcher;
  };
  if (!later) for (const lang of Object.keys(source)) books.set(lang, read(lang) as () => Matcher);
  return { cues, problems };
}

function readLanguage(lang: string, kinds: CueSource[string], problems: TermProblem[]): () => Matcher {
  for (const kind of Object.keys(kinds)) {
    if (!kind.startsWith(PART) && !Object.hasOwn(CUE_KINDS, kind)) problems.push(unknownKind(lang, kind));
  }
  const patterns = Object.entries(kinds)
    .filter(([kind]) => kind.startsWith(PART))
    .map(([kind, any]) => ({ id: kind, title: kind, any: bothWays(any), fold: false }));
  const terms = KINDS.map((kind) => {
    const any = Object.hasOwn(kinds, kind) ? (kinds[kind] ?? []) : [];
    return { kind: 'pattern' as const, id: `${lang}.${kind}`, any: bothWays(any), fold: false };
  });
  const book = readTerms(terms, { lists: [], patterns });
  for (const problem of book.problems) {
    const kind = KINDS[problem.term] as CueKind;
    // Entries beyond those written are the ways without accents: the same problem again.
    if ((problem.entry ?? 0) >= (kinds[kind]?.length ?? 0)) continue;
    problems.push({ ...problem, term: -1, in: { kind: 'cue', id: `${lang}.${kind}` } });
  }
  return () => book.matcher([...terms.keys()]);
}

/** Entries as written, then those that differ without their accents, which posts often leave out. */
function bothWays(entries: readonly string[]): string[] {
  return [...entries, ...entries.map(withoutAccents).filter((bare, i) => bare !== entries[i])];
}

function unknownKind(lang: string, kind: string): TermProblem {
  const message = `there is no kind of cue \`${kind}\``;
  const help = `the kinds are ${KINDS.join(', ')}; a part to be named begins with ${PART}`;
  return {
    term: -1,
    entry: null,
    offset: 0,
    code: 'CUE_KIND',
    message,
    help,
    in: { kind: 'cue', id: `${lang}.${kind}` },
  };
}
