import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { OperationLog } from '#audit';
import type { AccountChange } from '#contracts';
import { Database, newId, TestClock } from '#platform';
import { openDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { AccountResets } from '../people/account-resets.js';
import { verifyPassword } from '../sessions/password.js';
import { Tenants } from '../tenants/tenants.js';
import { Proposals, type ProposalActor } from './proposals.js';

const MANY = 40;
const operations = new OperationLog();
const proposals = new Proposals(new TestClock('2017-01-03T09:00:00+08:00'), operations, new AccountResets(operations));
const add = (account: string): AccountChange => ({
  do: 'add',
  account,
  name: account,
  nameEn: '',
  email: `${account}@hangzhou.example`,
});

let scratch: TestDatabase;
let database: Database;
let asks: ProposalActor;
let decides: ProposalActor;

beforeAll(async () => {
  scratch = await openDatabase();
  database = new Database(scratch.source);
  const { tenantId } = await new Tenants().add(database, { code: 'hangzhou', name: { zh: '杭州市', en: 'Hangzhou' } });
  const account = async (name: string): Promise<ProposalActor> => {
    const accountId = newId();
    await database.query(
      `insert into accounts (account_id, tenant_id, account, name_zh, name_en, email) values ($1, $2, $3, $3, $3, '')`,
      [accountId, tenantId, name],
    );
    return { tenantId, accountId, account: name };
  };
  [asks, decides] = [await account('system'), await account('security')];
});
afterAll(() => scratch.close());

const asked = async (changes: AccountChange[]): Promise<string> =>
  (await database.transaction((sql) => proposals.propose(sql, asks, { changes, reason: '名单' }))).proposalId;

describe('a list of many people', () => {
  test('is approved without rows that stay locked while passwords are hashed', async () => {
    const proposalId = await asked(Array.from({ length: MANY }, (_, at) => add(`person${at}`)));
    const passwords = await proposals.passwordsFor(database, asks.tenantId, proposalId);
    const approved = await database.transaction(async (sql) => {
      // A hash takes tens of milliseconds: forty of them would end the transaction.
      await sql.query(`set local idle_in_transaction_session_timeout = 400`);
      return proposals.decide(sql, decides, { proposalId, isApproved: true, answer: null }, passwords);
    });
    expect(approved.passwords).toHaveLength(MANY);
    const [first] = approved.passwords;
    const [kept] = await database.query<{ hash: string; isFirst: boolean }>(
      `select password_hash as hash, password_is_first as "isFirst" from accounts where account = $1`,
      [first?.account],
    );
    expect([kept?.isFirst, await verifyPassword(first?.password ?? '', kept?.hash ?? '')]).toEqual([true, true]);
  });

  test('is not approved with passwords that were made for another', async () => {
    const proposalId = await asked([add('left.out')]);
    const decided = { proposalId, isApproved: true, answer: null };
    await expect(database.transaction((sql) => proposals.decide(sql, decides, decided, []))).rejects.toThrow(
      'no first password was made for left.out',
    );
    expect(await database.query(`select from accounts where account = 'left.out'`)).toEqual([]);
    expect(await proposals.passwordsFor(database, asks.tenantId, newId())).toEqual([]);
  });
});

test('whoever is locked out is signed out, and each session that ends is noted', async () => {
  const [locked] = await database.query<{ accountId: string }>(
    `select account_id as "accountId" from accounts where account = 'system'`,
  );
  await database.query(
    `insert into sessions (session_id, token_hash, tenant_id, account_id, expires_at) values ($1, '\\x01', $2, $3, now() + interval '1 hour')`,
    [newId(), asks.tenantId, locked?.accountId],
  );
  await database.transaction((sql) => proposals.lockAccount(sql, decides, { account: 'system', reason: '停用' }));
  expect(await database.query(`select from sessions`)).toEqual([]);
  expect(await database.query(`select from operation_log where action = 'session.ended'`)).toHaveLength(1);
});
