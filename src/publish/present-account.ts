/** Accounts, persons and exemptions as wire objects. */
import type { Standing } from '../accounts/standing.ts';
import type { Exemption } from '../exemptions/exemption.ts';
import type { WireAccount, WireOffice, WirePerson } from '../schema/account.ts';
import type { WireExemption } from '../schema/exemption.ts';
import { presentMeasure, type Writing } from './present-measure.ts';
import type { AccountView, ExemptionView, PersonView } from './views.ts';

function presentOffice(office: AccountView['offices'][number]): WireOffice {
  const { id, title, jurisdiction, from, to, source, state, changedBy = 'platform' } = office;
  return { id, title, jurisdiction, from, to, source, state, changedBy };
}

function presentStanding(standing: Standing, points: number, writing: Writing): WireAccount['standing']['applied'] {
  return {
    points,
    strikes: standing.strikes.map(({ decision, points: each, at, expiresAt }) => ({
      decision,
      points: each,
      at,
      expiresAt,
    })),
    penalties: standing.penalties.map(({ decision, measure, at, until }) => ({
      decision,
      measure: presentMeasure(measure, writing),
      at,
      until,
    })),
  };
}

export function presentAccount(view: AccountView, writing: Writing): WireAccount {
  const { standing, points } = view;
  return {
    platform: view.platform,
    id: view.id,
    handle: view.identity?.handle ?? null,
    createdAt: view.identity?.createdAt ?? null,
    followers: view.identity?.followers ?? null,
    verified: view.identity?.verified ?? null,
    state: view.state.state,
    until: view.state.until,
    offices: view.offices.map(presentOffice),
    person: view.status.person,
    lists: [...view.status.lists],
    standing: {
      baseline: presentStanding(standing.baseline, points.baseline, writing),
      applied: presentStanding(standing.applied, points.applied, writing),
    },
    next: view.next && { ...view.next, measure: presentMeasure(view.next.measure, writing) },
  };
}

export function presentPerson(view: PersonView): WirePerson {
  return { ...view, accounts: view.accounts.map((each) => ({ ...each })) };
}

export function presentExemption(of: Exemption): Omit<WireExemption, 'uses'> {
  return {
    id: of.id,
    platform: of.platform,
    subject: { ...of.subject },
    kind: of.kind,
    policies: [...of.policies],
    effect: { ...of.effect },
    reason: of.reason,
    balancing: { ...of.balancing },
    state: of.state,
    proposer: of.proposer,
    grantor: of.grantor,
    approvals: of.approvals.map((each) => ({ ...each })),
    proposedAt: of.proposedAt,
    grantedAt: of.grantedAt,
    expiresAt: of.expiresAt,
    reviewBy: of.reviewBy,
    published: of.published,
    afterEnd: { ...of.afterEnd },
    endedAt: of.endedAt,
  };
}

export function presentExemptionView(view: ExemptionView): WireExemption {
  return { ...presentExemption(view), uses: view.uses };
}
