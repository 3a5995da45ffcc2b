import type { Text } from '#contracts';
import { readFileSync } from 'node:fs';
import { isIPv4 } from 'node:net';

const LOCAL = new Set(['localhost', '::1', '[::1]']);
const WEAKER_MAIL = /^(tls\.|ignoreTLS$|requireTLS$|opportunisticTLS$|secure$)/;

/** What the operator demands of connections to other machines. */
export interface TlsDemands {
  ofDatabase: boolean;
  ofMail: boolean;
  /** File of the authorities whose certificates are believed; null: those that Node comes with. */
  authorities: string | null;
}

/** A setting that does not fit what is demanded. */
export interface WeakSetting {
  name: string;
  says: Text;
}

/** Settings under which a connection that must be sure would not be; none: all are sure. */
export function weakSettings(
  { ofDatabase, ofMail, authorities }: TlsDemands,
  given: { DATABASE_URL: string; DATABASE_OWNER_URL?: string | undefined; SMTP_URL?: string | undefined },
  isCheckingOff: boolean,
): WeakSetting[] {
  const isDemanded = ofDatabase || ofMail;
  const weak: Record<string, Text | null> = {
    DATABASE_URL: ofDatabase ? weakDatabase(given.DATABASE_URL) : null,
    DATABASE_OWNER_URL: ofDatabase && given.DATABASE_OWNER_URL ? weakDatabase(given.DATABASE_OWNER_URL) : null,
    SMTP_URL: ofMail ? weakMail(given.SMTP_URL) : null,
    TLS_CA: authorities === null ? null : isDemanded ? unreadable(authorities) : IDLE,
    NODE_TLS_REJECT_UNAUTHORIZED: isDemanded && isCheckingOff ? UNCHECKED : null,
  };
  return Object.entries(weak).flatMap(([name, says]) => (says === null ? [] : [{ name, says }]));
}

const IDLE: Text = {
  zh: '须与 DATABASE_TLS 或 SMTP_TLS 一起设置',
  en: 'is used together with DATABASE_TLS or SMTP_TLS',
};
const UNCHECKED: Text = {
  zh: '设置了 DATABASE_TLS 或 SMTP_TLS 时不能为 0',
  en: 'must not be 0 where DATABASE_TLS or SMTP_TLS is set',
};

/** The same address, by which PostgreSQL is spoken to under a certificate that names its host, or not at all. */
export function sureDatabase(address: string, authorities: string | null): string {
  const url = new URL(address);
  url.searchParams.set('sslmode', 'verify-full');
  if (authorities !== null) url.searchParams.set('sslrootcert', authorities);
  return url.href;
}

/** Hosts other than this machine that are spoken to so that somebody between could read along or pretend to be them. */
export function openConnections(config: {
  databaseUrl: string;
  databaseOwnerUrl: string;
  smtpUrl: string | null;
  tls: TlsDemands;
}): string[] {
  const databases = [...new Set([config.databaseUrl, config.databaseOwnerUrl])].map((text) => new URL(text));
  const open = databases
    .filter((url) => !isHere(hostOf(url)) && url.searchParams.get('sslmode') !== 'verify-full')
    .map((url) => `PostgreSQL ${hostOf(url)} (DATABASE_TLS=verify)`);
  const mail = config.smtpUrl === null ? null : new URL(config.smtpUrl);
  const isMailOpen =
    mail !== null &&
    !config.tls.ofMail &&
    !isHere(mail.hostname) &&
    (mail.protocol === 'smtp:' || weakMail(mail.href) !== null);
  return [...new Set(open), ...(isMailOpen ? [`SMTP ${mail.hostname} (SMTP_TLS=verify)`] : [])];
}

function weakDatabase(address: string): Text | null {
  const url = new URL(address);
  const mode = url.searchParams.get('sslmode');
  if (isSocket(hostOf(url)))
    return {
      zh: '是本机套接字，没有 TLS：请去掉 DATABASE_TLS',
      en: 'is a socket of this machine, which has no TLS: leave DATABASE_TLS out',
    };
  if (mode !== null && mode !== 'verify-full')
    return {
      zh: `写有 sslmode=${mode}，而 DATABASE_TLS=verify 只接受 verify-full：请去掉`,
      en: `says sslmode=${mode}, and DATABASE_TLS=verify takes verify-full alone: leave it out`,
    };
  return doubled(url, /^(ssl|uselibpqcompat|sslrootcert)$/);
}

function weakMail(address: string | undefined): Text | null {
  if (address !== undefined) return doubled(new URL(address), WEAKER_MAIL);
  return {
    zh: '未设置，而内置邮箱没有 TLS：请设置 SMTP_URL，或去掉 SMTP_TLS',
    en: 'is missing, and the built-in mailbox has no TLS: set it, or leave SMTP_TLS out',
  };
}

/** What the settings for TLS say is not said in the address as well. */
function doubled(url: URL, names: RegExp): Text | null {
  const name = [...url.searchParams.keys()].find((one) => names.test(one));
  if (name === undefined) return null;
  return {
    zh: `写有 ${name}：请去掉，由 DATABASE_TLS、SMTP_TLS、TLS_CA 决定`,
    en: `says ${name}: leave it out; DATABASE_TLS, SMTP_TLS and TLS_CA say it`,
  };
}

function unreadable(file: string): Text | null {
  try {
    if (readFileSync(file, 'utf8').includes('-----BEGIN CERTIFICATE-----')) return null;
  } catch {
    // Said below, as of a file that holds something else.
  }
  return { zh: '须是存有证书（PEM）的可读文件', en: 'must be a file of certificates in PEM that can be read' };
}

/** As pg reads it: a parameter goes before the address. */
function hostOf(url: URL): string {
  return url.searchParams.get('host') ?? decodeURIComponent(url.hostname);
}

const isSocket = (host: string): boolean => host === '' || host.startsWith('/');

function isHere(host: string): boolean {
  return isSocket(host) || LOCAL.has(host) || (isIPv4(host) && host.startsWith('127.'));
}
