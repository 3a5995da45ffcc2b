import { describe, expect, test } from '@jest/globals';
import { certificates } from '../../../test/harness/certificates.js';
import { readConfig, SettingError } from './config.js';
import { openConnections } from './tls-demands.js';

const DATABASE_URL = 'postgres://db.example/kaoping';
const CA = certificates.authority;

describe('a demand for TLS', () => {
  test.each([
    ['DATABASE_URL', { DATABASE_TLS: 'verify', DATABASE_URL: `${DATABASE_URL}?sslmode=require` }],
    ['DATABASE_URL', { DATABASE_TLS: 'verify', DATABASE_URL: `${DATABASE_URL}?sslmode=disable` }],
    ['DATABASE_URL', { DATABASE_TLS: 'verify', DATABASE_URL: `${DATABASE_URL}?ssl=0` }],
    ['DATABASE_URL', { DATABASE_TLS: 'verify', DATABASE_URL: `${DATABASE_URL}?uselibpqcompat=true` }],
    ['DATABASE_URL', { DATABASE_TLS: 'verify', DATABASE_URL: 'postgres:///kaoping?host=/run/postgresql' }],
    ['DATABASE_OWNER_URL', { DATABASE_TLS: 'verify', DATABASE_OWNER_URL: `${DATABASE_URL}?sslmode=no-verify` }],
    ['DATABASE_TLS', { DATABASE_TLS: 'require' }],
    ['SMTP_URL', { SMTP_TLS: 'verify' }],
    ['SMTP_URL', { SMTP_TLS: 'verify', SMTP_URL: 'smtp://mail.example?tls.rejectUnauthorized=false' }],
    ['SMTP_URL', { SMTP_TLS: 'verify', SMTP_URL: 'smtp://mail.example?requireTLS=false' }],
    ['TLS_CA', { DATABASE_TLS: 'verify', TLS_CA: '/nowhere/authority.pem' }],
    ['TLS_CA', { DATABASE_TLS: 'verify', TLS_CA: import.meta.dirname }],
    ['TLS_CA', { TLS_CA: CA }],
    ['NODE_TLS_REJECT_UNAUTHORIZED', { DATABASE_TLS: 'verify', NODE_TLS_REJECT_UNAUTHORIZED: '0' }],
  ])('is not weakened by %s: %j', (name, environment) => {
    const read = (): unknown => readConfig({ DATABASE_URL, ...environment });
    expect(read).toThrow(SettingError);
    expect(read).toThrow(new RegExp(`设置 ${name} .*\\nSetting ${name} `, 's'));
  });

  test('does not print the password in the address', () => {
    const address = 'postgres://kaoping:hidden@db.example/kaoping?sslmode=require';
    expect(() => readConfig({ DATABASE_TLS: 'verify', DATABASE_URL: address })).toThrow(/^(?!.*hidden)/s);
  });

  test('is said to whoever connects, by either login', () => {
    const config = readConfig({ DATABASE_URL, DATABASE_OWNER_URL: DATABASE_URL, DATABASE_TLS: 'verify', TLS_CA: CA });
    for (const address of [config.databaseUrl, config.databaseOwnerUrl])
      expect(Object.fromEntries(new URL(address).searchParams)).toEqual({ sslmode: 'verify-full', sslrootcert: CA });
  });
});

describe('what is open on its way', () => {
  const openIn = (environment: Record<string, string>): string[] =>
    openConnections(readConfig({ DATABASE_URL, ...environment }));

  test.each<[Record<string, string>, string[]]>([
    [{}, ['PostgreSQL db.example']],
    [{ DATABASE_URL: `${DATABASE_URL}?sslmode=require` }, ['PostgreSQL db.example']],
    [{ DATABASE_URL: 'postgres://localhost/kaoping?host=db.example' }, ['PostgreSQL db.example']],
    [{ DATABASE_URL: `${DATABASE_URL}?sslmode=verify-full` }, []],
    [{ DATABASE_TLS: 'verify' }, []],
    [{ DATABASE_URL: 'postgres://127.0.0.1/kaoping' }, []],
    [{ DATABASE_URL: 'postgres:///kaoping?host=/run/postgresql' }, []],
    [{ DATABASE_URL: 'postgres://127.0.0.1/k', DATABASE_OWNER_URL: DATABASE_URL }, ['PostgreSQL db.example']],
    [{ DATABASE_TLS: 'verify', SMTP_URL: 'smtp://mail.example' }, ['SMTP mail.example']],
    [{ DATABASE_TLS: 'verify', SMTP_URL: 'smtps://mail.example?tls.rejectUnauthorized=false' }, ['SMTP mail.example']],
    [{ DATABASE_TLS: 'verify', SMTP_URL: 'smtps://mail.example' }, []],
    [{ DATABASE_TLS: 'verify', SMTP_URL: 'smtp://mail.example', SMTP_TLS: 'verify' }, []],
    [{ DATABASE_TLS: 'verify', SMTP_URL: 'smtp://localhost:25' }, []],
  ])('with %j is %j', (environment, open) => {
    expect(openIn(environment).map((one) => one.replace(/ \(.*\)$/, ''))).toEqual(open);
  });
});
