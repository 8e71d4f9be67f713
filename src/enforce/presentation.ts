/** What a reader's client must show. Made by one pure function from the effective outcome. */
import type { Instant } from '../lib/instant.ts';
import type { Interaction, InteractionState, Surface } from '../policy/measure.ts';

export type PresentedLabel = {
  readonly text: string;
  readonly href: string | null;
  readonly kind: 'context';
  readonly policy: string;
  readonly decision: string;
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
};

export type Presentation = {
  readonly visibility: 'shown' | 'behind_notice' | 'withheld' | 'removed' | 'deleted';
  readonly labels: readonly PresentedLabel[];
  readonly notice: {
    readonly text: string;
    readonly policies: readonly string[];
    readonly decision: string;
    readonly lang: string;
    readonly dir: 'ltr' | 'rtl';
  } | null;
  readonly interactions: Readonly<Record<Interaction, InteractionState>>;
  readonly surfaces: Readonly<Record<Surface, boolean>>;
  readonly ageGateYears: number | null;
  readonly withheldIn: readonly string[];
  readonly adExclusion: boolean;
  readonly author: {
    readonly state: 'active' | 'limited' | 'read_only' | 'suspended' | 'terminated';
    readonly until: Instant | null;
    readonly features: readonly string[];
  };
  readonly decisions: readonly string[];
  readonly appeal: null;
};
