/**
 * The error catalogue: every error that a user of the API or the command line can meet. Each code has a page in
 * `docs/errors/` and is produced by a test. Problems in policy text have codes of their own (docs/policy-language.md).
 * `help` says what to do next.
 */
type Entry = { readonly status: number; readonly title: string; readonly help: string };

export const ERRORS = {
  // What was sent
  JSON_MALFORMED: {
    status: 400,
    title: 'this is not JSON',
    help: 'send one JSON value in UTF-8; the detail says where reading stopped',
  },
  JSON_DUPLICATE_KEY: {
    status: 400,
    title: 'an object names the same key twice',
    help: 'send each key once; readers disagree about which of two counts',
  },
  JSON_TOO_DEEP: {
    status: 400,
    title: 'the JSON is nested too deeply',
    help: 'nest at most 32 levels; nothing in the API needs more than 6',
  },
  BODY_INVALID: {
    status: 422,
    title: 'the body does not have the expected shape',
    help: 'the pointer names the part; /openapi.json has the shape',
  },
  QUERY_INVALID: {
    status: 400,
    title: 'a parameter of the address is not usable',
    help: 'the pointer names the parameter; /openapi.json lists them',
  },
  CURSOR_INVALID: {
    status: 400,
    title: 'this cursor was not given by an answer of this list',
    help: 'use the `next` of the page before, unchanged, with the same filters',
  },
  BODY_TOO_LARGE: {
    status: 413,
    title: 'the body is too large',
    help: 'send at most 4 MiB as one JSON body; a stream of NDJSON lines has no limit',
  },
  POST_TOO_LARGE: {
    status: 413,
    title: 'the post is too large',
    help: 'a line may have 4 MiB and a text 1 MiB of UTF-8',
  },
  MEDIA_TYPE_UNSUPPORTED: {
    status: 415,
    title: 'this media type is not taken here',
    help: 'send `application/json`, or `application/x-ndjson` to /v1/posts, without a `content-encoding`',
  },
  // Who asks
  KEY_REQUIRED: {
    status: 401,
    title: 'this needs a key or a session',
    help: 'send `Authorization: Bearer evh_…`; `evenhand keys create` makes a key',
  },
  KEY_INVALID: {
    status: 401,
    title: 'this key is not known or was revoked',
    help: '`evenhand keys list` shows the keys in force',
  },
  LINK_INVALID: {
    status: 401,
    title: 'this sign-in link was used already or is not ours',
    help: 'each start of `evenhand serve` prints a new link, good for one use',
  },
  SCOPE_MISSING: {
    status: 403,
    title: 'the key does not have the scope for this',
    help: 'make a key with the scope that the detail names',
  },
  PLATFORM_FORBIDDEN: {
    status: 403,
    title: 'the key is bound to other platforms',
    help: 'use a key of the platform that the post or account is on',
  },
  HOST_FORBIDDEN: {
    status: 403,
    title: 'this host name is not on the allow-list',
    help: 'add it to EVENHAND_HOSTS if you serve Evenhand under this name',
  },
  ORIGIN_FORBIDDEN: {
    status: 403,
    title: 'requests from this origin may not change anything or use a session',
    help: 'add the origin to EVENHAND_ORIGINS if the page is yours',
  },
  RATE_LIMITED: {
    status: 429,
    title: 'too many requests',
    help: 'wait for the seconds in `retry-after`; ask for many posts at once rather than one by one',
  },
  OVERLOADED: {
    status: 503,
    title: 'the server is busy and sheds load',
    help: 'send again after the seconds in `retry-after`; nothing was recorded',
  },
  SHUTTING_DOWN: {
    status: 503,
    title: 'the server is stopping',
    help: 'send again from the first line without an answer; lines with an answer are durable',
  },
  // What is asked for
  ROUTE_UNKNOWN: { status: 404, title: 'there is nothing at this address', help: '/openapi.json lists the addresses' },
  POST_UNKNOWN: {
    status: 404,
    title: 'this post was never received',
    help: 'send it to /v1/posts first; percent-encode the id in the path',
  },
  ACCOUNT_UNKNOWN: {
    status: 404,
    title: 'this account was never seen',
    help: 'send a post by it, or PUT it; percent-encode the id in the path',
  },
  DECISION_UNKNOWN: {
    status: 404,
    title: 'there is no such decision, or it is not public',
    help: 'a decision on an ordinary account needs a key',
  },
  EXEMPTION_UNKNOWN: {
    status: 404,
    title: 'there is no such exemption',
    help: 'GET /v1/exemptions lists the register',
  },
  OFFICE_UNKNOWN: {
    status: 404,
    title: 'the account has no such office',
    help: 'leave `id` out to record a new office; GET the account lists its offices',
  },
  PERSON_UNKNOWN: { status: 404, title: 'there is no such person', help: 'leave `id` out to record a new person' },
  MEASURE_UNKNOWN: {
    status: 404,
    title: 'there is no such measure',
    help: 'use the `id` of a measure in `applied.measures` of a decision',
  },
  FACT_UNKNOWN: { status: 404, title: 'there is no such fact page', help: '/policies lists what is in force' },
  POLICY_SET_UNKNOWN: {
    status: 404,
    title: 'there is no such policy set',
    help: '`evenhand policies list` shows the sets that were published',
  },
  KEY_UNKNOWN: { status: 404, title: 'there is no such key', help: '`evenhand keys list` shows the keys' },
  PLATFORM_UNKNOWN: {
    status: 422,
    title: 'the active policy set declares no such platform',
    help: 'add `platforms/<id>.yaml` to the policy folder and publish it',
  },
  POLICY_UNKNOWN: {
    status: 422,
    title: 'the active policy set has no such policy on this platform',
    help: '/policies lists the policies in force',
  },
  RUNG_UNKNOWN: {
    status: 422,
    title: 'the ladder of the platform has no such rung',
    help: 'use a rung of the ladder of the platform, or `none`',
  },
  CLASS_UNKNOWN: {
    status: 422,
    title: 'the active policy set declares no such class',
    help: 'classes are declared in `classes.yaml` of the policy folder',
  },
  // What may not be done
  DECISION_NOT_EFFECTIVE: {
    status: 409,
    title: 'the decision that you expected is no longer in effect',
    help: 'read the newest decision on the subject, and decide again',
  },
  POST_OF_ANOTHER: {
    status: 409,
    title: 'this post came from another account before',
    help: 'a post keeps its author: send the post with the author that it had, or under an id of its own',
  },
  RANK_TOO_LOW: {
    status: 403,
    title: 'a decision of a higher rank is in effect',
    help: 'a decision is replaced by one of the same or a higher rank; escalate it',
  },
  DEVIATION_REASON_REQUIRED: {
    status: 422,
    title: 'this rung is not the one that the policy gives',
    help: 'say why in `deviation`; the difference is then on the record',
  },
  APPEAL_OWN_DECISION: {
    status: 403,
    title: 'nobody decides an appeal against their own decision',
    help: 'let somebody decide it who took no part in what is appealed',
  },
  EXEMPTION_NOT_SOFTER: {
    status: 422,
    title: 'this exemption would not soften anything',
    help: '`to` must be a lower rung than `from` on the ladder of the platform',
  },
  EXEMPTION_NOT_EXECUTABLE: {
    status: 422,
    title: 'the platform cannot execute the rung that this exemption leads to',
    help: 'choose a rung whose measures are among the capabilities of the platform',
  },
  EXEMPTION_POLICY_FIXED: {
    status: 422,
    title: 'no exemption may touch this policy',
    help: 'the policy says `exemptible: false`',
  },
  EXEMPTION_OPEN_ENDED: {
    status: 422,
    title: 'an exemption needs an end in the future, and a review no later than it',
    help: 'set `expiresAt` and `reviewBy`; "until further notice" is refused',
  },
  EXEMPTION_SAME_PERSON: {
    status: 403,
    title: 'this step needs somebody else',
    help: 'proposer, grantor and the two approvers are four; who confirms an office is not who claimed it',
  },
  EXEMPTION_STATE: {
    status: 409,
    title: 'the exemption is not in a state for this step',
    help: 'proposed → approved → active → expired or revoked',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    title: 'this Idempotency-Key came with another request before',
    help: 'use a new key for each request; the same key repeats the same request only',
  },
  POLICY_SET_INVALID: {
    status: 422,
    title: 'the policy folder has errors',
    help: '`evenhand check` shows each with file, line and column',
  },
  POLICIES_TOO_LARGE: {
    status: 413,
    title: 'the policies are too large',
    help: 'edit fewer files at once; publish a large change as a folder',
  },
  POLICIES_TOO_COSTLY: {
    status: 422,
    title: 'the policies take too long to read or to judge by',
    help: 'use fewer rules and simpler patterns; `evenhand check` shows which are large',
  },
  POLICY_VERSION_NOT_RAISED: {
    status: 409,
    title: 'a policy changed and its version did not rise',
    help: 'raise `version` in the front matter of each changed policy',
  },
  NO_POLICY_SET: {
    status: 409,
    title: 'no policy set is active',
    help: '`evenhand policies publish --activate` publishes a folder',
  },
  NOT_IN_DEMO: {
    status: 404,
    title: 'this exists in the demo workspace only',
    help: 'start it with `evenhand serve --demo`',
  },
  CONFLICT: {
    status: 409,
    title: 'others changed the same facts again and again',
    help: 'nothing was recorded; send it again',
  },
  INTERNAL: {
    status: 500,
    title: 'something went wrong on our side',
    help: 'nothing that had no answer was recorded; the log has the request id',
  },
  // The command line
  FILE_UNREADABLE: {
    status: 400,
    title: 'this file or folder cannot be read',
    help: 'check the path and its permissions',
  },
  CSV_INVALID: {
    status: 400,
    title: 'this is not usable CSV',
    help: 'the detail names the line; quote fields that hold commas, quotes or line breaks',
  },
  MAP_INVALID: {
    status: 400,
    title: 'the column map is not usable',
    help: 'write it as `--map column=field`; fields are those of a post: id, text, createdAt, author.id, …',
  },
  STATE_INVALID: {
    status: 400,
    title: 'this is not a state file of `evenhand evaluate`',
    help: 'name a file that --state wrote, or one that does not exist yet',
  },
  SETTING_INVALID: {
    status: 400,
    title: 'a setting is not usable',
    help: 'settings are environment variables; `evenhand --help` lists them',
  },
  PORT_IN_USE: {
    status: 400,
    title: 'another program listens at this port',
    help: 'stop it, or choose another with PORT or --port',
  },
  RUNTIME_TOO_OLD: {
    status: 500,
    title: 'this needs Node 24.18 or later',
    help: 'install Node 24, or let npm install the optional package with the binary',
  },
} as const satisfies Record<string, Entry>;

export type ErrorCode = keyof typeof ERRORS;
export const ERROR_CODES = Object.keys(ERRORS) as readonly ErrorCode[];

/** A refusal that a caller can expect: never thrown by the core, always returned. */
export type Refusal = {
  readonly code: ErrorCode;
  /** One sentence in lower case without a full stop, naming what was met; input in backticks. Never a post's text. */
  readonly detail: string;
  /** RFC 6901 pointer into what was sent. */
  readonly pointer?: string | null;
};
