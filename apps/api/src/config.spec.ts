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
    ['SIGN_IN_POLICY', 'lax'],
    ['LOG_LEVEL', 'loud'],
  ])('that cannot be used name %s and what it holds', (name, value) => {
    const read = (): unknown => readConfig({ DATABASE_URL, [name]: value });
    expect(read).toThrow(SettingError);
    expect(read).toThrow(name);
  });

  test('do not print what an address may hold of secrets', () => {
    expect(() => readConfig({ DATABASE_URL: 'mysql://root:secret@localhost' })).toThrow(/^(?!.*secret)/s);
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
