import { isPost, powerOf, type GroupPost, type IdentityRules } from '#organisation';
import type { Post } from '#contracts';
import { z } from 'zod';
import type { Reach } from './outgoing/reach.js';
import { sureDatabase, weakSettings, type TlsDemands, type WeakSetting } from './tls-demands.js';

/** A setting that cannot be used; the message names the variable and how to mend it. */
export class SettingError extends Error {}

const port = z.coerce.number().int().min(0).max(65535);

const address = z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgres://');
const HOST = /^[a-z0-9.-]+(:\d{1,5})?$/;
/** Hosts with commas between, to which requests may go; without a port, or with that of https, at that port alone. */
const hosts = z
  .string()
  .transform((list) => list.split(',').map((one) => one.trim()))
  .refine(
    (list) => list.every((one) => HOST.test(one)),
    'must be hosts, as id.example or id.example:8443, with commas between',
  )
  .transform((list) => list.map((one) => one.replace(/:443$/, '')))
  .default([]);
const PROXY = /^(loopback|none|[0-9a-fA-F.:]+(\/\d{1,3})?)$/;

/** `group=post@unit code`, or `group=post@unit code@tenant`; null where it is nothing of that kind, or one of the three administrators: those take two steps. */
function groupPost(text: string): GroupPost | null {
  const [, group = '', post = '', unitCode = '', tenant = null] =
    /^\s*([^=]+)=([^@]+)@([^@]+?)(?:@([^@]+?))?\s*$/.exec(text) ?? [];
  return isPost(post) && powerOf(post) === null ? { group, post, unitCode, tenant } : null;
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

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
  DATABASE_TLS: z.literal('verify').optional(),
  SMTP_TLS: z.literal('verify').optional(),
  TLS_CA: z.string().min(1).optional(),
  PUBLIC_URL: z.url().optional(),
  ROLE: z.enum(['all', 'api', 'worker']).default('all'),
  SAMPLE: z.enum(['hangzhou', 'none']).optional(),
  SIGN_IN_POLICY: z.enum(['mlps', 'asvs']).default('mlps'),
  SECOND_FACTOR_POSTS: z
    .string()
    .transform((text) => text.split(',').map((post) => post.trim()))
    .refine((posts): posts is Post[] => posts.every(isPost), 'must name posts, as in administrator,office.director')
    .optional(),
  OIDC_ISSUER: z
    .url()
    .transform((text) => new URL(text))
    .refine(
      ({ protocol, hostname }) => protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname)),
      'must begin with https://',
    )
    .optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  OIDC_HOSTS: hosts,
  OIDC_SCOPES: z.string().default('openid profile email'),
  OIDC_LINK_BY: z.enum(['email', 'username']).default('email'),
  OIDC_GROUPS_CLAIM: z.string().min(1).default('groups'),
  OIDC_POSTS: z
    .string()
    .transform((text) => text.split(',').map(groupPost))
    .refine(
      (rules) => rules.every((rule) => rule !== null),
      'must name groups and posts of the business, as in kpb=office.officer@OFFICE, or kpb=office.officer@OFFICE@xiaoshan',
    )
    .transform((rules) => rules.flatMap((rule) => rule ?? []))
    .optional(),
  WEBHOOK_HOSTS: hosts,
  KEY_FILE: z.string().min(1).optional(),
  SAMPLE_ACCOUNTS: z.literal('insecure-allow').optional(),
  CLAMD: z
    .string()
    .regex(/^(\/.+|.+:\d{1,5})$/, 'must be host:port, or the path of a socket')
    .optional(),
  REQUESTS_PER_MINUTE: z.coerce.number().int().min(10).max(100_000_000).default(3000),
  TRUSTED_PROXIES: z
    .string()
    .transform((list) => list.split(',').map((one) => one.trim()))
    .refine((list) => list.every((one) => PROXY.test(one)), 'must be loopback, none, or addresses with commas between')
    .default(['loopback']),
  AUDIT_HASH: z.enum(['sha256', 'sm3']).default('sha256'),
  AUDIT_CHECKPOINTS: z.string().min(1).optional(),
  AUDIT_MONTHS: z.coerce.number().int().min(6).max(1200).default(36),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('warn'),
});

/** The identity provider through which people may sign in. */
export interface OidcConfig extends IdentityRules {
  issuer: URL;
  clientId: string;
  clientSecret: string;
  scopes: string;
  /** Whom the product asks for it: the issuer's host, and those of its endpoints that are elsewhere. */
  hosts: readonly string[];
  /** How far away they may be: also on this machine, where the issuer is; else in the operator's networks or the internet. */
  reach: Reach;
  /** The claim of the id token that lists groups. */
  groupsClaim: string;
}

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
  /** What is demanded of connections to PostgreSQL and to the mail server; the addresses of the former say it themselves. */
  tls: TlsDemands;
  /** Without a slash at the end; null until the port is known. */
  publicUrl: string | null;
  role: 'all' | 'api' | 'worker';
  sample: 'hangzhou' | 'none';
  /** Whether the sample's accounts may exist and be offered. */
  sampleAccounts: boolean;
  /** Where clamd listens, which looks through uploads; null: nobody does. */
  clamd: string | null;
  /** Requests of one session; ten times as many may come from one address. */
  requestsPerMinute: number;
  /** Whose word on where a request came from is taken; false: nobody's. */
  trustedProxies: string[] | false;
  /** How the audit trail is sealed and kept. */
  audit: {
    algorithm: 'sha256' | 'sm3';
    keyFolder: string;
    checkpointFile: string;
    /** For so many months operations are kept. */
    keptMonths: number;
  };
  /** What passwords must be, and when failed sign-ins lock. */
  signInPolicy: 'mlps' | 'asvs';
  /** Who holds one of these posts signs in with a second factor. */
  secondFactorPosts: readonly Post[];
  /** Where the key lies under which secrets in the database are sealed. */
  keyFile: string;
  /** Null: people sign in with passwords alone. */
  oidc: OidcConfig | null;
  /** Whom web hooks may tell what happens; none: they are off. */
  webhookHosts: readonly string[];
  logLevel: string;
}

