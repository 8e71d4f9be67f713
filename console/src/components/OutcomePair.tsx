/** Baseline beside applied: what an ordinary account would have got, and what was done. */
import type { WireDecision } from '../../../src/schema/decision.ts';
import type { WireMeasure } from '../../../src/schema/measure.ts';
import { measureDetail, measureWords, rungWords } from '../words/outcome.ts';

type Shown = { readonly rung: string; readonly measures: readonly (WireMeasure & { readonly status?: string })[] };
type SideProps = { readonly head: string; readonly outcome: Shown; readonly stands: boolean };

function Side({ head, outcome, stands }: SideProps) {
  return (
    <div className={`border-t-2 pt-2 ${stands ? 'border-ink' : 'border-line'}`}>
      <h4 className="text-sm text-soft">{head}</h4>
      <p className="font-serif text-xl first-letter:uppercase">{rungWords(outcome.rung)}</p>
      <ul className="mt-1 space-y-1 text-sm">
        {outcome.measures.map((measure) => (
          <li key={`${measure.kind} ${measureDetail(measure)}`}>
            {measureWords(measure.kind)}
            {measureDetail(measure) && <span className="text-soft">: {measureDetail(measure)}</span>}
            {measure.status && (
              <span className="text-soft"> ({measure.status === 'planned' ? 'decided' : measure.status})</span>
            )}
          </li>
        ))}
        {outcome.measures.length === 0 && <li className="text-soft">no measures</li>}
      </ul>
    </div>
  );
}

export function OutcomePair({ decision }: { decision: WireDecision }) {
  return (
    <div className="grid grid-cols-2 gap-5">
      <Side head="As for an ordinary account" outcome={decision.baseline} stands={false} />
      <Side head="Applied" outcome={decision.applied} stands />
    </div>
  );
}
