/** Cuts a text at the edges of its spans, so that each piece knows the findings that it belongs to. */
import type { WireFinding } from '../../../src/schema/decision.ts';

export type Segment = { readonly start: number; readonly text: string; readonly findings: readonly number[] };

/** Spans are half-open, in UTF-16 units of the text; those beyond its end are cut. Order of findings is kept. */
export function segmentsOf(text: string, findings: readonly Pick<WireFinding, 'spans'>[]): Segment[] {
  const cuts = new Set([0, text.length]);
  const spans = findings.flatMap((finding, index) =>
    finding.spans.map((span) => ({
      index,
      start: Math.min(span.start, text.length),
      end: Math.min(span.end, text.length),
    })),
  );
  for (const span of spans) cuts.add(span.start).add(span.end);
  const edges = [...cuts].sort((a, b) => a - b);
  const segments: Segment[] = [];
  for (let i = 0; i + 1 < edges.length; i++) {
    const start = edges[i]!;
    const end = edges[i + 1]!;
    const within = spans.filter((span) => span.start <= start && end <= span.end).map((span) => span.index);
    segments.push({ start, text: text.slice(start, end), findings: [...new Set(within)] });
  }
  return segments;
}

/** The spans that the words typed since have not touched: those before the first change. */
export function keptFindings<F extends Pick<WireFinding, 'spans'>>(
  judged: string,
  now: string,
  findings: readonly F[],
): F[] {
  let same = 0;
  while (same < judged.length && same < now.length && judged[same] === now[same]) same++;
  return findings.map((finding) => ({ ...finding, spans: finding.spans.filter((span) => span.end <= same) }));
}

/** The same rule may be found on several platforms: once is enough to read. */
export function distinctFindings<F extends Pick<WireFinding, 'policy' | 'rule'>>(findings: readonly F[]): F[] {
  return [...new Map(findings.map((finding) => [`${finding.policy}/${finding.rule}`, finding])).values()];
}
