/** Refusals as `application/problem+json`. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Answer } from '../app/refusal.ts';
import { ERRORS, type ErrorCode, type Refusal } from '../errors.ts';
import type { Problem } from '../policy/policy-set.ts';
import type { WireProblem } from '../schema/problem.ts';

const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** Thrown by handlers to answer with a refusal; turned into a body by the one error handler. */
export class ProblemError extends Error {
  readonly refusal: Refusal;
  readonly problems: readonly Problem[] | undefined;
  constructor(refusal: Refusal, problems?: readonly Problem[]) {
    super(refusal.code);
    this.refusal = refusal;
    this.problems = problems;
  }
}

export function refused(code: ErrorCode, detail: string, pointer: string | null = null): ProblemError {
  return new ProblemError({ code, detail, pointer });
}

/** The value of an answer of the application; a refusal is thrown. */
export function unwrap<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value;
  throw new ProblemError(answer, answer.problems);
}

export function presentProblem(
  of: Refusal & { readonly problems?: readonly Problem[] },
  requestId: string,
): WireProblem {
  const { status, title, help } = ERRORS[of.code];
  return {
    type: `/errors/${of.code}`,
    code: of.code,
    status,
    title,
    detail: of.detail,
    pointer: of.pointer ?? null,
    help,
    requestId,
    ...(of.problems && { problems: of.problems.map((each) => ({ ...each })) }),
  };
}

const FRAMEWORK_CODES: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['BODY_TOO_LARGE', 'the body has more than 4 MiB'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['MEDIA_TYPE_UNSUPPORTED', 'the `content-type` is not one of those taken'],
  FST_ERR_CTP_EMPTY_TYPE: ['MEDIA_TYPE_UNSUPPORTED', 'there is no `content-type`'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['JSON_MALFORMED', 'the body is shorter or longer than `content-length` says'],
  FST_ERR_MAX_PARAM_LENGTH: ['QUERY_INVALID', 'a part of the path is longer than any id'],
  FST_ERR_BAD_URL: ['QUERY_INVALID', 'the path is not percent-encoded UTF-8'],
};

/** What any thrown thing is to the client. Null: a bug or a broken part, to be logged. */
function refusalOfError(error: unknown): (Refusal & { readonly problems?: readonly Problem[] }) | null {
  if (error instanceof ProblemError) {
    return error.problems ? { ...error.refusal, problems: error.problems } : error.refusal;
  }
  const known = FRAMEWORK_CODES[(error as FastifyError)?.code];
  return known ? { code: known[0], detail: known[1], pointer: null } : null;
}

/** Answers with what went wrong, whatever was thrown. */
export function replyWith(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = refusalOfError(error) ?? internal(error, request);
  const { status } = ERRORS[refusal.code];
  if ((status === 429 || status === 503) && !reply.hasHeader('retry-after')) void reply.header('retry-after', '1');
  if (status === 401) void reply.header('www-authenticate', 'Bearer');
  // Bytes of ours: no schema of the route's answers applies to them.
  const body = Buffer.from(JSON.stringify(presentProblem(refusal, request.id)));
  return reply
    .code(status)
    .type(PROBLEM_TYPE)
    .send(body as never);
}

/** Registers the one place where errors become bodies. */
export function answerProblems(server: FastifyInstance): void {
  server.setErrorHandler(replyWith);
  server.setNotFoundHandler((request) => {
    throw refused('ROUTE_UNKNOWN', `there is no ${request.method} at \`${request.url.split('?')[0]?.slice(0, 200)}\``);
  });
}

function internal(error: unknown, request: FastifyRequest): Refusal {
  request.log.error({ err: error }, 'a request failed');
  return { code: 'INTERNAL', detail: 'the request could not be completed', pointer: null };
}
