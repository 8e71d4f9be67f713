/** The command line on workspaces and files of its own: what it prints where, and how it ends. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildProgram } from '../../src/cli/program.ts';
import { evenhand } from '../support/cli.ts';
import { FIXTURE_DIR } from '../support/fixture-policies.ts';
import { makePost } from '../support/http-workspace.ts';

let dir: string;
let env: Record<string, string>;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'evenhand-cli-'));
  env = { EVENHAND_DATA: join(dir, 'data'), EVENHAND_POLICIES: FIXTURE_DIR };
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const run = (...args: string[]) => evenhand(args, env);
const fileOf = (name: string, content: string | Buffer) => {
  writeFileSync(join(dir, name), content);
  return join(dir, name);
};
const linesIn = (out: string) =>
  out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
const THREAT = 'It will be answered with shooting.';
const EVALUATE = ['--policies', FIXTURE_DIR, '--at', '2026-11-20T12:00:00Z'];

describe('evenhand', () => {
  test('--help names its commands, settings and exit codes', async () => {
    const { code, out } = await run('--help');
    expect(code).toBe(0);
    for (const word of [
      'serve',
      'check',
      'policies',
      'evaluate',
      'try',
      'import',
      'keys',
      'erase',
      'rebuild',
      'doctor',
    ]) {
      expect(out).toContain(`\n  ${word}`);
    }
    expect(out).toContain('EVENHAND_DATA');
    expect(out).toContain('Exit codes');
    expect((await run('policies', 'publish', '--help')).out).toContain('--activate');
  });

  test('--help of every command has examples, which call that command', async () => {
    const leaves = (command: Command, path: string[]): string[][] => [
      path,
      ...command.commands.flatMap((each) => leaves(each, [...path, each.name()])),
    ];
    for (const path of leaves(buildProgram(), [])) {
      const { out } = await run(...path, '--help');
      const [, examples = ''] = out.split('\nExamples:\n');
      const called = ['evenhand', ...path].join(' ');
      expect(examples.split('\n')[0], called).toContain(called);
    }
  });

  test.each([[['explode']], [['check', '--bogus']], [['evaluate']], [['keys', 'create', 'x']], [[]]])(
    '%j is called wrongly: 2, and says how',
    async (args) => {
      const { code, out, err } = await run(...args);
      expect(code).toBe(2);
      expect(out).toBe('');
      expect(err).toContain('--help');
    },
  );

  test('says its version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect((await run('--version')).out).toBe(`${version}\n`);
  });
});

describe('check', () => {
  test('a sound folder: 0', async () => {
    const { code, err } = await run('check');
    expect(code).toBe(0);
    expect(err).toMatch(/8 policies, \d+ examples, 0 errors, \d+ warnings/);
  });

  test('a broken one: 1, with file, line, column, code and help', async () => {
    cpSync(FIXTURE_DIR, join(dir, 'policies'), { recursive: true });
    const path = join(dir, 'policies/spam/policy.md');
    writeFileSync(path, readFileSync(path, 'utf8').replace(/when: .*/, 'when: text.hass("x")'));
    const { code, out } = await run('check', join(dir, 'policies'));
    expect(code).toBe(1);
    expect(out).toMatch(/^spam\/policy\.md:\d+:\d+ [A-Z_]+ .+\n {2}help: /m);
    const { ok, problems } = JSON.parse((await run('check', join(dir, 'policies'), '--json')).out);
    expect(ok).toBe(false);
    expect(problems).toContainEqual(expect.objectContaining({ file: 'spam/policy.md', severity: 'error' }));
  });

  test('what is passed over is said: other files at any place, links, folders without files', async () => {
    const folder = join(dir, 'policies');
    cpSync(FIXTURE_DIR, folder, { recursive: true });
    for (const name of ['notes.md', 'rules.docx', 'spam/policy.docx', 'README.docx', '.hidden'])
      writeFileSync(join(folder, name), 'x');
    mkdirSync(join(folder, 'later'));
    symlinkSync(join(folder, 'notes.md'), join(folder, 'spam/more.txt'));
    const { code, out } = await run('check', folder, '--json');
    const { problems } = JSON.parse(out);
    const passed = problems.filter(({ code }: { code: string }) => /FILE_UNKNOWN|FOLDER_EMPTY/.test(code));
    expect(passed.map(({ file, code }: { file: string; code: string }) => `${file} ${code}`).sort()).toEqual([
      'later FOLDER_EMPTY',
      'notes.md FILE_UNKNOWN',
      'rules.docx FILE_UNKNOWN',
      'spam/more.txt FILE_UNKNOWN',
      'spam/policy.docx FILE_UNKNOWN',
    ]);
    expect(code).toBe(0);
    expect((await run('policies', 'publish', folder)).err).toContain('rules.docx:1:1 FILE_UNKNOWN');
  });

  test('a folder of nothing', async () => {
    const { code, err } = await run('check', dir);
    expect([code, err]).toEqual([1, expect.stringContaining('FILE_UNREADABLE')]);
  });

  test('a folder where a file of posts should be', async () => {
    const { code, err } = await run('evaluate', dir, '--policies', FIXTURE_DIR);
    expect([code, err]).toEqual([1, expect.stringContaining('FILE_UNREADABLE')]);
  });
});

