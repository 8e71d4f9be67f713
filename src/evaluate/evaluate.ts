/** One post under one compiled policy set. Pure, synchronous, and the same on every platform. */
import { addBit, type Bits, hasBit, lowestBit } from '../policy/bits.ts';
import type { Need } from '../policy/cel/necessary.ts';
import type { CompiledPolicySet, CompiledRule } from '../policy/compile.ts';
import { NEUTRAL, type RuleInput } from '../policy/inputs.ts';
import { NoAnswer } from '../policy/no-answer.ts';
import type { TextView } from '../policy/text/index.ts';
import { factsUsed } from './facts.ts';
import type { Evaluation, FactUsed, Finding, FindingKey, UnknownRule } from './finding.ts';
import { findingOf, unknownOf } from './trace.ts';

export type EvaluateOptions = {
  /** Ids of the policies in force where the post stands; null or left out: all. */
  readonly policies?: readonly string[] | null;
  /** False: leave `facts` empty (nothing will be decided). */
  readonly facts?: boolean;
  /** True: as if every policy had always been in force. */
  readonly anyTime?: boolean;
};

const NOTHING: readonly never[] = [];
const NO_STATUS: Evaluation['status'] = { added: NOTHING, dropped: NOTHING };

export function evaluate(compiled: CompiledPolicySet, input: RuleInput, options: EvaluateOptions = {}): Evaluation {
  return new Run(compiled, input, options).evaluate();
}

/** Facts are put together only if somebody wants to record them: most posts are judged and nothing is said. */
class Judged implements Evaluation {
  readonly findings: readonly Finding[];
  readonly status: Evaluation['status'];
  readonly shadow: readonly Finding[];
  readonly unknown: readonly UnknownRule[];
  readonly textCut: boolean;
  readonly #facts: (() => readonly FactUsed[]) | null;

  constructor(answers: Omit<Evaluation, 'facts'>, facts: (() => readonly FactUsed[]) | null) {
    this.findings = answers.findings;
    this.status = answers.status;
    this.shadow = answers.shadow;
    this.unknown = answers.unknown;
    this.textCut = answers.textCut;
    this.#facts = facts;
  }

  get facts(): readonly FactUsed[] {
    return this.#facts === null ? NOTHING : this.#facts();
  }
}

class Run {
  readonly #compiled: CompiledPolicySet;
  readonly #input: RuleInput;
  readonly #neutral: RuleInput;
  readonly #view: TextView | null;
  readonly #open: Uint8Array;
  readonly #allOpen: boolean;
  readonly #options: EvaluateOptions;

  constructor(compiled: CompiledPolicySet, input: RuleInput, options: EvaluateOptions) {
    this.#compiled = compiled;
    this.#input = input;
    this.#options = options;
    this.#neutral = compiled.readsStatus ? { ...input, status: NEUTRAL } : input;
    this.#view = compiled.readsText ? compiled.lexicon.read(input.post.text, input.post.lang) : null;
    this.#open = openGates(compiled, input.post.lang);
    this.#allOpen = this.#open === compiled.allOpen;
  }

