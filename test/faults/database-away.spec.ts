import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../apps/api/src/app.js';
import { readConfig } from '../../apps/api/src/config.js';
import { SampleTenant } from '../../apps/api/src/sample/sample-tenant.js';
import { Settings } from '../../apps/api/src/settings.js';
import { openDatabase, type TestDatabase } from '../harness/database.js';
import { Person } from '../http/office.js';
import { PgProxy } from './pg-proxy.js';

let database: TestDatabase;
let proxy: PgProxy;
let app: NestFastifyApplication;
let officer: Person;

beforeAll(async () => {
  database = await openDatabase();
  proxy = await PgProxy.open(database.url);
  const config = readConfig({ DATABASE_URL: proxy.url, PORT: '0', ROLE: 'api', LOG_LEVEL: 'silent' });
  app = await createApp(new Settings(config));
  await app.get(SampleTenant).load(() => undefined);
  await app.listen(0, '127.0.0.1');
  officer = new Person(await app.getUrl());
  await officer.signIn('hz-kpb.officer1');
});
afterAll(async () => {
  await app.close();
  await proxy.close();
  await database.close();
});

describe('while the database is away', () => {
  test('people are told so, not that something failed, and go on once it is back', async () => {
    const inbox = async (): Promise<number> => (await officer.get('/api/inbox?tab=todo')).status;
    const open = async (): Promise<number> => (await officer.post('/api/years/2017/open', {})).status;
    expect(await inbox()).toBe(200);
    const nowhere = new URL(database.url);
    // A port at which nobody listens.
    nowhere.port = '1';
    proxy.aimAt(nowhere.href);
    expect([await inbox(), await open(), await inbox()]).toEqual([503, 503, 503]);
    proxy.aimAt(database.url);
    expect([await inbox(), await open()]).toEqual([200, 200]);
  });
});