describe('policies, keys, erase, upkeep', () => {
  test('publish, activate, roll back, list', async () => {
    const none = await run('policies', 'list');
    expect([none.out, none.err]).toEqual(['', expect.stringContaining('policies publish')]);
    const first = (await run('policies', 'publish', '--activate')).out.trim();
    expect(first).toMatch(/^sha256:[0-9a-f]{64}$/);
    cpSync(FIXTURE_DIR, join(dir, 'policies'), { recursive: true });
    const path = join(dir, 'policies/spam/policy.md');
    writeFileSync(path, readFileSync(path, 'utf8').replace('version: 1.0.0', 'version: 1.1.0'));
    const second = (await run('policies', 'publish', join(dir, 'policies'))).out.trim();
    expect((await run('policies', 'activate', second.slice('sha256:'.length, 20))).out.trim()).toBe(second);
    expect((await run('policies', 'rollback')).out.trim()).toBe(first);
    const sets = JSON.parse((await run('policies', 'list', '--json')).out);
    expect(sets.filter((set: { active: boolean }) => set.active)).toMatchObject([{ hash: first }]);
    expect((await run('policies', 'list')).out).toContain('spam 1.1.0');
  });

  test('keys', async () => {
    const none = await run('keys', 'list');
    expect([none.out, none.err]).toEqual(['', expect.stringContaining('keys create')]);
    const made = JSON.parse(
      (await run('keys', 'create', 'app', '--scopes', 'read,ingest', '--platforms', 'chirp', '--json')).out,
    );
    expect(made).toMatchObject({ name: 'app', scopes: ['read', 'ingest'], platforms: ['chirp'], revokedAt: null });
    expect((await run('keys', 'create', 'app', '--scopes', 'everything')).code).toBe(2);
    expect((await run('keys', 'revoke', made.id)).code).toBe(0);
    const listed = await run('keys', 'list');
    expect(listed.out).toContain(`${made.id}  app  read,ingest  chirp  held by user:operator  revoked`);
    expect(listed.out).not.toContain(made.secret);
  });

  test('what was erased stays verifiable', async () => {
    await run('policies', 'publish', '--activate');
    await run('import', fileOf('a.ndjson', `${JSON.stringify(makePost('1', { text: THREAT }))}\n`));
    expect((await run('erase', 'post', 'chirp', '1', '--json')).out).toMatch(/"erased": [1-9]/);
    expect((await run('erase', 'house', 'chirp', '1')).code).toBe(2);
    expect((await run('erase', 'post', 'chirp', 'none')).err).toContain('POST_UNKNOWN');
    expect((await run('doctor')).code).toBe(0);
    const checked = await run('rebuild', '--check');
    expect([checked.code, checked.err]).toEqual([0, 'every table is what ledger and vault give\n']);
    expect((await run('rebuild')).code).toBe(0);
  });

  test('what was erased is nowhere in the files of the database', async () => {
    const holding = () =>
      readdirSync(env.EVENHAND_DATA as string, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.includes('.sqlite'))
        .filter((name) => readFileSync(join(env.EVENHAND_DATA as string, name)).includes('zebraquux'));
    await run('policies', 'publish', '--activate');
    await run('import', fileOf('a.ndjson', `${JSON.stringify(makePost('1', { text: `${THREAT} zebraquux` }))}\n`));
    expect(holding().length).toBeGreaterThan(0);
    await run('erase', 'post', 'chirp', '1');
    expect(holding()).toEqual([]);
  });
});

