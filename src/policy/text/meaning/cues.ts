/** Cues: the words per language by which a sentence shows what it does. Data from policies/cues, compiled like any other terms. */
import { compileTerms, type Matcher } from '../match/compile-terms.ts';
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

/** Matchers by language. */
export type Cues = ReadonlyMap<string, Matcher>;

/** Compiles the cues of every language. Never throws. */
export function compileCues(source: CueSource): { cues: Cues; problems: TermProblem[] } {
  const problems: TermProblem[] = [];
  const cues = new Map<string, Matcher>();
  for (const [lang, kinds] of Object.entries(source)) {
    for (const kind of Object.keys(kinds)) {
      if (Object.hasOwn(CUE_KINDS, kind)) continue;
      const message = `there is no kind of cue \`${kind}\``;
      const help = `the kinds are ${KINDS.join(', ')}`;
      problems.push({
        term: -1,
        entry: null,
        offset: 0,
        code: 'CUE_KIND',
        message,
        help,
        in: { kind: 'cue', id: `${lang}.${kind}` },
      });
    }
    const terms = KINDS.map((kind) => {
      const any = Object.hasOwn(kinds, kind) ? (kinds[kind] ?? []) : [];
      return { kind: 'pattern' as const, id: `${lang}.${kind}`, any, fold: false };
    });
    const compiled = compileTerms(terms, { lists: [], patterns: [] });
    for (const problem of compiled.problems) {
      problems.push({ ...problem, term: -1, in: { kind: 'cue', id: `${lang}.${KINDS[problem.term]}` } });
    }
    cues.set(lang.toLowerCase(), compiled.matcher);
  }
  return { cues, problems };
}
