/**
 * The part of the address behind `#` as named values: what is open on the page. Opening writes an entry of the
 * history, closing goes back to the one before, so that reload, the back button and links work.
 */
import { useMemo, useSyncExternalStore } from 'react';

const depthHere = (): number => (history.state as { depth?: number } | null)?.depth ?? 0;

const listeners = new Set<() => void>();
let shown = location.hash;
/** The entry that is gone back to: going there takes a moment, in which more may be closed. */
let wanted = depthHere();
let isGoing = false;

function show(hash: string): void {
  shown = hash;
  for (const listener of listeners) listener();
}

addEventListener('popstate', () => {
  const wasGoing = isGoing;
  isGoing = false;
  if (wasGoing && depthHere() > wanted) return goBack();
  wanted = depthHere();
  show(location.hash);
});

function goBack(): void {
  isGoing = true;
  history.go(wanted - depthHere());
}

const valuesOf = (hash: string) => new URLSearchParams(hash.slice(1));

/** Names without a value are places on the page, which an opened drawer takes the turn of. */
function valuesNow(): URLSearchParams {
  return new URLSearchParams([...valuesOf(shown)].filter(([, value]) => value !== ''));
}

export function open(values: Readonly<Record<string, string>>): void {
  const next = valuesNow();
  for (const [name, value] of Object.entries(values)) next.set(name, value);
  wanted = depthHere() + 1;
  history.pushState({ depth: wanted }, '', `#${next}`);
  show(location.hash);
}

export function close(names: readonly string[]): void {
  const next = valuesNow();
  for (const name of names) next.delete(name);
  const hash = next.size > 0 ? `#${next}` : '';
  if (wanted > 0) {
    wanted -= 1;
    if (!isGoing) goBack();
  } else {
    // Come by a link: there is nothing of ours to go back to.
    history.replaceState(null, '', hash || location.pathname + location.search);
  }
  show(hash);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useAddress(): URLSearchParams {
  const hash = useSyncExternalStore(subscribe, () => shown);
  return useMemo(() => valuesOf(hash), [hash]);
}
