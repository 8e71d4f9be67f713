/** `evenhand import FILE`: takes a file of posts into the workspace, durably. Broken off, it goes on where it was. */
import { Command } from 'commander';
import type { App, IngestAnswer, IngestItem } from '../../app.ts';
import type { Refusal } from '../../errors.ts';
import { itemOf } from '../../http/ingest-stream.ts';
import { isTime } from '../../schema/fields.ts';
import { importProgress } from '../import-progress.ts';
import { CliError, printJson, progress, refusalText, say, terminal, unwrap } from '../output.ts';
import { readPosts } from '../read-posts.ts';
import { readSettings } from '../settings.ts';
import { CLI_PRINCIPAL, withApp } from '../workspace.ts';

type Options = {
  readonly map: readonly string[];
  readonly platform?: string;
  readonly at?: string;
  readonly restart?: boolean;
  readonly json?: boolean;
};
type Counts = { lines: number; taken: number; replayed: number; refused: number; operations: number };

const collect = (value: string, before: readonly string[]) => [...before, value];
/** Refused lines that are shown; the rest are counted. */
const SHOWN_MAX = 20;

export function importCommand(): Command {
  return new Command('import')
    .description('Take a file of posts into the workspace; broken off, it goes on where it was')
    .argument('<file>', '.ndjson, .csv, .tsv, each also .gz; `-` for NDJSON on stdin')
    .option('--map <column=field>', 'which column of a table gives which field; repeat', collect, [])
    .option('--platform <id>', 'platform of rows that name none (default: the first of the policies)')
    .option('--at <time>', 'createdAt of rows that have none')
    .option('--restart', 'from the first line again; what is there already is not taken twice')
    .option('--json', 'counts as JSON')
    .action(async (file: string, options: Options) => {
      if (options.at !== undefined && !isTime(options.at)) {
        throw new CliError({ code: 'BODY_INVALID', detail: `\`--at ${options.at}\` is not a time` }, 2);
      }
      const counts = await withApp((app) => importFile(app, file, options));
      if (options.json) await printJson(counts);
      else {
        const { lines, taken, replayed, operations, refused } = counts;
        say(`${lines} lines: ${taken} taken, ${replayed} there already, ${operations} operations, ${refused} refused`);
      }
      if (counts.refused > 0) terminal.setExitCode(1);
    });
}

async function importFile(app: App, file: string, options: Options): Promise<Counts> {
  const { set } = unwrap(await app.policies.active());
  const defaults = { platform: options.platform ?? set.platforms[0]?.id ?? null, createdAt: options.at ?? null };
  const done = await importProgress(readSettings(process.env).dataDir, file, { ...options, ...defaults });
  const from = options.restart ? 0 : await done.lastLine();
  if (from > 0) say(`going on after line ${from}; --restart begins again`);
  const counts: Counts = { lines: 0, taken: 0, replayed: 0, refused: 0, operations: 0 };
  const shown = progress();
  const lines: number[] = [];
  async function* items(): AsyncGenerator<IngestItem, void, void> {
    for await (const { line, read } of readPosts(file, { map: options.map, defaults })) {
      if (line <= from) continue;
      counts.lines += 1;
      if (!read.ok) refuse(counts, line, read.error);
      else {
        lines.push(line);
        yield itemOf(read.line);
      }
    }
  }
  for await (const answer of app.ingest(items(), CLI_PRINCIPAL)) {
    const line = lines.shift() ?? 0;
    note(counts, line, answer);
    shown.show(`${counts.lines} lines`);
    await done.note(line);
  }
  shown.end();
  await done.finish();
  return counts;
}

function note(counts: Counts, line: number, answer: IngestAnswer): void {
  if (!answer.ok) refuse(counts, line, answer);
  else if (answer.value.op !== 'post') counts.operations += 1;
  else if (answer.value.replayed) counts.replayed += 1;
  else counts.taken += 1;
}

function refuse(counts: Counts, line: number, refusal: Refusal): void {
  counts.refused += 1;
  if (counts.refused <= SHOWN_MAX) say(`line ${line}: ${refusalText(refusal)}`);
  else if (counts.refused === SHOWN_MAX + 1) say('more lines were refused; they are counted');
}
