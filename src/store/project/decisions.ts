/** Decisions, and what hangs on them: findings, departures, measures, uses of exemptions, holds. */
import canonicalize from 'canonicalize';
import type { OutcomeMeasure } from '../../decide/decision.ts';
import { bareDecision } from '../decision-record.ts';
import type { DecisionMade, StoredFinding } from '../events.ts';
import type { Rows, Want } from '../rows.ts';
import type { Row } from '../tables.ts';
import { changeStanding } from './accounts.ts';
import { markNotPlain, postWants, presentPost } from './posts.ts';
import { flag, type Projected, type Projectors } from './projector.ts';

export const decisionProjectors: Projectors<
  'decision.made' | 'measure.acked' | 'hold.started' | 'hold.ended' | 'case.opened'
> = {
  'decision.made': { wants: decisionWants, project: decide },
  'measure.acked': {
    wants: (event) => [{ table: 'measures', column: 'id', value: event.measure }],
    project({ event, rows }) {
      const measure = rows.get('measures', event.measure);
      if (measure !== undefined) rows.put('measures', { ...measure, status: event.status, acked_at: event.at });
    },
  },
  'hold.started': {
    project({ event, at, rows }) {
      const { hold: id, decision, until } = event;
      rows.add('holds', { id, decision, started_at: at, until_at: until, ended_at: null, ended_by: null });
    },
  },
  'hold.ended': {
    wants: (event) => [{ table: 'holds', column: 'id', value: event.hold }],
    project({ event, at, rows }) {
      const hold = rows.get('holds', event.hold);
      if (hold !== undefined && hold.ended_at === null) {
        rows.put('holds', { ...hold, ended_at: at, ended_by: event.by });
      }
    },
  },
  'case.opened': {
    wants: (event) => (event.post === null ? [] : postWants(event.post)),
    project({ event, at, rows }) {
      const { case: id, reason, decision, post, account } = event;
      rows.add('cases', { id, reason, decision, post, account, state: 'open', opened_at: at });
      if (post !== null) markNotPlain(rows, post, null);
    },
  },
};

function decisionWants({ subject, supersedes }: DecisionMade): Want[] {
  const replaced = supersedes.map((id): Want => ({ table: 'decisions', column: 'id', value: id }));
  return subject.kind === 'post'
    ? [...postWants(subject.post), ...replaced]
    : [{ table: 'accounts', column: 'id', value: subject.account }, ...replaced];
}

function decide(input: Projected<DecisionMade>): void {
  const { event, at, rows } = input;
  const { subject } = event;
  const post = subject.kind === 'post' ? subject.post : null;
  const account = subject.kind === 'post' ? (rows.get('posts', subject.post)?.account ?? '') : subject.account;
  const about: About = { decision: event.decision, post, account };
  rows.add('decisions', decisionRow(input, about));
  for (const id of event.supersedes) {
    const replaced = rows.get('decisions', id);
    if (replaced !== undefined) rows.put('decisions', { ...replaced, superseded_by: event.decision });
  }
  addFindings(rows, event);
  addDepartures(rows, event);
  addMeasures(rows, event, about);
  addExemptionUses(rows, event, { ...about, at });
  if (subject.kind === 'account') {
    changeStanding(rows, subject.account, event.standing);
    return;
  }
  const row = rows.get('posts', subject.post);
  if (row === undefined) return;
  rows.put('posts', { ...row, version: row.version + 1 });
  markNotPlain(rows, subject.post, subject.revision);
  presentPost(rows, subject.post, at);
}

type About = { readonly decision: string; readonly post: string | null; readonly account: string };

function decisionRow({ event, seq, position, vault }: Projected<DecisionMade>, about: About): Row<'decisions'> {
  const { subject } = event;
  return {
    id: event.decision,
    subject_kind: subject.kind,
    platform: subject.platform,
    post: about.post,
    revision: subject.kind === 'post' ? subject.revision : null,
    account: about.account,
    trigger: event.trigger,
    rank: event.rank,
    decided_by_kind: event.decidedBy.kind,
    principal: event.decidedBy.principal,
    decided_at: event.decidedAt,
    set_hash: event.set,
    rung_baseline: event.baseline.rung,
    rung_applied: event.applied.rung,
    degraded: flag(event.degraded),
    caused_by: event.causedBy,
    superseded_by: null,
    seq,
    position,
    vault: event.texts.vault,
    body: vault.text(event.texts) ?? (canonicalize(bareDecision(event)) as string),
    erased_at: null,
  };
}

function addFindings(rows: Rows, event: DecisionMade): void {
  const add = (findings: readonly StoredFinding[], mode: Row<'decision_findings'>['mode']) => {
    for (const { policy, rule, rung } of findings) {
      rows.put('decision_findings', { decision: event.decision, policy, rule, mode, rung });
    }
  };
  add(event.findings, 'live');
  add(event.statusFindings, 'status');
  add(event.shadow, 'shadow');
}

function addDepartures(rows: Rows, event: DecisionMade): void {
  event.departures.forEach(({ kind, finding, from, to, ref, until }, n) => {
    rows.add('departures', {
      decision: event.decision,
      n,
      kind,
      finding,
      from_rung: from,
      to_rung: to,
      ref,
      until_at: until,
    });
  });
}

/** What is to be executed, and what would have been had the platform been able to. */
function addMeasures(rows: Rows, event: DecisionMade, about: About): void {
  const lacking = new Set(event.departures.filter((d) => d.kind === 'capability').map((d) => d.from));
  const add = ({ measure }: OutcomeMeasure, id: string, status: string) =>
    rows.add('measures', {
      id: `${event.decision}.${id}`,
      ...about,
      kind: measure.kind,
      status,
      body: JSON.stringify(measure),
      acked_at: null,
    });
  event.applied.measures.forEach((measure, n) => {
    add(measure, String(n), 'planned');
  });
  event.baseline.measures
    .filter(({ measure }) => lacking.has(measure.kind))
    .forEach((measure, n) => {
      add(measure, `u${n}`, 'unavailable');
    });
}

function addExemptionUses(rows: Rows, event: DecisionMade, about: About & { readonly at: string }): void {
  event.departures.forEach(({ kind, ref, who }, n) => {
    // A hold is an exemption's only if it names whom the exemption is for.
    if (kind !== 'exemption' && !(kind === 'hold' && who !== null)) return;
    rows.add('exemption_uses', { exemption: ref, n, ...about });
  });
}
