/** A departure in full: what it changed, why, on whose authority and until when. */
import { useQuery } from '@tanstack/react-query';
import type { WireDeparture } from '../../../src/schema/decision.ts';
import type { WireExemption } from '../../../src/schema/exemption.ts';
import { api } from '../api.ts';
import { departureWords } from '../words/kinds.ts';
import { rungWords } from '../words/outcome.ts';
import { dayWords } from '../words/times.ts';
import { KindTag } from './KindTag.tsx';

const principal = (id: string): string => id.replace(/^(user|key|system):/, '');

function Register({ entry }: { entry: WireExemption }) {
  const rows: [string, string][] = [
    ['Kind', entry.kind.replaceAll('_', ' ')],
    ['For', `${entry.subject.kind} ${entry.subject.id}`],
    ['Proposed by', `${principal(entry.proposer)}, ${dayWords(entry.proposedAt)}`],
    ['Approved by', entry.approvals.map(({ by, at }) => `${principal(by)}, ${dayWords(at)}`).join('; ')],
    [
      'Granted by',
      entry.grantor && entry.grantedAt ? `${principal(entry.grantor)}, ${dayWords(entry.grantedAt)}` : '—',
    ],
    ['Ends', `${dayWords(entry.expiresAt)}; reviewed by ${dayWords(entry.reviewBy)}`],
    ['Public interest', entry.balancing.publicInterest],
    ['Risk of harm', entry.balancing.riskOfHarm],
    ['Alternatives', entry.balancing.alternatives],
  ];
  return (
    <dl className="mt-2 grid grid-cols-[7.5rem_1fr] gap-x-3 gap-y-1 text-sm">
      {rows.map(([term, value]) => (
        <div key={term} className="col-span-2 grid grid-cols-subgrid">
          <dt className="text-soft">{term}</dt>
          <dd className="wrap-anywhere">{value || '—'}</dd>
        </div>
      ))}
    </dl>
  );
}

export function DepartureNote({ departure }: { departure: WireDeparture }) {
  const words = departureWords(departure.kind);
  const isExemption = departure.kind === 'exemption';
  const entry = useQuery({
    queryKey: ['exemption', departure.ref],
    queryFn: () => api.exemption(departure.ref),
    enabled: isExemption,
  });
  return (
    <div className="border-l-2 border-rubric pl-4">
      <p className="flex flex-wrap items-baseline gap-2">
        <KindTag {...words} />
        <span>
          <s className="text-soft decoration-1">{rungWords(departure.from)}</s> → {rungWords(departure.to)}
        </span>
      </p>
      <p className="mt-1 font-serif text-lg leading-snug">{departure.reason}</p>
      {departure.until && <p className="text-sm text-soft">Until {dayWords(departure.until)}</p>}
      {entry.data && <Register entry={entry.data} />}
      {entry.error && (
        <p className="mt-1 text-sm text-soft">The register’s entry cannot be shown: {entry.error.message}</p>
      )}
    </div>
  );
}