describe('evaluate', () => {
  test('NDJSON: an answer a line, in order, a bad one among them', async () => {
    const file = fileOf(
      'a.ndjson',
      [JSON.stringify(makePost('1', { text: THREAT })), '{bad', '', JSON.stringify(makePost('2'))].join('\n'),
    );
    const { code, out, err } = await run('evaluate', file, ...EVALUATE);
    expect(code).toBe(1);
    const answers = linesIn(out);
    expect(answers.map((each) => [each.line, each.problem?.code ?? each.decision.applied.rung])).toEqual([
      [1, 'removed'],
      [2, 'JSON_MALFORMED'],
      [4, 'none'],
    ]);
    expect(err).toContain('3 lines in');
    expect(err).toContain('glorifying-violence: found in 1, acted on 1');
    expect(err).toContain('1 lines with JSON_MALFORMED');
  });

  test('CSV: a column map, quoted commas, quotes and line breaks, an unnamed column', async () => {
    const csv = `,tweet,at\n7,"One, two\nand ""${THREAT}""",2026-11-19 10:00:00\n8,Good morning.,2026-11-19\n`;
    const { code, out } = await run(
      'evaluate',
      fileOf('a.csv', csv),
      ...EVALUATE,
      '--map',
      'tweet=text',
      '--map',
      '=id',
      '--map',
      'at=createdAt',
    );
    expect(code).toBe(0);
    expect(linesIn(out)).toMatchObject([
      {
        line: 2,
        decision: {
          subject: { platform: 'chirp', id: '7' },
          decidedAt: '2026-11-19T10:00:00.000Z',
          applied: { rung: 'removed' },
        },
      },
      { line: 4, decision: { subject: { id: '8' }, applied: { rung: 'none' } } },
    ]);
  });

  test('packed files, tabs and rows of a wrong length', async () => {
    const tsv = `id\ttext\n1\t${THREAT}\n2\n3\tx\n`;
    const { out } = await run('evaluate', fileOf('a.tsv.gz', gzipSync(tsv)), ...EVALUATE);
    expect(linesIn(out).map((each) => each.problem?.code ?? each.decision.applied.rung)).toEqual([
      'removed',
      'CSV_INVALID',
      'none',
    ]);
  });

  test('the same file gives the same bytes', async () => {
    const posts = Array.from({ length: 40 }, (_, i) =>
      makePost(`p${i}`, { text: i % 3 ? 'Hello.' : THREAT, author: { id: `a${i % 4}` } }),
    );
    const file = fileOf('a.ndjson', posts.map((post) => JSON.stringify(post)).join('\n'));
    const first = await run('evaluate', file, ...EVALUATE, '--no-summary');
    expect((await run('evaluate', file, ...EVALUATE, '--no-summary')).out).toBe(first.out);
    expect(first.err).toBe('');
  });

  test('--state carries standing and posts from one run to the next', async () => {
    const state = join(dir, 'run.state');
    const post = (id: string) => makePost(id, { text: `${id}: ${THREAT}` });
    const judged = async (...ids: string[]) => {
      const file = fileOf('a.ndjson', ids.map((id) => JSON.stringify(post(id))).join('\n'));
      return linesIn((await run('evaluate', file, ...EVALUATE, '--state', state)).out);
    };
    await judged('1');
    const [again, second] = await judged('1', '2');
    expect(again).toMatchObject({ replayed: true });
    const apart = linesIn((await run('evaluate', fileOf('b.ndjson', JSON.stringify(post('2'))), ...EVALUATE)).out)[0];
    const [whole] = linesIn(
      (
        await run(
          'evaluate',
          fileOf('c.ndjson', ['1', '2'].map((id) => JSON.stringify(post(id))).join('\n')),
          ...EVALUATE,
        )
      ).out,
    ).slice(1);
    const rungOf = (answer: { consequences: { applied: { rung: string } }[] }) => answer.consequences[0]?.applied.rung;
    expect(rungOf(second)).toBe(rungOf(whole));
    expect(rungOf(second)).not.toBe(rungOf(apart));
  });
});

describe('try', () => {
  test('says when no policy is written for the language of the text, said or guessed', async () => {
    const said = await run('try', THREAT, '--lang', 'es', '--policies', FIXTURE_DIR);
    expect(said.out).toContain('no policy is written for this language (es)');
    const guessed = await run(
      'try',
      'Ils sont allés au marché ensemble ce matin avec leurs enfants.',
      '--policies',
      FIXTURE_DIR,
    );
    expect(guessed.out).toContain('no policy is written for this language (fr)');
    expect((await run('try', THREAT, '--policies', FIXTURE_DIR)).out).not.toContain('no policy is written');
  });

  test('shows what is done, by which rule, and which words made it so', async () => {
    const { code, out } = await run('try', THREAT, '--policies', FIXTURE_DIR);
    expect(code).toBe(0);
    expect(out).toContain('chirp: removed (removed)');
    expect(out).toContain('glorifying-violence/looting-shooting (removed): The post says');
    expect(out).toContain('“answered with shooting”');
    expect(out).toContain('facewall: ');
  });

  test('as an office-holder, by the register of the workspace', async () => {
    await run('policies', 'publish', '--activate');
    const { out } = await run('try', THREAT, '--as', 'head of state', '--platform', 'chirp', '--json');
    expect(JSON.parse(out)).toMatchObject({ chirp: { decision: { baseline: { rung: 'removed' } } } });
    expect((await run('try', THREAT, '--platform', 'nowhere')).err).toContain('PLATFORM_UNKNOWN');
  });
});

