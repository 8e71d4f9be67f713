/** "Did you mean": the known name that is nearest to a mistyped one. */

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}

/** The nearest of `known`, or null if none is near (a third of its letters wrong, at most). */
export function closest(name: string, known: Iterable<string>): string | null {
  if (name.length > 80) return null;
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) >= bestDistance) continue;
    const d = distance(name.toLowerCase(), candidate.toLowerCase());
    if (d < bestDistance) {
      best = candidate;
      bestDistance = d;
    }
  }
  return best;
}

/** A sentence for `help`: the suggestion, or else what there is. */
export function suggest(name: string, known: readonly string[]): string {
  const near = closest(name, known);
  if (near !== null) return `did you mean \`${near}\`?`;
  if (known.length === 0) return 'there is none to choose from';
  const shown = known.slice(0, 12).map((k) => `\`${k}\``);
  return `there is ${shown.join(', ')}${known.length > shown.length ? ' …' : ''}`;
}
