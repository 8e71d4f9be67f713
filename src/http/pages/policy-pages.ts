/** `/policies`, `/policies/{id}` and `/f/{fact}`: the written standards and the facts that labels lead to. */
import type { FactPage, Policy, PolicySet } from '../../policy/policy-set.ts';
import { type Html, html } from './html.ts';
import { markdownUnder } from './markdown.ts';

export function policiesBody(set: PolicySet): Html {
  const policies = set.policies.map(
    (policy) =>
      html`<tr><td><a href="/policies/${encodeURIComponent(policy.id)}">${policy.title}</a></td><td>${policy.version}</td><td>${policy.effectiveFrom.slice(0, 10)}</td></tr>`,
  );
  const platforms = set.platforms.map(
    (platform) =>
      html`<tr><td>${platform.title}</td><td>${platform.mode}</td><td>${rungsOf(set, platform.ladder)}</td></tr>`,
  );
  return html`<h1>Policies</h1>
<p>These standards are in force. The same words are judged by the same rules, whoever posts them.</p>
<div class="scroll"><table><thead><tr><th>Policy</th><th>Version</th><th>In force from</th></tr></thead><tbody>${policies}</tbody></table></div>
<h2>Platforms</h2>
<div class="scroll"><table><thead><tr><th>Platform</th><th>Mode</th><th>Rungs, least severe first</th></tr></thead><tbody>${platforms}</tbody></table></div>
<p class="soft">Policy set <code>${set.hash}</code></p>`;
}

function rungsOf(set: PolicySet, ladder: string): string {
  const rungs = set.ladders.find((each) => each.id === ladder)?.rungs ?? [];
  return rungs.map((rung) => rung.id).join(' · ');
}

export function policyBody(policy: Policy): Html {
  const rules = policy.rules
    .filter((rule) => rule.mode === 'live')
    .map((rule) => html`<tr><td>${rule.id}</td><td>${rule.explain}</td><td>${rule.then.rung}</td></tr>`);
  return html`<h1>${policy.title}</h1>
<p class="soft">Version ${policy.version}, in force from ${policy.effectiveFrom.slice(0, 10)}. ${policy.exemptible ? 'The register may hold exemptions from it.' : 'No exemption may touch it.'}</p>
${markdownUnder(policy.title, policy.text)}
<h2>Rules</h2>
<div class="scroll"><table><thead><tr><th>Rule</th><th>What it finds</th><th>Leads to</th></tr></thead><tbody>${rules}</tbody></table></div>`;
}

export function factBody(fact: FactPage): Html {
  const sources = fact.sources.map(
    (source) =>
      html`<li><a href="${webAddress(source.url)}" rel="noopener">${source.title}</a>, ${source.publisher}, ${source.date}</li>`,
  );
  return html`<h1>${fact.title}</h1>
<p><strong>${fact.summary}</strong></p>
${markdownUnder(fact.title, fact.text)}
<h2>Sources</h2>
<ul>${sources}</ul>`;
}

const webAddress = (url: string) => (/^https?:\/\//i.test(url) ? url : '#');
