import { isPost } from '#organisation';
import type { Post } from '#contracts';
import { z } from 'zod';

/** A setting that cannot be used; the message names the variable and how to mend it. */
export class SettingError extends Error {}

const port = z.coerce.number().int().min(0).max(65535);

const address = z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgres://');

const schema = z.object({
  PORT: port.default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('.data'),
  DATABASE_URL: address,
  DATABASE_OWNER_URL: address.optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')
    .optional(),
  PUBLIC_URL: z.url().optional(),
  ROLE: z.enum(['all', 'api', 'worker']).default('all'),
  SAMPLE: z.enum(['hangzhou', 'none']).optional(),
  SIGN_IN_POLICY: z.enum(['mlps', 'asvs']).default('mlps'),
  SECOND_FACTOR_POSTS: z
    .string()
    .transform((text) => text.split(',').map((post) => post.trim()))
    .refine((posts): posts is Post[] => posts.every(isPost), 'must name posts, as in administrator,office.director')
    .optional(),
  KEY_FILE: z.string().min(1).optional(),
  SAMPLE_ACCOUNTS: z.literal('insecure-allow').optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('warn'),
});

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/** The settings of a process, read once at boot. */
export interface Config {
  port: number;
  host: string;
  dataDir: string;
  databaseUrl: string;
  /** As whom the schema is changed; the same where one login owns the tables and may take the role of the application. */
  databaseOwnerUrl: string;
  /** Null: mail goes to the built-in mailbox. */
  smtpUrl: string | null;
  /** Without a slash at the end; null until the port is known. */
  publicUrl: string | null;
  role: 'all' | 'api' | 'worker';
  sample: 'hangzhou' | 'none';
  /** Whether the sample's accounts may exist and be offered. */
  sampleAccounts: boolean;
  /** What passwords must be, and when failed sign-ins lock. */
  signInPolicy: 'mlps' | 'asvs';
  /** Who holds one of these posts signs in with a second factor. */
  secondFactorPosts: readonly Post[];
  /** Where the key lies under which secrets in the database are sealed. */
  keyFile: string;
  logLevel: string;
}

/** Reads the environment; throws a SettingError that names the variable, what it holds and what it must be. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Readonly<Config> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw new SettingError(parsed.error.issues.map((issue) => describe(issue, given)).join('\n'));
  const settings = parsed.data;
  const isLoopback = LOOPBACK.has(settings.HOST);
  const sample = settings.SAMPLE ?? (isLoopback ? 'hangzhou' : 'none');
  return Object.freeze({
    port: settings.PORT,
    host: settings.HOST,
    dataDir: settings.DATA_DIR,
    databaseUrl: settings.DATABASE_URL,
    databaseOwnerUrl: settings.DATABASE_OWNER_URL ?? settings.DATABASE_URL,
    smtpUrl: settings.SMTP_URL ?? null,
    publicUrl: settings.PUBLIC_URL?.replace(/\/$/, '') ?? null,
    role: settings.ROLE,
    sample,
    sampleAccounts: sample !== 'none' && (isLoopback || settings.SAMPLE_ACCOUNTS === 'insecure-allow'),
    signInPolicy: settings.SIGN_IN_POLICY,
    secondFactorPosts: settings.SECOND_FACTOR_POSTS ?? [],
    keyFile: settings.KEY_FILE ?? `${settings.DATA_DIR}/secret.key`,
    logLevel: settings.LOG_LEVEL,
  });
}

function describe(issue: z.core.$ZodIssue, given: Record<string, string | undefined>): string {
  const name = String(issue.path[0]);
  const value = name.endsWith('_URL') && given[name] ? '(set)' : (given[name] ?? '(not set)');
  return `设置 ${name} 的值 ${value} 不可用：${issue.message}。请更正环境变量 ${name} 后重新启动。\nSetting ${name} = ${value} cannot be used: ${issue.message}. Correct the environment variable ${name} and start again.`;
}
