/** The only door to the server: every call that the console makes, typed by the wire schemas. */
import type { Status } from '../../src/schema/admin.ts';
import type { DemoJudgeAnswer, DemoJudgeRequest, DemoLeaveAnswer, Story } from '../../src/schema/demo.ts';
import type { Evenness } from '../../src/schema/evenness.ts';
import type { WireExemption } from '../../src/schema/exemption.ts';
import type { WireProblem } from '../../src/schema/problem.ts';
import type { DecisionDetail, StoredPost } from '../../src/schema/stored-post.ts';
import type { TryAnswer } from '../../src/schema/try.ts';

/** What the server refused, in its own words. */
export class Refusal extends Error {
  readonly problem: WireProblem | null;
  constructor(status: number, problem: WireProblem | null) {
    super(problem?.detail || problem?.title || `The server answered ${status}.`);
    this.problem = problem;
  }
}

async function call<T>(path: string, init: RequestInit = {}): Promise<T> {
  const answer = await fetch(path, { ...init, headers: { accept: 'application/json', ...init.headers } });
  if (answer.ok) return (await answer.json()) as T;
  const isProblem = answer.headers.get('content-type')?.includes('problem+json') ?? false;
  throw new Refusal(answer.status, isProblem ? ((await answer.json()) as WireProblem) : null);
}

function send<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  const asked = { method: 'POST', signal: signal ?? null };
  if (body === undefined) return call<T>(path, asked);
  return call<T>(path, { ...asked, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}

const segment = encodeURIComponent;

export type TryBody = { readonly post: { platform: string; text: string; lang?: string }; readonly as?: string };

export const api = {
  status: () => call<(typeof Status)['_output']>('/v1/status'),
  leaveDemo: () => send<DemoLeaveAnswer>('/v1/demo/leave', undefined),
  story: () => call<Story>('/v1/demo'),
  judgeStory: (body: DemoJudgeRequest, signal?: AbortSignal) => send<DemoJudgeAnswer>('/v1/demo/judge', body, signal),
  tryPost: (body: TryBody, signal?: AbortSignal) => send<TryAnswer>('/v1/try', body, signal),
  evenness: (path: string) => call<Evenness>(path),
  exemption: (id: string) => call<WireExemption>(`/v1/exemptions/${segment(id)}`),
  decision: (id: string) => call<DecisionDetail>(`/v1/decisions/${segment(id)}`),
  post: (platform: string, id: string) => call<StoredPost>(`/v1/posts/${segment(platform)}/${segment(id)}`),
};
