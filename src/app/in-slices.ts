/** Long work in slices: between two of them the event loop turns, so that whoever reads meanwhile is answered. */
const SLICE_MS = 8;

/** As `map`, in order; no two calls at once. */
export async function inSlices<T, R>(items: readonly T[], work: (item: T, index: number) => R): Promise<R[]> {
  const made: R[] = [];
  let until = performance.now() + SLICE_MS;
  for (const [index, item] of items.entries()) {
    if (performance.now() > until) {
      await new Promise((turn) => setImmediate(turn));
      until = performance.now() + SLICE_MS;
    }
    made.push(work(item, index));
  }
  return made;
}
