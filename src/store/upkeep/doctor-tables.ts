/** The doctor on derived tables: nothing without a decision, no decision without a policy set. */
import type { Effective } from '../../decide/effective.ts';
import type { Reader } from '../database/driver.ts';
import { rowsInOrder } from './compare.ts';
import type { CheckName, Report } from './doctor.ts';

const STEP_ROWS = 500;

type Question = { readonly check: CheckName; readonly what: string; readonly sql: string };

/** Each gives the ids of rows that must not be. */
const QUESTIONS: readonly Question[] = [
  ...['measures', 'holds', 'decision_findings', 'departures', 'exemption_uses'].map((table) => ({
    check: 'no_orphans' as const,
    what: `${table} of decision`,
    sql: `select distinct t.decision as id from ${table} t left join decisions d on d.id = t.decision
      where d.id is null`,
  })),
  {
    check: 'no_orphans',
    what: 'exemption',
    sql: `select distinct u.exemption as id from exemption_uses u left join exemptions e on e.id = u.exemption
      where e.id is null`,
  },
  {
    check: 'no_orphans',
    what: 'revisions of post',
    sql: 'select distinct r.post as id from revisions r left join posts p on p.id = r.post where p.id is null',
  },
  {
    check: 'no_orphans',
    what: 'posts of account',
    sql: 'select distinct p.account as id from posts p left join accounts a on a.id = p.account where a.id is null',
  },
  {
    check: 'decision_has_set',
    what: 'decision',
    sql: `select d.id as id from decisions d left join policy_sets s on s.hash = d.set_hash where s.hash is null`,
  },
  {
    check: 'decision_has_set',
    what: 'set of revisions',
    sql: `select distinct r.set_hash as id from revisions r left join policy_sets s on s.hash = r.set_hash
      where s.hash is null`,
  },
  {
    check: 'decision_has_set',
    what: 'active set',
    sql: `select a.set_hash as id from active_set a left join policy_sets s on s.hash = a.set_hash
      where s.hash is null`,
  },
];

export async function examineTables(reader: Reader, report: Report): Promise<void> {
  for (const { check, what, sql } of QUESTIONS) {
    for (const { id } of await reader.all<{ id: string }>(sql)) report({ check, where: `${what} ${id}` });
  }
  await examinePresentations(reader, report);
}

/** Everything that readers are shown comes from a finding of a decision that is there. */
async function examinePresentations(reader: Reader, report: Report): Promise<void> {
  let page: { post: string; effective: Effective }[] = [];
  const flush = async () => {
    const ids = [...new Set(page.flatMap(({ effective }) => effective.decisions))];
    const there = new Set((await reader.lookup('decisions', 'id', ids)).map((row) => row.id));
    for (const { post, effective } of page) {
      if (!isFounded(effective, there)) report({ check: 'shown_has_decision', where: `presentation of post ${post}` });
    }
    page = [];
  };
  for await (const row of rowsInOrder(reader, 'presentations')) {
    page.push({ post: row.post as string, effective: JSON.parse(row.body as string) as Effective });
    if (page.length === STEP_ROWS) await flush();
  }
  await flush();
}

function isFounded({ applied, shares, decisions }: Effective, there: ReadonlySet<string>): boolean {
  const decisionOf = new Map(shares.applied.map((share) => [share.finding, share.decision]));
  return (
    decisions.every((id) => there.has(id)) &&
    applied.measures.every(({ findings }) => findings.some((finding) => there.has(decisionOf.get(finding) ?? '')))
  );
}
