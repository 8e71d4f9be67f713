/** Settings: environment → typed, once, at the start. A value that cannot be used is refused, never guessed at. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CliError } from './output.ts';

export type Settings = {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  /** PostgreSQL; null: the embedded database in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly policiesDir: string;
  readonly retentionPlainDays: number;
  /** Others than who published a policy set, without whom it does not take the place of the one in force. */
  readonly policyApprovals: number;
  readonly hosts: readonly string[];
  readonly origins: readonly string[];
  readonly publicUrl: string | null;
  readonly trustProxy: boolean;
  readonly publicPerMinute: number;
  readonly keyPerMinute: number;
  readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
};

type Env = Readonly<Record<string, string | undefined>>;

/** The folder of the package: of the checkout, or of the installed one. */
export const PACKAGE_DIR = fileURLToPath(new URL('../../', import.meta.url));

export function readSettings(env: Env): Settings {
  return {
    port: numberOf(env, 'PORT', 4390, { min: 0, max: 65_535 }),
    host: env.HOST || '127.0.0.1',
    dataDir: resolve(env.EVENHAND_DATA || './data'),
    databaseUrl: databaseOf(env),
    policiesDir: resolve(env.EVENHAND_POLICIES || './policies'),
    retentionPlainDays: numberOf(env, 'RETENTION_PLAIN_DAYS', 30, { min: 0, max: 36_500 }),
    policyApprovals: numberOf(env, 'EVENHAND_POLICY_APPROVALS', 0, { min: 0, max: 10 }),
    hosts: listOf(env.EVENHAND_HOSTS),
    origins: listOf(env.EVENHAND_ORIGINS).map((origin) => originOf('EVENHAND_ORIGINS', origin)),
    publicUrl: env.EVENHAND_URL ? originOf('EVENHAND_URL', env.EVENHAND_URL) : null,
    trustProxy: choiceOf(env, 'EVENHAND_PROXY', ['no', 'yes']) === 'yes',
    publicPerMinute: numberOf(env, 'EVENHAND_PUBLIC_PER_MINUTE', 1_200, { min: 1, max: 10_000_000 }),
    keyPerMinute: numberOf(env, 'EVENHAND_KEY_PER_MINUTE', 60_000, { min: 1, max: 10_000_000 }),
    logLevel: choiceOf(env, 'LOG_LEVEL', ['warn', 'silent', 'error', 'info', 'debug']),
  };
}

/** The folder asked for; else that of the settings; else, where nobody named one and it is not there, the shipped one. */
export function policiesFolder(asked: string | undefined, env: Env): string {
  if (asked !== undefined) return asked;
  const { policiesDir } = readSettings(env);
  return env.EVENHAND_POLICIES || existsSync(policiesDir) ? policiesDir : join(PACKAGE_DIR, 'policies');
}

function invalid(name: string, detail: string): CliError {
  return new CliError({ code: 'SETTING_INVALID', detail: `\`${name}\` ${detail}` }, 2);
}

function numberOf(env: Env, name: string, fallback: number, range: { min: number; max: number }): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < range.min || value > range.max) {
    throw invalid(name, `must be a whole number from ${range.min} to ${range.max}`);
  }
  return value;
}

/** The first choice is what holds when nothing is said. */
function choiceOf<const T extends string>(env: Env, name: string, choices: readonly [T, ...T[]]): T {
  const text = env[name];
  if (text === undefined || text === '') return choices[0];
  const choice = choices.find((each) => each === text);
  if (choice === undefined) throw invalid(name, `must be one of ${choices.join(', ')}`);
  return choice;
}

function databaseOf(env: Env): string | null {
  const url = env.DATABASE_URL;
  if (!url) return null;
  // The value may hold a password: it is not repeated.
  if (!/^postgres(ql)?:\/\//.test(url)) throw invalid('DATABASE_URL', 'must begin with `postgres://`');
  return url;
}

function originOf(name: string, text: string): string {
  if (!URL.canParse(text) || !/^https?:\/\//.test(text)) throw invalid(name, 'must be an address of http or https');
  return new URL(text).origin;
}

const listOf = (text: string | undefined) =>
  (text ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
