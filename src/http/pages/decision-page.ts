/** `/d/{decision}`: one decision for anybody to check. Never any post text. */

import type { Departure, Outcome } from '../../decide/decision.ts';
import type { Instant } from '../../lib/instant.ts';
import { presentMeasure } from '../../publish/present-measure.ts';
import type { DecisionView } from '../../publish/views.ts';
import type { WireMeasure } from '../../schema/measure.ts';
import { type Html, html } from './html.ts';

const WORDS: Readonly<Record<string, string>> = {
  exemption: 'an exemption in the register',
  capability: 'the platform cannot do this',
  ladder: 'the platform has no such rung',
  breaker: 'a limit on how often the rule may act was reached',
  hold: 'held for a person to look',
  degraded: 'something could not be known',
  deviation: 'a person departed from the policy, with a reason',
  scope: 'the policy does not apply there',
  status_rule: 'the rule reads who the author is, and says why',
  appeal: 'an appeal was upheld',
};

/** Quotes within it become single ones. */
const quoted = (text: string): string => `“${text.replaceAll('“', '‘').replaceAll('”', '’')}”`;

export function measureInWords(measure: WireMeasure): string {
  switch (measure.kind) {
    case 'label':
      return `a label: ${quoted(measure.text)}`;
    case 'notice':
      return `hidden behind a notice: ${quoted(measure.text)}`;
    case 'interaction_limit':
      return Object.entries(measure.limits)
        .map(([interaction, state]) => `${interaction}: ${state === 'off' ? 'off' : 'asks first'}`)
        .join(', ');
    case 'demote':
      return `not shown in ${measure.surfaces.join(', ')}`;
    case 'geo_withhold':
      return `withheld in ${measure.countries.join(', ')}`;
    case 'age_gate':
      return `from ${measure.minAgeYears} years`;
    case 'ad_exclusion':
      return 'no advertising beside it';
    case 'remove':
      return 'removed';
    case 'warn':
      return 'a warning';
    case 'strike':
      return `a strike of ${measure.points} points for ${measure.expiresDays} days`;
    case 'feature_limit':
      return `without ${measure.features.join(', ')} for ${measure.hours} hours`;
    case 'read_only':
      return `read-only for ${measure.hours} hours`;
    case 'suspend':
      return `suspended for ${measure.hours} hours`;
    case 'terminate':
      return `terminated, until: ${measure.criteria}`;
    case 'reinstate':
      return 'reinstated';
  }
}

function outcome(of: Outcome): Html {
  const measures = of.measures.map(
    ({ measure }) => html`<li>${measureInWords(presentMeasure(measure, { lang: null, base: '' }))}</li>`,
  );
  return measures.length > 0
    ? html`<strong>${of.rung}</strong><ul>${measures}</ul>`
    : html`<strong>${of.rung}</strong>`;
}

function departure(of: Departure): Html {
  const until = of.until ? html` <span class="soft">until ${timeInWords(of.until)}</span>` : null;
  return html`<tr><td>${WORDS[of.kind] ?? of.kind}</td><td>${of.finding}</td><td>${of.from} → ${of.to}${until}</td><td>${of.reason}</td></tr>`;
}

/** An instant to the minute, as the page's readers are anywhere: `2026-11-21 00:25 UTC`. */
const timeInWords = (at: Instant): Html =>
  html`<time datetime="${at}">${at.slice(0, 10)} ${at.slice(11, 16)} UTC</time>`;

export function decisionBody(view: DecisionView): Html {
  const { decision, naming } = view;
  const subject =
    decision.subject.kind === 'post' ? `post ${naming.post}, revision ${decision.subject.revision}` : 'an account';
  const findings = [...decision.findings, ...decision.statusFindings].map(
    (finding) =>
      html`<tr><td><a href="/policies/${encodeURIComponent(finding.policy)}">${finding.policy}</a> <span class="soft">${finding.version}</span></td><td>${finding.rule}</td><td>${finding.explain}</td></tr>`,
  );
  const superseded = view.supersededBy
    ? html`<p>It was replaced by <a href="/d/${encodeURIComponent(view.supersededBy)}">a later decision</a>.</p>`
    : null;
  return html`<h1>Decision</h1>
<p class="soft">On ${naming.platform}, ${subject}. By ${decision.decidedBy.kind === 'person' ? `a person (${decision.rank})` : 'rule'}, ${timeInWords(decision.decidedAt)}${decision.degraded ? '; something could not be known (see below)' : ''}.</p>
${superseded}${decision.reason ? html`<p>${decision.reason}</p>` : null}
<h2>What was found</h2>
${findings.length > 0 ? html`<div class="scroll"><table><thead><tr><th>Policy</th><th>Rule</th><th>Finding</th></tr></thead><tbody>${findings}</tbody></table></div>` : html`<p>Nothing.</p>`}
<h2>For an ordinary account</h2>
${outcome(decision.baseline)}
<h2>What was decided</h2>
${outcome(decision.applied)}
<h2>Why they differ</h2>
${
  decision.departures.length > 0
    ? html`<div class="scroll"><table><thead><tr><th>Because</th><th>Finding</th><th>Change</th><th>Reason</th></tr></thead><tbody>${decision.departures.map(departure)}</tbody></table></div>`
    : html`<p>They do not: anybody’s post with this content has the same outcome.</p>`
}
<p class="soft">Decision <code>${view.id}</code>. Policy set <code>${decision.policySet}</code>. A decided measure is in force when the platform confirms it.</p>`;
}