  evaluate(): Evaluation {
    const findings: Finding[] = [];
    const shadow: Finding[] = [];
    const unknown: UnknownRule[] = [];
    const { rules } = this.#compiled;
    const program = this.#compiled.program(!this.#allOpen);
    program.begin(this.#neutral, this.#view, this.#open);
    const wanted = this.#candidates();
    for (let word = 0; word < wanted.length; word++) {
      for (let bits = wanted[word] as number; bits !== 0; bits &= bits - 1) {
        const i = word * 32 + lowestBit(bits);
        const rule = rules[i] as CompiledRule;
        if (!this.#applies(rule) || !this.#canHold(rule)) continue;
        const answer = (program.rules[i] as () => unknown)();
        if (answer === true) (rule.rule.mode === 'live' ? findings : shadow).push(this.#finding(rule, this.#neutral));
        else if (answer instanceof NoAnswer && rule.rule.mode === 'live')
          unknown.push(unknownOf(rule, this.#walk(rule, this.#neutral)));
      }
    }
    const [compiled, input] = [this.#compiled, this.#input];
    return new Judged(
      { findings, status: this.#status(findings), shadow, unknown, textCut: this.#view?.cut ?? false },
      this.#options.facts === false ? null : () => factsUsed(compiled, input),
    );
  }

  /** The rules that may hold: those whose necessary words may occur, and those that need none. */
  #candidates(): Bits {
    const { always, all, byTerm } = this.#compiled;
    if (!this.#allOpen) return all;
    const view = this.#view;
    if (view === null || !view.any) return always;
    const wanted = always.slice();
    const { mayHave } = view;
    for (let word = 0; word < mayHave.length; word++) {
      for (let bits = mayHave[word] as number; bits !== 0; bits &= bits - 1) {
        for (const rule of byTerm[word * 32 + lowestBit(bits)] as readonly number[]) addBit(wanted, rule);
      }
    }
    return wanted;
  }

  /** False if words that it needs do not occur: then what else it asks, often at more cost, need not be asked. */
  #canHold({ needs }: CompiledRule): boolean {
    const view = this.#view;
    if (view === null || !this.#allOpen) return true;
    for (let i = 0; i < needs.length; i++) if (!mayOccur(needs[i] as Need, view)) return false;
    for (let i = 0; i < needs.length; i++) if (!occurs(needs[i] as Need, view)) return false;
    return true;
  }

  #applies({ policy }: CompiledRule): boolean {
    const { policies, anyTime } = this.#options;
    if (policies && !policies.includes(policy.id)) return false;
    return anyTime === true || policy.appliesTo === 'all' || this.#input.post.createdAt >= policy.effectiveFrom;
  }

  /** What the author's real status changes: for rules that say why they read it. */
  #status(findings: readonly Finding[]): Evaluation['status'] {
    const { statusReaders, rules } = this.#compiled;
    if (statusReaders.length === 0 || isNeutral(this.#input.status)) return NO_STATUS;
    const added: Finding[] = [];
    const dropped: FindingKey[] = [];
    const program = this.#compiled.program(!this.#allOpen);
    program.begin(this.#input, this.#view, this.#open);
    for (const i of statusReaders) {
      const rule = rules[i] as CompiledRule;
      if (!this.#applies(rule)) continue;
      const answer = (program.rules[i] as () => unknown)();
      const neutral = findings.some((f) => f.policy === rule.policy.id && f.rule === rule.rule.id);
      if (answer === true && !neutral) added.push(this.#finding(rule, this.#input));
      if (answer === false && neutral) dropped.push(rule.key);
    }
    return { added, dropped };
  }

  #walk(rule: CompiledRule, input: RuleInput) {
    const { constants } = this.#compiled;
    const memo = rule.loops ? new Map() : undefined;
    return { input, view: this.#view, textKnown: this.#open[rule.gate] === 1, constants, vars: NOTHING, memo };
  }

  #finding(rule: CompiledRule, input: RuleInput): Finding {
    return findingOf(rule, this.#walk(rule, input));
  }
}

/** At the price of a look at a bit per term. */
function mayOccur(need: Need, { mayHave }: TextView): boolean {
  for (let i = 0; i < need.length; i++) if (hasBit(mayHave, need[i] as number)) return true;
  return false;
}

function occurs(need: Need, view: TextView): boolean {
  for (let i = 0; i < need.length; i++) if (view.has(need[i] as number)) return true;
  return false;
}

/** 1 per group of languages whose rules may read the text: a post that says no language matches all. All: `allOpen` itself. */
export function openGates(compiled: CompiledPolicySet, lang: string | null): Uint8Array {
  const { gates, allOpen } = compiled;
  if (lang === null || lang === 'und' || gates.every((languages) => languages.has(lang))) return allOpen;
  return Uint8Array.from(gates, (languages) => (languages.has(lang) ? 1 : 0));
}

const isNeutral = ({ verified, followers, offices, person, lists }: RuleInput['status']): boolean =>
  !verified && followers === 0 && offices.length === 0 && person === null && lists.length === 0;