/** Reads the environment; throws a SettingError that names the variable, what it holds and what it must be. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Readonly<Config> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw new SettingError(parsed.error.issues.map((issue) => describe(issue, given)).join('\n'));
  const settings = parsed.data;
  const tls: TlsDemands = {
    ofDatabase: settings.DATABASE_TLS === 'verify',
    ofMail: settings.SMTP_TLS === 'verify',
    authorities: settings.TLS_CA ?? null,
  };
  const weak = weakSettings(tls, settings, environment['NODE_TLS_REJECT_UNAUTHORIZED'] === '0');
  if (weak.length > 0) throw new SettingError(weak.map(refusalOf).join('\n'));
  const sure = (url: string): string => (tls.ofDatabase ? sureDatabase(url, tls.authorities) : url);
  const isLoopback = LOOPBACK.has(settings.HOST);
  const sample = settings.SAMPLE ?? (isLoopback ? 'hangzhou' : 'none');
  return Object.freeze({
    port: settings.PORT,
    host: settings.HOST,
    dataDir: settings.DATA_DIR,
    databaseUrl: sure(settings.DATABASE_URL),
    databaseOwnerUrl: sure(settings.DATABASE_OWNER_URL ?? settings.DATABASE_URL),
    smtpUrl: settings.SMTP_URL ?? null,
    tls,
    publicUrl: settings.PUBLIC_URL?.replace(/\/$/, '') ?? null,
    role: settings.ROLE,
    sample,
    sampleAccounts: sample !== 'none' && (isLoopback || settings.SAMPLE_ACCOUNTS === 'insecure-allow'),
    clamd: settings.CLAMD ?? null,
    requestsPerMinute: settings.REQUESTS_PER_MINUTE,
    trustedProxies: settings.TRUSTED_PROXIES.includes('none') ? false : settings.TRUSTED_PROXIES,
    audit: {
      algorithm: settings.AUDIT_HASH,
      keyFolder: `${settings.DATA_DIR}/audit`,
      checkpointFile: settings.AUDIT_CHECKPOINTS ?? `${settings.DATA_DIR}/audit/checkpoints.jsonl`,
      keptMonths: settings.AUDIT_MONTHS,
    },
    signInPolicy: settings.SIGN_IN_POLICY,
    secondFactorPosts: settings.SECOND_FACTOR_POSTS ?? [],
    keyFile: settings.KEY_FILE ?? `${settings.DATA_DIR}/secret.key`,
    oidc: oidcOf(settings),
    webhookHosts: settings.WEBHOOK_HOSTS,
    logLevel: settings.LOG_LEVEL,
  });
}

/** All three or none. */
function oidcOf(settings: z.output<typeof schema>): OidcConfig | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = settings;
  if (!issuer && !clientId && !clientSecret) return null;
  if (!issuer || !clientId || !clientSecret)
    throw new SettingError(
      'OIDC_ISSUER、OIDC_CLIENT_ID、OIDC_CLIENT_SECRET 须同时设置。请补齐后重新启动。\nOIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET belong together. Set what is missing and start again.',
    );
  return {
    issuer,
    clientId,
    clientSecret,
    hosts: [issuer.host, ...settings.OIDC_HOSTS],
    reach: LOOPBACK.has(issuer.hostname) ? 'machine' : 'site',
    scopes: settings.OIDC_SCOPES,
    groupsClaim: settings.OIDC_GROUPS_CLAIM,
    linkBy: settings.OIDC_LINK_BY,
    groupPosts: settings.OIDC_POSTS ?? [],
  };
}

function describe(issue: z.core.$ZodIssue, given: Record<string, string | undefined>): string {
  const name = String(issue.path[0]);
  const value =
    (name.endsWith('_URL') || name.endsWith('_SECRET')) && given[name] ? '(set)' : (given[name] ?? '(not set)');
  return `设置 ${name} 的值 ${value} 不可用：${issue.message}。请更正环境变量 ${name} 后重新启动。\nSetting ${name} = ${value} cannot be used: ${issue.message}. Correct the environment variable ${name} and start again.`;
}

function refusalOf({ name, says }: WeakSetting): string {
  return `设置 ${name} 不可用：${says.zh}。请更正后重新启动。\nSetting ${name} cannot be used: it ${says.en}. Correct it and start again.`;
}
