import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { OperationLog } from '#audit';
import type { Post } from '#contracts';
import { Database, newId } from '#platform';
import { openDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { Tenants } from '../tenants/tenants.js';
import { unitIdsByCode } from '../units/unit-ids.js';
import { unitTable } from '../units/unit-table.js';
import { Accounts } from './accounts.js';
import { POSTS, powerOf } from './posts.js';

const accounts = new Accounts(new OperationLog());
const JANUARY = '2017-01-01T00:00:00+08:00';
const JUNE = '2017-06-01T00:00:00+08:00';

let scratch: TestDatabase;
let database: Database;
let tenantId: string;
let unitId: string;
let elsewhere: string;
let accountId: string;

beforeAll(async () => {
  scratch = await openDatabase();
  database = new Database(scratch.source);
  ({ tenantId } = await new Tenants().add(database, { code: 'test', name: { zh: '测试', en: 'Test' } }));
  const more = { name_en: '', aliases: [], is_group: false, parent_code: '', source_files: [], note: '' };
  const unit = (code: string) => ({ row: 2, cells: { ...more, code, name: code, unit_type: 'evaluation_office' } });
  await unitTable.save(database, tenantId, [unit('KPB'), unit('KPB2')]);
  const ids = await unitIdsByCode(database, tenantId);
  [unitId, elsewhere] = [ids.get('KPB') ?? '', ids.get('KPB2') ?? ''];
});
afterAll(() => scratch.close());

let no = 0;
beforeEach(async () => {
  no += 1;
  await add([]);
  const [row] = await database.query<{ id: string }>(`select account_id as id from accounts where account = $1`, [
    `one${no}`,
  ]);
  accountId = row?.id ?? '';
});

function add(posts: Post[], account = `one${no}`): Promise<number> {
  const person = { account, name: { zh: '某岗', en: 'Some post' }, email: 'a@b.example', locale: 'zh' as const };
  const held = posts.map((post) => ({ post, unitCode: 'KPB' }));
  return accounts.add(database, tenantId, [{ ...person, passwordHash: '', posts: held }], new Date(JANUARY));
}

function hold(post: Post, from = JANUARY, until: string | null = null, unit = unitId): Promise<unknown> {
  return database.query(
    `insert into post_holdings (holding_id, tenant_id, account_id, post, unit_id, valid_from, valid_to) values ($1, $2, $3, $4, $5, $6, $7)`,
    [newId(), tenantId, accountId, post, unit, from, until],
  );
}

/** Whether PostgreSQL itself lets one account hold both from January on. */
async function fit(one: Post, other: Post): Promise<boolean> {
  await database.query(`delete from post_holdings`);
  await hold(one);
  return hold(other, JUNE, null, elsewhere).then(
    () => true,
    (error: unknown) => {
      expect(error).toMatchObject({ code: '23P01', constraint: 'post_holdings_powers_ex' });
      return false;
    },
  );
}

describe('the powers of the three administrators', () => {
  test('are kept apart by PostgreSQL: from one another, and from the business; all else goes together', async () => {
    for (const one of POSTS)
      for (const other of POSTS)
        expect([one, other, await fit(one, other)]).toEqual([one, other, powerOf(one) === powerOf(other)]);
  });

  test('may follow one another without a day in common', async () => {
    await hold('administrator', JANUARY, JUNE);
    await hold('security.administrator', JUNE);
    await expect(
      database.query(
        `update post_holdings set valid_to = valid_to + interval '1 second' where account_id = $1 and post = 'administrator'`,
        [accountId],
      ),
    ).rejects.toMatchObject({ constraint: 'post_holdings_powers_ex' });
  });

  test('are held in one unit once at a time', async () => {
    await hold('office.officer', JANUARY, JUNE);
    await hold('office.officer', JUNE);
    await hold('office.officer', JANUARY, null, elsewhere);
    await expect(hold('office.officer', '2017-02-01T00:00:00+08:00')).rejects.toMatchObject({ code: '23P01' });
  });

  test('are kept apart however many grant at once: one of them comes first, the others are refused', async () => {
    const posts: Post[] = ['administrator', 'security.administrator', 'audit.administrator', 'office.officer'];
    const granted = await Promise.allSettled(posts.map((post) => hold(post)));
    expect(granted.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const held = await database.query(`select from post_holdings where account_id = $1`, [accountId]);
    expect(held).toHaveLength(1);
  });

  test('are refused in words, and the account with them', async () => {
    const refused = add(['administrator', 'office.director'], 'both');
    await expect(refused).rejects.toMatchObject({ refusal: 'conflict', code: 'post.excluded' });
    expect(await database.query(`select from accounts where account = 'both'`)).toEqual([]);
  });
});
