/** Which decision the drawer shows. */
import { useState } from 'react';
import type { WireDecision } from '../../../src/schema/decision.ts';
import type { CardPost } from '../components/PostCard.tsx';

/** `card` is null where we no longer hold the post, or only its decision was asked for. */
export type Subject = { readonly decision: WireDecision; readonly card: CardPost | null };

export function useDrawer() {
  const [subject, setSubject] = useState<Subject | null>(null);
  return { subject, open: setSubject, close: () => setSubject(null) };
}
