/** `evenhand try "text"`: judges one text on every platform, without recording it, and shows what made it so. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import { measureInWords } from '../../http/pages/decision-page.ts';
import { otherLanguageOf } from '../../policy/other-language.ts';
import type { PolicySet } from '../../policy/policy-set.ts';
import { PLAIN_WRITING } from '../../publish/present-measure.ts';
import { presentPostAnswer, presentTry } from '../../publish/present-post.ts';
import type { PostAnswer } from '../../schema/answer.ts';
import type { WireDecision } from '../../schema/decision.ts';
import { Post, TryPost } from '../../schema/post.ts';
import { createEvaluator } from '../evaluator.ts';
import { CliError, printJson, printLine, say, unwrap } from '../output.ts';
import { mustLoad } from '../policies.ts';
import { readPolicyFolder } from '../policy-folder.ts';
import { policiesFolder } from '../settings.ts';
import { isWorkspaceThere, withApp } from '../workspace.ts';

type TriedAnswer = Pick<PostAnswer, 'decision' | 'presentation'> & { readonly otherLanguage: string | null };

type Options = {
  readonly as?: string;
  readonly policies?: string;
  readonly platform?: string;
  readonly lang?: string;
  readonly json?: boolean;
};

export function tryCommand(): Command {
  return new Command('try')
    .description('Judge one text without recording it')
    .argument('<text>', 'the text, or `-` to read it from stdin')
    .option('--as <office>', 'as posted by the holder of this office, such as "head of state"')
    .option('--policies <folder>', 'policy folder (default: EVENHAND_POLICIES, ./policies, else the one shipped)')
    .option('--platform <id>', 'on this platform only')
    .option('--lang <tag>', 'language of the text (default: guessed)')
    .option('--json', 'decisions as JSON, by platform')
    .action(tryText);
}

async function tryText(argument: string, options: Options): Promise<void> {
  const text = argument === '-' ? (await readAll(process.stdin)).replace(/\n$/, '') : argument;
  const { answers, note } = await judge(text, options);
  if (options.json) return printJson(Object.fromEntries(answers));
  for (const [platform, answer] of answers) await printLine(describe(platform, answer, text));
  if (note !== null) say(note);
}

type Tried = {
  readonly answers: readonly (readonly [string, TriedAnswer])[];
  readonly note: string | null;
};

/** By the workspace's own rules and register where there is one, else by the folder and an empty register. */
async function judge(text: string, options: Options): Promise<Tried> {
  if (options.policies === undefined && isWorkspaceThere(process.env)) {
    return withApp(async (app) => {
      const { set } = unwrap(await app.policies.active());
      const platforms = platformsOf(set, options.platform);
      const post = TryPost.parse({ platform: platforms[0], text, lang: options.lang ?? null });
      const views = unwrap(await app.try({ post, platforms, as: options.as }));
      return { answers: views.map((view) => [view.platform, presentTry(view, PLAIN_WRITING)] as const), note: null };
    });
  }
  const set = mustLoad(await readPolicyFolder(resolve(policiesFolder(options.policies, process.env))));
  const answers: [string, TriedAnswer][] = [];
  for (const platform of platformsOf(set, options.platform)) {
    const evaluator = createEvaluator(set);
    if (options.as !== undefined) evaluator.holdOffice({ platform, author: 'try', title: options.as });
    const createdAt = new Date().toISOString();
    const author = { id: 'try' };
    const post = Post.parse({ platform, id: 'try', createdAt, author, text, lang: options.lang ?? null });
    const judged = await evaluator.judge({ op: 'post', post });
    if (judged.op !== 'post') continue;
    const answer = presentPostAnswer(unwrap(judged.answer), PLAIN_WRITING);
    answers.push([platform, { ...answer, otherLanguage: otherLanguageOf(set, text, post.lang) }]);
  }
  const note = options.as === undefined ? null : 'no exemption is in force: there is no workspace with a register here';
  return { answers, note };
}

function platformsOf(set: PolicySet, asked: string | undefined): string[] {
  const platforms = set.platforms.map(({ id }) => id).filter((id) => (asked ?? id) === id);
  if (platforms.length > 0) return platforms;
  throw new CliError({ code: 'PLATFORM_UNKNOWN', detail: `the policies declare no platform \`${asked}\`` });
}

async function readAll(stream: AsyncIterable<Buffer | string>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function describe(platform: string, { decision, presentation, otherLanguage }: TriedAnswer, text: string): string {
  const findings = decision.findings.flatMap((finding) => [
    `  ${finding.policy}/${finding.rule} (${finding.rung}): ${finding.explain}`,
    ...wordsOf(finding, text).map((words) => `    “${words}”`),
  ]);
  const measures = decision.applied.measures.map((measure) => `  ${measureInWords(measure)}`);
  const departures = decision.departures.map(({ kind, from, to, reason }) => `  ${kind}: ${from} → ${to}: ${reason}`);
  return [
    `${platform}: ${decision.applied.rung} (${presentation.visibility})`,
    ...measures,
    ...(findings.length > 0 ? findings : ['  nothing found']),
    ...notJudged(decision),
    ...(otherLanguage === null ? [] : [`  no policy is written for this language (${otherLanguage})`]),
    ...departures,
  ].join('\n');
}

/** Rules without an answer, by policy; not those for another language than the post says, since they are all alike. */
function notJudged({ unknown: all }: TriedAnswer['decision']): string[] {
  const unknown = all.filter(({ inputs }) => !inputs.includes('text'));
  return [...new Set(unknown.map(({ policy }) => policy))].map((policy) => {
    const rules = unknown.filter((rule) => rule.policy === policy);
    const inputs = [...new Set(rules.flatMap((rule) => rule.inputs))];
    return `  not judged by ${policy} (${rules.map(({ rule }) => rule).join(', ')}): ${inputs.join(', ')} not known`;
  });
}

function wordsOf(finding: WireDecision['findings'][number], text: string): string[] {
  const words = finding.spans.map(({ start, end }) => text.slice(start, end).replaceAll('\n', ' '));
  return [...new Set(words)].slice(0, 8);
}
