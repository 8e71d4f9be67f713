/**
 * Changes to try on a policy, one command each. Which rule they are about is read off the posts of the demo, so that
 * each of them changes what at least one post gets, whatever the policies say.
 */
import type { WireDecision } from '../../../src/schema/decision.ts';
import type { Story } from '../../../src/schema/demo.ts';
import { ruleOff, rulesInShadow, ruleTo, withoutExemptions } from '../words/policy-edits.ts';
import { postsOf } from '../words/story.ts';

export type Edit = {
  readonly name: string;
  readonly meaning: string;
  /** The file's text after it; null: it would change no post of the demo. */
  readonly text: string | null;
};

type Policy = Pick<Story['policies'][number], 'id' | 'text'>;

/** The posts that something is done to because of this policy alone, and because of which of its rules alone. */
function actedOn(
  story: Story,
  policy: string,
): { readonly all: WireDecision[]; readonly byRule: [string, WireDecision[]][] } {
  const all = postsOf(story)
    .map(({ decision }) => decision)
    .filter(({ applied, findings }) => applied.rung !== 'none' && findings.every((one) => one.policy === policy));
  const alone = all.filter(({ findings }) => new Set(findings.map(({ rule }) => rule)).size === 1);
  const byRule = [...Map.groupBy(alone, ({ findings }) => findings[0]!.rule)];
  return { all, byRule: byRule.sort(([, a], [, b]) => b.length - a.length) };
}

const underExemption = (story: Story, policy: string): boolean =>
  postsOf(story).some(({ decision }) =>
    decision.departures.some(({ kind, finding }) => kind === 'exemption' && finding?.startsWith(`${policy}/`)),
  );

/** A rung that this rule's posts do not have now: lighter for what is removed, removal for the rest. */
function otherRung(decisions: readonly WireDecision[]): 'limited' | 'removed' {
  const [{ findings, applied } = { findings: [], applied: { rung: 'none' } }] = decisions;
  return findings[0]?.rung === 'removed' && applied.rung !== 'limited' ? 'limited' : 'removed';
}

/** What can be tried on this policy, always the same commands in the same order. */
export function editsFor(policy: Policy, story: Story): Edit[] {
  const { all, byRule } = actedOn(story, policy.id);
  const [[rule, decisions] = ['its rule', []]] = byRule;
  const isFound = decisions.length > 0;
  const rung = otherRung(decisions);
  return [
    {
      name: 'No exemptions',
      meaning: 'Nobody may be exempted from this policy any more',
      text: underExemption(story, policy.id) ? withoutExemptions(policy.text) : null,
    },
    {
      name: rung === 'limited' ? `Only limit what ${rule} finds` : `Remove what ${rule} finds`,
      meaning: 'Another rung of the ladder for the rule that acts on most posts here',
      text: isFound ? ruleTo(policy.text, rule, rung) : null,
    },
    {
      name: `Without ${rule}`,
      meaning: 'Switches off the rule that acts on most posts here',
      text: isFound ? ruleOff(policy.text, rule) : null,
    },
    {
      name: 'Every rule in the shadow',
      meaning: 'All rules go on finding, and none of them acts',
      text: all.length > 0 ? rulesInShadow(policy.text) : null,
    },
  ];
}