describe('import', () => {
  beforeEach(async () => {
    await run('policies', 'publish', '--activate');
  });

  test('counts what it took; again, it is all there already', async () => {
    const csv = `id,text,createdAt\n1,${THREAT},2026-11-19\n2,"a\nb",2026-11-19\n3,x,not a time\n`;
    const file = fileOf('a.csv', csv);
    const first = await run('import', file, '--json');
    expect(first.code).toBe(1);
    expect(JSON.parse(first.out)).toEqual({ lines: 3, taken: 2, replayed: 0, refused: 1, operations: 0 });
    expect(first.err).toContain('line 5: BODY_INVALID');
    expect(JSON.parse((await run('import', file, '--json')).out)).toMatchObject({ taken: 0, replayed: 2 });
    expect((await run('doctor')).code).toBe(0);
  });

  test('broken off, it goes on where it was', async () => {
    const lines = Array.from({ length: 2_500 }, (_, i) =>
      JSON.stringify(makePost(`p${i}`, { author: { id: `a${i % 9}` } })),
    );
    const file = fileOf('a.ndjson', lines.join('\n'));
    const args = ['bin/evenhand.js', 'import', file, '--json'];
    const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: 'ignore' });
    const note = join(dir, 'data/imports');
    while (child.exitCode === null && !hasNote(note)) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill('SIGKILL');
    await once(child, 'exit');
    const { out, err } = await run('import', file, '--json');
    const counts = JSON.parse(out);
    if (child.signalCode === 'SIGKILL') {
      expect(err).toMatch(/going on after line [12]000/);
      expect(counts.lines).toBeLessThan(2_500);
    }
    expect(JSON.parse((await run('import', file, '--restart', '--json')).out)).toMatchObject({
      taken: 0,
      replayed: 2_500,
    });
  });
});

describe('as a process', () => {
  const start = (...args: string[]) =>
    spawn(process.execPath, ['bin/evenhand.js', ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });

  test('ends without a word when nobody reads its output any more', async () => {
    const posts = Array.from({ length: 20_000 }, (_, i) =>
      JSON.stringify(makePost(`p${i}`, { author: { id: `a${i}` } })),
    );
    const child = start('evaluate', fileOf('a.ndjson', posts.join('\n')), '--policies', FIXTURE_DIR, '--no-summary');
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    await once(child.stdout, 'data');
    child.stdout.destroy();
    const [code] = await once(child, 'exit');
    expect([code, said]).toEqual([0, '']);
  });

  test('serves, signs in by the link that it prints, and stops when it is told to', async () => {
    const child = start('serve', '--port', '0');
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
    });
    while (!said.includes('/sign-in/')) await once(child.stdout, 'data');
    const link = /http:\S+/.exec(said)?.[0] ?? '';
    const reply = await fetch(link, { redirect: 'manual' });
    expect(reply.status).toBe(303);
    const cookie = reply.headers.get('set-cookie')?.split(';')[0] ?? '';
    const status = await fetch(new URL('/v1/status', link), { headers: { cookie } });
    // A workspace without rules takes those of the folder.
    expect(await status.json()).toMatchObject({ demo: false, policySet: expect.stringMatching(/^sha256:/) });
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
  });

  test('serves no demo on a broken policy folder, and says where it is broken', async () => {
    const policies = join(dir, 'broken');
    cpSync(FIXTURE_DIR, policies, { recursive: true });
    const file = join(policies, 'glorifying-violence', 'policy.md');
    writeFileSync(file, readFileSync(file, 'utf8').replace('text.', 'text.unheardOf("x") && text.'));
    env.EVENHAND_POLICIES = policies;
    const child = start('serve', '--demo', '--port', '0');
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
    const [code] = await once(child, 'close');
    expect(code).toBe(1);
    expect(said).toMatch(/^glorifying-violence\/policy\.md:\d+:\d+ [A-Z_]+ .*unheardOf/m);
    expect(said).toContain('POLICY_SET_INVALID');
    expect(said).not.toContain('Demo: http');
  });
});

function hasNote(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).some((name) => name.endsWith('.json'));
}
