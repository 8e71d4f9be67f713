/** The matcher of some terms: what a text is searched for, and which terms each find belongs to. */
import { type Bits, noBits } from '../../bits.ts';
import type { WordIndex } from './find-words.ts';
import { Marks } from './marks.ts';
import type { Machine } from './pattern-machine.ts';
import type { Need } from './pattern-reading.ts';
import type { Regex } from './regular-expression.ts';
import type { PhraseTree, Vocabulary } from './vocabulary.ts';

/** A machine is run only where one of each of its needs occurs; the first is watched for. */
export type WatchedMachine = { readonly machine: Machine; readonly needs: readonly Need[] };

export type CompiledTerm = {
  readonly groups: readonly number[];
  readonly machines: readonly number[];
  readonly regex: Regex | null;
  /** Signs beside a word may be part of it: "$hit". */
  readonly folds: boolean;
};

export type Matcher = {
  readonly index: WordIndex;
  readonly phrases: PhraseTree;
  readonly groups: number;
  readonly machines: readonly WatchedMachine[];
  readonly terms: readonly CompiledTerm[];
  readonly termsByGroup: readonly (readonly number[])[];
  readonly termsByMachine: readonly (readonly number[])[];
  readonly machinesByCode: readonly (readonly number[] | undefined)[];
  readonly machinesByGroup: readonly (readonly number[] | undefined)[];
  /** Terms with a regular expression. */
  readonly regexes: readonly number[];
  /** Token classes that some pattern reads. */
  readonly classes: boolean;
  /** No term. */
  readonly nothing: Bits;
  /** Room for the codes and machines met in the text at hand: used and left within one call. */
  readonly marks: { readonly codes: Marks; readonly machines: Marks };
};

type Parts = {
  readonly vocabulary: Vocabulary;
  readonly machines: readonly WatchedMachine[];
  readonly classes: boolean;
};

/** Machines, groups and codes keep the numbers of the vocabulary; those that no term uses are not looked for. */
export function buildMatcher(terms: readonly CompiledTerm[], { vocabulary, machines, classes }: Parts): Matcher {
  const { groups } = vocabulary;
  const termsByGroup: number[][] = Array.from({ length: groups }, () => []);
  const termsByMachine: number[][] = machines.map(() => []);
  const used = { groups: new Set<number>(), codes: new Set<number>() };
  terms.forEach((term, number) => {
    for (const group of term.groups) {
      termsByGroup[group]?.push(number);
      used.groups.add(group);
    }
    for (const machine of term.machines) termsByMachine[machine]?.push(number);
  });
  const live = [...machines.keys()].filter((machine) => (termsByMachine[machine] as number[]).length > 0);
  for (const machine of live) {
    for (const state of (machines[machine] as WatchedMachine).machine.states) {
      for (const { group } of state.groups) used.groups.add(group);
      for (const code of state.codes.keys()) used.codes.add(code);
    }
  }
  const phrases = vocabulary.phraseTree(used);
  const machinesByCode: (number[] | undefined)[] = Array(phrases.codes).fill(undefined);
  const machinesByGroup: (number[] | undefined)[] = Array(groups).fill(undefined);
  const watch = (by: (number[] | undefined)[], key: number, machine: number) => {
    const known = by[key];
    if (known === undefined) by[key] = [machine];
    else known.push(machine);
  };
  for (const machine of live) {
    const { needs } = machines[machine] as WatchedMachine;
    for (const code of needs[0]?.codes ?? []) watch(machinesByCode, code, machine);
    for (const group of needs[0]?.groups ?? []) watch(machinesByGroup, group, machine);
  }
  return {
    index: vocabulary.wordIndex(used.codes),
    phrases,
    groups,
    machines,
    terms,
    termsByGroup,
    termsByMachine,
    machinesByCode,
    machinesByGroup,
    regexes: terms.flatMap((term, number) => (term.regex === null ? [] : [number])),
    classes,
    nothing: noBits(terms.length),
    marks: { codes: new Marks(phrases.codes), machines: new Marks(machines.length) },
  };
}
