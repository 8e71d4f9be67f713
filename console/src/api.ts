/** The only door to the server: every call that the console makes, typed by the wire schemas. */
import type { DemoJudgeAnswer, DemoJudgeRequest, Story } from '../../src/schema/demo.ts';
import type { Evenness } from '../../src/schema/evenness.ts';
import type { WireExemption } from '../../src/schema/exemption.ts';
import type { WireProblem } from '../../src/schema/problem.ts';
import type { StoredPost } from '../../src/schema/stored-post.ts';
import type { TryAnswer } from '../../src/schema/try.ts';

/** What the server refused, in its own words. */
class Refusal extends Error {
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
  const headers = { 'content-type': 'application/json' };
  return call<T>(path, { method: 'POST', headers, body: JSON.stringify(body), signal: signal ?? null });
}

const segment = encodeURIComponent;

export type TryBody = { readonly post: { platform: string; text: string; lang?: string }; readonly as?: string };

export const api = {
  story: () => call<Story>('/v1/demo'),
  judgeStory: (body: DemoJudgeRequest, signal?: AbortSignal) => send<DemoJudgeAnswer>('/v1/demo/judge', body, signal),
  tryPost: (body: TryBody, signal?: AbortSignal) => send<TryAnswer>('/v1/try', body, signal),
  evenness: (path: string) => call<Evenness>(path),
  exemption: (id: string) => call<WireExemption>(`/v1/exemptions/${segment(id)}`),
  post: (platform: string, id: string) => call<StoredPost>(`/v1/posts/${segment(platform)}/${segment(id)}`),
};
