/** Rungs against ladders, ladders against what platforms can execute. */
import { suggest } from './closest.ts';
import type { Ladder, Rung } from './ladder.ts';
import { type LintContext, type LintParts, missingLanguages, type Report } from './lint.ts';
import type { PlaceBook } from './load/place-book.ts';
import type { MeasureKind, PostMeasure } from './measure.ts';
import type { Platform } from './platform.ts';
import type { Policy } from './policy-set.ts';

export function lintLadders(set: LintParts, { places, broken }: LintContext, report: Report): void {
  for (const platform of set.platforms) {
    lintPlatformPolicies(set, platform, { places, broken }, report);
    if (!broken.has(`ladders/${platform.ladder}.yaml`)) lintPlatform(set, platform, places, report);
  }
  for (const policy of set.policies) lintRungs(set, policy, places, report);
  for (const ladder of set.ladders) lintLadderWords(set, ladder, places, report);
}

type Known = Pick<LintContext, 'places' | 'broken'>;

function lintPlatformPolicies(set: LintParts, platform: Platform, { places, broken }: Known, report: Report): void {
  const at = places.of(`platform:${platform.id}`);
  const policies = set.policies.map((policy) => policy.id);
  for (const id of platform.policies ?? []) {
    if (policies.includes(id) || broken.has(`${id}/policy.md`)) continue;
    report('PLATFORM_POLICY', at, `there is no policy \`${id}\``, suggest(id, policies));
  }
}

function lintPlatform(set: LintParts, platform: Platform, places: PlaceBook, report: Report): void {
  const at = places.of(`platform:${platform.id}`);
  const ladder = set.ladders.find((l) => l.id === platform.ladder);
  if (!ladder) {
    const help = suggest(
      platform.ladder,
      set.ladders.map((l) => l.id),
    );
    report('PLATFORM_LADDER', at, `there is no ladder \`${platform.ladder}\``, help);
    return;
  }
  const wanted = new Map<MeasureKind, string>();
  for (const rung of rungsUsed(set, platform, ladder))
    for (const { kind } of rung.measures) wanted.set(kind, `rung \`${rung.id}\``);
  for (const step of ladder.strikes.steps) wanted.set(step.measure.kind, `the step at ${step.atPoints} points`);
  if (labels(set, platform)) wanted.set('label', 'a label');
  for (const [kind, where] of wanted) {
    if (platform.capabilities.includes(kind) || kind === 'warn') continue;
    report(
      'RUNG_NOT_EXECUTABLE',
      at,
      `\`${platform.id}\` cannot execute \`${kind}\`, which ${where} of ladder \`${ladder.id}\` asks for`,
    );
  }
}

const inForce = (set: LintParts, platform: Platform): Policy[] =>
  set.policies.filter((policy) => platform.policies === null || platform.policies.includes(policy.id));

const labels = (set: LintParts, platform: Platform): boolean =>
  inForce(set, platform).some((policy) => policy.rules.some((rule) => rule.then.label !== null && rule.mode !== 'off'));

/** The rungs that rules in force lead to there, and the interim rung. */
function rungsUsed(set: LintParts, platform: Platform, ladder: Ladder): Rung[] {
  const ids = new Set([ladder.interim]);
  for (const policy of inForce(set, platform)) {
    for (const rule of policy.rules) ids.add(ladder.substitutes[rule.then.rung] ?? rule.then.rung);
  }
  return ladder.rungs.filter((rung) => ids.has(rung.id));
}

const hasRung = (ladder: Ladder, rung: string): boolean =>
  rung === 'none' || ladder.rungs.some((r) => r.id === rung) || Object.hasOwn(ladder.substitutes, rung);

function lintRungs(set: LintParts, policy: Policy, places: PlaceBook, report: Report): void {
  const platforms = set.platforms.filter((p) => p.policies === null || p.policies.includes(policy.id));
  const ladders = new Set(
    platforms.map((p) => set.ladders.find((l) => l.id === p.ladder)).filter((l) => l !== undefined),
  );
  if (ladders.size === 0) for (const ladder of set.ladders) ladders.add(ladder);
  if (set.platforms.length > 0 && platforms.length === 0) {
    report('RULE_UNREACHABLE', places.of(`policy:${policy.id}`), `policy \`${policy.id}\` is in force on no platform`);
  }
  for (const rule of policy.rules) {
    const at = places.of(`then:${policy.id}/${rule.id}`);
    const { rung, label } = rule.then;
    const lacking = [...ladders].filter((ladder) => !hasRung(ladder, rung));
    const known = [...new Set([...ladders].flatMap((ladder) => ladder.rungs.map((r) => r.id)))];
    if (lacking.length > 0) {
      const names = lacking.map((ladder) => `\`${ladder.id}\``).join(', ');
      const help = lacking.length === ladders.size ? suggest(rung, known) : 'give the ladder a substitute for it';
      report('RUNG_UNKNOWN', at, `ladder ${names} has no rung \`${rung}\``, help);
    }
    const empty = [...ladders].some((ladder) => ladder.rungs.find((r) => r.id === rung)?.measures.length === 0);
    if (empty && label === null)
      report('LABEL_MISSING', at, `rung \`${rung}\` does nothing by itself, and the rule has no label`);
  }
}

const wordsOf = (measure: PostMeasure) => (measure.kind === 'notice' || measure.kind === 'label' ? measure.text : null);

function lintLadderWords(set: LintParts, ladder: Ladder, places: PlaceBook, report: Report): void {
  const at = places.of(`ladder:${ladder.id}`);
  const languages = new Set(set.policies.flatMap((policy) => policy.languages));
  for (const rung of ladder.rungs) {
    for (const measure of rung.measures) {
      const words = wordsOf(measure);
      const missing = words ? missingLanguages(words, languages) : [];
      if (missing.length > 0) {
        report(
          'WORDS_LANGUAGE_MISSING',
          at,
          `the ${measure.kind} of rung \`${rung.id}\` has no words in ${missing.join(', ')}`,
        );
      }
      if (measure.kind !== 'label') continue;
      if (measure.fact === null && measure.href === null) {
        report('LABEL_WITHOUT_SOURCE', at, `the label of rung \`${rung.id}\` leads to no fact page and no address`);
      } else if (measure.fact !== null && !set.facts.some((fact) => fact.id === measure.fact)) {
        report(
          'FACT_UNKNOWN',
          at,
          `there is no fact page \`${measure.fact}\``,
          suggest(
            measure.fact,
            set.facts.map((f) => f.id),
          ),
        );
      }
    }
  }
}
