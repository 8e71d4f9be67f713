/**
 * How well the starter policies judge real posts. Posts stay outside the tree: what is written here holds ids and numbers only.
 *
 *   node scripts/quality.ts measure --data FILE             counts by policy and class → docs/quality/measured.json
 *   node scripts/quality.ts sample --data FILE [--seed N]   50 acted upon and 50 left, for each policy → docs/quality/sample.json
 *   node scripts/quality.ts sheet --data FILE --out FILE    what a judge sees: public texts and posts, no outcome
 *   node scripts/quality.ts agree --verdicts FILE           verdicts → docs/quality/verdicts.json and agreement.json
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { agreementOf, readVerdicts, type Sample } from './quality/agreement.ts';
import { type Judged, judgeAll, LABELS, policiesHere, readPosts, shuffled } from './quality/judge.ts';

const PER_SIDE = 50;
const SHEET_HEAD = `Judge each post by the standard above it, and by nothing else. Write one line for each post into a file:
policy,id,verdict
where the verdict is breaks, keeps or unsure. Posts hold offensive words. The rules' own outcome is not shown.
`;
const root = fileURLToPath(new URL('..', import.meta.url));
const quality = (name: string) => resolve(root, 'docs/quality', name);

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string' },
    out: { type: 'string' },
    verdicts: { type: 'string' },
    seed: { type: 'string', default: '20261122' },
  },
});

const needed = (name: 'data' | 'out' | 'verdicts'): string => {
  const value = values[name];
  if (value === undefined) throw new Error(`say --${name} FILE`);
  return value;
};
const write = (path: string, value: unknown) => {
  writeFileSync(path, `${JSON.stringify(value, null, 1)}\n`);
  console.log(`wrote ${relative(root, path)}`);
};
const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

const commands: Record<string, () => void> = { measure, sample, sheet, agree };
const command = commands[positionals[0] ?? ''];
if (!command) throw new Error(`say one of ${Object.keys(commands).join(', ')}`);
command();

function judged(): { set: string; policies: readonly { id: string; title: string; text: string }[]; posts: Judged[] } {
  const { set, compiled } = policiesHere();
  return { set: set.hash, policies: set.policies, posts: judgeAll(compiled, readPosts(needed('data'))) };
}

function measure(): void {
  const { set, policies, posts } = judged();
  const byLabel = (of: readonly Judged[]) =>
    Object.fromEntries(
      Object.entries(LABELS).map(([label, name]) => [name, of.filter(({ post }) => post.label === label).length]),
    );
  const all = byLabel(posts);
  const acted = posts.filter((post) => post.policies.length > 0);
  const actedByLabel = byLabel(acted);
  const share = (part = 0, whole = 0) => Math.round((part / whole) * 10_000) / 10_000;
  write(quality('measured.json'), {
    policySet: set,
    posts: all,
    actedUpon: actedByLabel,
    share: Object.fromEntries(Object.keys(all).map((name) => [name, share(actedByLabel[name], all[name])])),
    byPolicy: Object.fromEntries(
      policies.map(({ id }) => [id, byLabel(posts.filter((post) => post.policies.includes(id)))]),
    ),
  });
  console.log(readFileSync(quality('measured.json'), 'utf8'));
}

function sample(): void {
  const { set, policies, posts } = judged();
  const seed = Number(values.seed);
  const drawn = policies.map(({ id }, i) => {
    const draw = (acted: boolean) =>
      shuffled(
        posts.filter((post) => post.policies.includes(id) === acted),
        seed + i,
      )
        .slice(0, PER_SIDE)
        .map(({ post }) => post.id)
        .sort((a, b) => Number(a) - Number(b));
    return [id, { acted: draw(true), left: draw(false) }] as const;
  });
  write(quality('sample.json'), { policySet: set, seed, policies: Object.fromEntries(drawn) } satisfies Sample);
}

function sheet(): void {
  const out = resolve(needed('out'));
  if (!relative(root, out).startsWith('..')) throw new Error('the sheet holds posts: write it outside of the project');
  const { policies, seed }: Sample = read(quality('sample.json'));
  const texts = new Map(readPosts(needed('data')).map(({ id, text }) => [id, text]));
  const parts = policiesHere().set.policies.map(({ id: policy, text }) => {
    const { acted = [], left = [] } = policies[policy] ?? {};
    const posts = shuffled([...acted, ...left], seed).map((id) => `[${policy},${id}]\n${texts.get(id) ?? ''}\n`);
    return `${text.trim()}\n\n## Posts to judge by this standard: ${posts.length}\n\n${posts.join('\n')}`;
  });
  writeFileSync(out, `${SHEET_HEAD}\n${parts.join('\n---\n\n')}`);
  console.log(`wrote ${out}`);
}

function agree(): void {
  const rows = readVerdicts(readFileSync(needed('verdicts'), 'utf8'));
  const sampled: Sample = read(quality('sample.json'));
  write(quality('verdicts.json'), rows);
  write(quality('agreement.json'), { policySet: sampled.policySet, policies: agreementOf(sampled, rows) });
  console.table(agreementOf(sampled, rows), ['judged', 'unsure', 'precision', 'leftThatBreak', 'agreement', 'kappa']);
}
