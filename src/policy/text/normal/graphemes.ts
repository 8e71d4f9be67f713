/** Widens spans to whole graphemes of the text as received. */
import type { TextSpan } from '../text-view.ts';

const ONE_UNIT_EACH = /^[^\r\u0080-\uffff]*$/;
/** Up to this many spans each boundary is looked up by itself; beyond, all boundaries are found in one pass. */
const FEW_SPANS = 16;
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Spans widened to grapheme boundaries, sorted, those that touch by widening joined. */
export function wholeGraphemes(text: string, spans: readonly TextSpan[]): TextSpan[] {
  if (spans.length === 0) return [];
  const widened = ONE_UNIT_EACH.test(text) ? [...spans] : widen(text, spans);
  widened.sort((a, b) => a.start - b.start || a.end - b.end);
  const joined: TextSpan[] = [];
  for (const span of widened) {
    const last = joined.at(-1);
    if (last === undefined || span.start >= last.end) joined.push(span);
    else if (span.end > last.end) joined[joined.length - 1] = { start: last.start, end: span.end };
  }
  return joined;
}

function widen(text: string, spans: readonly TextSpan[]): TextSpan[] {
  const segments = segmenter.segment(text);
  if (spans.length <= FEW_SPANS) {
    return spans.map(({ start, end }) => {
      const first = segments.containing(start);
      const last = segments.containing(Math.max(start, end - 1));
      return {
        start: first === undefined ? start : first.index,
        end: last === undefined ? end : last.index + last.segment.length,
      };
    });
  }
  const startAt = new Int32Array(text.length + 1);
  const endAt = new Int32Array(text.length + 1);
  for (const { index, segment } of segments) {
    startAt.fill(index, index, index + segment.length);
    endAt.fill(index + segment.length, index, index + segment.length);
  }
  return spans.map(({ start, end }) => ({
    start: startAt[start] as number,
    end: endAt[Math.max(start, end - 1)] as number,
  }));
}
