/**
 * The engine by itself: policy text in, findings and decisions out. No IO, no database, no network;
 * `import { loadPolicySet, compile, evaluate, decidePost } from 'evenhand/engine'`.
 */
export type { DecideContext, Decided } from './decide/conclude.ts';
export { type DecidePostInput, decidePost } from './decide/decide.ts';
export type { Decision, Departure, Outcome } from './decide/decision.ts';
export { classesOf } from './evaluate/classes.ts';
export { type CountedPost, countersOf, type Increment } from './evaluate/counters.ts';
export { type EvaluateOptions, evaluate } from './evaluate/evaluate.ts';
export { type Explained, type ExplainedPart, explain } from './evaluate/explain.ts';
export type { Evaluation, FactUsed, Finding, Span, UnknownRule } from './evaluate/finding.ts';
export { runExamples } from './evaluate/run-examples.ts';
export { type Compiled, type CompiledPolicySet, compile } from './policy/compile.ts';
export type { RuleInput } from './policy/inputs.ts';
export { type Examples, type Loaded, loadPolicySet, type PolicyFiles } from './policy/load.ts';
export type { Policy, PolicySet, Problem, Rule } from './policy/policy-set.ts';
