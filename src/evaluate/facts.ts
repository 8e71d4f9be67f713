/** The facts that judging used: every declared input that the set reads, other than the post's text. */
import { type Instant, instantOf } from '../lib/instant.ts';
import type { CompiledPolicySet } from '../policy/compile.ts';
import { type InputSpec, inputSpec, type RuleInput, readerOf } from '../policy/inputs.ts';
import { NoAnswer } from '../policy/no-answer.ts';
import type { FactUsed } from './finding.ts';

type Reader = { readonly path: string; readonly spec: InputSpec; readonly read: (input: RuleInput) => unknown };
const readers = new WeakMap<CompiledPolicySet, readonly Reader[]>();

export function factsUsed(compiled: CompiledPolicySet, input: RuleInput): FactUsed[] {
  let all = readers.get(compiled);
  if (!all) {
    all = compiled.inputs.map(readerFor);
    readers.set(compiled, all);
  }
  return all.map((reader) => factOf(reader, input));
}

/** `thread.replyTo.sameAuthor` is a field of an input: it is recorded apart, since it is known or not by itself. */
function readerFor(path: string): Reader {
  const field = /^(thread\.\w+)\.(sameAuthor)$/.exec(path);
  const base = field?.[1] ?? path;
  const read = readerOf(base);
  const spec = inputSpec(base) as InputSpec;
  if (field)
    return { path, spec, read: (input) => (read(input) as { sameAuthor: unknown } | null)?.sameAuthor ?? null };
  if (spec.type === 'optional<Parent>') return { path, spec, read: (input) => read(input) !== null };
  return { path, spec, read };
}

function factOf({ path, spec, read }: Reader, input: RuleInput): FactUsed {
  const value = read(input);
  const known = !(value instanceof NoAnswer);
  const version =
    spec.path === 'signals.*' && known ? (input.signals[path.slice('signals.'.length)]?.version ?? null) : null;
  return { path, known, value: known ? recorded(spec, value) : null, source: spec.source, version };
}

const recorded = (spec: InputSpec, value: unknown): unknown | Instant =>
  spec.type === 'google.protobuf.Timestamp' ? instantOf(value as number) : value;
