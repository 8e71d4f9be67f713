/** Who asks, and what they may do. */
import type { Refusal } from '../errors.ts';
import type { Principal } from '../exemptions/exemption.ts';
import { SCOPES, type Scope } from '../schema/admin.ts';

export type Identity = {
  readonly kind: 'key' | 'session' | 'visitor';
  readonly principal: Principal;
  readonly scopes: ReadonlySet<Scope>;
  /** Null: every platform. */
  readonly platforms: readonly string[] | null;
};

const EVERY_SCOPE: ReadonlySet<Scope> = new Set(SCOPES);
/** Who came by the one-time link. */
export const OPERATOR: Identity = {
  kind: 'session',
  principal: 'user:operator',
  scopes: EVERY_SCOPE,
  platforms: null,
};
/** Anybody, in the demo workspace. */
export const VISITOR: Identity = { kind: 'visitor', principal: 'user:visitor', scopes: EVERY_SCOPE, platforms: null };

export function canUse(identity: Identity, scope: Scope): Refusal | null {
  if (identity.scopes.has(scope)) return null;
  return { code: 'SCOPE_MISSING', detail: `this needs the scope \`${scope}\``, pointer: null };
}

/** A key of one platform cannot speak for another. */
export function canSpeakFor(identity: Identity, platform: string, pointer: string | null = null): Refusal | null {
  if (identity.platforms === null || identity.platforms.includes(platform)) return null;
  return { code: 'PLATFORM_FORBIDDEN', detail: `this key may not speak for \`${platform}\``, pointer };
}
