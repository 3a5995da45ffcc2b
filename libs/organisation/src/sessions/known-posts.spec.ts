import { createHash, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { Database, newId, TestClock } from '#platform';
import { openDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { Recognition } from './recognition.js';
import { SignInPolicy } from './sign-in-policy.js';

const EIGHT = '2017-01-03T08:00:00+08:00';
const NINE = '2017-01-03T09:00:00+08:00';
const TEN = '2017-01-03T10:00:00+08:00';
const ELEVEN = '2017-01-03T11:00:00+08:00';

let scratch: TestDatabase;
let database: Database;
let recognition: Recognition;
let clock: TestClock;
let [city, district, office, bureau] = ['', '', '', ''];
let [accountId, token] = ['', ''];

beforeAll(async () => {
  scratch = await openDatabase();
  database = new Database(scratch.source);
});
afterAll(() => scratch.close());

beforeEach(async () => {
  clock = new TestClock(NINE);
  recognition = new Recognition(database, clock, new SignInPolicy('mlps'));
  [city, district, office, bureau] = [newId(), newId(), newId(), newId()];
  [accountId, token] = [newId(), randomUUID()];
  await tenant(city, null);
  await unit(office, '市考评办', null);
  await database.query(
    `insert into accounts (account_id, tenant_id, account, name_zh, name_en, password_hash, email) values ($1, $2, 'x', 'x', 'x', 'x', 'x')`,
    [accountId, city],
  );
  await database.query(
    `insert into sessions (session_id, token_hash, tenant_id, account_id, expires_at) values ($1, $2, $3, $4, now() + interval '1 hour')`,
    [newId(), createHash('sha256').update(token).digest(), city, accountId],
  );
  await hold('leadership', EIGHT, null);
  await hold('unit.leader', EIGHT, null);
});
afterEach(() => {
  jest.restoreAllMocks();
});

const tenant = (id: string, parent: string | null): Promise<unknown> =>
  database.query(
    `insert into tenants (tenant_id, code, name_zh, name_en, parent_id) values ($1::uuid, $1::uuid::text, '某地', 'x', $2)`,
    [id, parent],
  );
const unit = (id: string, name: string, parent: string | null): Promise<unknown> =>
  database.query(
    `insert into units (unit_id, tenant_id, code, name, unit_type, parent_id) values ($1::uuid, $2, $1::uuid::text, $3, 'x', $4)`,
    [id, city, name, parent],
  );
const hold = (post: string, from: string, to: string | null): Promise<unknown> =>
  database.query(
    `insert into post_holdings (holding_id, tenant_id, account_id, post, unit_id, valid_from, valid_to) values ($1, $2, $3, $4, $5, $6, $7)`,
    [newId(), city, accountId, post, office, from, to],
  );
/** The posts by name, each with its unit and how much lies below it. */
async function held(): Promise<string[]> {
  const signedIn = await recognition.of(token);
  return (signedIn?.posts ?? []).map(
    ({ post, unit: { name }, below, tenantsBelow }) => `${post} ${name} ${below.length}/${tenantsBelow.length}`,
  );
}

const before = ['leadership 市考评办 0/0', 'unit.leader 市考评办 0/0'];

test('posts are read once as long as nothing changes', async () => {
  const asked = jest.spyOn(database, 'prepared');
  for (let no = 0; no < 5; no += 1) expect(await held()).toEqual(before);
  expect(asked.mock.calls.filter(([statement]) => statement.includes('post_holdings'))).toHaveLength(1);
});

const ended = (post: string): Promise<unknown> =>
  database.query(`update post_holdings set valid_to = $3 where account_id = $1 and post = $2`, [accountId, post, NINE]);
const changes: [string, () => Promise<unknown>, string[]][] = [
  ['a post is given', () => hold('expert', NINE, null), ['expert 市考评办 0/0', ...before]],
  ['one is ended', () => ended('leadership'), ['unit.leader 市考评办 0/0']],
  ['all are taken back', () => database.query(`delete from post_holdings where account_id = $1`, [accountId]), []],
  ['the table is emptied', () => scratch.asOwner(`truncate post_holdings`), []],
  [
    'the unit is renamed',
    () => database.query(`update units set name = '市考评中心' where unit_id = $1`, [office]),
    ['leadership 市考评中心 0/0', 'unit.leader 市考评中心 0/0'],
  ],
  [
    'a unit is put below',
    () => unit(bureau, '市环保局', office),
    ['leadership 市考评办 0/0', 'unit.leader 市考评办 1/0'],
  ],
  ['a tenant is put below', () => tenant(district, city), ['leadership 市考评办 0/1', 'unit.leader 市考评办 0/0']],
];

test('a holding that is moved into another tenant with its end is one that has ended', async () => {
  await tenant(district, null);
  expect(await held()).toEqual(before);
  await database.query(`update post_holdings set tenant_id = $2, valid_to = $3 where account_id = $1`, [
    accountId,
    district,
    NINE,
  ]);
  expect(await held()).toEqual([]);
});

test.each(changes)('they are read again at once where %s', async (_, change, after) => {
  expect(await held()).toEqual(before);
  await change();
  expect(await held()).toEqual(after);
});

test('one that begins or ends counts from its instant on, and not before', async () => {
  await hold('expert', TEN, ELEVEN);
  expect(await held()).toEqual(before);
  clock.moveTo(TEN);
  expect(await held()).toEqual(['expert 市考评办 0/0', ...before]);
  clock.moveTo(ELEVEN);
  expect(await held()).toEqual(before);
});

test('what is read for a later instant does not count before it', async () => {
  await hold('expert', TEN, null);
  clock.moveTo(TEN);
  expect(await held()).toHaveLength(3);
  jest.spyOn(clock, 'now').mockReturnValue(new Date(NINE));
  expect(await held()).toEqual(before);
});

test('those who change the organisation at the same time do not wait for each other, and are seen when they have done so', async () => {
  await unit(bureau, '市环保局', null);
  await database.transaction(async (first) => {
    await first.query(`update units set name = '市考评中心' where unit_id = $1`, [office]);
    await database.transaction((second) =>
      second.query(`update units set parent_id = null, name = '市生态环境局' where unit_id = $1`, [bureau]),
    );
    expect(await held()).toEqual(before);
  });
  expect(await held()).toEqual(['leadership 市考评中心 0/0', 'unit.leader 市考评中心 0/0']);
});

test('a change that is taken back changes nothing; one after it, in the same transaction, counts', async () => {
  expect(await held()).toEqual(before);
  await database.transaction(async (sql) => {
    await sql.query(`savepoint renamed`);
    await sql.query(`update units set name = '市考评中心' where unit_id = $1`, [office]);
    await sql.query(`set constraints all immediate`);
    await sql.query(`rollback to savepoint renamed`);
    await sql.query(`update units set name = '市绩效办' where unit_id = $1`, [office]);
  });
  expect(await held()).toEqual(['leadership 市绩效办 0/0', 'unit.leader 市绩效办 0/0']);
});
