/** Everything about one decision: words, findings, both outcomes, departures, copies, policy text, and the record itself. */
import type { ReactNode } from 'react';
import type { Story } from '../../../src/schema/demo.ts';
import { Copies } from '../components/Copies.tsx';
import { DepartureNote } from '../components/DepartureNote.tsx';
import { Drawer } from '../components/Drawer.tsx';
import { FindingNote } from '../components/FindingNote.tsx';
import { MarkedText } from '../components/MarkedText.tsx';
import { OutcomePair } from '../components/OutcomePair.tsx';
import { PolicyText } from '../components/PolicyText.tsx';
import type { Subject } from '../hooks/use-drawer.ts';
import { rungWords } from '../words/outcome.ts';
import { platformTitle, policyTitle } from '../words/story.ts';
import { timeWords } from '../words/times.ts';

type DecidedProps = { readonly subject: Subject; readonly story: Story; readonly onClose: () => void };
type Props = Omit<DecidedProps, 'subject'> & {
  /** Null: not read yet, or not there. */
  readonly subject: Subject | null;
  readonly error: Error | null;
};

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mt-7">
      <h3 className="mb-2 text-sm font-semibold text-soft">{title}</h3>
      {children}
    </section>
  );
}

/** A post that is only tried has no record to look up. */
const TRIED = 'try';

export function DecisionDrawer({ subject, error, story, onClose }: Props) {
  if (subject) return <Decided subject={subject} story={story} onClose={onClose} />;
  return (
    <Drawer title="Decision" lead={error ? 'It cannot be shown' : 'Reading the record…'} onClose={onClose}>
      {error && <p className="mt-5">{error.message}</p>}
    </Drawer>
  );
}

function Decided({ subject: { decision, card }, story, onClose }: DecidedProps) {
  const { subject } = decision;
  const policies = story.policies.filter((policy) => decision.findings.some((finding) => finding.policy === policy.id));
  const isTried = subject.id === TRIED;
  const by = { rule: 'by rule', person: `by a ${decision.decidedBy.rank}`, clock: 'by the clock' }[
    decision.decidedBy.kind
  ];

  return (
    <Drawer
      title={`${platformTitle(story, subject.platform)}: ${rungWords(decision.applied.rung)}`}
      lead={isTried ? 'Tried, not recorded' : `Decided ${by}, ${timeWords(decision.decidedAt)}`}
      onClose={onClose}
    >
      {card && (
        <blockquote className="mt-5 border-l-2 border-ink pl-4 text-lg wrap-anywhere whitespace-pre-wrap">
          <MarkedText text={card.text} findings={decision.findings} />
        </blockquote>
      )}
      <Part title="What was found">
        <ul className="space-y-4">
          {decision.findings.map((finding) => (
            <li key={`${finding.policy}/${finding.rule}`}>
              <FindingNote finding={finding} text={card?.text ?? null} title={policyTitle(story, finding.policy)} />
            </li>
          ))}
        </ul>
        {decision.findings.length === 0 && <p className="text-soft">No policy speaks against these words.</p>}
      </Part>
      <Part title="What follows">
        <OutcomePair decision={decision} />
      </Part>
      <Part title="Departures on the record">
        <ul className="space-y-5">
          {decision.departures.map((departure) => (
            <li key={`${departure.kind} ${departure.finding} ${departure.ref}`}>
              <DepartureNote departure={departure} />
            </li>
          ))}
        </ul>
        {decision.departures.length === 0 && (
          <p className="text-soft">None: what was applied is what the policy gives.</p>
        )}
        {decision.unused.map((one) => (
          <p key={`${one.exemption} ${one.finding}`} className="mt-2 text-sm text-soft">
            Also matched, not used: {one.exemption}. {one.reason}
          </p>
        ))}
      </Part>
      {!isTried && (
        <Part title="The same words elsewhere, as recorded">
          <Copies platform={subject.platform} id={subject.id} story={story} />
        </Part>
      )}
      <Part title="The policy, as published">
        {policies.map((policy) => (
          <details key={policy.id} className="border-b border-line py-2">
            <summary className="font-semibold">
              {policy.title} {policy.version}
            </summary>
            <PolicyText file={policy.text} />
          </details>
        ))}
        {policies.length === 0 && <p className="text-soft">No policy was used.</p>}
      </Part>
      <Part title="For machines">
        <details>
          <summary className="font-semibold">The decision as JSON</summary>
          <pre className="mt-2 rounded bg-sheet p-3 font-mono text-xs wrap-anywhere whitespace-pre-wrap">
            {JSON.stringify(decision, null, 2)}
          </pre>
        </details>
      </Part>
    </Drawer>
  );
}
