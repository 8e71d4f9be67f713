/** What a post adds to the counters of the policies: each counter counts a revision once, for ever. */
import { addTo, bucketOf, tallyFrom } from '../facts/counting.ts';
import type { Prepared } from '../facts/read-facts.ts';
import type { RuleInput } from '../policy/inputs.ts';
import type { CountAdded } from '../store/events.ts';
import type { Journey } from './journey.ts';

/** Counts that the post adds; the next post of the batch sees them. */
export function countPost(
  { world, engine, now }: Journey,
  prepared: Prepared,
  facts: RuleInput,
): readonly CountAdded[] {
  if (prepared.counted.length === 0) return [];
  const names = engine.countsFor(facts);
  return prepared.counted
    .filter(({ counter }) => names.has(counter.name))
    .flatMap(({ counter, keys, values }) =>
      keys.flatMap((key) =>
        (counter.distinct === null ? [null] : values).map((value) => {
          const tallies = world.tallies.get(counter.stored) ?? new Map();
          world.tallies.set(counter.stored, tallies);
          const tally = tallies.get(key) ?? tallyFrom(0);
          tallies.set(key, tally);
          addTo(tally, counter, { at: now, value });
          return { counter: counter.stored, key, bucket: bucketOf(counter, now), value };
        }),
      ),
    );
}
