/**
 * Edited policies: laid over the set in force, and judged by apart from everybody else, within limits of size, time and
 * memory. Nobody has vouched for them, and in the demo anybody may send them.
 */
import type { Engine } from '../facts/engine.ts';
import type { PolicyFiles } from '../policy/load.ts';
import { createRoom } from './apart/room.ts';
import type { Edits, Work, WorkDone } from './apart/work.ts';
import type { AppContext } from './context.ts';
import type { EditLimits } from './edit-limits.ts';
import { sha256Hex } from './engines.ts';
import { type Answer, answer, type Refused, refuse } from './refusal.ts';

export type Editor = {
  /** Without edits, or with wrong ones, `value` is null: the set in force judges. */
  judge<K extends 'try' | 'story'>(
    engine: Engine,
    edits: PolicyFiles | undefined,
    workOf: (edits: Edits) => Work & { readonly kind: K },
  ): Promise<Answer<WorkDone[K]>>;
  /** Somebody may soon edit. */
  warm(): void;
  close(): Promise<void>;
};

/** Edits that took too long are refused at once for this long. */
const REMEMBERED_MS = 30_000;
const REMEMBERED_MAX = 100;

export function createEditor(context: AppContext): Editor {
  const limits = context.editing;
  const room = createRoom(limits);
  const costly = new Map<string, { readonly refused: Refused; readonly untilMs: number }>();
  let base: { readonly hash: string; readonly files: PolicyFiles } | null = null;
  let sent: string | null = null;

  return {
    async judge<K extends 'try' | 'story'>(
      engine: Engine,
      edits: PolicyFiles | undefined,
      workOf: (edits: Edits) => Work & { readonly kind: K },
    ): Promise<Answer<WorkDone[K]>> {
      const untouched: WorkDone['try'] & WorkDone['story'] = { value: null, problems: [] };
      if (edits === undefined || Object.keys(edits).length === 0) return answer(untouched);
      const tooLarge = refusalOfSize(edits, limits);
      if (tooLarge !== null) return tooLarge;
      const { hash } = engine.set;
      const key = `${hash} ${sha256Hex(JSON.stringify(edits))}`;
      const known = costly.get(key);
      if (known !== undefined && known.untilMs > performance.now()) return known.refused;
      if (base?.hash !== hash) base = { hash, files: (await context.engines.stored(hash))?.files ?? {} };
      const { files } = base;
      const judged = await room.run<K>((isNewWorker) => {
        const isKnown = !isNewWorker && sent === hash;
        sent = hash;
        return workOf({ files: isKnown ? null : files, edits, key });
      });
      if (!judged.ok && judged.code === 'POLICIES_TOO_COSTLY') {
        costly.set(key, { refused: judged, untilMs: performance.now() + REMEMBERED_MS });
        for (const old of [...costly.keys()].slice(0, -REMEMBERED_MAX)) costly.delete(old);
      }
      return judged;
    },
    warm: () => void room.warm(),
    close: () => room.close(),
  };
}

function refusalOfSize(edits: PolicyFiles, { filesMax, charsMax }: EditLimits): Refused | null {
  const files = Object.entries(edits);
  const chars = files.reduce((sum, [path, text]) => sum + path.length + text.length, 0);
  if (files.length > filesMax) {
    return refuse('POLICIES_TOO_LARGE', `${files.length} files are edited, at most ${filesMax} are taken`, '/policies');
  }
  if (chars > charsMax) {
    return refuse('POLICIES_TOO_LARGE', `the edits have ${chars} characters, at most ${charsMax}`, '/policies');
  }
  return null;
}
