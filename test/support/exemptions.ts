/** Exemptions for tests: a proposal that is in order, and one that went all the way. */
import { addDays } from '../../src/lib/instant.ts';
import { ExemptionProposal } from '../../src/schema/exemption.ts';
import { must, NOW, type TestApp } from './journey.ts';

export function proposal(over: Partial<ExemptionProposal> = {}): ExemptionProposal {
  const texts = { publicInterest: 'known', riskOfHarm: 'low', alternatives: 'none' };
  return ExemptionProposal.parse({
    platform: 'chirp',
    subject: { kind: 'class', id: 'office-holders' },
    kind: 'public_interest',
    policies: ['spam'],
    effect: { kind: 'soften', from: 'removed', to: 'notice' },
    reason: 'voters need to see it',
    balancing: texts,
    expiresAt: addDays(NOW, 10),
    reviewBy: addDays(NOW, 5),
    ...over,
  });
}

export async function grant({ app }: Pick<TestApp, 'app'>, over: Partial<ExemptionProposal> = {}): Promise<string> {
  const { id } = must(await app.exemptions.propose(proposal(over), 'user:a'));
  must(await app.exemptions.approve(id, 'user:b', 'approver'));
  must(await app.exemptions.approve(id, 'user:c', 'approver'));
  must(await app.exemptions.approve(id, 'user:d', 'grantor'));
  return id;
}
