/** Cuts a text at the edges of its spans, so that each piece knows the findings that it belongs to. */
import type { WireFinding } from '../../../src/schema/decision.ts';

export type Segment = { readonly start: number; readonly text: string; readonly findings: readonly number[] };

type Edge = { readonly at: number; readonly finding: number; readonly step: 1 | -1 };

function edgesOf(length: number, findings: readonly Pick<WireFinding, 'spans'>[]): Edge[] {
  const edges = findings.flatMap(({ spans }, finding) =>
    spans.flatMap((span): Edge[] => {
      const start = Math.max(0, span.start);
      const end = Math.min(span.end, length);
      if (start >= end) return [];
      return [
        { at: start, finding, step: 1 },
        { at: end, finding, step: -1 },
      ];
    }),
  );
  // Opening before closing, so that spans that touch make one piece.
  return edges.sort((a, b) => a.at - b.at || b.step - a.step);
}

/**
 * Spans are half-open, in UTF-16 units of the text; those beyond its end are cut. The pieces make up the whole text.
 * One sweep over the edges, so that long texts with many spans stay cheap.
 */
export function segmentsOf(text: string, findings: readonly Pick<WireFinding, 'spans'>[]): Segment[] {
  const open = new Map<number, number>();
  const segments: Segment[] = [];
  let from = 0;
  const cutAt = (at: number) => {
    if (at > from)
      segments.push({ start: from, text: text.slice(from, at), findings: [...open.keys()].sort((a, b) => a - b) });
    from = at;
  };
  for (const edge of edgesOf(text.length, findings)) {
    const count = (open.get(edge.finding) ?? 0) + edge.step;
    if (count === 0 || !open.has(edge.finding)) cutAt(edge.at);
    if (count === 0) open.delete(edge.finding);
    else open.set(edge.finding, count);
  }
  cutAt(text.length);
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

/** Pieces marked or not, whichever findings mark them. */
export function markedRuns(text: string, findings: readonly Pick<WireFinding, 'spans'>[]): Segment[] {
  return segmentsOf(text, [{ spans: findings.flatMap(({ spans }) => spans) }]);
}
