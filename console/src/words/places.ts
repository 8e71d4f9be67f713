/** What a drawer can show, as values of the address: a recorded decision, a post judged as somebody else's, a text tried. */
import { POSTERS, type Poster } from './poster.ts';

export type Place =
  | { readonly kind: 'recorded'; readonly decision: string }
  | { readonly kind: 'told'; readonly platform: string; readonly post: string; readonly as: Poster }
  | { readonly kind: 'tried'; readonly platform: string; readonly text: string; readonly as: Poster };

/** A number of the evenness table. */
export type CellPlace = {
  readonly count: string;
  readonly policy: string;
  readonly platform: string;
  readonly whose: 'office-holders' | 'everybody-else';
};

export const PLACE_NAMES = ['decision', 'judged', 'post', 'text', 'as'] as const;
export const CELL_NAMES = ['count', 'policy', 'on', 'by'] as const;

/** Nobody in the address: the head of state, as recorded. */
export const posterIn = (values: URLSearchParams): Poster =>
  POSTERS.find(({ id }) => id === values.get('as'))?.id ?? 'head of state';

export function placeIn(values: URLSearchParams): Place | null {
  const decision = values.get('decision');
  if (decision) return { kind: 'recorded', decision };
  const platform = values.get('judged');
  if (!platform) return null;
  const [post, text, as] = [values.get('post'), values.get('text'), posterIn(values)];
  if (post) return { kind: 'told', platform, post, as };
  return text ? { kind: 'tried', platform, text, as } : null;
}

export function valuesOf(place: Place): Record<string, string> {
  if (place.kind === 'recorded') return { decision: place.decision };
  const { platform, as } = place;
  return place.kind === 'told'
    ? { judged: platform, post: place.post, as }
    : { judged: platform, text: place.text, as };
}

export function cellIn(values: URLSearchParams): CellPlace | null {
  const [count, policy, platform, whose] = CELL_NAMES.map((name) => values.get(name));
  if (!count || !policy || !platform || (whose !== 'office-holders' && whose !== 'everybody-else')) return null;
  return { count, policy, platform, whose };
}

export const valuesOfCell = ({ count, policy, platform, whose }: CellPlace): Record<string, string> => ({
  count,
  policy,
  on: platform,
  by: whose,
});
