/** What a platform can execute. What it cannot, on a platform that we enforce, is unavailable and needs a person. */
import type { Ladder } from '../policy/ladder.ts';
import type { Measure, MeasureKind } from '../policy/measure.ts';
import type { Platform } from '../policy/platform.ts';

/** Kinds among these measures that the platform cannot execute, each once, in order. Elsewhere than enforced: none. */
export function unavailableKinds(
  platform: Pick<Platform, 'mode' | 'capabilities'>,
  measures: readonly Measure[],
): readonly MeasureKind[] {
  if (platform.mode !== 'enforced') return [];
  const kinds = new Set(measures.map((measure) => measure.kind));
  return [...kinds].filter((kind) => !platform.capabilities.includes(kind));
}

/** Whether the ladder has the rung and the platform can execute the whole of it, in any mode. */
export function canExecuteRung(platform: Pick<Platform, 'capabilities'>, ladder: Ladder, rungId: string): boolean {
  if (rungId === 'none') return true;
  const rung = ladder.rungs.find((each) => each.id === rungId);
  return rung?.measures.every((measure) => platform.capabilities.includes(measure.kind)) ?? false;
}
