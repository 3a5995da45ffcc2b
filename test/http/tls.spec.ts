import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readConfig } from '../../apps/api/src/config.js';
import { createDataSource } from '../../apps/api/src/database.js';
import { certificates, connectionsTo, postgresWithTls } from '../harness/certificates.js';
import { openDatabase, type TestDatabase } from '../harness/database.js';
import { Office } from './office.js';

const UNKNOWN = /self-signed certificate|unable to (get|verify)/;
const OTHER_NAME = /Hostname\/IP does not match/;

describe('DATABASE_TLS', () => {
  let database: TestDatabase;
  let withoutTls: () => Promise<void>;
  beforeAll(async () => {
    database = await openDatabase();
    withoutTls = await postgresWithTls();
  });
  afterAll(async () => {
    await withoutTls();
    await database.close();
  });

  /** Whether a connection that is opened by these settings is one of TLS. */
  async function byTls(host: string, environment: Record<string, string>): Promise<boolean[]> {
    const url = new URL(database.url);
    url.hostname = host;
    const source = await createDataSource(
      readConfig({ DATABASE_URL: url.href, ...environment }).databaseUrl,
    ).initialize();
    try {
      const [row] = await source.query<{ name: string }[]>(
        `select current_database() as name, set_config('application_name', 'tls', false)`,
      );
      return (await connectionsTo(row?.name ?? '')).filter(({ name }) => name === 'tls').map(({ ssl }) => ssl);
    } finally {
      await source.destroy();
    }
  }

  test('makes every connection to PostgreSQL one of TLS', async () => {
    const demanded = { DATABASE_TLS: 'verify', TLS_CA: certificates.authority };
    expect(await byTls('127.0.0.1', {})).toEqual([false]);
    expect(await byTls('127.0.0.1', demanded)).toEqual([true]);
  });

  test.each([
    ['of an authority that is not named', '127.0.0.1', certificates.stranger, UNKNOWN],
    ['for another host', 'localhost', certificates.authority, OTHER_NAME],
  ])('refuses a certificate %s', async (_, host, authority, why) => {
    await expect(byTls(host, { DATABASE_TLS: 'verify', TLS_CA: authority })).rejects.toThrow(why);
  });

  test('refuses what Node does not know by itself, where no authority is named', async () => {
    await expect(byTls('127.0.0.1', { DATABASE_TLS: 'verify' })).rejects.toThrow(UNKNOWN);
  });

  test('holds for all connections of the product', async () => {
    const office = await Office.open({ DATABASE_TLS: 'verify', TLS_CA: certificates.authority, ROLE: 'all' });
    try {
      expect((await (await office.person('hz-kpb.officer1')).get('/api/inbox')).status).toBe(200);
      const [{ name } = { name: '' }] = await office.query<{ name: string }>(`select current_database() as name`);
      const open = (await connectionsTo(name)).filter((one) => one.name.startsWith('kaoping'));
      // The tests' own pool came by the address without a demand.
      expect(new Set(open.filter(({ ssl }) => ssl).map((one) => one.name))).toEqual(
        new Set(['kaoping', 'kaoping bell', 'kaoping lanes']),
      );
      expect(open.filter(({ ssl }) => !ssl).map((one) => one.name)).not.toContain('kaoping lanes');
    } finally {
      await office.close();
    }
  });
});

test('a server elsewhere that is spoken to in the open stands in the log', async () => {
  const lines: string[] = [];
  const log = { write: (line: string) => lines.push(line) };
  const office = await Office.open({ LOG_LEVEL: 'warn', SAMPLE: 'none', SMTP_URL: 'smtp://mail.example' }, log);
  try {
    const warnings = lines.map((line) => JSON.parse(line) as { level: string; to?: string }).filter(({ to }) => to);
    expect(warnings).toMatchObject([{ level: 'warn', to: 'SMTP mail.example (SMTP_TLS=verify)' }]);
  } finally {
    await office.close();
  }
});
