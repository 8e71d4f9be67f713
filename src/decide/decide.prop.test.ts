/** Invariants of deciding over whole histories: A9, A14, ranks, exemptions, strikes. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { live, runs, world } from '../../test/support/arbitraries/deciding.ts';
import { activePoints, foldStanding, type Standing } from '../accounts/standing.ts';
import { appliedShares, baselineShares, checkDeparted, isCommon } from './departures.ts';
import { effective, rankIndex } from './effective.ts';
import { outcomeOf } from './merge.ts';

test('A9: applied is baseline with its departures, in every decision on posts and accounts', () => {
  fc.assert(
    fc.property(world, (w) => {
      for (const { decided } of live(w, true).made) {
        expect(checkDeparted(decided.decision)).toEqual([]);
        if (decided.account !== null) expect(checkDeparted(decided.account)).toEqual([]);
        const own = decided.decision.departures.filter((departure) => !isCommon(departure));
        if (own.length === 0) expect(decided.decision.applied).toEqual(decided.decision.baseline);
        if (decided.account?.departures.length === 0) expect(decided.account.applied).toEqual(decided.account.baseline);
      }
    }),
    runs(300),
  );
});

test('A9 is a check: an outcome that the departures do not give is found out', () => {
  fc.assert(
    fc.property(world, (w) => {
      for (const { decided } of live(w, true).made) {
        const { decision } = decided;
        const forged = { ...decision, applied: { rung: 'forged', measures: [] } };
        expect(checkDeparted(forged)).toContainEqual({ kind: 'applied_differs' });
        expect(checkDeparted({ ...decision, baseline: forged.applied })).toContainEqual({ kind: 'baseline_differs' });
        const kept = decision.departures.filter((d) => d.kind !== 'exemption' && d.kind !== 'hold');
        const without = { ...decision, departures: kept };
        const told = JSON.stringify(outcomeOf(appliedShares(without))) === JSON.stringify(decision.applied);
        expect(checkDeparted(without).length === 0).toBe(told);
      }
    }),
    runs(60),
  );
});

const bare = (standing: Standing) => ({
  ...standing,
  strikes: standing.strikes.map(({ because: _because, ...strike }) => strike),
});

test('A14: status facts change neither findings nor baseline, nor the baseline standing', () => {
  fc.assert(
    fc.property(world, (w) => {
      const [office, ordinary] = [live(w, true), live(w, false)];
      expect(office.posts.length).toBe(ordinary.posts.length);
      office.posts.forEach((post, i) => {
        const other = ordinary.posts[i]!;
        for (let revision = 1; revision <= post.subject.revision; revision++) {
          expect(effective(post.history, revision).baseline).toEqual(effective(other.history, revision).baseline);
        }
        const judged = (history: typeof post.history) =>
          history
            .filter(({ decision }) => decision.trigger !== 'expiry')
            .map(({ decision }) => [decision.findings, decision.baseline]);
        expect(judged(post.history)).toEqual(judged(other.history));
      });
      expect(bare(office.standing.baseline)).toEqual(bare(ordinary.standing.baseline));
    }),
    runs(300),
  );
});

test('an author without status departs only by what may happen to anybody', () => {
  fc.assert(
    fc.property(world, (w) => {
      const kinds = live(w, false).made.flatMap(({ decided }) => decided.decision.departures.map((d) => d.kind));
      for (const kind of kinds) {
        expect(['capability', 'ladder', 'breaker', 'degraded', 'deviation', 'scope', 'appeal']).toContain(kind);
      }
    }),
    runs(100),
  );
});

test('an exemption never touches a finding of a policy that is not exemptible, nor one that it does not name', () => {
  fc.assert(
    fc.property(world, (w) => {
      for (const { decided } of live(w, true).made) {
        const { basis, departures } = decided.decision;
        for (const departure of departures.filter((d) => d.kind === 'exemption' || d.kind === 'hold')) {
          const { policy } = basis.find((share) => share.finding === departure.finding)!;
          expect(w.set.policies.find((each) => each.id === policy)?.exemptible).toBe(true);
          expect(w.exemptions.find((each) => each.id === departure.ref)?.policies).toContain(policy);
        }
      }
    }),
    runs(200),
  );
});

test('no departure but those of status, deviation and appeal makes anything harsher than the baseline', () => {
  fc.assert(
    fc.property(world, (w) => {
      for (const { decided } of live(w, true).made) {
        const { decision } = decided;
        const applied = appliedShares(decision);
        const free = new Set(
          decision.departures
            .filter((d) => ['status_rule', 'deviation', 'appeal', 'degraded'].includes(d.kind))
            .map((d) => d.finding),
        );
        baselineShares(decision).forEach((share, i) => {
          if (!free.has(share.finding)) expect(applied[i]!.severity).toBeLessThanOrEqual(share.severity);
        });
      }
    }),
    runs(200),
  );
});

test('every hold ends within a day, and what it held is then the baseline', () => {
  fc.assert(
    fc.property(world, (w) => {
      for (const { decided } of live(w, true).made) {
        for (const hold of decided.holds) {
          const heldFor = Date.parse(hold.until) - Date.parse(decided.decision.decidedAt);
          expect(heldFor).toBeGreaterThan(0);
          expect(heldFor).toBeLessThanOrEqual(24 * 3_600_000);
        }
      }
      const late = { ...w, happenings: [...w.happenings, { kind: 'clock' as const, hours: 25 }] };
      const { posts } = live(late, true);
      for (const post of posts) {
        const last = effective(post.history, post.subject.revision);
        const bound = new Set(last.bindings.filter((b) => !b.carried).map((b) => b.decision));
        expect(last.departures.filter((d) => d.until !== null && bound.has(d.decision))).toEqual([]);
      }
    }),
    runs(150),
  );
});

test('on each policy the newest decision of the highest rank binds, and a rule never unseats a person', () => {
  fc.assert(
    fc.property(world, (w) => {
      for (const { history, subject } of live(w, true).posts) {
        const now = effective(history, subject.revision);
        for (const binding of now.bindings.filter((b) => !b.carried)) {
          const rivals = history.filter(
            ({ decision }) =>
              decision.subject.kind === 'post' &&
              decision.subject.revision === subject.revision &&
              decision.policies.includes(binding.policy),
          );
          const top = Math.max(...rivals.map(({ decision }) => rankIndex(decision.rank)));
          const newest = rivals.findLast(({ decision }) => rankIndex(decision.rank) === top)!;
          expect(binding.decision).toBe(newest.id);
        }
        expect(now.applied).toEqual(outcomeOf(now.shares.applied));
        expect(new Set(now.bindings.filter((b) => !b.carried).map((b) => b.policy)).size).toBe(
          now.bindings.filter((b) => !b.carried).length,
        );
      }
    }),
    runs(200),
  );
});

test('what a decision supersedes was made before and is in effect no longer', () => {
  fc.assert(
    fc.property(world, (w) => {
      const seen = new Set<string>();
      for (const { decided, ids } of live(w, true).made) {
        const dropped = decided.before?.decisions.filter((id) => !decided.effective.decisions.includes(id)) ?? [];
        const isNewest =
          decided.decision.subject.kind === 'post' && decided.decision.subject.revision === decided.effective.revision;
        if (isNewest) expect(decided.decision.supersedes).toEqual(dropped);
        seen.add(ids.decision);
        for (const id of decided.decision.supersedes) {
          expect(seen).toContain(id);
          expect(decided.effective.decisions).not.toContain(id);
          expect(id).not.toBe(ids.decision);
        }
      }
    }),
    runs(150),
  );
});

test('both standings are the fold of the changes, with one strike per revision', () => {
  fc.assert(
    fc.property(world, (w) => {
      const { made, standing, now } = live(w, true);
      for (const side of ['baseline', 'applied'] as const) {
        const changes = made.flatMap(({ decided }) => decided.standing.changes[side]);
        const folded = changes.reduce(foldStanding, { strikes: [], penalties: [], posts: [] } as Standing);
        expect(folded).toEqual(standing[side]);
        const posts = folded.strikes.map((strike) => strike.post);
        expect(new Set(posts).size).toBe(posts.length);
        expect(activePoints(folded, now)).toBeGreaterThanOrEqual(0);
        for (const penalty of folded.penalties) {
          if (penalty.until === null) expect(penalty.measure).toHaveProperty('criteria');
        }
      }
    }),
    runs(150),
  );
});
