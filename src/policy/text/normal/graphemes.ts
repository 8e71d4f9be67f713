/** Widens spans to whole graphemes of a text as received. */
import type { TextSpan } from '../text-view.ts';

/** Every character is a grapheme: ASCII without carriage returns. */
const ONE_UNIT_EACH = /^[^\r\u0080-\uffff]*$/;
/** So many places are looked up one by one; beyond, all boundaries are found in one pass, to stay linear. */
const LOOKUPS_MAX = 32;
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** By UTF-16 unit: where the grapheme that it belongs to begins and ends. */
type Bounds = { readonly start: Int32Array; readonly end: Int32Array };

export class Graphemes {
  readonly #text: string;
  readonly #plain: boolean;
  #segments: Intl.Segments | null = null;
  #lookups = 0;
  #bounds: Bounds | null = null;

  /** `isAscii`: it is known that no character is beyond ASCII. */
  constructor(text: string, isAscii = false) {
    this.#text = text;
    this.#plain = isAscii ? !text.includes('\r') : ONE_UNIT_EACH.test(text);
  }

  /** The spans widened, in order, those that overlap joined. */
  widen(spans: readonly TextSpan[]): TextSpan[] {
    if (this.#plain && spans.length < 2) return [...spans];
    const widened = this.#plain ? [...spans] : spans.map((span) => this.#whole(span));
    if (widened.length < 2) return widened;
    widened.sort((a, b) => a.start - b.start || a.end - b.end);
    const joined: TextSpan[] = [];
    for (const span of widened) {
      const last = joined.at(-1);
      if (last === undefined || span.start >= last.end) joined.push(span);
      else if (span.end > last.end) joined[joined.length - 1] = { start: last.start, end: span.end };
    }
    return joined;
  }

  #whole({ start, end }: TextSpan): TextSpan {
    const last = Math.max(start, end - 1);
    this.#segments ??= segmenter.segment(this.#text);
    if (this.#lookups++ < LOOKUPS_MAX) {
      const first = this.#segments.containing(start);
      const behind = this.#segments.containing(last);
      return { start: first?.index ?? start, end: behind === undefined ? end : behind.index + behind.segment.length };
    }
    this.#bounds ??= this.#findAll(this.#segments);
    return { start: this.#bounds.start[start] as number, end: this.#bounds.end[last] as number };
  }

  #findAll(segments: Intl.Segments): Bounds {
    const bounds = { start: new Int32Array(this.#text.length + 1), end: new Int32Array(this.#text.length + 1) };
    for (const { index, segment } of segments) {
      bounds.start.fill(index, index, index + segment.length);
      bounds.end.fill(index + segment.length, index, index + segment.length);
    }
    return bounds;
  }
}
