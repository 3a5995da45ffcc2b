import { describe, expect, test } from '@jest/globals';
import { readConfig, SettingError } from './config.js';

const DATABASE_URL = 'postgres://localhost/kaoping';

describe('the settings', () => {
  test('have defaults for all but the database', () => {
    expect(readConfig({ DATABASE_URL })).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      dataDir: '.data',
      role: 'all',
      sample: 'hangzhou',
      sampleAccounts: true,
      smtpUrl: null,
      audit: {
        algorithm: 'sha256',
        keyFolder: '.data/audit',
        checkpointFile: '.data/audit/checkpoints.jsonl',
        keptMonths: 36,
      },
    });
  });

  test.each([
    ['PORT', 'eighty'],
    ['PORT', '70000'],
    ['DATABASE_URL', 'mysql://localhost'],
    ['SMTP_URL', 'mail.example'],
    ['PUBLIC_URL', 'kaoping'],
    ['ROLE', 'boss'],
    ['SAMPLE', 'xiaoshan'],
    ['CLAMD', 'scanner'],
    ['REQUESTS_PER_MINUTE', '0'],
    ['TRUSTED_PROXIES', 'proxy.example'],
    ['SIGN_IN_POLICY', 'lax'],
    ['SECOND_FACTOR_POSTS', 'administrator,mayor'],
    ['OIDC_ISSUER', 'http://id.example'],
    ['OIDC_HOSTS', 'https://id.example/token'],
    ['OIDC_LINK_BY', 'shoe-size'],
    ['WEBHOOK_HOSTS', 'https://data.example/hook'],
    ['OIDC_POSTS', 'kpb'],
    ['OIDC_POSTS', 'kpb=mayor@OFFICE'],
    ['OIDC_POSTS', 'admins=administrator@OFFICE'],
    ['LOG_LEVEL', 'loud'],
    ['AUDIT_HASH', 'md5'],
    ['AUDIT_MONTHS', '5'],
  ])('that cannot be used name %s and what it holds', (name, value) => {
    const read = (): unknown => readConfig({ DATABASE_URL, [name]: value });
    expect(read).toThrow(SettingError);
    expect(read).toThrow(name);
  });

  test('do not print what an address may hold of secrets', () => {
    expect(() => readConfig({ DATABASE_URL: 'mysql://root:secret@localhost' })).toThrow(/^(?!.*secret)/s);
  });

  test('of an identity provider belong together, and read which group holds which post', () => {
    const given = { OIDC_ISSUER: 'https://id.example/realms/city', OIDC_CLIENT_ID: 'kaoping' };
    expect(() => readConfig({ DATABASE_URL, ...given })).toThrow(/OIDC_CLIENT_SECRET/);
    const complete = {
      ...given,
      OIDC_CLIENT_SECRET: 'secret',
      OIDC_POSTS: ' kpb = office.officer@HZ-KPB, a b=leadership@市政府',
    };
    expect(() => readConfig({ DATABASE_URL, ...complete })).toThrow(/OIDC_POSTS/);
    const { oidc } = readConfig({
      DATABASE_URL,
      ...complete,
      OIDC_POSTS: ' kpb=office.officer@HZ-KPB, a b=leadership@市政府 ,xs=office.officer@OFFICE@xiaoshan',
    });
    expect(oidc).toMatchObject({
      linkBy: 'email',
      groupsClaim: 'groups',
      groupPosts: [
        { group: 'kpb', post: 'office.officer', unitCode: 'HZ-KPB', tenant: null },
        { group: 'a b', post: 'leadership', unitCode: '市政府', tenant: null },
        { group: 'xs', post: 'office.officer', unitCode: 'OFFICE', tenant: 'xiaoshan' },
      ],
    });
    expect(
      readConfig({ DATABASE_URL, OIDC_ISSUER: 'http://127.0.0.1:9', OIDC_CLIENT_ID: 'x', OIDC_CLIENT_SECRET: 'y' })
        .oidc,
    ).not.toBeNull();
  });

  test('take hosts with the port of https as hosts without one', () => {
    const given = { DATABASE_URL, WEBHOOK_HOSTS: 'data.example:443, data.example:8443,10.1.2.3' };
    expect(readConfig(given).webhookHosts).toEqual(['data.example', 'data.example:8443', '10.1.2.3']);
  });

  test('take an empty variable for one that is not set', () => {
    expect(readConfig({ DATABASE_URL, PORT: '', SMTP_URL: '' })).toMatchObject({ port: 3000, smtpUrl: null });
  });

  test.each<[string, NodeJS.ProcessEnv, string, boolean]>([
    ['on loopback', { HOST: '::1' }, 'hangzhou', true],
    ['on any other host, without being asked for', { HOST: '0.0.0.0' }, 'none', false],
    ['on any other host, asked for', { HOST: '0.0.0.0', SAMPLE: 'hangzhou' }, 'hangzhou', false],
    [
      'there, and its accounts, too',
      { HOST: '0.0.0.0', SAMPLE: 'hangzhou', SAMPLE_ACCOUNTS: 'insecure-allow' },
      'hangzhou',
      true,
    ],
    ['switched off', { SAMPLE: 'none' }, 'none', false],
  ])('load the sample %s', (_, given, sample, sampleAccounts) => {
    expect(readConfig({ DATABASE_URL, ...given })).toMatchObject({ sample, sampleAccounts });
  });
});
