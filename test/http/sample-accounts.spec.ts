import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Problem, SampleAccount } from '#contracts';
import { Accounts } from '#organisation';
import { Database } from '#platform';
import { SampleTenant } from '../../apps/api/src/sample/sample-tenant.js';
import { Office } from './office.js';

let office: Office;

beforeAll(async () => {
  office = await Office.open();
});
afterAll(() => office.close());

test('sample accounts that are not allowed neither sign in nor stay signed in, until they are again', async () => {
  const [accounts, database] = [office.app.get(Accounts), office.app.get(Database)];
  const person = await office.person('hz-hbj.operator');
  await accounts.allowSample(database, false);
  expect((await person.get<Problem>('/api/inbox')).status).toBe(401);
  expect((await person.signIn('hz-kpb.admin')).status).toBe(401);
  await accounts.allowSample(database, true);
  expect((await person.signIn('hz-kpb.admin')).status).toBe(201);
});

test('the sign-in page offers the units of the story first, and every unit once', async () => {
  const { body } = await (await office.person()).get<SampleAccount[]>('/api/session/sample-accounts');
  for (const role of ['operator', 'leader']) {
    const accounts = body.filter((one) => one.role === `unit.${role}`).map((one) => one.account);
    expect(accounts.slice(0, 2)).toEqual([`hz-hbj.${role}`, `hz-rcb.${role}`]);
    expect(new Set(accounts).size).toBe(accounts.length);
    expect(accounts.length).toBeGreaterThan(20);
  }
});

test('accounts that a later release brings are added to a sample that was loaded before', async () => {
  const database = office.app.get(Database);
  const gone = `select account_id from accounts where account = 'hz-kpb.security'`;
  await database.query(`delete from post_holdings where account_id = (${gone})`);
  await database.query(`delete from accounts where account = 'hz-kpb.security'`);
  await office.app.get(SampleTenant).load(() => undefined);
  expect((await (await office.person()).signIn('hz-kpb.security')).status).toBe(201);
  const [{ count } = { count: 0 }] = await database.query<{ count: number }>(
    `select count(*)::int as count from post_holdings h join accounts a using (account_id) where a.account = 'hz-hbj.leader'`,
  );
  expect(count).toBe(1);
});

test('two clicks on the clock move it once', async () => {
  const admin = await office.person('hz-kpb.admin');
  const before = office.now().getTime();
  const key = { 'idempotency-key': 'one-click-on-the-clock' };
  const clicks = await Promise.all([1, 2].map(() => admin.post<{ now: string }>('/api/clock', { by: 'day' }, key)));
  expect(new Set(clicks.map((click) => click.body.now)).size).toBe(1);
  expect(office.now().getTime() - before).toBeLessThan(1.7 * 86_400_000);
});
