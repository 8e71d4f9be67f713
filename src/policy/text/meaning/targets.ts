/**
 * Whom a deed is done to. An occurrence is a target, within its sentence and without a new clause between, if it is
 * 1. the object: at most six words behind a harming verb in the active ("shoot all the …"), or behind "death to";
 * 2. the subject of a passive: at most six words before a harming participle with be or get between ("… should be shot");
 * 3. the subject of suffering: at most five words before "die", "rot", "deserve a bullet".
 * It is no target as the doer: before an active verb, or behind "by". The nearest deed on each side decides.
 */
import { lowerBound, type Occurrences } from '../match/occurrences.ts';
import { WORD_UNITS } from '../match/tokens.ts';
import type { Meaning } from './meaning.ts';

const OBJECT_WORDS = 6;
const SUBJECT_WORDS = 6;
const SUFFERING_WORDS = 5;
const PASSIVE_TOKENS = 2;

type Range = { readonly from: number; readonly to: number };

/** Is the occurrence a target? `by`: only of the deeds of that term, in any form. `sentence`: its token range. */
export function isTarget(
  meaning: Meaning,
  whom: Range,
  { sentence, by }: { sentence: Range; by: Occurrences | null },
): boolean {
  const active = by ?? meaning.cue('harm_verbs');
  const passive = by ?? meaning.cue('harm_participles');
  if (isObject(meaning, whom, sentence, active)) return true;
  if (isPassiveSubject(meaning, whom, sentence, passive)) return true;
  return by === null && (isSufferer(meaning, whom, sentence) || isAddressed(meaning, whom, sentence));
}

const near = (meaning: Meaning, from: number, to: number, words: number): boolean =>
  meaning.distance(from, to) <= words * WORD_UNITS && !meaning.newClause(from, to);

/** Be, get or the like stands shortly before the verb, not before `floor`, or right behind it. "Are killing" is active. */
function isPassive(meaning: Meaning, verb: Range, floor: number): boolean {
  if (meaning.isProgressive(verb.from)) return false;
  if (meaning.hasCue('passive', { from: Math.max(floor, verb.from - PASSIVE_TOKENS), to: verb.from })) return true;
  return meaning.hasCue('passive_after', { from: verb.to, to: verb.to + PASSIVE_TOKENS });
}

function isObject(meaning: Meaning, whom: Range, sentence: Range, deeds: Occurrences): boolean {
  const deed = lastBefore(deeds, whom.from, sentence.from);
  if (deed === null || !near(meaning, deed.to, whom.from, OBJECT_WORDS)) return false;
  if (meaning.hasCue('agent', { from: deed.to, to: whom.from })) return false;
  return !isPassive(meaning, deed, sentence.from);
}

function isPassiveSubject(meaning: Meaning, whom: Range, sentence: Range, deeds: Occurrences): boolean {
  const index = lowerBound(deeds.from, whom.to);
  const verb = deeds.from[index];
  if (verb === undefined || verb >= sentence.to || !near(meaning, whom.to, verb, SUBJECT_WORDS)) return false;
  return isPassive(meaning, { from: verb, to: deeds.to[index] as number }, whom.to);
}

function isSufferer(meaning: Meaning, whom: Range, sentence: Range): boolean {
  const index = meaning.firstCue('harm_intransitive', { from: whom.to, to: sentence.to });
  if (index === -1) return false;
  return near(meaning, whom.to, meaning.cue('harm_intransitive').from[index] as number, SUFFERING_WORDS);
}

function isAddressed(meaning: Meaning, whom: Range, sentence: Range): boolean {
  const harm = meaning.lastCueBefore('harm_to', whom.from);
  return harm !== null && harm.from >= sentence.from && near(meaning, harm.to, whom.from, OBJECT_WORDS);
}

/** The deed that begins last before the token and ends at or before it, not before `floor`. */
function lastBefore(deeds: Occurrences, token: number, floor: number): Range | null {
  for (let i = lowerBound(deeds.from, token) - 1; i >= 0; i--) {
    const from = deeds.from[i] as number;
    if (from < floor) return null;
    if ((deeds.to[i] as number) <= token) return { from, to: deeds.to[i] as number };
    // Only deeds of several words can reach over the token: a few at most.
    if (from < token - 24) return null;
  }
  return null;
}
