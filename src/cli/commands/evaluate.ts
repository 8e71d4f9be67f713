/** `evenhand evaluate FILE`: judges a file of posts without a server; decisions on stdout, everything else on stderr. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import { ERRORS, type Refusal } from '../../errors.ts';
import { itemOf } from '../../http/ingest-stream.ts';
import { PLAIN_WRITING } from '../../publish/present-measure.ts';
import { presentPostAnswer } from '../../publish/present-post.ts';
import type { AnswerLine } from '../../schema/answer.ts';
import { isTime } from '../../schema/fields.ts';
import type { WireProblem } from '../../schema/problem.ts';
import { type EvaluationSummary, summaryText, tally } from '../evaluation-summary.ts';
import { createEvaluator, type Evaluator } from '../evaluator.ts';
import { CliError, print, progress, say, terminal } from '../output.ts';
import { mustLoad } from '../policies.ts';
import { readPolicyFolder } from '../policy-folder.ts';
import { type FileLine, readPosts } from '../read-posts.ts';
import { policiesFolder } from '../settings.ts';
import { readState, writeState } from '../state-file.ts';

type Options = {
  readonly policies?: string;
  readonly platform?: string;
  readonly state?: string;
  readonly map: readonly string[];
  readonly at?: string;
  readonly summary: boolean;
};

const collect = (value: string, before: readonly string[]) => [...before, value];

export function evaluateCommand(): Command {
  return new Command('evaluate')
    .description('Judge a file of posts without a server: one answer a line, in input order')
    .argument('<file>', '.ndjson, .csv, .tsv, each also .gz; `-` for NDJSON on stdin')
    .option('--policies <folder>', 'policy folder (default: EVENHAND_POLICIES, ./policies, else the one shipped)')
    .option('--platform <id>', 'platform of rows that name none (default: the first of the policies)')
    .option('--map <column=field>', 'which column of a table gives which field; repeat', collect, [])
    .option('--at <time>', 'createdAt of rows that have none (default: now)')
    .option('--state <file>', 'carry standing, counters and posts from run to run in this file')
    .option('--no-summary', 'no summary on stderr')
    .addHelpText(
      'after',
      '\nThe time of a post is its `createdAt`. Breakers are reported and keep no rule from acting.',
    )
    .action(evaluate);
}

async function evaluate(file: string, options: Options): Promise<void> {
  if (options.at !== undefined && !isTime(options.at)) {
    throw new CliError({ code: 'BODY_INVALID', detail: `\`--at ${options.at}\` is not a time` }, 2);
  }
  const set = mustLoad(await readPolicyFolder(resolve(policiesFolder(options.policies, process.env))));
  const state = options.state === undefined ? null : await readState(options.state);
  const evaluator = createEvaluator(set, state ?? undefined);
  const defaults = {
    platform: options.platform ?? set.platforms[0]?.id ?? null,
    createdAt: options.at ?? new Date().toISOString(),
  };
  const shown = progress();
  const startedMs = performance.now();
  const summary = tally();
  for await (const line of readPosts(file, { map: options.map, defaults })) {
    const answer = await answerOf(evaluator, line);
    summary.add(answer);
    await print(`${JSON.stringify(answer)}\n`);
    shown.show(
      `${summary.lines} lines, ${Math.round((summary.lines * 1_000) / (performance.now() - startedMs))} a second`,
    );
  }
  shown.end();
  if (options.state !== undefined) await writeState(options.state, evaluator.state());
  if (options.summary) sayEnd(summary, evaluator, performance.now() - startedMs);
  if (summary.problems > 0) terminal.setExitCode(1);
}

function sayEnd(summary: EvaluationSummary, evaluator: Evaluator, tookMs: number): void {
  say(summaryText(summary, tookMs));
  for (const { finding, hour, count } of evaluator.breakers()) {
    say(`limit of ${finding} reached in the hour from ${hour}: ${count} findings`);
  }
}

async function answerOf(evaluator: Evaluator, { line, read }: FileLine): Promise<AnswerLine> {
  if (!read.ok) return { line, problem: problemOf(read.error, line) };
  const judged = await evaluator.judge(itemOf(read.line));
  if (!judged.answer.ok) return { line, problem: problemOf(judged.answer, line) };
  if (judged.op === 'post') return { line, ...presentPostAnswer(judged.answer.value, PLAIN_WRITING) };
  return { line, op: judged.op, changed: judged.answer.value.changed };
}

function problemOf(of: Refusal, line: number): WireProblem {
  const { status, title, help } = ERRORS[of.code];
  const { code, detail, pointer = null } = of;
  return { type: `/errors/${code}`, code, status, title, detail, pointer, help, requestId: `line-${line}` };
}
